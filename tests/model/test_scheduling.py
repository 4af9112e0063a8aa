"""What a pod asks of a node, held against nodes whose labels are known, or partly hidden."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eksnetlint.model.labels import Labels
from eksnetlint.model.scheduling import NodeAffinity, NodeOperator, NodeRequirement, NodeTerm
from eksnetlint.values import Known, Reason, Unknown, Value, is_known, known_or

HIDDEN = Unknown(Reason("hidden"))


def requirement(operator: str, *values: str, key: str = "k") -> NodeRequirement:
    return NodeRequirement(
        key, Known(NodeOperator(operator)), tuple(Known(value) for value in values)
    )


def labels(**items: str) -> Labels:
    return Labels({key: Known(value) for key, value in items.items()})


# Source: kubernetes.io, "Assigning Pods to Nodes", operators; NodeSelectorRequirement, Kubernetes
# API, for what is no whole number; Gte and Lte: Karpenter documentation, "NodePools".
@pytest.mark.parametrize(
    ("operator", "values", "node", "fits"),
    [
        ("In", ["a", "b"], {"k": "b"}, True),
        ("In", ["a"], {"k": "b"}, False),
        ("In", ["a"], {}, False),
        ("NotIn", ["a"], {"k": "b"}, True),
        ("NotIn", ["a"], {"k": "a"}, False),
        ("NotIn", ["a"], {}, True),
        ("Exists", [], {"k": ""}, True),
        ("Exists", [], {}, False),
        ("DoesNotExist", [], {}, True),
        ("DoesNotExist", [], {"k": "a"}, False),
        ("Gt", ["4"], {"k": "5"}, True),
        ("Gt", ["5"], {"k": "5"}, False),
        ("Gt", ["-1"], {"k": "0"}, True),
        ("Lt", ["4"], {"k": "3"}, True),
        ("Lt", ["4"], {"k": "4"}, False),
        ("Gt", ["4"], {"k": "many"}, False),
        ("Gt", ["4"], {"k": "9" * 5000}, False),
        ("Gt", ["4"], {}, False),
        ("Gt", [], {"k": "5"}, False),
        ("Gte", ["5"], {"k": "5"}, True),
        ("Lte", ["5"], {"k": "6"}, False),
    ],
)
def test_an_operator_compares_a_label(operator, values, node, fits):
    assert is_known(requirement(operator, *values).holds(labels(**node)), fits)


@pytest.mark.parametrize("operator", [item.value for item in NodeOperator])
def test_a_label_that_may_be_there_decides_nothing(operator):
    assert isinstance(requirement(operator, "5").holds(Labels(open_because=HIDDEN.reason)), Unknown)


def test_an_operator_that_cannot_be_seen_decides_nothing():
    assert NodeRequirement("k", HIDDEN).holds(labels(k="a")) is HIDDEN


# Source: NodeSelector and NodeSelectorTerm, Kubernetes API.
@pytest.mark.parametrize(
    ("terms", "fits"),
    [
        ([NodeTerm((requirement("In", "a"),))], True),
        ([NodeTerm((requirement("In", "a"), requirement("In", "b")))], False),
        ([NodeTerm((requirement("In", "b"),)), NodeTerm((requirement("In", "a"),))], True),
        ([NodeTerm()], False),
        ([NodeTerm(), NodeTerm((requirement("In", "a"),))], True),
        ([], False),
        ([NodeTerm(unreadable=HIDDEN)], None),
        ([NodeTerm((requirement("In", "a"),), HIDDEN)], None),
        ([NodeTerm((requirement("In", "b"),), HIDDEN)], False),
        ([NodeTerm(unreadable=HIDDEN), NodeTerm((requirement("In", "a"),))], True),
    ],
)
def test_one_term_must_hold_with_all_its_requirements(terms, fits):
    found = NodeAffinity(tuple(terms)).holds(lambda _: (labels(k="a"),))
    assert known_or(found, None) is fits


def test_one_of_the_possibilities_for_a_label_is_enough():
    term = NodeTerm((requirement("In", "a"), requirement("In", "b", key="l")))
    chosen = {"k": (labels(k="x"), labels(k="a")), "l": (labels(l="b"),)}
    assert is_known(term.holds(lambda key: chosen[key]), True)
    assert is_known(term.holds(lambda _: (labels(k="x"), labels(k="y"))), False)


# Against the definition, read off the documentation once more.

TEXTS = st.sampled_from(["a", "b", "1", "7", "-3", ""])
NODES = st.dictionaries(st.sampled_from(["k", "l"]), TEXTS)
ASKED = st.tuples(
    st.sampled_from(["k", "l"]), st.sampled_from(list(NodeOperator)), st.lists(TEXTS, max_size=2)
)


def number(text: str) -> int | None:
    return int(text) if text in ("1", "7", "-3") else None


def fits(asked: tuple[str, NodeOperator, list[str]], node: dict[str, str]) -> bool:
    key, operator, values = asked
    if operator in (NodeOperator.NOT_IN, NodeOperator.DOES_NOT_EXIST):
        return key not in node or (operator is NodeOperator.NOT_IN and node[key] not in values)
    if key not in node:
        return False
    if operator in (NodeOperator.IN, NodeOperator.EXISTS):
        return operator is NodeOperator.EXISTS or node[key] in values
    mine = number(node[key])
    bound = number(values[0]) if len(values) == 1 else None
    if mine is None or bound is None:
        return False
    return {
        NodeOperator.GT: mine > bound,
        NodeOperator.LT: mine < bound,
        NodeOperator.GTE: mine >= bound,
        NodeOperator.LTE: mine <= bound,
    }[operator]


def built(asked: tuple[str, NodeOperator, list[str]]) -> NodeRequirement:
    key, operator, values = asked
    return NodeRequirement(key, Known(operator), tuple(Known(value) for value in values))


@given(ASKED, NODES)
def test_a_requirement_means_what_the_definition_says(asked, node):
    assert is_known(built(asked).holds(labels(**node)), fits(asked, node))


@given(
    st.lists(ASKED, min_size=1, max_size=3),
    NODES,
    st.sets(st.sampled_from(["k", "l"])),
    st.booleans(),
)
def test_hiding_labels_never_turns_an_answer_round(asked, node, hidden, is_open):
    term = NodeTerm(tuple(map(built, asked)))
    true = term.holds(lambda _: (labels(**node),))
    shown: dict[str, Value[str]] = {
        key: HIDDEN if key in hidden else Known(value)
        for key, value in node.items()
        if not (is_open and key in hidden)
    }
    seen = term.holds(lambda _: (Labels(shown, HIDDEN.reason if is_open else None),))
    assert isinstance(seen, Unknown) or is_known(true, seen.value)
