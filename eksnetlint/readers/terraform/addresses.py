"""Terraform's addresses of resources and modules, taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterator

_KEY = r'\[(?:"(?:[^"\\]|\\.)*"|[^\]"]*)\]'
_STEP = re.compile(rf'([^.\[\]"]+)((?:{_KEY})*)(?:\.|$)')


def steps_of(address: str) -> Iterator[tuple[str, str]]:
    """The names of a dotted path, each with the keys behind it: ``("this", '["a"]')``."""
    for match in _STEP.finditer(address):
        yield match[1], match[2]


def bare(address: str) -> str:
    """An address without the keys of modules and instances."""
    return re.sub(_KEY, "", address)


def remainder(asked: str, address: str) -> str | None:
    """What is behind an address in a longer one, "" for the address itself; None for another.

    Keys may be left off of what is asked for.
    """
    wanted, steps = list(steps_of(asked)), list(steps_of(address))
    if len(wanted) < len(steps):
        return None
    for (name, key), (own, own_key) in zip(wanted, steps, strict=False):
        if name != own or key not in ("", own_key):
            return None
    return ".".join(name + key for name, key in wanted[len(steps) :])
