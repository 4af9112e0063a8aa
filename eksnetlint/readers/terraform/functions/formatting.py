"""The functions format and formatlist, with the verbs of go-cty (function/stdlib/format.go)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal

from eksnetlint.readers.terraform.comparison import is_seen
from eksnetlint.readers.terraform.contents import Kind, bool_of, kind_of, number_of, text_of
from eksnetlint.readers.terraform.functions.function import (
    TEXT,
    Function,
    anything,
    strings,
)
from eksnetlint.readers.terraform.functions.json import encoded, quoted
from eksnetlint.readers.terraform.graphemes import clusters
from eksnetlint.readers.terraform.numerals import DIGITS
from eksnetlint.readers.terraform.types import (
    LONGEST,
    Number,
    Refused,
    TfSet,
    TfValue,
    Unseen,
    Unsupported,
    items_within,
)
from eksnetlint.values import Known, Reason, Unknown

_VERB = re.compile(
    r"%(?:(?P<percent>%)|(?P<flags>[0#+ -]*)(?P<width>[1-9][0-9]*)?"
    r"(?:\.(?P<precision>[0-9]*))?(?:\[(?P<index>[1-9][0-9]*)\])?(?P<mode>[a-zA-Z]))"
)
_BASES = {"b": "b", "d": "d", "o": "o", "x": "x", "X": "X"}
_PREFIXES = {"b": "0b", "o": "0", "x": "0x", "X": "0X"}
_WIDEST = 10_000
# big.Float switches to an exponent here when it prints as few digits as identify a number.
_SHORTEST_LIMIT = 6


@dataclass(frozen=True, slots=True)
class Verb:
    """A place in a format string that an argument fills."""

    flags: str
    width: int
    precision: int | None
    mode: str

    def padded(self, text: str) -> str:
        """The text filled up on the left, or with ``-`` on the right, as strings are."""
        filler = ("0" if "0" in self.flags else " ") * (self.width - len(clusters(text)))
        return text + filler if "-" in self.flags else filler + text

    def padded_number(self, sign: str, digits: str, fills: bool = True) -> str:
        """A number filled up with spaces, or with zeros behind its sign."""
        missing = self.width - len(sign) - len(digits)
        if "-" in self.flags:
            return sign + digits + " " * missing
        if "0" in self.flags and fills:
            return sign + "0" * missing + digits
        return " " * missing + sign + digits

    def sign(self, is_negative: bool) -> str:
        if is_negative:
            return "-"
        return "+" if "+" in self.flags else " " if " " in self.flags else ""


def formatted(template: str, arguments: Sequence[TfValue]) -> str:
    """A format string filled with arguments. Raises Refused and Unseen."""
    pieces: list[str] = []
    at = used = highest = length = 0
    for match in _VERB.finditer(template):
        pieces.append(_plain(template[at : match.start()]))
        at = match.end()
        if match["percent"]:
            pieces.append("%")
            continue
        used = int(match["index"][:6]) if match["index"] else used + 1
        if used > len(arguments):
            raise Refused("not enough arguments for the format string")
        highest = max(highest, used)
        pieces.append(_filled(_verb(match), arguments[used - 1]))
        length += len(pieces[-1])
        if length > LONGEST:
            raise Unsupported("the result is too long to be evaluated")
    if highest < len(arguments):
        raise Refused("too many arguments for the format string")
    return "".join((*pieces, _plain(template[at:])))


def _plain(text: str) -> str:
    if "%" in text:
        raise Refused("the format string has a % without a verb")
    return text


def _verb(match: re.Match[str]) -> Verb:
    width = int((match["width"] or "0")[:6])
    precision = None if match["precision"] is None else int((match["precision"] or "0")[:6])
    if width > _WIDEST or (precision or 0) > _WIDEST:
        raise Unsupported("the format string asks for more width than is evaluated")
    return Verb(match["flags"], width, precision, match["mode"])


def _filled(verb: Verb, argument: TfValue) -> str:
    if isinstance(argument, Unknown):
        raise Unseen(argument)
    if verb.mode == "v":
        return _as_is(verb, argument)
    if verb.mode == "t":
        return "true" if bool_of(argument) else "false"
    if verb.mode in _BASES:
        return _integer(verb, number_of(argument))
    if verb.mode in "eEfgG":
        return _float(verb, number_of(argument))
    if verb.mode not in "sq":
        raise Refused("the format string has an unsupported verb")
    text = text_of(argument)
    if verb.precision:
        text = "".join(clusters(text)[: verb.precision])
    return verb.padded(quoted(text) if verb.mode == "q" else text)


def _as_is(verb: Verb, argument: Known[object]) -> str:
    kind = kind_of(argument.value)
    if "#" not in verb.flags and kind is Kind.STRING:
        return verb.padded(text_of(argument))
    if "#" not in verb.flags and kind is Kind.NUMBER:
        return verb.padded(_general(number_of(argument)))
    return verb.padded(encoded(argument))


def _integer(verb: Verb, number: Number) -> str:
    if not isinstance(number, int):
        raise Refused("an integer is required")
    digits = format(abs(number), _BASES[verb.mode])
    if verb.precision is not None:
        digits = digits.rjust(verb.precision, "0") if number or verb.precision else ""
    prefix = _PREFIXES.get(verb.mode, "") if "#" in verb.flags else ""
    return verb.padded_number(verb.sign(number < 0) + prefix, digits, verb.precision is None)


def _float(verb: Verb, number: Number) -> str:
    decimal = Decimal(number).copy_abs()
    if verb.mode in "gG":
        digits = _general(decimal, verb.precision)
    elif verb.mode == "f":
        digits = _fixed(decimal, 6 if verb.precision is None else verb.precision)
    else:
        digits = _scientific(decimal, 6 if verb.precision is None else verb.precision)
    if verb.mode.isupper():
        digits = digits.upper()
    return verb.padded_number(verb.sign(number < 0), digits)


def _fixed(number: Decimal, places: int) -> str:
    context = Context(prec=2 * _WIDEST, rounding=ROUND_HALF_EVEN)
    return format(number.quantize(Decimal(1).scaleb(-places, context), context=context), "f")


def _scientific(number: Decimal, places: int) -> str:
    rounded = Context(prec=places + 1, rounding=ROUND_HALF_EVEN).create_decimal(number)
    digits = "".join(map(str, rounded.as_tuple().digits)).ljust(places + 1, "0")[: places + 1]
    exponent = rounded.adjusted() if number else 0
    point = "." if places else ""
    return f"{digits[0]}{point}{digits[1:]}e{'-' if exponent < 0 else '+'}{abs(exponent):02d}"


def _general(number: Number, precision: int | None = None) -> str:
    """Go's %g: with an exponent when it is below -4, or beyond the precision (else 6 digits)."""
    decimal = Decimal(number).copy_abs()
    sign = "-" if number < 0 else ""
    shown = Context(prec=max(precision or 1, 1) if precision is not None else DIGITS + 4)
    reduced = shown.create_decimal(decimal).normalize(shown)
    digits = len(reduced.as_tuple().digits)
    limit = _SHORTEST_LIMIT
    if precision is not None:
        limit = max(precision, 1)
        if limit > digits and digits >= reduced.adjusted() + 1:
            limit = digits
    exponent = reduced.adjusted() if reduced else 0
    if exponent < -4 or exponent >= limit:
        return sign + _scientific(reduced, digits - 1)
    return sign + format(reduced, "f")


