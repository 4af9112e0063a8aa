"""Texts that are a value in JSON or YAML, and the value in them."""

from __future__ import annotations

from collections.abc import Callable

from eksnetlint.readers.terraform.outcomes import computed
from eksnetlint.readers.terraform.types import (
    EncodedInPart,
    EncodedPending,
    EncodedText,
    Pending,
    TfValue,
    Unseen,
)
from eksnetlint.values import Known, Unknown


def encoder(encode: Callable[[TfValue], str]) -> Callable[[TfValue], str | Unknown]:
    """A function that encodes and keeps the value, whether or not all of it can be seen.

    The parts of a value that can be seen, and the places they were written at, are worth more to
    a reader than the text.
    """

    def evaluate(value: TfValue) -> str | Unknown:
        try:
            return EncodedText(encode(value), value)
        except Unseen as unseen:
            return _in_part(computed(unseen.unknown, value.origin), value)

    return evaluate


def _in_part(unknown: Unknown, content: TfValue) -> Unknown:
    if isinstance(unknown, Pending):
        return EncodedPending(
            unknown.reason,
            unknown.origin,
            address=unknown.address,
            attribute=unknown.attribute,
            is_exact=False,
            content=content,
        )
    return EncodedInPart(unknown.reason, unknown.origin, content=content)


def content_of_encoded(value: TfValue) -> TfValue | None:
    """The value that a text is the JSON or YAML of; None where that is not known, or sensitive."""
    if isinstance(value, EncodedInPart | EncodedPending):
        return value.content
    content = value.value if isinstance(value, Known) else None
    return content.content if isinstance(content, EncodedText) else None
