"""What the program understood of the files: every cluster, and all that stayed unknown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from eksnetlint.message import shown
from eksnetlint.model.cluster import Cluster
from eksnetlint.reports.matrix import Matrix, matrix_json, matrix_lines, matrix_of
from eksnetlint.reports.visible import visible
from eksnetlint.shown_facts import LISTS, facts_of
from eksnetlint.source.text import Span
from eksnetlint.values import Unknown, Value


@dataclass(frozen=True, slots=True)
class FactSeen:
    """A fact with its value as text; ``reason`` says why it is unknown, None where it is not.

    ``is_set`` is false for a default that nobody wrote.
    """

    name: str
    value: str
    place: str | None
    reason: str | None
    is_set: bool = True


@dataclass(frozen=True, slots=True)
class Thing:
    """An object with its facts."""

    kind: str
    title: str
    place: str | None
    facts: tuple[FactSeen, ...]


@dataclass(frozen=True, slots=True)
class ClusterSeen:
    """A cluster, the objects that belong to it, and what becomes of its policies."""

    thing: Thing
    members: tuple[Thing, ...]
    matrix: Matrix

    @property
    def things(self) -> tuple[Thing, ...]:
        return (self.thing, *self.members)


Inspection: TypeAlias = Sequence[ClusterSeen]


def inspect_clusters(clusters: Iterable[Cluster]) -> list[ClusterSeen]:
    """Each cluster with the objects that belong to it."""
    return [
        ClusterSeen(_thing("cluster", item, item), tuple(_members(item)), matrix_of(item))
        for item in clusters
    ]


def _members(cluster: Cluster) -> Iterator[Thing]:
    for kind, name in LISTS.items():
        for item in getattr(cluster, name):
            yield _thing(kind, item, cluster)


def _thing(kind: str, item: Any, cluster: Cluster) -> Thing:
    span = getattr(item, "span", None)
    facts = tuple(_seen(name, value) for name, value in facts_of(kind, item, cluster))
    place = str(span) if isinstance(span, Span) else None
    if isinstance(item, Cluster):
        facts = (FactSeen("files", ", ".join(item.paths), None, None), *facts)
    return Thing(kind, getattr(item, "title", kind), place, facts)


def _seen(name: str, value: Value[Any]) -> FactSeen:
    span = value.origin.span
    reason = str(value.reason) if isinstance(value, Unknown) else None
    return FactSeen(name, shown(value), str(span) if span else None, reason, value.is_set)


def render_json(inspection: Inspection) -> str:
    """One JSON document: clusters, with facts, members and policies; the ledger stands beside."""
    document = {
        "schema_version": 1,
        "clusters": [
            {
                **_as_json(cluster.thing),
                "members": [_as_json(member) for member in cluster.members],
                "enforcement": matrix_json(cluster.matrix),
            }
            for cluster in inspection
        ],
        "unknown": [
            {"reason": reason, "facts": places} for reason, places in _ledger(inspection).items()
        ],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _as_json(thing: Thing) -> dict[str, object]:
    return {
        "kind": thing.kind,
        "title": thing.title,
        "place": thing.place,
        "facts": {
            item.name: {
                "value": item.value,
                "is_set": item.is_set,
                "place": item.place,
                "reason": item.reason,
            }
            for item in thing.facts
        },
    }


def _ledger(inspection: Inspection) -> dict[str, list[str]]:
    ledger: dict[str, list[str]] = {}
    for cluster in inspection:
        for thing in cluster.things:
            for item in thing.facts:
                if item.reason:
                    place = item.place or thing.place or thing.title
                    ledger.setdefault(item.reason, []).append(f"{item.name} at {place}")
    return ledger


def render_text(inspection: Inspection) -> str:
    """An outline: a cluster, its policies, its objects; then the ledger of unknowns."""
    lines: list[str] = []
    for cluster in inspection:
        lines += _outline(cluster.thing, "")
        lines += [f"  {line}" for line in matrix_lines(cluster.matrix)]
        for member in cluster.members:
            lines += _outline(member, "  ")
        lines.append("")
    ledger = _ledger(inspection)
    if ledger:
        lines.append("unknown, because")
        for reason, places in ledger.items():
            lines.append(f"  {reason}")
            lines += [f"    {place}" for place in places]
    return "\n".join(map(visible, lines)).rstrip() + "\n" if lines else "nothing recognised\n"


def _outline(thing: Thing, indent: str) -> list[str]:
    place = f"  {thing.place}" if thing.place else ""
    lines = [f"{indent}{thing.title}{place}"]
    for item in thing.facts:
        where = f"  ({item.place})" if item.place and item.place != thing.place else ""
        default = "" if item.is_set or item.reason else " by default"
        lines.append(f"{indent}  {item.name.replace('_', ' ')}: {item.value}{default}{where}")
    return lines
