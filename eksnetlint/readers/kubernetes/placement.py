"""Which operating system a pod template is written for, by itself."""

from __future__ import annotations

from eksnetlint.model.node_group import Os
from eksnetlint.model.placement import Placement, by_requirements, place
from eksnetlint.readers.kubernetes.scheduling import node_requirement_of, scheduling_of
from eksnetlint.source.tree import Mapping, Node
from eksnetlint.values import Unknown, Value


def placement_of(pod_spec: Mapping) -> Placement:
    """What the template alone decides; a RuntimeClass that it names is looked up in linking."""
    return place(scheduling_of(pod_spec))


def os_by_requirement(expression: Node) -> Value[Os] | None:
    """The system that a node selector requirement asks for; None where it is about other things."""
    requirement = node_requirement_of(expression)
    return None if isinstance(requirement, Unknown) else by_requirements([requirement])
