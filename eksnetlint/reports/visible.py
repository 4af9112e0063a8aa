"""Text of scanned files made safe to print."""

from __future__ import annotations

import re

# Control characters, line and paragraph separators, marks that turn the reading direction or
# have no width, and lone surrogates. A written-out class, not Python's tables, so that the same
# file gives the same output under every Python. The last term is the second "#" of "##[", which
# the runner of GitHub Actions obeys as a command anywhere in a line.
UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    r"\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]|(?<=#)#(?=\[)"
)
_SHORT = {"\t": r"\t", "\n": r"\n", "\r": r"\r"}


def visible(text: str) -> str:
    r"""The text in one line, with what a terminal would obey or hide written as ``\x1b``."""
    return UNSEEN.sub(lambda match: escape(match[0]), text)


def escape(character: str) -> str:
    r"""A character as Python writes it in a string: ``\n``, ``\x1b``, ``\u2028``."""
    number = ord(character)
    if number > 0xFFFF:
        return f"\\U{number:08x}"
    if number > 0xFF:
        return f"\\u{number:04x}"
    return _SHORT.get(character, f"\\x{number:02x}")


def as_sentence(text: str) -> str:
    """The text with a full stop at its end, unless it ends like a sentence already."""
    stripped = text.strip()
    return stripped if stripped.endswith((".", "!", "?", "…")) else f"{stripped}."
