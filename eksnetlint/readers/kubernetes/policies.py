"""Network policies of every kind, and SecurityGroupPolicy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from eksnetlint.model.declared import Engine
from eksnetlint.model.labels import Selector
from eksnetlint.model.policy import LabelTest, NetworkPolicy, PolicyKind, SecurityGroupPolicy
from eksnetlint.readers import fields
from eksnetlint.readers.kubernetes.calico_selectors import calico_selector_of
from eksnetlint.readers.kubernetes.directions import (
    Directions,
    calico_directions,
    kubernetes_directions,
    other_directions,
)
from eksnetlint.readers.kubernetes.objects import KubernetesObject
from eksnetlint.readers.kubernetes.selectors import selector_of
from eksnetlint.readers.kubernetes.windows_rules import (
    skipped_calico_rules,
    skipped_kubernetes_rules,
)
from eksnetlint.source.tree import Mapping, Node, Sequence
from eksnetlint.values import Known, Reason, Unknown, Value, at, disjunction

_NOT_EVALUATED = Reason("a policy's selector is of a kind that is not evaluated")
_SEVERAL = Reason("a policy has several specs, which are not evaluated")
_NO_LIST = Reason("the security groups of a policy are no list")
_CALICO_GROUPS = ("projectcalico.org", "crd.projectcalico.org")

# Cluster-wide kinds whose subjects are not plain pod selectors: Kubernetes' own
# (policy.networking.k8s.io), the VPC CNI's (networking.k8s.aws) and Cilium's.
_CLUSTER_WIDE = frozenset(
    {
        ("policy.networking.k8s.io", "AdminNetworkPolicy"),
        ("policy.networking.k8s.io", "BaselineAdminNetworkPolicy"),
        ("policy.networking.k8s.io", "ClusterNetworkPolicy"),
        ("networking.k8s.aws", "ClusterNetworkPolicy"),
        ("cilium.io", "CiliumClusterwideNetworkPolicy"),
    }
)
_NAMESPACED_LIKE_CILIUM = {
    ("cilium.io", "CiliumNetworkPolicy"): "endpointSelector",
    ("networking.k8s.aws", "ApplicationNetworkPolicy"): "podSelector",
}
# Who brings a kind along; the kinds of policy.networking.k8s.io are for whoever takes them.
_ENGINES = {"cilium.io": Engine.CILIUM, "networking.k8s.aws": Engine.VPC_CNI}
# Labels that Cilium adds to every pod (its documentation, "Limit identity-relevant labels").
_CILIUM_LABELS = ("io.kubernetes.pod.", "io.cilium.")


def network_policy_of(thing: KubernetesObject) -> NetworkPolicy | None:
    """The network policy an object is, if it is one."""
    identity = (thing.group, thing.kind)
    if identity in (("networking.k8s.io", "NetworkPolicy"), ("extensions", "NetworkPolicy")):
        directions = kubernetes_directions(_spec(thing), thing.span)
        selector = _selector_at(thing, "podSelector")
        found = _policy(thing, PolicyKind.KUBERNETES, selector, directions)
        return replace(found, skipped_on_windows=skipped_kubernetes_rules(_spec(thing)))
    if thing.group in _CALICO_GROUPS:
        return _calico(thing)
    if identity in _NAMESPACED_LIKE_CILIUM or identity in _CLUSTER_WIDE:
        return _extension(thing)
    return None


def _spec(thing: KubernetesObject) -> Node | None:
    return fields.child(thing.root, "spec")


def _selector_at(thing: KubernetesObject, key: str) -> Selector:
    spec = _spec(thing)
    return selector_of(spec if fields.hidden(spec) else fields.child(spec, key))


def _policy(
    thing: KubernetesObject,
    kind: PolicyKind,
    selector: LabelTest,
    directions: Directions,
    only_for: Engine | None = None,
) -> NetworkPolicy:
    span = thing.span
    place = at(span)
    is_cluster_wide = "Global" in thing.kind or (thing.group, thing.kind) in _CLUSTER_WIDE
    return NetworkPolicy(
        span=span,
        kind=Known(thing.kind, place),
        defined_by=Known(kind, place),
        name=thing.name,
        namespace=None if is_cluster_wide else thing.namespace,
        selector=selector,
        ingress=directions.ingress,
        egress=directions.egress,
        only_for=only_for,
    )


def _extension(thing: KubernetesObject) -> NetworkPolicy:
    identity = (thing.group, thing.kind)
    selector: LabelTest = Selector(unreadable=_NOT_EVALUATED)
    namespaces: LabelTest | None = None
    if identity in _NAMESPACED_LIKE_CILIUM:
        selector = _cilium_selector(thing, _NAMESPACED_LIKE_CILIUM[identity])
    elif thing.group != "cilium.io":
        selector, namespaces = _subject(_spec(thing))
    if thing.kind == "ApplicationNetworkPolicy":
        directions = kubernetes_directions(_spec(thing), thing.span)
    elif fields.field(thing.root, "specs"):
        several = Unknown(_SEVERAL, at(thing.span))
        directions = Directions(several, several)
    else:
        directions = other_directions(_spec(thing), thing.span)
    engine = _ENGINES.get(thing.group)
    found = _policy(thing, PolicyKind.OTHER, selector, directions, engine)
    return replace(found, namespace_selector=namespaces)


def _subject(spec: Node | None) -> tuple[LabelTest, LabelTest | None]:
    """The pods and namespaces a cluster-wide policy is for (network-policy-api, Subject)."""
    pods = fields.child(spec, "subject", "pods")
    if isinstance(pods, Mapping):
        namespaces = selector_of(fields.child(pods, "namespaceSelector"))
        return selector_of(fields.child(pods, "podSelector")), namespaces
    named = fields.child(spec, "subject", "namespaces")
    if isinstance(named, Mapping):
        return Selector(), selector_of(named)
    return Selector(unreadable=_NOT_EVALUATED), None


def _calico(thing: KubernetesObject) -> NetworkPolicy | None:
    if not thing.kind.endswith("NetworkPolicy"):
        return None
    spec = _spec(thing)
    # A staged policy is only logged (Calico documentation, "Stage network policies").
    kind = PolicyKind.STAGED if thing.kind.startswith("Staged") else PolicyKind.CALICO
    selector: LabelTest
    if thing.kind == "StagedKubernetesNetworkPolicy":
        selector = _selector_at(thing, "podSelector")
        directions = kubernetes_directions(spec, thing.span)
    else:
        selector = calico_selector_of(spec)
        directions = calico_directions(spec, thing.span)
    found = _policy(thing, kind, selector, directions, Engine.CALICO)
    return replace(
        found,
        tier=_optional(spec, "tier", thing),
        order=_optional(spec, "order", thing),
        is_for_hosts=disjunction(_host_flags(spec)),
        namespace_selector=_narrowed(spec, "namespaceSelector"),
        account_selector=_narrowed(spec, "serviceAccountSelector"),
        skipped_on_windows=skipped_calico_rules(spec, found.namespace is None),
    )


def _narrowed(spec: Node | None, key: str) -> LabelTest | None:
    return calico_selector_of(spec, key) if fields.field(spec, key) else None


def _optional(spec: Node | None, key: str, thing: KubernetesObject) -> Value[str | None]:
    entry = fields.field(spec, key)
    return fields.text(entry) if entry else Known(None, at(thing.span), is_set=False)


def _host_flags(spec: Node | None) -> Iterator[Value[bool]]:
    """Rules before connection tracking or destination NAT are for host endpoints alone.

    Source: Calico documentation, "Global network policy", Spec.
    """
    for key in ("doNotTrack", "preDNAT"):
        entry = fields.field(spec, key)
        if entry:
            yield fields.boolean(entry)


def _cilium_selector(thing: KubernetesObject, key: str) -> Selector:
    # Cilium's own label prefixes (k8s:, any:) and multi-rule form ("specs") are not evaluated.
    selector = _selector_at(thing, key)
    keys = [item.key for item in selector.requirements]
    is_plain = isinstance(fields.child(thing.root, "spec", key), Mapping) and not any(
        ":" in name or name.startswith(_CILIUM_LABELS) for name in keys
    )
    return selector if is_plain else Selector(unreadable=_NOT_EVALUATED)


def security_group_policy_of(thing: KubernetesObject) -> SecurityGroupPolicy | None:
    """The SecurityGroupPolicy an object is, if it is one."""
    if (thing.group, thing.kind) != ("vpcresources.k8s.aws", "SecurityGroupPolicy"):
        return None
    spec = fields.child(thing.root, "spec")
    pods = spec if fields.hidden(spec) else fields.child(spec, "podSelector")
    accounts = fields.child(spec, "serviceAccountSelector")
    return SecurityGroupPolicy(
        span=thing.span,
        name=thing.name,
        namespace=thing.namespace,
        pod_selector=selector_of(pods) if pods else None,
        service_account_selector=selector_of(accounts) if accounts else None,
        group_count=_group_count(thing, spec),
    )


def _group_count(thing: KubernetesObject, spec: Node | None) -> Value[int]:
    entry = fields.field(spec, "securityGroups", "groupIds")
    for node in (spec, fields.child(spec, "securityGroups"), entry.value if entry else None):
        hidden = fields.hidden(node)
        if hidden:
            return hidden
    if entry is None:
        return Known(0, at(thing.span), is_set=False)
    if not isinstance(entry.value, Sequence):
        return Unknown(_NO_LIST, at(entry.span))
    return Known(len(entry.value.items), at(entry.span))
