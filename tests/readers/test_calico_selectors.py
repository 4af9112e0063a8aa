"""Calico's selector language, as the reference of its NetworkPolicy defines it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eksnetlint.model.labels import Labels
from eksnetlint.readers.kubernetes.calico_selectors import calico_selector_of
from eksnetlint.source.text import Source
from eksnetlint.source.yaml import documents
from eksnetlint.values import Known, Reason, Unknown, Value, is_known

UNREADABLE = "a Calico selector cannot be read"
ELSEWHERE = "a Calico selector names the namespace or the service account as a label"


def match(selector: str, labels: Labels | None = None, more: str = "", **items: str) -> Value[bool]:
    text = f"selector: {json.dumps(selector)}\n{more}"
    (document,) = documents(Source("policy.yaml", text))
    found = labels or Labels({key: Known(value) for key, value in items.items()})
    return calico_selector_of(document.root).matches(found)


def reason(value: Value[bool]) -> str:
    assert isinstance(value, Unknown)
    return value.reason.text


@pytest.mark.parametrize("selector", ["", " ", "all()", "all( )", "global()", "!!all()"])
def test_what_selects_everything(selector):
    assert is_known(match(selector), True)
    assert is_known(match(selector, a="x"), True)


@pytest.mark.parametrize("spec", ["selector:\ntypes: [Ingress]", "types: [Ingress]"])
def test_an_absent_selector_selects_everything(spec):
    (document,) = documents(Source("policy.yaml", spec))
    assert is_known(calico_selector_of(document.root).matches(Labels()), True)


def test_a_policy_without_a_spec_selects_everything():
    assert is_known(calico_selector_of(None).matches(Labels()), True)


@pytest.mark.parametrize(
    ("selector", "accepted", "refused"),
    [
        ("a == 'x'", [{"a": "x"}], [{"a": "y"}, {}]),
        ('a=="x"', [{"a": "x"}], [{"a": "y"}, {}]),
        ("app.kubernetes.io/name == 'x'", [{"app.kubernetes.io/name": "x"}], [{}]),
        ("a != 'x'", [{"a": "y"}, {}], [{"a": "x"}]),
        ("a in {'x', \"y\"}", [{"a": "x"}, {"a": "y"}], [{"a": "z"}, {}]),
        ("a in { }", [], [{"a": "x"}, {}]),
        ("a not in {'x', 'y'}", [{"a": "z"}, {}], [{"a": "x"}, {"a": "y"}]),
        ("has(a)", [{"a": "x"}, {"a": ""}], [{"b": "x"}, {}]),
        ("!has(a)", [{"b": "x"}, {}], [{"a": "x"}]),
        ("! has( a )", [{}], [{"a": "x"}]),
        ("a contains 'b'", [{"a": "abc"}, {"a": "b"}], [{"a": "ac"}, {}]),
        ("a starts with 'ab'", [{"a": "abc"}], [{"a": "cab"}, {}]),
        ("a ends with 'bc'", [{"a": "abc"}], [{"a": "bca"}, {}]),
        ("a == 'x' && b == 'y'", [{"a": "x", "b": "y"}], [{"a": "x"}, {"b": "y"}]),
        ("a == 'x' || b == 'y'", [{"a": "x"}, {"b": "y"}], [{"a": "y"}, {}]),
        ("!(a == 'x' || b == 'y')", [{}, {"a": "y"}], [{"a": "x"}, {"b": "y"}]),
        # && binds more closely than ||.
        ("a == 'x' || b == 'y' && c == 'z'", [{"a": "x"}, {"b": "y", "c": "z"}], [{"b": "y"}]),
        ("(a == 'x' || b == 'y') && c == 'z'", [{"b": "y", "c": "z"}], [{"a": "x"}]),
        ("a == 'x' &&\n  has(b)\n", [{"a": "x", "b": ""}], [{"a": "x"}]),
        ("a == 'x && y'", [{"a": "x && y"}], [{"a": "x"}]),
    ],
)
def test_every_form(selector, accepted, refused):
    for items in accepted:
        assert is_known(match(selector, **items), True)
    for items in refused:
        assert is_known(match(selector, **items), False)


@pytest.mark.parametrize(
    "selector",
    [
        "a",
        "a =",
        "a = 'x'",
        "a == x",
        "a == 'x",
        "a == 'x' &&",
        "&& a == 'x'",
        "a == 'x' b == 'y'",
        "(a == 'x'",
        "a == 'x')",
        "a in 'x'",
        "a in {'x'",
        "a in {'x' 'y'}",
        "a not {'x'}",
        "a starts 'x'",
        "any()",
        "has()",
        "has(a",
        "all(a)",
        "!",
        "a ~ 'x'",
        "!" * 200 + "has(a)",
        "(" * 200 + "has(a)" + ")" * 200,
        "(" * 100_000,
    ],
)
def test_what_is_no_selector_is_unreadable(selector):
    assert reason(match(selector, a="x")) == UNREADABLE


def test_a_long_selector_is_read():
    assert is_known(match(" && ".join(["has(a)"] * 10_000), a="x"), True)


@pytest.mark.parametrize("selector", ["a == '${A}'", "{{ .selector }}", "<selector>"])
def test_a_templated_selector_is_unknown(selector):
    assert reason(match(selector)) == "a value is filled in by a template"


# Calico adds labels to every pod (its documentation of NetworkPolicy, "Selectors").
@pytest.mark.parametrize(
    "selector",
    [
        "projectcalico.org/namespace == 'shop'",
        "projectcalico.org/serviceaccount in {'a'}",
        "projectcalico.org/namespace starts with 'sh'",
        "a == 'x' && projectcalico.org/namespace != 'shop'",
    ],
)
def test_the_values_of_added_labels_are_elsewhere(selector):
    assert reason(match(selector, a="x")) == ELSEWHERE


@pytest.mark.parametrize(
    ("selector", "answer"),
    [
        ("has(projectcalico.org/namespace)", True),
        ("projectcalico.org/orchestrator == 'k8s'", True),
        ("projectcalico.org/orchestrator != 'k8s'", False),
    ],
)
def test_added_labels_are_there(selector, answer):
    assert is_known(match(selector), answer)


def test_the_pod_s_own_labels_can_decide_alone():
    selector = "a == 'x' && projectcalico.org/namespace == 'shop'"
    assert is_known(match(selector, a="y"), False)


@pytest.mark.parametrize(
    "selector", ["a == 'x'", "a contains 'x'", "has(b)", "!has(b)", "a in {'x'}", "b != 'x'"]
)
def test_hidden_labels_leave_it_unknown(selector):
    hidden = Labels({"a": Unknown(Reason("hidden"))}, Reason("hidden"))
    assert reason(match(selector, hidden)) == "hidden"


def test_one_side_can_decide_whatever_is_hidden():
    hidden = Labels({"a": Unknown(Reason("hidden"))})
    assert is_known(match("a == 'x' || all()", hidden), True)
    assert is_known(match("a == 'x' && !all()", hidden), False)


@given(st.text(alphabet="ab(){}!&|='\" ,xinhaslot", max_size=40))
def test_any_text_is_read_or_unreadable(text):
    assert isinstance(match(text, a="x"), Known | Unknown)
