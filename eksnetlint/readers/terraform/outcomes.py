"""What comes of values that are refused or cannot be seen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from eksnetlint.readers.terraform.origins import joined
from eksnetlint.readers.terraform.types import (
    Invalid,
    Pending,
    Refused,
    TfValue,
    Unsupported,
)
from eksnetlint.values import DECLARED, Origin, Reason, Unknown


def refused(error: Refused, origin: Origin = DECLARED) -> Unknown:
    """The value of what was refused: Invalid, but for what is only beyond this program."""
    kind = Unknown if isinstance(error, Unsupported) else Invalid
    return kind(Reason(str(error)), origin)


def computed(unknown: Unknown, *behind: Origin) -> Unknown:
    """What is computed from something that cannot be seen: the reason stays, bounds do not."""
    origin = joined(unknown.origin, *behind)
    if isinstance(unknown, Pending):
        address, attribute = unknown.address, unknown.attribute
        return Pending(unknown.reason, origin, None, None, True, address, attribute, False)
    if isinstance(unknown, Invalid):
        return replace(unknown, origin=origin)
    return Unknown(unknown.reason, origin)


def obstacle(values: Iterable[TfValue]) -> Unknown | None:
    """The value that keeps a result from being seen: an error before all, then a resource."""
    unknown = [value for value in values if isinstance(value, Unknown)]
    for kind in (Invalid, Pending):
        for value in unknown:
            if isinstance(value, kind):
                return value
    return unknown[0] if unknown else None
