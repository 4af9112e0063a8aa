"""The nodes of a parsed document; each knows where it was written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from eksnetlint.source.text import Span


class Text(Protocol):
    """Something whose character offsets can be placed in a file."""

    @property
    def text(self) -> str: ...

    def place(self, start: int, end: int) -> Span: ...


# Nodes are plain slotted classes: freezing them doubles the time to build a tree.
@dataclass(slots=True, eq=False)
class Scalar:
    """A single value. ``style`` is YAML's: "", "'", '"', "|" or ">"; "{" for a template."""

    source: Text
    start: int
    end: int
    text: str
    style: str = ""
    tag: str | None = None

    @property
    def span(self) -> Span:
        return self.source.place(self.start, self.end)

    def locate(self, start: int, end: int) -> Span:
        """Place an offset range of the value's text, past indentation and escapes.

        Where folding or escapes hide the exact place, the span of the whole scalar is given.
        """
        if self.style == "|":
            return self.source.place(self._literal_offset(start), self._literal_offset(end))
        inner = 1 if self.style in ("'", '"') else 0
        raw = self.source.text[self.start : self.end]
        if raw[inner : len(raw) - inner] == self.text:
            return self.source.place(self.start + inner + start, self.start + inner + end)
        return self._search(raw, start, end)

    def _literal_offset(self, offset: int) -> int:
        text, outer = self.text, self.source.text
        # The place behind the last line end is the end of the last line: what follows in the
        # file is no part of the value.
        is_behind = 0 < offset == len(text) and _BREAK.match(text, offset - 1)
        stop = offset - 1 if is_behind else offset
        ends = [match.end() for match in _BREAK.finditer(text, 0, stop)]
        position = _line_end(outer, self.start)[1]
        for _ in ends:
            position = _line_end(outer, position)[1]
        line_start = ends[-1] if ends else 0
        line_end = _line_end(outer, position)[0]
        length = _line_end(text, line_start)[0] - line_start
        indentation = max(line_end - position - length, 0)
        return min(position + indentation + offset - line_start, line_end)

    def _search(self, raw: str, start: int, end: int) -> Span:
        wanted = self.text[start:end]
        opening = _HEADER.match(raw) if self.style == ">" else None
        body = opening.end() if opening else 1 if self.style else 0
        places = list(_occurrences(wanted, raw, body))
        values = list(_occurrences(wanted, self.text, 0))
        if len(places) != len(values) or start not in values:
            return self.span
        found = self.start + places[values.index(start)]
        return self.source.place(found, found + len(wanted))


# What libyaml takes for line ends: more than `Source` does. It turns all but the last two into
# a line feed.
_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_HEADER = re.compile(r"[^\r\n]*")


def _line_end(text: str, start: int) -> tuple[int, int]:
    """Where a line ends, and where the next one begins."""
    match = _BREAK.search(text, start)
    return match.span() if match else (len(text), len(text))


def _occurrences(wanted: str, text: str, start: int) -> Iterator[int]:
    found = text.find(wanted, start) if wanted else -1
    while found >= 0:
        yield found
        found = text.find(wanted, found + 1)


@dataclass(slots=True, eq=False)
class Sequence:
    """A list of nodes."""

    source: Text
    start: int
    end: int
    items: list[Node] = field(default_factory=list)

    @property
    def span(self) -> Span:
        return self.source.place(self.start, self.end)


@dataclass(slots=True, eq=False)
class Entry:
    """A key with its value; ``start`` and ``end`` are where the value is used.

    They differ from the value's own place where an alias stands for it.
    """

    key: Scalar
    value: Node
    start: int
    end: int

    @property
    def span(self) -> Span:
        """The key with its value; the key alone where the value takes more than a line."""
        source = self.key.source
        between = source.text[self.key.start : self.end]
        if isinstance(self.value, Scalar) and "\n" not in between.rstrip("\r\n"):
            return source.place(self.key.start, max(self.end, self.key.end))
        return self.key.span


@dataclass(slots=True, eq=False)
class Mapping:
    """Keys with their values, in order; ``duplicates`` are entries a later one overrides."""

    source: Text
    start: int
    end: int
    entries: list[Entry] = field(default_factory=list)
    fields: dict[str, Entry] = field(default_factory=dict)
    duplicates: list[Entry] = field(default_factory=list)

    @property
    def span(self) -> Span:
        return self.source.place(self.start, self.end)

    def entry(self, *path: str) -> Entry | None:
        """The entry at a path of keys; None where a key is missing or no mapping is met."""
        node: Node = self
        found: Entry | None = None
        for key in path:
            if not isinstance(node, Mapping):
                return None
            found = node.fields.get(key)
            if found is None:
                return None
            node = found.value
        return found


Node: TypeAlias = Scalar | Sequence | Mapping


@dataclass(frozen=True, slots=True, eq=False)
class Embedded:
    """The text of a scalar as a document of its own, placed in the file around it."""

    scalar: Scalar

    @property
    def text(self) -> str:
        return self.scalar.text

    def place(self, start: int, end: int) -> Span:
        return self.scalar.locate(start, end)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a text, or a part of it, could not be read, and where."""

    message: str
    span: Span


@dataclass(slots=True, eq=False)
class Document:
    """One document of a file: its tree, or why there is none.

    ``opaque`` lists the scalars with a ``#`` or ``{`` in them, where neither begins anything.
    """

    source: Text
    start: int
    end: int
    root: Node | None = None
    problem: Problem | None = None
    is_template: bool = False
    opaque: list[tuple[int, int]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]

    def comments(self) -> Iterator[tuple[str, int, int]]:
        """The comments with their start and end offsets, ``#`` included."""
        stretches = iter(sorted(self.opaque))
        stretch = next(stretches, None)
        position = self.start
        while match := _COMMENT.search(self.source.text, position, self.end):
            while stretch and stretch[1] <= match.start():
                stretch = next(stretches, None)
            if stretch is None or match.start() < stretch[0]:
                yield match[0], match.start(), match.end()
                position = match.end()
            else:
                position = stretch[1]


_COMMENT = re.compile(r"(?:(?<=[ \t\r\n])|(?<![\s\S]))#[^\r\n]*")
