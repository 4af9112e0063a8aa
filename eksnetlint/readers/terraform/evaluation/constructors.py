"""Tuples and objects that are written out."""

from __future__ import annotations

from dataclasses import replace

from eksnetlint.readers.terraform.contents import normalized, text_of
from eksnetlint.readers.terraform.evaluation.surroundings import Surroundings, interpret
from eksnetlint.readers.terraform.evaluation.traversal import first_invalid
from eksnetlint.readers.terraform.origins import here, placed_at
from eksnetlint.readers.terraform.texts import may_be
from eksnetlint.readers.terraform.types import (
    Invalid,
    Refused,
    TfObject,
    TfValue,
    is_sensitive,
    marked,
)
from eksnetlint.source.hcl_tree import Literal, ObjectItem, ObjectOf, TupleOf
from eksnetlint.values import Known, Origin, Reason, Unknown


def tuple_of(node: TupleOf, within: Surroundings) -> TfValue:
    items: list[TfValue] = []
    for expression in node.items:
        value = interpret(expression, within)
        items.append(_located(value, placed_at(expression.span, value.origin)))
    refused = first_invalid(items) if within.is_attempt else None
    return refused or Known(tuple(items))


def object_of(node: ObjectOf, within: Surroundings) -> TfValue:
    """A key that cannot be seen may be that of any item before it, whose value it then hides."""
    items: dict[str, TfValue] = {}
    open_because: Reason | None = None
    is_hidden = False
    for item in node.items:
        value = _value(item, within)
        if isinstance(item.key, Literal) and isinstance(item.key.value, str):
            if isinstance(value, Invalid) and within.is_attempt:
                return value
            items[normalized(item.key.value)] = value
            continue
        key = interpret(item.key, within)
        for part in (key, value):
            if isinstance(part, Invalid) and (within.is_attempt or part is key):
                return part
        is_hidden |= is_sensitive(key)
        if isinstance(key, Unknown):
            open_because = open_because or key.reason
            hidden = Unknown(key.reason, here(item.key.span))
            items |= {name: hidden for name in items if may_be(key, name)}
        else:
            items[key_text(key)] = value
    made = Known(TfObject(items, open_because))
    return marked(made) if is_hidden else made


def key_text(key: TfValue) -> str:
    """The text of an object's key. Raises Refused for null, and for what is no text."""
    if isinstance(key, Known) and key.value is None:
        raise Refused("a key must not be null")
    return str(text_of(key))


def _value(item: ObjectItem, within: Surroundings) -> TfValue:
    """The value placed at the item, or at its key where the item takes more than a line."""
    value = interpret(item.value, within)
    place = placed_at(item.span, value.origin)
    if item.source.text.find("\n", item.start, item.end) >= 0:
        place = Origin((*here(item.key.span).frames, *place.frames[1:]))
    return _located(value, place)


def _located(value: TfValue, origin: Origin) -> TfValue:
    if isinstance(value, Known):
        return Known(value.value, origin, value.is_set)
    return replace(value, origin=origin)
