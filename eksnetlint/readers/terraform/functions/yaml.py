"""YAML as Terraform reads and writes it (go-cty-yaml)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timezone
from typing import Any

import yaml

from eksnetlint.readers.terraform.contents import normalized, text_of
from eksnetlint.readers.terraform.functions.function import TEXT, Function, anything
from eksnetlint.readers.terraform.numerals import parse_number
from eksnetlint.readers.terraform.types import (
    DEEPEST,
    HEAVIEST,
    LONGEST,
    Refused,
    TfObject,
    TfSet,
    TfValue,
    Unseen,
    measure,
)
from eksnetlint.values import Known, Unknown

_TAG = "tag:yaml.org,2002:"
_WORDS: Mapping[str, bool | None] = {
    **dict.fromkeys("y Y yes Yes YES true True TRUE on On ON".split(), True),
    **dict.fromkeys("n N no No NO false False FALSE off Off OFF".split(), False),
    **dict.fromkeys(["", "~", "null", "Null", "NULL"], None),
}
_DECIMAL = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}\Z")
_TIME = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[Tt ].*")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)\Z|\.(?:nan|NaN|NAN)\Z")


class _Reader:
    """Turns YAML's events into values, with a limit on what aliases may add up to."""

    def __init__(self, text: str) -> None:
        self._events = yaml.parse(text, Loader=yaml.CSafeLoader)
        self._anchors: dict[str, tuple[TfValue, int]] = {}
        self._weight = 0

    def document(self) -> TfValue:
        """The only document. Raises Refused where there is another."""
        self._next()
        if isinstance(self._next(), yaml.StreamEndEvent):
            raise Refused("the YAML has no document")
        value = self._node(self._next(), 0)
        self._next()
        if not isinstance(self._next(), yaml.StreamEndEvent):
            raise Refused("only a single YAML document is allowed")
        return value

    def _next(self) -> Any:
        return next(self._events)

    def _node(self, event: Any, depth: int) -> TfValue:
        if depth > DEEPEST:
            raise Refused("the text is nested too deeply to be evaluated")
        before = self._weight
        self._grow(1)
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in self._anchors:
                raise Refused("the YAML refers to an anchor that is not defined")
            value, weight = self._anchors[event.anchor]
            self._grow(weight)
            return value
        if isinstance(event, yaml.ScalarEvent):
            value = Known(_scalar(event))
        elif event.tag is not None:
            raise Refused("the YAML has a tag that is not evaluated")
        elif isinstance(event, yaml.SequenceStartEvent):
            value = self._sequence(depth)
        else:
            value = self._mapping(depth)
        if event.anchor:
            self._anchors[event.anchor] = (value, self._weight - before)
        return value

    def _grow(self, weight: int) -> None:
        self._weight += weight
        if self._weight > HEAVIEST:
            raise Refused("the text is too large to be evaluated")

    def _sequence(self, depth: int) -> TfValue:
        items: list[TfValue] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        return Known(tuple(items))

    def _mapping(self, depth: int) -> TfValue:
        items: dict[str, TfValue] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            if _is_merge(event):
                items.update(_merged(self._node(self._next(), depth + 1)))
                continue
            key = text_of(self._node(event, depth + 1))
            items[key] = self._node(self._next(), depth + 1)
        return Known(TfObject(items))


def _is_merge(event: Any) -> bool:
    return isinstance(event, yaml.ScalarEvent) and (
        (event.value == "<<" and event.tag is None and not event.style)
        or event.tag == _TAG + "merge"
    )


def _merged(value: TfValue) -> Mapping[str, TfValue]:
    content = value.value if isinstance(value, Known) else None
    if isinstance(content, TfObject):
        return content.items
    # Unlike other readers, this one merges no lists of mappings.
    raise Refused("the YAML merges what is not a mapping")


def _scalar(event: Any) -> Any:
    text, tag = event.value, (event.tag or "").removeprefix(_TAG)
    if tag in ("str", "!") or event.style in ("'", '"'):
        return normalized(text)
    if tag == "null":
        return None
    if tag not in ("", "bool", "int", "float"):
        raise Refused("the YAML has a tag that is not evaluated")
    plain = _plain(text)
    if tag and isinstance(plain, str):
        raise Refused(f"the YAML has a value that is not {tag}")
    return plain


def _plain(text: str) -> Any:
    """What an untagged scalar means."""
    if text in _WORDS:
        return _WORDS[text]
    if _NOT_FINITE.match(text):
        raise Refused("the YAML has a number that is not finite")
    if _DATE.match(text) or _TIME.match(text):
        return _timestamp(text)
    if re.match(r"0x[0-9a-fA-F]{1,16}\Z", text):
        return int(text, 16)
    if re.match(r"0o[0-7]{1,21}\Z", text):
        return int(text, 8)
    return parse_number(text) if _DECIMAL.match(text) else normalized(text)


def _timestamp(text: str) -> str:
    """RFC 3339 of a date; of what else looks like a time, the meaning is not evaluated."""
    if not _DATE.match(text):
        raise Refused("the YAML has a timestamp, which is not evaluated")
    year, month, day = map(int, text.split("-"))
    try:
        return datetime(year, month, day, tzinfo=timezone.utc).strftime("%Y-%m-%dT00:00:00Z")
    except ValueError:
        return text


def _decode(text: str) -> TfValue:
    if len(text) > LONGEST:
        raise Refused("the text is too long to be evaluated")
    try:
        return _Reader(text).document()
    except yaml.YAMLError as error:
        raise Refused("the text is not valid YAML") from error
    except RecursionError as error:
        raise Refused("the text is nested too deeply to be evaluated") from error


def _encode(value: TfValue) -> str:
    measure(value)
    events = [
        yaml.StreamStartEvent(),
        yaml.DocumentStartEvent(explicit=False),
        *_events(value),
        yaml.DocumentEndEvent(explicit=False),
        yaml.StreamEndEvent(),
    ]
    text = yaml.emit(events, Dumper=yaml.CSafeDumper, allow_unicode=True)
    # A document that is one plain scalar is marked as ended, and only that.
    is_plain = isinstance(events[2], yaml.ScalarEvent) and events[2].style is None
    return str(text).removesuffix("...\n") + ("...\n" if is_plain else "")


def _events(value: TfValue) -> Iterator[Any]:
    if isinstance(value, Unknown):
        raise Unseen(value)
    content = value.value
    if isinstance(content, TfObject):
        yield yaml.MappingStartEvent(None, None, True, flow_style=False)
        for key, item in sorted(content.closed().items()):
            yield _scalar_event(key)
            yield from _events(item)
        yield yaml.MappingEndEvent()
    elif isinstance(content, tuple | TfSet):
        yield yaml.SequenceStartEvent(None, None, True, flow_style=False)
        for item in content.items if isinstance(content, TfSet) else content:
            yield from _events(item)
        yield yaml.SequenceEndEvent()
    else:
        yield _scalar_event(content)


def _scalar_event(content: Any) -> Any:
    if not isinstance(content, str):
        plain = "null" if content is None else text_of(Known(content))
        return yaml.ScalarEvent(None, None, (True, True), plain, style=None)
    style = "|" if "\n" in content else '"'
    return yaml.ScalarEvent(None, None, (True, True), content, style=style)


FUNCTIONS: Mapping[str, Function] = {
    "yamldecode": Function(_decode, (TEXT,)),
    "yamlencode": Function(_encode, (anything,)),
}
