"""Statements: assignments, pipelines of commands and expressions."""

from __future__ import annotations

from collections.abc import Sequence

from eksnetlint.readers.userdata.expressions import arguments_in, expression, plus
from eksnetlint.readers.userdata.files import write
from eksnetlint.readers.userdata.model import HOLE, Place
from eksnetlint.readers.userdata.programs import invoke
from eksnetlint.readers.userdata.run import Run, word_of
from eksnetlint.readers.userdata.statics import set_environment
from eksnetlint.readers.userdata.tokens import Kind, Token
from eksnetlint.readers.userdata.values import Table, Text, Value, as_text, hole_at

LEAVING = frozenset({"return", "throw", "exit"})
#: Keywords whose groups and blocks have been run by the time the statement ends.
STRUCTURE = frozenset(
    [
        "if",
        "elseif",
        "else",
        "switch",
        "while",
        "for",
        "foreach",
        "do",
        "until",
        "try",
        "catch",
        "finally",
        "trap",
        "function",
        "filter",
        "workflow",
        "class",
        "enum",
        "param",
        "begin",
        "process",
        "end",
        "dynamicparam",
        "using",
        "break",
        "continue",
        "data",
    ]
)


def execute(run: Run, items: Sequence[Token], *, in_group: bool) -> Value | None:
    """Runs one statement and returns its output; None when it has none."""
    if items[0].kind is Kind.WORD:
        word = items[0].text.lower()
        if word.startswith(HOLE):
            if in_group:
                return expression(run, items)
            run.journal.cannot_see(items[0].place)
        if word in LEAVING:
            items = items[1:]
        elif word in STRUCTURE:
            return None
    if not items:
        return None
    if _calls_a_table(run, items):
        return None
    targets: list[tuple[Sequence[Token], str]] = []
    while end := _target_end(items):
        targets.append((items[:end], items[end].text))
        items = items[end + 1 :]
    if not targets:
        return None if _steps(run, items) else pipeline(run, items)
    value = pipeline(run, items) if items and not _is_structure(items[0]) else None
    place = Place(items[0].start, items[-1].end) if items else targets[-1][0][0].place
    for target, operator in reversed(targets):
        _assign(run, target, operator, hole_at(place) if value is None else value, place)
    return None


def pipeline(run: Run, items: Sequence[Token]) -> Value:
    """The output of commands and expressions joined by `|`."""
    place = Place(items[0].start, items[-1].end)
    value: Value | None = None
    start = 0
    for index in range(len(items) + 1):
        if index == len(items) or items[index].kind is Kind.PIPE:
            if start < index:
                value = _segment(run, items[start:index], value, place)
            start = index + 1
    return value if value is not None else hole_at(place)


def _segment(run: Run, items: Sequence[Token], piped: Value | None, place: Place) -> Value:
    first = items[0]
    if first.kind is Kind.AMP or (first.kind is Kind.WORD and _names_command(first.text)):
        return invoke(run, items, piped, place)
    cut = next((i for i, token in enumerate(items) if token.kind is Kind.REDIRECT), len(items))
    if cut == 0:
        return hole_at(place)
    value = expression(run, items[:cut])
    if cut + 1 < len(items) and items[cut].text in (">", ">>"):
        target = as_text(expression(run, items[cut + 1 :]), place)
        write(run, target, value, place, appends=items[cut].text == ">>")
        return hole_at(place)
    return value


def _names_command(word: str) -> bool:
    return not (word[0].isdigit() or word[0] in "-!+=*/<>")


def _is_structure(token: Token) -> bool:
    return token.kind is Kind.WORD and token.text.lower() in STRUCTURE


def _target_end(items: Sequence[Token]) -> int:
    """The index of the assignment operator; 0 when the statement does not start with a target."""
    index = 0
    while index < len(items) and items[index].kind is Kind.TYPE:
        index += 1
    if index >= len(items) or items[index].kind is not Kind.VARIABLE:
        return 0
    while index < len(items) and (
        items[index].kind in (Kind.VARIABLE, Kind.COMMA)
        or (items[index].glued and items[index].kind in (Kind.VALUE, Kind.WORD))
    ):
        index += 1
    return index if index < len(items) and items[index].kind is Kind.ASSIGN else 0


def _steps(run: Run, items: Sequence[Token]) -> bool:
    """`$i++` and `$i--`."""
    if len(items) != 2 or items[0].kind is not Kind.VARIABLE or items[1].text not in ("++", "--"):
        return False
    run.scope.forget(items[0].text, items[0].place, run.block)
    return True


def _assign(run: Run, target: Sequence[Token], operator: str, value: Value, place: Place) -> None:
    names = [token for token in target if token.kind is Kind.VARIABLE]
    rest = [token for token in target if token.kind not in (Kind.VARIABLE, Kind.TYPE)]
    if len(names) != 1 or operator not in ("=", "+="):
        for name in names:
            run.scope.forget(name.text, name.place, run.block)
        return
    name = names[0]
    if rest:
        key = _key(rest[0]) if len(rest) == 1 and operator == "=" else None
        _put(run, name, key, as_text(value, place))
        return
    if operator == "+=":
        old = run.read(name.text, name.place)
        if isinstance(old, Text) and old.undefined:
            old = Text((), "")
        value = plus(old, value, place)
    if name.text.startswith("env:"):
        variable = name.text.removeprefix("env:")
        set_environment(run, variable, as_text(value, place), place, is_machine=False)
    run.assign(name.text, value)


def _key(token: Token) -> str | None:
    if token.kind is Kind.VALUE and isinstance(token.value, Text) and token.value.is_seen:
        return token.value.string.lower()
    if token.kind is Kind.WORD and token.text.count(".") == 1:
        return word_of(token).string.lstrip(".").lower()
    return None


def _put(run: Run, variable: Token, key: str | None, text: Text) -> None:
    """Sets an entry of a hashtable; what else may have changed is forgotten."""
    table = run.scope.entries(variable.text)
    if table is None or key is None or not run.scope.affords(table):
        run.scope.forget(variable.text, variable.place, run.block)
        return
    entries = {**table.entries, key: text}
    run.assign(variable.text, Table(entries, table.complete))


def _calls_a_table(run: Run, items: Sequence[Token]) -> bool:
    """`$table.Add(key, value)`, or another method that changes the table."""
    if len(items) != 3 or items[0].kind is not Kind.VARIABLE or not items[1].glued:
        return False
    if items[2].kind is not Kind.VALUE or run.scope.entries(items[0].text) is None:
        return False
    given = arguments_in(items[2])
    adds = items[1].text.lower() == ".add" and len(given) == 2
    key = given[0] if adds else None
    name = key.string.lower() if isinstance(key, Text) and key.is_seen else None
    _put(run, items[0], name, as_text(given[1], items[2].place) if adds else Text((), ""))
    return True
