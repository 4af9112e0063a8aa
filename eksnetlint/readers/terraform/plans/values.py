"""The values of a resource in a plan, with what is unknown and what is sensitive in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Generic, TypeVar

from eksnetlint.readers.terraform.numerals import parse_number
from eksnetlint.readers.terraform.plans.references import Target
from eksnetlint.readers.terraform.resource import Contents
from eksnetlint.readers.terraform.types import DEEPEST, Pending, TfObject, TfValue, marked
from eksnetlint.source.json import JsonValue
from eksnetlint.source.text import Span
from eksnetlint.values import Known, Reason, Unknown, World, at

T = TypeVar("T")

_LATER = "the plan says that this is known only after `terraform apply`"
# What tells which other resource is meant. Even where the plan knows it, the resource says more.
_JOINING = frozenset({"id", "image_id", "launch_configuration", "launch_template_id"})
# Blocks that no provider computes: where one is unknown it was written, by a dynamic block.
_NEVER_COMPUTED = frozenset({"launch_template", "tag", "taint"})

# The one thing that an expression of the configuration takes its value from.
Resolve = Callable[[object], Target | None]


@dataclass(frozen=True, slots=True, eq=False)
class Planned:
    """A value in a plan beside what the plan says of it.

    ``unknown`` and ``sensitive`` are true, or have the shape of the value with true inside.
    ``expression`` is the configuration's: of an attribute what it refers to, of a block what each
    attribute does; None where the configuration has none.
    """

    place: JsonValue | None
    span: Span
    unknown: object
    sensitive: object
    expression: object
    resolve: Resolve

    def named(self, name: str, place: JsonValue | None) -> Planned:
        """An attribute of this object."""
        return self._inner(name, place, _at(self.expression, name))

    def item(self, index: int, place: JsonValue | None) -> Planned:
        """An item of this list; dynamic blocks leave no expression."""
        return self._inner(index, place, _at(self.expression, index))

    def _inner(self, key: str | int, place: JsonValue | None, expression: object) -> Planned:
        unknown, sensitive = _at(self.unknown, key), _at(self.sensitive, key)
        span = (place.head if sensitive is True else place.span) if place else self.span
        return Planned(place, span, unknown, sensitive, expression, self.resolve)


class Late(Mapping[str, T], Generic[T]):
    """A mapping that is made when it is first looked at: most resources are never asked."""

    def __init__(self, make: Callable[[], Mapping[str, T]]) -> None:
        self._make = make
        self._made: Mapping[str, T] | None = None

    def _mapping(self) -> Mapping[str, T]:
        if self._made is None:
            self._made = self._make()
        return self._made

    def __getitem__(self, key: str) -> T:
        return self._mapping()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._mapping())

    def __len__(self) -> int:
        return len(self._mapping())


def contents_of(planned: Planned, span: Span, *, is_configured: bool) -> Contents:
    """An object as the contents of a block.

    A list of objects is both an attribute and blocks: a plan does not tell them apart. Where
    ``is_configured``, what has no expression was not written.
    """

    def attributes() -> Mapping[str, TfValue]:
        return {
            name: value
            for name, inner in _members(planned).items()
            if (value := _attribute(name, inner, is_configured)) is not None
        }

    def blocks() -> Mapping[str, World[Contents]]:
        return {
            name: world
            for name, inner in _members(planned).items()
            if (world := _blocks(name, inner, is_configured)) is not None
        }

    return Contents(span, Late(attributes), Late(blocks))


def _members(planned: Planned) -> dict[str, Planned]:
    members = planned.place.members() if planned.place else {}
    unknown = planned.unknown if isinstance(planned.unknown, dict) else {}
    return {name: planned.named(name, members.get(name)) for name in {**members, **unknown}}


def _is_written(name: str, inner: Planned, is_configured: bool) -> bool:
    """Whether somebody wrote it, be it by a dynamic block, which a plan does not tell of."""
    value = inner.place.value if inner.place else None
    is_block = name in _NEVER_COMPUTED or _is_list_of_objects(value)
    return not is_configured or inner.expression is not None or is_block


def _attribute(name: str, inner: Planned, is_configured: bool) -> TfValue | None:
    """An attribute's value; None for null, and for what a provider fills in on its own."""
    is_written = _is_written(name, inner, is_configured)
    if inner.unknown is not True:
        value = inner.place.value if inner.place else None
        is_left_off = is_configured and inner.expression is None
        if value is None or (value == [] and is_left_off):
            return None
    elif not is_written:
        return None
    target = inner.resolve(inner.expression) if name in _JOINING else None
    if target is not None:
        return _pending(target, inner.span)
    found = value_of(inner)
    return found if is_written or isinstance(found, Unknown) else replace(found, is_set=False)


def _blocks(name: str, inner: Planned, is_configured: bool) -> World[Contents] | None:
    if inner.unknown is True:
        is_written = _is_written(name, inner, is_configured)
        return World((), Reason(_LATER)) if is_written else None
    if inner.place is None or not _is_list_of_objects(inner.place.value):
        return None
    places = inner.place.items()
    told = inner.expression if isinstance(inner.expression, list) else []
    is_static = len(told) == len(places)
    items = [inner.item(index, place) for index, place in enumerate(places)]
    return World(tuple(_block(item, is_static) for item in items))


def _block(item: Planned, is_static: bool) -> Contents:
    if item.unknown is True:
        return Contents(item.span, open_because=Reason(_LATER))
    return contents_of(item, item.span, is_configured=is_static)


def value_of(planned: Planned, depth: int = 0) -> TfValue:
    """A value with all that is in it."""
    place, span = planned.place, planned.span
    if planned.unknown is True:
        target = planned.resolve(planned.expression)
        return _pending(target, span) if target else Unknown(Reason(_LATER), at(span))
    if depth > DEEPEST:
        return Unknown(Reason("the value is nested too deeply to be read"), at(span))
    value = _plain(planned, place, depth + 1) if place else None
    known = Known(value, at(span))
    return marked(known) if planned.sensitive is True else known


def _plain(planned: Planned, place: JsonValue, depth: int) -> object:
    value = place.value
    if isinstance(value, dict):
        members = _members(planned).items()
        return TfObject({name: value_of(inner, depth) for name, inner in members})
    if isinstance(value, list):
        items = enumerate(place.items())
        return tuple(value_of(planned.item(index, item), depth) for index, item in items)
    if isinstance(value, Decimal):
        return parse_number(place.source.text[place.start : place.end])
    return value


def _pending(target: Target, span: Span) -> Pending:
    reason = Reason(
        f"{target.full_address}.{target.attribute} is known only after `terraform apply`"
    )
    return Pending(
        reason, at(span), address=target.full_address, attribute=target.attribute, is_exact=True
    )


def _is_list_of_objects(value: object) -> bool:
    return isinstance(value, list) and any(isinstance(item, dict) for item in value)


def _at(shape: object, key: str | int) -> object:
    """What a shape says of a part; what it says of the whole where it says no more."""
    if isinstance(shape, dict):
        return shape.get(key)
    if isinstance(shape, list):
        return shape[key] if isinstance(key, int) and key < len(shape) else None
    return True if shape is True else None
