"""JSON with positions for what is asked for."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eksnetlint.source.json import JsonValue, read_json
from eksnetlint.source.text import Source
from eksnetlint.source.tree import Problem

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4)
    ),
    max_leaves=20,
)


def read(text: str) -> JsonValue:
    found = read_json(Source("plan.json", text))
    assert isinstance(found, JsonValue)
    return found


def problem(text: str) -> Problem:
    found = read_json(Source("plan.json", text))
    assert isinstance(found, Problem)
    return found


def test_a_member_is_placed_with_its_key():
    inner = read('{"a": {"b" :  [1, "x"]}}').member("a", "b")
    assert inner is not None
    assert inner.span.text == '"b" :  [1, "x"]'
    assert [item.span.text for item in inner.items()] == ["1", '"x"']


def test_a_long_member_or_one_of_several_lines_is_placed_at_its_key():
    tall, long = read(json.dumps({"a": [1]}, indent=1)), read(json.dumps({"a": "x" * 300}))
    for document in (tall, long):
        assert document.members()["a"].span.text == '"a"'
    (item,) = read(json.dumps([{"a": 1}], indent=1)).items()
    assert item.span.text == "{"


def test_of_two_members_with_one_key_the_last_one_counts():
    assert read('{"a": 1, "a": 2}').members()["a"].span.text == '"a": 2'


def test_what_is_not_there_is_none():
    document = read('{"a": [1], "b": 2}')
    assert document.member("a", "0") is None
    assert document.member("b", "c") is None
    assert document.member("c") is None
    assert read("[]").members() == {}
    assert read("{}").items() == []


def test_fractions_keep_their_digits():
    assert read("[1.10]").value == [Decimal("1.10")]


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ('{"a": }', "expecting value", (1, 7)),
        ('{"a": 1}\n{}', "extra data", (2, 1)),
        ("", "expecting value", (1, 1)),
        ("[" * 100_000, "nested too deep", (1, 1)),
        ("1" * 10_000, "a number is too long", (1, 1)),
    ],
)
def test_what_is_no_json_is_told_with_its_place(text, message, place):
    found = problem(text)
    assert found.message == message
    assert (found.span.first.line, found.span.first.column) == place


@given(VALUES, st.sampled_from([None, 1, "\t"]))
def test_every_place_holds_the_value_that_is_found_there(value, indent):
    todo = [read(f" {json.dumps(value, indent=indent)}\n")]
    assert todo[0].value == value
    while todo:
        one = todo.pop()
        assert json.loads(one.source.text[one.start : one.end]) == one.value
        members, items = one.members(), one.items()
        assert {key: inner.value for key, inner in members.items()} == (
            one.value if isinstance(one.value, dict) else {}
        )
        assert [item.value for item in items] == (one.value if isinstance(one.value, list) else [])
        todo += [*members.values(), *items]
