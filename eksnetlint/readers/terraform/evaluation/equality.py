"""The operators == and !=."""

from __future__ import annotations

from decimal import Decimal

from eksnetlint.readers.terraform.comparison import EXACT_TYPES, equal, is_seen
from eksnetlint.readers.terraform.contents import Kind, kind_of
from eksnetlint.readers.terraform.origins import joined
from eksnetlint.readers.terraform.outcomes import computed, obstacle
from eksnetlint.readers.terraform.texts import may_be
from eksnetlint.readers.terraform.types import (
    Invalid,
    PendingText,
    TextWithHoles,
    TfObject,
    TfSet,
    TfValue,
    hides_something,
    is_sensitive,
    items_within,
    marked,
    measure,
    reveal,
)
from eksnetlint.values import Known, Unknown

_COLLECTIONS = (tuple, TfSet, TfObject)


def equality(left: TfValue, right: TfValue, *, wanted: bool = True) -> TfValue:
    """Whether two values are equal, or are not where that is ``wanted``."""
    hidden = obstacle((left, right))
    if hidden is not None:
        return _of_unknown(hidden, left, right, wanted)
    one, other = _bare(left), _bare(right)
    if not (isinstance(one, _COLLECTIONS) and isinstance(other, _COLLECTIONS)):
        return _result(bool(equal(left, right)) is wanted, left, right)
    for value in (left, right):
        measure(value)
    verdict = equal(left, right)
    if verdict is None:
        return computed(unseen_in(left) or unseen_in(right) or Unknown(EXACT_TYPES))
    if verdict and not _is_certain(one):
        return Unknown(EXACT_TYPES, joined(left.origin, right.origin))
    return _result(verdict is wanted, left, right)


def unseen_in(value: TfValue) -> Unknown | None:
    """The first thing in a value that cannot be seen; the value must have been measured."""
    if isinstance(value, Unknown):
        return value
    if is_seen(value):
        return None
    content = _bare(value)
    if isinstance(content, TfObject) and content.open_because is not None:
        return Unknown(content.open_because, value.origin)
    return next((found for item in items_within(content) if (found := unseen_in(item))), None)


def _of_unknown(hidden: Unknown, left: TfValue, right: TfValue, wanted: bool) -> TfValue:
    if isinstance(hidden, Invalid):
        return hidden
    if _are_apart(left, right) or _are_apart(right, left):
        return _result(not wanted, left, right)
    return computed(hidden)


def _are_apart(unknown: TfValue, known: TfValue) -> bool:
    """Whether a value differs from what is known of another: bounds, or parts of a text."""
    if not isinstance(unknown, Unknown) or isinstance(known, Unknown):
        return False
    content = _bare(known)
    if isinstance(unknown, TextWithHoles | PendingText):
        return not isinstance(content, str) or not may_be(unknown, content)
    if isinstance(content, bool) or not isinstance(content, int | Decimal):
        return False
    least, most = unknown.at_least, unknown.at_most
    return (least is not None and content < least) or (most is not None and content > most)


def _is_certain(content: object) -> bool:
    """Whether equal items make equal values: sets of texts and the like have one type only."""
    if not isinstance(content, TfSet) or not content.items:
        return False
    return kind_of(_bare(content.items[0])) in (Kind.STRING, Kind.NUMBER, Kind.BOOL)


def _bare(value: TfValue) -> object:
    value = reveal(value)
    assert isinstance(value, Known)
    return value.value


def _result(verdict: bool, left: TfValue, right: TfValue) -> TfValue:
    origin = joined(left.origin, right.origin)
    value: TfValue = Known(verdict, origin, left.is_set or right.is_set)
    known = [_bare(part) for part in (left, right) if isinstance(part, Known)]
    is_deep = all(isinstance(content, _COLLECTIONS) for content in known)
    hides = hides_something if is_deep else is_sensitive
    return marked(value) if any(map(hides, (left, right))) else value
