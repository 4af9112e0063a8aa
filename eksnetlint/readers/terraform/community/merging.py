"""What several releases of a module have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from eksnetlint.readers.terraform.community.release import LazyValues
from eksnetlint.readers.terraform.resource import Contents, Resource
from eksnetlint.readers.terraform.types import Sensitive, TfObject, TfSet, TfValue
from eksnetlint.values import Reason, Unknown, World, at

_NOT_PINNED = Reason(
    "the version of a module is not pinned to one major release, and its releases differ"
)


def merged_resources(versions: Sequence[tuple[Resource, ...]]) -> tuple[Resource, ...]:
    """The resources of the last version; unknown wherever another one has it differently."""
    if len(versions) == 1:
        return versions[0]
    by_address = [{found.address: found for found in version} for version in versions]
    addresses = dict.fromkeys(address for found in reversed(by_address) for address in found)
    return tuple(
        _resource([found[address] for found in by_address if address in found], len(by_address))
        for address in addresses
    )


def _resource(found: Sequence[Resource], of: int) -> Resource:
    newest = found[-1]
    exists = newest.exists
    if len(found) < of or any(one.exists != exists for one in found):
        exists = Unknown(_NOT_PINNED, at(newest.span))
    contents = _contents([one.contents for one in found])
    return replace(newest, exists=exists, contents=contents)


def _contents(found: Sequence[Contents]) -> Contents:
    newest = found[-1]
    names = dict.fromkeys(name for one in reversed(found) for name in one.attributes)
    blocks = dict.fromkeys(name for one in reversed(found) for name in one.blocks)
    return replace(
        newest,
        attributes={name: _value([one.attribute(name) for one in found]) for name in names},
        blocks={name: _world([one.nested(name) for one in found]) for name in blocks},
    )


def _world(found: Sequence[World[Contents]]) -> World[Contents]:
    newest = found[-1]
    if len({(len(one.items), one.open_because) for one in found}) > 1:
        return World((), _NOT_PINNED)
    items = zip(*(one.items for one in found), strict=True)
    return World(tuple(map(_contents, items)), newest.open_because)


def merged_outputs(versions: Sequence[Mapping[str, TfValue]]) -> Mapping[str, TfValue]:
    """The outputs of all versions; what only some have is only asked for with those."""
    if len(versions) == 1:
        return versions[0]
    names = dict.fromkeys(name for outputs in versions for name in outputs)
    return LazyValues({name: partial(_output, versions, name) for name in names})


def _output(versions: Sequence[Mapping[str, TfValue]], name: str) -> TfValue:
    return _value([outputs[name] for outputs in versions if name in outputs])


def _value(found: Sequence[TfValue]) -> TfValue:
    newest = found[-1]
    if all(_same(newest, one) for one in found):
        return newest
    return Unknown(_NOT_PINNED, newest.origin)


def _same(one: TfValue, other: TfValue) -> bool:
    if isinstance(one, Unknown) or isinstance(other, Unknown):
        return one == other
    return _same_content(one.value, other.value)


def _same_content(one: object, other: object) -> bool:
    if isinstance(one, Sensitive) and isinstance(other, Sensitive):
        return _same_content(one.content, other.content)
    if isinstance(one, TfObject) and isinstance(other, TfObject):
        return (
            one.open_because == other.open_because
            and one.items.keys() == other.items.keys()
            and all(_same(value, other.items[key]) for key, value in one.items.items())
        )
    if isinstance(one, TfSet) and isinstance(other, TfSet):
        return _same_items(one.items, other.items)
    if isinstance(one, tuple) and isinstance(other, tuple):
        return _same_items(one, other)
    return type(one) is type(other) and one == other


def _same_items(one: Iterable[TfValue], other: Iterable[TfValue]) -> bool:
    ours, theirs = tuple(one), tuple(other)
    return len(ours) == len(theirs) and all(map(_same, ours, theirs))
