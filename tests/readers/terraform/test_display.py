"""Values as people read them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from eksnetlint.readers.terraform.display import spelled
from eksnetlint.readers.terraform.types import Sensitive, TfObject, TfSet, TfValue
from eksnetlint.values import Known, Reason, Unknown


def known(*values: object) -> tuple[TfValue, ...]:
    return tuple(Known(value) for value in values)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ('a "b"\n', r'"a \"b\"\n"'),
        (None, "null"),
        (True, "true"),
        (3, "3"),
        (Decimal("1.5"), "1.5"),
        (known(1, "a"), '[1, "a"]'),
        (TfSet(known("a")), '["a"]'),
        (TfObject({"a": Known(1), "b": Known(())}), "{a = 1, b = []}"),
        (Sensitive("x"), "(sensitive value)"),
        (known(Sensitive("x"), 1), "[(sensitive value), 1]"),
        ((Unknown(Reason("why")),), "[unknown]"),
    ],
)
def test_a_value_is_written_as_in_a_configuration(value, text):
    assert spelled(Known(value)) == text


def test_a_long_or_deep_value_is_cut():
    assert len(spelled(Known("x" * 1000))) == 121
    assert spelled(Known(known(*range(1000)))).endswith("…")
    deep: TfValue = Known(())
    for _ in range(50):
        deep = Known((deep,))
    assert spelled(deep) == "[[[[…]]]]"
