"""Expressions beside what Terraform itself says of them."""

from __future__ import annotations

import pytest

from eksnetlint.readers.terraform.comparison import is_seen
from eksnetlint.readers.terraform.functions.json import encoded
from eksnetlint.readers.terraform.types import Invalid, TfValue, reveal_all
from eksnetlint.values import Known, Unknown
from tests.readers.terraform import oracle
from tests.readers.terraform.evaluation.configuration import content_of, value_of
from tests.readers.terraform.evaluation.recording import rows

# Terraform knows the result and we say that we do not: a list and a tuple of equal items differ
# for Terraform, and whether a value is the one or the other is lost here.
TYPES = {
    "[] == []",
    "[1] == [1]",
    "{} == {}",
    "{ a = 1 } == { a = 1 }",
    "[] != []",
    "[1] != [1]",
    "{} != {}",
    "{ a = 1 } != { a = 1 }",
    "[1, 2] == [1, 2]",
    '[1, "a"] == [1, "a"]',
    "{ a = 1, b = 2 } == { b = 2, a = 1 }",
    'tolist(["a"]) == ["a"]',
    'tolist(["a"]) == tolist(["a"])',
    "toset([]) == toset([])",
    'tomap({ a = "b" }) == { a = "b" }',
    'tomap({ a = "b" }) == tomap({ a = "b" })',
    "[null] == [null]",
    "local.windows == local.windows",
    'local.names == ["a", "b", "c"]',
    "var.empty == []",
    "issensitive({ a = sensitive(1) } == { a = 1 })",
}
# The type of what has no value is not used: what an error would be may be no error.
UNTYPED = {"try(var.unset.a, 1)", 'length("x-${var.unset}") > 1'}
OPEN = TYPES | UNTYPED
# What is an error, not known or another number to Terraform 1.11.
LENIENT = {
    "-0": "0",
    # Types are known too little to insist on an error of parts, outside try.
    "local.enabled ? local.windows : {}": (
        '{"ami_type":"WINDOWS_CORE_2022_x86_64","taints":[{"key":"os","value":"windows"}]}'
    ),
    "local.disabled ? {} : local.groups": (
        '{"linux":{"labels":{"a/b":"c"},"min_size":1,"platform":"linux"},'
        '"win":{"min_size":2,"platform":"windows"}}'
    ),
    "true ? 1 : var.unset": "1",
    # One side decides.
    "false && var.unset": "false",
    "true || var.unset": "true",
    "var.unset && false": "false",
    "var.unset || true": "true",
    'var.unset == "a" ? "x" : "x"': '"x"',
    # A key that begins with b- is not a.
    '{ "b-${var.unset}" = 2, a = 1 }.a': "1",
}
# In a collection an error, or what cannot be seen, is one of the item.
PARTLY = "partly"
IN_PARTS = {
    "[upper(null)]",
    "{ a = upper(null) }",
    "[{ a = 1 }, { b = 2 }][*].a",
    "[{ a = 1 }, null][*].a",
    "local.windows.taints[*].nope",
    "[for x in [1] : x.a]",
    "issensitive([sensitive({ a = 1 })][*].a[0])",
    "[for x in [var.unset] : x == null]",
    "{ a = 1, (var.unset) = 2 }",
    "{ for x in [var.unset] : x => 1 }",
    "[{ a = var.unset }][*].a",
    "[var.unset][*]",
    'toset(["a", var.unset])',
}
ROWS = rows()


def shown(value: TfValue) -> str:
    if isinstance(value, Unknown):
        return oracle.ERROR if isinstance(value, Invalid) else oracle.UNKNOWN
    return encoded(reveal_all(value)) if is_seen(value) else PARTLY


@pytest.mark.parametrize(("expression", "said"), ROWS, ids=[row[0] for row in ROWS])
def test_an_expression_comes_to_what_terraform_says(expression: str, said: str) -> None:
    found = shown(value_of(expression))
    if expression in IN_PARTS:
        assert found in (PARTLY, "false")
    elif expression in OPEN:
        assert found == oracle.UNKNOWN
    else:
        assert found == LENIENT.get(expression, said)


@pytest.mark.parametrize("expression", [row[0] for row in ROWS if row[1] == oracle.ERROR])
def test_try_passes_over_what_is_an_error(expression: str) -> None:
    assert content_of(f'try({expression}\n, "passed over")') == "passed over"


def test_the_exceptions_are_in_the_table() -> None:
    recorded = dict(ROWS)
    assert recorded.keys() >= OPEN | IN_PARTS | LENIENT.keys()
    assert not [text for text in LENIENT if recorded[text] == LENIENT[text]]


def test_numbers_are_whole_or_exact() -> None:
    assert type(content_of("3 / 1.5")) is int
    assert content_of("0.1 + 0.2") == content_of("0.3")


def test_what_is_written_is_set() -> None:
    value = value_of('{ a = ["x"] }.a[0]')
    assert isinstance(value, Known)
    assert value.is_set
