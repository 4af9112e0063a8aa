"""Values converted to other types, and to the type that several have in common.

Null and what is unknown convert to themselves. The functions named ``as_…`` raise Refused where
Terraform has an error, and Unseen; those named ``to_…`` give an Unknown instead.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from eksnetlint.readers.terraform.comparison import ordered_set
from eksnetlint.readers.terraform.contents import (
    Kind,
    bool_of,
    content_of,
    items_of,
    kind_of,
    number_of,
    object_of,
    text_of,
)
from eksnetlint.readers.terraform.types import (
    Refused,
    Sensitive,
    TfObject,
    TfSet,
    TfValue,
    Unseen,
    measure,
)
from eksnetlint.values import Known, Reason, Unknown

Conversion: TypeAlias = Callable[[TfValue], TfValue]

_PRIMITIVE = frozenset({Kind.BOOL, Kind.NUMBER, Kind.STRING})


def as_string(value: TfValue) -> TfValue:
    return _converted(value, text_of)


def as_number(value: TfValue) -> TfValue:
    return _converted(value, number_of)


def as_bool(value: TfValue) -> TfValue:
    return _converted(value, bool_of)


def as_list(value: TfValue, item: Conversion | None = None) -> TfValue:
    return _converted(value, lambda known: _items(items_of(known), item))


def as_set(value: TfValue, item: Conversion | None = None) -> TfValue:
    return _converted(value, lambda known: set_of(_items(elements_of(known), item)))


def as_map(value: TfValue, item: Conversion | None = None) -> TfValue:
    def converted(known: TfValue) -> TfObject:
        content = object_of(known)
        values = _items(tuple(content.items.values()), item)
        return TfObject(dict(zip(content.items, values, strict=True)), content.open_because)

    return _converted(value, converted)


def to_string(value: TfValue) -> TfValue:
    return _attempted(as_string, value)


def to_number(value: TfValue) -> TfValue:
    return _attempted(as_number, value)


def to_bool(value: TfValue) -> TfValue:
    return _attempted(as_bool, value)


def to_list(value: TfValue, item: Conversion | None = None) -> TfValue:
    """A list of what items convert to; without a conversion, of the type common to them."""
    return _attempted(lambda known: as_list(known, item), value)


def to_set(value: TfValue, item: Conversion | None = None) -> TfValue:
    """A set of what items convert to; without a conversion, of the type common to them."""
    return _attempted(lambda known: as_set(known, item), value)


def to_map(value: TfValue, item: Conversion | None = None) -> TfValue:
    """A map of what attributes convert to; without a conversion, of the type common to them."""
    return _attempted(lambda known: as_map(known, item), value)


def set_of(items: Sequence[TfValue]) -> TfSet:
    """The set of some items of one type. Raises Refused as `measure` does."""
    for item in items:
        measure(item)
    return TfSet(ordered_set(items))


def unified(items: Sequence[TfValue]) -> tuple[TfValue, ...]:
    """Items converted to the type they have in common, as Terraform chooses it.

    What cannot be seen has no say. Raises Refused where there is no such type.
    """
    for item in items:
        measure(item)
    return _unified(tuple(items))


def elements_of(value: TfValue) -> tuple[TfValue, ...]:
    """The items of a list or set, of a set also those that may turn out to be equal."""
    content = content_of(value)
    return content.items if isinstance(content, TfSet) else items_of(value)


def _items(items: tuple[TfValue, ...], item: Conversion | None) -> tuple[TfValue, ...]:
    return unified(items) if item is None else tuple(map(item, items))


def _converted(value: TfValue, convert: Callable[[TfValue], Any]) -> TfValue:
    if not _present(value):
        return value
    return _refilled(value, convert(value))


def _attempted(convert: Conversion, value: TfValue) -> TfValue:
    try:
        return convert(value)
    except Refused as refusal:
        return Unknown(Reason(f"it cannot be converted: {refusal}"), value.origin)
    except Unseen as unseen:
        return replace(unseen.unknown, at_least=None, at_most=None)


def _unified(items: tuple[TfValue, ...]) -> tuple[TfValue, ...]:
    kinds = {kind_of(item.value) for item in items if isinstance(item, Known)} - {Kind.NULL}
    if len(kinds) <= 1 and kinds <= _PRIMITIVE:
        return items
    if kinds <= _PRIMITIVE and Kind.STRING in kinds:
        return tuple(map(as_string, items))
    if kinds == {Kind.OBJECT}:
        return _unified_objects(items)
    if kinds == {Kind.SEQUENCE}:
        return _unified_sequences(items)
    raise Refused("all elements must have the same type")


def _present(item: TfValue) -> bool:
    return isinstance(item, Known) and kind_of(item.value) is not Kind.NULL


def _unified_objects(items: tuple[TfValue, ...]) -> tuple[TfValue, ...]:
    objects = [object_of(item) for item in items if _present(item)]
    rows = [tuple(content.items.values()) for content in objects]
    if all(content.items.keys() == objects[0].items.keys() for content in objects):
        rows = [tuple(content.items[key] for key in objects[0].items) for content in objects]
        keys = [tuple(objects[0].items)] * len(objects)
    else:
        keys = [tuple(content.items) for content in objects]
    made = iter(
        TfObject(dict(zip(names, row, strict=True)), content.open_because)
        for content, names, row in zip(objects, keys, _unified_rows(rows), strict=True)
    )
    return tuple(_refilled(item, next(made)) if _present(item) else item for item in items)


def _unified_sequences(items: tuple[TfValue, ...]) -> tuple[TfValue, ...]:
    present = [item for item in items if _present(item)]
    rows = _unified_rows([elements_of(item) for item in present])
    # A tuple beside a set becomes one; lists, which Terraform treats otherwise, are not told apart.
    has_set = any(isinstance(content_of(item), TfSet) for item in present)
    made = iter(set_of(row) if has_set else row for row in rows)
    return tuple(_refilled(item, next(made)) if _present(item) else item for item in items)


def _unified_rows(rows: list[tuple[TfValue, ...]]) -> list[tuple[TfValue, ...]]:
    """Column by column where all rows have one length (they are of one structure), else all."""
    if len({len(row) for row in rows}) == 1:
        columns = [_unified(column) for column in zip(*rows, strict=True)]
        return list(zip(*columns, strict=True)) if columns else rows
    every = iter(_unified(tuple(item for row in rows for item in row)))
    return [tuple(next(every) for _ in row) for row in rows]


def _refilled(item: TfValue, content: Any) -> TfValue:
    assert isinstance(item, Known)
    hidden = isinstance(item.value, Sensitive)
    return replace(item, value=Sensitive(content) if hidden else content)
