"""Instance types that node groups may use, each with its own place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from eksnetlint.model.node_group import NodeGroup, Os, Provisioner
from eksnetlint.source.text import Span
from eksnetlint.values import Known, Value


@dataclass(frozen=True, slots=True, eq=False)
class InstanceType:
    """One instance type of a node group; ``text`` is the name as it is written there."""

    span: Span
    text: str
    name: Value[str]
    group: NodeGroup
    os: Value[Os]
    provisioner: Value[Provisioner]
    max_pods: Value[int]

    @property
    def title(self) -> str:
        return f"instance type {self.text} of {self.group.title}"


def types_of(group: NodeGroup) -> Iterator[InstanceType]:
    """The instance types of a group whose names can be seen."""
    for name in group.listed_types:
        if isinstance(name, Known):
            yield InstanceType(
                span=name.origin.span or group.span,
                text=name.value,
                name=name,
                group=group,
                os=group.os,
                provisioner=group.provisioner,
                max_pods=group.max_pods,
            )
