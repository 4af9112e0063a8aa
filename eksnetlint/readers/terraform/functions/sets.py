"""Functions on sets."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from math import prod

from eksnetlint.readers.terraform.comparison import fingerprint
from eksnetlint.readers.terraform.contents import content_of
from eksnetlint.readers.terraform.conversion import elements_of, set_of, unified
from eksnetlint.readers.terraform.functions.function import Function, Marks, given
from eksnetlint.readers.terraform.functions.lists import seen_throughout
from eksnetlint.readers.terraform.types import HEAVIEST, Refused, TfSet, TfValue, Unsupported
from eksnetlint.values import Known

Items = tuple[TfValue, ...]


def _alike(first: TfValue, *others: TfValue) -> list[Items]:
    """The items of several sets, all converted to one type."""
    rows = [elements_of(value) for value in (first, *others)]
    every = iter(unified([item for row in rows for item in row]))
    return [tuple(next(every) for _ in row) for row in rows]


def _union(*sets: TfValue) -> TfSet:
    return set_of([item for row in _alike(*sets) for item in row])


def _intersection(*sets: TfValue) -> TfSet:
    rows = [seen_throughout(row) for row in _alike(*sets)]
    others = [set(map(fingerprint, row)) for row in rows[1:]]
    return set_of([item for item in rows[0] if all(fingerprint(item) in row for row in others)])


def _subtraction(first: TfValue, second: TfValue) -> TfSet:
    kept, removed = map(seen_throughout, _alike(first, second))
    without = set(map(fingerprint, removed))
    return set_of([item for item in kept if fingerprint(item) not in without])


def _product(*sources: TfValue) -> Items | TfSet:
    """All combinations; a set of them if one of the sources is a set."""
    if len(sources) < 2:
        raise Refused("at least two arguments are required")
    rows = [unified(elements_of(source)) for source in sources]
    if prod(map(len, rows)) * len(rows) > HEAVIEST:
        raise Unsupported("the result is too large to be evaluated")
    combined = tuple(Known(items) for items in product(*rows))
    is_set = any(isinstance(content_of(source), TfSet) for source in sources)
    return set_of(combined) if is_set else combined


FUNCTIONS: Mapping[str, Function] = {
    "setintersection": Function(_intersection, (given,), given),
    "setproduct": Function(_product, (), given, Marks.KEPT),
    "setsubtract": Function(_subtraction, (given, given)),
    "setunion": Function(_union, (given,), given),
}
