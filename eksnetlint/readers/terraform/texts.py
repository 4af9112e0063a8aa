"""Strings that know where they were written, as far as they can be seen.

A string in an expression, a heredoc or a file is a `PlacedText`: it stays one on its way through
references, conditionals, objects and functions that choose among values, and other functions give
plain strings. A template with interpolations that cannot be seen is a `TextWithHoles`. Both go
through ``base64encode``. `placed` and `decoded` tell the text of either, with its places.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from eksnetlint.readers.terraform.contents import normalized
from eksnetlint.readers.terraform.types import (
    HOLE,
    PendingText,
    Sensitive,
    TextWithHoles,
    TfValue,
)
from eksnetlint.source.text import Span
from eksnetlint.source.tree import Text
from eksnetlint.values import Unknown


class PlacedText(str):
    """A string with the `Text` it was written as.

    With ``is_base64`` it is the Base64 of that text. With ``is_masked`` the text has holes in
    place of what is sensitive, so that it may be told while the string may not.
    """

    __slots__ = ("is_base64", "is_masked", "written")
    is_base64: bool
    is_masked: bool
    written: Text

    def __new__(
        cls, string: str, written: Text, *, is_base64: bool = False, is_masked: bool = False
    ) -> PlacedText:
        made = super().__new__(cls, string)
        made.written = written
        made.is_base64 = is_base64
        made.is_masked = is_masked
        return made


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A text that was made somehow from what stands at a place."""

    text: str
    span: Span

    def place(self, _start: int, _end: int) -> Span:
        return self.span


def composed(text: str) -> str:
    """A string as Terraform keeps it; where that changes nothing it keeps its places."""
    if text.isascii():
        return text
    changed = normalized(text)
    return text if changed == text else changed


def placed(value: TfValue) -> Text | None:
    """The text of a string, with a `HOLE` for each part that is sensitive or cannot be seen.

    None where all of it is, or where it is no string. A string that was computed is placed as
    a whole where the value comes from.
    """
    if isinstance(value, TextWithHoles | PendingText):
        return None if value.is_base64 else value.written
    string = _string(value)
    if isinstance(string, PlacedText) and not string.is_base64:
        return string.written
    return _elsewhere(string, value)


def decoded(value: TfValue) -> Text | None:
    """The same for a string that is Base64: the text that it stands for."""
    if isinstance(value, TextWithHoles | PendingText):
        return value.written if value.is_base64 else None
    string = _string(value)
    if isinstance(string, PlacedText) and string.is_base64:
        return string.written
    try:
        text = base64.b64decode(string or "", validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return None
    return None if string is None else _elsewhere(text, value)


def may_be(value: Unknown, text: str) -> bool:
    """Whether what is known of a value leaves it open that it is a certain string."""
    written = placed(value)
    if written is None:
        return True
    first, *parts = normalized(written.text).split(HOLE)
    if not parts or not text.startswith(first):
        return not parts and text == first
    position = len(first)
    for part in parts[:-1]:
        found = text.find(part, position)
        if found < 0:
            return False
        position = found + len(part)
    return len(text) - position >= len(parts[-1]) and text.endswith(parts[-1])


def _string(value: TfValue) -> str | None:
    """The string inside a value, unless it is sensitive and has no masked text."""
    if isinstance(value, Unknown):
        return None
    content = value.value
    if isinstance(content, Sensitive):
        content = content.content
        if not isinstance(content, PlacedText) or not content.is_masked:
            return None
    return content if isinstance(content, str) else None


def _elsewhere(string: str | None, value: TfValue) -> Text | None:
    if string is None or not value.origin.frames:
        return None
    return Elsewhere(string, value.origin.frames[-1].span)
