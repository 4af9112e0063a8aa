"""Version constraints of module calls, as ranges of releases."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

Release: TypeAlias = tuple[int, int, int]

FIRST: Release = (0, 0, 0)
LAST: Release = (999_999, 0, 0)

_CLAUSE = re.compile(r"(=|!=|>=|<=|>|<|~>|)\s*v?(\d{1,5})(?:\.(\d{1,5}))?(?:\.(\d{1,5}))?")


@dataclass(frozen=True, slots=True)
class Range:
    """The releases from ``first`` on, before ``end``."""

    first: Release = FIRST
    end: Release = LAST

    def meets(self, other: Range) -> Range | None:
        """The releases in both; None where there are none."""
        first, end = max(self.first, other.first), min(self.end, other.end)
        return Range(first, end) if first < end else None


def range_of(constraint: str) -> Range | None:
    """The range a constraint allows; all of them where it cannot be read, None where none can.

    Exclusions of single releases are passed over. Source: Terraform documentation, "Version
    constraints", 2026-03.
    """
    found: Range | None = Range()
    for clause in constraint.split(",") if constraint.strip() else ():
        match = _CLAUSE.fullmatch(clause.strip())
        if match and match[1] != "!=":
            found = found.meets(_clause(match)) if found else None
    return found


def _clause(match: re.Match[str]) -> Range:
    numbers = [int(part) for part in match.groups()[1:] if part is not None]
    major, minor, patch = [*numbers, 0, 0][:3]
    release, following = (major, minor, patch), (major, minor, patch + 1)
    return {
        ">=": Range(release),
        ">": Range(following),
        "<": Range(end=release),
        "<=": Range(end=following),
        "~>": Range(release, _pessimistic(numbers)),
    }.get(match[1], Range(release, following))


def _pessimistic(numbers: list[int]) -> Release:
    """Only the rightmost number that is written may grow."""
    if len(numbers) < 2:
        return LAST
    return (numbers[0], numbers[1] + 1, 0) if len(numbers) > 2 else (numbers[0] + 1, 0, 0)
