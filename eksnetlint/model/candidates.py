"""Which node groups a workload's pods can run on."""

from __future__ import annotations

from dataclasses import dataclass

from eksnetlint.model.cluster import Cluster
from eksnetlint.model.node_group import NodeGroup, Os
from eksnetlint.model.node_labels import labels_of
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
    lift,
)

_NO_GROUPS = Reason("no node groups are in these files")
_ELSEWHERE = Reason("node groups may be made by something that is not in these files")


@dataclass(frozen=True, slots=True)
class Candidates:
    """What is known of each group: whether pods of the workload can run there.

    ``open_because`` says why there may be groups besides; None where these are all.
    """

    groups: tuple[tuple[NodeGroup, Value[bool]], ...]
    open_because: Reason | None

    @property
    def certain(self) -> tuple[NodeGroup, ...]:
        return tuple(group for group, answer in self.groups if is_known(answer, True))

    @property
    def possible(self) -> tuple[NodeGroup, ...]:
        return tuple(group for group, answer in self.groups if not is_known(answer, False))


def candidate_groups(workload: Workload, cluster: Cluster) -> Value[tuple[NodeGroup, ...]]:
    """The node groups in the files that its pods can run on.

    Unknown where a group cannot be decided, and where none can be it but others may exist.
    """
    found = candidates(workload, cluster)
    if not found.groups:
        return Unknown(_NO_GROUPS, is_set=False)
    for _, answer in found.groups:
        if isinstance(answer, Unknown):
            return Unknown(answer.reason, answer.origin)
    if not found.certain and found.open_because:
        return Unknown(found.open_because)
    return _told(found.certain)


def possible_groups(workload: Workload, cluster: Cluster) -> Value[tuple[NodeGroup, ...]]:
    """The node groups in the files that its pods are not known to be kept from."""
    return _told(candidates(workload, cluster).possible)


def _told(groups: tuple[NodeGroup, ...]) -> Value[tuple[NodeGroup, ...]]:
    return Known(groups, Origin(tuple(Frame(group.span, group.title) for group in groups)))


def candidates(workload: Workload, cluster: Cluster) -> Candidates:
    """Each group of the cluster, judged by system, labels and taints."""
    groups = tuple((group, takes(group, workload, cluster)) for group in cluster.node_groups)
    return Candidates(groups, unseen_groups(cluster))


def takes(group: NodeGroup, workload: Workload, cluster: Cluster) -> Value[bool]:
    """Whether a group's nodes can run a workload's pods."""
    return conjunction(
        [
            _runs(group, workload),
            has_labels(group, workload, cluster),
            group.taints.admit(workload.scheduling.tolerations),
            _is_chosen_freely(workload),
        ]
    )


def _runs(group: NodeGroup, workload: Workload) -> Value[bool]:
    return lift(lambda wanted, os: wanted in (Os.EITHER, os), workload.os, group.os)


def _is_chosen_freely(workload: Workload) -> Value[bool]:
    # A pod that names its node is not scheduled; one that names its RuntimeClass asks for more.
    asks = workload.scheduling
    if asks.runtime_class is not None:
        reason = Reason("the RuntimeClass of a pod is not in these files")
        return Unknown(reason, asks.runtime_class.origin)
    if asks.node_name is not None:
        return Unknown(Reason("a pod names its node"), asks.node_name.origin)
    return Known(True)


def has_labels(group: NodeGroup, workload: Workload, cluster: Cluster) -> Value[bool]:
    """Whether nodes of a group have the labels that the pods ask for."""
    return workload.scheduling.fits(lambda key: labels_of(group, key, cluster.node_label_keys))


def unseen_groups(cluster: Cluster) -> Reason | None:
    """Why there may be node groups that are not in the files; None in a closed world."""
    is_whole = disjunction(item.is_whole for item in cluster.declarations)
    is_all = cluster.is_complete or is_known(is_whole, True)
    is_closed = is_all and all(is_known(item, False) for item in cluster.other_capacity)
    # Manifests, so those of Karpenter, close nothing.
    return None if is_closed and not cluster.node_pools else _ELSEWHERE
