"""What `count` and `for_each` make of a block: its instances."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from eksnetlint.readers.terraform.contents import items_of, number_of, text_of
from eksnetlint.readers.terraform.evaluation.expressions import evaluate
from eksnetlint.readers.terraform.evaluation.scope import Scope
from eksnetlint.readers.terraform.modules.addresses import Key
from eksnetlint.readers.terraform.modules.work import MOST_INSTANCES, Work
from eksnetlint.readers.terraform.origins import joined
from eksnetlint.readers.terraform.types import (
    Refused,
    TfObject,
    TfSet,
    TfValue,
    Unseen,
    reveal,
)
from eksnetlint.source.hcl_tree import Body, Expression
from eksnetlint.values import Known, Reason, Unknown, Value


class Shape(Enum):
    """How instances are told apart; UNSEEN: their number or keys are not known."""

    SINGLE = "single"
    COUNTED = "count"
    KEYED = "for_each"
    UNSEEN = "unseen"


@dataclass(frozen=True, slots=True)
class Repetition:
    """One instance: its key, and what `count.index`, `each.key` and `each.value` are in it."""

    key: Key = None
    index: TfValue | None = None
    each: tuple[TfValue, TfValue] | None = None
    exists: Value[bool] = Known(True)  # noqa: RUF009 - a frozen value


@dataclass(frozen=True, slots=True)
class Expansion:
    """The instances of a block; with ``open_because`` there may be others."""

    shape: Shape
    repetitions: tuple[Repetition, ...]
    open_because: Reason | None = None


SINGLE = Expansion(Shape.SINGLE, (Repetition(),))


def expand(body: Body, scope: Scope, work: Work) -> Expansion:
    """The instances that a resource, data source or module call comes to."""
    count, for_each = body.attributes.get("count"), body.attributes.get("for_each")
    if for_each is not None:
        return _each(for_each.value, scope, work)
    return SINGLE if count is None else _counted(count.value, scope, work)


def undone(expansion: Expansion, work: Work, limit: str) -> Expansion:
    """One instance, or none, in the stead of more than there may be."""
    reason = work.give_up(f"more than {limit} are not evaluated")
    if not expansion.repetitions:
        return expansion
    return _unseen_count(Unknown(reason))


def _counted(expression: Expression, scope: Scope, work: Work) -> Expansion:
    value = reveal(evaluate(expression, scope))
    if isinstance(value, Unknown):
        return _unseen_count(value)
    try:
        number = number_of(value)
        if not isinstance(number, int) or number < 0:
            raise Refused("it must be a whole number that is not negative")
    except Refused as refusal:
        return _unseen_count(Unknown(Reason(f"count: {refusal}"), value.origin))
    if number > MOST_INSTANCES:
        reason = work.give_up(f"more than {MOST_INSTANCES} instances of a block are not evaluated")
        return _unseen_count(Unknown(reason, value.origin, at_least=1))
    indices = (Known(index, value.origin) for index in range(number))
    return Expansion(Shape.COUNTED, tuple(Repetition(it.value, index=it) for it in indices))


def _unseen_count(value: Unknown) -> Expansion:
    at_least = value.at_least or 0
    exists: Value[bool] = Known(True) if at_least > 0 else Unknown(value.reason, value.origin)
    index = Unknown(value.reason, value.origin)
    return Expansion(Shape.UNSEEN, (Repetition(None, index=index, exists=exists),))


def _each(expression: Expression, scope: Scope, work: Work) -> Expansion:
    value = reveal(evaluate(expression, scope))
    try:
        pairs, unseen = keyed_items(value)
    except Refused as refusal:
        return _unseen_each(Unknown(Reason(f"for_each: {refusal}"), value.origin))
    if len(pairs) > MOST_INSTANCES:
        work.give_up(f"more than {MOST_INSTANCES} instances of a block are not evaluated")
        pairs = pairs[:MOST_INSTANCES]
    if unseen is not None and not pairs:
        return _unseen_each(unseen)
    made = [Repetition(key, each=_key_and_value(key, item, value)) for key, item in pairs]
    if unseen is None:
        return Expansion(Shape.KEYED, tuple(made))
    return Expansion(Shape.KEYED, (*made, *_unseen_each(unseen).repetitions), unseen.reason)


def _key_and_value(key: str, item: TfValue, collection: TfValue) -> tuple[TfValue, TfValue]:
    """The items of a set are its keys, and lie where they are written."""
    taken = _taken(item, collection)
    is_set = isinstance(collection, Known) and isinstance(collection.value, TfSet)
    return Known(key, taken.origin if is_set else collection.origin), taken


def _unseen_each(value: Unknown) -> Expansion:
    unseen = Unknown(value.reason, value.origin)
    return Expansion(Shape.UNSEEN, (Repetition(None, each=(unseen, unseen), exists=unseen),))


def keyed_items(value: TfValue) -> tuple[Sequence[tuple[str, TfValue]], Unknown | None]:
    """The items of a map or a set of strings by key, and what there may be besides.

    Raises Refused for what Terraform allows no `for_each` over.
    """
    value = reveal(value)
    if isinstance(value, Unknown):
        return (), value
    content = value.value
    if isinstance(content, TfObject):
        rest = content.open_because
        unseen = None if rest is None else Unknown(rest, value.origin)
        return sorted(content.items.items()), unseen
    if not isinstance(content, TfSet):
        raise Refused("it must be a map or a set of strings")
    known = [(text_of(item), item) for item in content.items if isinstance(item, Known)]
    unknown = [item for item in content.items if isinstance(item, Unknown)]
    return sorted(known, key=lambda pair: pair[0]), unknown[0] if unknown else None


def generated(value: TfValue) -> Iterator[tuple[TfValue, TfValue]]:
    """The key and value of each block that a `dynamic` one makes.

    Raises Refused for what there can be no blocks over, Unseen, after those that are certain,
    where there may be more.
    """
    value = reveal(value)
    if isinstance(value, Unknown):
        raise Unseen(value)
    if isinstance(value.value, tuple):
        for index, item in enumerate(value.value):
            yield Known(index, value.origin), _taken(item, value)
        return
    if isinstance(value.value, TfObject):
        for key in sorted(value.value.items):
            yield Known(key, value.origin), _taken(value.value.items[key], value)
        if value.value.open_because is not None:
            raise Unseen(Unknown(value.value.open_because, value.origin))
        return
    for item in items_of(value):
        yield _taken(item, value), _taken(item, value)


def _taken(item: TfValue, collection: TfValue) -> TfValue:
    """An item, which came the way of the collection it is taken out of."""
    return replace(item, origin=joined(collection.origin, item.origin))
