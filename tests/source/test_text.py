"""Lines, columns and spans of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eksnetlint.source.text import Position, Source


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_each_kind_of_line_end_ends_one_line(end):
    source = Source("a", f"one{end}two{end}")
    assert [source.line(number) for number in (1, 2, 3)] == ["one", "two", ""]
    assert source.position(source.text.index("two")) == Position(2, 1)


@pytest.mark.parametrize("letter", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\x1e"])
def test_what_only_python_takes_for_a_line_end_is_a_letter(letter):
    source = Source("a", f"one{letter}two\nthree")
    assert source.line(1) == f"one{letter}two"
    assert source.position(source.text.index("two")) == Position(1, 5)
    assert source.position(source.text.index("three")) == Position(2, 1)


def test_a_column_counts_code_points():
    source = Source("a", "😀e\u0301x")
    assert source.position(source.text.index("x")) == Position(1, 4)


def test_the_end_of_the_text_has_a_position():
    assert Source("a", "").position(0) == Position(1, 1)
    assert Source("a", "x\n").position(2) == Position(2, 1)


def test_a_span_knows_its_text_its_ends_and_how_to_be_shown():
    source = Source("dir/a.yaml", "one\ntwo three\n")
    start = source.text.index("three")
    span = source.place(start, start + 5)
    assert (span.text, span.path) == ("three", "dir/a.yaml")
    assert (span.first, span.last) == (Position(2, 5), Position(2, 10))
    assert str(span) == "dir/a.yaml:2:5"


def test_spans_sort_by_file_and_then_by_place():
    one, other = Source("a", "xyz"), Source("b", "xyz")
    spans = [other.place(0, 1), one.place(2, 3), one.place(0, 2), one.place(0, 1)]
    assert [span.order for span in sorted(spans, key=lambda span: span.order)] == [
        ("a", 0, 1),
        ("a", 0, 2),
        ("a", 2, 3),
        ("b", 0, 1),
    ]


def test_a_span_can_be_a_key_and_equals_one_at_the_same_place():
    source = Source("a", "xyz")
    assert {source.place(0, 1)} == {source.place(0, 1)}
    assert source.place(0, 1) != Source("a", "xyz").place(0, 1)


@given(st.text(alphabet="ab\r\n\u2028\x85😀"))
def test_positions_and_lines_take_the_text_apart_without_a_gap(text):
    source = Source("a", text)
    for offset in range(len(text) + 1):
        position = source.position(offset)
        assert source.line_starts[position.line - 1] + position.column - 1 == offset
    pieces = [source.line(number) for number in range(1, len(source.line_starts) + 1)]
    assert "".join(pieces) == text.replace("\r", "").replace("\n", "")
    assert not any(letter in piece for piece in pieces for letter in "\r\n")
