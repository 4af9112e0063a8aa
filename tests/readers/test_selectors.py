"""Label selectors: what they select, compared with the definition of the Kubernetes API."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eksnetlint.model.labels import Labels, Operator, Selector
from eksnetlint.readers.kubernetes.selectors import selector_of
from eksnetlint.source.text import Source
from eksnetlint.source.tree import Node
from eksnetlint.source.yaml import documents
from eksnetlint.values import Known, Reason, Unknown, Value, is_known

FILLED_IN = "a value is filled in by a template"
UNREADABLE = "a selector cannot be read"


def node(text: str) -> Node | None:
    found = [document.root for document in documents(Source("policy.yaml", text))]
    return found[0] if found else None


def selector(text: str) -> Selector:
    return selector_of(node(text))


def labels(**items: str) -> Labels:
    return Labels({key: Known(value) for key, value in items.items()})


def reason(value: Value[bool]) -> str:
    assert isinstance(value, Unknown)
    return value.reason.text


@pytest.mark.parametrize(
    "text",
    ["", "{}", "matchLabels: {}", "matchExpressions: []", "matchLabels:\nmatchExpressions: null"],
)
def test_an_empty_selector_selects_everything(text):
    assert is_known(selector(text).matches(labels()), True)
    assert is_known(selector(text).matches(labels(app="shop")), True)
    assert is_known(selector(text).matches(Labels(open_because=Reason("hidden"))), True)


@pytest.mark.parametrize(
    ("found", "answer"), [({"app": "shop"}, True), ({"app": "till"}, False), ({}, False)]
)
def test_labels_must_be_there_with_that_value(found, answer):
    assert is_known(selector("matchLabels: {app: shop}").matches(labels(**found)), answer)


@pytest.mark.parametrize(
    ("requirement", "accepted", "refused"),
    [
        (
            "{key: a, operator: In, values: [x, y]}",
            [{"a": "x"}, {"a": "y", "b": "z"}],
            [{"a": "z"}, {}, {"b": "x"}],
        ),
        ("{key: a, operator: NotIn, values: [x, y]}", [{"a": "z"}, {}], [{"a": "x"}, {"a": "y"}]),
        ("{key: a, operator: Exists}", [{"a": "x"}, {"a": ""}], [{}, {"b": "x"}]),
        ("{key: a, operator: DoesNotExist}", [{}, {"b": "x"}], [{"a": "x"}, {"a": ""}]),
    ],
)
def test_every_operator(requirement, accepted, refused):
    found = selector(f"matchExpressions: [{requirement}]")
    for items in accepted:
        assert is_known(found.matches(labels(**items)), True)
    for items in refused:
        assert is_known(found.matches(labels(**items)), False)


def test_all_requirements_must_hold():
    found = selector("matchLabels: {a: x}\nmatchExpressions: [{key: b, operator: Exists}]")
    assert is_known(found.matches(labels(a="x", b="y")), True)
    assert is_known(found.matches(labels(a="x")), False)
    assert is_known(found.matches(labels(b="y")), False)


def test_numbers_are_compared_as_they_are_written():
    assert is_known(selector("matchLabels: {version: 1.10}").matches(labels(version="1.10")), True)


# What the API does not define: kubectl or the server drops it or refuses it.
@pytest.mark.parametrize(
    "text",
    [
        "app: shop",
        "matchLabels: {a: x}\nmatchNames: [a]",
        "matchlabels: {a: x}",
        "- a",
        "shop",
        "matchLabels: shop",
        "matchLabels: [a]",
        "matchExpressions: {key: a, operator: Exists}",
        "matchExpressions: shop",
        "matchExpressions: [shop]",
        "matchExpressions: [{operator: Exists}]",
        "matchExpressions: [{key: a}]",
        "matchExpressions: [{key: a, operator: exists}]",
        "matchExpressions: [{key: a, operator: Gt, values: ['1']}]",
        "matchExpressions: [{key: [a], operator: Exists}]",
        "matchExpressions: [{key: a, operator: In, values: x}]",
    ],
)
def test_what_is_no_selector_is_unreadable(text):
    assert reason(selector(text).matches(labels(a="x"))) == UNREADABLE


@pytest.mark.parametrize(
    "text",
    [
        "'{{ .selector }}'",
        "${SELECTOR}",
        "matchLabels: '{{ .labels }}'",
        "matchLabels: {'{{ .key }}': x}",
        "matchLabels: {a: '${VALUE}'}",
        "matchExpressions: ${EXPRESSIONS}",
        "matchExpressions: ['${EXPRESSION}']",
        "matchExpressions: [{key: '${KEY}', operator: Exists}]",
        "matchExpressions: [{key: a, operator: '${OPERATOR}'}]",
        "matchExpressions: [{key: a, operator: In, values: '${VALUES}'}]",
        "matchExpressions: [{key: a, operator: NotIn, values: ['${VALUE}']}]",
    ],
)
def test_a_templated_part_leaves_it_unknown(text):
    assert reason(selector(text).matches(labels(a="x"))) in (FILLED_IN, UNREADABLE)


def test_a_readable_part_that_does_not_hold_decides_alone():
    assert is_known(selector("matchLabels: {a: x, b: '${B}'}").matches(labels(a="y")), False)


def test_a_value_found_decides_before_a_templated_one():
    found = selector("matchExpressions: [{key: a, operator: In, values: ['${V}', x]}]")
    assert is_known(found.matches(labels(a="x")), True)


def test_labels_that_cannot_be_seen_leave_it_unknown():
    hidden = Labels({"a": Known("x")}, Reason("hidden"))
    assert is_known(selector("matchLabels: {a: x}").matches(hidden), True)
    assert is_known(selector("matchLabels: {a: y}").matches(hidden), False)
    assert reason(selector("matchLabels: {b: x}").matches(hidden)) == "hidden"
    exists = selector("matchExpressions: [{key: b, operator: DoesNotExist}]")
    assert reason(exists.matches(hidden)) == "hidden"


# The definition, by brute force


KEYS = st.sampled_from(["a", "b", "c"])
VALUES = st.sampled_from(["x", "y", "z", ""])
ITEMS = st.dictionaries(KEYS, VALUES)
REQUIREMENTS = st.lists(
    st.one_of(
        st.fixed_dictionaries(
            {
                "key": KEYS,
                "operator": st.sampled_from(["In", "NotIn"]),
                "values": st.lists(VALUES, min_size=1, max_size=3),
            }
        ),
        st.fixed_dictionaries(
            {"key": KEYS, "operator": st.sampled_from(["Exists", "DoesNotExist"])}
        ),
    ),
    max_size=4,
)


def holds(requirement: Any, items: dict[str, str]) -> bool:
    """LabelSelectorRequirement of the Kubernetes API, word by word."""
    is_there = requirement["key"] in items
    if requirement["operator"] == "In":
        return is_there and items[requirement["key"]] in requirement["values"]
    if requirement["operator"] == "NotIn":
        return not (is_there and items[requirement["key"]] in requirement["values"])
    return is_there if requirement["operator"] == "Exists" else not is_there


def selected(match_labels: dict[str, str], expressions: list[Any], items: dict[str, str]) -> bool:
    """LabelSelector of the Kubernetes API: all that is asked for must hold."""
    return match_labels.items() <= items.items() and all(holds(e, items) for e in expressions)


@given(ITEMS, REQUIREMENTS, ITEMS)
def test_a_selector_selects_what_the_definition_says(match_labels, expressions, items):
    text = json.dumps({"matchLabels": match_labels, "matchExpressions": expressions})
    answer = selector(text).matches(labels(**items))
    assert is_known(answer, selected(match_labels, expressions, items))


@given(ITEMS, REQUIREMENTS, ITEMS, st.sets(KEYS), st.booleans(), ITEMS)
def test_an_answer_holds_whatever_is_hidden(
    match_labels, expressions, items, hidden, is_open, more
):
    """A known answer about partly hidden labels is the one every way to fill them in gives."""
    values: dict[str, Value[str]] = {
        key: Unknown(Reason("hidden")) if key in hidden else Known(value)
        for key, value in items.items()
    }
    seen = Labels(values, Reason("more") if is_open else None)
    text = json.dumps({"matchLabels": match_labels, "matchExpressions": expressions})
    answer = selector(text).matches(seen)
    filled = {key: more.get(key, value) if key in hidden else value for key, value in items.items()}
    if is_open:
        filled = {**more, **filled}
    if isinstance(answer, Known):
        assert answer.value is selected(match_labels, expressions, filled)


def test_the_operators_are_those_of_the_api():
    assert {operator.value for operator in Operator} == {"In", "NotIn", "Exists", "DoesNotExist"}


# Parts that are absent, null or empty mean the same


PARTS = st.sampled_from(["absent", "null", "empty"])


@given(PARTS, PARTS, ITEMS)
def test_absent_null_and_empty_parts_all_select_everything(labels_part, expressions_part, items):
    written: dict[str, Any] = {}
    for key, part, empty in (
        ("matchLabels", labels_part, {}),
        ("matchExpressions", expressions_part, []),
    ):
        if part != "absent":
            written[key] = None if part == "null" else empty
    assert is_known(selector(json.dumps(written)).matches(labels(**items)), True)


@given(ITEMS, REQUIREMENTS, ITEMS)
def test_the_order_of_requirements_does_not_matter(match_labels, expressions, items):
    forward = json.dumps({"matchLabels": match_labels, "matchExpressions": expressions})
    backward = json.dumps({"matchExpressions": expressions[::-1], "matchLabels": match_labels})
    one, other = (selector(text).matches(labels(**items)) for text in (forward, backward))
    assert isinstance(one, Known)
    assert is_known(other, one.value)
