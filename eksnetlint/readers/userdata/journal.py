"""What running the text from top to bottom brought to light."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from eksnetlint.readers.userdata.model import Argument, Place
from eksnetlint.readers.userdata.scope import Block
from eksnetlint.readers.userdata.values import Replacement, Series, Table, Text, Value

_MENTION = re.compile(r"enable[-_]dsr|windsr", re.I)
_OFF = re.compile(r"\s*=\s*[\"']?(?:false|f|0)\b", re.I)
_SPELLED = re.compile(r"[\w=-]+")


@dataclass(frozen=True, slots=True)
class Call:
    """A call of the bootstrap script; `unseen` is where arguments stand that cannot be seen."""

    place: Place
    script: Text
    arguments: Mapping[str, Text]
    places: Mapping[str, Place]
    unseen: Place | None
    block: Block | None
    order: int
    parameters: tuple[Argument, ...] = ()
    strays: tuple[Argument, ...] = ()


@dataclass(frozen=True, slots=True)
class Write:
    """The changed content of one file, `source`, written to `target`."""

    place: Place
    source: Text
    target: Text
    changes: tuple[Replacement, ...]
    doubt: str | None
    block: Block | None
    order: int


@dataclass(frozen=True, slots=True)
class Remark:
    """A reason for a state, and where it stands."""

    place: Place
    why: str


@dataclass(frozen=True, slots=True)
class Holder:
    """A variable that was given text with a flag in it."""

    name: str
    mentions: frozenset[int]
    clock: int
    is_deferred: bool


@dataclass(slots=True)
class Journal:
    """Collects; the verdict is drawn from it afterwards."""

    text: str
    calls: list[Call] = field(default_factory=list)
    writes: list[Write] = field(default_factory=list)
    doubts: list[Remark] = field(default_factory=list)
    futile: list[Remark] = field(default_factory=list)
    holders: list[Holder] = field(default_factory=list)
    comments: list[Place] = field(default_factory=list)
    environment: dict[str, tuple[Argument, int]] = field(default_factory=dict)
    invoked: set[str] = field(default_factory=set)
    opaque: Place | None = None
    order: int = 0
    ended: int | None = None
    mentions: list[int] = field(init=False)
    settled: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.mentions = [found.start() for found in _MENTION.finditer(self.text)]

    def next_order(self) -> int:
        self.order += 1
        return self.order

    def end(self) -> None:
        """The script leaves here for certain."""
        if self.ended is None:
            self.ended = self.order

    def cannot_see(self, place: Place) -> None:
        if self.opaque is None or place.start < self.opaque.start:
            self.opaque = place

    def doubt(self, place: Place, why: str) -> None:
        self.doubts.append(Remark(place, why))

    def remark_futile(self, place: Place, why: str) -> None:
        self.futile.append(Remark(place, why))

    def mentions_in(self, value: Value) -> frozenset[int]:
        """The offsets of DSR flags that this value was made from."""
        if not self.mentions:
            return frozenset()
        return frozenset(
            offset
            for text in texts_in(value)
            for piece in text.pieces
            if piece.exact
            for offset in self._between(piece.start, piece.end)
        )

    def settle(self, value: Value) -> None:
        """The fate of the flags in this value is known; they need no further thought."""
        self.settled |= self.mentions_in(value)

    def open_mentions(self) -> list[int]:
        """The flags in code whose fate is not known."""
        return [m for m in self.mentions if m not in self.settled and not self.is_commented(m)]

    def is_commented(self, mention: int) -> bool:
        index = bisect_right(self.comments, mention, key=lambda place: place.start) - 1
        return index >= 0 and mention < self.comments[index].end

    def is_gate(self, mention: int) -> bool:
        return self.text[mention : mention + 6].lower() == "windsr"

    def foremost(self, mentions: Iterable[int]) -> int:
        """The first --enable-dsr among some flags, or else the first gate."""
        return min(mentions, key=lambda mention: (self.is_gate(mention), mention))

    def is_off(self, mention: int) -> bool:
        found = _MENTION.match(self.text, mention)
        return bool(found and _OFF.match(self.text, found.end()))

    def spelled(self, mention: int) -> Place:
        """The characters of a flag around one mention of it."""
        start, end = mention, mention
        while start > 0 and self.text[start - 1] == "-" and mention - start < 2:
            start -= 1
        found = _SPELLED.match(self.text, mention)
        return Place(start, found.end() if found else end)

    def _between(self, start: int, end: int) -> list[int]:
        low, high = bisect_left(self.mentions, start), bisect_left(self.mentions, end)
        return self.mentions[low:high]


def texts_in(value: Value) -> tuple[Text, ...]:
    """Every string a value holds."""
    if isinstance(value, Text):
        return (value,)
    if isinstance(value, Table):
        return tuple(value.entries.values())
    if isinstance(value, Series):
        return tuple(text for item in value.items for text in texts_in(item))
    changed = (text for change in value.changes for text in (change.old, change.new) if text)
    return tuple(changed)
