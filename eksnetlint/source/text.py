"""A text with its name, and spans of characters in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

# Only these end a line. str.splitlines() would also break at U+2028, U+0085 and form feeds,
# which neither editors nor GitHub do.
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(eq=False)
class Source:
    """One file as text, with a byte order mark taken off.

    ``path`` is relative to the repository root, with forward slashes. ``original`` keeps the
    undecoded bytes where they are not plain UTF-8, because line hashes are made over them.
    ``is_private``: what stands beside a span may be secret and is never shown with it.
    ``home`` is the file whose rendering uses this one, "" for a file that stands for itself.
    """

    path: str
    text: str = field(repr=False)
    original: bytes | None = field(default=None, repr=False)
    is_private: bool = False
    home: str = ""

    @cached_property
    def line_starts(self) -> list[int]:
        """Offset of the first character of each line."""
        return [0, *(match.end() for match in _LINE_END.finditer(self.text))]

    def position(self, offset: int) -> Position:
        """Line and column of a character offset."""
        line = bisect_right(self.line_starts, offset)
        return Position(line, offset - self.line_starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """Text of a line (1-based) without its line end."""
        start = self.line_starts[number - 1]
        end = self.line_starts[number] if number < len(self.line_starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    def place(self, start: int, end: int) -> Span:
        """The span of two offsets into this text."""
        return Span(self, start, end)


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """Line and column, both from 1; a column counts Unicode code points."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` (included) to ``end`` (excluded) of a source."""

    source: Source
    start: int
    end: int

    @property
    def path(self) -> str:
        return self.source.path

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]

    @property
    def first(self) -> Position:
        return self.source.position(self.start)

    @property
    def last(self) -> Position:
        """The position just after the last character."""
        return self.source.position(self.end)

    @property
    def order(self) -> tuple[str, int, int]:
        return (self.path, self.start, self.end)

    def __str__(self) -> str:
        return f"{self.path}:{self.first.line}:{self.first.column}"
