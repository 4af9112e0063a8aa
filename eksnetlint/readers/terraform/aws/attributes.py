"""Attributes of a resource as values of the model: what is written, and of which type."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from eksnetlint.model.labels import Labels
from eksnetlint.readers.terraform.contents import bool_of, items_of, number_of, object_of, text_of
from eksnetlint.readers.terraform.origins import of_element
from eksnetlint.readers.terraform.resource import Contents
from eksnetlint.readers.terraform.types import Refused, TfValue, Unseen, is_sensitive, reveal
from eksnetlint.values import Known, Origin, Reason, Unknown, Value, at, is_known

T = TypeVar("T")

_WRONG_TYPE = Reason("a value has the wrong type")
_SENSITIVE = Reason("a value is sensitive")


def written(contents: Contents | None, *names: str) -> TfValue | None:
    """The first of some attributes that is set; None where none is.

    The AWS provider takes null for not set, and so it does an empty string where that makes no
    sense as a value, which is the case for all that is read here.
    """
    for name in names if contents else ():
        assert contents is not None
        value = contents.attribute(name)
        if not is_known(reveal(value), None) and not is_known(reveal(value), ""):
            return value
    return None


def only(contents: Contents, name: str) -> Contents | Unknown | None:
    """The one block of a type that is allowed once; unknown where there may be one."""
    blocks = contents.nested(name)
    if blocks.items:
        return blocks.items[0]
    return Unknown(blocks.open_because, at(contents.span)) if blocks.open_because else None


def within(contents: Contents, block: str, *names: str) -> TfValue | None:
    """An attribute of a block that is allowed once; None where either is missing."""
    found = only(contents, block)
    return found if isinstance(found, Unknown) else written(found, *names)


def string(value: TfValue) -> Value[str]:
    """A string, or what Terraform converts to one; what is sensitive is not told."""
    return _converted(value, _told)


def boolean(value: TfValue) -> Value[bool]:
    return _converted(value, bool_of)


def integer(value: TfValue) -> Value[int]:
    return _converted(value, _whole)


def strings(value: TfValue) -> Value[tuple[str, ...]]:
    """A list of strings; unknown as soon as one of them is."""
    return _converted(value, lambda found: tuple(_told(item) for item in items_of(found)))


def each_string(value: TfValue | None) -> tuple[Value[str], ...]:
    """The strings of a list one by one, each at its own place.

    Where the list is written elsewhere, that is the attribute, and the way leads on from there.
    """
    found = (string(item) for item in items(value))
    whole = value.origin if value else Origin()
    return tuple(replace(item, origin=of_element(whole, item.origin)) for item in found)


def labels(value: TfValue | None) -> Labels:
    """A map of strings as labels, which others may be added to where they cannot be seen."""
    if value is None:
        return Labels()
    found = _converted(value, object_of)
    if isinstance(found, Unknown):
        return Labels(open_because=found.reason)
    if is_sensitive(value):
        return Labels(open_because=_SENSITIVE)
    written = {key: string(item) for key, item in found.value.items.items()}
    return Labels(written, found.value.open_because)


def items(value: TfValue | None) -> tuple[TfValue, ...]:
    """The items of a list, as far as they can be seen; a single unknown one for a hidden list."""
    if value is None:
        return ()
    found = _converted(value, items_of)
    return (found,) if isinstance(found, Unknown) else found.value


def _told(value: TfValue) -> str:
    if is_sensitive(value):
        raise Unseen(Unknown(_SENSITIVE, value.origin))
    return text_of(value)


def _whole(value: TfValue) -> int:
    number = number_of(value)
    if not isinstance(number, int):
        raise Refused("a whole number is required")
    return number


def _converted(value: TfValue, convert: Callable[[TfValue], T]) -> Value[T]:
    if isinstance(value, Unknown):
        return value
    try:
        return Known(convert(value), value.origin, value.is_set)
    except Unseen as hidden:
        inner = hidden.unknown
        return replace(inner, origin=value.origin.through(*inner.origin.frames))
    except Refused:
        return Unknown(_WRONG_TYPE, value.origin)
