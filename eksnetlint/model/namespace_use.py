"""Namespaces as workloads use them."""

from __future__ import annotations

from dataclasses import dataclass

from eksnetlint.model.workload import Workload
from eksnetlint.source.text import Span
from eksnetlint.values import Known, Value


@dataclass(frozen=True, slots=True, eq=False)
class NamespaceUse:
    """A namespace that workloads are in; ``name`` points at the first place that names it."""

    name: Value[str]
    workloads: tuple[Workload, ...]
    span: Span

    @property
    def title(self) -> str:
        return f"namespace '{self.name.value if isinstance(self.name, Known) else '?'}'"
