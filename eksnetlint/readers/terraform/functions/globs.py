"""File name patterns with ``*``, ``**``, ``?``, ``[…]`` and ``{…,…}`` (Go's doublestar)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable

from eksnetlint.readers.terraform.patterns.machine import Effort, Search, compiled
from eksnetlint.readers.terraform.types import Refused, Unsupported

_MOST_STEPS = 1_000_000
_CLASS = re.compile(r"\[(\^)?((?:\\.|[^\]\\])+)\]")


def glob_test(pattern: str) -> Callable[[str], bool]:
    """A test of paths with slashes. Raises Refused for a pattern that is not valid."""
    clean = posixpath.normpath(pattern)
    if clean.startswith(("../", "/")) or clean == "..":
        raise Unsupported("a pattern that leads out of its folder is not evaluated")
    expression = compiled(_expression(clean))
    effort = Effort(_MOST_STEPS)
    return lambda path: Search(expression, path, effort).from_offset(0) is not None


def _expression(glob: str) -> str:
    pieces: list[str] = []
    at = depth = 0
    while at < len(glob):
        piece, at = _piece(glob, at, depth)
        depth += (piece == "(?:") - (piece == ")")
        pieces.append(piece)
    if depth:
        raise Refused("the pattern lacks a closing }")
    return rf"\A{''.join(pieces)}\z"


def _piece(glob: str, at: int, depth: int) -> tuple[str, int]:
    character = glob[at]
    if depth and character == "/":
        raise Refused("the pattern has a / between braces")
    if glob.startswith("**/", at) and (at == 0 or glob[at - 1] == "/"):
        return "(?:(?s:.)*/)?", at + 3
    if glob[at:] == "**" and (at == 0 or glob[at - 1] == "/"):
        return "(?s:.)*", at + 2
    if character == "[":
        found = _CLASS.match(glob, at)
        if found is None:
            raise Refused("the pattern lacks a closing ]")
        return f"[{'^/' if found[1] else ''}{found[2].replace('[', chr(92) + '[')}]", found.end()
    if character == "\\" and at + 1 < len(glob):
        return re.escape(glob[at + 1]), at + 2
    simple = {"*": "[^/]*", "?": "[^/]", "{": "(?:"}
    if depth:
        simple |= {"}": ")", ",": "|"}
    literal = character if character.isalnum() or not character.isascii() else f"\\{character}"
    return simple.get(character, literal), at + 1
