"""What the program understood of the files: every cluster, and all that stayed unknown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from eksnetlint.message import shown
from eksnetlint.model.cluster import Cluster
from eksnetlint.model.facts import fact
from eksnetlint.model.node_group import Os
from eksnetlint.reports.visible import visible
from eksnetlint.source.text import Span
from eksnetlint.values import Unknown, Value, is_known

# The facts shown of each kind of object, in this order.
FACTS = {
    "cluster": (
        "platform",
        "kubernetes_minor",
        "ip_family",
        "windows_ipam",
        "prefix_delegation",
        "enforces_policies_on_windows",
        "has_linux_capacity",
        "service_count",
    ),
    "node_group": (
        "provisioner",
        "os",
        "windows_version",
        "edition",
        "instance_types",
        "pod_capacity",
        "max_pods",
        "eni_count",
        "dsr",
        "dsr_cause",
    ),
    "workload": ("os", "os_cause", "host_network", "host_process"),
    "network_policy": ("defined_by", "workloads", "windows_workloads"),
    "security_group_policy": ("workloads", "windows_workloads"),
    "cni_configuration": ("windows_ipam", "prefix_delegation"),
    "calico_installation": ("windows_dataplane", "service_cidrs"),
}
_WINDOWS_ONLY = frozenset(
    {"windows_version", "edition", "pod_capacity", "max_pods", "dsr", "dsr_cause"}
)
LISTS = {
    "node_group": "node_groups",
    "workload": "workloads",
    "network_policy": "network_policies",
    "security_group_policy": "security_group_policies",
    "cni_configuration": "cni_configurations",
    "calico_installation": "calico_installations",
}


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


def inspect_clusters(clusters: Iterable[Cluster]) -> list[tuple[Thing, list[Thing]]]:
    """Each cluster with the objects that belong to it."""
    return [(_thing("cluster", item, item), list(_members(item))) for item in clusters]


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


def facts_of(kind: str, item: Any, cluster: Cluster) -> Iterator[tuple[str, Value[Any]]]:
    """The facts that are shown of an object, by name."""
    is_linux = kind == "node_group" and is_known(item.os, Os.LINUX)
    for name in FACTS[kind]:
        if not (is_linux and name in _WINDOWS_ONLY):
            yield name, fact(kind, item, cluster, name)


def _seen(name: str, value: Value[Any]) -> FactSeen:
    span = value.origin.span
    reason = str(value.reason) if isinstance(value, Unknown) else None
    return FactSeen(name, shown(value), str(span) if span else None, reason, value.is_set)


def render_json(inspection: Sequence[tuple[Thing, list[Thing]]]) -> str:
    """One JSON document: clusters, each with facts and members; the ledger stands beside."""
    document = {
        "schema_version": 1,
        "clusters": [
            {**_as_json(cluster), "members": [_as_json(member) for member in members]}
            for cluster, members in inspection
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


def _ledger(inspection: Sequence[tuple[Thing, list[Thing]]]) -> dict[str, list[str]]:
    ledger: dict[str, list[str]] = {}
    for cluster, members in inspection:
        for thing in (cluster, *members):
            for item in thing.facts:
                if item.reason:
                    place = item.place or thing.place or thing.title
                    ledger.setdefault(item.reason, []).append(f"{item.name} at {place}")
    return ledger


def render_text(inspection: Sequence[tuple[Thing, list[Thing]]]) -> str:
    """An outline: a cluster, its objects, a line a fact; then the ledger of unknowns."""
    lines: list[str] = []
    for cluster, members in inspection:
        lines += _outline(cluster, "")
        for member in members:
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
