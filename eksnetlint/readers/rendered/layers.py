"""What kustomizations lay over an object: patches, and the fields that they set themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eksnetlint.readers import fields
from eksnetlint.readers.rendered.placing import is_made_from
from eksnetlint.source.tree import Entry, Mapping, Node, Scalar
from eksnetlint.source.tree import Sequence as Items

# Where kustomize writes labels, of those paths that are read here.
_LABELLED = (
    ("metadata", "labels"),
    ("spec", "selector"),
    ("spec", "selector", "matchLabels"),
    ("spec", "template", "metadata", "labels"),
    ("spec", "podSelector", "matchLabels"),
)


@dataclass(frozen=True, slots=True)
class Patch:
    """A patch of a kustomization; ``target`` is None where the patch itself names its object."""

    tree: Node
    target: Mapping | None


def layer_at(path: Sequence[str], entry: Entry) -> Node:
    """A tree with one value at a path of keys, written somewhere else in another way."""
    node, source = entry.value, entry.key.source
    for name in reversed(path):
        key = Scalar(source, entry.key.start, entry.key.end, name, '"')
        holder = Mapping(source, entry.key.start, entry.end)
        holder.entries.append(Entry(key, node, entry.start, entry.end))
        holder.fields[name] = holder.entries[0]
        node = holder
    return node


def own_layers(kustomization: Mapping) -> Iterator[Node]:
    """The namespace, labels and replicas that a kustomization sets in its objects."""
    namespace = fields.field(kustomization, "namespace")
    if namespace:
        yield layer_at(("metadata", "namespace"), namespace)
    pairs = [fields.child(kustomization, "commonLabels")]
    labels = fields.items(fields.child(kustomization, "labels"))
    pairs += [fields.child(item, "pairs") for item in labels]
    for found in pairs:
        for entry in found.fields.values() if isinstance(found, Mapping) else ():
            for path in _LABELLED:
                yield layer_at((*path, entry.key.text), entry)
    for item in fields.items(fields.child(kustomization, "replicas")):
        count = fields.field(item, "count")
        if count:
            yield layer_at(("spec", "replicas"), count)


def patch_layers(patches: Sequence[Patch], kind: str, name: str) -> Iterator[Node]:
    """The patches that are about an object, the last first."""
    for patch in reversed(patches):
        if not _is_about(patch, kind, name):
            continue
        if isinstance(patch.tree, Items):
            for operation in reversed(patch.tree.items):
                yield from _operation(operation)
        else:
            yield patch.tree


def _is_about(patch: Patch, kind: str, name: str) -> bool:
    # A target's other parts narrow it further: a value is only taken where it is the rendered one.
    told = patch.target if patch.target is not None else patch.tree
    wanted = fields.child(told, "kind")
    if isinstance(wanted, Scalar) and wanted.text != kind:
        return False
    if patch.target is not None:
        return True
    named = fields.child(told, "metadata", "name")
    return isinstance(named, Scalar) and is_made_from(name, named.text)


def _operation(operation: Node) -> Iterator[Node]:
    """An operation of a JSON patch that sets a value (RFC 6902)."""
    path, entry = fields.child(operation, "path"), fields.field(operation, "value")
    if isinstance(path, Scalar) and path.text.startswith("/") and entry:
        parts = path.text[1:].split("/")
        yield layer_at([part.replace("~1", "/").replace("~0", "~") for part in parts], entry)
