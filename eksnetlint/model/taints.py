"""Taints of nodes, and the tolerations of pods."""

from __future__ import annotations

from dataclasses import dataclass

from eksnetlint.values import (
    DECLARED,
    Known,
    Origin,
    Reason,
    Unknown,
    Value,
    conjunction,
    disjunction,
    is_known,
    lift,
)

_NEW_OPERATOR = Reason("a toleration has an operator that is not known")


@dataclass(frozen=True, slots=True)
class Taint:
    """A taint of a node; ``effect`` as Kubernetes writes it, such as ``NoSchedule``."""

    key: Value[str]
    value: Value[str]
    effect: Value[str]
    origin: Origin = DECLARED

    @property
    def repels(self) -> Value[bool]:
        """Whether it keeps pods away; PreferNoSchedule only makes the node a worse choice."""
        return lift(lambda effect: effect != "PreferNoSchedule", self.effect)


@dataclass(frozen=True, slots=True)
class Toleration:
    """A toleration; "" for a key, an effect or a value that is not given.

    Matching is that of kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration.
    """

    key: Value[str]
    operator: Value[str]
    value: Value[str]
    effect: Value[str]

    def tolerates(self, taint: Taint) -> Value[bool]:
        answers = [
            lift(lambda mine, theirs: mine in ("", theirs), self.key, taint.key),
            lift(lambda mine, theirs: mine in ("", theirs), self.effect, taint.effect),
            self._takes_value(taint),
        ]
        if is_known(self.key, ""):
            answers[0] = Known(True)
        if is_known(self.effect, ""):
            answers[1] = Known(True)
        return conjunction(answers)

    def _takes_value(self, taint: Taint) -> Value[bool]:
        if isinstance(self.operator, Unknown):
            return self.operator
        if self.operator.value == "Exists":
            return Known(True)
        if self.operator.value != "Equal":
            return Unknown(_NEW_OPERATOR, self.operator.origin)
        return lift(lambda mine, theirs: mine == theirs, self.value, taint.value)

    @property
    def takes_everything(self) -> bool:
        parts = ((self.key, ""), (self.effect, ""), (self.operator, "Exists"))
        return all(is_known(value, wanted) for value, wanted in parts)


@dataclass(frozen=True, slots=True)
class Tolerations:
    """The tolerations of a pod; ``open_because`` says why there may be more."""

    items: tuple[Toleration, ...] = ()
    open_because: Unknown | None = None

    def tolerate(self, taint: Taint) -> Value[bool]:
        result = disjunction(item.tolerates(taint) for item in self.items)
        return self.open_because if self.open_because and is_known(result, False) else result


@dataclass(frozen=True, slots=True)
class Taints:
    """The taints of a group's nodes; ``open_because`` says why there may be more."""

    items: tuple[Taint, ...] = ()
    open_because: Reason | None = None

    def admit(self, tolerations: Tolerations) -> Value[bool]:
        """Whether pods with these tolerations can be scheduled there."""
        result = conjunction(
            disjunction(
                [lift(lambda repels: not repels, taint.repels), tolerations.tolerate(taint)]
            )
            for taint in self.items
        )
        if self.open_because is None or is_known(result, False):
            return result
        if any(item.takes_everything for item in tolerations.items):
            return result
        return result if isinstance(result, Unknown) else Unknown(self.open_because)
