"""What holds for Terraform's functions whatever they are given."""

from __future__ import annotations

import json
import re
import unicodedata
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from eksnetlint.readers.terraform.conversion import to_list, to_map, to_set, to_string
from eksnetlint.readers.terraform.functions import FUNCTIONS, call
from eksnetlint.readers.terraform.functions.json import encoded
from eksnetlint.readers.terraform.graphemes import clusters
from eksnetlint.readers.terraform.numerals import nearest, number_text, parse_number
from eksnetlint.readers.terraform.patterns.machine import Search, compiled
from eksnetlint.readers.terraform.types import (
    Sensitive,
    TfObject,
    TfSet,
    TfValue,
    hides_something,
    is_sensitive,
    marked,
    reveal_all,
)
from eksnetlint.values import Known, Reason, Unknown
from tests.readers.terraform.expressions import CONTEXT

NUMBERS = st.integers(-(10**20), 10**20) | st.decimals(-1000, 1000, places=3).map(
    lambda number: parse_number(format(number, "f"))
)
# Terraform keeps texts in Unicode's normal form C.
TEXTS = st.text(max_size=8).map(lambda text: unicodedata.normalize("NFC", text))
PLAIN = st.none() | st.booleans() | NUMBERS | TEXTS


def grown(values: st.SearchStrategy[TfValue]) -> st.SearchStrategy[TfValue]:
    lists = st.lists(values, max_size=4).map(tuple)
    reasons = st.none() | st.just(Reason("open"))
    objects = st.builds(TfObject, st.dictionaries(TEXTS, values, max_size=3), reasons)
    sets = st.lists(PLAIN.map(Known), max_size=3).map(lambda items: to_set(Known(tuple(items))))
    return st.one_of(lists.map(Known), objects.map(Known), sets, values.map(marked))


VALUES: st.SearchStrategy[TfValue] = st.recursive(
    PLAIN.map(Known) | st.just(Unknown(Reason("hidden"))), grown, max_leaves=8
)
SAFE_PATTERNS = st.recursive(
    st.sampled_from(["a", "b", ".", "[ab]", "[^a]", "\\d", "^", "$", "\\b", "(?:)"]),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.tuples(inner, inner).map("|".join).map("(?:{})".format),
        inner.map("({})".format),
        st.tuples(
            inner.map("(?:{})".format), st.sampled_from(["*?", "+?", "?", "{1,2}", "*", "+"])
        ).map("".join),
    ),
    max_leaves=6,
)


@settings(max_examples=1500, deadline=None)
@given(st.sampled_from(sorted(FUNCTIONS)), st.lists(VALUES, max_size=4))
def test_a_call_never_raises(name: str, arguments: list[TfValue]) -> None:
    result = call(name, arguments, CONTEXT)
    assert isinstance(result, Known | Unknown)
    assert_sound(result)


def assert_sound(value: TfValue) -> None:
    if isinstance(value, Unknown):
        return
    content = value.value.content if isinstance(value.value, Sensitive) else value.value
    if isinstance(content, TfObject):
        for key, item in content.items.items():
            assert isinstance(key, str)
            assert_sound(item)
    elif isinstance(content, tuple | TfSet):
        for item in content.items if isinstance(content, TfSet) else content:
            assert_sound(item)
    else:
        assert content is None or isinstance(content, bool | int | Decimal | str)
        assert not isinstance(content, Decimal) or content != content.to_integral_value()


@settings(max_examples=500, deadline=None)
@given(st.sampled_from(sorted(FUNCTIONS)), st.lists(VALUES, max_size=3))
def test_marks_change_no_result(name: str, arguments: list[TfValue]) -> None:
    """A mark hides a result; it does not make another one of it."""
    if "sensitive" in name:
        return
    bare = call(name, [reveal_all(argument) for argument in arguments], CONTEXT)
    hidden = call(name, [marked(reveal_all(argument)) for argument in arguments], CONTEXT)
    assert isinstance(bare, Unknown) == isinstance(hidden, Unknown)
    if isinstance(bare, Known):
        assert not hides_something(bare)
        assert reveal_all(hidden) == bare
        assert (
            is_sensitive(hidden)
            or not arguments
            or all(isinstance(argument, Unknown) for argument in arguments)
        )


@given(VALUES)
def test_a_secret_is_in_no_text(value: TfValue) -> None:
    secret = Known(Sensitive("hunter2 is the password"))
    for name in FUNCTIONS:
        result = call(name, [secret, value], CONTEXT)
        if name != "nonsensitive":
            assert "password" not in repr(result)


@given(VALUES)
def test_json_survives_the_way_through(value: TfValue) -> None:
    text = call("jsonencode", [reveal_all(value)], CONTEXT)
    if isinstance(text, Known):
        json.loads(text.value)
        again = call("jsonencode", [call("jsondecode", [text], CONTEXT)], CONTEXT)
        assert again == text


@given(VALUES)
def test_yaml_survives_the_way_through(value: TfValue) -> None:
    text = call("yamlencode", [reveal_all(value)], CONTEXT)
    if isinstance(text, Known):
        decoded = call("yamldecode", [text], CONTEXT)
        assert isinstance(decoded, Unknown) or encoded(decoded) == encoded(reveal_all(value))


@settings(max_examples=400, deadline=None)
@given(SAFE_PATTERNS, st.text("ab1 \n", max_size=8))
def test_matches_are_where_python_finds_them(pattern: str, text: str) -> None:
    theirs = re.compile(pattern.replace("$", "\\Z"), re.ASCII).search(text)
    ours = Search(compiled(pattern), text).from_offset(0)
    assert (ours and ours[:2]) == (theirs and theirs.span())


@given(NUMBERS)
def test_numbers_survive_the_way_through_text(number: int | Decimal) -> None:
    assert parse_number(number_text(number)) == number
    assert nearest(Fraction(number)) == number


@given(st.text())
def test_clusters_are_all_of_the_text(text: str) -> None:
    assert "".join(clusters(text)) == text
    assert all(clusters(text))


@given(VALUES)
def test_conversions_are_stable(value: TfValue) -> None:
    for convert in (to_string, to_list, to_set, to_map):
        once = convert(value)
        if isinstance(once, Known):
            assert convert(once) == once
