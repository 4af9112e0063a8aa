"""Values as Terraform converts them to the types of variables."""

from __future__ import annotations

import pytest

from eksnetlint.readers.terraform.evaluation.constraints import constraint_of, convert
from eksnetlint.readers.terraform.functions.json import encoded
from eksnetlint.readers.terraform.types import (
    Invalid,
    Pending,
    TfObject,
    TfSet,
    TfValue,
    is_sensitive,
    reveal_all,
)
from eksnetlint.values import Known, Unknown
from tests.readers.terraform import oracle
from tests.readers.terraform.evaluation.configuration import parsed, value_of
from tests.readers.terraform.evaluation.recording import answers

NODE_GROUP = """object({
    name   = string
    size   = optional(number, 2)
    labels = optional(map(string), {})
    taint  = optional(object({ key = string, effect = optional(string, "NO_SCHEDULE") }))
    update = optional(object({ max = optional(number, 1) }), {})
  })"""
# A type, a value, and what `terraform console` (1.11.4) says of a variable with both.
CONVERTED = [
    ("string", "1", '"1"'),
    ("string", "true", '"true"'),
    ("string", "null", "null"),
    ("number", '"1.5"', "1.5"),
    ("bool", '"true"', "true"),
    ("any", '[1, "a"]', '[1,"a"]'),
    ("list(string)", "[1, true]", '["1","true"]'),
    ("list(number)", '["1", 2]', "[1,2]"),
    ("list(any)", '[1, "a"]', '["1","a"]'),
    ("list", '[1, "a"]', '["1","a"]'),
    ("set(string)", '["b", "a", "b"]', '["a","b"]'),
    ("set(number)", '["2", 1, 2]', "[1,2]"),
    ("map(string)", "{ a = 1, b = true }", '{"a":"1","b":"true"}'),
    ("map(any)", '{ a = 1, b = "x" }', '{"a":"1","b":"x"}'),
    ("map", '{ a = 1, b = "x" }', '{"a":"1","b":"x"}'),
    ("tuple([string, number])", '[1, "2"]', '["1",2]'),
    ("object({ a = string })", "{ a = 1, b = 2 }", '{"a":"1"}'),
    ("object({ a = string })", "{ a = null }", '{"a":null}'),
    ("object({ a = optional(string) })", "{}", '{"a":null}'),
    ('object({ a = optional(string, "x") })', "{ a = null }", '{"a":"x"}'),
    ("object({ a = optional(string, 5) })", "{}", '{"a":"5"}'),
    ('map(object({ a = optional(list(string), ["d"]) }))', "{ k = {} }", '{"k":{"a":["d"]}}'),
    (
        NODE_GROUP,
        '{ name = "win", taint = { key = "os" }, other = 1 }',
        '{"labels":{},"name":"win","size":2,"taint":{"effect":"NO_SCHEDULE","key":"os"},'
        '"update":{"max":1}}',
    ),
    (
        f"list({NODE_GROUP})",
        '[{ name = 1, size = "3", labels = { os = true }, update = null }]',
        '[{"labels":{"os":"true"},"name":"1","size":3,"taint":null,"update":{"max":1}}]',
    ),
]


def converted(value: TfValue, kind: str) -> TfValue:
    return convert(value, constraint_of(parsed(kind)))


@pytest.mark.parametrize(("kind", "text", "wanted"), CONVERTED)
def test_a_value_becomes_one_of_the_type(kind: str, text: str, wanted: str) -> None:
    assert encoded(converted(value_of(text), kind)) == wanted


