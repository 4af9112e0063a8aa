"""What a built-in function is: how arguments reach it and what becomes of its result."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, Protocol, TypeAlias

from eksnetlint.readers.terraform.contents import (
    bool_of,
    items_of,
    normalized,
    number_of,
    object_of,
    text_of,
)
from eksnetlint.readers.terraform.conversion import unified
from eksnetlint.readers.terraform.numerals import whole
from eksnetlint.readers.terraform.origins import is_placed, joined, origin_of
from eksnetlint.readers.terraform.outcomes import computed, refused
from eksnetlint.readers.terraform.texts import composed
from eksnetlint.readers.terraform.types import (
    LONGEST,
    Refused,
    TfObject,
    TfSet,
    TfValue,
    Unseen,
    Unsupported,
    hides_something,
    is_sensitive,
    marked,
    reveal,
    reveal_all,
)
from eksnetlint.values import DECLARED, Known, Origin, Unknown

# What an argument becomes before a function sees it; raises Refused or Unseen.
Parameter: TypeAlias = Callable[[TfValue], Any]


class FileAccess(Protocol):
    """The files a configuration may read, by the paths it writes, and how templates are rendered.

    The methods raise Refused where Terraform fails, Unseen where the answer is not in the scan.
    """

    def absolute(self, path: str) -> str:
        """The path from the root of the file system."""

    def relative(self, path: str) -> str:
        """The path from the scan root, with slashes."""

    def read(self, path: str) -> bytes:
        """What a file contains."""

    def exists(self, path: str) -> bool:
        """Whether there is such a file."""

    def within(self, folder: str) -> Sequence[str]:
        """The files at any depth below a folder, as paths relative to it with slashes."""

    def render(self, path: str, template: str, variables: Mapping[str, TfValue]) -> TfValue:
        """What a template comes to; the path says where it is written."""


class Marks(Enum):
    """What a function does with the marks of sensitive arguments."""

    SPREAD = "one mark anywhere hides the whole result"
    KEPT = "what is inside arguments is passed on as it is, with its own marks"
    HANDLED = "the function sees the marks and decides"


@dataclass(frozen=True, slots=True)
class Function:
    """A built-in function.

    ``evaluate`` gives a value, or the payload of one, and raises Refused or Unseen.
    """

    evaluate: Callable[..., Any]
    parameters: tuple[Parameter, ...] = ()
    rest: Parameter | None = None
    marks: Marks = Marks.SPREAD
    reads_files: bool = False


def apply(
    name: str, function: Function, arguments: Sequence[TfValue], context: FileAccess
) -> TfValue:
    """The result of a function; what is an error in Terraform is unknown, with the reason."""
    hidden = True
    try:
        hidden = any(map(_HIDDEN[function.marks], arguments))
        prepared = _prepared(function, [*map(_STRIPPED[function.marks], arguments)])
        if function.reads_files:
            prepared.insert(0, context)
        result = _value(function.evaluate(*prepared), arguments)
    except Refused as refusal:
        # Before it is known what is sensitive, and with marks handled, nothing may be told.
        tells = not hidden and function.marks is not Marks.HANDLED
        cause = str(refusal) if tells else "an error that a sensitive value may be part of"
        return refused(type(refusal)(f"{name}(): {cause}"), origin_of(arguments))
    except Unseen as unseen:
        return computed(unseen.unknown, origin_of(arguments))
    return marked(result) if hidden else result


_HIDDEN: Mapping[Marks, Callable[[TfValue], bool]] = {
    Marks.SPREAD: hides_something,
    Marks.KEPT: is_sensitive,
    Marks.HANDLED: lambda _: False,
}
_STRIPPED: Mapping[Marks, Callable[[TfValue], TfValue]] = {
    Marks.SPREAD: reveal_all,
    Marks.KEPT: reveal,
    Marks.HANDLED: lambda value: value,
}


def _prepared(function: Function, arguments: Sequence[TfValue]) -> list[Any]:
    expected = len(function.parameters)
    if len(arguments) < expected:
        raise Refused("not enough arguments")
    if len(arguments) > expected and function.rest is None:
        raise Refused("too many arguments")
    rest = [function.rest] * (len(arguments) - expected) if function.rest else []
    pairs = zip((*function.parameters, *rest), arguments, strict=True)
    return [convert(argument) for convert, argument in pairs]


def _value(result: Any, arguments: Sequence[TfValue]) -> TfValue:
    if isinstance(result, Known | Unknown):
        return result if result.origin.frames else _joined(result, origin_of(arguments, depth=0))
    if isinstance(result, str):
        if len(result) > LONGEST:
            raise Unsupported("the result is too long to be evaluated")
        result = result if result.isascii() else composed(result)
    is_set = not arguments or any(argument.is_set for argument in arguments)
    origin = DECLARED if is_placed(result) else origin_of(arguments)
    return Known(result, origin, is_set)


def _joined(value: TfValue, before: Origin) -> TfValue:
    """A value that came through somewhere on its way from where it is written."""
    return replace(value, origin=joined(before, value.origin)) if before.frames else value


def passed(value: TfValue, *containers: TfValue) -> TfValue:
    """A value taken out of others: their places first, its own behind them."""
    return _joined(value, origin_of(containers, depth=0))


def payload(value: TfValue) -> Any:
    """What a known value contains, null included."""
    if isinstance(value, Unknown):
        raise Unseen(value)
    return value.value


def null_or(parameter: Parameter) -> Parameter:
    """A parameter for which null stays None."""
    return lambda value: None if payload(value) is None else parameter(value)


def anything(value: TfValue) -> TfValue:
    """The value as it is, unknown or null included."""
    return value


def given(value: TfValue) -> TfValue:
    """The value as it is, unless it is unknown or null."""
    if payload(value) is None:
        raise Refused("argument must not be null")
    return value


def present(value: TfValue) -> TfValue:
    """The value as it is, unknown included, unless it is null."""
    return value if isinstance(value, Unknown) else given(value)


def plain_text(value: TfValue) -> str:
    """A string without its places; libraries in C take no subclass of str."""
    return str(text_of(value))


def integer(value: TfValue) -> int:
    return whole(number_of(value))


def texts(value: TfValue) -> tuple[str | None, ...]:
    """A list of strings; null items are None."""
    return tuple(map(null_or(text_of), items_of(value)))


def alike(value: TfValue) -> tuple[TfValue, ...]:
    """The items of a list, converted to their common type."""
    return unified(items_of(value))


def sequence(value: TfValue) -> tuple[TfValue, ...]:
    """The items of a list or tuple; a set has no order and is refused."""
    if isinstance(payload(value), TfSet):
        raise Refused("a set has no order; a list is required")
    return items_of(value)


def table(value: TfValue) -> TfObject:
    return object_of(value)


def strings(items: Sequence[str]) -> tuple[TfValue, ...]:
    """A list of strings, each normalized as all strings in Terraform are."""
    return tuple(Known(normalized(item)) for item in items)


TEXT: Parameter = plain_text
NUMBER: Parameter = number_of
BOOL: Parameter = bool_of
LIST: Parameter = items_of
