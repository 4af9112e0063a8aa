"""Files read one after the other into objects of the model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from eksnetlint.model.cni import CniConfiguration
from eksnetlint.model.workload import Workload
from eksnetlint.readers.documents import (
    FileContents,
    Format,
    Skip,
    contents_of,
    duplicate_keys,
)
from eksnetlint.readers.eksctl.identity import is_cluster_config
from eksnetlint.readers.kubernetes.reader import read_kubernetes
from eksnetlint.readers.kustomize import NAMES, Kustomization, Overlays, overlays_of
from eksnetlint.readers.reading import Reading
from eksnetlint.readers.terraform.modules.settings import RootSetting
from eksnetlint.readers.terraform.relevance import relevant
from eksnetlint.source.text import Source
from eksnetlint.source.tree import Document

if TYPE_CHECKING:
    from eksnetlint.readers.terraform.resource import Root

# Why a file that is not read may declare something all the same.
_HIDING = frozenset({Skip.TEMPLATE, Skip.BROKEN, Skip.ENCODING, Skip.LARGE})
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
    """All that was read: objects, flaws, comments with the mark, and what was passed over.

    ``roots`` are the Terraform root modules and plans the objects come from. ``unread`` are files
    that may declare something which cannot be seen. ``rendered`` are files that are judged as
    they are rendered; ``notes`` say what was not rendered, and why.
    """

    reading: Reading = field(default_factory=Reading)
    comments: list[Comment] = field(default_factory=list)
    read: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    roots: tuple[Root, ...] = ()
    unread: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rendered: set[str] = field(default_factory=set)
    skips_charts: str = Skip.CHART.value


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read; ``is_chart`` for templates of a Helm chart, which are not read.

    ``is_terraform`` for files of variables whose name does not say so.
    """

    path: str
    load: Load
    is_chart: bool = False
    is_terraform: bool = False


def read_files(
    inputs: Iterable[Input],
    mark: str,
    root: Path = Path(),
    settings: Sequence[RootSetting] = (),
    *,
    rendering: bool = False,
) -> Files:
    """Read files; comments are kept where they hold ``mark``.

    Kustomizations come first, since they say what the other files are, and Terraform's files
    last and all at once. ``root`` is the folder that paths start at; ``settings`` are values for
    Terraform's variables. With ``rendering``, kustomizations are rendered, and what they give
    stands for their files. Raises Mistake for settings that fit no Terraform root, and where
    there is nothing to render with.
    """
    files = Files()
    given = list(inputs)
    kustomizations = _kustomizations(given, files)
    overlays = overlays_of(kustomizations)
    if rendering:
        _take_rendered(files, kustomizations, [item.path for item in given], root, mark)
    terraform: dict[Format, list[Source]] = {Format.TERRAFORM: [], Format.PLAN: []}
    for item in given:
        contents = None if _is_kustomization(item) else _load(item, files)
        if contents and contents.format is not Format.YAML:
            terraform[contents.format].append(contents.source)
        elif contents:
            _take(contents, overlays, files, mark)
    sources, plans = relevant(terraform[Format.TERRAFORM]), terraform[Format.PLAN]
    passed_over = len(terraform[Format.TERRAFORM]) - len(sources)
    if passed_over:
        files.skipped[Skip.IRRELEVANT.value] += passed_over
    if sources or plans or settings:
        _take_terraform(files, sources, plans, root, settings, mark)
    return files


def _is_kustomization(item: Input) -> bool:
    return item.path.rpartition("/")[2] in NAMES and not item.is_chart


def _kustomizations(given: Iterable[Input], files: Files) -> dict[str, Kustomization]:
    found: dict[str, Kustomization] = {}
    for item in filter(_is_kustomization, given):
        contents = _load(item, files)
        if contents and contents.kustomization:
            found[contents.kustomization.folder] = contents.kustomization
            files.read += 1
    return found


def _take_rendered(
    files: Files,
    kustomizations: dict[str, Kustomization],
    paths: Sequence[str],
    root: Path,
    mark: str,
) -> None:
    # Only this starts other programs.
    from eksnetlint.readers.rendered.reader import render

    found = render(kustomizations, paths, root)
    files.reading.extend(found.reading.objects, found.reading.flaws)
    files.notes += found.notes
    files.unread += found.unread
    files.rendered = found.covered
    if found.lacks_helm:
        files.skips_charts = "Helm charts, for which helm is not installed"
    for document in (one for several in found.documents.values() for one in several):
        _keep_comments(document, files, mark)


def _take_terraform(
    files: Files,
    sources: Sequence[Source],
    plans: Sequence[Source],
    root: Path,
    settings: Sequence[RootSetting],
    mark: str,
) -> None:
    # Only Terraform's files bring tree-sitter along.
    from eksnetlint.readers.terraform.reader import read_terraform

    found = read_terraform(sources, plans, root, settings)
    files.read += len(sources) + len(plans)
    files.roots = found.roots
    files.reading.extend(found.reading.objects, found.reading.flaws)
    files.comments += [Comment(*comment) for comment in found.comments if mark in comment[1]]


def _load(item: Input, files: Files) -> FileContents | None:
    if item.is_chart:
        # What a chart declares depends on values that are not known, rendered or not.
        files.unread.append(item.path)
        if item.path in files.rendered:
            files.read += 1
        else:
            files.skipped[files.skips_charts] += 1
        return None
    content = item.load()
    if content is None:
        files.skipped[Skip.UNREADABLE.value] += 1
        files.unread.append(item.path)
        return None
    contents = contents_of(item.path, content, is_terraform=item.is_terraform)
    if contents.skip in _HIDING or contents.flaws:
        files.unread.append(item.path)
    files.reading.flaws.extend(contents.flaws)
    if contents.skip:
        files.skipped[contents.skip.value] += 1
        return None
    return contents


def _take(contents: FileContents, overlays: Overlays, files: Files, mark: str) -> None:
    path = contents.source.path
    if path in files.rendered:
        files.read += 1
        return
    if path in overlays.patches:
        files.skipped["kustomize patches"] += 1
        return
    files.read += 1
    for document in contents.documents:
        reading = _read(document, overlays, path)
        files.reading.extend(reading.objects, reading.flaws)
        if reading.objects:
            files.reading.flaws.extend(duplicate_keys(document.root))
        _keep_comments(document, files, mark)


def _keep_comments(document: Document, files: Files, mark: str) -> None:
    source = document.source
    if mark in source.text and isinstance(source, Source):
        files.comments += [
            Comment(source, text, start, end)
            for text, start, end in document.comments()
            if mark in text
        ]


def _read(document: Document, overlays: Overlays, path: str) -> Reading:
    if is_cluster_config(document.root):
        # eksctl files bring jsonschema along, which nothing else here needs.
        from eksnetlint.readers.eksctl.reader import read_eksctl

        return read_eksctl(document)
    reading = read_kubernetes(document, overlays.namespaces.get(path))
    if path in overlays.patched:
        reading.objects[:] = [
            replace(item, is_patched=True)
            if isinstance(item, Workload | CniConfiguration)
            else item
            for item in reading.objects
        ]
    return reading
