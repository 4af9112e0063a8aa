"""Texts that a module composes of its inputs."""

from __future__ import annotations

import base64
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from eksnetlint.readers.terraform.community.inputs import string
from eksnetlint.readers.terraform.texts import Elsewhere, PlacedText, placed
from eksnetlint.readers.terraform.types import (
    HOLE,
    Pending,
    PendingText,
    TextWithHoles,
    TfValue,
    is_sensitive,
)
from eksnetlint.source.text import Span
from eksnetlint.source.tree import Text
from eksnetlint.values import Known, Origin, Reason, Unknown, at

# EC2 takes 16 KB of user data; what is several times as long is not worth composing.
_LONGEST = 8 * 16_384
_TOO_LONG = Reason("a text is much longer than EC2 takes as user data")
_SENSITIVE = Reason("a part of a text is sensitive")


# Without slots, so that what is derived from it once can be kept.
@dataclass(frozen=True, eq=False)
class Composition:
    """Texts one after the other, each with its own places."""

    pieces: Sequence[Text]

    @cached_property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *accumulate(len(piece.text) for piece in self.pieces)]

    def place(self, start: int, end: int) -> Span:
        """The place of a stretch; one that spans pieces is placed as far as its first reaches."""
        number = max(bisect_right(self._starts[:-1], start) - 1, 0)
        piece, offset = self.pieces[number], self._starts[number]
        return piece.place(start - offset, min(end - offset, len(piece.text)))


def composed(span: Span, *pieces: str | TfValue, is_base64: bool = False) -> TfValue:
    """Pieces one after the other; those the module itself writes are placed at the span.

    What cannot be seen, or is sensitive, leaves a hole in the text.
    """
    texts: list[Text] = []
    missing: Unknown | None = None
    for piece in pieces:
        text, hidden = _piece(piece, span)
        texts += [text] if text.text else []
        missing = missing or hidden
    if sum(len(text.text) for text in texts) > _LONGEST:
        return Unknown(_TOO_LONG, at(span))
    written = Composition(texts or [Elsewhere("", span)])
    if missing is None:
        plain = written.text
        content = base64.b64encode(plain.encode()).decode() if is_base64 else plain
        return Known(PlacedText(content, written, is_base64=is_base64), at(span))
    return _with_holes(missing, at(span), written, is_base64)


def is_written(value: TfValue) -> bool:
    """Whether a text is sure not to be empty: it has more than pieces that cannot be seen."""
    text = placed(value)
    return text is not None and bool(text.text.replace(HOLE, "").strip())


def _piece(piece: str | TfValue, span: Span) -> tuple[Text, Unknown | None]:
    if isinstance(piece, str):
        return Elsewhere(piece, span), None
    if is_sensitive(piece):
        return placed(piece) or Elsewhere(HOLE, span), Unknown(_SENSITIVE, piece.origin)
    value = string(piece)
    if isinstance(value, Unknown):
        return placed(piece) or Elsewhere(HOLE, span), value
    return placed(piece) or Elsewhere(value.value, span), None


def _with_holes(
    missing: Unknown, origin: Origin, written: Composition, is_base64: bool
) -> TextWithHoles | PendingText:
    if not isinstance(missing, Pending):
        return TextWithHoles(missing.reason, origin, written=written, is_base64=is_base64)
    return PendingText(
        missing.reason,
        origin,
        address=missing.address,
        attribute=missing.attribute,
        is_exact=False,
        written=written,
        is_base64=is_base64,
    )
