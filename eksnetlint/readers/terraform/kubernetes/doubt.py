"""Objects that may not exist: their names are kept, all else is a placeholder."""

from __future__ import annotations

from eksnetlint.readers.terraform.kubernetes.spot import spot_at
from eksnetlint.readers.terraform.kubernetes.tree import mapping, placeholder
from eksnetlint.source.tree import Entry, Mapping, Node, Sequence
from eksnetlint.values import Reason

_IDENTITY = frozenset({"apiVersion", "kind"})
_NAMES = frozenset({"name", "namespace", "generateName"})


def doubtful(node: Node, reason: Reason) -> Node:
    """A manifest, or a List of them, of which nothing may be concluded but what it is."""
    if not isinstance(node, Mapping):
        return node
    entries = [_doubted(entry, reason) for entry in node.entries]
    return mapping(entries, spot_at(node.span), reason)


def _doubted(entry: Entry, reason: Reason) -> Entry:
    name, value = entry.key.text, entry.value
    if name in _IDENTITY:
        return entry
    if name == "items" and isinstance(value, Sequence):
        items = [doubtful(item, reason) for item in value.items]
        return _with(entry, Sequence(value.source, value.start, value.end, items))
    if name == "metadata" and isinstance(value, Mapping):
        names = [inner for inner in value.entries if inner.key.text in _NAMES]
        return _with(entry, mapping(names, spot_at(value.span), reason))
    return _with(entry, placeholder(reason, spot_at(value.span)))


def _with(entry: Entry, value: Node) -> Entry:
    return Entry(entry.key, value, entry.start, entry.end)
