"""Predicates: a comparison a line, read with Python's grammar and judged by Kleene's logic."""

from __future__ import annotations

import ast
import operator
import warnings
from collections.abc import Callable
from enum import Enum
from typing import Any

from eksnetlint.rule import AnyOf, Comparison, Predicate
from eksnetlint.values import Known, Unknown, Value, conjunction, disjunction

Lookup = Callable[[str], Value[Any]]

_OPERATORS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_SIMPLE = (str, int, bool, type(None))
_ORDERS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
# subject.fact.is_set
_MOST_DOTS = 2
_CONSTANTS = {"true": True, "false": False, "null": None}


class BadPredicate(Exception):
    """A line that is no comparison of the kind rules are made of, or compares what it cannot."""

    def __init__(self, line: str, problem: str) -> None:
        super().__init__(f"'{line}' {problem}")
        self.line = line


def comparison(text: str) -> Comparison:
    """Read a line such as ``node_group.max_pods <= 110``. Raises BadPredicate."""
    try:
        with warnings.catch_warnings():
            # Python only warns of an escape it does not know; a rule is refused for it.
            warnings.simplefilter("error")
            tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise BadPredicate(text, "is not a comparison") from error
    if not isinstance(tree, ast.Compare) or len(tree.ops) != 1:
        raise BadPredicate(text, "is not one comparison: fact OPERATOR fact-or-literal")
    if not isinstance(tree.ops[0], (*_OPERATORS, ast.In)):
        raise BadPredicate(text, "uses an operator other than == != < <= > >= in")
    return compared(text, tree)


def compared(text: str, tree: ast.Compare) -> Comparison:
    """The comparison that an expression makes. Raises BadPredicate."""
    sides: list[str | Known[Any]] = []
    for side in (tree.left, tree.comparators[0]):
        name = fact_name(side)
        if name is not None and name.count(".") > _MOST_DOTS:
            raise BadPredicate(text, "names something deeper than subject.fact.is_set")
        sides.append(Known(literal(side, text)) if name is None else name)
    if not facts_named(tree):
        raise BadPredicate(text, "names no fact")
    return Comparison(text, tree, *sides)


def fact_name(node: ast.expr) -> str | None:
    """``node_group.max_pods`` for such an expression, None for a literal."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name) or node.id in _CONSTANTS:
        return None
    return ".".join([node.id, *reversed(parts)])


def facts_named(tree: ast.Compare) -> list[str]:
    """The facts a comparison names, the left one first."""
    names = (fact_name(side) for side in (tree.left, tree.comparators[0]))
    return [name for name in names if name is not None]


def literal(node: ast.expr, text: str) -> Any:
    """The value of a string, integer, ``true``, ``false``, ``null``, or list of these."""
    if isinstance(node, ast.Constant) and type(node.value) in (str, int):
        return node.value
    if isinstance(node, ast.Name) and node.id in _CONSTANTS:
        return _CONSTANTS[node.id]
    if isinstance(node, ast.List):
        return [literal(item, text) for item in node.elts]
    raise BadPredicate(text, "holds something that is neither a fact nor a literal")


def holds(predicate: Predicate, lookup: Lookup) -> Value[bool]:
    """Whether every term holds."""
    return conjunction(_term(term, lookup) for term in predicate.terms)


def _term(term: Comparison | AnyOf, lookup: Lookup) -> Value[bool]:
    if isinstance(term, AnyOf):
        return disjunction(holds(predicate, lookup) for predicate in term.alternatives)
    return compare(term, lookup)


def first_failed(predicate: Predicate, lookup: Lookup) -> Comparison | None:
    """The first comparison that is false; where none is, the first that cannot be decided."""
    undecided: Comparison | AnyOf | None = None
    for term in predicate.terms:
        result = _term(term, lookup)
        if isinstance(result, Unknown):
            undecided = undecided or term
        elif not result.value:
            return _first_of(term, lookup)
    return _first_of(undecided, lookup) if undecided else None


def _first_of(term: Comparison | AnyOf, lookup: Lookup) -> Comparison | None:
    if isinstance(term, Comparison):
        return term
    answers = [(holds(predicate, lookup), predicate) for predicate in term.alternatives]
    unknown = [predicate for answer, predicate in answers if isinstance(answer, Unknown)]
    return first_failed((unknown or term.alternatives)[0], lookup)


def compare(line: Comparison, lookup: Lookup) -> Value[bool]:
    """The truth of one comparison; bounds of an unknown number may decide it."""
    left = lookup(line.left) if isinstance(line.left, str) else line.left
    right = lookup(line.right) if isinstance(line.right, str) else line.right
    test = line.tree.ops[0]
    if isinstance(left, Known) and isinstance(right, Known):
        return Known(_test(test, left.value, right.value), left.origin)
    if type(test) in _ORDERS:
        decided = _by_bounds(test, left, right)
        if decided is not None:
            return Known(decided, left.origin)
    return left if isinstance(left, Unknown) else right


def _test(test: ast.cmpop, left: Any, right: Any) -> bool:
    left, right = _plain(left), _plain(right)
    if isinstance(test, ast.In):
        return left in right
    return bool(_OPERATORS[type(test)](left, right))


def _plain(value: Any) -> Any:
    if type(value) in _SIMPLE:
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value


def _by_bounds(test: ast.cmpop, left: Value[Any], right: Value[Any]) -> bool | None:
    """The answer that the numbers between all bounds give; None where they differ."""
    low, high = _bounds(left)
    other_low, other_high = _bounds(right)
    answers = {
        ast.Lt: (_below(high, other_low, strict=True), _below(other_high, low, strict=False)),
        ast.LtE: (_below(high, other_low, strict=False), _below(other_high, low, strict=True)),
        ast.Gt: (_below(other_high, low, strict=True), _below(high, other_low, strict=False)),
        ast.GtE: (_below(other_high, low, strict=False), _below(high, other_low, strict=True)),
    }
    surely, surely_not = answers.get(type(test), (False, False))
    return True if surely else False if surely_not else None


def _bounds(value: Value[Any]) -> tuple[int | None, int | None]:
    if isinstance(value, Unknown):
        return value.at_least, value.at_most
    return (value.value, value.value) if isinstance(value.value, int) else (None, None)


def _below(smaller: int | None, larger: int | None, *, strict: bool) -> bool:
    if smaller is None or larger is None:
        return False
    return smaller < larger if strict else smaller <= larger
