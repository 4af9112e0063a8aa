"""Comparisons of facts: what is one, what it says, and what of it can be decided."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from enum import Enum
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eksnetlint.predicate import (
    BadPredicate,
    compare,
    comparison,
    facts_named,
    first_failed,
    holds,
)
from eksnetlint.rule import AnyOf, Predicate
from eksnetlint.source.text import Source
from eksnetlint.values import Known, Reason, Unknown, Value, at

HIDDEN = Unknown(Reason("hidden"))


class Os(Enum):
    WINDOWS = "windows"
    LINUX = "linux"


FACTS: dict[str, Value[Any]] = {
    "g.os": Known(Os.WINDOWS),
    "g.other_os": Known(Os.LINUX),
    "g.name": Known("shop"),
    "g.pods": Known(110),
    "g.capacity": Known(9),
    "g.is_on": Known(True),
    "g.none": Known(None),
    "g.types": Known(("m5.large", "t3.large")),
    "g.systems": Known((Os.WINDOWS,)),
    "g.hidden": HIDDEN,
    "g.few": Unknown(Reason("bounded"), at_least=3, at_most=5),
}


def truth(text: str, facts: Mapping[str, Value[Any]] = FACTS) -> bool | None:
    value = compare(comparison(text), facts.__getitem__)
    return value.value if isinstance(value, Known) else None


def predicate(*lines: str | list[list[str]]) -> Predicate:
    return Predicate(
        tuple(
            comparison(line)
            if isinstance(line, str)
            else AnyOf(tuple(predicate(*alternative) for alternative in line))
            for line in lines
        )
    )


# --- what a line says ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('g.os == "windows"', True),
        ('g.os != "windows"', False),
        ('"windows" == g.os', True),
        ("g.os == g.other_os", False),
        ("g.os != g.other_os", True),
        ("g.pods == 110", True),
        ("g.pods <= g.capacity", False),
        ("g.pods < 110", False),
        ("g.pods <= 110", True),
        ("g.pods > 109", True),
        ("g.pods >= 111", False),
        ("109 < g.pods", True),
        ("g.is_on == true", True),
        ("g.is_on == false", False),
        ("g.none == null", True),
        ("g.none != null", False),
        ("g.name == null", False),
        ("g.name != null", True),
        ('g.os in ["linux", "windows"]', True),
        ('g.os in ["linux"]', False),
        ("g.os in []", False),
        ('"m5.large" in g.types', True),
        ('"m5" in g.types', False),
        ('"windows" in g.systems', True),
        ("g.os in g.systems", True),
        ('g.types == ["m5.large", "t3.large"]', True),
        ("g.none in [null, 1]", True),
        ("g.hidden == 1", None),
        ("g.hidden == g.pods", None),
        ("g.pods == g.hidden", None),
        ("g.hidden == g.hidden", None),
        ("1 in g.hidden", None),
        ('g.hidden in ["a"]', None),
        ("g.hidden == null", None),
        ("g.hidden <= 5", None),
    ],
)
def test_a_comparison_of_facts_and_literals(line, expected):
    assert truth(line) is expected


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("a.b == 1", ["a.b"]),
        ("1 == a.b", ["a.b"]),
        ("a.b == c.d", ["a.b", "c.d"]),
        ("a.b.is_set == true", ["a.b.is_set"]),
        ('item == "x"', ["item"]),
    ],
)
def test_a_comparison_names_its_facts_the_left_one_first(line, names):
    assert facts_named(comparison(line).tree) == names


NO_COMPARISON = "is not a comparison"
NOT_ONE = "is not one comparison: fact OPERATOR fact-or-literal"
NO_OPERATOR = "uses an operator other than == != < <= > >= in"
NO_FACT = "names no fact"
NO_LITERAL = "holds something that is neither a fact nor a literal"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("", NO_COMPARISON),
        ("a.b ==", NO_COMPARISON),
        ("a.b = 1", NO_COMPARISON),
        ("a.b === 1", NO_COMPARISON),
        ("a.b == 'x", NO_COMPARISON),
        (r"a.b == '\d'", NO_COMPARISON),
        ("a.b == 1\x00", NO_COMPARISON),
        ("a.b == 1; c.d == 1", NO_COMPARISON),
        ("a.b == \ud800", NO_COMPARISON),
        ("a.b == 0123", NO_COMPARISON),
        ("a.b", NOT_ONE),
        ("not a.b == 1", NOT_ONE),
        ("a.b == 1 and a.c == 1", NOT_ONE),
        ("1 < a.b < 3", NOT_ONE),
        ("f(a.b)", NOT_ONE),
        ("a.b is null", NO_OPERATOR),
        ("a.b is not null", NO_OPERATOR),
        ("a.b not in [1]", NO_OPERATOR),
        ("1 == 1", NO_FACT),
        ("true == false", NO_FACT),
        ("'a' in ['a']", NO_FACT),
        ("a.b == f(1)", NO_LITERAL),
        ("a.b() == 1", NO_LITERAL),
        ("a.b[0] == 1", NO_LITERAL),
        ("a.b == 1.5", NO_LITERAL),
        ("a.b == -1", NO_LITERAL),
        ("a.b == 1 + 1", NO_LITERAL),
        ("a.b == True", NO_LITERAL),
        ("a.b == None", NO_LITERAL),
        ("a.b == b'x'", NO_LITERAL),
        ("a.b == f'{a.c}'", NO_LITERAL),
        ("a.b == ...", NO_LITERAL),
        ("a.b in (1, 2)", NO_LITERAL),
        ("a.b in {1, 2}", NO_LITERAL),
        ("a.b == {}", NO_LITERAL),
        ("a.b in [a.c]", NO_LITERAL),
        ("a.b in [x for x in a.c]", NO_LITERAL),
        ("a.b == (lambda: 1)", NO_LITERAL),
        ("a.b == (c := 1)", NO_LITERAL),
        ("'x'.format == 1", NO_LITERAL),
        ("a.b == '%s' % a.c", NO_LITERAL),
    ],
)
def test_anything_else_is_refused_and_named(line, problem):
    with pytest.raises(BadPredicate) as refusal:
        comparison(line)
    assert str(refusal.value) == f"'{line}' {problem}"
    assert refusal.value.line == line


DEEP = 100_000


@pytest.mark.parametrize(
    "line",
    [
        "(" * DEEP + "a.b" + ")" * DEEP + " == 1",
        "a.b == " + "[" * DEEP + "]" * DEEP,
        "a" + ".b" * DEEP + " == 1",
        "a.b == " + "-" * DEEP + "1",
        "a.b == " + "not " * DEEP + "1",
        "a.b == " + "1+" * DEEP + "1",
        "a.b == " + "lambda:" * DEEP + "1",
        "a.b" + " == 1" * DEEP,
        "a.b == " + "9" * DEEP,
        "a.b == " + "f(" * DEEP + ")" * DEEP,
        "\n" * DEEP + "(" * 10,
    ],
    ids=lambda line: line[:20].strip() + line[-3:],
)
def test_a_hostile_line_is_refused_and_nothing_breaks(line):
    with pytest.raises(BadPredicate):
        comparison(line)


def test_a_long_line_is_no_crime():
    assert truth(f"g.name == '{'x' * DEEP}'") is False
    assert truth(f"g.name in [{'1, ' * DEEP}]") is False


@given(st.text(max_size=40) | st.text("a.b =<>!in[]()'\"1truefalsnu,", max_size=30))
def test_any_text_is_a_comparison_or_refused(text):
    try:
        line = comparison(text)
    except BadPredicate:
        return
    assert facts_named(line.tree)


# --- numbers of which only bounds are known ------------------------------------------------

ORDERS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
LOW, HIGH = -4, 12


def bounded(one: int | None, other: int | None) -> Unknown:
    """An unknown number between two others, of which None is no bound."""
    if one is not None and other is not None:
        one, other = min(one, other), max(one, other)
    return Unknown(Reason("?"), at_least=one, at_most=other)


BOUNDS = st.none() | st.integers(0, 8)
NUMBERS = st.integers(0, 8).map(Known) | st.builds(bounded, BOUNDS, BOUNDS)


def possible(value: Value[int]) -> range:
    """The numbers a value may be; LOW and HIGH lie beyond all bounds of the other one."""
    if isinstance(value, Known):
        return range(value.value, value.value + 1)
    low = LOW if value.at_least is None else value.at_least
    return range(low, (HIGH if value.at_most is None else value.at_most) + 1)


@given(NUMBERS, st.sampled_from(sorted(ORDERS)), NUMBERS)
def test_bounds_decide_exactly_where_all_numbers_agree(left, sign, right):
    answers = {ORDERS[sign](one, other) for one, other in product(possible(left), possible(right))}
    expected = answers.pop() if len(answers) == 1 else None
    assert truth(f"a.l {sign} a.r", {"a.l": left, "a.r": right}) is expected


@pytest.mark.parametrize("sign", ["==", "!="])
@given(left=NUMBERS, right=NUMBERS)
def test_equality_is_decided_for_known_numbers_only(sign, left, right):
    is_known = isinstance(left, Known) and isinstance(right, Known)
    assert (truth(f"a.l {sign} a.r", {"a.l": left, "a.r": right}) is not None) is is_known


def test_what_is_decided_by_bounds_is_located_at_the_left_fact():
    source = Source("a.yaml", "left right")
    left = Unknown(Reason("?"), at(source.place(0, 4)), at_least=5)
    result = compare(comparison("a.l > 4"), {"a.l": left}.__getitem__)
    assert result == Known(True, left.origin)


@pytest.mark.parametrize(
    ("line", "reason"), [("g.hidden == g.few", "hidden"), ("1 == g.few", "bounded")]
)
def test_the_unknown_side_gives_the_reason(line, reason):
    result = compare(comparison(line), FACTS.__getitem__)
    assert isinstance(result, Unknown)
    assert result.reason.text == reason


# --- several lines -------------------------------------------------------------------------

TRUTHS: dict[str, Value[bool]] = {"a.t": Known(True), "a.f": Known(False), "a.u": HIDDEN}
NAMES = sorted(TRUTHS)


def outcome(value: Value[bool]) -> str:
    return "u" if isinstance(value, Unknown) else "t" if value.value else "f"


def lines_of(names: tuple[str, ...]) -> list[str]:
    return [f"{name} == true" for name in names]


@pytest.mark.parametrize("names", [n for k in range(4) for n in product(NAMES, repeat=k)])
def test_all_lines_must_hold(names):
    letters = [name[-1] for name in names]
    expected = "f" if "f" in letters else "u" if "u" in letters else "t"
    assert outcome(holds(predicate(*lines_of(names)), TRUTHS.__getitem__)) == expected


@pytest.mark.parametrize("names", [n for k in (1, 2, 3) for n in product(NAMES, repeat=k)])
def test_one_alternative_must_hold(names):
    letters = [name[-1] for name in names]
    expected = "t" if "t" in letters else "u" if "u" in letters else "f"
    any_of = [[line] for line in lines_of(names)]
    assert outcome(holds(predicate(any_of), TRUTHS.__getitem__)) == expected


@pytest.mark.parametrize("names", list(product(NAMES, repeat=4)))
def test_an_alternative_holds_as_a_whole(names):
    one, two = names[:2], names[2:]
    both = [holds(predicate(*lines_of(part)), TRUTHS.__getitem__) for part in (one, two)]
    letters = [outcome(value) for value in both]
    expected = "t" if "t" in letters else "u" if "u" in letters else "f"
    any_of = [lines_of(one), lines_of(two)]
    assert outcome(holds(predicate(any_of), TRUTHS.__getitem__)) == expected


def test_a_line_behind_a_false_one_is_not_looked_at():
    lines = predicate("g.none != null", "g.none >= 5")
    assert outcome(holds(lines, FACTS.__getitem__)) == "f"
    failed = first_failed(lines, FACTS.__getitem__)
    assert failed is not None
    assert failed.text == "g.none != null"


@pytest.mark.parametrize(
    ("lines", "failed"),
    [
        (["a.t == true"], None),
        (["a.t == true", "a.f == true"], "a.f == true"),
        (["a.f == true", "a.f != true"], "a.f == true"),
        (["a.u == true", "a.t == true"], "a.u == true"),
        # What is false makes the finding, and so is what it points at.
        (["a.u == true", "a.f == true"], "a.f == true"),
        ([[["a.f == true"], ["a.t == true"]]], None),
        ([[["a.f == true"], ["a.f != false"]]], "a.f == true"),
        ([[["a.f == true"], ["a.u == true"]]], "a.u == true"),
        ([[["a.u == true", "a.f == true"], ["a.f != false"]]], "a.f == true"),
        (["a.u == true", [["a.f == true"], ["a.f == true"]]], "a.f == true"),
        ([], None),
    ],
)
def test_the_failed_line_is_the_first_that_is_false_or_else_unknown(lines, failed):
    found = first_failed(predicate(*lines), TRUTHS.__getitem__)
    assert (found.text if found else None) == failed
