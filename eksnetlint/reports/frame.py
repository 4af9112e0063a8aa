"""Lines of source as a terminal can show them, with spans underlined."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from eksnetlint.reports.visible import UNSEEN, escape
from eksnetlint.source.text import Source, Span

_TAB = 4
# Longer lines, in characters, are cut around the span, with some of what stands before it.
_LONGEST_LINE = 120
_BEFORE_CUT = 20


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The first line of a span, or a part of it: its text as shown, and where the span is in it.

    ``indent`` and ``width`` count terminal cells.
    """

    line: int
    text: str
    indent: int
    width: int


def excerpt(span: Span) -> Excerpt:
    """What to show of a span; one of several lines ends with its first line."""
    line = span.first.line
    start, end = _line_bounds(span.source, line)
    until = max(span.start, min(span.end, end))
    if span.source.is_private:
        left, right = span.start, min(until, span.start + _LONGEST_LINE)
    else:
        left, right = _window(start, end, span.start)
    shown = "" if left == start else "…"
    cells = len(shown)
    indent = cells
    marked = cells
    for offset, text, width in _cells(span.source.text, left, right, cells):
        shown += text
        cells += width
        if offset < span.start:
            indent = cells
        if offset < until:
            marked = cells
    if right < end:
        shown += "…"
    return Excerpt(line, shown.rstrip(), indent, max(1, marked - indent))


def line_text(source: Source, line: int) -> str:
    """A whole line as shown, its end cut off where it is long."""
    start, end = _line_bounds(source, line)
    right = min(end, start + _LONGEST_LINE)
    shown = "".join(text for _, text, _ in _cells(source.text, start, right, 0))
    return shown.rstrip() + ("…" if right < end else "")


def _line_bounds(source: Source, line: int) -> tuple[int, int]:
    """Offsets of a line without its line end; the text is not copied, lines can be huge."""
    starts, text = source.line_starts, source.text
    start = starts[line - 1]
    end = starts[line] if line < len(starts) else len(text)
    while end > start and text[end - 1] in "\r\n":
        end -= 1
    return start, end


def _window(start: int, end: int, mark: int) -> tuple[int, int]:
    """The part of a line to show so that the span's start is in it."""
    if end - start <= _LONGEST_LINE:
        return start, end
    left = max(start, min(mark - _BEFORE_CUT, end - _LONGEST_LINE))
    return left, left + _LONGEST_LINE


def _cells(text: str, start: int, end: int, cell: int) -> Iterator[tuple[int, str, int]]:
    """Each character's offset, how it is shown, and how many cells it takes."""
    for offset in range(start, end):
        character = text[offset]
        if character == "\t":
            shown = " " * (_TAB - cell % _TAB)
            width = len(shown)
        elif UNSEEN.match(text, offset):
            shown = escape(character)
            width = len(shown)
        else:
            shown = character
            width = _cell_width(character)
        cell += width
        yield offset, shown, width


def _cell_width(character: str) -> int:
    if character.isascii():
        return 1
    # Combining marks, the joiners, and the vowels and finals that complete a Hangul syllable.
    if unicodedata.category(character) in ("Mn", "Me", "Cf") or "\u1160" <= character <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
