"""Calls of functions, and of the two that take expressions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from eksnetlint.readers.terraform.contents import items_of
from eksnetlint.readers.terraform.evaluation.surroundings import (
    EXHAUSTED,
    Surroundings,
    interpret,
)
from eksnetlint.readers.terraform.evaluation.template_strings import template_string
from eksnetlint.readers.terraform.evaluation.weight import steps_for
from eksnetlint.readers.terraform.functions import call
from eksnetlint.readers.terraform.origins import here
from eksnetlint.readers.terraform.outcomes import computed
from eksnetlint.readers.terraform.types import (
    Invalid,
    Refused,
    TfObject,
    TfSet,
    TfValue,
    is_sensitive,
    marked,
    reveal,
)
from eksnetlint.source.hcl_tree import Call
from eksnetlint.values import Known, Unknown

# What takes longer than to go through its arguments once.
_FACTORS: Mapping[str, int] = {"regex": 20, "regexall": 20, "replace": 20, "templatestring": 5}


def function_call(node: Call, within: Surroundings) -> TfValue:
    if node.name in ("try", "can"):
        return _try(node, within) if node.name == "try" else _can(node, within)
    arguments = [interpret(argument, within) for argument in node.arguments]
    hides = False
    if node.expands_last and arguments:
        last = arguments.pop()
        if isinstance(last, Unknown):
            return computed(last)
        hides = is_sensitive(last)
        arguments += _spread(last)
    for argument in arguments:
        if isinstance(argument, Invalid):
            return argument
    if not within.budget.spend(steps_for(arguments) * _FACTORS.get(node.name, 1)):
        return Unknown(EXHAUSTED)
    if node.name == "templatestring":
        result = template_string(arguments, within)
    else:
        result = call(node.name, arguments, within.scope.files)
    within.budget.spend(steps_for((result,)))
    if not result.origin.frames and not _is_collection(result):
        result = replace(result, origin=here(node.span))
    return marked(result) if hides else result


def _is_collection(value: TfValue) -> bool:
    bare = reveal(value)
    return isinstance(bare, Known) and isinstance(bare.value, tuple | TfSet | TfObject)


def _spread(last: TfValue) -> tuple[TfValue, ...]:
    """The items of an argument with ``...`` behind it."""
    bare = reveal(last)
    if isinstance(bare, Known) and isinstance(bare.value, TfSet):
        return items_of(bare)
    if not isinstance(bare, Known) or not isinstance(bare.value, tuple):
        raise Refused("only a list can be expanded to arguments")
    return bare.value


def _try(node: Call, within: Surroundings) -> TfValue:
    """The first that is no error. One that cannot be seen may be an error or not."""
    attempt = replace(within, is_attempt=True)
    for argument in node.arguments:
        value = interpret(argument, attempt)
        if not isinstance(value, Invalid):
            return value
    raise Refused("try(): no expression succeeded")


def _can(node: Call, within: Surroundings) -> TfValue:
    if len(node.arguments) != 1:
        raise Refused("can(): one argument is required")
    value = interpret(node.arguments[0], replace(within, is_attempt=True))
    if isinstance(value, Invalid):
        return Known(False, here(node.span))
    if isinstance(value, Unknown):
        return computed(value)
    return Known(True, here(node.span))
