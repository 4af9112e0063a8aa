"""Addresses of modules and resources, as Terraform writes them."""

from __future__ import annotations

from typing import TypeAlias

# What tells the instances made by `count` or `for_each` apart; None for a single one.
Key: TypeAlias = int | str | None

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def keyed(address: str, key: Key) -> str:
    """The address of an instance: ``aws_subnet.a[0]``, ``module.win["x"]``."""
    if key is None:
        return address
    return f"{address}[{key}]" if isinstance(key, int) else f"{address}[{_quoted(key)}]"


def within(module: str, address: str) -> str:
    """The address of something in a module."""
    return f"{module}.{address}" if module else address


def _quoted(text: str) -> str:
    """A key in quotes; what would begin a template is doubled."""
    shown = []
    for place, character in enumerate(text):
        if character in _ESCAPES:
            shown.append(_ESCAPES[character])
        elif character in "$%" and text.startswith("{", place + 1):
            shown.append(character * 2)
        elif not character.isprintable():
            number = ord(character)
            shown.append(f"\\U{number:08x}" if number > 0xFFFF else f"\\u{number:04x}")
        else:
            shown.append(character)
    return f'"{"".join(shown)}"'
