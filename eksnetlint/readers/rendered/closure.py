"""All files that a kustomization needs, gathered before any program is run on them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from eksnetlint.readers import fields
from eksnetlint.readers.kustomize import NAMES
from eksnetlint.readers.rendered.ground import Ground, leaves
from eksnetlint.source.text import Source, Span
from eksnetlint.source.tree import Mapping, Node, Scalar
from eksnetlint.source.yaml import documents

_MOST_FILES = 5_000
_LARGEST = 64 * 1024 * 1024
# What kustomize may take for a URL, a Git repository or a host (its api/internal/git, v5.5),
# even where a file of that name is there.
_REMOTE = re.compile(
    r"""::|://|^\w+:|@|[?]|^//|\.git(?:/|\Z)|_git/
    |^(?:[\w-]+\.)+(?:com|org|io|net|dev|cloud|app)(?:[/:]|\Z)""",
    re.VERBOSE | re.IGNORECASE,
)
_FOLDERS = ("resources", "bases", "components")
_FILES = ("crds", "configurations")
_WITH_PATH = ("patches", "patchesJson6902", "replacements")
_GENERATORS = ("configMapGenerator", "secretGenerator")
# Fields that name no file ("Kustomization", kubectl.docs.kubernetes.io, v5.5).
_HARMLESS = frozenset(
    """apiVersion kind metadata namespace namePrefix nameSuffix commonLabels labels
    commonAnnotations buildMetadata images imageTags replicas vars sortOptions
    generatorOptions""".split()
)
_READ = frozenset({*_FOLDERS, *_FILES, *_WITH_PATH, *_GENERATORS, "patchesStrategicMerge"})
_PROGRAMS = frozenset({"generators", "transformers", "validators"})
_CHARTS = frozenset({"helmCharts", "helmChartInflationGenerator", "helmGlobals"})


class Refused(Exception):
    """A kustomization that nothing is run on: why, and where it says so."""

    def __init__(self, why: str, span: Span) -> None:
        super().__init__(why)
        self.why = why
        self.span = span


@dataclass(slots=True, eq=False)
class Closure:
    """A kustomization with all that it names.

    ``kustomizations`` are trees by folder, the outermost first; ``files`` are contents by place.
    """

    ground: Ground
    folder: str
    kustomizations: dict[str, Mapping] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)


def closure_of(ground: Ground, folder: str) -> Closure | None:
    """What a kustomization in a folder needs; None for a component, which is none by itself.

    Raises Refused where it names something remote, a program, or a file that is not here.
    """
    closure = Closure(ground, folder)
    # Each with the scalar that named it.
    todo: list[tuple[str, Scalar | None]] = [(folder, None)]
    while todo:
        place, named = todo.pop(0)
        if place in closure.kustomizations:
            continue
        tree = _kustomization(closure, place, named)
        kind = fields.child(tree, "kind")
        if named is None and isinstance(kind, Scalar) and kind.text == "Component":
            return None
        _check_fields(tree)
        todo += _gather(closure, place, tree)
    return closure


def _kustomization(closure: Closure, folder: str, named: Scalar | None) -> Mapping:
    for name in NAMES:
        place = posixpath.normpath(posixpath.join(folder, name))
        content = closure.ground.content(place)
        if content is None:
            continue
        text = content.decode("utf-8", errors="replace")
        source = Source(closure.ground.shown(place), text)
        if _REMOTE.search(place):
            raise Refused("its own path looks like an address", source.place(0, 0))
        found = list(documents(source))
        root = found[0].root if len(found) == 1 else None
        if not isinstance(root, Mapping) or root.duplicates:
            raise Refused("it cannot be read", source.place(0, 0))
        closure.kustomizations[folder] = root
        closure.sources[folder] = source
        closure.files[place] = content
        return root
    # Only what is named by another one has no file: tops are found by theirs.
    span = named.span if named else Source(closure.ground.shown(folder), "").place(0, 0)
    raise Refused(f"'{folder}' has no kustomization", span)


def _check_fields(tree: Mapping) -> None:
    for name, entry in tree.fields.items():
        if name in _CHARTS:
            raise Refused("it inflates Helm charts", entry.key.span)
        if name in _PROGRAMS:
            raise Refused(f"it names {name}, which may be programs", entry.key.span)
        if name == "openapi":
            raise Refused("it brings an OpenAPI schema of its own", entry.key.span)
        if name not in _HARMLESS | _READ:
            raise Refused(f"'{name}' is not known here", entry.key.span)


def _gather(closure: Closure, folder: str, tree: Mapping) -> Iterator[tuple[str, Scalar]]:
    """Take the files of a kustomization in; gives the folders it names."""
    for key in _FOLDERS:
        for item in _scalars(fields.child(tree, key)):
            place = _place(folder, item, item.text)
            if closure.ground.is_folder(place):
                yield place, item
            else:
                _take(closure, place, item)
    for key in _FILES:
        for item in _scalars(fields.child(tree, key)):
            _take(closure, _place(folder, item, item.text), item)
    for item in _scalars(fields.child(tree, "patchesStrategicMerge")):
        if "\n" not in item.text.strip():
            _take(closure, _place(folder, item, item.text), item)
    for key in _WITH_PATH:
        for found in fields.items(fields.child(tree, key)):
            for item in _at(found, "path"):
                _take(closure, _place(folder, item, item.text), item)
    for key in _GENERATORS:
        for found in fields.items(fields.child(tree, key)):
            for item in _at(found, "files", "env", "envs"):
                text = item.text.partition("=")[2] or item.text
                # What is secret is not needed, and often not here.
                content = b"" if key == "secretGenerator" else None
                _take(closure, _place(folder, item, text), item, content)


def _scalars(node: Node | None) -> list[Scalar]:
    items = [node] if isinstance(node, Scalar) else fields.items(node)
    return [item for item in items if isinstance(item, Scalar)]


def _at(node: Node, *names: str) -> Iterator[Scalar]:
    # Go takes a key whatever its case is.
    if isinstance(node, Mapping):
        for key, entry in node.fields.items():
            if key.casefold() in names:
                yield from _scalars(entry.value)


def _place(folder: str, item: Scalar, text: str) -> str:
    if _REMOTE.search(text.strip()):
        raise Refused(f"it names '{text}', which is or looks remote", item.span)
    place = posixpath.normpath(posixpath.join(folder, text))
    if leaves(place):
        raise Refused(f"it names '{text}', which is outside", item.span)
    return place


def _check_aliases(path: str, content: bytes) -> None:
    """Refuse a file whose aliases stand for more than a program can write out."""
    if b"&" in content and b"*" in content and path.endswith((".yaml", ".yml")):
        source = Source(path, content.decode("utf-8-sig", errors="replace"))
        for document in documents(source):
            if document.problem:
                raise Refused(document.problem.message, document.problem.span)


def _take(closure: Closure, place: str, item: Scalar, content: bytes | None = None) -> None:
    if place in closure.files:
        return
    found = closure.ground.content(place) if content is None else content
    if found is None:
        raise Refused(f"it names '{item.text}', which is not here", item.span)
    closure.files[place] = found
    _check_aliases(closure.ground.shown(place), found)
    if len(closure.files) > _MOST_FILES or sum(map(len, closure.files.values())) > _LARGEST:
        raise Refused("it names too many files", item.span)
