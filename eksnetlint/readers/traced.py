"""A text whose nodes did not all begin where they stand, or cannot be seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from eksnetlint.source.text import Span
from eksnetlint.source.tree import Node, Text
from eksnetlint.values import Frame, Origin, Reason, at

FILLED_IN = Reason("a value is filled in by a template")


@dataclass(frozen=True, slots=True, eq=False)
class Traced:
    """A text for nodes that were not read from a file as they are.

    ``history`` leads from a node's place back to where its value was written. ``hidden`` says why
    a placeholder of this text cannot be seen; ``addresses`` are those of the Terraform resources
    whose ARNs stand there, "" for what is none, in order. ``content`` reads a scalar as a document
    of its own.
    """

    source: Text
    history: tuple[Frame, ...] = ()
    hidden: Reason = FILLED_IN
    addresses: tuple[str, ...] = ()
    content: Callable[[], Node | None] | None = None

    @property
    def text(self) -> str:
        return self.source.text

    def place(self, start: int, end: int) -> Span:
        return self.source.place(start, end)


def origin_of(node: Node, span: Span) -> Origin:
    """The origin of a node's value that is used at a span."""
    source = node.source
    return at(span).through(*source.history) if isinstance(source, Traced) else at(span)


def reason_of(node: Node) -> Reason:
    """Why a placeholder cannot be seen."""
    return node.source.hidden if isinstance(node.source, Traced) else FILLED_IN
