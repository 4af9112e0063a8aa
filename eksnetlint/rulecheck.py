"""The checks of a rule document: its shape, and the names and types of the facts it uses."""

from __future__ import annotations

import ast
from typing import Any

from eksnetlint.message import PLACEHOLDER
from eksnetlint.model.facts import FactType, fact_types, values_of
from eksnetlint.model.subjects import SUBJECTS
from eksnetlint.predicate import BadPredicate, fact_name, literal
from eksnetlint.rule import AnyOf, Comparison, Predicate, Rule
from eksnetlint.shape import misshape
from eksnetlint.source.plain import node_at
from eksnetlint.source.tree import Mapping, Problem
from eksnetlint.spelling import nearest


def first_problem(root: Mapping, document: dict[str, Any]) -> Problem | None:
    """What is wrong with a document's shape, and where; None for a sound one."""
    wrong = misshape(document, "rule.schema.json")
    if wrong is None:
        return None
    node = node_at(root, list(wrong.path))
    if wrong.key and isinstance(node, Mapping):
        return Problem(wrong.message, node.fields[wrong.key].key.span)
    return Problem(wrong.message, node.span)


def check_facts(rule: Rule) -> None:
    """Raise BadPredicate for a fact that does not exist or is compared with the wrong type."""
    if rule.subject == "file":
        return
    if rule.subject not in SUBJECTS:
        meant = nearest(rule.subject, SUBJECTS)
        hint = f"did you mean '{meant}'?" if meant else f"known are {', '.join(SUBJECTS)}, file"
        raise BadPredicate(rule.subject, f"is no subject; {hint}")
    if rule.each:
        text = f"{rule.each.name} in {rule.each.fact}"
        if _type_of(rule.each.fact, rule, text).items is None:
            raise BadPredicate(text, f"goes through {rule.each.fact}, which is no list")
    excluded: set[str] = set()
    _check_all(rule.when, rule, excluded)
    for predicate in (rule.require, *(case.when for case in rule.severities)):
        _check_all(predicate, rule, set(excluded))
    named = [*([rule.at] if rule.at else []), *rule.related, *PLACEHOLDER.findall(rule.message)]
    for name in named:
        _type_of(name, rule, name)


def _check_all(predicate: Predicate, rule: Rule, excluded: set[str]) -> None:
    """Check every line; facts that a line says not to be null are added to ``excluded``."""
    for term in predicate.terms:
        if isinstance(term, AnyOf):
            for alternative in term.alternatives:
                _check_all(alternative, rule, set(excluded))
            continue
        _check(term, rule, excluded)
        if isinstance(term.tree.ops[0], ast.NotEq) and _is_null(term.tree.comparators[0]):
            excluded.add(fact_name(term.tree.left) or "")


def _check(line: Comparison, rule: Rule, excluded: set[str]) -> None:
    left, right = line.tree.left, line.tree.comparators[0]
    found: list[FactType | None] = []
    for side, other in ((left, right), (right, left)):
        name = fact_name(side)
        found.append(_type_of(name, rule, line.text) if name else None)
        is_optional = found[-1] is not None and found[-1].is_optional
        if is_optional and name not in excluded and not _is_null(other):
            raise BadPredicate(line.text, f"compares {name}, which may be null, before `!= null`")
    if isinstance(line.tree.ops[0], ast.In):
        _check_membership(line, *found)
        return
    _check_pair(line, *found)
    if not isinstance(line.tree.ops[0], ast.Eq | ast.NotEq):
        is_number = all(fact.kind is int for fact in found if fact)
        if not is_number or _is_null(left) or _is_null(right):
            raise BadPredicate(line.text, "orders something that is no number")


def _check_pair(line: Comparison, one: FactType | None, other: FactType | None) -> None:
    left, right = line.tree.left, line.tree.comparators[0]
    if one and other:
        kinds = (_written(one), _written(other))
        if kinds[0] is not kinds[1]:
            names = f"{kinds[0].__name__} with one of type {kinds[1].__name__}"
            raise BadPredicate(line.text, f"compares a fact of type {names}")
    elif one or other:
        fact, node = (one, right) if one else (other, left)
        assert fact is not None
        _check_literal(line, fact, literal(node, line.text))


def _check_membership(line: Comparison, item: FactType | None, whole: FactType | None) -> None:
    values = None if whole else literal(line.tree.comparators[0], line.text)
    if not (whole.items if whole else isinstance(values, list)):
        raise BadPredicate(line.text, "looks in something that is no list")
    if whole and whole.items:
        _check_pair(line, item, FactType(whole.items))
    elif item and values:
        for value in values:
            _check_literal(line, item, value)


def _is_null(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "null"


def _type_of(name: str, rule: Rule, line: str) -> FactType:
    subject, _, rest = name.partition(".")
    if rule.each and subject == rule.each.name and not rest:
        listed = _type_of(rule.each.fact, rule, line)
        return FactType(listed.items or str)
    fact, _, attribute = rest.partition(".")
    if subject not in (rule.subject, "cluster"):
        raise BadPredicate(line, f"names {subject}, but the rule is about {rule.subject}")
    types = fact_types(subject)
    if fact not in types:
        meant = nearest(fact, types)
        hint = f"; did you mean '{meant}'?" if meant else ""
        raise BadPredicate(line, f"names {subject}.{fact}, which is no fact{hint}")
    if attribute not in ("", "is_set"):
        raise BadPredicate(line, f"names {name}, and a fact has no part but is_set")
    return FactType(bool) if attribute else types[fact]


def _written(fact: FactType) -> type:
    """The type a fact's value has in a rule."""
    if values_of(fact.kind) is not None:
        return str
    return list if fact.kind is tuple else fact.kind


def _check_literal(line: Comparison, fact: FactType, value: Any) -> None:
    words = values_of(fact.kind)
    if value is None:
        return
    if words is not None and value not in words:
        shown = ", ".join(words)
        raise BadPredicate(line.text, f"compares with {value!r}, which is none of {shown}")
    wanted, given = _written(fact), type(value)
    if given is not wanted:
        raise BadPredicate(line.text, f"compares a fact of type {wanted.__name__} with {value!r}")
    if fact.items:
        for item in value:
            _check_literal(line, FactType(fact.items), item)
