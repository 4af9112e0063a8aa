"""The resources a module declares, as they are put together from its inputs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from eksnetlint.readers.terraform.community.inputs import as_secret_as, entries
from eksnetlint.readers.terraform.resource import Contents, RemoteCall, Resource
from eksnetlint.readers.terraform.types import Pending, TfObject, TfValue, reveal
from eksnetlint.source.text import Span
from eksnetlint.values import (
    Origin,
    Reason,
    Unknown,
    Value,
    World,
    at,
    conjunction,
    is_known,
)

UNSEEN = Reason("the inputs of a module cannot be seen")


@dataclass(frozen=True, slots=True)
class Module:
    """An instance of a module: where it is declared, and whether it exists."""

    address: str
    span: Span
    exists: Value[bool]

    def inside(self, name: str, key: str | None, span: Span, exists: Value[bool]) -> Module:
        """An instance of a module that this one calls; None as key for one that has none."""
        address = f"{self.address}.module.{name}{index(key)}"
        return Module(address, span, conjunction((self.exists, exists)))

    def where(self, *conditions: Value[bool]) -> Module:
        """The same place, for what exists only under further conditions."""
        return replace(self, exists=conjunction((self.exists, *conditions)))

    def resource(
        self,
        kind: str,
        name: str,
        attributes: Mapping[str, TfValue],
        blocks: Mapping[str, World[Contents]] | None = None,
        *,
        key: str | int | None = 0,
        is_data: bool = False,
    ) -> Resource:
        """A resource or data source here, with ``count`` unless the key says otherwise."""
        contents = Contents(self.span, attributes, blocks or {})
        address = self.of(kind, name, key, is_data=is_data)
        return Resource(address, kind, name, self.span, contents, is_data, self.exists)

    def of(self, kind: str, name: str, key: str | int | None = 0, *, is_data: bool = False) -> str:
        """The address of a resource here."""
        return f"{self.address}.{'data.' * is_data}{kind}.{name}{index(key)}"

    def pending(
        self,
        kind: str,
        name: str,
        attribute: str,
        key: str | int | None = 0,
        *,
        origin: Origin | None = None,
        is_data: bool = False,
    ) -> Pending:
        """What a resource here will have once it is applied."""
        address = self.of(kind, name, key, is_data=is_data)
        when = "when Terraform reads it" if is_data else "after `terraform apply`"
        reason = Reason(f"{address}.{attribute} is known only {when}")
        return Pending(reason, origin or at(self.span), address=address, attribute=attribute)

    def each(self, value: TfValue) -> Iterator[tuple[Module, str | None, TfValue]]:
        """The entries of a map or list, each with this place as it is for that entry."""
        for key, entry in entries(value, self.span):
            yield replace(self, span=entry.origin.span or self.span), key, entry

    def unseen(self, kind: str, name: str, why: TfValue) -> Resource:
        """Stands for resources of a type of which it cannot be seen how many there are."""
        reason = why.reason if isinstance(why, Unknown) else UNSEEN
        span = why.origin.span or self.span
        contents = Contents(span, open_because=reason)
        exists = conjunction((self.exists, Unknown(reason, why.origin)))
        return Resource(f"{self.address}.{kind}.{name}", kind, name, span, contents, exists=exists)


def index(key: str | int | None) -> str:
    """The key of an instance as addresses write it."""
    if key is None:
        return ""
    return f"[{key}]" if isinstance(key, int) else f"[{json.dumps(key, ensure_ascii=False)}]"


def module_of(call: RemoteCall) -> Module:
    """The module a call makes an instance of."""
    return Module(call.address, call.span, call.exists)


def existing(resources: Iterable[Resource]) -> tuple[Resource, ...]:
    """The resources without those that are known not to exist."""
    return tuple(found for found in resources if not is_known(found.exists, False))


def block(
    span: Span, attributes: Mapping[str, TfValue], **nested: World[Contents]
) -> World[Contents]:
    """A nested block that is there once."""
    return World((Contents(span, attributes, nested),))


def optional(
    condition: Value[bool], span: Span, attributes: Mapping[str, TfValue], **nested: World[Contents]
) -> World[Contents]:
    """A nested block that is there under a condition."""
    if isinstance(condition, Unknown):
        return World((), condition.reason)
    return block(span, attributes, **nested) if condition.value else World(())


def blocks_of(value: TfValue, span: Span) -> World[Contents]:
    """A nested block for each entry of a list or map, with the attributes it has."""
    found: list[Contents] = []
    unseen: Reason | None = None
    for key, entry in entries(value, span):
        if isinstance(entry, Unknown) and key is None:
            unseen = entry.reason
        else:
            found.append(contents_of(entry, span))
    return World(tuple(found), unseen)


def contents_of(entry: TfValue, span: Span) -> Contents:
    """The block that is written with the attributes of an object."""
    span = entry.origin.span or span
    plain = reveal(entry)
    if isinstance(plain, Unknown):
        return Contents(span, open_because=plain.reason)
    if not isinstance(plain.value, TfObject):
        return Contents(span)
    items = {name: as_secret_as(entry, item) for name, item in plain.value.items.items()}
    return Contents(span, items, open_because=plain.value.open_because)
