"""The arguments of a command: parameters, values, splats and redirections."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from eksnetlint.readers.userdata.expressions import members, primary
from eksnetlint.readers.userdata.lists import listed
from eksnetlint.readers.userdata.model import HOLE, Place
from eksnetlint.readers.userdata.run import Run, word_of
from eksnetlint.readers.userdata.tokens import Kind, Token
from eksnetlint.readers.userdata.values import (
    Piece,
    Text,
    Value,
    as_text,
    hole_at,
    joined,
    text_of,
)

# A dash may be typographic; two dashes do not start a parameter (about_Parameters).
_PARAMETER = re.compile(rf"[-\u2013-\u2015]([A-Za-z_?{HOLE}][\w{HOLE}]*)(:?)")
_SWITCHES = frozenset(
    [
        "append",
        "confirm",
        "debug",
        "force",
        "noclobber",
        "nonewline",
        "noprofile",
        "nologo",
        "noninteractive",
        "passthru",
        "raw",
        "recurse",
        "verbose",
        "wait",
        "whatif",
        "usebasicparsing",
        "asjob",
        "noexit",
        "sta",
        "mta",
    ]
)


class Given(NamedTuple):
    """A parameter name with or without its value, a value alone, or (`is_splat`) a splat."""

    name: str | None
    value: Value | None
    place: Place
    is_splat: bool = False


class Arguments(NamedTuple):
    """What follows a command's name; `target` is the file its output is redirected to."""

    given: tuple[Given, ...]
    target: Text | None = None
    appends: bool = False


def arguments_of(run: Run, items: Sequence[Token]) -> Arguments:
    """Reads what follows the name of a command."""
    given: list[Given] = []
    target: Text | None = None
    appends = False
    index = 0
    while index < len(items):
        token = items[index]
        if token.kind is Kind.REDIRECT:
            index += 1
            if token.text.endswith(">") and index < len(items):
                value, index = cluster(run, items, index)
                if token.text[0] in ">1*":
                    target, appends = as_text(value, token.place), token.text.endswith(">>")
        elif token.kind is Kind.WORD and (found := _PARAMETER.match(token.text)):
            one, index = _parameter(run, items, index, found)
            given.append(one)
        elif token.kind is Kind.SPLAT:
            given.append(Given(None, run.read(token.text, token.place), token.place, True))
            index += 1
        else:
            value, end = listed(run, items, index, cluster)
            given.append(Given(None, value, Place(token.start, items[end - 1].end)))
            index = end
    return Arguments(tuple(given), target, appends)


def _parameter(
    run: Run, items: Sequence[Token], index: int, found: re.Match[str]
) -> tuple[Given, int]:
    token, name = items[index], found[1].lower()
    rest = token.text[found.end() :]
    place = token.place
    if rest and not found[2]:
        return Given(name + rest.lower(), None, place), index + 1
    if rest:
        head = text_of((Piece(rest, token.end - len(rest), token.end, True),))
        index += 1
        if index < len(items) and items[index].glued:
            tail, index = cluster(run, items, index)
            head = joined((head, as_text(tail, place)))
        return Given(name, head, place), index
    if found[2] and index + 1 < len(items):
        value, end = listed(run, items, index + 1, cluster)
        return Given(name, value, place), end
    return Given(name, None, place), index + 1


def cluster(run: Run, items: Sequence[Token], index: int) -> tuple[Value, int]:
    """Pieces that stand without space between them make one argument."""
    value: Value = _piece(run, items[index])
    if items[index].kind in (Kind.VARIABLE, Kind.STRING, Kind.VALUE):
        value, index = members(run, items, index + 1, value)
    else:
        index += 1
    texts = []
    while index < len(items) and items[index].glued and items[index].kind not in _ENDS:
        token = items[index]
        texts.append(as_text(_piece(run, token), token.place))
        index += 1
    if texts:
        value = joined((as_text(value, items[index - 1].place), *texts))
    return value, index


_ENDS = (Kind.COMMA, Kind.REDIRECT, Kind.SPLAT)


def _piece(run: Run, token: Token) -> Value:
    if token.kind in (Kind.ASSIGN, Kind.TYPE, Kind.COMMA, Kind.AMP):
        return word_of(token)
    return primary(run, token)


def bound(given: Sequence[Given], *parameters: str) -> dict[str, Given]:
    """Binds arguments to the named parameters of a cmdlet, the rest of them by position."""
    named: dict[str, Given] = {}
    positional: list[Given] = []
    index = 0
    while index < len(given):
        one, name = given[index], given[index].name
        index += 1
        if name is None:
            positional.append(one)
            continue
        if one.value is None and name not in _SWITCHES and index < len(given):
            following = given[index]
            if following.name is None and not following.is_splat:
                one = Given(name, following.value, following.place)
                index += 1
        parameter_name = _parameter_name(name, parameters)
        if parameter_name:
            named[parameter_name] = one
    for parameter in parameters:
        if parameter not in named and positional:
            named[parameter] = positional.pop(0)
    return named


def _parameter_name(written: str, parameters: Sequence[str]) -> str | None:
    if written in ("literalpath", "pspath", "lp", "filepath", "fullname") and "path" in parameters:
        return "path"
    return next((name for name in parameters if name.startswith(written)), None)


def text_in(given: Given | None) -> Text | None:
    """The value of an argument as a string; None when there is none."""
    if given is None or given.value is None:
        return None
    return as_text(given.value, given.place)


def has_switch(given: Sequence[Given], name: str) -> bool:
    return any(one.name is not None and name.startswith(one.name) for one in given)


def value_in(given: Given | None) -> Value:
    """The value of an argument; a hole when it has none."""
    if given is None:
        return hole_at(Place(0, 0))
    return given.value if given.value is not None else hole_at(given.place)
