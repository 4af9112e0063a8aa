"""CNI configuration in ConfigMaps: amazon-vpc-cni, and the API server's address for Calico."""

from __future__ import annotations

from eksnetlint.model.cni import (
    CniConfiguration,
    Holder,
    Level,
    ServicesEndpoint,
)
from eksnetlint.readers import fields
from eksnetlint.readers.cni_written import settings_at
from eksnetlint.readers.kubernetes.objects import KubernetesObject, is_named
from eksnetlint.readers.traced import reason_of
from eksnetlint.source.scalars import Kind, kind_of
from eksnetlint.source.tree import Mapping
from eksnetlint.values import Known, Reason, Value, at, lift

# Keys that nothing but the VPC resource controller reads, so that a ConfigMap with a templated
# name is known by them (amazon-vpc-resource-controller-k8s, pkg/config/type.go).
_OWN_KEYS = frozenset({"enable-windows-ipam", "enable-windows-prefix-delegation"})


def cni_configuration_of(thing: KubernetesObject) -> CniConfiguration | None:
    """The VPC CNI settings a ConfigMap holds, if it is the one."""
    if (thing.group, thing.kind) != ("", "ConfigMap"):
        return None
    data = fields.child(thing.root, "data")
    keys = set(data.fields) if isinstance(data, Mapping) else set()
    if not is_named(thing.name, "amazon-vpc-cni") and not (keys & _OWN_KEYS and _may_be_it(thing)):
        return None
    settings: dict[str, Value[str]] = {}
    open_because: Reason | None = None
    if isinstance(data, Mapping):
        settings = {
            key: fields.text(entry)
            for key, entry in data.fields.items()
            if kind_of(entry.key) is not Kind.PLACEHOLDER
        }
        unseen = [e.key for e in data.entries if kind_of(e.key) is Kind.PLACEHOLDER]
        open_because = reason_of(unseen[0]) if unseen else None
    hidden = fields.hidden(data)
    if hidden:
        open_because = hidden.reason
    holder = Known(Holder.CONFIG_MAP, at(thing.span))
    # Of a ConfigMap under another name its name is what is wrong, and not its keys.
    is_other = isinstance(thing.name, Known) and not is_named(thing.name, "amazon-vpc-cni")
    entries = data.fields.values() if isinstance(data, Mapping) and not is_other else ()
    return CniConfiguration(
        thing.span,
        holder,
        settings,
        open_because,
        written=settings_at(entries, holder, Level.DATA),
        name=thing.name,
        namespace=thing.namespace,
    )


def _may_be_it(thing: KubernetesObject) -> bool:
    """Whether a ConfigMap with its keys was meant to be it, and is no list of values for a tool."""
    is_named_so = not isinstance(thing.name, Known) or "cni" in thing.name.value
    return is_named_so or is_named(thing.namespace, "kube-system")


def services_endpoint_of(thing: KubernetesObject) -> ServicesEndpoint | None:
    """The address of the API server that a ConfigMap gives to Calico, if it is the one."""
    if (thing.group, thing.kind) != ("", "ConfigMap"):
        return None
    if not is_named(thing.name, "kubernetes-services-endpoint"):
        return None
    host, port = (_given(thing, f"KUBERNETES_SERVICE_{part}") for part in ("HOST", "PORT"))
    return ServicesEndpoint(thing.span, host, port)


def _given(thing: KubernetesObject, key: str) -> Value[str | None]:
    hidden = fields.hidden(fields.child(thing.root, "data"))
    entry = fields.field(thing.root, "data", key)
    if hidden or entry is None:
        return hidden or Known(None, at(thing.span), is_set=False)
    return lift(lambda text: text, fields.text(entry))
