"""Comma-separated values, as strict as Go's encoding/csv."""

from __future__ import annotations

import re

from eksnetlint.readers.terraform.functions.function import strings
from eksnetlint.readers.terraform.types import (
    HEAVIEST,
    LONGEST,
    Refused,
    TfObject,
    TfValue,
    Unsupported,
)
from eksnetlint.values import Known

_FIELD = re.compile(r'"((?:[^"]|"")*)"(?=,|\n|\Z)|([^",\n][^",\n]*|)(?=,|\n|\Z)')


def decoded_csv(text: str) -> tuple[TfValue, ...]:
    """The rows as objects, named by the first row. Raises Refused for what is not valid CSV."""
    if len(text) > LONGEST or text.count(",") + text.count("\n") > HEAVIEST:
        raise Unsupported("the text is too long to be evaluated")
    records = _records(re.sub(r"\r(?=\n|\Z)", "", text))
    if not records:
        raise Refused("the header line is missing")
    names, *rows = records
    if len(set(names)) < len(names):
        raise Refused("two columns have the same name")
    if any(len(row) != len(names) for row in rows):
        raise Refused("wrong number of fields")
    keys = [str(name.value) for name in strings(names) if isinstance(name, Known)]
    return tuple(Known(TfObject(dict(zip(keys, strings(row), strict=True)))) for row in rows)


def _records(text: str) -> list[list[str]]:
    records: list[list[str]] = []
    at = 0
    while at < len(text):
        if text[at] == "\n":
            at += 1
            continue
        record, at = _record(text, at)
        records.append(record)
    return records


def _record(text: str, at: int) -> tuple[list[str], int]:
    fields: list[str] = []
    while True:
        field = _FIELD.match(text, at)
        if field is None:
            raise Refused("the text is not valid CSV")
        fields.append((field[2] or "") if field[1] is None else field[1].replace('""', '"'))
        at = field.end()
        if not text.startswith(",", at):
            return fields, at + 1
        at += 1
