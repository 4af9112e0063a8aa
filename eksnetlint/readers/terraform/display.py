"""Terraform's values as text for people."""

from __future__ import annotations

import json
from decimal import Decimal

from eksnetlint.readers.terraform.numerals import number_text
from eksnetlint.readers.terraform.types import REDACTED, Sensitive, TfObject, TfSet, TfValue
from eksnetlint.values import Unknown

_LONGEST = 120
# More would be cut off anyway.
_MOST = 40
_DEEPEST = 4


def spelled(value: TfValue) -> str:
    """A value as it would be written, cut where it is long, without anything sensitive in it."""
    text = _spelled(value, 0)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _spelled(value: TfValue, depth: int) -> str:
    if isinstance(value, Unknown):
        return "unknown"
    content = value.value
    if isinstance(content, Sensitive):
        return REDACTED
    if isinstance(content, str):
        return json.dumps(content[: _LONGEST + 1], ensure_ascii=False)
    if content is None or isinstance(content, bool):
        return {None: "null", True: "true", False: "false"}[content]
    if isinstance(content, int | Decimal):
        return number_text(content)
    if depth == _DEEPEST:
        return "…"
    if isinstance(content, TfObject):
        items = (
            f"{key} = {_spelled(item, depth + 1)}"
            for key, item in list(content.items.items())[:_MOST]
        )
        return f"{{{', '.join(items)}}}"
    found = content.items if isinstance(content, TfSet) else content
    return f"[{', '.join(_spelled(item, depth + 1) for item in found[:_MOST])}]"
