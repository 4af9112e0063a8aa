"""Kleene's logic over values, and worlds of which a part may not be seen."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eksnetlint.source.text import Source
from eksnetlint.values import (
    DECLARED,
    Frame,
    Known,
    Origin,
    Reason,
    Unknown,
    Value,
    World,
    agreed,
    at,
    conjunction,
    disjunction,
    is_known,
    known_or,
    lift,
    minimum,
    negation,
)

T: Value[bool] = Known(True)
F: Value[bool] = Known(False)
U: Value[bool] = Unknown(Reason("hidden"))
TRUTHS = {"true": T, "false": F, "unknown": U}
NOT_SEEN = Reason("not seen")
SOURCE = Source("a.yaml", "one two three")


def word(value: Value[bool]) -> str:
    if isinstance(value, Unknown):
        return "unknown"
    return "true" if value.value else "false"


def span(text: str):
    start = SOURCE.text.index(text)
    return SOURCE.place(start, start + len(text))


LISTS = [names for length in range(4) for names in product(TRUTHS, repeat=length)]


def kleene_and(names: tuple[str, ...]) -> str:
    return "false" if "false" in names else "unknown" if "unknown" in names else "true"


def kleene_or(names: tuple[str, ...]) -> str:
    return "true" if "true" in names else "unknown" if "unknown" in names else "false"


@pytest.mark.parametrize("names", LISTS, ids=" and ".join)
def test_conjunction(names):
    assert word(conjunction(TRUTHS[name] for name in names)) == kleene_and(names)


@pytest.mark.parametrize("names", LISTS, ids=" or ".join)
def test_disjunction(names):
    assert word(disjunction(TRUTHS[name] for name in names)) == kleene_or(names)


@pytest.mark.parametrize(
    ("name", "result"), [("true", "false"), ("false", "true"), ("unknown", "unknown")]
)
def test_negation(name, result):
    assert word(negation(TRUTHS[name])) == result


@pytest.mark.parametrize("names", LISTS, ids=" ".join)
def test_de_morgan(names):
    values = [TRUTHS[name] for name in names]
    denied = disjunction(negation(value) for value in values)
    assert word(negation(conjunction(values))) == word(denied)


@pytest.mark.parametrize("names", LISTS, ids=" ".join)
@pytest.mark.parametrize("is_open", [False, True], ids=["closed", "open"])
class TestWorlds:
    """What holds of the things seen, where more may or may not exist."""

    def world(self, names: tuple[str, ...], is_open: bool) -> World[Value[bool]]:
        return World(tuple(TRUTHS[name] for name in names), NOT_SEEN if is_open else None)

    def test_some_is_false_only_in_a_closed_world(self, names, is_open):
        expected = kleene_or(names)
        if is_open and expected == "false":
            expected = "unknown"
        assert word(self.world(names, is_open).some(lambda value: value)) == expected

    def test_every_is_true_only_in_a_closed_world(self, names, is_open):
        expected = kleene_and(names)
        if is_open and expected == "true":
            expected = "unknown"
        assert word(self.world(names, is_open).every(lambda value: value)) == expected

    def test_count_has_the_bounds_that_hold(self, names, is_open):
        count = self.world(names, is_open).count(lambda value: value)
        sure, unsure = names.count("true"), names.count("unknown")
        if is_open:
            assert isinstance(count, Unknown)
            assert (count.reason, count.at_least, count.at_most) == (NOT_SEEN, sure, None)
        elif unsure:
            assert isinstance(count, Unknown)
            assert (count.at_least, count.at_most) == (sure, sure + unsure)
        else:
            assert count == Known(sure)


def test_an_open_world_says_why_it_is_open():
    result = World((F,), NOT_SEEN).some(lambda value: value)
    assert isinstance(result, Unknown)
    assert result.reason == NOT_SEEN


def test_what_is_unknown_of_a_thing_seen_is_the_reason_before_the_open_world():
    result = World((U,), NOT_SEEN).some(lambda value: value)
    assert result == U


@pytest.mark.parametrize(("connective", "decisive"), [(conjunction, F), (disjunction, T)])
def test_the_value_that_decides_is_the_result_with_its_origin(connective, decisive):
    placed = Known(known_or(decisive, None), at(span("two")))
    assert connective([U, placed, decisive]) is placed


def test_the_first_unknown_value_gives_the_reason():
    one, other = Unknown(Reason("one")), Unknown(Reason("other"))
    assert conjunction([T, one, other]) is one
    assert disjunction([F, other, one]) is other


def test_a_decided_connective_looks_no_further():
    def values():
        yield F
        raise AssertionError

    assert conjunction(values()) is F


# --- lift ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("one", "other"), list(product(TRUTHS, repeat=2)))
def test_lift_knows_a_result_where_it_knows_all_arguments(one, other):
    result = lift(lambda a, b: a is b, TRUTHS[one], TRUTHS[other])
    if "unknown" in (one, other):
        assert word(result) == "unknown"
    else:
        assert result == Known(one == other)


def test_lift_keeps_every_origin_once_the_first_first():
    values = [Known(1, at(span("one"))), Known(2, at(span("two"))), Known(3, at(span("one")))]
    result = lift(lambda *numbers: sum(numbers), *values)
    assert result == Known(6, Origin((Frame(span("one")), Frame(span("two")))))


def test_lift_forgets_bounds_which_hold_for_the_argument_only():
    unknown = Unknown(Reason("x"), at(span("one")), at_least=1, at_most=2)
    assert lift(lambda number: -number, unknown) == Unknown(Reason("x"), at(span("one")))


@pytest.mark.parametrize("are_set", list(product([True, False], repeat=2)))
def test_a_lifted_value_is_set_where_one_argument_is(are_set):
    result = lift(max, *(Known(1, is_set=is_set) for is_set in are_set))
    assert result.is_set is any(are_set)


def test_lift_of_nothing_calls_the_function():
    assert lift(lambda: 5) == Known(5, DECLARED, is_set=False)


# --- known, origins ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "answer"), [(Known(1), True), (Known(2), False), (U, False), (Known(None), False)]
)
def test_only_a_known_value_is_known_to_be_something(value, answer):
    assert is_known(value, 1) is answer


def test_what_there_is_none_of_is_known():
    assert known_or(Known(None), "stand-in") is None
    assert known_or(U, "stand-in") == "stand-in"


def test_an_origin_s_span_is_the_place_of_use():
    origin = at(span("one"), "used").through(Frame(span("two"), "written"))
    assert origin.span == span("one")
    assert [frame.note for frame in origin.frames] == ["used", "written"]
    assert DECLARED.span is None


def test_a_reason_says_what_settles_it():
    assert str(Reason("it is not here")) == "it is not here"
    assert str(Reason("it is not here", "dsr")) == "it is not here; declare `dsr`"


# --- agreed --------------------------------------------------------------------------------

DIFFERENT = Reason("they differ")
PLACES: dict[str, Value[int]] = {
    "1": Known(1),
    "2": Known(2),
    "unknown": Unknown(Reason("hidden")),
    "unset 1": Known(1, is_set=False),
    "unset 3": Known(3, is_set=False),
    "unset unknown": Unknown(Reason("no default"), is_set=False),
}


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["1"], 1),
        (["1", "1"], 1),
        (["1", "2"], "they differ"),
        (["1", "unknown"], "hidden"),
        (["unknown", "1"], "hidden"),
        (["1", "unset 3"], 1),
        (["unset 3", "1"], 1),
        (["1", "unset unknown"], 1),
        (["unset 3"], 3),
        (["unset 1", "unset 3"], "they differ"),
        (["unset 3", "unset unknown"], "no default"),
        (["unset unknown"], "no default"),
        ([], "they differ"),
    ],
)
def test_places_agree_on_what_is_written(names, expected):
    result = agreed([PLACES[name] for name in names], DIFFERENT)
    found = result.value if isinstance(result, Known) else result.reason.text
    assert found == expected


@pytest.mark.parametrize("names", list(product(PLACES, repeat=3)), ids=" / ".join)
def test_agreement_is_certain_exactly_where_all_that_counts_is_the_same(names):
    values = [PLACES[name] for name in names]
    counting = [value for value in values if value.is_set] or values
    are_same = all(isinstance(value, Known) for value in counting) and (
        len({known_or(value, None) for value in counting}) == 1
    )
    result = agreed(values, DIFFERENT)
    assert isinstance(result, Known) is are_same
    if are_same:
        assert result in counting


# --- minimum -------------------------------------------------------------------------------


def bounded(one: int | None, other: int | None) -> Unknown:
    """An unknown number between two others, of which None is no bound."""
    if one is not None and other is not None:
        one, other = min(one, other), max(one, other)
    return Unknown(Reason("?"), at_least=one, at_most=other)


BOUNDS = st.none() | st.integers(0, 4)
NUMBERS = st.integers(0, 4).map(Known) | st.builds(bounded, BOUNDS, BOUNDS)


def possible(value: Value[int]) -> range:
    """All numbers from 0 to 6 that a value may be; 0 and 6 stand for what is beyond."""
    if isinstance(value, Known):
        return range(value.value, value.value + 1)
    low = 0 if value.at_least is None else value.at_least
    return range(low, (6 if value.at_most is None else value.at_most) + 1)


@given(st.lists(NUMBERS, min_size=1, max_size=4))
def test_a_minimum_s_bounds_are_those_of_every_choice_of_numbers(values):
    result = minimum(values)
    all_possible = {min(choice) for choice in product(*map(possible, values))}
    if all(isinstance(value, Known) for value in values):
        assert isinstance(result, Known)
        assert {result.value} == all_possible
        return
    assert isinstance(result, Unknown)
    is_bounded_above = any(isinstance(v, Known) or v.at_most is not None for v in values)
    is_bounded_below = all(isinstance(v, Known) or v.at_least is not None for v in values)
    assert result.at_most == (max(all_possible) if is_bounded_above else None)
    assert result.at_least == (min(all_possible) if is_bounded_below else None)


def test_the_smallest_number_keeps_its_origin():
    small = Known(1, at(span("two")))
    assert minimum([Known(2), small, Known(3)]) is small


def test_there_is_no_minimum_of_nothing():
    with pytest.raises(ValueError, match="empty"):
        minimum([])
