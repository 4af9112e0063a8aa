"""Rendered objects placed in the lines of the template that made them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from eksnetlint.readers.rendered.placing import Changed
from eksnetlint.source.text import Source, Span
from eksnetlint.source.tree import Entry, Mapping, Node, Scalar, Sequence

# A key with what stands behind it; a template's own lines have none.
_LINE = re.compile(r"^[ \t]*(?:-[ ]+)?([\"']?)([\w./-]+)\1:((?:[ \t\r][^\n]*)?)$", re.MULTILINE)


@dataclass(slots=True, eq=False)
class _Lines:
    """The lines of a template by the key that they begin with."""

    source: Source
    by_key: dict[str, list[tuple[str, Span]]] = field(default_factory=dict)

    def read(self) -> None:
        for match in _LINE.finditer(self.source.text):
            behind = match[3].rstrip()
            span = self.source.place(match.start(2), match.start(3) + len(behind))
            self.by_key.setdefault(match[2], []).append((behind.strip(" \t\"'"), span))

    def place(self, key: str, value: str | None, otherwise: Span) -> Span:
        """The one line that says a key with a value, else the only one with that key."""
        lines = self.by_key.get(key, [])
        same = [span for text, span in lines if text == value]
        if len(same) == 1:
            return same[0]
        return lines[0][1] if len(lines) == 1 else otherwise


def placed_in_template(root: Node, source: Source) -> Node:
    """A rendered object whose values stand in the lines of a template.

    A value that no line or several may have made stands where its object names its kind.
    """
    lines = _Lines(source)
    lines.read()
    top = source.place(0, len(source.line(1)))
    kind = root.entry("kind") if isinstance(root, Mapping) else None
    if kind and isinstance(kind.value, Scalar):
        top = lines.place("kind", kind.value.text, top)
    return _placed(root, lines, top, top)


def _placed(node: Node, lines: _Lines, span: Span, top: Span) -> Node:
    if isinstance(node, Mapping):
        made = Mapping(Changed("", span), 0, 0)
        for name, entry in node.fields.items():
            value = entry.value.text if isinstance(entry.value, Scalar) else ""
            place = lines.place(name, value, top)
            key = Scalar(Changed(name, place), 0, len(name), name, '"')
            new = Entry(key, _placed(entry.value, lines, place, top), 0, len(name))
            made.entries.append(new)
            made.fields[name] = new
        return made
    if isinstance(node, Sequence):
        items = [_placed(item, lines, span, top) for item in node.items]
        return Sequence(Changed("", span), 0, 0, items)
    text = node.text
    return Scalar(Changed(text, span), 0, len(text), text, node.style and '"', node.tag)
