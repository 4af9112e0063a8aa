"""Matches regular expressions by following all ways at once: no pattern can make it hang.

After Pike and Cox (https://swtch.com/~rsc/regexp/regexp2.html), whose design RE2 has as well.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from eksnetlint.readers.terraform.patterns.syntax import Expression, parse
from eksnetlint.readers.terraform.patterns.tree import (
    Characters,
    Choice,
    Group,
    Node,
    Place,
    Repeat,
    Sequence,
    can_be_empty,
)
from eksnetlint.readers.terraform.types import Unsupported

_LONGEST_PROGRAM = 5000
_MOST_STEPS = 400_000
Captures = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One instruction: go on to ``ways`` in order of preference, after a test if there is one."""

    ways: tuple[int, ...]
    test: Characters | Place | None = None
    slot: int | None = None


@dataclass(slots=True)
class Pattern:
    """A regular expression that is ready to match; the steps run from the last to the first."""

    expression: Expression
    steps: list[Step] = field(default_factory=list)
    start: int = 0

    @property
    def groups(self) -> int:
        return len(self.expression.names)

    def add(self, step: Step) -> int:
        if len(self.steps) >= _LONGEST_PROGRAM:
            raise Unsupported("the pattern is too large to be evaluated")
        self.steps.append(step)
        return len(self.steps) - 1


@lru_cache(maxsize=64)
def compiled(pattern: str) -> Pattern:
    """A regular expression made ready. Raises Refused where RE2 would not take it."""
    expression = parse(pattern)
    made = Pattern(expression)
    end = made.add(Step(()))
    body = _compile(made, expression.root, made.add(Step((end,), slot=1)))
    made.start = made.add(Step((body,), slot=0))
    return made


def _compile(made: Pattern, node: Node, after: int) -> int:
    """Where to begin in order to match a node and then go on to ``after``."""
    if isinstance(node, Characters | Place):
        return made.add(Step((after,), node))
    if isinstance(node, Group):
        closed = made.add(Step((after,), slot=2 * node.number + 1))
        return made.add(Step((_compile(made, node.item, closed),), slot=2 * node.number))
    if isinstance(node, Sequence):
        for item in reversed(node.items):
            after = _compile(made, item, after)
        return after
    if isinstance(node, Choice):
        return made.add(Step(tuple(_compile(made, item, after) for item in node.items)))
    return _compile_repeat(made, node, after)


def _compile_repeat(made: Pattern, node: Repeat, after: int) -> int:
    if node.high is None:
        after = _compile_loop(made, node, after)
    else:
        done = after
        for _ in range(node.high - node.low):
            after = _fork(made, node, _compile(made, node.item, after), done)
    # The last of the required ones is part of a loop already.
    for _ in range(node.low - (node.high is None and node.low > 0)):
        after = _compile(made, node.item, after)
    return after


def _compile_loop(made: Pattern, node: Repeat, after: int) -> int:
    """``x+`` where at least one is required or x can be empty (then made optional), else ``x*``."""
    loop = made.add(Step(()))
    body = _compile(made, node.item, loop)
    made.steps[loop] = Step((body, after) if node.is_greedy else (after, body))
    if node.low:
        return body
    return _fork(made, node, body, after) if can_be_empty(node.item) else loop


def _fork(made: Pattern, node: Repeat, more: int, done: int) -> int:
    return made.add(Step((more, done) if node.is_greedy else (done, more)))


@dataclass(slots=True)
class Effort:
    """How much work is left for one call; searches in many texts share it."""

    left: int = _MOST_STEPS

    def spend(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise Unsupported("the pattern takes too long to be evaluated")


class Search:
    """Searches in one text; all searches together have one limit of work."""

    def __init__(self, pattern: Pattern, text: str, effort: Effort | None = None) -> None:
        self._pattern = pattern
        self._text = text
        self._effort = effort or Effort()

    def from_offset(self, start: int) -> Captures | None:
        """Where the leftmost match is: two offsets for it and each group, -1 for none.

        Raises Refused when it takes too long.
        """
        fresh = (-1,) * (2 * self._pattern.groups + 2)
        found: Captures | None = None
        threads: dict[int, Captures] = {}
        for at in range(start, len(self._text) + 1):
            if found is None:
                self._follow(self._pattern.start, at, fresh, threads)
            if not threads:
                break
            threads, found = self._advance(threads, at, found)
        return found

    def _advance(
        self, threads: dict[int, Captures], at: int, found: Captures | None
    ) -> tuple[dict[int, Captures], Captures | None]:
        character = self._text[at : at + 1]
        following: dict[int, Captures] = {}
        for number, captures in threads.items():
            step = self._pattern.steps[number]
            if isinstance(step.test, Characters):
                if character and step.test.holds(character):
                    self._follow(step.ways[0], at + 1, captures, following)
            elif number == 0:
                # Those that come later are less preferred.
                return following, captures
        return following, found

    def _follow(self, number: int, at: int, captures: Captures, into: dict[int, Captures]) -> None:
        """Adds every step that can be reached without a character, the preferred ones first."""
        pending = [(number, captures)]
        while pending:
            number, captures = pending.pop()
            if number in into:
                continue
            self._effort.spend()
            step = self._pattern.steps[number]
            into[number] = captures
            if isinstance(step.test, Characters):
                continue
            if step.test is not None and not _is_at(step.test, self._text, at):
                continue
            if step.slot is not None:
                captures = (*captures[: step.slot], at, *captures[step.slot + 1 :])
            pending.extend((way, captures) for way in reversed(step.ways))


def _is_at(place: Place, text: str, at: int) -> bool:
    if place is Place.TEXT_START:
        return at == 0
    if place is Place.TEXT_END:
        return at == len(text)
    if place is Place.LINE_START:
        return at == 0 or text[at - 1] == "\n"
    if place is Place.LINE_END:
        return at == len(text) or text[at] == "\n"
    edge = _is_word(text[max(at - 1, 0) : at]) != _is_word(text[at : at + 1])
    return edge == (place is Place.WORD_EDGE)


def _is_word(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character == "_")
