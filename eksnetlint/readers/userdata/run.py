"""The state of one run through the text, and the tokens that stand for values in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from eksnetlint.readers.userdata.journal import Holder, Journal
from eksnetlint.readers.userdata.model import Place
from eksnetlint.readers.userdata.scope import Block, Scope
from eksnetlint.readers.userdata.strings import Reference
from eksnetlint.readers.userdata.tokens import Token
from eksnetlint.readers.userdata.values import (
    Content,
    Piece,
    Text,
    Value,
    as_text,
    hole_at,
    text_of,
)


def _no_text(_text: Text, place: Place) -> None:
    raise AssertionError(f"nothing runs text at {place}")


@dataclass(slots=True)
class Run:
    """`run_text` interprets text that the script itself runs as PowerShell."""

    scope: Scope
    journal: Journal
    block: Block | None = None
    copies: set[str] = field(default_factory=set)
    run_text: Callable[[Text, Place], None] = _no_text

    def read(self, name: str, place: Place) -> Value:
        if name in ("_", "psitem"):
            return Content(None)
        return self.scope.read(name, place, self.block)

    def assign(self, name: str, value: Value) -> None:
        if isinstance(value, Content) and value.is_open:
            value = Content(value.path, value.changes)
        self.scope.assign(name, value, self.block)
        mentions = self.journal.mentions_in(value)
        if mentions and ":" not in name:
            deferred = self.block is not None and self.block.is_deferred
            self.journal.holders.append(Holder(name, mentions, self.scope.clock, deferred))

    def string(self, token: Token) -> Text:
        """The value of a string literal, its variables filled in."""
        if len(token.parts) == 1 and isinstance(only := token.parts[0], Reference) and only.name:
            return as_text(self.read(only.name, token.place), token.place)
        pieces: list[Piece] = []
        for part in token.parts:
            if isinstance(part, Piece):
                pieces.append(part)
                continue
            place = Place(part.start, part.end)
            value = self.read(part.name, place) if part.name else hole_at(place)
            pieces.extend(as_text(value, place).pieces)
        return text_of(pieces)


def word_of(token: Token) -> Text:
    """The text of a bare word."""
    exact = len(token.text) == token.end - token.start
    return text_of((Piece(token.text, token.start, token.end, exact),))
