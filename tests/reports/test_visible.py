"""Nothing a scanned file says reaches the terminal as a command."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eksnetlint.reports.visible import UNSEEN, as_sentence, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain é 日本 😀 👩\u200d💻", "plain é 日本 😀 👩\u200d💻"),
        ("\x1b[31mred\x1b[0m", r"\x1b[31mred\x1b[0m"),
        ("one\ntwo\r\n\tthree", r"one\ntwo\r\n\tthree"),
        ("\0\x07\x7f\x9b", r"\x00\x07\x7f\x9b"),
        ("\u202eback\u2066", r"\u202eback\u2066"),
        ("\u2028\u2029\ufeff\u200b", r"\u2028\u2029\ufeff\u200b"),
        ("\ud800\udcff", r"\ud800\udcff"),
        ("\U000e0041", r"\U000e0041"),
        ("bad \ufffd byte", "bad \ufffd byte"),
        ("##[stop-commands]x", r"#\x23[stop-commands]x"),
        ("## [heading] #[x]", "## [heading] #[x]"),
    ],
)
def test_what_cannot_be_seen_is_written_out(text, shown):
    assert visible(text) == shown


@given(st.text())
def test_what_is_visible_stays_as_it_is(text):
    assert not UNSEEN.search(visible(text))
    assert visible(visible(text)) == visible(text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [(" It is ", "It is."), ("It is.", "It is."), ("Is it?", "Is it?"), ("It is…", "It is…")],
)
def test_a_sentence_ends_once(text, sentence):
    assert as_sentence(text) == sentence
