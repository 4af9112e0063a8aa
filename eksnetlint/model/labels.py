"""Labels, and the selectors that match them, where parts of either cannot be seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from eksnetlint.values import (
    Known,
    Reason,
    Unknown,
    Value,
    conjunction,
    is_known,
    lift,
    negation,
)


@dataclass(frozen=True, slots=True)
class Labels:
    """Label values by key; ``open_because`` says why there may be more of them."""

    items: Mapping[str, Value[str]] = field(default_factory=dict)
    open_because: Reason | None = None

    def has(self, key: str) -> Value[bool]:
        """Whether the label is there, with any value."""
        if key in self.items:
            return Known(True)
        return Unknown(self.open_because) if self.open_because else Known(False)

    def is_one_of(self, key: str, values: tuple[Value[str], ...]) -> Value[bool]:
        """Whether the label is there with one of the values."""
        if key not in self.items:
            return self.has(key)
        mine = self.items[key]
        if isinstance(mine, Known) and not any(isinstance(value, Unknown) for value in values):
            return Known(any(is_known(value, mine.value) for value in values))
        matches = [lift(lambda a, b: a == b, mine, value) for value in values]
        if any(isinstance(match, Known) and match.value for match in matches):
            return Known(True)
        return next((match for match in matches if isinstance(match, Unknown)), Known(False))


class Operator(Enum):
    """How a requirement compares a label (LabelSelectorRequirement, Kubernetes API)."""

    IN = "In"
    NOT_IN = "NotIn"
    EXISTS = "Exists"
    DOES_NOT_EXIST = "DoesNotExist"


@dataclass(frozen=True, slots=True)
class Requirement:
    """One condition on one label. NotIn also holds where the label is missing."""

    key: str
    operator: Operator
    values: tuple[Value[str], ...] = ()

    def holds(self, labels: Labels) -> Value[bool]:
        if self.operator is Operator.EXISTS:
            return labels.has(self.key)
        if self.operator is Operator.DOES_NOT_EXIST:
            return negation(labels.has(self.key))
        within = labels.is_one_of(self.key, self.values)
        return within if self.operator is Operator.IN else negation(within)


@dataclass(frozen=True, slots=True)
class Selector:
    """Requirements that must all hold; with none of them everything is selected.

    ``unreadable`` says why a part of the selector cannot be seen.
    """

    requirements: tuple[Requirement, ...] = ()
    unreadable: Reason | None = None

    def matches(self, labels: Labels) -> Value[bool]:
        result = conjunction(requirement.holds(labels) for requirement in self.requirements)
        if self.unreadable and isinstance(result, Known) and result.value:
            return Unknown(self.unreadable)
        return result
