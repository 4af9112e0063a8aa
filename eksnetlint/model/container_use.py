"""Containers of Windows workloads, each with the workload it is in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from eksnetlint.model.node_group import Os
from eksnetlint.model.workload import Workload
from eksnetlint.source.text import Span
from eksnetlint.values import Known, Reason, Unknown, Value, is_known

_NO_IMAGE = Reason("a container names no image")


@dataclass(frozen=True, slots=True, eq=False)
class ContainerUse:
    """A container of a workload; ``span`` is its name."""

    span: Span
    name: Value[str]
    image: Value[str]
    workload: Workload

    @property
    def title(self) -> str:
        name = self.name.value if isinstance(self.name, Known) else "?"
        return f"container '{name}' of {self.workload.title}"


def windows_containers(workloads: Iterable[Workload]) -> Iterator[ContainerUse]:
    """The containers of the workloads that are known to be for Windows."""
    for workload in workloads:
        if is_known(workload.os, Os.WINDOWS):
            for item in workload.pod.containers:
                image = item.image or Unknown(_NO_IMAGE, is_set=False)
                yield ContainerUse(item.span, item.name, image, workload)
