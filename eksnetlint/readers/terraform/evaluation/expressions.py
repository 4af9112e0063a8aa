"""The value of an expression in a scope.

What Terraform refuses is Invalid, what will be known once a resource is there is Pending, and
what else cannot be seen is Unknown; a collection with such parts is known all the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from eksnetlint.readers.terraform.evaluation import (
    calls,
    conditionals,
    constructors,
    literals,
    loops,
    operators,
    templates,
    traversal,
)
from eksnetlint.readers.terraform.evaluation.scope import Scope
from eksnetlint.readers.terraform.evaluation.surroundings import Evaluate, Surroundings, interpret
from eksnetlint.readers.terraform.types import TfValue
from eksnetlint.source.hcl_tree import (
    Binary,
    Broken,
    Call,
    Conditional,
    Expression,
    For,
    GetAttribute,
    Index,
    Literal,
    Name,
    ObjectOf,
    Splat,
    SplatItem,
    Template,
    TupleOf,
    Unary,
)

# What a scope does to find a value takes about as many calls as two levels of an expression.
_LEVELS = 2

_KINDS: Mapping[type, Evaluate] = MappingProxyType(
    {
        Literal: literals.literal,
        Template: templates.template,
        Name: traversal.name,
        GetAttribute: traversal.get_attribute,
        Index: traversal.index,
        Splat: traversal.splat,
        SplatItem: traversal.splat_item,
        Call: calls.function_call,
        Conditional: conditionals.conditional,
        Binary: operators.binary,
        Unary: operators.unary,
        TupleOf: constructors.tuple_of,
        ObjectOf: constructors.object_of,
        For: loops.for_expression,
        Broken: literals.broken,
    }
)


def evaluate(
    expression: Expression, scope: Scope, names: Mapping[str, TfValue] = MappingProxyType({})
) -> TfValue:
    """The value of an expression; ``names`` hide those of the scope. Never raises.

    Origins lead from the places where references found a value to where it is written; the
    caller puts the place of use in front.
    """
    budget = scope.budget
    budget.levels -= _LEVELS
    try:
        return interpret(expression, Surroundings(scope, budget, _KINDS, names))
    finally:
        budget.levels += _LEVELS
