"""Functions on lists and tuples."""

from __future__ import annotations

from collections.abc import Mapping

from eksnetlint.readers.terraform.comparison import EXACT_TYPES, equal, fingerprint, is_seen
from eksnetlint.readers.terraform.contents import (
    Kind,
    bool_of,
    content_of,
    items_of,
    kind_of,
    number_of,
    text_of,
)
from eksnetlint.readers.terraform.conversion import elements_of, unified
from eksnetlint.readers.terraform.functions.function import (
    LIST,
    NUMBER,
    Function,
    Marks,
    alike,
    anything,
    given,
    integer,
    null_or,
    passed,
    present,
    sequence,
    strings,
    texts,
)
from eksnetlint.readers.terraform.functions.numbers import total
from eksnetlint.readers.terraform.numerals import add
from eksnetlint.readers.terraform.types import (
    HEAVIEST,
    Number,
    Refused,
    TfObject,
    TfSet,
    TfValue,
    Unseen,
    Unsupported,
    is_sensitive,
    items_within,
    marked,
    measure,
)
from eksnetlint.values import Known, Unknown, conjunction, disjunction

Items = tuple[TfValue, ...]

# Terraform's own limit.
_LONGEST_RANGE = 1024


def _truths(value: TfValue) -> list[TfValue]:
    """Items as booleans; null counts as false."""
    return [
        item if isinstance(item, Unknown) else Known(bool(null_or(bool_of)(item)))
        for item in elements_of(value)
    ]


def seen_throughout(items: Items) -> Items:
    for item in items:
        if not is_seen(item):
            raise _unseen(item)
    return items


def _unseen(value: TfValue) -> Unseen:
    """The error of a value that is not known throughout."""
    if isinstance(value, Unknown):
        return Unseen(value)
    content = value.value
    reason = getattr(content, "open_because", None)
    if reason is not None:
        return Unseen(Unknown(reason, value.origin))
    return _unseen(next(item for item in items_within(content) if not is_seen(item)))


def _chunklist(items: Items, size: int) -> Items:
    if size < 0:
        raise Refused("the size must not be negative")
    step = size or max(len(items), 1)
    return tuple(Known(items[at : at + step]) for at in range(0, len(items), step))


def _coalescelist(*lists: TfValue) -> TfValue:
    present = [item for item in lists if isinstance(item, Unknown) or item.value is not None]
    if not all(isinstance(item, Unknown) or isinstance(item.value, tuple) for item in present):
        raise Refused("all arguments must be lists or tuples")
    for value in present:
        if sequence(value):
            return value
    raise Refused("no non-null, non-empty list")


def _compact(items: tuple[str | None, ...]) -> Items:
    return strings([item for item in items if item])


def _concat(*lists: TfValue) -> Items:
    if not lists:
        raise Refused("at least one argument is required")
    joined = [passed(item, value) for value in lists for item in sequence(given(value))]
    if len(joined) > HEAVIEST:
        raise Unsupported("the result is too large to be evaluated")
    return tuple(joined)


def _contains(value: TfValue, wanted: TfValue) -> TfValue:
    content = content_of(value)
    if not isinstance(content, tuple | TfSet):
        raise Refused("argument must be list, tuple, or set")
    verdicts: list[TfValue] = []
    for item in items_within(content):
        verdict = equal(item, wanted)
        if verdict and isinstance(content_of(item), tuple | TfObject):
            verdicts.append(Unknown(EXACT_TYPES))
            continue
        hidden = wanted if not is_seen(wanted) else item
        verdicts.append(Known(verdict) if verdict is not None else _unseen(hidden).unknown)
    return disjunction(verdicts)


def _distinct(items: Items) -> Items:
    kept: dict[str, TfValue] = {}
    for item in seen_throughout(items):
        kept.setdefault(fingerprint(item), item)
    return tuple(kept.values())


def _element(value: TfValue, index: int) -> TfValue:
    items = sequence(value)
    if not items:
        raise Refused("an empty list has no elements")
    return passed(items[index % len(items)], value)


