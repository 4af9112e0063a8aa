"""A document's tree, built from libyaml's events."""

from __future__ import annotations

from dataclasses import dataclass, field

import yaml
from yaml import events

from eksnetlint.source.tree import Document, Entry, Mapping, Node, Scalar, Sequence

# Real files stay under 40 levels. libyaml takes quadratic time, and its composer crashes, far
# beyond; aliases are counted as if written out, since readers walk what they stand for.
DEEPEST = 200
MOST_NODES = 1_000_000

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Refused(Exception):
    """A document is hostile or makes no sense as a tree."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


@dataclass(slots=True, eq=False)
class _Open:
    """A mapping or sequence whose end has not come yet."""

    node: Mapping | Sequence
    anchor: str | None
    is_flow: bool
    key: Scalar | None = None
    last_end: int = 0
    size: int = 1
    merges: list[Node] = field(default_factory=list)
    is_template: bool = False


class Builder:
    """Builds one document's tree from libyaml's events, without recursion."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.source = document.source
        self.base = document.start
        self.stack: list[_Open] = []
        self.anchors: dict[str, tuple[Node, int]] = {}
        self.open_anchors: set[str] = set()
        self.root: Node | None = None

    def build(self, body: str) -> Node | None:
        loader = _LOADER(body)
        try:
            while True:
                event = loader.get_event()
                if isinstance(event, events.ScalarEvent):
                    self._scalar(event)
                elif isinstance(event, events.MappingStartEvent | events.SequenceStartEvent):
                    self._open(event)
                elif isinstance(event, events.MappingEndEvent | events.SequenceEndEvent):
                    self._close(event)
                elif isinstance(event, events.AliasEvent):
                    self._alias(event)
                elif isinstance(event, events.StreamEndEvent):
                    return self.root
        finally:
            loader.dispose()

    def _scalar(self, event: events.ScalarEvent) -> None:
        start, end = self.base + _start(event), self.base + _end(event)
        style = event.style or ""
        if style and ("#" in event.value or "{" in event.value):
            header = self.source.text.find("\n", start) if style in "|>" else start
            self.document.opaque.append((header, end))
        if style in ("|", ">"):
            end = self._trim(start, end)
        node = Scalar(self.source, start, end, event.value, style, event.tag)
        self._add(node, 1, start, end, event.anchor)

    def _trim(self, start: int, end: int) -> int:
        # libyaml's end of a block scalar lies behind the blank lines that follow it.
        body = self.source.text[start:end]
        return start + len(body.rstrip())

    def _open(self, event: events.MappingStartEvent | events.SequenceStartEvent) -> None:
        start = self.base + _start(event)
        if len(self.stack) >= DEEPEST:
            message = f"nested more than {DEEPEST} levels deep"
            raise Refused(message, _start(event))
        node: Mapping | Sequence
        if isinstance(event, events.MappingStartEvent):
            parent = self.stack[-1] if self.stack else None
            if parent and isinstance(parent.node, Mapping) and self._doubles(parent, start):
                parent.is_template = True
            node = Mapping(self.source, start, start)
        else:
            node = Sequence(self.source, start, start)
        if event.anchor:
            self.open_anchors.add(event.anchor)
        self.stack.append(_Open(node, event.anchor, bool(event.flow_style)))

    def _doubles(self, parent: _Open, start: int) -> bool:
        # `a: {{ .x }}` is valid YAML (a mapping as a key), but nobody means that.
        return parent.key is None and parent.node.start == start - 1

    def _close(self, event: events.MappingEndEvent | events.SequenceEndEvent) -> None:
        opened = self.stack.pop()
        node: Node = opened.node
        node.end = self._end_of(opened, event)
        if opened.anchor:
            self.open_anchors.discard(opened.anchor)
        if isinstance(node, Mapping):
            _settle(node, opened.merges)
        if opened.is_template:
            text = self.source.text[node.start : node.end]
            node = Scalar(self.source, node.start, node.end, text, "{")
        self._add(node, opened.size, node.start, node.end, opened.anchor)

    def _end_of(
        self, opened: _Open, event: events.MappingEndEvent | events.SequenceEndEvent
    ) -> int:
        if not opened.is_flow:
            # libyaml's end of a block lies behind the blank lines and comments that follow it.
            return max(opened.last_end, opened.node.start)
        end = self.base + _end(event)
        return opened.node.start + len(self.source.text[opened.node.start : end].rstrip())

    def _alias(self, event: events.AliasEvent) -> None:
        index = _start(event)
        if event.anchor in self.open_anchors:
            raise Refused(f"anchor '{event.anchor}' contains itself", index)
        if event.anchor not in self.anchors:
            raise Refused(f"alias '{event.anchor}' has no anchor", index)
        node, size = self.anchors[event.anchor]
        self._add(node, size, self.base + index, self.base + _end(event), None)

    def _add(self, node: Node, size: int, start: int, end: int, anchor: str | None) -> None:
        if anchor:
            self.anchors[anchor] = (node, size)
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        parent.size += size
        parent.last_end = end
        if parent.size > MOST_NODES:
            raise Refused(f"aliases stand for more than {MOST_NODES:,} values", start - self.base)
        if isinstance(parent.node, Sequence):
            parent.node.items.append(node)
        elif parent.key is None:
            parent.key = self._key(node)
        else:
            key, parent.key = parent.key, None
            if key.text == "<<" and not key.style:
                parent.merges.append(node)
            else:
                parent.node.entries.append(Entry(key, node, start, end))

    def _key(self, node: Node) -> Scalar:
        if isinstance(node, Scalar):
            return node
        text = self.source.text[node.start : node.end]
        return Scalar(self.source, node.start, node.end, text, "{")


def _settle(mapping: Mapping, merges: list[Node]) -> None:
    """Work out which entry each key has: its own last one, else the first merged one."""
    fields = mapping.fields
    for entry in mapping.entries:
        earlier = fields.get(entry.key.text)
        if earlier is not None:
            mapping.duplicates.append(earlier)
        fields[entry.key.text] = entry
    for merge in merges:
        for merged in merge.items if isinstance(merge, Sequence) else [merge]:
            if isinstance(merged, Mapping):
                for name, entry in merged.fields.items():
                    fields.setdefault(name, entry)


def _start(event: events.Event) -> int:
    # Only PyYAML's own emitter makes events without marks.
    assert event.start_mark is not None
    return event.start_mark.index


def _end(event: events.Event) -> int:
    assert event.end_mark is not None
    return event.end_mark.index
