"""JSON as Terraform writes and reads it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from eksnetlint.readers.terraform.contents import normalized
from eksnetlint.readers.terraform.functions.encoded import encoder
from eksnetlint.readers.terraform.functions.function import TEXT, Function, anything
from eksnetlint.readers.terraform.numerals import number_text, parse_number
from eksnetlint.readers.terraform.types import (
    HEAVIEST,
    LONGEST,
    Refused,
    TfObject,
    TfSet,
    TfValue,
    Unseen,
    Unsupported,
    measure,
)
from eksnetlint.values import Known, Unknown

# Go's encoding/json escapes what could end a script element, and two line ends of JavaScript.
_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def encoded(value: TfValue) -> str:
    """A value as JSON. Raises Unseen where a part cannot be seen."""
    measure(value)
    return _encoded(value)


def _encoded(value: TfValue) -> str:
    if isinstance(value, Unknown):
        raise Unseen(value)
    content = value.value
    if content is None or isinstance(content, bool):
        return json.dumps(content)
    if isinstance(content, str):
        return quoted(content)
    if isinstance(content, int | Decimal):
        return number_text(content)
    if isinstance(content, TfObject):
        rows = sorted(content.closed().items())
        return f"{{{','.join(f'{quoted(key)}:{_encoded(item)}' for key, item in rows)}}}"
    items = content.items if isinstance(content, TfSet) else content
    return f"[{','.join(map(_encoded, items))}]"


def quoted(text: str) -> str:
    """A string as JSON."""
    return json.dumps(text, ensure_ascii=False).translate(_ESCAPES)


def _decode(text: str) -> TfValue:
    if len(text) > LONGEST or text.count(",") > HEAVIEST:
        raise Unsupported("the text is too long to be evaluated")
    try:
        plain = json.loads(text, parse_int=_number, parse_float=_number, parse_constant=_constant)
    except ValueError as error:
        raise Refused("the text is not valid JSON") from error
    except RecursionError as error:
        raise Unsupported("the text is nested too deeply to be evaluated") from error
    return value_of(plain)


def _number(text: str) -> Any:
    return parse_number(text)


def _constant(_: str) -> Any:
    raise Refused("the text is not valid JSON")


def value_of(plain: Any, depth: int = 0) -> TfValue:
    """The value of plain dicts, lists, strings and numbers."""
    if depth > 50:
        raise Unsupported("the text is nested too deeply to be evaluated")
    if isinstance(plain, dict):
        items = {normalized(key): value_of(item, depth + 1) for key, item in plain.items()}
        return Known(TfObject(items))
    if isinstance(plain, list):
        return Known(tuple(value_of(item, depth + 1) for item in plain))
    return Known(normalized(plain) if isinstance(plain, str) else plain)


FUNCTIONS: Mapping[str, Function] = {
    "jsondecode": Function(_decode, (TEXT,)),
    "jsonencode": Function(encoder(encoded), (anything,)),
}
