"""Every comparison of every rule matters: turned round, it makes an example of the rule fail."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from eksnetlint.judge import judge
from eksnetlint.model.cluster import Cluster
from eksnetlint.model.declared import NOTHING
from eksnetlint.model.linking import link
from eksnetlint.predicate import compared, comparison
from eksnetlint.readers.files import Input, read_files
from eksnetlint.rule import AnyOf, Comparison, Example, Predicate, Rule
from eksnetlint.rulebook import load_rules
from eksnetlint.suppressions import MARK

RULES = {rule.id: rule for rule in load_rules() if rule.subject != "file"}
OPPOSITES: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.GtE,
    ast.GtE: ast.Lt,
    ast.Gt: ast.LtE,
    ast.LtE: ast.Gt,
}


def _mutants(predicate: Predicate) -> Iterator[tuple[str, Predicate]]:
    """The predicate with one comparison turned round, for each that it has."""
    for index, term in enumerate(predicate.terms):
        changed: Iterator[tuple[str, Comparison | AnyOf]]
        changed = _alternatives(term) if isinstance(term, AnyOf) else _opposite(term)
        for line, other in changed:
            yield line, Predicate((*predicate.terms[:index], other, *predicate.terms[index + 1 :]))


def _alternatives(term: AnyOf) -> Iterator[tuple[str, AnyOf]]:
    for index, alternative in enumerate(term.alternatives):
        for line, other in _mutants(alternative):
            yield line, AnyOf((*term.alternatives[:index], other, *term.alternatives[index + 1 :]))


def _opposite(term: Comparison) -> Iterator[tuple[str, Comparison]]:
    test = type(term.tree.ops[0])
    if test in OPPOSITES:
        tree = ast.Compare(term.tree.left, [OPPOSITES[test]()], term.tree.comparators)
        yield term.text, compared(term.text, tree)
    else:
        # There is no "not in": the same list with nothing in it that could be found.
        yield term.text, comparison(f"{ast.unparse(term.tree.left)} in ['no such thing']")


def _all_mutants() -> Iterator[object]:
    for rule in RULES.values():
        for line, when in _mutants(rule.when):
            yield pytest.param(rule, replace(rule, when=when), id=f"{rule.id}: when {line}")
        for line, require in _mutants(rule.require):
            yield pytest.param(rule, replace(rule, require=require), id=f"{rule.id}: {line}")


@cache
def _clusters(rule_id: str, index: int) -> tuple[Cluster, ...]:
    example: Example = RULES[rule_id].examples[index]
    inputs = [
        Input(name, lambda text=text: text.encode())  # type: ignore[misc]
        for name, text in example.files.items()
    ]
    return tuple(link(read_files(inputs, MARK).reading.objects, NOTHING))


def _verdicts(rule: Rule, index: int) -> set[tuple[str, int, bool]]:
    result = judge([rule], _clusters(rule.id, index))
    found = (*result.findings, *result.open)
    return {(item.span.path, item.span.first.line, item.reason is None) for item in found}


@pytest.mark.parametrize(("rule", "mutant"), list(_all_mutants()))
def test_a_comparison_turned_round_changes_what_an_example_shows(rule: Rule, mutant: Rule) -> None:
    assert any(
        _verdicts(rule, index) != _verdicts(mutant, index) for index in range(len(rule.examples))
    )
