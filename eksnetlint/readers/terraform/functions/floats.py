"""Powers and logarithms as Go computes them: at times the last digit is not the C library's."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

from eksnetlint.readers.terraform.numerals import nearest
from eksnetlint.readers.terraform.types import Number, Refused, Unsupported

_BITS = 53
_LARGEST_EXPONENT = 2**12
# Coefficients of FreeBSD's e_log.c, from which Go has its logarithm.
_LN2_HIGH = 6.93147180369123816490e-01
_LN2_LOW = 1.90821492927058770002e-10
_ODD = (1.479819860511658591e-01, 1.818357216161805012e-01, 2.857142874366239149e-01)
_EVEN = (1.531383769920937332e-01, 2.222219843214978396e-01, 3.999999999940941908e-01)
_FIRST = 6.666666666666735130e-01


def logarithm(number: Number, base: Number) -> Number:
    return _computed(lambda one, other: _log(one) / _log(other), number, base)


def power(base: Number, exponent: Number) -> Number:
    return _computed(_pow, base, exponent)


def _computed(evaluate: Callable[[float, float], float], one: Number, other: Number) -> Number:
    try:
        result = evaluate(float(one), float(other))
    except (ValueError, ZeroDivisionError, OverflowError) as error:
        raise Refused("the result is not a finite number") from error
    if not math.isfinite(result):
        raise Refused("the result is not a finite number")
    return nearest(Fraction(result), _BITS)


def _log(number: float) -> float:
    if number <= 0:
        raise ValueError(number)
    mantissa, exponent = math.frexp(number)
    if mantissa < math.sqrt(2) / 2:
        mantissa, exponent = mantissa * 2, exponent - 1
    rest = mantissa - 1
    ratio = rest / (2 + rest)
    square = ratio * ratio
    fourth = square * square
    odd = even = 0.0
    for odd_part, even_part in zip(_ODD, _EVEN, strict=True):
        odd, even = odd * fourth + odd_part, even * fourth + even_part
    series = square * (_FIRST + fourth * odd) + fourth * even
    half = 0.5 * rest * rest
    low = half - (ratio * (half + series) + exponent * _LN2_LOW)
    return exponent * _LN2_HIGH - (low - rest)


def _pow(base: float, exponent: float) -> float:
    if base == 0 or exponent in (0, 0.5, -0.5):
        return math.pow(base, exponent)
    if not exponent.is_integer():
        raise Unsupported("a power that is not whole is not evaluated")
    (mantissa, binary), scale, left = math.frexp(base), 0, abs(int(exponent))
    result = 1.0
    while left and abs(binary) <= _LARGEST_EXPONENT:
        if left & 1:
            result, scale = result * mantissa, scale + binary
        mantissa, binary, left = mantissa * mantissa, binary * 2, left >> 1
        if mantissa < 0.5:
            mantissa, binary = mantissa * 2, binary - 1
    scale += binary if left else 0
    return math.ldexp(1 / result, -scale) if exponent < 0 else math.ldexp(result, scale)
