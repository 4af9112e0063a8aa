"""Where an expression is evaluated: what names mean there, and how what is inside it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from eksnetlint.readers.terraform.evaluation.scope import Budget, Scope
from eksnetlint.readers.terraform.origins import here
from eksnetlint.readers.terraform.outcomes import computed, refused
from eksnetlint.readers.terraform.types import Refused, TfValue, Unseen
from eksnetlint.source.hcl_tree import Expression
from eksnetlint.values import Reason, Unknown

EXHAUSTED = Reason("the configuration takes too much work to evaluate")
_TOO_DEEP = Reason("the configuration is nested too deeply to be evaluated")

# Evaluates one kind of expression; may raise Refused and Unseen.
Evaluate: TypeAlias = "Callable[..., TfValue]"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """``names`` are loop variables, which hide what the scope knows by these names.

    ``item`` is the one a splat is at. ``is_attempt`` holds inside ``try`` and ``can``: there an
    error in a part is one of the whole, while elsewhere the parts beside it stay of use.
    """

    scope: Scope
    budget: Budget
    kinds: Mapping[type, Evaluate]
    names: Mapping[str, TfValue] = field(default_factory=dict)
    item: TfValue | None = None
    is_attempt: bool = False

    def named(self, **names: TfValue) -> Surroundings:
        """These surroundings with further loop variables."""
        return replace(self, names={**self.names, **names})


def interpret(expression: Expression, within: Surroundings) -> TfValue:
    """The value of an expression in its surroundings; never raises."""
    budget = within.budget
    if not budget.spend():
        return Unknown(EXHAUSTED)
    if budget.levels <= 0:
        return Unknown(_TOO_DEEP)
    budget.levels -= 1
    try:
        return within.kinds[type(expression)](expression, within)
    except Refused as error:
        return refused(error, here(expression.span))
    except Unseen as unseen:
        return computed(unseen.unknown)
    finally:
        budget.levels += 1
