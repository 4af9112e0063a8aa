"""What the evaluation of one root may cost, and values worked out once, as they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from eksnetlint.readers.terraform.evaluation.scope import MOST_STEPS, Budget
from eksnetlint.readers.terraform.types import TfValue
from eksnetlint.source.text import Span
from eksnetlint.values import Reason, Unknown, at

T = TypeVar("T")

# Real configurations stay far below all of these.
MOST_RESOURCES = 10_000
MOST_MODULES = 500
MOST_BLOCKS = 20_000
MOST_INSTANCES = 1_000
DEEPEST_MODULE = 20
# A value that is a reference to a value and so on. Python allows 1000 nested calls, and a step
# takes about ten of them.
_DEEPEST_REFERENCE = 60


@dataclass(slots=True)
class Allowance:
    """How many things may still be made, of a root or of all roots of a scan together."""

    resources: int = MOST_RESOURCES
    modules: int = MOST_MODULES
    blocks: int = MOST_BLOCKS
    steps: int = MOST_STEPS


def scan_allowance() -> Allowance:
    """What all the roots of a scan may come to together."""
    return Allowance(5 * MOST_RESOURCES, 10 * MOST_MODULES, 5 * MOST_BLOCKS, 10 * MOST_STEPS)


@dataclass(slots=True)
class SharedBudget(Budget):
    """A root's budget, taken out of that of the scan."""

    scan: Allowance = field(default_factory=scan_allowance)

    def spend(self, steps: int = 1) -> bool:
        self.steps -= steps
        self.scan.steps -= steps
        return self.steps >= 0 and self.scan.steps >= 0


@dataclass(slots=True)
class Work:
    """What is left to do for a root, and why something was left undone."""

    scan: Allowance = field(default_factory=scan_allowance)
    root: Allowance = field(default_factory=Allowance)
    budget: Budget = field(init=False)
    depth: int = 0
    given_up: Reason | None = None

    def __post_init__(self) -> None:
        self.budget = SharedBudget(scan=self.scan)

    def give_up(self, text: str) -> Reason:
        """Note that something is left undone; the first reason counts."""
        reason = Reason(text)
        self.given_up = self.given_up or reason
        return reason

    def makes_resources(self, number: int) -> bool:
        """Whether so many more resources may be made."""
        self.root.resources -= number
        self.scan.resources -= number
        return min(self.root.resources, self.scan.resources) >= 0

    def makes_modules(self, number: int) -> bool:
        """Whether so many more modules may be called."""
        self.root.modules -= number
        self.scan.modules -= number
        return min(self.root.modules, self.scan.modules) >= 0

    def makes_block(self) -> bool:
        """Whether a `dynamic` block may make one more."""
        self.root.blocks -= 1
        self.scan.blocks -= 1
        return min(self.root.blocks, self.scan.blocks) >= 0


@dataclass(slots=True)
class Cells(Generic[T]):
    """Things of one kind by name, each worked out the first time it is asked for."""

    work: Work
    values: dict[Hashable, T] = field(default_factory=dict)
    active: set[Hashable] = field(default_factory=set)

    def value(
        self,
        key: Hashable,
        name: str,
        evaluate: Callable[[], T],
        otherwise: Callable[[Reason], T],
    ) -> T:
        """What it comes to, or ``otherwise``: it needs itself, or is too many references away.

        ``name`` is what to call it there.
        """
        if key in self.values:
            return self.values[key]
        if key in self.active:
            return otherwise(Reason(f"{name} depends on itself"))
        too_far = Reason(f"{name} is too many references away to be evaluated")
        if self.work.depth >= _DEEPEST_REFERENCE:
            return otherwise(too_far)
        self.active.add(key)
        self.work.depth += 1
        try:
            found = evaluate()
        except RecursionError:
            found = otherwise(too_far)
        finally:
            self.work.depth -= 1
            self.active.discard(key)
        self.values[key] = found
        return found


def unknown_at(span: Span) -> Callable[[Reason], TfValue]:
    """An unknown value at a place, for any reason."""
    return lambda reason: Unknown(reason, at(span))
