"""The ``set`` blocks of a Helm release: a path of keys, and a value in Helm's own notation.

Source: Helm, pkg/strvals; hashicorp/helm provider, helm_release (version 3).
"""

from __future__ import annotations

import re

_STEP = re.compile(r"((?:[^.\[\]\\]|\\.)+)|\[([0-9]{1,6})\]|\.")
_ESCAPE = re.compile(r"\\(.)")
_COMMA = re.compile(r"(?<!\\),")
_LARGEST = 2**63
# Nobody nests values so deeply; who walks a path uses recursion.
_DEEPEST = 50


def path_of(name: str) -> list[str | int] | None:
    r"""The keys and indexes of ``a.b\.c[0]``; None where it makes no sense, or is too long."""
    path: list[str | int] = []
    position = 0
    while position < len(name):
        step = _STEP.match(name, position)
        if step is None:
            return None
        if step[1]:
            path.append(_ESCAPE.sub(r"\1", step[1]))
        elif step[2]:
            path.append(int(step[2]))
        position = step.end()
    return path if path and isinstance(path[0], str) and len(path) <= _DEEPEST else None


def list_of(text: str) -> list[str] | None:
    """The items of ``{a,b}``; None for any other text."""
    if not (text.startswith("{") and text.endswith("}")):
        return None
    inside = text[1:-1]
    return [unescaped(item) for item in _COMMA.split(inside)] if inside else []


def is_simple(text: str) -> bool:
    """Whether the text is one value: a bare comma would begin another setting."""
    return _COMMA.search(text) is None


def unescaped(text: str) -> str:
    return _ESCAPE.sub(r"\1", text)


def is_string(text: str) -> bool:
    """Whether Helm takes a text for a string, where nothing says that it is one."""
    if text in ("true", "false", "null", "0"):
        return False
    digits = re.fullmatch(r"[-+]?([1-9][0-9]*)", text)
    return digits is None or len(digits[1]) > 20 or int(text) >= _LARGEST
