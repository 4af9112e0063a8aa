"""Messages with the values of facts in them."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum
from typing import Any

from eksnetlint.values import Known, Value

PLACEHOLDER = re.compile(r"\{([a-z_.]+)\}")
_SHOWN_AT_MOST = 3


def render(template: str, lookup: Callable[[str], Value[Any]]) -> str:
    """A message with its placeholders filled in."""
    return PLACEHOLDER.sub(lambda match: shown(lookup(match[1])), template)


def shown(value: Value[Any]) -> str:
    """A value as a reader should see it; of an unknown number, what is known."""
    if isinstance(value, Known):
        return _text(value.value)
    low, high = value.at_least, value.at_most
    if low is not None and high is not None:
        return f"between {low} and {high}"
    if low is not None:
        return f"at least {low}"
    return f"at most {high}" if high is not None else "unknown"


def _text(value: Any) -> str:
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        texts = [_text(item) for item in value[:_SHOWN_AT_MOST]]
        more = len(value) - len(texts)
        return ", ".join(texts) + (f" and {more} more" if more > 0 else "")
    if value is None:
        return "none"
    return value if isinstance(value, str) else str(getattr(value, "title", value))
