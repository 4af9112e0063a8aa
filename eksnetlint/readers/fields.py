"""Fields of a mapping as values: what is written, what cannot be seen, what is not there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from eksnetlint.readers.traced import Traced, origin_of, reason_of
from eksnetlint.source.scalars import NULLS, Kind, integer_of, kind_of, truth_of
from eksnetlint.source.text import Span
from eksnetlint.source.tree import Embedded, Entry, Mapping, Node, Scalar, Sequence
from eksnetlint.source.yaml import tree_of
from eksnetlint.values import Known, Origin, Reason, Unknown, Value, at

T = TypeVar("T")


def text(entry: Entry) -> Value[str]:
    """A scalar field as text, whatever its type; unknown for a placeholder or a non-scalar."""
    return node_text(entry.value, origin_of(entry.value, entry.span))


def node_text(node: Node, origin: Origin | None = None) -> Value[str]:
    """A node as text."""
    origin = origin or origin_of(node, node.span)
    if not isinstance(node, Scalar):
        return Unknown(Reason("a value has the wrong type"), origin)
    if kind_of(node) is Kind.PLACEHOLDER:
        return Unknown(reason_of(node), origin)
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
        return Known(truth_of(entry.value.text), origin_of(entry.value, entry.span))
    return _converted(entry, lambda _: None)


def is_absent(entry: Entry | None) -> bool:
    """Whether a field is not there, or null, which the Kubernetes API takes for the same."""
    return entry is None or is_null(entry.value)


def is_null(node: Node) -> bool:
    """Whether a node is null."""
    # Nearly every field that is read passes here, and hardly any is null.
    return isinstance(node, Scalar) and node.text in NULLS and kind_of(node) is Kind.NULL


def field(node: Node | None, *path: str) -> Entry | None:
    """The entry at a path of keys, None where it is missing or null.

    A field of an evaluated object is a placeholder where the object may have it unseen.
    """
    found: Entry | None = None
    for key in path:
        if not isinstance(node, Mapping):
            return found if found and _is_unseen(found.value) else None
        found = node.fields.get(key) or _unseen(node)
        if found is None:
            return None
        node = found.value
    return None if is_absent(found) else found


def _unseen(mapping: Mapping) -> Entry | None:
    """The entry whose key cannot be seen, so that it may be any."""
    if not isinstance(mapping.source, Traced):
        return None
    return next((entry for entry in mapping.entries if _is_unseen(entry.key)), None)


def _is_unseen(node: Node) -> bool:
    return isinstance(node.source, Traced) and hidden(node) is not None


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
        return Unknown(reason_of(node), origin_of(node, node.span))
    return None


def document(node: Node | None) -> Node | None:
    """The tree of the document in a text; None where there is none to be seen."""
    if not isinstance(node, Scalar):
        return None
    if isinstance(node.source, Traced) and node.source.content is not None:
        return node.source.content()
    return None if node.style == "{" else tree_of(Embedded(node))
