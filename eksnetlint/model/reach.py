"""Whether something takes effect, and what decides it."""

from __future__ import annotations

from dataclasses import dataclass

from eksnetlint.values import DECLARED, Known, Origin, Unknown, Value


@dataclass(frozen=True, slots=True)
class Reach:
    """Whether something is enforced, and a phrase for what decides it; the reason if unknown."""

    answer: Value[bool]
    cause: str = ""

    @property
    def because(self) -> str:
        """The phrase, or the reason why nothing decides it."""
        return str(self.answer.reason) if isinstance(self.answer, Unknown) else self.cause


def reaches(cause: str, origin: Origin = DECLARED) -> Reach:
    """A reach that is certain."""
    return Reach(Known(True, origin), cause)


def misses(cause: str, origin: Origin = DECLARED) -> Reach:
    """A reach that is certainly missing."""
    return Reach(Known(False, origin), cause)


def either(condition: Value[bool], then: Reach, otherwise: Reach) -> Reach:
    """One reach or the other; where it is unknown which, what both of them say."""
    if isinstance(condition, Known):
        return then if condition.value else otherwise
    one, other = then.answer, otherwise.answer
    if isinstance(one, Known) and isinstance(other, Known) and one.value is other.value:
        return otherwise
    return Reach(condition)
