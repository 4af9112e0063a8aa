"""The tokens of PowerShell text, commands and expressions alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from eksnetlint.readers.userdata.model import Place
from eksnetlint.readers.userdata.strings import (
    DOUBLE,
    SINGLE,
    VARIABLE,
    Literal,
    Reference,
    double_quoted,
    here_string,
    single_quoted,
    variable_name,
)
from eksnetlint.readers.userdata.values import Piece, Value


class Kind(Enum):
    """What a token is; VALUE and BODY stand for a bracketed group once it has been run."""

    WORD = "word"
    VARIABLE = "variable"
    SPLAT = "splat"
    STRING = "string"
    TYPE = "type"
    OPEN = "open"
    CLOSE = "close"
    COMMA = "comma"
    ASSIGN = "assign"
    PIPE = "pipe"
    AMP = "amp"
    END = "end"
    REDIRECT = "redirect"
    COMMENT = "comment"
    BROKEN = "broken"
    VALUE = "value"
    BODY = "body"


class Token(NamedTuple):
    """`text` is the name of a variable, else the characters; `glued` without space before it."""

    kind: Kind
    text: str
    start: int
    end: int
    glued: bool
    parts: tuple[Piece | Reference, ...] = ()
    value: Value | None = None

    @property
    def place(self) -> Place:
        return Place(self.start, self.end)


# Every alternative is a run of one character class or of fixed length, so a scan is linear.
_TOKEN = re.compile(
    rf"""
    (?P<space>[ \t\f\v\r\u00a0]+|`\r?\n)
    |(?P<end>[\n;]|&&)
    |(?P<block_comment><\#)
    |(?P<comment>\#[^\n]*)
    |(?P<here>@[{SINGLE}{DOUBLE}][ \t]*\r?\n)
    |(?P<single>[{SINGLE}])
    |(?P<double>[{DOUBLE}])
    |(?P<variable>{VARIABLE})
    |(?P<type>\[[A-Za-z_][\w.]*(?:\[\])?\])
    |(?P<open>\$\(|@\(|@\{{|[({{\[])
    |(?P<close>[)}}\]])
    |(?P<splat>@\w+)
    |(?P<comma>,)
    |(?P<redirect>[1-6*]?>&[1-6]|[1-6*]?>>?)
    |(?P<pipe>\|\|?)
    |(?P<amp>&)
    |(?P<assign>(?:\?\?|[-+*/%])?=)
    |(?P<escape>`(?s:.))
    |(?P<word><[A-Za-z][\w-]*>|[^\s;|&(){{}}\[\],$`<>@{SINGLE}{DOUBLE}]
        [^\s;|&(){{}}\[\],$`<>{SINGLE}{DOUBLE}]*)
    |(?P<other>(?s:.))
    """,
    re.X,
)
_SIMPLE = {
    kind.value: kind
    for kind in (
        Kind.END,
        Kind.OPEN,
        Kind.CLOSE,
        Kind.COMMA,
        Kind.REDIRECT,
        Kind.PIPE,
        Kind.AMP,
        Kind.ASSIGN,
        Kind.WORD,
        Kind.TYPE,
        Kind.COMMENT,
    )
} | {"other": Kind.WORD}


def tokens_of(text: str, start: int = 0, stop: int | None = None) -> Iterator[Token]:
    """The tokens between two offsets, comments included; BROKEN where a quote never closes."""
    text = text if stop is None else text[:stop]
    glued = False
    while start < len(text):
        found = _TOKEN.match(text, start)
        if found is None:  # the last alternative takes any character
            return
        name, end = found.lastgroup or "other", found.end()
        if name == "space":
            start, glued = end, False
            continue
        simple = _SIMPLE.get(name)
        if simple is not None:
            yield Token(simple, found[0], start, end, glued)
            glued = simple is not Kind.END
        else:
            token, is_closed = _compound(text, found, name, glued)
            yield token
            end, glued = token.end, True
            if not is_closed:
                yield Token(Kind.BROKEN, "", start, end, False)
        start = end


def _compound(text: str, found: re.Match[str], name: str, glued: bool) -> tuple[Token, bool]:
    start, end = found.span()
    if name == "block_comment":
        closing = text.find("#>", end)
        end = len(text) if closing < 0 else closing + 2
        return Token(Kind.COMMENT, "<#", start, end, glued), closing >= 0
    if name == "splat":
        return Token(Kind.SPLAT, found[0][1:].lower(), start, end, glued), True
    if name == "escape":
        return Token(Kind.WORD, found[0][1], start, end, glued), True
    if name in ("single", "double", "here"):
        literal = _literal(text, found, name)
        return Token(Kind.STRING, "", start, literal.end, glued, literal.parts), literal.is_closed
    return Token(Kind.VARIABLE, variable_name(found), start, end, glued), True


def _literal(text: str, found: re.Match[str], name: str) -> Literal:
    if name == "here":
        return here_string(text, found.end(), SINGLE if found[0][1] in SINGLE else DOUBLE)
    return (single_quoted if name == "single" else double_quoted)(text, found.end())
