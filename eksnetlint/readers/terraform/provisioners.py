"""Commands that Terraform runs beside its resources."""

from __future__ import annotations

from collections.abc import Iterator

from eksnetlint.readers.terraform.contents import object_of
from eksnetlint.readers.terraform.resource import Contents, Resource, Root
from eksnetlint.readers.terraform.texts import placed
from eksnetlint.readers.terraform.types import Refused, TfValue, Unseen
from eksnetlint.source.tree import Text
from eksnetlint.values import Known, Origin, at, is_known


def commands_of(root: Root) -> Iterator[tuple[Text | None, Origin]]:
    """The commands of all provisioners; None for one that cannot be seen."""
    for resource in root.resources:
        if not is_known(resource.exists, False):
            for block in resource.contents.nested("provisioner").items:
                yield from _commands(resource, block)


def _commands(resource: Resource, block: Contents) -> Iterator[tuple[Text | None, Origin]]:
    value = _written(block, "command") or _written(block, "inline")
    if value is None:
        return
    text = placed(value)
    if text is not None:
        yield text, value.origin
        return
    # A command that is handed on by way of the resource's own triggers.
    triggers = [item for item in _triggers(resource) if placed(item) is not None]
    for item in triggers:
        yield placed(item), item.origin
    if not triggers:
        yield None, value.origin if value.origin.span else at(block.span)


def _triggers(resource: Resource) -> list[TfValue]:
    names = ("triggers", "triggers_replace", "input")
    values = [_written(resource.contents, name) for name in names]
    return [item for value in values if value is not None for item in _inside(value)]


def _inside(value: TfValue) -> list[TfValue]:
    if isinstance(value, Known) and isinstance(value.value, str):
        return [value]
    try:
        return list(object_of(value).items.values())
    except (Refused, Unseen):
        return []


def _written(contents: Contents, name: str) -> TfValue | None:
    value = contents.attribute(name)
    return None if is_known(value, None) else value
