"""Services: which pods are behind them, and how traffic comes to those."""

from __future__ import annotations

from eksnetlint.model.labels import Operator, Requirement, Selector
from eksnetlint.model.manifest import Service
from eksnetlint.readers import fields
from eksnetlint.readers.kubernetes.objects import KubernetesObject, labels_at
from eksnetlint.source.tree import Mapping, Node
from eksnetlint.values import Known, Reason, Unknown, Value, at

_BY_CLUSTER = Reason("a Service names no IP families, so it gets those of the cluster")
_OWN_DEFAULT = Reason("which targets a load balancer of that class has is not written")

# AWS Load Balancer Controller documentation, "NLB" annotations of Services.
_TYPE = "service.beta.kubernetes.io/aws-load-balancer-type"
_TARGETS = "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type"


def service_of(thing: KubernetesObject, takes_ports: Value[bool]) -> Service:
    """The Service that an object is."""
    spec = fields.child(thing.root, "spec")
    hidden = fields.hidden(spec)
    span = thing.span

    def field(key: str, default: str) -> Value[str]:
        return hidden or fields.string(spec, key, default=default, span=span)

    # The defaults are those that the Service API documents.
    kind = field("type", "ClusterIP")
    return Service(
        span=span,
        name=thing.name,
        namespace=thing.namespace,
        takes_ports=takes_ports,
        type=kind,
        selector=_selector(spec),
        ip_families=_ip_families(thing, spec),
        ip_family_policy=field("ipFamilyPolicy", "SingleStack"),
        session_affinity=field("sessionAffinity", "None"),
        external_traffic_policy=field("externalTrafficPolicy", "Cluster"),
        load_balancer_targets=_targets(thing, spec, kind),
    )


def _selector(spec: Node | None) -> Selector | None:
    hidden = fields.hidden(spec) or fields.hidden(fields.child(spec, "selector"))
    if hidden:
        return Selector(unreadable=hidden.reason)
    if not isinstance(spec, Mapping):
        return None
    labels = labels_at(spec, "selector")
    requirements = tuple(
        Requirement(key, Operator.IN, (value,)) for key, value in labels.items.items()
    )
    if not requirements and labels.open_because is None:
        return None
    return Selector(requirements, labels.open_because)


def _ip_families(thing: KubernetesObject, spec: Node | None) -> Value[tuple[str, ...]]:
    hidden = fields.hidden(spec)
    if hidden:
        return hidden
    entry = fields.field(spec, "ipFamilies")
    if entry is None:
        return Unknown(_BY_CLUSTER, at(thing.span), is_set=False)
    unseen = fields.hidden(entry.value)
    if unseen:
        return unseen
    found: list[str] = []
    for item in fields.items(entry.value):
        text = fields.node_text(item)
        if isinstance(text, Unknown):
            return text
        found.append(text.value)
    return Known(tuple(found), at(entry.span))


def _targets(thing: KubernetesObject, spec: Node | None, kind: Value[str]) -> Value[str | None]:
    """Where a load balancer sends traffic: to nodes ("instance") or to pods ("ip").

    Nodes where nothing says otherwise, which the controller's own flags can change.
    """
    if isinstance(kind, Unknown):
        return kind
    if kind.value != "LoadBalancer":
        return Known(None, kind.origin, is_set=False)
    written = fields.field(thing.root, "metadata", "annotations", _TARGETS)
    if written:
        return fields.text(written)
    former = fields.field(thing.root, "metadata", "annotations", _TYPE)
    text = fields.text(former) if former else None
    if isinstance(text, Known) and text.value == "nlb-ip":
        return Known("ip", text.origin)
    hidden = fields.hidden(fields.child(thing.root, "metadata", "annotations"))
    if hidden or isinstance(text, Unknown):
        return hidden or text or kind
    own_class = fields.field(spec, "loadBalancerClass")
    if own_class:
        return Unknown(_OWN_DEFAULT, at(own_class.span))
    return Known("instance", at(thing.span), is_set=False)
