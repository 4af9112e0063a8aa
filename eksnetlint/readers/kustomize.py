"""What kustomizations say about the files they name: patches, and the namespace of resources."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from eksnetlint.readers import fields
from eksnetlint.source.tree import Mapping as Tree
from eksnetlint.source.tree import Node, Scalar
from eksnetlint.values import Reason, Unknown, Value, is_known, known_or

NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")
# Fields with which a kustomization, or what it is made from, changes objects at will.
_PATCHING = ("patches", "patchesStrategicMerge", "patchesJson6902", "components", "transformers")
_SEVERAL = Reason("overlays put a manifest into different namespaces")


@dataclass(frozen=True, slots=True)
class Kustomization:
    """One kustomization file: what it names, relative to the root like all paths."""

    folder: str
    namespace: Value[str] | None
    resources: tuple[str, ...]
    patches: tuple[str, ...]
    has_patches: bool = False


@dataclass(frozen=True, slots=True)
class Overlays:
    """What all kustomizations of a scan together say, by path; ``patched`` are patched files."""

    patches: frozenset[str] = frozenset()
    namespaces: Mapping[str, Value[str]] = field(default_factory=dict)
    patched: frozenset[str] = frozenset()


def kustomization_of(path: str, root: Node | None) -> Kustomization:
    """A kustomization as its file says it (kubectl.docs.kubernetes.io, "Kustomization")."""
    folder = posixpath.dirname(path) or "."
    entry = fields.field(root, "namespace")
    namespace = fields.text(entry) if entry else None

    def named(texts: Iterator[str]) -> tuple[str, ...]:
        return tuple(posixpath.normpath(posixpath.join(folder, text)) for text in texts)

    return Kustomization(
        folder,
        None if namespace is None or is_known(namespace, "") else namespace,
        named(_texts(root, "resources", "bases", "components")),
        named(_patches(root)),
        any(fields.field(root, key) for key in _PATCHING),
    )


def _texts(root: Node | None, *keys: str) -> Iterator[str]:
    for key in keys:
        for item in fields.items(fields.child(root, key)):
            if isinstance(item, Scalar) and "\n" not in item.text and "://" not in item.text:
                yield item.text


def _patches(root: Node | None) -> Iterator[str]:
    yield from _texts(root, "patchesStrategicMerge")
    for key in ("patches", "patchesJson6902"):
        for item in fields.items(fields.child(root, key)):
            path = fields.child(item, "path") if isinstance(item, Tree) else None
            if isinstance(path, Scalar):
                yield path.text


def overlays_of(kustomizations: Mapping[str, Kustomization]) -> Overlays:
    """Put kustomizations (by folder) together; a folder among resources is another one."""
    patches = {patch for item in kustomizations.values() for patch in item.patches}
    namespaces: dict[str, Value[str]] = {}
    for item in kustomizations.values():
        if item.namespace is not None:
            for path in _reached(item, kustomizations):
                _set(namespaces, path, item.namespace)
    patching = (item for item in kustomizations.values() if item.has_patches)
    patched = {path for item in patching for path in _reached(item, kustomizations)}
    return Overlays(frozenset(patches), namespaces, frozenset(patched))


def _reached(item: Kustomization, kustomizations: Mapping[str, Kustomization]) -> Iterator[str]:
    """The files of a kustomization and of those it names, each once."""
    todo, seen = list(item.resources), {item.folder}
    while todo:
        resource = todo.pop()
        if resource in seen:
            continue
        seen.add(resource)
        inner = kustomizations.get(resource)
        if inner is None:
            yield resource
        else:
            todo += inner.resources


def _set(namespaces: dict[str, Value[str]], path: str, namespace: Value[str]) -> None:
    # An overlay's namespace replaces the one of its base, so two that differ leave it open.
    earlier = namespaces.get(path)
    if earlier is None:
        namespaces[path] = namespace
    elif known_or(earlier, None) != known_or(namespace, None):
        namespaces[path] = Unknown(_SEVERAL, namespace.origin)
