"""Terraform's values: what an expression evaluates to, as far as it can be seen.

The payload of a `Known` is None (null), bool, str, a number (int where it is whole, Decimal
otherwise, never float), a tuple of values (list or tuple), `TfSet`, `TfObject` (object or map), or
any of these inside `Sensitive`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, TypeAlias

from eksnetlint.source.tree import Text
from eksnetlint.values import Known, Reason, Unknown, Value

Number: TypeAlias = int | Decimal
TfValue: TypeAlias = Value[Any]

# A value weighs what writing it out would cost; Terraform configurations stay far below.
HEAVIEST = 100_000
DEEPEST = 60
LONGEST = 1_000_000
REDACTED = "(sensitive value)"


class Refused(Exception):
    """What was asked is an error in Terraform, or beyond what is evaluated here."""


class Unsupported(Refused):
    """What Terraform may well accept is beyond what is evaluated here, or seen of the files."""


class Unseen(Exception):
    """What was asked depends on something that cannot be seen."""

    def __init__(self, unknown: Unknown) -> None:
        super().__init__(unknown.reason.text)
        self.unknown = unknown


@dataclass(frozen=True, slots=True)
class Invalid(Unknown):
    """The value of an expression that Terraform refuses: what ``try`` and ``can`` pass over."""


@dataclass(frozen=True, slots=True)
class Pending(Unknown):
    """What a resource will have once it is applied: ``aws_launch_template.win.id``.

    ``address`` is the resource's, with the keys of modules and instances as far as they are
    certain; ``attribute`` is the first attribute asked for, "" for the whole resource.
    ``is_exact`` is false for a value that is only computed from it.
    """

    address: str = ""
    attribute: str = ""
    is_exact: bool = True


@dataclass(frozen=True, slots=True)
class TextWithHoles(Unknown):
    """A string of which parts cannot be seen; in ``written`` each of them is a `HOLE`.

    With ``is_base64`` the string is what ``written`` comes to in Base64. ``holes`` are the values
    of the holes in order, or nothing where they are not kept.
    """

    written: Text | None = None
    is_base64: bool = False
    holes: tuple[TfValue, ...] = ()


@dataclass(frozen=True, slots=True)
class PendingText(Pending):
    """The same where a resource is what has to be there first."""

    written: Text | None = None
    is_base64: bool = False
    holes: tuple[TfValue, ...] = ()


@dataclass(frozen=True, slots=True)
class EncodedInPart(Unknown):
    """JSON or YAML of a value of which parts cannot be seen."""

    content: TfValue | None = None


@dataclass(frozen=True, slots=True)
class EncodedPending(Pending):
    """The same where a resource is what has to be there first."""

    content: TfValue | None = None


class EncodedText(str):
    """JSON or YAML that still knows the value it was made of."""

    __slots__ = ("content",)
    content: TfValue

    def __new__(cls, text: str, content: TfValue) -> EncodedText:
        made = super().__new__(cls, text)
        made.content = content
        return made


# Stands in a text for what cannot be seen, however long that is; nobody writes this character.
HOLE = "\ufffc"


@dataclass(frozen=True, slots=True)
class TfSet:
    """A set: its known items in Terraform's order, each once, then those that cannot be seen."""

    items: tuple[TfValue, ...]


@dataclass(frozen=True, slots=True)
class TfObject:
    """An object or map; with ``open_because``, it may have further attributes."""

    items: Mapping[str, TfValue]
    open_because: Reason | None = None

    def closed(self) -> Mapping[str, TfValue]:
        """All its attributes; raises Unseen where there may be others."""
        if self.open_because is not None:
            raise Unseen(Unknown(self.open_because))
        return self.items

    @property
    def is_lazy(self) -> bool:
        """Whether items may be evaluated only as they are asked for."""
        return type(self.items) is not dict


@dataclass(frozen=True, slots=True)
class Sensitive:
    """A payload that must never be printed; not nested directly in another one."""

    content: Any = field(repr=False)

    def __str__(self) -> str:
        return REDACTED


def items_within(content: object) -> tuple[TfValue, ...]:
    """The values directly inside a payload."""
    if isinstance(content, Sensitive):
        return items_within(content.content)
    if isinstance(content, tuple):
        return content
    if isinstance(content, TfSet):
        return content.items
    return tuple(content.items.values()) if isinstance(content, TfObject) else ()


def measure(value: TfValue) -> int:
    """How many values there are in a value, itself included; shared ones count each time.

    Raises Refused for one that is too deep or too heavy to walk through.
    """
    return _measure(value, {}, 0)


def _measure(value: TfValue, seen: dict[int, int], depth: int) -> int:
    if depth > DEEPEST:
        raise Unsupported("the value is nested too deeply to be evaluated")
    known = seen.get(id(value))
    if known is not None:
        return known
    inside = items_within(value.value) if isinstance(value, Known) else ()
    weight = 1 + sum(_measure(item, seen, depth + 1) for item in inside)
    if weight > HEAVIEST:
        raise Unsupported("the value is too large to be evaluated")
    seen[id(value)] = weight
    return weight


def marked(value: TfValue) -> TfValue:
    """The value as a sensitive one; what is unknown has nothing to hide but its known parts."""
    if isinstance(value, TextWithHoles | PendingText):
        return replace(value, written=None, holes=())
    if isinstance(value, EncodedInPart | EncodedPending):
        return replace(value, content=None)
    if isinstance(value, Unknown) or isinstance(value.value, Sensitive):
        return value
    return replace(value, value=Sensitive(value.value))


def reveal(value: TfValue) -> TfValue:
    """The value without the mark it carries itself; those inside it stay."""
    if isinstance(value, Known) and isinstance(value.value, Sensitive):
        return replace(value, value=value.value.content)
    return value


def is_sensitive(value: TfValue) -> bool:
    """Whether the value itself is marked."""
    return isinstance(value, Known) and isinstance(value.value, Sensitive)


def hides_something(value: TfValue) -> bool:
    """Whether the value, or one inside it, is sensitive. Raises Refused as `measure` does."""
    measure(value)
    return _hides(value)


def _hides(value: TfValue) -> bool:
    if isinstance(value, Unknown):
        return False
    return isinstance(value.value, Sensitive) or any(map(_hides, items_within(value.value)))


def reveal_all(value: TfValue) -> TfValue:
    """The value without any mark. Raises Refused as `measure` does."""
    return _reveal_all(value) if hides_something(value) else value


def _reveal_all(value: TfValue) -> TfValue:
    value = reveal(value)
    if isinstance(value, Unknown):
        return value
    content = value.value
    if isinstance(content, tuple):
        return replace(value, value=tuple(map(_reveal_all, content)))
    if isinstance(content, TfSet):
        return replace(value, value=TfSet(tuple(map(_reveal_all, content.items))))
    if isinstance(content, TfObject):
        items = {key: _reveal_all(item) for key, item in content.items.items()}
        return replace(value, value=TfObject(items, content.open_because))
    return value


def redact(value: TfValue) -> str:
    """A value for a message: nothing sensitive is in it, not even the size of it."""
    if isinstance(value, Unknown):
        return "(unknown)"
    content = value.value
    if isinstance(content, Sensitive):
        return REDACTED
    if content is None or isinstance(content, bool):
        return {None: "null", True: "true", False: "false"}[content]
    if isinstance(content, TfObject):
        return "(object)"
    return "(list)" if isinstance(content, tuple | TfSet) else str(content)
