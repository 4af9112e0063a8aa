"""Calico's selector language, as its documentation for NetworkPolicy defines it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from eksnetlint.model.labels import Labels, Selector
from eksnetlint.model.policy import LabelTest
from eksnetlint.readers import fields
from eksnetlint.source.tree import Node
from eksnetlint.values import (
    Known,
    Reason,
    Unknown,
    Value,
    conjunction,
    disjunction,
    lift,
    negation,
)

Test: TypeAlias = Callable[[Labels], Value[bool]]

_UNREADABLE = Reason("a Calico selector cannot be read")
_ELSEWHERE = Reason("a Calico selector names the namespace or the service account as a label")
_DEEPEST = 50
# Labels that Calico adds to every pod (libcalico-go, lib/backend/k8s/conversion).
_ADDED: dict[str, Value[str]] = {
    "projectcalico.org/orchestrator": Known("k8s"),
    "projectcalico.org/namespace": Unknown(_ELSEWHERE),
    "projectcalico.org/serviceaccount": Unknown(_ELSEWHERE),
}

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"[^"]*"|'[^']*')|(?P<mark>&&|\|\||==|!=|[!(){},])
    |(?P<word>[A-Za-z0-9_./-]+))""",
    re.VERBOSE,
)


class _Unreadable(Exception):
    """The text is no selector of this language."""


@dataclass(frozen=True, slots=True)
class CalicoSelector:
    """A readable selector."""

    test: Test

    def matches(self, labels: Labels) -> Value[bool]:
        return self.test(Labels({**_ADDED, **labels.items}, labels.open_because))


def calico_selector_of(spec: Node | None, key: str = "selector") -> LabelTest:
    """A selector of a Calico policy's spec; an absent one selects everything."""
    hidden = fields.hidden(spec)
    if hidden:
        return Selector(unreadable=hidden.reason)
    entry = fields.field(spec, key)
    written = fields.text(entry) if entry else Known("")
    if isinstance(written, Unknown):
        return Selector(unreadable=written.reason)
    try:
        return CalicoSelector(parse(written.value))
    except _Unreadable:
        return Selector(unreadable=_UNREADABLE)


def parse(text: str) -> Test:
    """The test a selector makes of labels. Raises for a text that is no selector."""
    if not text.strip():
        return lambda _: Known(True)
    parser = _Parser(_tokens(text))
    test = parser.any_of(0)
    if parser.peek():
        raise _Unreadable(text)
    return test


def _tokens(text: str) -> list[str]:
    tokens, position = [], 0
    end = len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None:
            raise _Unreadable(text)
        tokens.append(match[0].strip())
        position = match.end()
    return tokens


class _Parser:
    """Recursive descent over the tokens; ``depth`` guards against hostile nesting."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.next = 0

    def peek(self) -> str:
        return self.tokens[self.next] if self.next < len(self.tokens) else ""

    def take(self, *wanted: str) -> str:
        token = self.peek()
        if not token or (wanted and token not in wanted):
            raise _Unreadable(token)
        self.next += 1
        return token

    def any_of(self, depth: int) -> Test:
        tests = [self.all_of(depth)]
        while self.peek() == "||":
            self.take()
            tests.append(self.all_of(depth))
        return lambda labels: disjunction(test(labels) for test in tests)

    def all_of(self, depth: int) -> Test:
        tests = [self.term(depth)]
        while self.peek() == "&&":
            self.take()
            tests.append(self.term(depth))
        return lambda labels: conjunction(test(labels) for test in tests)

    def term(self, depth: int) -> Test:
        if depth > _DEEPEST:
            raise _Unreadable("nested too deep")
        token = self.take()
        if token == "!":
            inner = self.term(depth + 1)
            return lambda labels: negation(inner(labels))
        if token == "(":
            inner = self.any_of(depth + 1)
            self.take(")")
            return inner
        if self.peek() == "(":
            return self.call(token)
        return self.comparison(token)

    def call(self, name: str) -> Test:
        self.take("(")
        if name == "has":
            key = self.take()
            self.take(")")
            return lambda labels: labels.has(key)
        self.take(")")
        if name in ("all", "global"):
            return lambda _: Known(True)
        raise _Unreadable(name)

    def comparison(self, key: str) -> Test:
        operator = self.take("==", "!=", "in", "not", "contains", "starts", "ends")
        if operator in ("==", "!="):
            return self._within(key, [_unquoted(self.take())], operator == "!=")
        if operator == "contains":
            part = _unquoted(self.take())
            return _text_test(key, lambda text: part in text)
        if operator in ("starts", "ends"):
            self.take("with")
            part = _unquoted(self.take())
            return _text_test(key, lambda text: _at_edge(text, part, operator))
        if operator == "not":
            self.take("in")
        return self._within(key, self.set(), operator == "not")

    def set(self) -> list[str]:
        self.take("{")
        values = []
        while self.peek() != "}":
            values.append(_unquoted(self.take()))
            if self.peek() != "}":
                self.take(",")
        self.take("}")
        return values

    def _within(self, key: str, values: list[str], negated: bool) -> Test:
        known = tuple(Known(value) for value in values)
        if negated:
            return lambda labels: negation(labels.is_one_of(key, known))
        return lambda labels: labels.is_one_of(key, known)


def _at_edge(text: str, part: str, operator: str) -> bool:
    return text.startswith(part) if operator == "starts" else text.endswith(part)


def _text_test(key: str, test: Callable[[str], bool]) -> Test:
    def on(labels: Labels) -> Value[bool]:
        value = labels.items.get(key)
        return labels.has(key) if value is None else lift(test, value)

    return on


def _unquoted(token: str) -> str:
    if token[:1] not in ("'", '"'):
        raise _Unreadable(token)
    return token[1:-1]
