"""Strings with interpolations and directives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeAlias

from eksnetlint.readers.terraform.contents import bool_of, text_of
from eksnetlint.readers.terraform.evaluation.loops import open_reason, rounds
from eksnetlint.readers.terraform.evaluation.surroundings import Surroundings, interpret
from eksnetlint.readers.terraform.origins import here, joined, placed_at
from eksnetlint.readers.terraform.outcomes import computed, obstacle
from eksnetlint.readers.terraform.texts import PlacedText, composed, placed
from eksnetlint.readers.terraform.types import (
    HOLE,
    LONGEST,
    Invalid,
    Pending,
    PendingText,
    TextWithHoles,
    TfValue,
    Unsupported,
    is_sensitive,
    marked,
)
from eksnetlint.source.hcl_places import Rendered
from eksnetlint.source.hcl_tree import (
    Expression,
    Part,
    Template,
    TemplateFor,
    TemplateIf,
    TemplateText,
)
from eksnetlint.values import Known, Origin, Unknown

_CHARACTERS_A_STEP = 100
_Segment: TypeAlias = "tuple[str, Expression | TemplateText]"


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a text: what it comes to, and the node it is placed at."""

    value: TfValue
    node: Expression | TemplateText

    def segment(self) -> _Segment:
        """The piece for everyone to see."""
        if isinstance(self.value, Known) and not is_sensitive(self.value):
            return text_of(self.value), self.node
        seen = placed(self.value)
        return (HOLE if seen is None else seen.text), self.node

    def holes(self) -> tuple[TfValue, ...]:
        """The values of the holes in its segment, in order."""
        value = self.value
        if isinstance(value, TextWithHoles | PendingText) and value.holes:
            return value.holes
        return (value,) * self.segment()[0].count(HOLE)


def template(node: Template, within: Surroundings) -> TfValue:
    if node.wrapped is not None:
        return interpret(node.wrapped, within)
    pieces = list(_pieces(node.parts, within))
    values = [piece.value for piece in pieces]
    origin = placed_at(node.span, joined(*(value.origin for value in values)))
    hidden = obstacle(values)
    if isinstance(hidden, Invalid):
        return computed(hidden)
    written = Rendered(node, [piece.segment() for piece in pieces])
    if hidden is not None:
        holes = tuple(hole for piece in pieces for hole in piece.holes())
        return _with_holes(hidden, origin, written, holes)
    text = "".join(map(text_of, values))
    is_masked = any(map(is_sensitive, values))
    made: TfValue = Known(composed(PlacedText(text, written, is_masked=is_masked)), origin)
    return marked(made) if is_masked else made


def _with_holes(
    hidden: Unknown, origin: Origin, written: Rendered, holes: tuple[TfValue, ...]
) -> TfValue:
    if not isinstance(hidden, Pending):
        return TextWithHoles(hidden.reason, origin, written=written, holes=holes)
    address, attribute = hidden.address, hidden.attribute
    return PendingText(
        hidden.reason,
        origin,
        address=address,
        attribute=attribute,
        is_exact=False,
        written=written,
        holes=holes,
    )


def _pieces(parts: Sequence[Part], within: Surroundings) -> Iterator[_Piece]:
    length = 0
    for part in parts:
        for piece in _of_part(part, within):
            size = len(piece.segment()[0])
            length += size
            if length > LONGEST or not within.budget.spend(size // _CHARACTERS_A_STEP):
                raise Unsupported("the text is too long to be evaluated")
            yield piece


def _of_part(part: Part, within: Surroundings) -> Iterator[_Piece]:
    if isinstance(part, TemplateText):
        yield _Piece(Known(part.text), part)
    elif isinstance(part, TemplateIf):
        yield from _of_condition(part, within)
    elif isinstance(part, TemplateFor):
        yield from _of_loop(part, within)
    else:
        value = interpret(part, within)
        if isinstance(value, Known):
            # Raises Refused for what is no text, sensitive or not.
            text_of(value)
        yield _Piece(value, part)


def _of_condition(part: TemplateIf, within: Surroundings) -> Iterator[_Piece]:
    condition = interpret(part.condition, within)
    if isinstance(condition, Unknown):
        yield _Piece(computed(condition), _whole(part))
        return
    chosen = part.then if bool_of(condition) else part.otherwise
    yield from _marked_by(condition, _whole(part), _pieces(chosen, within))


def _of_loop(part: TemplateFor, within: Surroundings) -> Iterator[_Piece]:
    source = interpret(part.collection, within)
    if isinstance(source, Unknown):
        yield _Piece(computed(source), _whole(part))
        return
    reason = open_reason(source)
    if reason is not None:
        yield _Piece(Unknown(reason, here(part.span)), _whole(part))
        return
    bodies = (_pieces(part.body, inner) for inner in rounds(part, source, within))
    yield from _marked_by(source, _whole(part), chain.from_iterable(bodies))


def _marked_by(decider: TfValue, whole: TemplateText, pieces: Iterator[_Piece]) -> Iterator[_Piece]:
    """Pieces that tell something of the value they depend on, as it does that there are none."""
    if not is_sensitive(decider):
        yield from pieces
        return
    yield _Piece(marked(Known("")), whole)
    for piece in pieces:
        yield _Piece(marked(piece.value), piece.node)


def _whole(part: TemplateIf | TemplateFor) -> TemplateText:
    """A directive as one stretch of text."""
    return TemplateText(part.source, part.start, part.end, HOLE)
