"""The resources of a root module, found by type, address or name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from eksnetlint.readers.terraform.aws.attributes import string, written
from eksnetlint.readers.terraform.resource import Resource, Root
from eksnetlint.readers.terraform.texts import placed
from eksnetlint.readers.terraform.types import HOLE, Pending, TfValue
from eksnetlint.source.text import Span
from eksnetlint.values import Known, Unknown, is_known

_KEY = re.compile(r'\[(?:"(?:[^"\\]|\\.)*"|[0-9]+)\]')


@dataclass(slots=True, eq=False)
class Inventory:
    """The resources of a root that exist or may exist."""

    root: Root
    _by_type: dict[tuple[str, bool], list[Resource]] = field(default_factory=dict)
    _by_address: dict[str, list[Resource]] = field(default_factory=dict)
    _by_bare: dict[str, list[Resource]] = field(default_factory=dict)
    _indexes: dict[tuple[Sequence[str], Sequence[str]], _Index] = field(default_factory=dict)

    def of(self, *types: str) -> list[Resource]:
        """The resources of some types, in order of declaration within each type."""
        return [found for name in types for found in self._by_type.get((name, False), ())]

    def sources(self, *types: str) -> list[Resource]:
        """The data sources of some types."""
        return [found for name in types for found in self._by_type.get((name, True), ())]

    def referred(
        self, value: TfValue, types: tuple[str, ...], names: tuple[str, ...] = ()
    ) -> list[Resource]:
        """The resources and data sources of these types that a value points to.

        It may be what one of them will have, what it has as one of the attributes ``names``, or
        the same text as such an attribute. There are several where the instance cannot be told.
        """
        named = self._named(value, types, names)
        if named:
            return named
        if isinstance(value, Pending):
            found = self._by_address.get(value.address) or self._by_bare.get(bare(value.address))
            return [item for item in found or () if item.type in types]
        return []

    def _named(
        self, value: TfValue, types: tuple[str, ...], names: tuple[str, ...]
    ) -> list[Resource]:
        index = self._indexes.get((types, names))
        if index is None:
            index = self._indexes[types, names] = _indexed(self.of(*types), names)
        wanted = string(value)
        if isinstance(wanted, Unknown):
            shape = shape_of(value)
            found = (index.by_place.get((frame.span, shape)) for frame in value.origin.frames)
            return next(filter(None, found), [])
        # Instances of one block have one attribute, of which the value tells them apart.
        same = index.by_text.get(wanted.value, [])
        places = {frame.span for frame in value.origin.frames}
        return [item for item, place in same if place in places] or [item for item, _ in same]


def shape_of(value: TfValue) -> str:
    """The text of a string of which not all can be seen, the same for the same expression."""
    text = placed(value)
    return text.text if text is not None else HOLE


@dataclass(frozen=True, slots=True, eq=False)
class _Index:
    """Resources by the text of some of their attributes, and by the place of unseen ones."""

    by_text: dict[str, list[tuple[Resource, Span | None]]]
    by_place: dict[tuple[Span, str], list[Resource]]


def _indexed(resources: Iterable[Resource], names: Sequence[str]) -> _Index:
    by_text: dict[str, list[tuple[Resource, Span | None]]] = defaultdict(list)
    by_place: dict[tuple[Span, str], list[Resource]] = defaultdict(list)
    for item in resources:
        for value in (written(item.contents, name) for name in names):
            text = string(value) if value is not None else None
            place = value.origin.span if value is not None else None
            if isinstance(text, Known):
                by_text[text.value].append((item, place))
            elif value is not None and place is not None:
                by_place[place, shape_of(value)].append(item)
    return _Index(dict(by_text), dict(by_place))


def inventory_of(root: Root) -> Inventory:
    """The inventory of a root; resources that are known not to exist are left out."""
    by_type: dict[tuple[str, bool], list[Resource]] = defaultdict(list)
    by_address: dict[str, list[Resource]] = defaultdict(list)
    by_bare: dict[str, list[Resource]] = defaultdict(list)
    for resource in root.resources:
        if is_known(resource.exists, False):
            continue
        by_type[resource.type, resource.is_data].append(resource)
        by_address[resource.address].append(resource)
        by_bare[bare(resource.address)].append(resource)
    return Inventory(root, dict(by_type), dict(by_address), dict(by_bare))


def bare(address: str) -> str:
    """An address without the keys of modules and instances."""
    return _KEY.sub("", address)
