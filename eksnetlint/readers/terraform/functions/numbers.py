"""Numeric functions."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import reduce

from eksnetlint.readers.terraform.functions.floats import logarithm, power
from eksnetlint.readers.terraform.functions.function import (
    NUMBER,
    Function,
    given,
    integer,
    payload,
)
from eksnetlint.readers.terraform.numerals import add
from eksnetlint.readers.terraform.types import Number, Refused, TfValue, Unsupported

_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MOST_DIGITS = 150


def _parseint(value: TfValue, base: int) -> int:
    text = payload(value)
    if not isinstance(text, str):
        raise Refused("the first argument must be a string")
    if not 2 <= base <= 62:
        raise Refused("base must be a whole number between 2 and 62 inclusive")
    sign = -1 if text.startswith("-") else 1
    digits = text[1:] if text[:1] in ("-", "+") else text
    if base <= 36:
        digits = digits.lower()
    places = [_LETTERS.find(digit) for digit in digits]
    if not places or not all(0 <= place < base for place in places):
        raise Refused("the text is not an integer of that base")
    if len(places) > _MOST_DIGITS:
        raise Unsupported("the number has too many digits to be evaluated")
    number = 0
    for place in places:
        number = number * base + place
    return sign * number


def _extreme(choose: Callable[[tuple[Number, ...]], Number], numbers: tuple[Number, ...]) -> Number:
    if not numbers:
        raise Refused("at least one number is required")
    return choose(numbers)


def total(numbers: list[Number]) -> Number:
    """The sum of one number or more."""
    return reduce(add, numbers)


def _absolute(number: Number) -> Number:
    # The operator rounds decimals to the precision of the thread's context.
    return number.copy_abs() if isinstance(number, Decimal) else abs(number)


FUNCTIONS: Mapping[str, Function] = {
    "abs": Function(_absolute, (NUMBER,)),
    "ceil": Function(math.ceil, (NUMBER,)),
    "floor": Function(math.floor, (NUMBER,)),
    "log": Function(logarithm, (NUMBER, NUMBER)),
    "max": Function(lambda *numbers: _extreme(max, numbers), (), NUMBER),
    "min": Function(lambda *numbers: _extreme(min, numbers), (), NUMBER),
    "parseint": Function(_parseint, (given, integer)),
    "pow": Function(power, (NUMBER, NUMBER)),
    "signum": Function(lambda number: (number > 0) - (number < 0), (integer,)),
}
