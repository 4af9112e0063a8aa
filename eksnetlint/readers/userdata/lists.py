"""Values with commas between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from eksnetlint.readers.userdata.run import Run
from eksnetlint.readers.userdata.tokens import Kind, Token
from eksnetlint.readers.userdata.values import Value, series_of

# Reads one value from an index on, and gives the index after it.
Read: TypeAlias = Callable[[Run, Sequence[Token], int], tuple[Value, int]]


def listed(run: Run, items: Sequence[Token], index: int, read: Read) -> tuple[Value, int]:
    """One value, or several with commas as a list, and the index after them."""
    value, index = read(run, items, index)
    if index >= len(items) or items[index].kind is not Kind.COMMA:
        return value, index
    values = [value]
    while index + 1 < len(items) and items[index].kind is Kind.COMMA:
        value, index = read(run, items, index + 1)
        values.append(value)
    return series_of(values), index if index < len(items) - 1 else len(items)
