"""Policies and the pods they select, with what becomes of each policy there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eksnetlint.message import shown
from eksnetlint.model.cluster import Cluster
from eksnetlint.model.enforcement import Enforcement, Outcome, Policy, enforcements
from eksnetlint.values import Unknown, Value, is_known

_HEADINGS = ("pods", "system", "incoming", "outgoing", "because")
# So many workloads of one fate are named; further ones are counted.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A policy and a workload it selects, or may select.

    ``incoming`` and ``outgoing`` are "unknown" where it cannot be told; ``because`` says why.
    """

    workload: str
    workload_place: str
    system: str
    incoming: str
    outgoing: str
    because: str
    place: str | None

    @property
    def fate(self) -> tuple[str | None, ...]:
        """All but the workload."""
        return (self.system, self.incoming, self.outgoing, self.because, self.place)


@dataclass(frozen=True, slots=True)
class Block:
    """A policy with its rows; none where it selects no workload that is seen."""

    policy: str
    place: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The policies of a cluster, and the workloads that none of them is known to select."""

    blocks: tuple[Block, ...]
    unselected: tuple[str, ...]


def matrix_of(cluster: Cluster) -> Matrix:
    """Every policy with every workload that it selects, or may select."""
    rows: dict[int, list[Row]] = {}
    selected: set[int] = set()
    for found in enforcements(cluster):
        rows.setdefault(id(found.policy), []).append(_row(found))
        selected.add(id(found.workload))
    policies: list[Policy] = [*cluster.network_policies, *cluster.security_group_policies]
    blocks = [
        Block(policy.title, str(policy.span), tuple(rows.get(id(policy), ())))
        for policy in policies
    ]
    unselected = (item.title for item in cluster.workloads if id(item) not in selected)
    return Matrix(tuple(blocks), tuple(unselected))


def _row(found: Enforcement) -> Row:
    span = found.origin.span
    return Row(
        workload=found.workload.title,
        workload_place=str(found.workload.span),
        system=shown(found.workload.os),
        incoming=_word(found.ingress),
        outgoing=_word(found.egress),
        because=found.because,
        place=str(span) if span else None,
    )


def _word(outcome: Value[Outcome]) -> str:
    if isinstance(outcome, Unknown):
        return "unknown"
    is_void = is_known(outcome, Outcome.NOT_ENFORCED)
    return outcome.value.value.upper() if is_void else outcome.value.value


def matrix_json(matrix: Matrix) -> dict[str, object]:
    """The matrix as JSON objects; ``place`` is where the decisive thing is written."""
    return {
        "policies": [
            {
                "policy": block.policy,
                "place": block.place,
                "pods": [
                    {
                        "workload": row.workload,
                        "workload_place": row.workload_place,
                        "system": row.system,
                        "ingress": row.incoming.lower(),
                        "egress": row.outgoing.lower(),
                        "because": row.because,
                        "place": row.place,
                    }
                    for row in block.rows
                ],
            }
            for block in matrix.blocks
        ],
        "selected_by_none": list(matrix.unselected),
    }


def matrix_lines(matrix: Matrix) -> list[str]:
    """A table: each policy, under it the pods it selects; nothing where there is no policy."""
    if not matrix.blocks:
        return []
    lines: list[tuple[str, ...]] = [_HEADINGS]
    for block in matrix.blocks:
        lines.append((f"{block.policy}  {block.place}",))
        lines += _cells(block.rows) or [("  selects no pods that are in these files",)]
    table = _aligned(lines)
    if matrix.unselected:
        table.append("selected by no policy: " + _several(matrix.unselected))
    return ["policies, and what becomes of them", *(f"  {line}" for line in table)]


def _cells(rows: Iterable[Row]) -> list[tuple[str, ...]]:
    alike: dict[tuple[str | None, ...], list[Row]] = {}
    for row in rows:
        alike.setdefault(row.fate, []).append(row)
    cells: list[tuple[str, ...]] = []
    for group in alike.values():
        for row in group[:_NAMED]:
            where = f" ({row.place})" if row.place else ""
            cells.append(
                (f"  {row.workload}", row.system, row.incoming, row.outgoing, row.because + where)
            )
        if len(group) > _NAMED:
            cells.append((f"  and {len(group) - _NAMED} more with the same outcome",))
    return cells


def _several(names: Sequence[str]) -> str:
    more = f", and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _aligned(lines: Sequence[tuple[str, ...]]) -> list[str]:
    """Lines of one cell stand by themselves; the others share columns."""
    tabular = [line for line in lines if len(line) > 1]
    widths = [max(map(len, column)) for column in zip(*tabular, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=False)).rstrip()
        if len(line) > 1
        else line[0]
        for line in lines
    ]
