"""What it costs to go through values, without going through all of them."""

from __future__ import annotations

from collections.abc import Iterable

from eksnetlint.readers.terraform.types import HEAVIEST, Sensitive, TfObject, TfSet, TfValue
from eksnetlint.values import Known

_LIGHT = 2_000
# So many characters cost what a value does.
_CHARACTERS = 20


def is_light(value: TfValue) -> bool:
    """Whether a value is small, with nothing in it that is evaluated only when asked for."""
    weight = _weigh((value,), _LIGHT)
    return weight is not None and weight <= _LIGHT


def is_bearable(value: TfValue) -> bool:
    """Whether a value is small enough to go through; what is lazy in it does not count."""
    return (_weigh((value,), HEAVIEST, skips_lazy=True) or 0) <= HEAVIEST


def steps_for(values: Iterable[TfValue]) -> int:
    """The steps of a budget it takes to go through values."""
    return _weigh(values, HEAVIEST, skips_lazy=True) or 0


def _weigh(values: Iterable[TfValue], limit: int, skips_lazy: bool = False) -> int | None:
    """The weight, or something above the limit; None where something is lazy."""
    weight = 0
    stack = list(values)
    while stack:
        value = stack.pop()
        weight += 1
        if weight > limit:
            break
        content = value.value if isinstance(value, Known) else None
        if isinstance(content, Sensitive):
            content = content.content
        if isinstance(content, str):
            weight += len(content) // _CHARACTERS
        elif isinstance(content, tuple):
            stack += content
        elif isinstance(content, TfSet):
            stack += content.items
        elif isinstance(content, TfObject):
            if not content.is_lazy:
                stack += content.items.values()
            elif not skips_lazy:
                return None
    return weight
