"""A rendered tree, with each value at the place in the sources it was taken from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eksnetlint.source.scalars import kind_of
from eksnetlint.source.text import Span
from eksnetlint.source.tree import Entry, Mapping, Node, Scalar
from eksnetlint.source.tree import Sequence as Items

# What kustomize puts behind the names of generated ConfigMaps and Secrets.
_HASH = re.compile(r"-[0-9a-z]{10}\Z")

# Each item of a long list is looked for among so many.
_MOST_COMPARED = 200


@dataclass(frozen=True, slots=True)
class Changed:
    """A text that stands in no source as it is; its place is that of what it was made from."""

    text: str
    span: Span

    def place(self, _start: int, _end: int) -> Span:
        return self.span


def placed(rendered: Node, layers: Sequence[Node], otherwise: Span) -> Node:
    """A rendered tree whose values are those of ``layers`` where these say the same.

    ``layers`` are trees of the same shape: the object as it is written, then what changes it, the
    last change first. A value that none of them has at its path stands at ``otherwise``.
    """
    if isinstance(rendered, Mapping):
        return _mapping(rendered, layers, otherwise)
    if isinstance(rendered, Items):
        own = [layer for layer in layers if isinstance(layer, Items)]
        items = [
            placed(item, list(_fitting(rendered, index, layers)), otherwise)
            for index, item in enumerate(rendered.items)
        ]
        if own:
            return Items(own[0].source, own[0].start, own[0].end, items)
        return Items(Changed("", otherwise), 0, 0, items)
    for layer in layers:
        if isinstance(layer, Scalar) and _is_same(rendered, layer):
            return layer
    return _moved(rendered, otherwise)


def _mapping(rendered: Mapping, layers: Sequence[Node], otherwise: Span) -> Mapping:
    inner = [layer for layer in layers if isinstance(layer, Mapping)]
    made = Mapping(Changed("", otherwise), 0, 0)
    if inner:
        made = Mapping(inner[0].source, inner[0].start, inner[0].end)
    for name, entry in rendered.fields.items():
        found = [layer.fields[name] for layer in inner if name in layer.fields]
        value = placed(entry.value, [item.value for item in found], otherwise)
        new = _entry(name, value, found, otherwise)
        made.entries.append(new)
        made.fields[name] = new
    return made


def _entry(name: str, value: Node, found: Sequence[Entry], otherwise: Span) -> Entry:
    """The entry of a value: the one in the source, where the value comes from one."""
    if isinstance(value, Scalar):
        entry = next((item for item in found if item.value is value), None)
    else:
        entry = next((item for item in found if type(item.value) is type(value)), None)
    if entry is None:
        key = _text(name, otherwise)
        return Entry(key, value, 0, len(name))
    key = entry.key
    if key.text != name:
        key = Scalar(key.source, key.start, key.end, name, '"')
    return Entry(key, value, entry.start, entry.end)


def _fitting(rendered: Items, index: int, layers: Sequence[Node]) -> Iterator[Node]:
    """What stands for an item in each layer: of the same name, the same, or at its index."""
    item = rendered.items[index]
    for layer in layers:
        if isinstance(layer, Mapping):
            # The operations of a JSON patch count items, or add one at the end.
            for key in (str(index), "-"):
                if key in layer.fields:
                    yield layer.fields[key].value
        elif isinstance(layer, Items):
            found = _counterpart(item, layer, index, len(rendered.items))
            if found is not None:
                yield found


def _counterpart(item: Node, layer: Items, index: int, length: int) -> Node | None:
    beside = layer.items[index] if index < len(layer.items) else None
    if beside is not None and _agrees(item, beside):
        return beside
    name = _name(item)
    among = layer.items[:_MOST_COMPARED]
    if name is not None:
        return next((other for other in among if _name(other) == name), None)
    same = next((other for other in among if _agrees(item, other)), None)
    return beside if same is None and len(layer.items) == length else same


def _name(item: Node) -> str | None:
    entry = item.fields.get("name") if isinstance(item, Mapping) else None
    return entry.value.text if entry and isinstance(entry.value, Scalar) else None


def _agrees(one: Node, other: Node) -> bool:
    if isinstance(one, Scalar):
        return isinstance(other, Scalar) and _is_same(one, other)
    if isinstance(one, Items):
        return (
            isinstance(other, Items)
            and len(one.items) == len(other.items)
            and all(map(_agrees, one.items, other.items))
        )
    return (
        isinstance(other, Mapping)
        and one.fields.keys() == other.fields.keys()
        and all(_agrees(one.fields[name].value, other.fields[name].value) for name in one.fields)
    )


def _is_same(rendered: Scalar, written: Scalar) -> bool:
    return rendered.text == written.text and kind_of(rendered) is kind_of(written)


def _moved(rendered: Scalar, span: Span) -> Scalar:
    style = rendered.style and '"'
    text = rendered.text
    return Scalar(Changed(text, span), 0, len(text), text, style, rendered.tag)


def _text(text: str, span: Span) -> Scalar:
    return Scalar(Changed(text, span), 0, len(text), text, '"')


def is_made_from(rendered: str, written: str) -> bool:
    """Whether a rendered name is a written one with a prefix, a suffix or a hash."""
    return rendered == written or (written != "" and written in _HASH.sub("", rendered))
