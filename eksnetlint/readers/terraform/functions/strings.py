"""String functions."""

from __future__ import annotations

import re
from collections.abc import Mapping

from eksnetlint.readers.terraform.contents import text_of
from eksnetlint.readers.terraform.functions.function import (
    TEXT,
    Function,
    anything,
    integer,
    strings,
    texts,
)
from eksnetlint.readers.terraform.functions.patterns import replace_pattern
from eksnetlint.readers.terraform.graphemes import clusters
from eksnetlint.readers.terraform.types import LONGEST, Refused, TfValue, Unseen, Unsupported
from eksnetlint.values import Unknown

_LINE_ENDS = re.compile(r"[\r\n]+\Z")
# Go's unicode.IsSpace.
_SPACES = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)


def _single(character: str, changed: str) -> str:
    """Go maps one character to one: ß has no capital, where Python writes SS."""
    return changed if len(changed) == 1 else character


def _upper(text: str) -> str:
    return "".join(_single(character, character.upper()) for character in text)


def _lower(text: str) -> str:
    return "".join(character.lower()[0] for character in text)


def _title(text: str) -> str:
    """Go's strings.Title: a letter after anything but a letter, digit or underscore."""
    letters: list[str] = []
    inside = False
    for character in text:
        letters.append(character if inside else _single(character, character.title()))
        inside = _continues_word(character)
    return "".join(letters)


def _continues_word(character: str) -> bool:
    if character.isascii():
        return character.isalnum() or character == "_"
    return character not in _SPACES


def _replace(text: str, old: str, new: str) -> str:
    if len(old) > 1 and old[0] == old[-1] == "/":
        return replace_pattern(old[1:-1], text, new)
    return _substituted(text, old, new)


def _substituted(text: str, old: str, new: str) -> str:
    grown = len(text) + (text.count(old) * (len(new) - len(old)))
    if grown > LONGEST:
        raise Unsupported("the result is too long to be evaluated")
    return text.replace(old, new)


def _indent(spaces: int, text: str) -> str:
    if spaces < 0:
        raise Refused("a negative number of spaces")
    if "\n" not in text:
        return text
    if spaces > LONGEST:
        raise Unsupported("the result is too long to be evaluated")
    return _substituted(text, "\n", "\n" + " " * spaces)


def _join(separator: str, *lists: tuple[str | None, ...]) -> str:
    if not lists:
        raise Refused("at least one list is required")
    items = [item for part in lists for item in part]
    if None in items:
        raise Refused("cannot concatenate null values")
    known = [item for item in items if item is not None]
    if sum(map(len, known)) + len(separator) * len(known) > LONGEST:
        raise Unsupported("the result is too long to be evaluated")
    return separator.join(known)


def _split(separator: str, text: str) -> tuple[TfValue, ...]:
    return strings(text.split(separator) if separator else list(text))


def _substr(text: str, offset: int, length: int) -> str:
    characters = clusters(text)
    if offset < 0:
        offset = max(offset + len(characters), 0)
    elif length == 0:
        return ""
    rest = characters[offset:]
    # A length of zero after a negative offset takes the rest, as it does in Terraform.
    return "".join(rest[:length] if length > 0 else rest)


def _starts_with(text: TfValue, prefix: str) -> bool:
    if isinstance(text, Unknown) and not prefix:
        return True
    return text_of(text).startswith(prefix)


def _templatestring(template: TfValue, _: TfValue) -> TfValue:
    if isinstance(template, Unknown):
        raise Unseen(template)
    raise Unsupported("templates that are values are not evaluated")


def _one(evaluate: object) -> Function:
    assert callable(evaluate)
    return Function(evaluate, (TEXT,))


def _two(evaluate: object) -> Function:
    assert callable(evaluate)
    return Function(evaluate, (TEXT, TEXT))


FUNCTIONS: Mapping[str, Function] = {
    "chomp": _one(lambda text: _LINE_ENDS.sub("", text)),
    "endswith": _two(str.endswith),
    "indent": Function(_indent, (integer, TEXT)),
    "join": Function(_join, (TEXT,), texts),
    "lower": _one(_lower),
    "replace": Function(_replace, (TEXT, TEXT, TEXT)),
    "split": _two(_split),
    "startswith": Function(_starts_with, (anything, TEXT)),
    "strcontains": _two(lambda text, part: part in text),
    "strrev": _one(lambda text: "".join(reversed(clusters(text)))),
    "substr": Function(_substr, (TEXT, integer, integer)),
    "templatestring": Function(_templatestring, (anything, anything)),
    "title": _one(_title),
    "trim": _two(str.strip),
    "trimprefix": _two(str.removeprefix),
    "trimspace": _one(lambda text: text.strip(_SPACES)),
    "trimsuffix": _two(str.removesuffix),
    "upper": _one(_upper),
}
