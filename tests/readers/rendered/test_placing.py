"""Rendered values and the places they were taken from."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eksnetlint.readers import fields
from eksnetlint.readers.rendered.placing import is_made_from, placed
from eksnetlint.source.plain import plain
from eksnetlint.source.text import Source, Span
from eksnetlint.source.tree import Mapping, Node
from eksnetlint.source.yaml import tree_of

OTHERWISE = Source("k.yaml", "name: web").place(0, 9)


def tree(text: str, path: str = "base.yaml") -> Node:
    root = tree_of(Source(path, text))
    assert root is not None
    return root


def place_of(node: Node, *path: str) -> tuple[str, str]:
    entry = fields.field(node, *path)
    assert entry is not None
    span: Span = entry.span
    return (span.path, span.text)


def test_a_value_is_that_of_the_base_where_a_patch_says_the_same():
    made = placed(tree("a: 1"), [tree("a: 1"), tree("a: 1", "p.yaml")], OTHERWISE)
    assert place_of(made, "a") == ("base.yaml", "a: 1")


@pytest.mark.parametrize("written", ["a: '1'", "a: 2", "b: 1", "a: [1]", "a: {a: 1}"])
def test_a_value_that_is_written_otherwise_is_not_placed_there(written):
    made = placed(tree("a: 1"), [tree(written)], OTHERWISE)
    assert place_of(made, "a") == ("k.yaml", "name: web")


def test_quotes_make_no_difference_to_a_string():
    made = placed(tree("a: web"), [tree("a: 'web'")], OTHERWISE)
    assert place_of(made, "a") == ("base.yaml", "a: 'web'")


def test_items_are_found_by_name_wherever_they_moved():
    base = tree("[{name: a, v: 1}, {name: b, v: 1}]")
    made = placed(tree("[{name: new, v: 1}, {name: b, v: 1}]"), [base], OTHERWISE)
    assert made.items[0].span == OTHERWISE  # type: ignore[union-attr]
    assert str(made.items[1].span) == "base.yaml:1:19"  # type: ignore[union-attr]


def test_items_without_a_name_are_found_by_what_they_say():
    base = tree("[{key: a}, {key: b}]")
    made = placed(tree("[{key: b}]"), [base], OTHERWISE)
    assert str(made.items[0].span) == "base.yaml:1:12"  # type: ignore[union-attr]


def test_a_long_list_turned_round_takes_no_long_time():
    items = [{"key": str(number)} for number in range(5_000)]
    base, rendered = tree(json.dumps(items)), tree(json.dumps(items[::-1]))
    start = time.process_time()
    made = placed(rendered, [base], OTHERWISE)
    assert time.process_time() - start < 15
    assert plain(made) == items[::-1]


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(0, 3) | st.sampled_from(["", "a", "1", "true", "a\nb"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["a", "b", "0", "name"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(deadline=None)
@given(VALUES, st.lists(VALUES, max_size=3))
def test_placing_changes_no_value(rendered, layers):
    trees = [tree(json.dumps(layer), f"{index}.yaml") for index, layer in enumerate(layers)]
    made = placed(tree(json.dumps(rendered), "<rendered>"), trees, OTHERWISE)
    assert plain(made) == rendered
    assert all(span.path != "<rendered>" for span in spans(made))


def spans(node: Node) -> list[Span]:
    """The spans of all nodes and entries."""
    found = [node.span]
    if isinstance(node, Mapping):
        for entry in node.entries:
            found += [entry.span, entry.key.span, *spans(entry.value)]
    for item in fields.items(node):
        found += spans(item)
    return found


@pytest.mark.parametrize(
    ("rendered", "written", "is_made"),
    [
        ("web", "web", True),
        ("prod-web-v2", "web", True),
        ("cfg-4h2mbtbbt6", "cfg", True),
        ("web", "db", False),
        ("web", "", False),
    ],
)
def test_names_may_have_got_a_prefix_a_suffix_or_a_hash(rendered, written, is_made):
    assert is_made_from(rendered, written) is is_made
