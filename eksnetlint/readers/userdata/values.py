"""PowerShell values, each character of which knows where it was written."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from eksnetlint.readers.userdata.model import HOLE, Place


class Piece(NamedTuple):
    """A run of characters; `exact` when each stands in the source at its own offset."""

    text: str
    start: int
    end: int
    exact: bool


@dataclass(frozen=True, slots=True)
class Text:
    """A string; `undefined` names the variable when it is nothing but one never assigned."""

    pieces: tuple[Piece, ...]
    string: str
    undefined: str | None = None

    @property
    def is_seen(self) -> bool:
        return HOLE not in self.string

    def place(self, fallback: Place) -> Place:
        """Where the whole is written, if in one run; otherwise `fallback`."""
        return _run(self.pieces) or fallback


@dataclass(frozen=True, slots=True)
class Replacement:
    """One change of a file's content; `old` is None when it is not a search and replace."""

    old: Text | None
    new: Text
    matches_case: bool


@dataclass(frozen=True, slots=True)
class Content:
    """The content of a file, or of the pipeline item `$_` when `path` is None."""

    path: Text | None
    changes: tuple[Replacement, ...] = ()
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A hashtable; not `complete` when it has an entry whose key cannot be seen."""

    entries: Mapping[str, Text]
    complete: bool


@dataclass(frozen=True, slots=True)
class Series:
    """An array."""

    items: tuple[Text | Content | Table, ...]


Value = Text | Content | Table | Series


def text_of(pieces: Iterable[Piece]) -> Text:
    kept = tuple(pieces)
    return Text(kept, "".join(piece.text for piece in kept))


def hole_at(place: Place, undefined: str | None = None) -> Text:
    return Text((Piece(HOLE, place.start, place.end, False),), HOLE, undefined)


def written_at(string: str, place: Place) -> Text:
    """A string that stands for a place without being spelled there."""
    return Text((Piece(string, place.start, place.end, False),), string)


def series_of(values: Iterable[Value]) -> Series:
    items: list[Text | Content | Table] = []
    for value in values:
        items.extend(value.items) if isinstance(value, Series) else items.append(value)
    return Series(tuple(items))


def as_text(value: Value, place: Place, separator: str = " ") -> Text:
    """The string PowerShell makes of a value: an array is joined by spaces."""
    if isinstance(value, Text):
        return value
    if isinstance(value, Series):
        pieces: list[Piece] = []
        for index, item in enumerate(value.items):
            if index and separator:
                pieces.append(Piece(separator, place.start, place.end, False))
            pieces.extend(
                as_text(item, place).pieces if isinstance(item, Text) else hole_at(place).pieces
            )
        return text_of(pieces)
    return hole_at(place)


def joined(values: Iterable[Text]) -> Text:
    return text_of(piece for value in values for piece in value.pieces)


def size(value: Value) -> int:
    """What copying a value costs, in characters."""
    if isinstance(value, Text):
        return len(value.string) + 8 * len(value.pieces)
    if isinstance(value, Series):
        return 8 + sum(size(item) for item in value.items if isinstance(item, Text))
    if isinstance(value, Table):
        return 8 + sum(size(entry) for entry in value.entries.values())
    return 8 + sum(size(change.new) for change in value.changes)


class Origin:
    """Maps offsets in a text to the source."""

    def __init__(self, text: Text) -> None:
        self._pieces = text.pieces
        self._starts: list[int] = []
        offset = 0
        for piece in text.pieces:
            self._starts.append(offset)
            offset += len(piece.text)

    def cut(self, start: int, end: int) -> tuple[Piece, ...]:
        """The pieces of the characters from `start` to `end`."""
        index = max(bisect_right(self._starts, start) - 1, 0)
        cut: list[Piece] = []
        while index < len(self._pieces) and self._starts[index] < end:
            piece, offset = self._pieces[index], self._starts[index]
            low, high = max(start - offset, 0), min(end - offset, len(piece.text))
            if low < high:
                cut.append(_part(piece, low, high))
            index += 1
        return tuple(cut)

    def place(self, start: int, end: int) -> Place:
        """Where these characters are written: the first run of them, if in several."""
        cut = self.cut(start, end)
        if not cut:
            around = self.cut(max(start - 1, 0), max(start, 1))
            edge = around[0].end if around else 0
            return Place(edge, edge)
        return _run(cut) or Place(cut[0].start, cut[0].end)


def _part(piece: Piece, low: int, high: int) -> Piece:
    if not piece.exact:
        return Piece(piece.text[low:high], piece.start, piece.end, False)
    return Piece(piece.text[low:high], piece.start + low, piece.start + high, True)


def _run(pieces: tuple[Piece, ...]) -> Place | None:
    if not pieces:
        return None
    for before, after in pairwise(pieces):
        if before.end != after.start:
            return None
    return Place(pieces[0].start, pieces[-1].end)
