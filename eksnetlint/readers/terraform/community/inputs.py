"""What the variables of a module are set to, and what follows from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from eksnetlint.readers.terraform.contents import bool_of, text_of
from eksnetlint.readers.terraform.resource import Contents
from eksnetlint.readers.terraform.types import (
    Invalid,
    Pending,
    Refused,
    TfObject,
    TfSet,
    TfValue,
    Unseen,
    is_sensitive,
    marked,
    reveal,
)
from eksnetlint.source.text import Span
from eksnetlint.values import Known, Reason, Unknown, Value, at, lift

#: What a module's table writes as a default: None, bool, int, str, a list or a dict of these.
Constant: TypeAlias = Any
# The value of a variable by its name; None for one that nobody sets.
Given: TypeAlias = Callable[[str], "TfValue | None"]

# Attributes that every resource has which has them at all.
_IDENTIFYING = frozenset({"arn", "id", "image_id"})
# EKS takes 30 managed node groups to a cluster; nobody writes so many by hand.
_MOST_ENTRIES = 250
_TOO_MANY = Reason(f"of an input of a module no more than {_MOST_ENTRIES} entries are looked at")
_WRONG_TYPE = Reason("an input of a module has the wrong type")


@dataclass(frozen=True, slots=True)
class Inputs:
    """The variables of one module call; defaults stand at ``span``, the call or its group.

    ``null_is_default`` says that null means the default, as in variables that are not nullable.
    ``alone`` is what a group says itself, without what it shares with others; None where it
    shares nothing.
    """

    span: Span
    given: Given
    defaults: Mapping[str, Constant] = field(default_factory=dict)
    null_is_default: bool = False
    alone: Given | None = None

    def value(self, name: str) -> TfValue:
        """A variable's value; the default where it is not set."""
        found = self.given(name)
        if found is None or (self.null_is_default and is_null(found)):
            return constant(self.defaults.get(name), self.span)
        return found

    def own(self, name: str) -> TfValue | None:
        """What is set for this call alone; None where nothing is."""
        return (self.alone or self.given)(name)

    def flag(self, name: str) -> Value[bool]:
        return truth(self.value(name))

    def equals(self, name: str, *wanted: Constant) -> Value[bool]:
        """Whether a variable is one of some constants."""
        return equals(self.value(name), *wanted)


def constant(content: Constant, span: Span) -> TfValue:
    """A value nobody wrote, located at the place it holds for."""
    inner: Any = content
    if isinstance(content, dict):
        inner = TfObject({key: constant(item, span) for key, item in content.items()})
    elif isinstance(content, list):
        inner = tuple(constant(item, span) for item in content)
    return Known(inner, at(span), is_set=False)


def is_null(value: TfValue) -> bool:
    """Whether a value is certain to be null."""
    revealed = reveal(value)
    return isinstance(revealed, Known) and revealed.value is None


def otherwise(value: TfValue | None, default: TfValue) -> TfValue:
    """A value, or the default where there is none or it is null."""
    return default if value is None or is_null(value) else value


def truth(value: TfValue) -> Value[bool]:
    """A value as a condition."""
    if isinstance(value, Unknown):
        return value
    try:
        return Known(bool_of(value), value.origin, value.is_set)
    except (Refused, Unseen):
        return Unknown(_WRONG_TYPE, value.origin)


def equals(value: TfValue, *wanted: Constant) -> Value[bool]:
    """Whether a value is one of some constants; what identifies a resource is never empty."""
    identifies = isinstance(value, Pending) and value.is_exact and value.attribute in _IDENTIFYING
    if identifies and not any(wanted):
        return Known(False, value.origin)
    return lift(lambda content: any(_same(content, one) for one in wanted), reveal(value))


def _same(content: object, wanted: Constant) -> bool:
    # A string may be of a class of its own that knows its place.
    return isinstance(content, type(wanted)) and content == wanted


