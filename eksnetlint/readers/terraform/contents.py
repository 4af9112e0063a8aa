"""What is inside a value, converted to the type that is asked for.

All of these raise Refused where Terraform has an error, and Unseen for what cannot be seen.
"""

from __future__ import annotations

import re
from decimal import Decimal
from enum import Enum
from typing import Any
from unicodedata import normalize

from eksnetlint.readers.terraform.numerals import number_text, parse_number
from eksnetlint.readers.terraform.types import (
    Number,
    Refused,
    Sensitive,
    TfObject,
    TfSet,
    TfValue,
    Unseen,
)
from eksnetlint.values import Unknown

_SURROGATE = re.compile("[\ud800-\udfff]")


class Kind(Enum):
    """What conversion tells apart; the value is how messages name it."""

    NULL = "null"
    BOOL = "bool"
    NUMBER = "number"
    STRING = "string"
    SEQUENCE = "list"
    OBJECT = "object"


def kind_of(content: object) -> Kind:
    """The kind of a payload."""
    if isinstance(content, Sensitive):
        return kind_of(content.content)
    if content is None:
        return Kind.NULL
    if isinstance(content, bool):
        return Kind.BOOL
    if isinstance(content, int | Decimal):
        return Kind.NUMBER
    if isinstance(content, str):
        return Kind.STRING
    return Kind.OBJECT if isinstance(content, TfObject) else Kind.SEQUENCE


def content_of(value: TfValue) -> Any:
    """What is inside a value, a mark taken off; null is refused."""
    if isinstance(value, Unknown):
        raise Unseen(value)
    content = value.value.content if isinstance(value.value, Sensitive) else value.value
    if content is None:
        raise Refused("argument must not be null")
    return content


def normalized(text: str) -> str:
    """A string as Terraform keeps it: composed (NFC), and without lone surrogates."""
    return text if text.isascii() else normalize("NFC", _SURROGATE.sub("\ufffd", text))


def text_of(value: TfValue) -> str:
    content = content_of(value)
    if isinstance(content, str):
        return content
    if isinstance(content, bool):
        return "true" if content else "false"
    if isinstance(content, int | Decimal):
        return number_text(content)
    raise Refused("a string is required")


def number_of(value: TfValue) -> Number:
    content = content_of(value)
    if isinstance(content, int | Decimal) and not isinstance(content, bool):
        return content
    number = parse_number(content) if isinstance(content, str) else None
    if number is None:
        raise Refused("a number is required")
    return number


def bool_of(value: TfValue) -> bool:
    content = content_of(value)
    if isinstance(content, bool):
        return content
    truth = {"true": True, "1": True, "false": False, "0": False}
    if not isinstance(content, str) or content not in truth:
        raise Refused("a bool is required")
    return truth[content]


def items_of(value: TfValue) -> tuple[TfValue, ...]:
    """The items of a list, tuple or set whose number is certain."""
    content = content_of(value)
    if isinstance(content, TfSet):
        if len(content.items) > 1:
            for item in content.items:
                if isinstance(item, Unknown):
                    raise Unseen(item)
        return content.items
    if isinstance(content, tuple):
        return content
    raise Refused("a list is required")


def object_of(value: TfValue) -> TfObject:
    content = content_of(value)
    if isinstance(content, TfObject):
        return content
    raise Refused("a map or object is required")
