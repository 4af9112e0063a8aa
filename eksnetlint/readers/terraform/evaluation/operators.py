"""Unary and binary operators, three-valued where an operand cannot be seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from eksnetlint.readers.terraform.contents import bool_of, number_of
from eksnetlint.readers.terraform.evaluation.equality import equality
from eksnetlint.readers.terraform.evaluation.surroundings import EXHAUSTED, Surroundings, interpret
from eksnetlint.readers.terraform.evaluation.weight import steps_for
from eksnetlint.readers.terraform.numerals import BITS, exact, nearest
from eksnetlint.readers.terraform.origins import joined
from eksnetlint.readers.terraform.outcomes import computed, obstacle
from eksnetlint.readers.terraform.types import (
    Invalid,
    Number,
    Refused,
    TfValue,
    Unsupported,
    is_sensitive,
    marked,
)
from eksnetlint.source.hcl_tree import Binary, Unary
from eksnetlint.values import Known, Reason, Unknown

# What a number may take of memory, beyond what Terraform prints of it.
_WIDEST = 4 * BITS
_VERSION = Reason("whether this is an error depends on the version of Terraform")
# The steps that exact fractions take.
_DIVISION = 12


def unary(node: Unary, within: Surroundings) -> TfValue:
    operand = interpret(node.operand, within)
    if isinstance(operand, Unknown):
        return computed(operand)
    if node.operator == "!":
        return _result(not bool_of(operand), operand)
    number = number_of(operand)
    # A minus sign would round it to Python's 28 digits.
    negated = number.copy_negate() if isinstance(number, Decimal) else -number
    return _result(negated, operand)


def binary(node: Binary, within: Surroundings) -> TfValue:
    operator = node.operator
    left = interpret(node.left, within)
    if operator in ("&&", "||"):
        return _logical(operator == "||", left, node, within)
    right = interpret(node.right, within)
    if operator in ("==", "!="):
        if not within.budget.spend(steps_for((left, right))):
            return Unknown(EXHAUSTED)
        return equality(left, right, wanted=operator == "==")
    if operator in _COMPARISONS:
        return _comparison(operator, left, right)
    hidden = obstacle((left, right))
    if hidden is not None:
        return computed(hidden)
    if operator in ("/", "%"):
        within.budget.spend(_DIVISION)
    one, other = number_of(left), number_of(right)
    return _result(_ARITHMETIC[operator](one, other), left, right)


def _logical(decisive: bool, left: TfValue, node: Binary, within: Surroundings) -> TfValue:
    """The right side is left out where the left one decides, as it is since Terraform 1.12.

    A configuration that works with an older one means the same, but for what ``try`` passes over.
    """
    if isinstance(left, Invalid):
        return left
    one = None if isinstance(left, Unknown) else bool_of(left)
    if one is decisive and not within.is_attempt:
        return _result(decisive, left)
    right = interpret(node.right, within)
    if one is decisive:
        return Unknown(_VERSION) if _is_refused(right) else _result(decisive, left)
    other = None if isinstance(right, Unknown) else bool_of(right)
    if other is decisive and one is None:
        return _result(decisive, right)
    if isinstance(left, Unknown):
        return computed(left)
    if isinstance(right, Unknown):
        return computed(right)
    return _result(other, left, right)


def _is_refused(value: TfValue) -> bool:
    """Whether a value is none that is true or false."""
    if isinstance(value, Unknown):
        return isinstance(value, Invalid)
    try:
        bool_of(value)
    except Refused:
        return True
    return False


def _comparison(operator: str, left: TfValue, right: TfValue) -> TfValue:
    """What bounds alone decide is decided."""
    hidden = obstacle((left, right))
    if isinstance(hidden, Invalid):
        return hidden
    holds = _COMPARISONS[operator]
    if hidden is None:
        return _result(holds(number_of(left), number_of(right)), left, right)
    verdicts = {holds(one, other) for one in _ends(left) for other in _ends(right)}
    return _result(verdicts.pop(), left, right) if len(verdicts) == 1 else computed(hidden)


def _ends(value: TfValue) -> tuple[Number | float, ...]:
    if not isinstance(value, Unknown):
        return (number_of(value),)
    least = float("-inf") if value.at_least is None else value.at_least
    most = float("inf") if value.at_most is None else value.at_most
    return least, most


def _result(content: object, *operands: TfValue) -> TfValue:
    origin = joined(*(operand.origin for operand in operands))
    value: TfValue = Known(content, origin, any(operand.is_set for operand in operands))
    return marked(value) if any(map(is_sensitive, operands)) else value


def _add(one: Number, other: Number) -> Number:
    return one + other if _are_small(one, other) else _limited(exact(one) + exact(other))


def _subtract(one: Number, other: Number) -> Number:
    return one - other if _are_small(one, other) else _limited(exact(one) - exact(other))


def _multiply(one: Number, other: Number) -> Number:
    return one * other if _are_small(one, other) else _limited(exact(one) * exact(other))


def _divide(one: Number, other: Number) -> Number:
    if not other:
        raise Unsupported("a division by zero is not evaluated")
    return _limited(exact(one) / exact(other))


def _modulo(one: Number, other: Number) -> Number:
    """What is left of a division, with the sign of the dividend."""
    if not other:
        return one
    dividend, divisor = exact(one), exact(other)
    whole = divisor * int(_limited(dividend / divisor))
    return _limited(dividend - exact(_limited(whole)))


def _are_small(one: Number, other: Number) -> bool:
    """Whether both are whole and their product fits where nothing is rounded."""
    both = isinstance(one, int) and isinstance(other, int)
    return both and -(2**200) < one < 2**200 and -(2**200) < other < 2**200


def _limited(ratio: Fraction) -> Number:
    if max(abs(ratio.numerator).bit_length(), ratio.denominator.bit_length()) > _WIDEST:
        raise Unsupported("the number is out of the range that is evaluated")
    return nearest(ratio)


_ARITHMETIC: Mapping[str, Callable[[Any, Any], int | Decimal]] = {
    "+": _add,
    "-": _subtract,
    "*": _multiply,
    "/": _divide,
    "%": _modulo,
}
_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": lambda one, other: one < other,
    ">": lambda one, other: one > other,
    "<=": lambda one, other: one <= other,
    ">=": lambda one, other: one >= other,
}
