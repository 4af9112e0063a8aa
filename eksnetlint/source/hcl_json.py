"""Terraform's JSON syntax as the same tree as HCL."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from eksnetlint.source.hcl import LARGEST, HclFile, parse_expression, parse_template
from eksnetlint.source.hcl_collections import read_number
from eksnetlint.source.hcl_tree import (
    Attribute,
    Block,
    Body,
    Broken,
    Expression,
    Literal,
    ObjectItem,
    ObjectOf,
    TupleOf,
)
from eksnetlint.source.text import Source
from eksnetlint.source.tree import Embedded, Entry, Mapping, Node, Problem, Scalar, Sequence, Text
from eksnetlint.source.yaml import documents

# How many labels a block of a file has. Of blocks in blocks JSON does not tell: those are
# attributes, with an object, or a tuple of objects, for each block.
_BLOCKS = {
    "check": 1,
    "data": 2,
    "ephemeral": 2,
    "import": 0,
    "locals": 0,
    "module": 1,
    "moved": 0,
    "output": 1,
    "provider": 1,
    "removed": 0,
    "resource": 2,
    "terraform": 0,
    "variable": 1,
}
# Strings there are expressions, or plain strings, and no templates.
_EXPRESSIONS = {
    ("variable", "type"),
    ("import", "to"),
    ("moved", "from"),
    ("moved", "to"),
    ("removed", "from"),
    ("resource", "depends_on"),
    ("resource", "provider"),
    ("data", "depends_on"),
    ("data", "provider"),
    ("ephemeral", "depends_on"),
    ("ephemeral", "provider"),
    ("module", "depends_on"),
    ("module", "providers"),
    ("output", "depends_on"),
}
_PLAIN = {
    ("module", "source"),
    ("module", "version"),
    ("output", "description"),
    ("variable", "default"),
    ("variable", "description"),
}
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}


def parse_json(source: Source) -> HclFile:
    """Read ``.tf.json``, or ``.tfvars.json``, whose strings are no templates."""
    body = Body(source, 0, len(source.text))
    if len(source.text) > LARGEST:
        body.is_partial = True
        message = f"larger than {LARGEST // 1024 // 1024} MiB"
        return HclFile(body, [], [Problem(message, source.place(0, 0))])
    problems = [problem] if (problem := _misfit(source)) else []
    for document in documents(source):
        if document.problem is not None and not problems:
            problems.append(document.problem)
        for entry in _entries(document.root):
            if source.path.endswith(".tfvars.json"):
                _add_attribute(body, entry, _plain(entry.value))
            elif entry.key.text in _BLOCKS:
                _add_blocks(body, entry.key.text, [entry.key], entry.value)
            elif entry.key.text != "//":
                _add_attribute(body, entry, _value(entry.value))
    body.is_partial = bool(problems)
    return HclFile(body, [], problems)


def _misfit(source: Source) -> Problem | None:
    """What is no JSON: the tree is read as YAML, which allows more."""
    try:
        json.loads(source.text)
    except json.JSONDecodeError as error:
        message = error.msg[:1].lower() + error.msg[1:]
        return Problem(message, source.place(error.pos, min(error.pos + 1, len(source.text))))
    except (RecursionError, ValueError):
        # Nested too deep, or a number too long: the tree says where.
        return None
    return None


def _entries(node: Node | None) -> Iterator[Entry]:
    """The keys with their values of an object or of a list of objects; a key may come twice."""
    for item in node.items if isinstance(node, Sequence) else [node]:
        if isinstance(item, Mapping):
            yield from item.entries


def _add_attribute(body: Body, entry: Entry, value: Expression) -> None:
    key, source = entry.key, body.source
    start, end = key.start, max(entry.end, key.end)
    attribute = Attribute(source, start, end, key.text, key.start, key.end, value)
    body.attributes[key.text] = attribute


def _add_blocks(body: Body, kind: str, names: list[Scalar], value: Node) -> None:
    if len(names) <= _BLOCKS[kind]:
        for entry in _entries(value):
            if entry.key.text != "//":
                _add_blocks(body, kind, [*names, entry.key], entry.value)
        return
    for item in value.items if isinstance(value, Sequence) else [value]:
        if isinstance(item, Mapping):
            body.blocks.append(_block(body, kind, names, item))


def _block(parent: Body, kind: str, names: list[Scalar], value: Mapping) -> Block:
    content = Body(parent.source, value.start, value.end)
    for entry in value.entries:
        role = (kind, entry.key.text)
        if role in _EXPRESSIONS:
            _add_attribute(content, entry, _reference(entry.value))
        elif role in _PLAIN:
            _add_attribute(content, entry, _plain(entry.value))
        elif entry.key.text != "//":
            _add_attribute(content, entry, _value(entry.value))
    labels = [name.text for name in names[1:]]
    first, last = names[-1], value.end
    return Block(parent.source, first.start, last, kind, labels, first.end, content)


def _value(node: Node) -> Expression:
    """A value whose strings are templates, as are the keys of its objects."""
    return _convert(node, parse_template)


def _plain(node: Node) -> Expression:
    return _convert(node, lambda text: Literal(text, 0, len(text.text), text.text))


def _reference(node: Node) -> Expression:
    """A value whose strings are expressions."""
    return _convert(node, parse_expression)


def _convert(node: Node, read: Callable[[Text], Expression]) -> Expression:
    source, start, end = node.source, node.start, node.end
    if isinstance(node, Sequence):
        return TupleOf(source, start, end, [_convert(item, read) for item in node.items])
    if isinstance(node, Mapping):
        items = []
        for entry in node.entries:
            key, value = _convert(entry.key, read), _convert(entry.value, read)
            last = max(entry.end, entry.key.end)
            items.append(ObjectItem(source, entry.key.start, last, key, value))
        return ObjectOf(source, start, end, items)
    if node.style:
        return read(Embedded(node))
    if node.text in _WORDS:
        return Literal(source, start, end, _WORDS[node.text])
    sign = node.text.startswith("-")
    number = read_number(source, start + sign, end)
    if isinstance(number, Literal) and isinstance(number.value, int | float):
        return Literal(source, start, end, -number.value if sign else number.value)
    return Broken(source, start, end)
