"""Terraform's values as trees that the readers of YAML understand, and the YAML in strings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from eksnetlint.readers.terraform.functions.encoded import content_of_encoded
from eksnetlint.readers.terraform.kubernetes.spot import Spot, outside, split, spot_of
from eksnetlint.readers.terraform.numerals import number_text
from eksnetlint.readers.terraform.texts import Elsewhere, placed
from eksnetlint.readers.terraform.types import (
    Pending,
    PendingText,
    Refused,
    Sensitive,
    TextWithHoles,
    TfObject,
    TfSet,
    TfValue,
    measure,
)
from eksnetlint.readers.traced import Traced, reason_of
from eksnetlint.source.scalars import is_placeholder
from eksnetlint.source.tree import Entry, Mapping, Node, Scalar, Sequence
from eksnetlint.source.yaml import tree_of
from eksnetlint.values import Frame, Known, Reason, Unknown

SENSITIVE = Reason("a value is marked as sensitive")
_TOO_LARGE = Reason("a value is too large to be looked into")


def node_of(value: TfValue, otherwise: Spot) -> Node:
    """A value as a node; ``otherwise`` is the spot of values that have none of their own.

    What cannot be seen is a placeholder that keeps the reason. Words for booleans are plain, since
    Terraform and its providers convert them as the place demands.
    """
    try:
        measure(value)
    except Refused:
        return placeholder(_TOO_LARGE, spot_of(value.origin, otherwise))
    return _node(value, spot_of(value.origin, otherwise))


def entry_of(name: str, value: TfValue, otherwise: Spot, written: str = "") -> Entry:
    """A key with its value; ``written`` is the key in the file, where it is another one."""
    try:
        measure(value)
    except Refused:
        value = Unknown(_TOO_LARGE, value.origin)
    return _entry(name, value, otherwise, written or name)


def _entry(name: str, value: TfValue, otherwise: Spot, written: str) -> Entry:
    key, place = split(spot_of(value.origin, otherwise), written)
    return pair(name, _node(value, place), key, place)


def _node(value: TfValue, spot: Spot) -> Node:
    """The node of a value at a spot; what is inside it stands where it was written itself."""
    if isinstance(value, Unknown):
        return _scalar_of(value, spot)
    content = value.value
    if isinstance(content, Sensitive):
        return placeholder(SENSITIVE, spot)
    if isinstance(content, TfObject):
        entries = [_entry(key, item, spot, key) for key, item in content.items.items()]
        return mapping(entries, spot, content.open_because)
    if isinstance(content, tuple | TfSet):
        items = content.items if isinstance(content, TfSet) else content
        nodes = [_node(item, spot_of(item.origin, spot)) for item in items]
        return Sequence(spot.text(), spot.start, spot.end, nodes)
    return _scalar_of(value, spot)


def _scalar_of(value: TfValue, spot: Spot) -> Scalar:
    content = value.value if isinstance(value, Known) else None
    if isinstance(value, Unknown):
        node = placeholder(value.reason, spot)
    elif isinstance(content, bool):
        node = scalar("true" if content else "false", False, spot)
    elif isinstance(content, int | Decimal):
        node = scalar(number_text(content), False, spot)
    elif content is None:
        node = scalar("null", False, spot)
    else:
        text = str(content)
        node = scalar(text, text not in ("true", "false"), spot)
    if isinstance(value, Unknown) or isinstance(content, str):
        node.source = _readable(node, value, spot)
    return node


def _readable(node: Scalar, value: TfValue, spot: Spot) -> Traced:
    hidden = reason_of(node)
    return Traced(
        spot.source, spot.history, hidden, (_address(value),), lambda: yaml_in(value, spot)
    )


def _address(value: TfValue) -> str:
    """The address of the resource whose ARN, name or id a value will be."""
    if not isinstance(value, Pending) or not value.is_exact:
        return ""
    return value.address if value.attribute in ("arn", "name", "id") else ""


def yaml_in(value: TfValue, otherwise: Spot) -> Node | None:
    """The tree of the YAML or JSON in a string; None where it cannot be seen or read."""
    spot = spot_of(value.origin, otherwise)
    content = content_of_encoded(value)
    if content is not None:
        return node_of(content, replace(spot, history=_way_of_all(spot, content)))
    text = placed(value)
    if text is None:
        return None
    if not isinstance(text, Elsewhere):
        reason = value.reason if isinstance(value, Unknown) else SENSITIVE
        place = text.place(0, len(text.text))
        holes = value.holes if isinstance(value, TextWithHoles | PendingText) else ()
        addresses = tuple(map(_address, holes))
        # The parts of a template bring their own ways, which are not those of all its text.
        way = outside(place, spot.frames[:1])
        return tree_of(Traced(text, way, reason, addresses))
    return tree_of(Traced(Elsewhere(text.text, spot.frames[0].span), spot.history))


def _way_of_all(spot: Spot, content: TfValue) -> tuple[Frame, ...]:
    """The way of an encoded value without those of its parts, which are theirs alone."""
    try:
        measure(content)
    except Refused:
        return spot.history
    parts = set(_frames_within(content))
    return tuple(frame for frame in spot.history if frame not in parts)


def _frames_within(value: TfValue) -> Iterator[Frame]:
    for item in _items_of(value.value if isinstance(value, Known) else None):
        yield from item.origin.frames
        yield from _frames_within(item)


def _items_of(content: object) -> tuple[TfValue, ...]:
    if isinstance(content, TfObject):
        return tuple(content.items.values())
    items = content.items if isinstance(content, TfSet) else content
    return items if isinstance(items, tuple) else ()


def scalar(text: str, is_string: bool, spot: Spot) -> Scalar:
    return Scalar(spot.text(), spot.start, spot.end, text, '"' if is_string else "")


def placeholder(reason: Reason, spot: Spot) -> Scalar:
    """What stands for a value that cannot be seen."""
    return Scalar(Traced(spot.source, spot.history, reason), spot.start, spot.end, "", "{")


def open_reason(node: Mapping) -> Reason | None:
    """Why a mapping may have further keys; None where all of them are there."""
    unseen = next((entry.key for entry in node.entries if is_placeholder(entry.key)), None)
    return reason_of(unseen) if unseen else None


def pair(name: str, node: Node, key: Spot, place: Spot) -> Entry:
    return Entry(scalar(name, True, key), node, place.start, place.end)


def mapping(entries: Iterable[Entry], spot: Spot, open_because: Reason | None = None) -> Mapping:
    """A mapping; with a reason, it may have further keys that cannot be seen."""
    node = Mapping(spot.text(), spot.start, spot.end, list(entries))
    if open_because is not None:
        unseen = placeholder(open_because, spot.head)
        node.entries.append(Entry(unseen, unseen, unseen.start, unseen.end))
    node.fields.update((entry.key.text, entry) for entry in node.entries)
    return node
