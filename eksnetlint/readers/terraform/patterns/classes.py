"""Escapes and bracketed classes of regular expressions: everything that is one character."""

from __future__ import annotations

import re
from collections.abc import Mapping

from eksnetlint.readers.terraform.patterns.tree import Category, Characters, Range
from eksnetlint.readers.terraform.types import Refused, Unsupported

Members = tuple[Range | Category | Characters, ...]

_CONTROLS = {"a": "\a", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_CODE = re.compile(r"\\(?:x\{([0-9A-Fa-f]{1,8})\}|x([0-9A-Fa-f]{2})|([1-7][0-7]{1,2}|0[0-7]{0,2}))")
_PROPERTY = re.compile(r"\\([pP])(?:([A-Z])|\{(\^?)([A-Za-z_]+)\})")
_CATEGORIES = frozenset(
    "C Cc Cf Co Cs L Ll Lm Lo Lt Lu M Mc Me Mn N Nd Nl No P Pc Pd Pe Pf Pi Po Ps S Sc Sk Sm So"
    " Z Zl Zp Zs".split()
)


def _ranges(pairs: str) -> Members:
    return tuple(Range(pair[0], pair[-1]) for pair in pairs.split("|"))


PERL: Mapping[str, Members] = {
    "d": _ranges("09"),
    "s": _ranges("\t\n|\f\r|  "),
    "w": _ranges("09|AZ|az|__"),
}
_POSIX: Mapping[str, Members] = {
    "alnum": _ranges("09|AZ|az"),
    "alpha": _ranges("AZ|az"),
    "ascii": _ranges("\x00\x7f"),
    "blank": _ranges("\t\t|  "),
    "cntrl": _ranges("\x00\x1f|\x7f\x7f"),
    "digit": _ranges("09"),
    "graph": _ranges("!~"),
    "lower": _ranges("az"),
    "print": _ranges(" ~"),
    "punct": _ranges("!/|:@|[`|{~"),
    "space": _ranges("\t\r|  "),
    "upper": _ranges("AZ"),
    "word": PERL["w"],
    "xdigit": _ranges("09|AF|af"),
}
_POSIX_CLASS = re.compile(r"\[:(\^?)([a-z]+):\]")


def escaped(pattern: str, at: int) -> tuple[Members, int]:
    """What an escape stands for and where it ends. Raises Refused for one RE2 does not know."""
    letter = pattern[at + 1 : at + 2]
    if letter.lower() in PERL:
        members = PERL[letter.lower()]
        return (members if letter.islower() else (Characters(members, True),)), at + 2
    if letter in ("p", "P"):
        return _property(pattern, at)
    character, end = _character(pattern, at)
    return (Range(character, character),), end


def bracketed(pattern: str, at: int) -> tuple[Members, bool, int]:
    """The members of a bracketed class, whether it is negated, and where it ends."""
    start = at + 1
    is_negated = pattern.startswith("^", start)
    at = first = start + is_negated
    members: list[Range | Category | Characters] = []
    while at == first or not pattern.startswith("]", at):
        if at >= len(pattern):
            raise Refused("the pattern lacks a closing ]")
        found, at = _member(pattern, at)
        members.extend(found)
    return tuple(members), is_negated, at + 1


def _member(pattern: str, at: int) -> tuple[Members, int]:
    posix = _POSIX_CLASS.match(pattern, at)
    if posix:
        if posix[2] not in _POSIX:
            raise Refused("the pattern names an invalid character class")
        members = _POSIX[posix[2]]
        return ((Characters(members, True),) if posix[1] else members), posix.end()
    if pattern[at] == "\\" and pattern[at + 1 : at + 2] in ("d", "D", "s", "S", "w", "W", "p", "P"):
        return escaped(pattern, at)
    low, at = _character(pattern, at)
    high = low
    if pattern.startswith("-", at) and not pattern.startswith("]", at + 1):
        if at + 1 >= len(pattern):
            raise Refused("the pattern lacks a closing ]")
        high, at = _character(pattern, at + 1)
    if high < low:
        raise Refused("the pattern has an invalid character range")
    return (Range(low, high),), at


def _character(pattern: str, at: int) -> tuple[str, int]:
    if pattern[at] != "\\":
        return pattern[at], at + 1
    letter = pattern[at + 1 : at + 2]
    if letter in _CONTROLS:
        return _CONTROLS[letter], at + 2
    code = _CODE.match(pattern, at)
    if code:
        number = int(code[3], 8) if code[3] else int(code[1] or code[2], 16)
        if number > 0x10FFFF:
            raise Refused("the pattern has an invalid escape sequence")
        return chr(number), code.end()
    if letter.isascii() and letter and not letter.isalnum():
        return letter, at + 2
    raise Refused("the pattern has an escape that RE2 does not know")


def _property(pattern: str, at: int) -> tuple[Members, int]:
    match = _PROPERTY.match(pattern, at)
    name = match and (match[2] or match[4])
    if match is None or name not in _CATEGORIES:
        raise Unsupported("the pattern has a Unicode class that is not evaluated")
    is_negated = (match[1] == "P") != (match[3] == "^")
    members: Members = (Category(str(name)),)
    return ((Characters(members, True),) if is_negated else members), match.end()
