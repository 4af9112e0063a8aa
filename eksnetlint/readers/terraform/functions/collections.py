"""Functions on maps and on collections of any kind, and those that choose among values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from eksnetlint.readers.terraform.contents import content_of, items_of, object_of, text_of
from eksnetlint.readers.terraform.conversion import unified
from eksnetlint.readers.terraform.functions.function import (
    TEXT,
    Function,
    Marks,
    anything,
    given,
    passed,
    payload,
    sequence,
    strings,
    table,
)
from eksnetlint.readers.terraform.graphemes import clusters
from eksnetlint.readers.terraform.types import (
    HOLE,
    Pending,
    PendingText,
    Refused,
    TextWithHoles,
    TfObject,
    TfSet,
    TfValue,
    is_sensitive,
    marked,
)
from eksnetlint.values import Known, Reason, Unknown


def _coalesce(*values: TfValue) -> TfValue:
    """The first that is neither null nor, where the common type is string, empty."""
    chosen = unified(values)
    is_text = any(isinstance(value, Known) and isinstance(value.value, str) for value in chosen)
    for value in chosen:
        # Hardly an attribute of a resource that is there turns out to be null or empty.
        if isinstance(value, Pending) or _shows_text(value):
            return value
        content = payload(value)
        if content is not None and not (is_text and content == ""):
            return value
    raise Refused("no non-null, non-empty-string arguments")


def _shows_text(value: TfValue) -> bool:
    """Whether a string that cannot be seen as a whole is certain not to be empty."""
    if not isinstance(value, TextWithHoles | PendingText) or value.written is None:
        return False
    return bool(value.written.text.strip(HOLE))


def _keys(content: TfObject) -> tuple[TfValue, ...]:
    return strings(sorted(content.closed()))


def _length(value: TfValue) -> TfValue:
    content = content_of(value)
    if isinstance(content, str):
        return Known(len(clusters(content)))
    if isinstance(content, TfObject):
        count = len(content.items)
        if content.open_because is None:
            return Known(count)
        return Unknown(content.open_because, at_least=count)
    if isinstance(content, TfSet):
        return _set_length(content)
    if isinstance(content, tuple):
        return Known(len(content))
    raise Refused("argument must be a string, a collection type, or a structural type")


def _set_length(content: TfSet) -> TfValue:
    """Items that cannot be seen may be equal to others."""
    hidden = [item for item in content.items if isinstance(item, Unknown)]
    count = len(content.items)
    if not hidden or count == 1:
        return Known(count)
    least = max(count - len(hidden), 1)
    return replace(hidden[0], at_least=least, at_most=count)


def _lookup(source: TfValue, key: str, *default: TfValue) -> TfValue:
    if len(default) > 1:
        raise Refused("two or three arguments are required")
    content = object_of(source)
    if key in content.items:
        return passed(content.items[key], source)
    if content.open_because is not None:
        return Unknown(content.open_because, source.origin)
    if not default:
        raise Refused("the object has no attribute of that name")
    return default[0]


def _merge(*values: TfValue) -> TfObject:
    """All attributes; what an unknown map may override is unknown, but its key is certain."""
    merged: dict[str, TfValue] = {}
    open_because: Reason | None = None
    for value in values:
        if isinstance(value, Known) and value.value is None:
            continue
        content = TfObject({}, value.reason) if isinstance(value, Unknown) else object_of(value)
        if content.open_because is not None:
            open_because = open_because or content.open_because
            hidden = Unknown(content.open_because, value.origin)
            merged = dict.fromkeys(merged, hidden)
        merged |= {key: passed(item, value) for key, item in content.items.items()}
    return TfObject(merged, open_because)


def _transpose(content: TfObject) -> TfObject:
    swapped: dict[str, list[str]] = {}
    for key, item in sorted(content.closed().items()):
        for name in map(text_of, items_of(item)):
            swapped.setdefault(name, []).append(key)
    return TfObject({name: Known(strings(keys)) for name, keys in swapped.items()})


def _values(source: TfValue) -> tuple[TfValue, ...]:
    content = object_of(source).closed()
    return tuple(passed(content[key], source) for key in sorted(content))


def _zipmap(keys: TfValue, values: TfValue) -> TfValue:
    names, items = [text_of(key) for key in items_of(keys)], sequence(values)
    if len(names) != len(items):
        raise Refused("the number of keys does not match the number of values")
    pairs = zip(names, items, strict=True)
    made = Known(TfObject({name: passed(item, values) for name, item in pairs}))
    # Names carry no marks: a sensitive one makes a secret of the whole.
    return marked(made) if any(map(is_sensitive, items_of(keys))) else made


FUNCTIONS: Mapping[str, Function] = {
    "coalesce": Function(_coalesce, (), anything),
    "keys": Function(_keys, (table,), marks=Marks.KEPT),
    "length": Function(_length, (given,), marks=Marks.KEPT),
    "lookup": Function(_lookup, (given, TEXT), anything, Marks.KEPT),
    "merge": Function(_merge, (), anything, Marks.KEPT),
    "transpose": Function(_transpose, (table,)),
    "values": Function(_values, (given,), marks=Marks.KEPT),
    "zipmap": Function(_zipmap, (given, given), marks=Marks.KEPT),
}
