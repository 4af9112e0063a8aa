"""PowerShell string literals: quotes, escapes, here-strings and the variables inside them."""

from __future__ import annotations

import re
from typing import NamedTuple

from eksnetlint.readers.userdata.values import Piece

# Typographic quotes count as quotes (about_Quoting_Rules).
SINGLE = "'\u2018\u2019\u201a\u201b"
DOUBLE = '"\u201c\u201d\u201e'
VARIABLE = r"\$(?:\{(?P<braced>[^{}\n]+)\}|(?P<name>(?:\w+:(?!:))?\w+|[$?^]))"

_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "0": "\0", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_EXPANDABLE = re.compile(
    rf"(?P<plain>[^`${DOUBLE}]+)|(?P<quote>[{DOUBLE}])|(?P<escape>`(?s:.))"
    rf"|(?P<sub>\$\()|(?P<variable>{VARIABLE})|(?P<lone>[`$])"
)
_SIMPLE = re.compile(rf"\$\({VARIABLE}\)")
_NESTING = re.compile(rf"`(?s:.)|\$\(|[(){SINGLE}{DOUBLE}]")
_SINGLE_END = re.compile(f"[{SINGLE}]")
_HERE_END = {SINGLE: re.compile(rf"^[{SINGLE}]@", re.M), DOUBLE: re.compile(rf"^[{DOUBLE}]@", re.M)}


class Reference(NamedTuple):
    """A variable inside a string; `name` is None for an expression that is not looked into."""

    name: str | None
    start: int
    end: int


class Literal(NamedTuple):
    """The parts of a string literal, where it ends, and whether its closing quote is there."""

    parts: tuple[Piece | Reference, ...]
    end: int
    is_closed: bool


def single_quoted(text: str, start: int) -> Literal:
    """Reads from just after the opening quote; a doubled quote stands for one."""
    parts: list[Piece | Reference] = []
    while found := _SINGLE_END.search(text, start):
        if start < found.start():
            parts.append(_plain(text, start, found.start()))
        if text[found.end() : found.end() + 1] not in tuple(SINGLE):
            return Literal(tuple(parts), found.end(), True)
        start = found.end() + 1
        parts.append(Piece(text[found.start()], found.start(), start, False))
    return Literal((*parts, _plain(text, start, len(text))), len(text), False)


def double_quoted(text: str, start: int) -> Literal:
    """Reads from just after the opening quote."""
    return _expandable(text, start, len(text), ends_at_quote=True)


def here_string(text: str, start: int, quotes: str) -> Literal:
    """Reads from the first line of the body to the line that starts with the closing quote."""
    found = _HERE_END[quotes].search(text, start)
    if found is None:
        return Literal((_plain(text, start, len(text)),), len(text), False)
    stop = max(found.start() - 1, start)
    if stop > start and text[stop - 1] == "\r":
        stop -= 1
    if quotes is SINGLE:
        return Literal((_plain(text, start, stop),), found.end(), True)
    return Literal(_expandable(text, start, stop, ends_at_quote=False).parts, found.end(), True)


def _expandable(text: str, start: int, stop: int, *, ends_at_quote: bool) -> Literal:
    parts: list[Piece | Reference] = []
    while start < stop and (found := _EXPANDABLE.match(text, start, stop)):
        end, kind = found.end(), found.lastgroup
        if kind == "quote" and ends_at_quote:
            if text[end : end + 1] not in tuple(DOUBLE):
                return Literal(tuple(parts), end, True)
            end += 1
            parts.append(Piece(text[start], start, end, False))
        elif kind == "escape":
            parts.append(Piece(_ESCAPES.get(text[start + 1], text[start + 1]), start, end, False))
        elif kind == "sub":
            end = min(_after_subexpression(text, end), stop)
            simple = _SIMPLE.fullmatch(text, start, end)
            parts.append(Reference(variable_name(simple) if simple else None, start, end))
        elif kind in ("variable", "braced", "name"):
            parts.append(Reference(variable_name(found), start, end))
        else:
            parts.append(_plain(text, start, end))
        start = end
    return Literal(tuple(parts), stop, not ends_at_quote)


def variable_name(found: re.Match[str]) -> str:
    """Lower-case, without a scope that does not change which variable is meant at top level."""
    name = (found["braced"] or found["name"]).lower()
    scope, colon, rest = name.partition(":")
    return rest if colon and scope in ("local", "private", "script", "variable") else name


def _plain(text: str, start: int, end: int) -> Piece:
    return Piece(text[start:end], start, end, True)


def _after_subexpression(text: str, start: int) -> int:
    """The offset after the parenthesis that closes `$(`, past nested strings, without recursion."""
    inside = ["("]
    while inside and (found := _NESTING.search(text, start)):
        mark, start = found[0], found.end()
        in_string = inside[-1] == '"'
        if mark in ("(", "$("):
            if mark == "$(" or not in_string:
                inside.append("(")
        elif mark == ")":
            if not in_string:
                inside.pop()
        elif mark in tuple(SINGLE):
            if not in_string:
                closing = _SINGLE_END.search(text, start)
                start = closing.end() if closing else len(text)
        elif mark in tuple(DOUBLE):
            inside.pop() if in_string else inside.append('"')
    return len(text) if inside else start
