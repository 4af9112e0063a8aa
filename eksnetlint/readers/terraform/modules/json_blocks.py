"""Nested blocks, of which the JSON syntax does not tell whether they are some."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eksnetlint.source.hcl_tree import (
    Attribute,
    Block,
    Body,
    Expression,
    Literal,
    ObjectItem,
    ObjectOf,
    TupleOf,
)
from eksnetlint.source.text import Source

# Nested blocks with a label, which is the next key.
_LABELLED = ("dynamic", "provisioner")


def nested_blocks(body: Body) -> Sequence[Block]:
    """The blocks in a body; in JSON each attribute with an object, or a list of objects."""
    if not (isinstance(body.source, Source) and body.source.path.endswith(".json")):
        return body.blocks
    blocks: list[Block] = []
    for attribute in body.attributes.values():
        for value in _objects(attribute.value):
            if attribute.name in _LABELLED:
                blocks += _labelled(attribute, value)
            else:
                blocks.append(_block(attribute, [], value))
    return blocks


def _objects(value: Expression) -> Iterator[ObjectOf]:
    items = value.items if isinstance(value, TupleOf) else [value]
    objects = [item for item in items if isinstance(item, ObjectOf)]
    if len(objects) == len(items):
        yield from objects


def _labelled(attribute: Attribute, value: ObjectOf) -> Iterator[Block]:
    """``{"dynamic": {"taint": {…}}}``: the next key is the label."""
    for label, item in _named(value):
        for inner in _objects(item.value):
            yield _block(attribute, [label], inner)


def _block(attribute: Attribute, labels: list[str], value: ObjectOf) -> Block:
    source, start = attribute.source, attribute.name_start
    body = Body(value.source, value.start, value.end)
    for name, item in _named(value):
        # A key's own place is inside its quotes.
        name_end = min(item.key.span.end + 1, item.end)
        body.attributes[name] = Attribute(
            item.source, item.start, item.end, name, item.start, name_end, item.value
        )
    # A key that is a template is no name that can be seen.
    body.is_partial = any(not isinstance(item.key, Literal) for item in value.items)
    return Block(source, start, value.end, attribute.name, labels, attribute.name_end, body)


def _named(value: ObjectOf) -> Iterator[tuple[str, ObjectItem]]:
    for item in value.items:
        if isinstance(item.key, Literal) and isinstance(item.key.value, str):
            yield item.key.value, item
