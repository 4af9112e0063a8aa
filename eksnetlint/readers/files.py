"""Files read one after the other into objects of the model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from eksnetlint.readers.documents import (
    FileContents,
    Skip,
    contents_of,
    duplicate_keys,
)
from eksnetlint.readers.eksctl.identity import is_cluster_config
from eksnetlint.readers.kubernetes.reader import read_kubernetes
from eksnetlint.readers.kustomize import NAMES, Kustomization, Overlays, overlays_of
from eksnetlint.readers.reading import Reading
from eksnetlint.source.text import Source
from eksnetlint.source.tree import Document

# What reads a file: its bytes, or None where it cannot be read.
Load: TypeAlias = Callable[[], bytes | None]


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment of a file that was read."""

    source: Source
    text: str
    start: int
    end: int


@dataclass(slots=True)
class Files:
    """All that was read: objects, flaws, comments with the mark, and what was passed over."""

    reading: Reading = field(default_factory=Reading)
    comments: list[Comment] = field(default_factory=list)
    read: int = 0
    skipped: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read; ``is_chart`` for templates of a Helm chart, which are not read."""

    path: str
    load: Load
    is_chart: bool = False


def read_files(inputs: Iterable[Input], mark: str) -> Files:
    """Read files; comments are kept where they hold ``mark``.

    Kustomizations come first, since they say what the other files are.
    """
    files = Files()
    kustomizations: dict[str, Kustomization] = {}
    others: list[Input] = []
    for item in inputs:
        if item.path.rpartition("/")[2] in NAMES and not item.is_chart:
            contents = _load(item, files)
            if contents and contents.kustomization:
                kustomizations[contents.kustomization.folder] = contents.kustomization
                files.read += 1
        else:
            others.append(item)
    overlays = overlays_of(kustomizations)
    for item in others:
        contents = _load(item, files)
        if contents:
            _take(contents, overlays, files, mark)
    return files


def _load(item: Input, files: Files) -> FileContents | None:
    if item.is_chart:
        files.skipped[Skip.CHART.value] += 1
        return None
    content = item.load()
    if content is None:
        files.skipped[Skip.UNREADABLE.value] += 1
        return None
    contents = contents_of(item.path, content)
    files.reading.flaws.extend(contents.flaws)
    if contents.skip:
        files.skipped[contents.skip.value] += 1
        return None
    return contents


def _take(contents: FileContents, overlays: Overlays, files: Files, mark: str) -> None:
    path = contents.source.path
    if path in overlays.patches:
        files.skipped["kustomize patches"] += 1
        return
    files.read += 1
    for document in contents.documents:
        reading = _read(document, overlays, path)
        files.reading.extend(reading.objects, reading.flaws)
        if reading.objects:
            files.reading.flaws.extend(duplicate_keys(document.root))
        if mark in contents.source.text:
            files.comments += [
                Comment(contents.source, text, start, end)
                for text, start, end in document.comments()
                if mark in text
            ]


def _read(document: Document, overlays: Overlays, path: str) -> Reading:
    if is_cluster_config(document.root):
        # eksctl files bring jsonschema along, which nothing else here needs.
        from eksnetlint.readers.eksctl.reader import read_eksctl

        return read_eksctl(document)
    return read_kubernetes(document, overlays.namespaces.get(path))
