"""What follows about the namespaces that workloads are in."""

from __future__ import annotations

from collections.abc import Callable

from eksnetlint.model.cluster import Cluster
from eksnetlint.model.namespace_use import NamespaceUse
from eksnetlint.model.node_group import Os
from eksnetlint.model.selection import selects
from eksnetlint.model.workload import Workload
from eksnetlint.values import (
    Frame,
    Known,
    Origin,
    Reason,
    Unknown,
    Value,
    conjunction,
    disjunction,
    is_known,
)

_ELSEWHERE = Reason("a policy in another folder may be meant for the namespace")


def is_system(namespace: NamespaceUse, _: Cluster) -> Value[bool]:
    """Whether the name is reserved for Kubernetes itself (prefix ``kube-``)."""
    return Known(_name(namespace).startswith("kube-"), namespace.name.origin)


def is_declared(namespace: NamespaceUse, cluster: Cluster) -> Value[bool]:
    """Whether its Namespace object is among the files."""
    return Known(any(is_known(item.name, _name(namespace)) for item in cluster.namespaces))


def windows_workloads(namespace: NamespaceUse, _: Cluster) -> Value[tuple[Workload, ...]]:
    """Its workloads with Windows pods that have addresses of their own."""
    return Known(_ordinary(namespace, _is_windows))


def other_workloads(namespace: NamespaceUse, _: Cluster) -> Value[tuple[Workload, ...]]:
    """Its other workloads whose pods have addresses of their own."""
    return Known(_ordinary(namespace, _is_not_windows))


def unselected_windows_workloads(
    namespace: NamespaceUse, cluster: Cluster
) -> Value[tuple[Workload, ...]]:
    """Its workloads with ordinary Windows pods that no policy selects."""
    return Known(_unselected(_ordinary(namespace, _is_windows), cluster))


def unselected_other_workloads(
    namespace: NamespaceUse, cluster: Cluster
) -> Value[tuple[Workload, ...]]:
    """Its other workloads with ordinary pods that no policy selects."""
    return Known(_unselected(_ordinary(namespace, _is_not_windows), cluster))


def every_windows_pod_is_selected(namespace: NamespaceUse, cluster: Cluster) -> Value[bool]:
    """Whether a policy of any kind selects each ordinary Windows pod."""
    return _every_selected(_ordinary(namespace, _is_windows), cluster)


def every_other_pod_is_selected(namespace: NamespaceUse, cluster: Cluster) -> Value[bool]:
    """Whether a policy of any kind selects each other ordinary pod."""
    return _every_selected(_ordinary(namespace, _is_not_windows), cluster)


def _name(namespace: NamespaceUse) -> str:
    return namespace.name.value if isinstance(namespace.name, Known) else ""


def _is_windows(workload: Workload) -> bool:
    return is_known(workload.os, Os.WINDOWS)


def _is_not_windows(workload: Workload) -> bool:
    return isinstance(workload.os, Known) and not _is_windows(workload)


def _ordinary(
    namespace: NamespaceUse, is_wanted: Callable[[Workload], bool]
) -> tuple[Workload, ...]:
    return tuple(
        workload
        for workload in namespace.workloads
        if is_wanted(workload) and is_known(workload.is_ordinary, True)
    )


def _every_selected(workloads: tuple[Workload, ...], cluster: Cluster) -> Value[bool]:
    answers = [(workload, _is_selected(workload, cluster)) for workload in workloads]
    result = conjunction(answer for _, answer in answers)
    left_out = [workload for workload, answer in answers if is_known(answer, False)]
    frames = tuple(Frame(item.span, f"{item.title} is selected by no policy") for item in left_out)
    if isinstance(result, Unknown):
        return Unknown(result.reason, Origin(tuple(Frame(item.span) for item in workloads[:1])))
    return Known(result.value, Origin(frames))


def _unselected(workloads: tuple[Workload, ...], cluster: Cluster) -> tuple[Workload, ...]:
    return tuple(item for item in workloads if is_known(_is_selected(item, cluster), False))


def _is_selected(workload: Workload, cluster: Cluster) -> Value[bool]:
    policies = cluster.policies_by_namespace.candidates(workload.namespace)
    here = disjunction(selects(policy, workload, cluster) for policy in policies)
    if not is_known(here, False):
        return here
    for policy in cluster.elsewhere_by_namespace.candidates(workload.namespace):
        if not is_known(selects(policy, workload, cluster), False):
            return Unknown(_ELSEWHERE)
    return here
