"""Where the characters of a string's or a rendered template's text are written."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from eksnetlint.source.hcl_strings import (
    Piece,
    heredoc_body,
    line_pieces,
    piece,
    raw_offset,
    resolve,
    unindent,
)
from eksnetlint.source.hcl_tree import Expression, Literal, Template, TemplateText
from eksnetlint.source.text import Span
from eksnetlint.source.tree import Text


def locate(node: Literal | TemplateText, start: int, end: int) -> Span:
    """Place an offset range of a string's text, past escapes and removed indentation."""
    text = node.text if isinstance(node, TemplateText) else node.value
    return Rendered(node, [(text if isinstance(text, str) else "", node)]).place(start, end)


@dataclass(frozen=True, eq=False)
class Rendered:
    """The text that a template gives, which knows where every character was written.

    ``segments`` are stretches of the text with the nodes they come from: a `TemplateText` or a
    string `Literal` gives exactly its own text, anything else is placed as a whole. It is a `Text`,
    so that the YAML in a heredoc can be read with the places of the file.
    """

    node: Template | Literal | TemplateText
    segments: Sequence[tuple[str, Expression | TemplateText]]

    @cached_property
    def text(self) -> str:
        return "".join(text for text, _ in self.segments)

    @cached_property
    def _stretches(self) -> tuple[list[int], list[_Stretch]]:
        starts: list[int] = []
        stretches: list[_Stretch] = []
        offset = 0
        for text, node in self.segments:
            for stretch in _stretches_of(text, node):
                starts.append(offset)
                stretches.append(stretch)
                offset += stretch.length
        return starts, stretches

    def place(self, start: int, end: int) -> Span:
        starts, stretches = self._stretches
        if not stretches:
            return self.node.span
        first = max(bisect_right(starts, start) - 1, 0)
        last = max(bisect_right(starts, max(end - 1, start)) - 1, first)
        source, begin = stretches[first].source, stretches[first].begin(start - starts[first])
        if stretches[last].source is not source:
            return source.place(begin, stretches[first].end)
        finish = stretches[last].finish(end - starts[last])
        if first != last:
            begin = _opened(source.text, begin) if stretches[first].raw is None else begin
            finish = _closed(source.text, finish) if stretches[last].raw is None else finish
        # Where texts repeat, what comes later in the text may be written earlier.
        return source.place(begin, max(finish, begin))


_OPENING = re.compile(r"\$\{~?[ \t]*\Z")
_CLOSING = re.compile(r"[ \t]*~?\}")
_MARGIN = 20


def _opened(text: str, start: int) -> int:
    """Where the braces begin that an expression is in."""
    opening = _OPENING.search(text, max(start - _MARGIN, 0), start)
    return opening.start() if opening else start


def _closed(text: str, end: int) -> int:
    """Where they end."""
    closing = _CLOSING.match(text, end)
    return closing.end() if closing else end


@dataclass(slots=True)
class _Stretch:
    """Characters of a text; without ``raw`` all that is known is where they are as a whole."""

    source: Text
    start: int
    end: int
    length: int
    raw: str | None
    is_quoted: bool = False

    def begin(self, offset: int) -> int:
        if self.raw is None:
            return self.start
        return self.start + raw_offset(self.raw, self.is_quoted, offset)

    def finish(self, offset: int) -> int:
        if self.raw is None:
            return self.end
        return self.start + raw_offset(self.raw, self.is_quoted, offset)


def _stretches_of(text: str, node: Expression | TemplateText) -> Iterator[_Stretch]:
    source, start, end = node.source, node.start, node.end
    if isinstance(node, Literal | TemplateText):
        raw = source.text[start:end]
        for pieces, is_quoted in _readings(source.text, start, end):
            if "".join(item.text for item in pieces) == text:
                for item in pieces:
                    raw = source.text[item.start : item.end]
                    yield _Stretch(source, item.start, item.end, len(item.text), raw, is_quoted)
                return
    yield _Stretch(source, start, end, len(text), None)


def _readings(text: str, start: int, end: int) -> Iterator[tuple[list[Piece], bool]]:
    """What the characters may stand for: a stretch of text, a quoted string or a heredoc."""
    raw = text[start:end]
    for is_quoted in (False, True):
        yield [Piece(start, end, resolve(raw, is_quoted))], is_quoted
    if raw.startswith('"'):
        yield [piece(text, start + 1, end - 1, is_quoted=True)], True
    if raw.startswith("<<"):
        body, stop, is_flush = heredoc_body(text, start, end)
        lines = list(line_pieces(text, body, stop))
        if is_flush:
            unindent(lines, text)
        yield lines, False
