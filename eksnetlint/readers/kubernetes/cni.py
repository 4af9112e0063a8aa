"""CNI configuration in manifests: the ConfigMap amazon-vpc-cni and Calico's Installation."""

from __future__ import annotations

from eksnetlint.model.cni import (
    CalicoInstallation,
    CniConfiguration,
    Holder,
    ServicesEndpoint,
    WindowsDataplane,
)
from eksnetlint.readers import fields
from eksnetlint.readers.kubernetes.objects import KubernetesObject, is_named
from eksnetlint.readers.traced import reason_of
from eksnetlint.source.scalars import Kind, kind_of
from eksnetlint.source.tree import Mapping, Node
from eksnetlint.values import Known, Reason, Unknown, Value, at, lift

# Keys that nothing but the VPC resource controller reads, so that a ConfigMap with a templated
# name is known by them (amazon-vpc-resource-controller-k8s, pkg/config/type.go).
_OWN_KEYS = frozenset({"enable-windows-ipam", "enable-windows-prefix-delegation"})
_NO_CNI_TYPE = Reason("Calico's Installation names no CNI, and the operator finds out")


def cni_configuration_of(thing: KubernetesObject) -> CniConfiguration | None:
    """The VPC CNI settings a ConfigMap holds, if it is the one."""
    if (thing.group, thing.kind) != ("", "ConfigMap"):
        return None
    data = fields.child(thing.root, "data")
    keys = set(data.fields) if isinstance(data, Mapping) else set()
    if not is_named(thing.name, "amazon-vpc-cni") and not keys & _OWN_KEYS:
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
    return CniConfiguration(thing.span, holder, settings, open_because)


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


def calico_installation_of(thing: KubernetesObject) -> CalicoInstallation | None:
    """The Calico operator's Installation an object is, if it is one.

    ``windowsDataplane`` is Disabled where it is not given (operator.tigera.io/v1 CRD).
    """
    if (thing.group, thing.kind) != ("operator.tigera.io", "Installation"):
        return None
    spec = fields.child(thing.root, "spec")
    hidden = fields.hidden(spec) or fields.hidden(fields.child(spec, "calicoNetwork"))
    return CalicoInstallation(
        span=thing.span,
        windows_dataplane=hidden or _windows_dataplane(thing, spec),
        service_cidrs=hidden or _service_cidrs(thing, spec),
        cni_type=hidden or _cni_type(thing, spec),
    )


def _cni_type(thing: KubernetesObject, spec: Node | None) -> Value[str]:
    """The CNI beside Calico's policies; on EKS that of AWS, unless it is given (same CRD)."""
    entry = fields.field(spec, "cni", "type")
    if entry:
        return fields.text(entry)
    provider = fields.field(spec, "kubernetesProvider")
    if provider and is_named(fields.text(provider), "EKS"):
        return Known("AmazonVPC", at(thing.span), is_set=False)
    return Unknown(_NO_CNI_TYPE, at(thing.span), is_set=False)


def _windows_dataplane(thing: KubernetesObject, spec: object) -> Value[WindowsDataplane]:
    node = spec if isinstance(spec, Mapping) else None
    entry = fields.field(node, "calicoNetwork", "windowsDataplane")
    if entry is None:
        return Known(WindowsDataplane.DISABLED, at(thing.span), is_set=False)
    value = fields.text(entry)
    if isinstance(value, Unknown):
        return value
    for dataplane in WindowsDataplane:
        if value.value == dataplane.value:
            return Known(dataplane, value.origin)
    return Unknown(Reason("a Windows dataplane that is not known"), value.origin)


def _service_cidrs(thing: KubernetesObject, spec: object) -> Value[tuple[str, ...]]:
    node = spec if isinstance(spec, Mapping) else None
    entry = fields.field(node, "serviceCIDRs")
    if entry is None:
        return Known((), at(thing.span), is_set=False)
    texts = [fields.node_text(item) for item in fields.items(entry.value)]
    unknown = next((text for text in texts if isinstance(text, Unknown)), None)
    if unknown:
        return unknown
    return Known(tuple(text.value for text in texts if isinstance(text, Known)), at(entry.span))
