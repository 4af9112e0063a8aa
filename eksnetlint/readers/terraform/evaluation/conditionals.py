"""``condition ? one : other``."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from eksnetlint.readers.terraform.comparison import is_seen
from eksnetlint.readers.terraform.contents import Kind, bool_of, kind_of
from eksnetlint.readers.terraform.conversion import unified
from eksnetlint.readers.terraform.evaluation.equality import equality
from eksnetlint.readers.terraform.evaluation.surroundings import Surroundings, interpret
from eksnetlint.readers.terraform.evaluation.weight import is_light, steps_for
from eksnetlint.readers.terraform.origins import joined
from eksnetlint.readers.terraform.outcomes import computed
from eksnetlint.readers.terraform.types import (
    Invalid,
    Number,
    Pending,
    Refused,
    TfValue,
    is_sensitive,
    marked,
)
from eksnetlint.source.hcl_tree import Conditional, Expression
from eksnetlint.values import Known, Unknown


def conditional(node: Conditional, within: Surroundings) -> TfValue:
    condition = interpret(node.condition, within)
    if isinstance(condition, Invalid):
        return condition
    if isinstance(condition, Unknown):
        then, otherwise = interpret(node.then, within), interpret(node.otherwise, within)
        return _either(condition, *_alike(then, otherwise, within))
    arms = (node.then, node.otherwise) if bool_of(condition) else (node.otherwise, node.then)
    value = _chosen(*arms, within)
    return marked(value) if is_sensitive(condition) else value


def _chosen(arm: Expression, other: Expression, within: Surroundings) -> TfValue:
    """The value of an arm, converted to the type it shares with the other one."""
    value = interpret(arm, within)
    if isinstance(value, Unknown) or value.value is None:
        return value
    second = interpret(other, within)
    value = _alike(value, second, within)[0]
    return marked(value) if is_sensitive(second) else value


def _alike(value: TfValue, other: TfValue, within: Surroundings) -> tuple[TfValue, TfValue]:
    """Both converted to one type. Raises Refused where they are of different kinds.

    Where only parts of them do not fit, that counts only where ``try`` may pass over it.
    """
    if isinstance(value, Unknown) or isinstance(other, Unknown):
        return value, other
    if Kind.NULL in (kind_of(value.value), kind_of(other.value)):
        return value, other
    if not (is_light(value) and is_light(other)):
        return value, other
    within.budget.spend(steps_for((value, other)))
    try:
        one, another = unified((value, other))
    except Refused:
        if _are_of_kinds(value, other) or (within.is_attempt and is_seen(value) and is_seen(other)):
            raise
        return value, other
    return one, another


def _are_of_kinds(value: Known[Any], other: Known[Any]) -> bool:
    """Whether two values with nothing hidden in them are not even of one kind."""
    return kind_of(value.value) != kind_of(other.value) and is_seen(value) and is_seen(other)


def _either(condition: Unknown, then: TfValue, otherwise: TfValue) -> TfValue:
    """What both arms agree on."""
    if is_light(then) and is_light(otherwise):
        verdict = equality(then, otherwise)
        if isinstance(verdict, Known) and verdict.value is True:
            return replace(then, origin=joined(then.origin, otherwise.origin))
    if (
        isinstance(then, Pending)
        and isinstance(otherwise, Pending)
        and (then.address, then.attribute) == (otherwise.address, otherwise.attribute)
    ):
        return replace(then, is_exact=then.is_exact and otherwise.is_exact)
    least, most = _ends(then), _ends(otherwise)
    unknown = computed(condition)
    if least is None or most is None:
        return unknown
    return replace(unknown, at_least=_lower(least[0], most[0]), at_most=_upper(least[1], most[1]))


def _ends(value: TfValue) -> tuple[int | None, int | None] | None:
    """The bounds of a whole number."""
    if isinstance(value, Unknown):
        return value.at_least, value.at_most
    content: Number | None = value.value
    if isinstance(content, int) and not isinstance(content, bool):
        return content, content
    return None


def _lower(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else min(one, other)


def _upper(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else max(one, other)
