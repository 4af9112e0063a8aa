"""Names and types in a tree, compared with a JSON Schema that lists them."""

from __future__ import annotations

from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from eksnetlint.source.scalars import Kind, kind_of
from eksnetlint.source.text import Span
from eksnetlint.source.tree import Entry, Mapping, Node, Scalar, Sequence
from eksnetlint.spelling import nearest

Schema: TypeAlias = Table[str, Any]

TYPE_NAMES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "object": "a mapping",
    "string": "a string",
}
_TYPES_OF = {
    Kind.BOOLEAN: {"boolean"},
    Kind.INTEGER: {"integer", "number"},
    Kind.NUMBER: {"number"},
    Kind.STRING: {"string"},
}


@dataclass(frozen=True, slots=True)
class Slip:
    """A key that its mapping does not have.

    ``meant`` is the name it resembles; ``without`` a phrase for what the mapping means without it.
    """

    key: Scalar
    owner: str
    meant: str | None
    without: str = ""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A value of another type than ``wanted``; ``name`` is that of its field, for people."""

    name: str
    span: Span
    value: Node
    wanted: str


def described(node: Node, wanted: str) -> str:
    """What a value of the wrong type is, with the advice to quote it where that helps."""
    if isinstance(node, Mapping):
        return "a mapping"
    if isinstance(node, Sequence):
        return "a list"
    names = {Kind.BOOLEAN: "the boolean", Kind.INTEGER: "the number", Kind.NUMBER: "the number"}
    hint = " (quote it)" if wanted == TYPE_NAMES["string"] and kind_of(node) in names else ""
    return f"{names.get(kind_of(node), 'the string')} {node.text[:60]!r}{hint}"


@dataclass(slots=True, eq=False)
class _Type:
    """What a schema says of a value. No ``kinds`` at all: nothing is said."""

    kinds: frozenset[str] = frozenset()
    fields: dict[str, _Type] = field(default_factory=dict)
    others: _Type | None = None
    items: _Type | None = None
    is_closed: bool = False
    without: str = ""
    empty: str = ""


class Shape:
    """A schema document, of which names and types are read: names in ``properties``.

    An object with ``properties`` may have newer ones, unless it forbids others. Where
    ``forgives_misplaced``, a name that exists elsewhere is taken to be in the wrong place, and not
    for a slip.
    """

    def __init__(self, document: Schema, *, forgives_misplaced: bool) -> None:
        self.document = document
        self._types: dict[int, _Type] = {}
        self._elsewhere = _names(document) if forgives_misplaced else frozenset[str]()

    def flaws(self, node: Node, schema: Schema, owner: str) -> list[Slip | Mismatch]:
        """The keys that are misspelt, and the values of the wrong type.

        A key counts as misspelt if it resembles one that is known, or if no other can come. Null
        and placeholders are of any type.
        """
        found: list[Slip | Mismatch] = []
        self._walk(node, self._type(schema), owner, found)
        return found

    def _type(self, schema: Schema) -> _Type:
        if id(schema) in self._types:
            return self._types[id(schema)]
        made = self._types[id(schema)] = _Type()
        without = schema.get("x-without", "")
        while "$ref" in schema:
            schema = self.document["$defs"][schema["$ref"].rpartition("/")[2]]
        alternatives = [*schema.get("anyOf", ()), *schema.get("oneOf", ())]
        for part in (schema, *(self._target(item) for item in alternatives)):
            self._add(made, part)
        made.without = without
        made.empty = schema.get("x-empty", "")
        return made

    def _target(self, schema: Schema) -> Schema:
        while "$ref" in schema:
            schema = self.document["$defs"][schema["$ref"].rpartition("/")[2]]
        return schema

    def _add(self, made: _Type, schema: Schema) -> None:
        kinds = schema.get("type", ())
        made.kinds |= {kinds} if isinstance(kinds, str) else set(kinds)
        for name, part in schema.get("properties", {}).items():
            made.fields[name] = self._type(part)
        others = schema.get("additionalProperties")
        made.is_closed = made.is_closed or others is False
        if isinstance(others, dict):
            made.others = self._type(others)
        if "items" in schema:
            made.items = self._type(schema["items"])

    # One loop for names and types: every manifest of a scan passes through here.
    def _walk(self, node: Node, said: _Type, owner: str, found: list[Slip | Mismatch]) -> None:
        if isinstance(node, Mapping):
            known, others = said.fields, said.others
            for key, entry in node.fields.items():
                inner = known.get(key) or others
                if inner is not None:
                    if inner.kinds:
                        self._value(entry.value, inner, f"'{key}'", entry, found)
                elif known:
                    self._slip(entry.key, said, owner, node, found)
        elif isinstance(node, Sequence) and said.items is not None and said.items.kinds:
            for item in node.items:
                self._value(item, said.items, owner, None, found)

    def _value(
        self,
        node: Node,
        said: _Type,
        owner: str,
        entry: Entry | None,
        found: list[Slip | Mismatch],
    ) -> None:
        if not isinstance(node, Scalar):
            if ("object" if isinstance(node, Mapping) else "array") in said.kinds:
                self._walk(node, said, owner, found)
                return
        elif _is_of(node, said.kinds):
            return
        name = owner if entry else f"each of {owner}"
        found.append(_mismatch(name, entry.span if entry else node.span, node, said))

    def _slip(
        self, key: Scalar, said: _Type, owner: str, node: Mapping, found: list[Slip | Mismatch]
    ) -> None:
        if kind_of(key) is Kind.PLACEHOLDER or key.text == "<<" or key.text.startswith("x-"):
            return
        is_other_case = any(name.lower() == key.text.lower() for name in said.fields)
        is_misplaced = key.text in self._elsewhere and not is_other_case
        meant = None if is_misplaced else nearest(key.text, said.fields)
        if meant is not None and kind_of(key) is Kind.STRING:
            without = "" if meant in node.fields else said.fields[meant].without
            found.append(Slip(key, owner, meant, without))
        elif said.is_closed:
            is_empty = said.fields.keys().isdisjoint(node.fields)
            found.append(Slip(key, owner, None, said.empty if is_empty else ""))


def _names(document: Schema) -> frozenset[str]:
    found = set(document.get("properties", ()))
    for definition in document["$defs"].values():
        found |= set(definition.get("properties", ()))
    return frozenset(found)


def _mismatch(name: str, span: Span, value: Node, wanted: _Type) -> Mismatch:
    names = [text for kind, text in TYPE_NAMES.items() if kind in wanted.kinds]
    return Mismatch(name, span, value, " or ".join(names))


# What a plain scalar that is no string can begin with (YAML 1.1).
_TELLING = frozenset("0123456789+-.yYnNtTfFoO")


def _is_of(scalar: Scalar, kinds: frozenset[str]) -> bool:
    if "string" in kinds and (scalar.style or scalar.text[:1] not in _TELLING):
        return True
    kind = kind_of(scalar)
    return kind not in _TYPES_OF or not _TYPES_OF[kind].isdisjoint(kinds)
