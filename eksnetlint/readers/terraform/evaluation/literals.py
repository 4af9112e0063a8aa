"""Literals, and stretches that are no expression."""

from __future__ import annotations

from decimal import Decimal

from eksnetlint.readers.terraform.evaluation.surroundings import Surroundings
from eksnetlint.readers.terraform.numerals import parse_number, simplest
from eksnetlint.readers.terraform.origins import here
from eksnetlint.readers.terraform.texts import PlacedText, composed
from eksnetlint.readers.terraform.types import Number, TfValue, Unsupported
from eksnetlint.source.hcl_places import Rendered
from eksnetlint.source.hcl_tree import Broken, Literal
from eksnetlint.values import Known, Reason, Unknown

# Such whole numbers are kept as they are whatever precision Terraform counts with.
_EXACT = 2**500


def literal(node: Literal, _: Surroundings) -> TfValue:
    content = node.value
    origin = here(node.span)
    if isinstance(content, str):
        return Known(_text(node, content), origin)
    if isinstance(content, float):
        return Known(_fraction(node), origin)
    if isinstance(content, int) and not -_EXACT < content < _EXACT:
        return Known(simplest(Decimal(content)), origin)
    return Known(content, origin)


def _text(node: Literal, text: str) -> str:
    return composed(PlacedText(text, Rendered(node, [(text, node)])))


def _fraction(node: Literal) -> Number:
    """The tree has binary floats, the text the number that is meant."""
    number = parse_number(node.span.text)
    if number is None:
        raise Unsupported("the number is not evaluated")
    return number


def broken(node: Broken, _: Surroundings) -> TfValue:
    return Unknown(Reason("the expression cannot be read"), here(node.span))
