"""What simple expressions evaluate to: as much as it takes to compare readings with Terraform."""

from __future__ import annotations

import operator
from fractions import Fraction
from typing import Any

from eksnetlint.source.hcl_tree import (
    Binary,
    Broken,
    Conditional,
    Expression,
    For,
    GetAttribute,
    Index,
    Literal,
    Name,
    ObjectOf,
    Part,
    Splat,
    SplatItem,
    Template,
    TemplateFor,
    TemplateIf,
    TemplateText,
    TupleOf,
    Unary,
)

_OPERATORS = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "%": lambda a, b: a - b * int(a / b),
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "&&": lambda a, b: a and b,
    "||": lambda a, b: a or b,
}
_ITEM = "<item>"


def number(value: Any) -> Any:
    return Fraction(str(value)) if type(value) in (int, float) else value


def evaluate(node: Expression, scope: dict[str, Any]) -> Any:
    match node:
        case Literal():
            return number(node.value)
        case Template():
            if node.wrapped is not None:
                return evaluate(node.wrapped, scope)
            return "".join(_text(part, scope) for part in node.parts)
        case Name():
            return scope[node.name]
        case SplatItem():
            return scope[_ITEM]
        case GetAttribute():
            return evaluate(node.object, scope)[node.name]
        case Index():
            key = evaluate(node.key, scope)
            return evaluate(node.object, scope)[key if isinstance(key, str) else int(key)]
        case Splat():
            items = evaluate(node.object, scope)
            items = items if isinstance(items, list) else [items]
            return [evaluate(node.each, {**scope, _ITEM: item}) for item in items]
        case TupleOf():
            return [evaluate(item, scope) for item in node.items]
        case ObjectOf():
            return {
                _word(evaluate(item.key, scope)): evaluate(item.value, scope) for item in node.items
            }
        case _:
            return _operate(node, scope)


def _operate(node: Expression, scope: dict[str, Any]) -> Any:
    match node:
        case Conditional():
            taken = node.then if evaluate(node.condition, scope) else node.otherwise
            return evaluate(taken, scope)
        case Unary():
            value = evaluate(node.operand, scope)
            return -value if node.operator == "-" else not value
        case Binary():
            left, right = evaluate(node.left, scope), evaluate(node.right, scope)
            if node.operator in ("==", "!="):
                is_same = type(left) is type(right) and left == right
                return is_same == (node.operator == "==")
            return _OPERATORS[node.operator](left, right)
        case For():
            return _loop(node, scope)
    assert not isinstance(node, Broken), f"broken: {node.span.text!r}"
    raise NotImplementedError(type(node).__name__)


def _loop(node: For, scope: dict[str, Any]) -> Any:
    results: list[Any] = []
    keyed: dict[str, Any] = {}
    for inner in _rounds(node, scope):
        if node.condition is not None and not evaluate(node.condition, inner):
            continue
        value = evaluate(node.result, inner)
        if node.result_key is None:
            results.append(value)
        elif node.is_grouped:
            keyed.setdefault(_word(evaluate(node.result_key, inner)), []).append(value)
        else:
            keyed[_word(evaluate(node.result_key, inner))] = value
    return results if node.result_key is None else keyed


def _rounds(node: For | TemplateFor, scope: dict[str, Any]) -> list[dict[str, Any]]:
    items = evaluate(node.collection, scope)
    pairs = items.items() if isinstance(items, dict) else enumerate(items)
    return [
        {**scope, **({node.key: number(key)} if node.key else {}), node.value: value}
        for key, value in (sorted(pairs) if isinstance(items, dict) else pairs)
    ]


def _text(part: Part, scope: dict[str, Any]) -> str:
    match part:
        case TemplateText():
            return part.text
        case TemplateIf():
            taken = part.then if evaluate(part.condition, scope) else part.otherwise
            return "".join(_text(item, scope) for item in taken)
        case TemplateFor():
            return "".join(
                _text(item, inner) for inner in _rounds(part, scope) for item in part.body
            )
        case _:
            return _word(evaluate(part, scope))


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Fraction):
        return str(value.numerator) if value.denominator == 1 else repr(float(value))
    assert isinstance(value, str), value
    return value
