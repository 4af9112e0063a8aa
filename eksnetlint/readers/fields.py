"""Fields of a mapping as values: what is written, what cannot be seen, what is not there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from eksnetlint.source.scalars import Kind, integer_of, kind_of, truth_of
from eksnetlint.source.text import Span
from eksnetlint.source.tree import Entry, Mapping, Node, Scalar, Sequence
from eksnetlint.values import Known, Origin, Reason, Unknown, Value, at

T = TypeVar("T")

FILLED_IN = Reason("a value is filled in by a template")


def text(entry: Entry) -> Value[str]:
    """A scalar field as text, whatever its type; unknown for a placeholder or a non-scalar."""
    return node_text(entry.value, at(entry.span))


def node_text(node: Node, origin: Origin | None = None) -> Value[str]:
    """A node as text."""
    origin = origin or at(node.span)
    if not isinstance(node, Scalar):
        return Unknown(Reason("a value has the wrong type"), origin)
    if kind_of(node) is Kind.PLACEHOLDER:
        return Unknown(FILLED_IN, origin)
    return Known(node.text, origin)


def _converted(entry: Entry, convert: Callable[[str], T | None]) -> Value[T]:
    value = text(entry)
    if isinstance(value, Unknown):
        return value
    result = convert(value.value)
    if result is None:
        return Unknown(Reason("a value has the wrong type"), value.origin)
    return Known(result, value.origin)


def integer(entry: Entry) -> Value[int]:
    """An integer field."""
    return _converted(entry, integer_of)


def boolean(entry: Entry) -> Value[bool]:
    """A boolean field; a quoted one is a string and so of the wrong type."""
    if isinstance(entry.value, Scalar) and kind_of(entry.value) is Kind.BOOLEAN:
        return Known(truth_of(entry.value.text), at(entry.span))
    return _converted(entry, lambda _: None)


def is_absent(entry: Entry | None) -> bool:
    """Whether a field is not there, or null, which the Kubernetes API takes for the same."""
    if entry is None:
        return True
    return isinstance(entry.value, Scalar) and kind_of(entry.value) is Kind.NULL


def field(node: Node | None, *path: str) -> Entry | None:
    """The entry at a path of keys, None where it is missing or null."""
    if not isinstance(node, Mapping):
        return None
    entry = node.entry(*path)
    return None if is_absent(entry) else entry


def child(node: Node | None, *path: str) -> Node | None:
    """The value at a path of keys."""
    entry = field(node, *path)
    return entry.value if entry else None


def items(node: Node | None) -> list[Node]:
    """The items of a list; none where it is no list."""
    return node.items if isinstance(node, Sequence) else []


def string(node: Node | None, *path: str, default: str, span: Span) -> Value[str]:
    """A text field with its documented default, which is located at ``span``."""
    entry = field(node, *path)
    return text(entry) if entry else Known(default, at(span), is_set=False)


def hidden(node: Node | None) -> Unknown | None:
    """Why the whole of a node cannot be seen, where a placeholder stands for it."""
    if isinstance(node, Scalar) and kind_of(node) is Kind.PLACEHOLDER:
        return Unknown(FILLED_IN, at(node.span))
    return None