@pytest.mark.skipif(
    oracle.terraform() is None,
    reason="Terraform 1.11 is not installed: conversions to the types of variables are not checked",
)
def test_terraform_says_the_same() -> None:
    command = oracle.terraform()
    assert command
    variables = "".join(
        f'variable "v{place}" {{\n  type = {kind}\n  default = {text}\n}}\n'
        for place, (kind, text, _) in enumerate(CONVERTED)
    )
    names = [f"var.v{place}" for place in range(len(CONVERTED))]
    assert answers(command, names, variables) == [row[2] for row in CONVERTED]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("string", "[]"),
        ("number", '"a"'),
        ("bool", "1"),
        ("list(string)", '"a"'),
        ("list(string)", "{}"),
        ("map(string)", "[]"),
        ("set(string)", "1"),
        ("tuple([string])", "[1, 2]"),
        ("object({ a = string })", '"a"'),
    ],
)
def test_what_does_not_fit_is_refused(kind: str, text: str) -> None:
    assert isinstance(converted(value_of(text), kind), Invalid)


def test_an_item_that_does_not_fit_leaves_the_others() -> None:
    made = converted(value_of('{ a = [], b = "x" }'), "object({ a = string, b = string, c = any })")
    assert isinstance(made, Known)
    assert isinstance(made.value, TfObject)
    assert isinstance(made.value.items["a"], Invalid)
    assert isinstance(made.value.items["b"], Known)
    assert isinstance(made.value.items["c"], Invalid)


@pytest.mark.parametrize("kind", ['"string"', '"list"', '"map"', '"list(string)"', "any", "nope"])
def test_every_spelling_of_a_type_is_read(kind: str) -> None:
    texts = {'"string"': "1", '"map"': "{ a = 1 }"}
    assert isinstance(converted(value_of(texts.get(kind, "[1]")), kind), Known)


def test_old_spellings_convert_too() -> None:
    assert encoded(converted(value_of("1"), '"string"')) == '"1"'
    assert encoded(converted(value_of('[1, "a"]'), '"list"')) == '["1","a"]'
    assert encoded(converted(value_of("[1]"), '"list(string)"')) == '["1"]'


def test_what_is_unknown_stays_so() -> None:
    hidden = value_of("hidden")
    assert converted(hidden, "string") == hidden
    pending = converted(value_of("aws_subnet.a.id"), "string")
    assert isinstance(pending, Pending)
    assert pending.is_exact
    rows = converted(value_of("[hidden, 1]"), "list(string)")
    assert isinstance(rows, Known)
    assert isinstance(rows.value[0], Unknown)
    assert encoded(rows.value[1]) == '"1"'


def test_an_open_object_may_have_any_attribute() -> None:
    made = converted(value_of("{ a = 1, (hidden) = 2, b = 3 }"), "object({ b = any, c = any })")
    assert isinstance(made, Known)
    assert isinstance(made.value, TfObject)
    assert made.value.open_because is None
    assert isinstance(made.value.items["b"], Known)
    assert not isinstance(made.value.items["c"], Invalid)
    assert isinstance(made.value.items["c"], Unknown)


def test_marks_stay_where_they_are() -> None:
    assert is_sensitive(converted(value_of("sensitive(1)"), "string"))
    made = converted(value_of("{ a = sensitive(1), b = 2 }"), "map(string)")
    assert isinstance(made, Known)
    assert not is_sensitive(made)
    assert is_sensitive(made.value.items["a"])
    made = converted(value_of('["a", sensitive("b")]'), "set(string)")
    assert is_sensitive(made)
    content = reveal_all(made)
    assert isinstance(content, Known)
    assert isinstance(content.value, TfSet)


def test_places_stay() -> None:
    made = converted(value_of("{ a = { b = 1 } }"), "object({ a = object({ b = string }) })")
    assert isinstance(made, Known)
    item = made.value.items["a"].value.items["b"]
    assert item.origin.frames[0].span.text == "b = 1"


def test_a_default_is_where_it_is_written() -> None:
    made = converted(value_of("{}"), 'object({ a = optional(string, "x") })')
    assert isinstance(made, Known)
    assert made.value.items["a"].origin.frames[0].span.text == '"x"'
    made = converted(value_of("{}"), "object({ a = optional(string) })")
    assert isinstance(made, Known)
    assert not made.value.items["a"].is_set
