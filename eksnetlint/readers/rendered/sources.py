"""The files behind one rendered kustomization: their documents, patches and generators."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from eksnetlint.readers import fields
from eksnetlint.readers.kubernetes.objects import KubernetesObject, objects_of
from eksnetlint.readers.rendered.closure import Closure
from eksnetlint.readers.rendered.layers import Patch, own_layers, patch_layers
from eksnetlint.readers.rendered.placing import is_made_from
from eksnetlint.source.text import Source, Span
from eksnetlint.source.tree import Document, Mapping, Node, Scalar
from eksnetlint.source.yaml import documents


@dataclass(slots=True, eq=False)
class Sources:
    """The texts of a closure, each with a home in the kustomization that is rendered."""

    closure: Closure
    home: str
    read: dict[str, list[Document]] = field(default_factory=dict)
    _objects: dict[tuple[str, str], list[KubernetesObject]] = field(default_factory=dict)
    _changes: list[tuple[list[Patch], list[Node]]] = field(default_factory=list)

    def documents(self, place: str) -> list[Document]:
        """The documents of a file; none where it is no file of the closure."""
        if place not in self.read:
            self.read[place] = list(documents(self._source(place)))
        return self.read[place]

    def _source(self, place: str) -> Source:
        content = self.closure.files.get(place, b"")
        text = content.decode("utf-8-sig", errors="replace")
        original = content if content.startswith(b"\xef\xbb\xbf") else None
        return Source(self.closure.ground.shown(place), text, original, home=self.home)

    def written(self, place: str, kind: str, name: str) -> KubernetesObject | None:
        """The object of a file that a rendered one was made from."""
        alike = self._of_kind(place, kind)
        named = [thing for thing in alike if is_made_from(name, _name(thing.root))]
        named.sort(key=lambda thing: len(_name(thing.root)))
        return named[-1] if named else alike[0] if len(alike) == 1 else None

    def _of_kind(self, place: str, kind: str) -> list[KubernetesObject]:
        if (place, "") not in self._objects:
            self._objects[place, ""] = []
            for document in self.documents(place):
                for thing in objects_of(document.root):
                    self._objects.setdefault((place, thing.kind), []).append(thing)
        return self._objects.get((place, kind), [])

    def layers(self, kind: str, name: str) -> Iterator[Node]:
        """What all kustomizations lay over an object, the outermost and last first."""
        if not self._changes:
            for folder in self.closure.kustomizations:
                root = self.kustomization(folder)
                self._changes.append((list(self._patches(folder, root)), list(own_layers(root))))
        for patches, own in self._changes:
            yield from own
            yield from patch_layers(patches, kind, name)

    def kustomization(self, folder: str) -> Mapping:
        place = self.closure.ground.place_of(self.closure.sources[folder].path)
        root = self.documents(place)[0].root
        assert isinstance(root, Mapping)
        return root

    def _patches(self, folder: str, root: Mapping) -> Iterator[Patch]:
        for key in ("patches", "patchesJson6902"):
            for item in fields.items(fields.child(root, key)):
                path = fields.child(item, "path")
                inline = fields.document(fields.child(item, "patch"))
                target = fields.child(item, "target")
                trees = self._trees(folder, path) if isinstance(path, Scalar) else [inline]
                for tree in trees:
                    if tree is not None:
                        yield Patch(tree, target if isinstance(target, Mapping) else None)
        for item in fields.items(fields.child(root, "patchesStrategicMerge")):
            is_inline = isinstance(item, Scalar) and "\n" in item.text.strip()
            for tree in [fields.document(item)] if is_inline else self._trees(folder, item):
                if tree is not None:
                    yield Patch(tree, None)

    def _trees(self, folder: str, path: Node) -> Sequence[Node | None]:
        if not isinstance(path, Scalar):
            return []
        place = posixpath.normpath(posixpath.join(folder, path.text))
        return [document.root for document in self.documents(place)]

    def generator(self, place: str, name: str) -> Span:
        """Where a kustomization names what it generates; its first line where it does not."""
        found = self.documents(place)
        root = found[0].root if found else None
        for key in ("configMapGenerator", "secretGenerator"):
            for item in fields.items(fields.child(root, key)):
                entry = fields.field(item, "name")
                named = entry.value if entry else None
                if entry and isinstance(named, Scalar) and is_made_from(name, named.text):
                    return entry.span
        return self.top() if root is None else _first(root)

    def top(self) -> Span:
        """The first field of the kustomization itself."""
        return _first(self.kustomization(self.closure.folder))


def _first(root: Node) -> Span:
    entries = root.entries if isinstance(root, Mapping) else []
    return entries[0].key.span if entries else root.source.place(root.start, root.start)


def _name(root: Mapping) -> str:
    node = fields.child(root, "metadata", "name")
    return node.text if isinstance(node, Scalar) else ""
