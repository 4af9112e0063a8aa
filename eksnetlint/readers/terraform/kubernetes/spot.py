"""Where a value stands in a file, and the key in front of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from eksnetlint.readers.traced import Traced
from eksnetlint.source.text import Source, Span
from eksnetlint.values import Frame, Origin

_BETWEEN = re.compile(r"\s*[=:]\s*")
_QUOTES = ("(", '"', ")")
# How far back a key is looked for: past its own length there may be quotes and aligned "=".
_REACH = 100


@dataclass(frozen=True, slots=True, eq=False)
class Spot:
    """A stretch of a file where a value is used, and the way it came.

    ``is_written`` is false where the value is only referred to.
    """

    source: Source
    start: int
    end: int
    history: tuple[Frame, ...] = ()
    is_written: bool = True

    def text(self) -> Traced:
        """The file as the text of a node."""
        return Traced(self.source, self.history)

    @property
    def head(self) -> Spot:
        """Its first line."""
        line = self.source.text[self.start : self.end].split("\n", 1)[0].rstrip(" \t\r{")
        return replace(self, end=self.start + len(line))

    @property
    def frames(self) -> tuple[Frame, ...]:
        """All of the way, beginning with the stretch itself."""
        head = self.head
        return (Frame(Span(head.source, head.start, head.end)), *self.history)


def spot_at(span: Span) -> Spot:
    return Spot(span.source, span.start, span.end)


def spot_of(origin: Origin, outer: Spot) -> Spot:
    """Where a value is used; the spot it is within, for one that was made, not written.

    What the value is within may have come a way of its own, which is then the value's too.
    """
    if not origin.frames:
        return outer
    span, behind = origin.frames[0].span, origin.frames[1:]
    is_near = outer.is_written and outer.source is span.source
    around = outer.history if is_near else outside(span, outer.frames)
    way = behind + tuple(frame for frame in around if frame not in behind)
    return Spot(span.source, span.start, span.end, way, not behind)


def outside(span: Span, frames: Sequence[Frame]) -> tuple[Frame, ...]:
    """The frames of a way, unless all of it is the line that a span's text begins with."""
    lines = {(frame.span.source, frame.span.first.line) for frame in frames}
    is_here = len(lines) == 1 and frames[0].span.source is span.source
    return () if is_here else tuple(frames)


def split(spot: Spot, name: str) -> tuple[Spot, Spot]:
    """The spots of a key and of its value, from that of the value or of both.

    Where the key is not in front of the value, both are at the value's own place.
    """
    text = spot.source.text
    end = _key_end(text, spot.start, name)
    between = _BETWEEN.match(text, end, spot.end) if end is not None else None
    if end is not None and between:
        return replace(spot, end=end), replace(spot, start=between.end())
    start = text.rfind(name, max(spot.start - len(name) - _REACH, 0), spot.start)
    while start > 0 and text[start - 1] in _QUOTES:
        start -= 1
    end = _key_end(text, start, name) if start >= 0 else None
    gap = _BETWEEN.match(text, end) if end is not None else None
    if end is not None and gap and gap.end() == spot.start:
        return replace(spot, start=start, end=end), spot
    return spot.head, spot


def _key_end(text: str, start: int, name: str) -> int | None:
    """Where a key that begins there ends, quotes and parentheses included."""
    while text.startswith(_QUOTES, start):
        start += 1
    if not text.startswith(name, start):
        return None
    end = start + len(name)
    while text.startswith(_QUOTES, end):
        end += 1
    return end
