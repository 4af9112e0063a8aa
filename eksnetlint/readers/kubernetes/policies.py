"""Network policies of every kind, and SecurityGroupPolicy."""

from __future__ import annotations

from eksnetlint.model.labels import Selector
from eksnetlint.model.policy import NetworkPolicy, PodSelector, PolicyKind, SecurityGroupPolicy
from eksnetlint.readers import fields
from eksnetlint.readers.kubernetes.calico_selectors import calico_selector_of
from eksnetlint.readers.kubernetes.objects import KubernetesObject
from eksnetlint.readers.kubernetes.selectors import selector_of
from eksnetlint.source.tree import Mapping
from eksnetlint.values import Known, Reason, at

_NOT_EVALUATED = Reason("a policy's selector is of a kind that is not evaluated")
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
# Labels that Cilium adds to every pod (its documentation, "Limit identity-relevant labels").
_CILIUM_LABELS = ("io.kubernetes.pod.", "io.cilium.")


def network_policy_of(thing: KubernetesObject) -> NetworkPolicy | None:
    """The network policy an object is, if it is one."""
    identity = (thing.group, thing.kind)
    if identity in (("networking.k8s.io", "NetworkPolicy"), ("extensions", "NetworkPolicy")):
        return _namespaced(thing, PolicyKind.KUBERNETES, _selector_at(thing, "podSelector"))
    if thing.group in _CALICO_GROUPS:
        return _calico(thing)
    if identity in _NAMESPACED_LIKE_CILIUM:
        selector = _cilium_selector(thing, _NAMESPACED_LIKE_CILIUM[identity])
        return _namespaced(thing, PolicyKind.OTHER, selector)
    if identity in _CLUSTER_WIDE:
        return _cluster_wide(thing, PolicyKind.OTHER, Selector(unreadable=_NOT_EVALUATED))
    return None


def _selector_at(thing: KubernetesObject, key: str) -> Selector:
    spec = fields.child(thing.root, "spec")
    return selector_of(spec if fields.hidden(spec) else fields.child(spec, key))


def _namespaced(thing: KubernetesObject, kind: PolicyKind, selector: PodSelector) -> NetworkPolicy:
    place = at(thing.span)
    return NetworkPolicy(
        thing.span,
        Known(thing.kind, place),
        Known(kind, place),
        thing.name,
        thing.namespace,
        selector,
    )


def _cluster_wide(
    thing: KubernetesObject, kind: PolicyKind, selector: PodSelector
) -> NetworkPolicy:
    place = at(thing.span)
    return NetworkPolicy(
        thing.span, Known(thing.kind, place), Known(kind, place), thing.name, None, selector
    )


def _calico(thing: KubernetesObject) -> NetworkPolicy | None:
    if not thing.kind.endswith("NetworkPolicy"):
        return None
    # A staged policy is only logged (Calico documentation, "Stage network policies").
    kind = PolicyKind.STAGED if thing.kind.startswith("Staged") else PolicyKind.CALICO
    selector: PodSelector
    if thing.kind == "StagedKubernetesNetworkPolicy":
        selector = _selector_at(thing, "podSelector")
    else:
        selector = calico_selector_of(fields.child(thing.root, "spec"))
    if "Global" in thing.kind:
        return _cluster_wide(thing, kind, selector)
    return _namespaced(thing, kind, selector)


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
    )
