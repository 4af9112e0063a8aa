"""YAML as Terraform reads it (go-cty-yaml)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from typing import Any

import yaml

from eksnetlint.readers.terraform.contents import normalized, text_of
from eksnetlint.readers.terraform.functions.encoded import encoder
from eksnetlint.readers.terraform.functions.function import Function, anything
from eksnetlint.readers.terraform.functions.yaml_writing import encoded_yaml
from eksnetlint.readers.terraform.numerals import parse_number
from eksnetlint.readers.terraform.origins import here
from eksnetlint.readers.terraform.outcomes import computed
from eksnetlint.readers.terraform.texts import placed
from eksnetlint.readers.terraform.types import (
    DEEPEST,
    HEAVIEST,
    HOLE,
    LONGEST,
    PendingText,
    Refused,
    TextWithHoles,
    TfObject,
    TfValue,
    Unseen,
    Unsupported,
)
from eksnetlint.source.text import Span
from eksnetlint.values import DECLARED, Known, Origin, Unknown

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


@dataclass(frozen=True, slots=True)
class _Written:
    """A text, where it was written if that is known, and why holes in it cannot be seen."""

    text: str
    place: Callable[[int, int], Span] | None = None
    unseen: Unknown | None = None


def _written(value: TfValue) -> _Written:
    if isinstance(value, TextWithHoles | PendingText):
        seen = placed(value)
        if seen is not None:
            return _Written(seen.text, seen.place, computed(value))
    # libyaml takes no strings of other classes.
    text = str(text_of(value))
    seen = placed(value)
    return _Written(text, seen.place if seen and seen.text == text else None)


class _Reader:
    """Turns YAML's events into values, with a limit on what aliases may add up to."""

    def __init__(self, written: _Written) -> None:
        self._events = yaml.parse(written.text, Loader=yaml.CSafeLoader)
        self._written = written
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
            raise Unsupported("the text is nested too deeply to be evaluated")
        before = self._weight
        self._grow(1)
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in self._anchors:
                raise Refused("the YAML refers to an anchor that is not defined")
            value, weight = self._anchors[event.anchor]
            self._grow(weight)
            return value
        if isinstance(event, yaml.ScalarEvent):
            value = self._scalar(event)
        elif event.tag is not None:
            raise Unsupported("the YAML has a tag that is not evaluated")
        elif isinstance(event, yaml.SequenceStartEvent):
            value = self._sequence(depth)
        else:
            value = self._mapping(depth)
        if event.anchor:
            self._anchors[event.anchor] = (value, self._weight - before)
        return value

    def _scalar(self, event: Any) -> TfValue:
        unseen = self._written.unseen
        if unseen is not None and HOLE in event.value:
            return replace(unseen, origin=self._origin(event, event))
        return Known(_scalar(event), self._origin(event, event))

    def _origin(self, first: Any, last: Any) -> Origin:
        """Where two events and what is between them are written, or the first line of it."""
        place = self._written.place
        if place is None:
            return DECLARED
        start, end = first.start_mark.index, last.end_mark.index
        if "\n" in self._written.text[start:end].rstrip():
            end = first.end_mark.index
        return here(place(start, max(end, start + 1)))

    def _grow(self, weight: int) -> None:
        self._weight += weight
        if self._weight > HEAVIEST:
            raise Unsupported("the text is too large to be evaluated")

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
            following = self._next()
            value = self._node(following, depth + 1)
            origin = self._origin(event, following)
            items[key] = replace(value, origin=origin) if origin.frames else value
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
        raise Unsupported("the YAML has a tag that is not evaluated")
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
        raise Unsupported("the YAML has a timestamp, which is not evaluated")
    year, month, day = map(int, text.split("-"))
    try:
        return datetime(year, month, day, tzinfo=timezone.utc).strftime("%Y-%m-%dT00:00:00Z")
    except ValueError:
        return text


def _decode(written: _Written) -> TfValue:
    """The value, each part at the place it was written at."""
    if len(written.text) > LONGEST:
        raise Unsupported("the text is too long to be evaluated")
    try:
        return _Reader(written).document()
    except yaml.YAMLError as error:
        if written.unseen is not None:
            raise Unseen(written.unseen) from error
        raise Refused("the text is not valid YAML") from error
    except RecursionError as error:
        raise Unsupported("the text is nested too deeply to be evaluated") from error


FUNCTIONS: Mapping[str, Function] = {
    "yamldecode": Function(_decode, (_written,)),
    "yamlencode": Function(encoder(encoded_yaml), (anything,)),
}
