"""Ranges of Kubernetes versions, as rules give them."""

from __future__ import annotations

import operator
import re
from functools import cache

_CONSTRAINT = re.compile(r"\s*(>=|<=|<|>|==)\s*1\.(\d+)\s*")
_TESTS = {
    ">=": operator.ge,
    "<=": operator.le,
    "<": operator.lt,
    ">": operator.gt,
    "==": operator.eq,
}


@cache
def allows(constraints: str, minor: int) -> bool:
    """Whether 1.``minor`` is in a range such as ``>=1.22, <1.33``.

    Raises ValueError for a text that is no range; rule documents are checked when they are loaded.
    """
    for part in constraints.split(","):
        match = _CONSTRAINT.fullmatch(part)
        if match is None:
            raise ValueError(f"{part!r} is no version constraint")
        if not _TESTS[match[1]](minor, int(match[2])):
            return False
    return True
