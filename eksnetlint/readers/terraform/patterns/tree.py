"""What a regular expression is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias
from unicodedata import category


@dataclass(frozen=True, slots=True)
class Range:
    """Characters by code, both ends included."""

    low: str
    high: str

    def holds(self, character: str) -> bool:
        return self.low <= character <= self.high


@dataclass(frozen=True, slots=True)
class Category:
    """Characters of a Unicode category, or of a group of them (``L``)."""

    name: str

    def holds(self, character: str) -> bool:
        return category(character).startswith(self.name)


@dataclass(frozen=True, slots=True)
class Characters:
    """One character that is, or is not, among others; ``folds`` when case makes no difference."""

    parts: tuple[Range | Category | Characters, ...]
    is_negated: bool = False
    folds: bool = False

    def holds(self, character: str) -> bool:
        variants = _variants(character) if self.folds else (character,)
        found = any(part.holds(variant) for variant in variants for part in self.parts)
        return found != self.is_negated


def _variants(character: str) -> Iterator[str]:
    yield character
    for changed in (character.lower(), character.upper()):
        if len(changed) == 1 and changed != character:
            yield changed


class Place(Enum):
    """A condition on a position in the text."""

    TEXT_START = "\\A"
    TEXT_END = "\\z"
    LINE_START = "^"
    LINE_END = "$"
    WORD_EDGE = "\\b"
    NO_WORD_EDGE = "\\B"


@dataclass(frozen=True, slots=True)
class Sequence:
    """One after the other; nothing at all when empty."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """The first that leads to a match."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """Between ``low`` and ``high`` times; None for any number."""

    item: Node
    low: int
    high: int | None
    is_greedy: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A capture; they count from 1."""

    item: Node
    number: int


Node: TypeAlias = Characters | Place | Sequence | Choice | Repeat | Group


def can_be_empty(node: Node) -> bool:
    """Whether a part of an expression can match without a character."""
    if isinstance(node, Characters):
        return False
    if isinstance(node, Place):
        return True
    if isinstance(node, Group):
        return can_be_empty(node.item)
    if isinstance(node, Repeat):
        return node.low == 0 or can_be_empty(node.item)
    if isinstance(node, Choice):
        return any(map(can_be_empty, node.items))
    return all(map(can_be_empty, node.items))
