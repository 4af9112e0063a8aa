"""Reads regular expressions as RE2 does; what RE2 lacks (lookaround, references) is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from eksnetlint.readers.terraform.patterns.classes import bracketed, escaped
from eksnetlint.readers.terraform.patterns.tree import (
    Characters,
    Choice,
    Group,
    Node,
    Place,
    Range,
    Repeat,
    Sequence,
)
from eksnetlint.readers.terraform.types import Refused, Unsupported

_LONGEST_PATTERN = 2000
_MOST_REPEATS = 1000
_DEEPEST = 50
_MOST_GROUPS = 50
_COUNTS = re.compile(r"\{([0-9]+)(,?)([0-9]*)\}")
_FLAGS = re.compile(r"\(\?([imsU]*)(?:-([imsU]+))?([:)])")
_NAME = re.compile(r"\(\?P?<([0-9A-Za-z_]+)>")
_PLACES = {
    "A": Place.TEXT_START,
    "z": Place.TEXT_END,
    "b": Place.WORD_EDGE,
    "B": Place.NO_WORD_EDGE,
}
_TIMES: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}


@dataclass(frozen=True, slots=True)
class _Flags:
    folds: bool = False
    lines: bool = False
    dot_is_all: bool = False
    lazy: bool = False

    def changed(self, letters: str, on: bool) -> _Flags:
        names = {"i": "folds", "m": "lines", "s": "dot_is_all", "U": "lazy"}
        return replace(self, **{names[letter]: on for letter in letters})


@dataclass(frozen=True, slots=True)
class Expression:
    """A regular expression and the names of its groups, None for one without."""

    root: Node
    names: tuple[str | None, ...]


def parse(pattern: str) -> Expression:
    """The tree of a regular expression. Raises Refused where RE2 would not take it."""
    if len(pattern) > _LONGEST_PATTERN:
        raise Unsupported("the pattern is too long to be evaluated")
    reader = _Reader(pattern)
    root = reader.choice(_Flags(), 0)
    if reader.at < len(pattern):
        raise Refused("the pattern has an unexpected )")
    return Expression(root, tuple(reader.names))


class _Reader:
    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.names: list[str | None] = []
        # Flags set in the middle of a group hold up to its end, whichever alternative.
        self._flags = _Flags()

    def choice(self, flags: _Flags, depth: int) -> Node:
        """Alternatives up to the end of the group."""
        if depth > _DEEPEST:
            raise Unsupported("the pattern is nested too deeply to be evaluated")
        self._flags = flags
        options = [self._sequence(depth)]
        while self.pattern.startswith("|", self.at):
            self.at += 1
            options.append(self._sequence(depth))
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def _sequence(self, depth: int) -> Node:
        items: list[Node] = []
        # None: nothing to repeat; a repetition may not be repeated itself.
        last: Node | None = None
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            times = self._times()
            if times is None:
                made = self._atoms(depth)
                items.extend(made)
                last = made[-1] if made else last
                continue
            if last is None or isinstance(last, Repeat):
                raise Refused("the pattern repeats what cannot be repeated")
            last = items[-1] = self._repeated(last, *times)
        return Sequence(tuple(items))

    def _times(self) -> tuple[int, int | None] | None:
        """How often the item before is repeated, if the pattern says so here."""
        simple = _TIMES.get(self.pattern[self.at])
        counts = _COUNTS.match(self.pattern, self.at)
        if simple:
            self.at += 1
            return simple
        if counts is None:
            return None
        self.at = counts.end()
        low, high = _count(counts[1]), _count(counts[3] or "0")
        if not counts[3]:
            return (low, None) if counts[2] else (low, low)
        if low > high:
            raise Refused("the pattern has an invalid repeat count")
        return low, high

    def _repeated(self, item: Node, low: int, high: int | None) -> Repeat:
        is_lazy = self.pattern.startswith("?", self.at)
        self.at += is_lazy
        return Repeat(item, low, high, is_lazy == self._flags.lazy)

    def _atoms(self, depth: int) -> list[Node]:
        """One item, or none for a change of flags, or several for quoted text."""
        character = self.pattern[self.at]
        if character == "(":
            return self._group(depth)
        if character == "[":
            members, is_negated, self.at = bracketed(self.pattern, self.at)
            return [Characters(members, is_negated, self._flags.folds)]
        if character == "\\":
            return self._escape()
        self.at += 1
        if character == "^":
            return [Place.LINE_START if self._flags.lines else Place.TEXT_START]
        if character == "$":
            return [Place.LINE_END if self._flags.lines else Place.TEXT_END]
        if character == ".":
            barred = () if self._flags.dot_is_all else (Range("\n", "\n"),)
            return [Characters(barred, True)]
        return [self._literal(character)]

    def _literal(self, character: str) -> Node:
        return Characters((Range(character, character),), False, self._flags.folds)

    def _escape(self) -> list[Node]:
        letter = self.pattern[self.at + 1 : self.at + 2]
        if letter in _PLACES:
            self.at += 2
            return [_PLACES[letter]]
        if letter == "Q":
            quoted, end, _ = self.pattern[self.at + 2 :].partition("\\E")
            self.at += 2 + len(quoted) + len(end)
            return [self._literal(character) for character in quoted]
        members, self.at = escaped(self.pattern, self.at)
        return [Characters(members, False, self._flags.folds)]

    def _group(self, depth: int) -> list[Node]:
        outer = self._flags
        flags = _FLAGS.match(self.pattern, self.at)
        if flags:
            self.at = flags.end()
            inner = outer.changed(flags[1], True).changed(flags[2] or "", False)
            if flags[3] == ")":
                self._flags = inner
                return []
            return [self._inside(inner, outer, depth)]
        name = _NAME.match(self.pattern, self.at)
        if name is None and self.pattern.startswith("(?", self.at):
            raise Refused("the pattern has a group that RE2 does not know")
        self.at = name.end() if name else self.at + 1
        self.names.append(name[1] if name else None)
        number = len(self.names)
        if number > _MOST_GROUPS:
            raise Unsupported("the pattern has too many groups to be evaluated")
        return [Group(self._inside(outer, outer, depth), number)]

    def _inside(self, inner: _Flags, outer: _Flags, depth: int) -> Node:
        node = self.choice(inner, depth + 1)
        if not self.pattern.startswith(")", self.at):
            raise Refused("the pattern lacks a closing )")
        self.at += 1
        self._flags = outer
        return node


def _count(digits: str) -> int:
    if len(digits) > 4 or int(digits) > _MOST_REPEATS:
        raise Refused("the pattern has an invalid repeat count")
    return int(digits)
