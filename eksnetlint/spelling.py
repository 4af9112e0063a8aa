"""Which known word a mistyped one was probably meant to be."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that differs in case only, else by one slip, or two in a longer word.

    A slip is a letter too many, too few, wrong, or swapped with its neighbour.
    """
    candidates = sorted(known)
    for candidate in candidates:
        if candidate.lower() == word.lower():
            return candidate
    allowed = 1 if len(word) < 8 else 2
    if len(word) < 4:
        return None
    ranked = [
        (slips(word.lower(), candidate.lower()), candidate)
        for candidate in candidates
        if abs(len(candidate) - len(word)) <= allowed
    ]
    best = min(ranked, default=None)
    return best[1] if best and best[0] <= allowed else None


def slips(one: str, other: str) -> int:
    """Optimal string alignment distance."""
    before: list[int] = []
    previous = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        current = [i]
        for j, wanted in enumerate(other, 1):
            cost = min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        before, previous = previous, current
    return previous[-1]
