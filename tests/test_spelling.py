"""Guesses at what a mistyped word was meant to be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eksnetlint.spelling import nearest, slips

KNOWN = ("node_group", "cluster", "dsr", "os", "max_pods", "pod_capacity", "windows_ipam")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("node_group", "node_group"),
        ("Node_Group", "node_group"),
        ("DSR", "dsr"),
        ("OS", "os"),
        ("node_gruop", "node_group"),
        ("nod_group", "node_group"),
        ("node_groups", "node_group"),
        ("node_grpu", "node_group"),
        ("custer", "cluster"),
        ("clustre", "cluster"),
        ("windows_ipma", "windows_ipam"),
        ("wndows_ipm", "windows_ipam"),
    ],
)
def test_a_slip_or_two_are_seen_through(word, meant):
    assert nearest(word, KNOWN) == meant


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("dsx", "too short to tell"),
        ("o", "too short to tell"),
        ("cxustxr", "two slips in a short word"),
        ("nxde_grxxp", "three slips in a long one"),
        ("subnet", "nothing like it"),
        ("", "nothing at all"),
    ],
)
def test_no_guess_is_better_than_a_bad_one(word, why):
    assert nearest(word, KNOWN) is None, why


def test_the_nearest_wins_and_a_tie_goes_by_the_alphabet():
    assert nearest("windows_ipax", ["windows_ipyy", "windows_ipam"]) == "windows_ipam"
    assert nearest("taint", ["tainz", "taina"]) == "taina"


def test_nothing_known_gives_no_guess():
    assert nearest("cluster", ()) is None


WORD = st.text("abc", max_size=6)


@given(WORD, WORD)
def test_slips_are_a_symmetric_count_that_is_zero_for_equal_words_only(one, other):
    count = slips(one, other)
    assert count == slips(other, one)
    assert (count == 0) == (one == other)
    assert abs(len(one) - len(other)) <= count <= max(len(one), len(other))


@given(st.text("abcdefgh", min_size=4, max_size=12), st.integers(0, 10))
def test_swapped_neighbours_are_one_slip(word, index):
    index %= len(word) - 1
    swapped = word[:index] + word[index + 1] + word[index] + word[index + 2 :]
    assert slips(word, swapped) == (word != swapped)
