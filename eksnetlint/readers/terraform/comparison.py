"""Equality and the order of sets, as Terraform sees them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Context, Decimal

from eksnetlint.readers.terraform.numerals import number_text
from eksnetlint.readers.terraform.types import Sensitive, TfObject, TfSet, TfValue
from eksnetlint.values import Known, Reason, Unknown

# `var.names == []` is false whatever it holds: a list never equals a tuple. Which of the two a
# value is gets lost where it passes through conversions and functions.
EXACT_TYPES = Reason(
    "whether a list equals a tuple, or a map an object, depends on their exact types"
)


def equal(left: TfValue, right: TfValue) -> bool | None:
    """Whether two values are equal; None where that cannot be seen. No conversion takes place.

    A list and a tuple of equal items count as equal, since they are not told apart here.
    """
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return None
    one, other = _bare(left), _bare(right)
    if isinstance(one, TfObject) and isinstance(other, TfObject):
        return _equal_objects(one, other)
    if isinstance(one, TfSet) and isinstance(other, TfSet):
        return _equal_sets(one, other)
    if isinstance(one, tuple) and isinstance(other, tuple):
        return _equal_rows(one, other)
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return bool(one == other)


def _bare(value: Known[object]) -> object:
    return value.value.content if isinstance(value.value, Sensitive) else value.value


def _equal_rows(one: Sequence[TfValue], other: Sequence[TfValue]) -> bool | None:
    if len(one) != len(other):
        return False
    verdicts = {equal(left, right) for left, right in zip(one, other, strict=True)}
    return False if False in verdicts else (None if None in verdicts else True)


def _equal_objects(one: TfObject, other: TfObject) -> bool | None:
    is_open = one.open_because is not None or other.open_because is not None
    if one.items.keys() != other.items.keys():
        return None if is_open else False
    keys = list(one.items)
    verdict = _equal_rows([one.items[key] for key in keys], [other.items[key] for key in keys])
    return None if is_open and verdict else verdict


def _equal_sets(one: TfSet, other: TfSet) -> bool | None:
    if any(isinstance(item, Unknown) for item in (*one.items, *other.items)):
        return None
    return _equal_rows(one.items, other.items)


def ordered_set(items: Sequence[TfValue]) -> tuple[TfValue, ...]:
    """Items of one type, each once and in the order in which Terraform goes through a set."""
    seen: dict[str, TfValue] = {}
    hidden: list[TfValue] = []
    for item in items:
        if is_seen(item):
            seen.setdefault(fingerprint(item), item)
        else:
            hidden.append(item)
    return (*sorted(seen.values(), key=_rank), *hidden)


def is_seen(value: TfValue) -> bool:
    """Whether a value and all within it are known."""
    if isinstance(value, Unknown):
        return False
    content = _bare(value)
    if isinstance(content, TfObject):
        return content.open_because is None and all(map(is_seen, content.items.values()))
    items = content.items if isinstance(content, TfSet) else content
    return all(map(is_seen, items)) if isinstance(items, tuple) else True


def fingerprint(value: TfValue) -> str:
    """A text that two wholly known values share exactly if they are equal.

    It sorts as the bytes by which Terraform orders sets of anything but primitive values.
    """
    content = _bare(value) if isinstance(value, Known) else "?"
    if content is None:
        return "~"
    if isinstance(content, bool):
        return "T" if content else "F"
    if isinstance(content, str):
        return json.dumps(content, ensure_ascii=False)
    if isinstance(content, int | Decimal):
        return f"{Context(prec=10).create_decimal(content):g}|{number_text(content)}"
    if isinstance(content, TfObject):
        rows = [(key, content.items[key]) for key in sorted(content.items)]
        values = "".join(f"{fingerprint(item)};" for _, item in rows)
        return f"<{values}>{json.dumps([key for key, _ in rows])}"
    items = content.items if isinstance(content, TfSet) else content
    assert isinstance(items, tuple)
    return f"<{''.join(f'{fingerprint(item)};' for item in items)}>"


def _rank(value: TfValue) -> tuple[int, Decimal | int | str]:
    content = _bare(value) if isinstance(value, Known) else None
    if content is None:
        return 3, 0
    if isinstance(content, int | Decimal):
        return 0, content
    return (1, content) if isinstance(content, str) else (2, fingerprint(value))
