"""Workloads with what their cluster tells about the nodes they run on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from eksnetlint.model.candidates import has_labels, takes, unseen_groups
from eksnetlint.model.cluster import Cluster
from eksnetlint.model.labels import Labels
from eksnetlint.model.node_group import NodeGroup, Os
from eksnetlint.model.placement import place
from eksnetlint.model.scheduling import RuntimeClass, Scheduling
from eksnetlint.model.taints import Tolerations
from eksnetlint.model.workload import Workload
from eksnetlint.values import (
    Frame,
    Known,
    Origin,
    Reason,
    Unknown,
    Value,
    is_known,
    known_or,
)

_MORE_GROUPS = Reason("whether other nodes have the labels a pod asks for is not in these files")


@dataclass(slots=True)
class _Nodes:
    """The node groups of a cluster; many workloads ask for the same labels, so answers are kept."""

    cluster: Cluster
    open_because: Reason | None
    others: tuple[NodeGroup, ...]
    answers: dict[object, list[tuple[NodeGroup, Value[bool]]]] = field(default_factory=dict)

    def with_labels(self, workload: Workload) -> list[tuple[NodeGroup, Value[bool]]]:
        """Whether each group has the labels that a workload asks for."""
        key = workload.scheduling.asked
        if key not in self.answers:
            groups = self.cluster.node_groups
            self.answers[key] = [
                (item, has_labels(item, workload, self.cluster)) for item in groups
            ]
        return self.answers[key]


def placed(cluster: Cluster) -> tuple[Workload, ...]:
    """The workloads of a cluster, where its RuntimeClasses and node groups place them."""
    classes: dict[str, RuntimeClass | None] = {}
    for item in cluster.runtime_classes:
        if isinstance(item.name, Known):
            # Two of one name cannot both be applied, and which one is meant cannot be seen.
            classes[item.name.value] = None if item.name.value in classes else item
    found = tuple(_with_class(workload, classes) for workload in cluster.workloads)
    if not cluster.node_groups:
        return found
    others = tuple(group for group in cluster.node_groups if not is_known(group.os, Os.LINUX))
    nodes = _Nodes(cluster, unseen_groups(cluster), others)
    return tuple(_on_nodes(workload, nodes) for workload in found)


def _with_class(workload: Workload, classes: dict[str, RuntimeClass | None]) -> Workload:
    name = workload.scheduling.runtime_class
    found = classes.get(name.value) if isinstance(name, Known) else None
    if found is None:
        return workload
    placement = place(workload.scheduling, found)
    return replace(
        workload,
        os=placement.os,
        os_cause=Known(placement.cause, placement.os.origin),
        placement_conflict=placement.conflict,
        scheduling=merged(workload.scheduling, found),
    )


def _on_nodes(workload: Workload, nodes: _Nodes) -> Workload:
    """A workload that says nothing of its system, with the one of the nodes it can run on."""
    if not is_known(workload.os, Os.EITHER) or workload.os.is_set:
        return workload
    found = _by_labels(workload, nodes) or _by_taints(workload, nodes)
    if found is None:
        return workload
    os, cause = found
    return replace(workload, os=os, os_cause=Known(cause, os.origin))


def _by_labels(workload: Workload, nodes: _Nodes) -> tuple[Value[Os], str] | None:
    """The system of all groups that have the labels a pod asks for, where one surely has."""
    if not workload.scheduling.asks_for_labels:
        return None
    answers = nodes.with_labels(workload)
    left = [group for group, answer in answers if not is_known(answer, False)]
    sure = [group for group, answer in answers if is_known(answer, True)]
    systems = {known_or(group.os, None) for group in left}
    if not sure or len(systems) != 1 or None in systems:
        return None
    system = next(iter(systems))
    assert system is not None
    frames = tuple(Frame(group.span, f"{group.title} has these labels") for group in sure)
    origin = _asked_at(workload.scheduling).through(*frames)
    if nodes.open_because is None:
        return Known(system, origin), f"labels that only {system.value} nodes have"
    if system is Os.WINDOWS:
        return Unknown(_MORE_GROUPS, origin), "labels that Windows nodes have"
    return None


def _asked_at(scheduling: Scheduling) -> Origin:
    """Where a pod asks for labels; the first place of several."""
    for requirement in scheduling.selector_requirements:
        return requirement.origin
    for term in scheduling.required.terms if scheduling.required else ():
        for requirement in term.requirements:
            return requirement.origin
    return scheduling.place


def _by_taints(workload: Workload, nodes: _Nodes) -> tuple[Value[Os], str] | None:
    """Linux, where every Windows group keeps the pods away.

    Not the other way round: a pod that only Windows nodes would take says nothing of Windows.
    """
    if nodes.open_because or len(nodes.others) == len(nodes.cluster.node_groups):
        return None

    def may_run(group: NodeGroup) -> bool:
        return not is_known(takes(group, workload, nodes.cluster), False)

    linux = (item for item in nodes.cluster.node_groups if item not in nodes.others)
    if any(map(may_run, nodes.others)) or not any(map(may_run, linux)):
        return None
    origin = Origin(tuple(Frame(item.span, f"{item.title} keeps it away") for item in nodes.others))
    cause = "no Windows nodes take it" if nodes.others else "there are only Linux nodes"
    return Known(Os.LINUX, origin, is_set=False), cause


def merged(scheduling: Scheduling, runtime_class: RuntimeClass) -> Scheduling:
    """What a pod asks for once it is admitted with its RuntimeClass.

    Labels are merged into its nodeSelector and tolerations are added (Scheduling, node.k8s.io/v1
    API). A pod that contradicts them is refused.
    """
    own, added = scheduling.node_selector, runtime_class.node_selector
    more = runtime_class.tolerations
    tolerations = Tolerations(
        scheduling.tolerations.items + more.items,
        scheduling.tolerations.open_because or more.open_because,
    )
    return replace(
        scheduling,
        node_selector=Labels({**added.items, **own.items}, own.open_because or added.open_because),
        tolerations=tolerations,
        runtime_class=None,
        handler=runtime_class.handler,
    )