def string(value: TfValue) -> Value[str]:
    """A value as text, as a template writes it."""
    if isinstance(value, Unknown):
        return value
    try:
        return Known(text_of(value), value.origin, value.is_set)
    except (Refused, Unseen):
        return Unknown(_WRONG_TYPE, value.origin)


def member(value: TfValue | None, name: str) -> TfValue | None:
    """An attribute of an object; None where the object, or the attribute, is not there.

    This is how Terraform's ``try`` and ``lookup`` see it: errors are passed over.
    """
    plain = reveal(value) if value is not None else None
    if value is None or plain is None or isinstance(plain, Invalid):
        return None
    if isinstance(plain, Unknown):
        return Unknown(plain.reason, plain.origin)
    content = plain.value
    if not isinstance(content, TfObject):
        return None
    found = content.items.get(name)
    if found is None and content.open_because is not None:
        return Unknown(content.open_because, plain.origin)
    return None if isinstance(found, Invalid) else found and as_secret_as(value, found)


def as_secret_as(outer: TfValue, inner: TfValue) -> TfValue:
    """What is inside a value, marked where that is."""
    return marked(inner) if is_sensitive(outer) else inner


def as_text(value: TfValue) -> str:
    """The string inside a value, "" for anything else."""
    revealed = reveal(value)
    content = revealed.value if isinstance(revealed, Known) else None
    return content if isinstance(content, str) else ""


def from_contents(contents: Contents) -> Given:
    """The arguments of a module call."""

    def given(name: str) -> TfValue | None:
        found = contents.attributes.get(name)
        if found is None and contents.open_because is not None:
            return Unknown(contents.open_because, at(contents.span))
        return found

    return given


def entries(value: TfValue, span: Span) -> Iterator[tuple[str | None, TfValue]]:
    """The entries of a map, or of a list by number.

    One without a key, which is unknown, stands for all that cannot be seen.
    """
    for number, (key, entry) in enumerate(_entries(reveal(value), span)):
        if number == _MOST_ENTRIES:
            yield None, Unknown(_TOO_MANY, value.origin if value.origin.frames else at(span))
            return
        yield key, as_secret_as(value, entry)


def _entries(value: TfValue, span: Span) -> Iterator[tuple[str | None, TfValue]]:
    if isinstance(value, Unknown):
        yield None, Unknown(value.reason, value.origin if value.origin.frames else at(span))
        return
    content = value.value
    if isinstance(content, TfObject):
        yield from content.items.items()
        if content.open_because is not None:
            yield None, Unknown(content.open_because, value.origin)
    else:
        inside = content.items if isinstance(content, TfSet) else content
        items = inside if isinstance(inside, tuple) else ()
        yield from ((str(index), item) for index, item in enumerate(items))


def attributes_of(entry: TfValue, names: Iterable[str], span: Span) -> dict[str, TfValue]:
    """Some attributes of an object; null where it has none of the name."""
    absent = constant(None, span)
    return {name: otherwise(member(entry, name), absent) for name in names}


def chosen(condition: Value[bool], yes: TfValue, no: TfValue) -> TfValue:
    """A conditional expression's value."""
    if isinstance(condition, Unknown):
        return Unknown(condition.reason, condition.origin)
    return yes if condition.value else no


def length(value: TfValue) -> Value[int]:
    """How many entries a map or list has; nothing for null."""
    value = reveal(value)
    if isinstance(value, Unknown):
        return Unknown(value.reason, value.origin)
    content = value.value
    if isinstance(content, TfObject) and content.open_because is not None:
        return Unknown(content.open_because, value.origin)
    inside = content.items if isinstance(content, TfObject | TfSet) else content
    return Known(len(inside) if isinstance(inside, tuple | Mapping) else 0, value.origin)


def layered(*sources: TfValue | None) -> Given:
    """Variables taken from the first of some objects that has them, as ``try`` does it."""

    def given(name: str) -> TfValue | None:
        return next((found for one in sources if (found := member(one, name)) is not None), None)

    return given
