"""What follows about policies: which Windows pods they select, and whether that does anything."""

from __future__ import annotations

from collections.abc import Callable

from eksnetlint.model.cluster import Cluster
from eksnetlint.model.enforcement import on_system, reach_of
from eksnetlint.model.node_group import Os
from eksnetlint.model.policy import NetworkPolicy, SecurityGroupPolicy
from eksnetlint.model.selection import selects, selects_for_security_groups
from eksnetlint.model.workload import Workload
from eksnetlint.values import Frame, Known, Origin, Unknown, Value, conjunction, is_known

_DECISIVE = "this decides what enforces policies"


def policy_windows_workloads(
    policy: NetworkPolicy, cluster: Cluster
) -> Value[tuple[Workload, ...]]:
    """The workloads with ordinary Windows pods that a network policy selects."""
    return _windows_among(policy, cluster, lambda workload: selects(policy, workload, cluster))


def group_policy_windows_workloads(
    policy: SecurityGroupPolicy, cluster: Cluster
) -> Value[tuple[Workload, ...]]:
    """The workloads with ordinary Windows pods that a SecurityGroupPolicy selects."""
    return _windows_among(
        policy,
        cluster,
        lambda workload: selects_for_security_groups(policy, workload, cluster),
    )


def policy_workloads(policy: NetworkPolicy, cluster: Cluster) -> Value[tuple[Workload, ...]]:
    """The workloads a network policy is known to select, of whatever system."""
    candidates = cluster.workloads_by_namespace.candidates(policy.namespace)
    found = [item for item in candidates if is_known(selects(policy, item, cluster), True)]
    return Known(tuple(found))


def policy_unenforced_workloads(
    policy: NetworkPolicy, cluster: Cluster
) -> Value[tuple[Workload, ...]]:
    """The workloads it is known to select for which nothing enforces it, of whatever system."""
    found = [
        (item, reach)
        for item in cluster.workloads_by_namespace.candidates(policy.namespace)
        if is_known(selects(policy, item, cluster), True)
        and is_known((reach := reach_of(policy, item, cluster)).answer, False)
    ]
    frames = (
        Frame(frame.span, f"{item.title}: {reach.because}")
        for item, reach in found
        for frame in reach.answer.origin.frames[:1]
    )
    return Known(tuple(item for item, _ in found), Origin((Frame(policy.span), *frames)))


def group_policy_workloads(
    policy: SecurityGroupPolicy, cluster: Cluster
) -> Value[tuple[Workload, ...]]:
    """The workloads a SecurityGroupPolicy is known to select, of whatever system."""
    found = [
        item
        for item in cluster.workloads_by_namespace.candidates(policy.namespace)
        if is_known(selects_for_security_groups(policy, item, cluster), True)
    ]
    return Known(tuple(found))


def _windows_among(
    policy: NetworkPolicy | SecurityGroupPolicy,
    cluster: Cluster,
    selected: Callable[[Workload], Value[bool]],
) -> Value[tuple[Workload, ...]]:
    """The selected ones; where none is certain, unknown if one cannot be decided."""
    found: list[Workload] = []
    unknown: Unknown | None = None
    for workload in cluster.windows_candidates.candidates(policy.namespace):
        answer = selected(workload)
        if not is_known(answer, False):
            answer = conjunction([workload.is_ordinary_windows, answer])
        if isinstance(answer, Unknown):
            unknown = unknown or answer
        elif answer.value:
            found.append(workload)
    if unknown and not found:
        return Unknown(unknown.reason, Origin((Frame(policy.span), *unknown.origin.frames)))
    return Known(tuple(found), Origin((Frame(policy.span), *(os_frame(item) for item in found))))


def os_frame(workload: Workload) -> Frame:
    """Where it is written that a workload's pods run on Windows, and by what."""
    cause = workload.os_cause.value if isinstance(workload.os_cause, Known) else "unseen"
    place = workload.os.origin.span or workload.span
    return Frame(place, f"{workload.title} runs on Windows ({cause})")


def is_enforced_on_windows(policy: NetworkPolicy, cluster: Cluster) -> Value[bool]:
    """Whether some engine enforces the policy for the Windows pods of the cluster."""
    answer = on_system(policy, Os.WINDOWS, cluster).answer
    decisive = (Frame(frame.span, frame.note or _DECISIVE) for frame in answer.origin.frames)
    origin = Origin((Frame(policy.span), *decisive))
    if isinstance(answer, Unknown):
        return Unknown(answer.reason, origin, is_set=answer.is_set)
    return Known(answer.value, origin)