def _flatten(value: TfValue) -> TfValue:
    measure(value)
    if not isinstance(content_of(value), tuple | TfSet):
        raise Refused("can only flatten lists, sets and tuples")
    found: list[TfValue] = []
    hides = _flatten_into(found, value)
    return marked(Known(tuple(found))) if hides else Known(tuple(found))


def _flatten_into(found: list[TfValue], value: TfValue) -> bool:
    """Adds the items at any depth; whether one of the lists is sensitive, which hides all."""
    hides = is_sensitive(value)
    for item in items_of(value):
        if isinstance(item, Unknown):
            raise Unseen(item)
        if kind_of(item.value) is Kind.SEQUENCE:
            hides |= _flatten_into(found, item)
        else:
            found.append(passed(item, value))
    return hides


def _index(items: Items, wanted: TfValue) -> int:
    for number, item in enumerate(items):
        verdict = equal(item, wanted)
        if verdict is None:
            raise _unseen(wanted if not is_seen(wanted) else item)
        if verdict:
            return number
    raise Refused("item not found")


def _matchkeys(values: Items, keys: Items, wanted: Items) -> Items:
    if len(values) != len(keys):
        raise Refused("keys and values must be of the same length")
    both = unified((*keys, *wanted))
    keys, wanted = seen_throughout(both[: len(keys)]), seen_throughout(both[len(keys) :])
    found = set(map(fingerprint, wanted))
    return tuple(
        value for value, key in zip(values, keys, strict=True) if fingerprint(key) in found
    )


def _one(value: TfValue) -> TfValue:
    items = items_of(value)
    if len(items) > 1:
        raise Refused("there must be either zero or one elements")
    return passed(items[0], value) if items else Known(None)


def _range(*limits: Number) -> Items:
    if not 1 <= len(limits) <= 3:
        raise Refused("one, two or three arguments are required")
    start, end = limits[:2] if len(limits) > 1 else (0, limits[0])
    step = limits[2] if len(limits) == 3 else -1 if end < start else 1
    if step == 0 or (end != start and (end < start) != (step < 0)):
        raise Refused("the step does not lead from start to end")
    numbers: list[TfValue] = []
    while start > end if step < 0 else start < end:
        if len(numbers) >= _LONGEST_RANGE:
            raise Refused(f"more than {_LONGEST_RANGE} values were generated")
        numbers.append(Known(start))
        start = add(start, step)
    return tuple(numbers)


def _reverse(value: TfValue) -> Items:
    return tuple(passed(item, value) for item in reversed(items_of(value)))


def _slice(value: TfValue, start: int, end: int) -> Items:
    items = sequence(value)
    if not 0 <= start <= end <= len(items):
        raise Refused("the indices must lie within the list, the start before the end")
    return tuple(passed(item, value) for item in items[start:end])


def _sort(items: Items) -> Items:
    return strings(sorted(text_of(item) for item in items))


def _sum(items: Items) -> Number:
    if not items:
        raise Refused("cannot sum an empty list")
    return total([number_of(item) for item in items])


FUNCTIONS: Mapping[str, Function] = {
    "alltrue": Function(lambda value: conjunction(_truths(value)), (given,)),
    "anytrue": Function(lambda value: disjunction(_truths(value)), (given,)),
    "chunklist": Function(_chunklist, (alike, integer), marks=Marks.KEPT),
    "coalescelist": Function(_coalescelist, (), anything),
    "compact": Function(_compact, (texts,)),
    "concat": Function(_concat, (), given, Marks.KEPT),
    "contains": Function(_contains, (given, present)),
    "distinct": Function(_distinct, (alike,)),
    "element": Function(_element, (given, integer), marks=Marks.KEPT),
    "flatten": Function(_flatten, (given,), marks=Marks.KEPT),
    "index": Function(_index, (sequence, given)),
    "matchkeys": Function(_matchkeys, (alike, alike, alike)),
    "one": Function(_one, (given,), marks=Marks.KEPT),
    "range": Function(_range, (), NUMBER),
    "reverse": Function(_reverse, (given,), marks=Marks.KEPT),
    "slice": Function(_slice, (given, integer, integer), marks=Marks.KEPT),
    "sort": Function(_sort, (LIST,)),
    "sum": Function(_sum, (LIST,)),
}
