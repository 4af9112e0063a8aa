"""The shape of an eksctl file: misspelt fields and values of the wrong type."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from collections.abc import Mapping as Schema
from typing import Any, TypeAlias

import jsonschema

from eksnetlint.readers.reading import Flaw
from eksnetlint.resources import schemas_folder
from eksnetlint.source.plain import plain
from eksnetlint.source.scalars import Kind, kind_of
from eksnetlint.source.tree import Mapping, Node, Scalar, Sequence
from eksnetlint.spelling import nearest

_Schema: TypeAlias = Schema[str, Any]


def shape_flaws(root: Mapping) -> Iterator[Flaw]:
    """Flaws of a ClusterConfig, in no order. An unknown field may be newer than the schema."""
    schema = _schema()
    yield from _misspelt(root, schema, "the file")
    # A placeholder is null there, which eksctl and so the schema allows everywhere.
    for error in _validator().iter_errors(plain(root)):
        yield _wrong_type(root, error)


@functools.cache
def _schema() -> _Schema:
    text = (schemas_folder() / "eksctl.schema.json").read_text(encoding="utf-8")
    schema: _Schema = json.loads(text)
    return schema


@functools.cache
def _validator() -> jsonschema.protocols.Validator:
    return jsonschema.Draft202012Validator(_schema())


def _wrong_type(root: Mapping, error: jsonschema.ValidationError) -> Flaw:
    *parents, last = [str(part) for part in error.absolute_path] or [""]
    node: Node = root
    for part in parents:
        node = _step(node, part)
    field = _field_name(list(error.absolute_path))
    if isinstance(node, Mapping) and last in node.fields:
        span, value = node.fields[last].span, node.fields[last].value
    else:
        value = _step(node, last)
        span = value.span
    wanted = _wanted(error)
    found = _described(value, wanted)
    message = f"{field} must be {wanted}, and this is {found}; eksctl refuses the file"
    return Flaw("wrong-type", message, span)


def _step(node: Node, part: str) -> Node:
    if isinstance(node, Sequence):
        return node.items[int(part)]
    return node.fields[part].value if isinstance(node, Mapping) else node


def _field_name(path: list[str | int]) -> str:
    names = [part for part in path if isinstance(part, str)]
    if not names:
        return "the file"
    return f"'{names[-1]}'" if path[-1] == names[-1] else f"each of '{names[-1]}'"


_NAMES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "object": "a mapping",
    "string": "a string",
}


def _wanted(error: jsonschema.ValidationError) -> str:
    alternatives = [error] if not error.context else list(error.context)
    wanted: list[str] = []
    for alternative in alternatives:
        types: Any = alternative.validator_value if alternative.validator == "type" else []
        names = [types] if isinstance(types, str) else types
        wanted += [_NAMES[name] for name in names if name in _NAMES and _NAMES[name] not in wanted]
    return " or ".join(wanted) or "something else"


def _described(node: Node, wanted: str) -> str:
    if isinstance(node, Mapping):
        return "a mapping"
    if isinstance(node, Sequence):
        return "a list"
    names = {Kind.BOOLEAN: "the boolean", Kind.INTEGER: "the number", Kind.NUMBER: "the number"}
    hint = " (quote it)" if wanted == _NAMES["string"] and kind_of(node) in names else ""
    return f"{names.get(kind_of(node), 'the string')} {node.text[:60]!r}{hint}"


def _misspelt(node: Node, schema: _Schema, owner: str) -> Iterator[Flaw]:
    schema = _resolved(schema, node)
    if isinstance(node, Sequence) and "items" in schema:
        for item in node.items:
            yield from _misspelt(item, schema["items"], owner)
    if not isinstance(node, Mapping):
        return
    known = schema.get("properties", {})
    for key, entry in node.fields.items():
        if key in known:
            yield from _misspelt(entry.value, known[key], f"'{key}'")
        elif known:
            yield from _near_miss(entry.key, known, owner)
        elif isinstance(schema.get("additionalProperties"), dict):
            yield from _misspelt(entry.value, schema["additionalProperties"], owner)


def _resolved(schema: _Schema, node: Node) -> _Schema:
    while "$ref" in schema:
        schema = _schema()["$defs"][schema["$ref"].rpartition("/")[2]]
    wanted = "array" if isinstance(node, Sequence) else "object"
    for alternative in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        resolved = _resolved(alternative, node)
        if wanted in resolved.get("type", ()):
            return resolved
    return schema


@functools.cache
def _all_names() -> frozenset[str]:
    schema = _schema()
    names = set(schema["properties"])
    for definition in schema["$defs"].values():
        names |= set(definition.get("properties", ()))
    return frozenset(names)


def _near_miss(key: Scalar, known: _Schema, owner: str) -> Iterator[Flaw]:
    # A name known elsewhere is in the wrong place rather than misspelt.
    if kind_of(key) is not Kind.STRING or (
        key.text in _all_names() and not any(name.lower() == key.text.lower() for name in known)
    ):
        return
    meant = nearest(key.text, known)
    if meant is None:
        return
    effect = "silently ignores it" if meant.lower() == key.text.lower() else "refuses the file"
    message = f"{owner} has no field '{key.text}', so eksctl {effect}; did you mean '{meant}'?"
    yield Flaw("misspelt-field", message, key.span)
