"""Values that are known or cannot be seen, and three-valued logic over them.

Comparisons and connectives follow Kleene: what is unknown stays unknown unless the other side
decides alone. ``None`` as a value means *there is none*; `Unknown` means *cannot be seen*.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeAlias, TypeVar

from eksnetlint.source.text import Span

T = TypeVar("T")
U = TypeVar("U")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Frame:
    """One place a value came through, and what happened there ("" for the place of use)."""

    span: Span
    note: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """The chain of places from where a value is used back to where it was written.

    No frames at all: the value was declared to the program, not written in a file.
    """

    frames: tuple[Frame, ...] = ()

    @property
    def span(self) -> Span | None:
        """The place of use."""
        return self.frames[0].span if self.frames else None

    def through(self, *frames: Frame) -> Origin:
        """This origin with further frames behind it."""
        return Origin(self.frames + tuple(f for f in frames if f not in self.frames))


DECLARED = Origin()


def at(span: Span, note: str = "") -> Origin:
    """The origin of something written at one place."""
    return Origin((Frame(span, note),))


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something cannot be seen, and what the user can declare to settle it."""

    text: str
    declare: str = ""

    def __str__(self) -> str:
        return f"{self.text}; declare `{self.declare}`" if self.declare else self.text


@dataclass(frozen=True, slots=True)
class Known(Generic[T_co]):
    """A value that is certain. ``is_set`` is false for a documented default nobody wrote."""

    value: T_co
    origin: Origin = DECLARED
    is_set: bool = True


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that cannot be seen; for a number, bounds may be known all the same."""

    reason: Reason
    origin: Origin = DECLARED
    at_least: int | None = None
    at_most: int | None = None
    is_set: bool = True


Value: TypeAlias = Known[T] | Unknown


def lift(function: Callable[..., U], *values: Value[Any]) -> Value[U]:
    """Apply a function to known values; the first unknown one is the result otherwise."""
    for value in values:
        if isinstance(value, Unknown):
            return replace(value, at_least=None, at_most=None)
    known = [value for value in values if isinstance(value, Known)]
    origin = known[0].origin if known else DECLARED
    for value in known[1:]:
        origin = origin.through(*value.origin.frames)
    return Known(
        function(*(value.value for value in known)), origin, any(value.is_set for value in known)
    )


def is_known(value: Value[T], wanted: T) -> bool:
    """Whether a value is certain to be the wanted one."""
    return isinstance(value, Known) and value.value == wanted


def known_or(value: Value[T], default: U) -> T | U:
    """The value where it is known, else the given stand-in."""
    return value.value if isinstance(value, Known) else default


def negation(value: Value[bool]) -> Value[bool]:
    """Kleene's not."""
    return lift(lambda truth: not truth, value)


def conjunction(values: Iterable[Value[bool]]) -> Value[bool]:
    """Kleene's and: false as soon as one is known false, unknown if one is unknown."""
    return _decide(values, False)


def disjunction(values: Iterable[Value[bool]]) -> Value[bool]:
    """Kleene's or: true as soon as one is known true, unknown if one is unknown."""
    return _decide(values, True)


def _decide(values: Iterable[Value[bool]], decisive: bool) -> Value[bool]:
    unknown: Unknown | None = None
    for value in values:
        if isinstance(value, Unknown):
            unknown = unknown or value
        elif value.value is decisive:
            return value
    return unknown or Known(not decisive)


@dataclass(frozen=True, slots=True)
class World(Generic[T_co]):
    """Things seen of one kind, and whether more may exist that were not seen.

    ``open_because`` is None in a closed world: then what is not among ``items`` is not there.
    """

    items: tuple[T_co, ...]
    open_because: Reason | None = None

    def some(self, test: Callable[[T_co], Value[bool]]) -> Value[bool]:
        """Whether one of them is so; false only in a closed world."""
        result = disjunction(test(item) for item in self.items)
        return self._unless_open(result, True)

    def every(self, test: Callable[[T_co], Value[bool]]) -> Value[bool]:
        """Whether all of them are so; true only in a closed world."""
        result = conjunction(test(item) for item in self.items)
        return self._unless_open(result, False)

    def count(self, test: Callable[[T_co], Value[bool]]) -> Value[int]:
        """How many are so, with bounds where it is not certain."""
        results = [test(item) for item in self.items]
        sure = sum(1 for result in results if isinstance(result, Known) and result.value)
        unsure = [result for result in results if isinstance(result, Unknown)]
        if self.open_because is not None:
            return Unknown(self.open_because, at_least=sure)
        if unsure:
            reason = unsure[0].reason
            return Unknown(reason, unsure[0].origin, at_least=sure, at_most=sure + len(unsure))
        return Known(sure)

    def _unless_open(self, result: Value[bool], decisive: bool) -> Value[bool]:
        if self.open_because is None or isinstance(result, Unknown) or result.value is decisive:
            return result
        return Unknown(self.open_because)


def minimum(values: Sequence[Value[int]]) -> Value[int]:
    """The smallest of some numbers, with the bounds that hold where one is unknown.

    Raises ValueError for an empty sequence.
    """
    unknown = [value for value in values if isinstance(value, Unknown)]
    known = [value for value in values if isinstance(value, Known)]
    if not unknown:
        return min(known, key=lambda value: value.value)
    tops = [value.value for value in known]
    tops += [value.at_most for value in unknown if value.at_most is not None]
    floors = [value.at_least for value in unknown]
    bounded = [floor for floor in floors if floor is not None]
    lowest = (
        min([value.value for value in known] + bounded) if len(bounded) == len(floors) else None
    )
    return replace(unknown[0], at_least=lowest, at_most=min(tops, default=None))


def agreed(values: Sequence[Value[T]], otherwise: Reason) -> Value[T]:
    """The one value that several places give; unknown, for that reason, where they differ.

    Places where nothing is set give way to those where something is.
    """
    written = [value for value in values if value.is_set] or list(values)
    for value in written:
        if isinstance(value, Unknown):
            return value
    known = [value for value in written if isinstance(value, Known)]
    if not known:
        return Unknown(otherwise, is_set=False)
    if any(value.value != known[0].value for value in known):
        return Unknown(otherwise, known[0].origin)
    return known[0]
