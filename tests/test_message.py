"""Messages: values in their words, and of unknown numbers what is known."""

from __future__ import annotations

from enum import Enum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eksnetlint.message import render, shown
from eksnetlint.model.node_group import Os
from eksnetlint.values import Known, Reason, Unknown, Value

WHY = Reason("it is hidden")


class Titled:
    title = "node group 'w'"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Known("shop"), "shop"),
        (Known(""), ""),
        (Known(110), "110"),
        (Known(True), "true"),
        (Known(False), "false"),
        (Known(None), "none"),
        (Known(Os.WINDOWS), "windows"),
        (Known(()), ""),
        (Known(("a",)), "a"),
        (Known(("a", "b", "c")), "a, b, c"),
        (Known(("a", "b", "c", "d")), "a, b, c and 1 more"),
        (Known((Os.LINUX, True, None, 5, 6)), "linux, true, none and 2 more"),
        (Known((Titled(),)), "node group 'w'"),
        (Unknown(WHY), "unknown"),
        (Unknown(WHY, at_least=3), "at least 3"),
        (Unknown(WHY, at_most=5), "at most 5"),
        (Unknown(WHY, at_least=3, at_most=5), "between 3 and 5"),
        (Unknown(WHY, at_least=0), "at least 0"),
    ],
)
def test_a_value_is_shown_in_the_reader_s_words(value, text):
    assert shown(value) == text


FACTS: dict[str, Value[Any]] = {
    "group.name": Known("shop"),
    "group.pods": Unknown(WHY, at_least=3),
    "item": Known("t3.large"),
    "group.trap": Known("{group.name}"),
}


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("no placeholder", "no placeholder"),
        ("'{group.name}' has {group.pods} pods", "'shop' has at least 3 pods"),
        ("{item}, {item}", "t3.large, t3.large"),
        ("{group.trap}", "{group.name}"),
        ("{ group.name } {} {Group}", "{ group.name } {} {Group}"),
    ],
)
def test_placeholders_are_filled_in_once(template, message):
    assert render(template, FACTS.__getitem__) == message


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.tuples))
def test_every_value_can_be_shown(value):
    assert isinstance(shown(Known(value)), str)


@pytest.mark.parametrize("member", list(Os))
def test_a_word_is_shown_as_rules_write_it(member: Enum):
    assert shown(Known(member)) == member.value