def _formatlist(template: str, *arguments: TfValue) -> tuple[TfValue, ...]:
    lengths = {len(items) for items in map(_row, arguments) if items is not None}
    if len(lengths) > 1:
        raise Refused("its lists have different lengths")
    count = lengths.pop() if lengths else 1
    rows = [_row(argument) for argument in arguments]
    return tuple(
        _formatted_row(
            template,
            [
                argument if row is None else row[number]
                for argument, row in zip(arguments, rows, strict=True)
            ],
        )
        for number in range(count)
    )


def _row(argument: TfValue) -> tuple[TfValue, ...] | None:
    """The items of a list; None for a value that is used over and over."""
    if isinstance(argument, Unknown):
        raise Unseen(argument)
    if not isinstance(argument.value, tuple | TfSet):
        return None
    items = items_within(argument.value)
    if isinstance(argument.value, TfSet) and not all(map(is_seen, items)):
        raise Unseen(Unknown(Reason("an item of a set cannot be seen"), argument.origin))
    return items


def _formatted_row(template: str, arguments: list[TfValue]) -> TfValue:
    try:
        return strings([formatted(template, arguments)])[0]
    except Unseen as unseen:
        return unseen.unknown


FUNCTIONS: Mapping[str, Function] = {
    "format": Function(lambda template, *rest: formatted(template, rest), (TEXT,), anything),
    "formatlist": Function(_formatlist, (TEXT,), anything),
}
