"""YAML as Terraform writes it (go-cty-yaml)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from eksnetlint.readers.terraform.contents import text_of
from eksnetlint.readers.terraform.types import TfObject, TfSet, TfValue, Unseen, measure
from eksnetlint.values import Known, Unknown


def encoded_yaml(value: TfValue) -> str:
    """A value as YAML. Raises Unseen where a part cannot be seen."""
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
    # libyaml takes no subclass of str, which a string with its places is.
    return yaml.ScalarEvent(None, None, (True, True), str(content), style=style)
