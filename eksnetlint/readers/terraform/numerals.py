"""Numbers as Terraform counts and writes them: binary floats of 512 bits, shown in decimal."""

from __future__ import annotations

import re
from decimal import Context, Decimal
from fractions import Fraction

from eksnetlint.readers.terraform.types import Number, Refused, Unsupported

BITS = 512
# Every decimal of at most this many digits survives the way through 512 bits and back.
DIGITS = 154
_LARGEST_EXPONENT = 1000
EXACT = Context(prec=2 * _LARGEST_EXPONENT)
_DIGITS_PER_BIT = 0.30103
_NUMERAL = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,6})?\Z")


def parse_number(text: str) -> Number | None:
    """The number a string spells in decimal; None where it spells none.

    Raises Refused for more digits than are evaluated here.
    """
    if len(text) > 2 * DIGITS:
        raise Unsupported("the number has too many digits to be evaluated")
    return simplest(EXACT.create_decimal(text)) if _NUMERAL.match(text) else None


def simplest(number: Decimal) -> Number:
    """The same number as int where it is whole, else as Decimal without trailing zeros."""
    if not number.is_finite():
        raise Refused("the result is not a finite number")
    if not number:
        return 0
    if abs(number.adjusted()) > _LARGEST_EXPONENT:
        raise Unsupported("the number is out of the range that is evaluated")
    reduced = number.normalize(EXACT)
    if len(reduced.as_tuple().digits) > DIGITS:
        return nearest(Fraction(reduced))
    return _whole_or_decimal(reduced)


def exact(number: Number) -> Fraction:
    """What the 512-bit float of a number stands for: 0.1 is not a tenth.

    Arithmetic as Terraform does it is ``nearest`` of the result of arithmetic on these.
    """
    ratio = Fraction(number)
    unit = _unit(ratio, BITS)
    return round(ratio / unit) * unit if ratio else ratio


def add(one: Number, other: Number) -> Number:
    if isinstance(one, int) and isinstance(other, int):
        return one + other
    return nearest(exact(one) + exact(other))


def _unit(ratio: Fraction, bits: int) -> Fraction:
    """The distance of binary floats from one to the next where a number lies."""
    scale = ratio.numerator.bit_length() - ratio.denominator.bit_length() - bits
    if abs(ratio) >= Fraction(2) ** (scale + bits):
        scale += 1
    return Fraction(2) ** scale


def nearest(ratio: Fraction, bits: int = BITS) -> Number:
    """The shortest decimal that stands for the same binary float as an exact ratio."""
    if not ratio:
        return 0
    unit = _unit(ratio, bits)
    stored = round(ratio / unit) * unit
    enough = int(bits * _DIGITS_PER_BIT)
    for digits in range(1 if bits < BITS else enough - 1, enough + 4):
        rounded = _rounded(stored, digits)
        if abs(Fraction(rounded) - stored) < unit / 2:
            return _whole_or_decimal(rounded)
    return _whole_or_decimal(rounded)


def _rounded(number: Fraction, digits: int) -> Decimal:
    context = Context(prec=digits)
    return context.divide(Decimal(number.numerator), Decimal(number.denominator))


def _whole_or_decimal(number: Decimal) -> Number:
    whole = number == number.to_integral_value()
    return int(number) if whole else number.normalize(EXACT)


def number_text(number: Number) -> str:
    """A number as Terraform converts it to a string: never with an exponent."""
    return str(number) if isinstance(number, int) else format(number, "f")


def whole(number: Number, limit: int = 2**63) -> int:
    """A number that must be whole; raises Refused where it is not, or does not fit."""
    if not isinstance(number, int):
        raise Refused("value must be a whole number")
    if not -limit <= number < limit:
        raise Unsupported("the number is out of the range that is evaluated")
    return number
