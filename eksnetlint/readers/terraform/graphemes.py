"""User-perceived characters: the unit in which Terraform measures strings.

After UAX #29 as far as `unicodedata` tells: combining marks, joined emoji, flags, Hangul and CRLF.
"""

from __future__ import annotations

from itertools import pairwise
from unicodedata import category, combining

_JOINER = "\u200d"


def clusters(text: str) -> list[str]:
    """The characters of a text, each with what belongs to it."""
    if text.isascii() and "\r" not in text:
        return list(text)
    starts: list[int] = []
    last, flags, is_pictured = "", 0, False
    for at, character in enumerate(text):
        if not last or not _belongs(last, character, flags, is_pictured):
            starts.append(at)
            flags, is_pictured = 0, False
        flags += _is_flag(character)
        is_pictured = is_pictured or _is_emoji(character)
        last = character
    return [text[start:end] for start, end in pairwise([*starts, len(text)])]


def _belongs(last: str, character: str, flags: int, is_pictured: bool) -> bool:
    """Whether a character goes on with a cluster that has so many flag letters, or a picture."""
    if last in "\r\n" or character in "\r\n" or category(last) in ("Cc", "Zl", "Zp"):
        return last == "\r" and character == "\n"
    if _extends(character):
        return True
    if last == _JOINER and _is_emoji(character):
        return is_pictured
    if _is_flag(character):
        return _is_flag(last) and flags % 2 == 1
    return _is_hangul_pair(last, character)


def _extends(character: str) -> bool:
    code = ord(character)
    if character == _JOINER or combining(character) or 0x1F3FB <= code <= 0x1F3FF:
        return True
    return category(character) in ("Mn", "Me", "Mc") or 0xE0020 <= code <= 0xE007F


def _is_emoji(character: str) -> bool:
    code = ord(character)
    is_pictograph = 0x1F300 <= code <= 0x1FAFF or 0x2190 <= code <= 0x2BFF
    return (is_pictograph and not 0x1F3FB <= code <= 0x1F3FF) or code in (0xA9, 0xAE, 0x203C)


def _is_flag(character: str) -> bool:
    return 0x1F1E6 <= ord(character) <= 0x1F1FF


def _is_hangul_pair(first: str, second: str) -> bool:
    one, two = ord(first), ord(second)
    leading = 0x1100 <= one <= 0x115F
    syllable = 0xAC00 <= one <= 0xD7A3
    vowel = 0x1160 <= one <= 0x11A7 or (syllable and (one - 0xAC00) % 28 == 0)
    trailing = 0x11A8 <= one <= 0x11FF or (syllable and not vowel)
    if leading:
        return 0x1100 <= two <= 0x11A7 or 0xAC00 <= two <= 0xD7A3
    if vowel:
        return 0x1160 <= two <= 0x11FF
    return trailing and 0x11A8 <= two <= 0x11FF
