"""What an expression may refer to, and how much work it may cause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from eksnetlint.readers.terraform.functions.function import FileAccess
from eksnetlint.readers.terraform.types import TfValue
from eksnetlint.source.text import Span

# The tests of the community EKS module take up to 18,000 steps; so many take about half a second.
MOST_STEPS = 100_000
# A level takes three calls of Python, which allows 1000; real configurations stay under 100.
DEEPEST_NESTING = 220


@dataclass(slots=True)
class Budget:
    """The work that is left to do for one root module; a step is an expression evaluated.

    ``levels`` is how much deeper expressions may nest, those that references lead to included.
    """

    steps: int = MOST_STEPS
    levels: int = DEEPEST_NESTING

    def spend(self, steps: int = 1) -> bool:
        """Take steps off; false when none are left."""
        self.steps -= steps
        return self.steps >= 0


class Scope(Protocol):
    """The surroundings of an expression."""

    @property
    def files(self) -> FileAccess: ...

    @property
    def budget(self) -> Budget: ...

    def reference(self, names: Sequence[str], span: Span) -> tuple[TfValue, int]:
        """The value of the longest beginning of a dotted path that is a thing of its own.

        ``names`` are the root and the attributes that follow it up to the first index or splat:
        ``("var", "x")``, ``("local", "groups", "win")``, ``("aws_launch_template", "win", "id")``,
        ``("each", "value", "ami_type")``. Gives the value and how many of the names it took (at
        least one); the others are attributes of the value. ``span`` is where the path stands.
        A name that does not exist gives Invalid.
        """
