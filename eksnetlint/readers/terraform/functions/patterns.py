"""The functions that take regular expressions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from eksnetlint.readers.terraform.contents import normalized
from eksnetlint.readers.terraform.functions.function import TEXT, Function
from eksnetlint.readers.terraform.patterns.machine import Captures, Pattern, Search, compiled
from eksnetlint.readers.terraform.types import LONGEST, Refused, TfObject, TfValue, Unsupported
from eksnetlint.values import Known

_REFERENCE = re.compile(r"\$(?:(\$)|\{(\w+)\}|(\w+))")


def replace_pattern(pattern: str, text: str, template: str) -> str:
    """Every match replaced by a template with ``$1`` or ``${name}`` in it."""
    ready = compiled(pattern)
    search = Search(ready, text)
    pieces: list[str] = []
    at = copied = length = 0
    while at <= len(text) and (found := search.from_offset(at)) is not None:
        start, end = found[:2]
        pieces.append(text[copied:start])
        # No replacement for nothing at all just behind another match.
        if end > copied or start == 0:
            pieces.append(_expanded(template, ready, text, found))
            length += len(pieces[-1])
        if length > LONGEST:
            raise Unsupported("the result is too long to be evaluated")
        copied = end
        at = max(at + 1, end)
    return "".join((*pieces, text[copied:]))


def _expanded(template: str, pattern: Pattern, text: str, found: Captures) -> str:
    def replaced(reference: re.Match[str]) -> str:
        if reference[1]:
            return "$"
        number = _group_number(reference[2] or reference[3], pattern)
        if number is None:
            return ""
        start, end = found[2 * number : 2 * number + 2]
        return text[start:end] if start >= 0 else ""

    return _REFERENCE.sub(replaced, template)


def _group_number(name: str, pattern: Pattern) -> int | None:
    names = pattern.expression.names
    if name in names:
        return names.index(name) + 1
    is_number = re.fullmatch(r"0|[1-9][0-9]{0,7}", name)
    return int(name) if is_number and int(name) <= len(names) else None


def _regex(pattern: str, text: str) -> Any:
    ready = _checked(pattern)
    found = Search(ready, text).from_offset(0)
    if found is None:
        raise Refused("the pattern did not match any part of the given string")
    return _result(ready, text, found)


def _regexall(pattern: str, text: str) -> tuple[TfValue, ...]:
    ready = _checked(pattern)
    return tuple(Known(_result(ready, text, found)) for found in _matches(ready, text))


def _matches(pattern: Pattern, text: str) -> Iterator[Captures]:
    search = Search(pattern, text)
    at, last_end = 0, -1
    while at <= len(text) and (found := search.from_offset(at)) is not None:
        start, end = found[:2]
        is_repeated = end == at and start == last_end
        at = end if end > at else at + 1
        last_end = end
        if not is_repeated:
            yield found


def _checked(pattern: str) -> Pattern:
    ready = compiled(pattern)
    if len({name is None for name in ready.expression.names}) > 1:
        raise Refused("the pattern mixes named and unnamed groups")
    return ready


def _result(pattern: Pattern, text: str, found: Captures) -> Any:
    """The match without groups, a list of unnamed groups, or an object of named ones."""
    ends = list(zip(found[::2], found[1::2], strict=True))
    parts = [normalized(text[start:end]) if start >= 0 else None for start, end in ends]
    names = pattern.expression.names
    if not names:
        return parts[0]
    if names[0] is None:
        return tuple(map(Known, parts[1:]))
    return TfObject({str(name): Known(part) for name, part in zip(names, parts[1:], strict=True)})


FUNCTIONS: Mapping[str, Function] = {
    "regex": Function(_regex, (TEXT, TEXT)),
    "regexall": Function(_regexall, (TEXT, TEXT)),
}
