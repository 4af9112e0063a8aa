"""The contents of blocks, evaluated as they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from eksnetlint.readers.terraform.evaluation.expressions import evaluate
from eksnetlint.readers.terraform.modules.expansion import generated
from eksnetlint.readers.terraform.modules.json_blocks import nested_blocks
from eksnetlint.readers.terraform.modules.origins import (
    attribute_span,
    come_through,
    head,
    in_own_files,
)
from eksnetlint.readers.terraform.modules.overrides import made_type
from eksnetlint.readers.terraform.modules.references import ModuleScope
from eksnetlint.readers.terraform.modules.work import Cells, Work, unknown_at
from eksnetlint.readers.terraform.resource import Contents
from eksnetlint.readers.terraform.types import Refused, TfValue, Unseen, measure
from eksnetlint.source.hcl_tree import Attribute, Block, Body, Name
from eksnetlint.source.text import Span
from eksnetlint.values import Known, Reason, Unknown, World, at

# Arguments of a block that say how it is called or made and are no part of its contents.
_META = frozenset({"count", "depends_on", "for_each", "provider", "providers", "source", "version"})
# There `when = destroy` is a word of its own and no reference.
_WITH_KEYWORDS = ("lifecycle", "provisioner")
_RESOURCE_META = frozenset({"count", "depends_on", "for_each", "provider"})

_PARTIAL = Reason("the block cannot be read to the end")


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose contents they are.

    ``call`` is where the user calls the module; None where the files are the user's own.
    """

    name: str
    work: Work
    call: Span | None = None


def resource_contents(block: Block, scope: ModuleScope, owner: Owner) -> Contents:
    """What a resource or data source is configured with."""
    return _contents(block, scope, owner, _RESOURCE_META)


def call_inputs(block: Block, scope: ModuleScope, owner: Owner) -> Contents:
    """What a module is called with."""
    return _contents(block, scope, owner, _META)


def _contents(
    block: Block, scope: ModuleScope, owner: Owner, left_out: frozenset[str] = frozenset()
) -> Contents:
    span = head(block)
    return Contents(
        span if owner.call is None else owner.call,
        Attributes(block, scope, owner, left_out),
        Blocks(block.body, scope, owner),
        _PARTIAL if block.body.is_partial else None,
    )


class Attributes(Mapping[str, TfValue]):
    """The attributes of a block by name; ``type`` is the label of a provisioner."""

    def __init__(
        self, block: Block, scope: ModuleScope, owner: Owner, left_out: frozenset[str]
    ) -> None:
        self._attributes = block.body.attributes
        self._left_out = left_out
        self._scope = scope
        self._owner = owner
        self._has_keywords = block.type in _WITH_KEYWORDS
        self._cells: Cells[TfValue] = Cells(owner.work)
        if block.type == "provisioner" and block.labels:
            self._cells.values["type"] = Known(block.labels[0], at(head(block)))

    def __getitem__(self, name: str) -> TfValue:
        found = self._cells.values.get(name)
        if found is not None:
            return found
        attribute = self._attributes[name]
        if name in self._left_out:
            raise KeyError(name)
        shown = f"{self._owner.name}.{name}"
        span = attribute_span(attribute)
        return self._cells.value(
            name, shown, lambda: self._evaluated(attribute, span), unknown_at(span)
        )

    def __iter__(self) -> Iterator[str]:
        yield from (name for name in self._attributes if name not in self._left_out)
        yield from (str(name) for name in self._cells.values if name not in self._attributes)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _evaluated(self, attribute: Attribute, span: Span) -> TfValue:
        if self._has_keywords and isinstance(attribute.value, Name):
            return Known(attribute.value.name, at(span))
        value = come_through(_bounded(evaluate(attribute.value, self._scope)), span)
        return value if self._owner.call is None else in_own_files(value, self._owner.call)


def _bounded(value: TfValue) -> TfValue:
    """A value, unless it has no end: a module may be given what it gives back."""
    try:
        measure(value)
    except Refused as refusal:
        return Unknown(Reason(str(refusal)))
    return value


class Blocks(Mapping[str, World[Contents]]):
    """The nested blocks of a body by type, those of `dynamic` blocks among them."""

    def __init__(self, body: Body, scope: ModuleScope, owner: Owner) -> None:
        self._body = body
        self._scope = scope
        self._owner = owner
        self._cells: Cells[World[Contents]] = Cells(owner.work)

    @cached_property
    def _types(self) -> Mapping[str, list[Block]]:
        types: dict[str, list[Block]] = {}
        for block in nested_blocks(self._body):
            types.setdefault(made_type(block), []).append(block)
        return types

    def __getitem__(self, name: str) -> World[Contents]:
        blocks = self._types[name]
        shown = f"{self._owner.name}.{name}"
        return self._cells.value(
            name, shown, lambda: self._world(blocks), lambda reason: World((), reason)
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self._types)

    def __len__(self) -> int:
        return len(self._types)

    def _world(self, blocks: list[Block]) -> World[Contents]:
        open_because = _PARTIAL if self._body.is_partial else None
        made: list[Contents] = []
        for block in blocks:
            if block.type != "dynamic":
                made.append(_contents(block, self._scope, self._owner))
                continue
            try:
                for contents in self._generated(block):
                    if not self._owner.work.makes_block():
                        raise Refused("there are too many blocks to evaluate them all")
                    made.append(contents)
            except Refused as refusal:
                open_because = open_because or Reason(str(refusal))
            except Unseen as unseen:
                open_because = open_because or unseen.unknown.reason
        return World(tuple(made), open_because)

    def _generated(self, block: Block) -> Iterator[Contents]:
        """What a `dynamic` block makes; raises as `generated` does."""
        attributes = block.body.attributes
        content = [inner for inner in nested_blocks(block.body) if inner.type == "content"]
        if "for_each" not in attributes or not content:
            raise Unseen(Unknown(Reason("a dynamic block without for_each or content")))
        named = attributes.get("iterator")
        name = block.labels[0]
        if named is not None:
            name = named.value.name if isinstance(named.value, Name) else name
        collection = evaluate(attributes["for_each"].value, self._scope)
        for key, value in generated(collection):
            made = _contents(content[0], self._scope.iterating(name, key, value), self._owner)
            made = replace(made, origin=value.origin)
            yield made if self._owner.call else replace(made, span=head(block))
