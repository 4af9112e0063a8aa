"""The value of a PowerShell expression, as far as it can be told from the text."""

from __future__ import annotations

from collections.abc import Sequence

from eksnetlint.readers.userdata.files import append, change, content_of
from eksnetlint.readers.userdata.lists import listed
from eksnetlint.readers.userdata.model import HOLE, Place
from eksnetlint.readers.userdata.run import Run, word_of
from eksnetlint.readers.userdata.statics import call_static
from eksnetlint.readers.userdata.tokens import Kind, Token
from eksnetlint.readers.userdata.values import (
    Series,
    Table,
    Text,
    Value,
    as_text,
    hole_at,
    joined,
    series_of,
)

_REPLACE = {"-replace": False, "-ireplace": False, "-creplace": True}
_GROUPS = (Kind.VALUE, Kind.BODY)
_KEEPS_CONTENT = frozenset({"tostring", "trim", "trimend", "trimstart", "split"})


def expression(run: Run, items: Sequence[Token]) -> Value:
    """Operators are taken from left to right, except that a comma binds before all of them."""
    place = Place(items[0].start, items[-1].end)
    value, index = listed(run, items, 0, operand)
    has_replaced = False
    while index < len(items):
        operator = items[index].text.lower() if items[index].kind is Kind.WORD else ""
        if index + 1 >= len(items):
            return hole_at(place)
        right, index = listed(run, items, index + 1, operand)
        if not run.scope.affords(value) or (operator == "+" and has_replaced):
            value = hole_at(place)  # "+" binds before -replace, so its left side is another
        else:
            value = _binary(value, operator, right, place)
        has_replaced = has_replaced or operator in _REPLACE
    return value


def _binary(left: Value, operator: str, right: Value, place: Place) -> Value:
    if operator in _REPLACE:
        pair = right.items if isinstance(right, Series) else (right,)
        if len(pair) > 2:
            return hole_at(place)
        new: Value = pair[1] if len(pair) == 2 else Text((), "")
        return change(left, pair[0], new, place, matches_case=_REPLACE[operator])
    content = content_of(left)
    if operator == "-join":
        return content or as_text(left, place, as_text(right, place).string)
    if content:
        if operator == "-split":
            return content
        return append(content, right, place) if operator == "+" else hole_at(place)
    return plus(left, right, place) if operator == "+" else hole_at(place)


def plus(left: Value, right: Value, place: Place) -> Value:
    """What `+` makes of two values: a longer string, array or hashtable."""
    content = content_of(left)
    if content:
        return append(content, right, place)
    if isinstance(left, Table) and isinstance(right, Table):
        entries = {**left.entries, **right.entries}
        return Table(entries, left.complete and right.complete)
    if isinstance(left, Series):
        return series_of((left, right))
    if isinstance(left, Text):
        return joined((left, as_text(right, place)))
    return hole_at(place)


def operand(run: Run, items: Sequence[Token], index: int) -> tuple[Value, int]:
    """One operand with its casts, members and indexes, and the index after it."""
    while index < len(items) - 1 and items[index].kind is Kind.TYPE:
        if items[index + 1].text.startswith("::") and items[index + 1].glued:
            return _static(run, items, index)
        index += 1
    token = items[index]
    if token.kind is Kind.WORD and index < len(items) - 1 and _is_unary(token):
        value: Value = hole_at(token.place)
        if token.text.lower() == "-join":
            inner, index = listed(run, items, index + 1, operand)
            return content_of(inner) or as_text(inner, token.place, ""), index
        return value, len(items)
    value = primary(run, token)
    return members(run, items, index + 1, value)


def primary(run: Run, token: Token) -> Value:
    if token.kind is Kind.STRING:
        return run.string(token)
    if token.kind is Kind.VARIABLE:
        return run.read(token.text, token.place)
    if token.kind in _GROUPS and token.text != "[" and token.value is not None:
        return token.value
    if token.kind is Kind.WORD:
        return word_of(token)
    return hole_at(token.place)


def members(run: Run, items: Sequence[Token], index: int, value: Value) -> tuple[Value, int]:
    """Follows `.Name`, `.Method(...)` and `[index]` that stand glued to a value."""
    while index < len(items) and items[index].glued:
        token = items[index]
        if token.kind is Kind.VALUE and token.text == "[":
            value = _index(value, token)
            index += 1
        elif token.kind is Kind.WORD and _is_member(token.text):
            called = index + 1 < len(items) and _is_call(items[index + 1])
            given = arguments_in(items[index + 1]) if called else None
            if not run.scope.affords(value):
                value = hole_at(token.place)
            value = _member(value, token.text.lstrip(".:").lower(), given, token.place)
            index += 2 if called else 1
        else:
            break
    return value, index


def arguments_in(group: Token) -> tuple[Value, ...]:
    """The arguments of a method call, from its parentheses."""
    if group.value is None:
        return ()
    return group.value.items if isinstance(group.value, Series) else (group.value,)


def _member(value: Value, name: str, given: tuple[Value, ...] | None, place: Place) -> Value:
    if given is None:
        if isinstance(value, Table) and value.complete and name in value.entries:
            return value.entries[name]
        return hole_at(place)
    content = content_of(value)
    if content and name == "replace" and len(given) == 2:
        return change(content, given[0], given[1], place, matches_case=True)
    if content and name in _KEEPS_CONTENT:
        return content
    if isinstance(value, Text) and name in ("tostring", "trim") and not given:
        return value
    return hole_at(place)


def _index(value: Value, token: Token) -> Value:
    key = token.value
    if isinstance(value, Table) and isinstance(key, Text) and key.string.lower() in value.entries:
        return value.entries[key.string.lower()]
    return hole_at(token.place)


def _static(run: Run, items: Sequence[Token], index: int) -> tuple[Value, int]:
    kind, member = items[index], items[index + 1]
    name = member.text.lstrip(":").lower()
    index += 2
    if index < len(items) and _is_call(items[index]):
        given = arguments_in(items[index])
        place = Place(kind.start, items[index].end)
        value = call_static(run, kind.text.lower().strip("[]"), name, given, place)
        return members(run, items, index + 1, value)
    return word_of(member), index


def _is_call(token: Token) -> bool:
    return token.kind is Kind.VALUE and token.text == "(" and token.glued


def _is_member(text: str) -> bool:
    bare = text.lstrip(".")
    return text.startswith(".") and bool(bare) and (bare[0].isalpha() or bare[0] in f"_{HOLE}")


def _is_unary(token: Token) -> bool:
    return token.text.startswith(("-", "!", "+")) and not token.text[1:2].isdigit()
