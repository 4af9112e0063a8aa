"""Tags that say which cluster instances belong to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from eksnetlint.readers.terraform.aws.attributes import items, written
from eksnetlint.readers.terraform.contents import object_of
from eksnetlint.readers.terraform.resource import Contents
from eksnetlint.readers.terraform.texts import Elsewhere, placed
from eksnetlint.readers.terraform.types import (
    PendingText,
    Refused,
    TextWithHoles,
    TfValue,
    Unseen,
    reveal,
)
from eksnetlint.values import Known, at

# EKS user guide, "Create self-managed Amazon Linux nodes": the tag that instances must have.
_PREFIX = "kubernetes.io/cluster/"


def cluster_tags(group: Contents, template: Contents | None) -> Iterator[TfValue]:
    """The names of clusters in the tags of an Auto Scaling group and of its launch template."""
    for block in group.nested("tag").items:
        key = written(block, "key")
        if key is not None:
            yield from _name(key)
    for item in items(written(group, "tags")):
        yield from _name(_attributes(item).get("key"))
    for block in template.nested("tag_specifications").items if template else ():
        tags = written(block, "tags")
        origin = tags.origin if tags is not None else at(block.span)
        for name in _attributes(tags):
            yield from _name(Known(name, origin))


def _attributes(value: TfValue | None) -> dict[str, TfValue]:
    try:
        return dict(object_of(reveal(value)).items) if value is not None else {}
    except (Refused, Unseen):
        return {}


def _name(key: TfValue | None) -> Iterator[TfValue]:
    """What follows the prefix of a key, which may be seen in part only."""
    text = placed(key) if key is not None else None
    if key is None or text is None or not text.text.startswith(_PREFIX):
        return
    name = text.text.removeprefix(_PREFIX)
    if isinstance(key, Known):
        yield Known(name, key.origin)
    elif isinstance(key, TextWithHoles | PendingText):
        yield replace(key, written=Elsewhere(name, text.place(0, len(text.text))))
