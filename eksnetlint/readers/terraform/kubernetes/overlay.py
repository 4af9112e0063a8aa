"""Trees laid over one another, as Helm lays values over values."""

from __future__ import annotations

from collections.abc import Sequence as Path

from eksnetlint.readers import fields
from eksnetlint.readers.terraform.kubernetes.spot import Spot, spot_at
from eksnetlint.readers.terraform.kubernetes.tree import (
    mapping,
    open_reason,
    pair,
    placeholder,
    scalar,
)
from eksnetlint.source.tree import Entry, Mapping, Node, Sequence
from eksnetlint.values import Reason

# Helm refuses indexes above 65536; nobody writes one by hand beyond some dozens.
MOST_ITEMS = 200
_TOO_MANY = Reason("a list is too long to be looked into")


def merged(under: Mapping, over: Mapping) -> Mapping:
    """Mappings are merged key by key, all else is replaced.

    Where the upper one may have further keys, what it is laid over may be replaced unseen.
    """
    reason = open_reason(over)
    entries: dict[str, Entry] = {}
    for name, entry in under.fields.items():
        entries[name] = _hidden(entry, reason) if reason else entry
    for name, entry in over.fields.items():
        below = under.fields.get(name)
        if below and isinstance(below.value, Mapping) and isinstance(entry.value, Mapping):
            value = merged(below.value, entry.value)
            entries[name] = Entry(entry.key, value, entry.start, entry.end)
        else:
            entries[name] = entry
    return _without_unseen(entries, spot_at(over.span), reason or open_reason(under))


def _hidden(entry: Entry, reason: Reason) -> Entry:
    unseen = placeholder(reason, spot_at(entry.value.span))
    return Entry(entry.key, unseen, entry.start, entry.end)


def _without_unseen(entries: dict[str, Entry], spot: Spot, reason: Reason | None) -> Mapping:
    seen = [entry for entry in entries.values() if not fields.hidden(entry.key)]
    return mapping(seen, spot, reason)


def assigned(node: Node | None, path: Path[str | int], leaf: Entry) -> Node:
    """A tree with one more value at a path of keys and indexes; ``leaf`` brings value and place."""
    if not path:
        return leaf.value
    first, rest = path[0], path[1:]
    spot = spot_at(leaf.span)
    if isinstance(first, int):
        return _with_item(node, first, rest, leaf)
    hidden = fields.hidden(node)
    below = (
        node if isinstance(node, Mapping) else mapping([], spot, hidden.reason if hidden else None)
    )
    old = below.fields.get(first)
    new = pair(first, assigned(old.value if old else None, rest, leaf), spot, spot)
    if not rest:
        new = Entry(scalar(first, True, spot_at(leaf.key.span)), leaf.value, leaf.start, leaf.end)
    return _without_unseen(below.fields | {first: new}, spot_at(below.span), open_reason(below))


def _instead(node: Node | None, spot: Spot) -> Mapping:
    """The mapping that takes the place of what is none, unless that cannot be seen."""
    hidden = fields.hidden(node)
    return mapping([], spot, hidden.reason if hidden else None)


def _with_item(node: Node | None, index: int, rest: Path[str | int], leaf: Entry) -> Node:
    spot = spot_at(leaf.span)
    if index >= MOST_ITEMS:
        return placeholder(_TOO_MANY, spot)
    hidden = fields.hidden(node)
    if hidden:
        return placeholder(hidden.reason, spot)
    items = list(fields.items(node))
    items += [scalar("null", False, spot) for _ in range(index + 1 - len(items))]
    items[index] = assigned(items[index], rest, leaf)
    return Sequence(spot.text(), spot.start, spot.end, items)
