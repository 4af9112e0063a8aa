"""The kustomizations of a scan, rendered one after the other within a time for all of them."""

from __future__ import annotations

import json
import posixpath
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from eksnetlint.readers import fields
from eksnetlint.readers.kubernetes.platform import signs_in
from eksnetlint.readers.kubernetes.reader import read_kubernetes
from eksnetlint.readers.kustomize import Kustomization
from eksnetlint.readers.reading import Reading
from eksnetlint.readers.rendered.charts import CHART, charts_in, render_chart
from eksnetlint.readers.rendered.closure import Closure, Refused, closure_of
from eksnetlint.readers.rendered.ground import Ground, ground_of
from eksnetlint.readers.rendered.placing import placed
from eksnetlint.readers.rendered.program import SECONDS, Failure, kustomize_program, program, run
from eksnetlint.readers.rendered.sources import Sources
from eksnetlint.source.text import Source
from eksnetlint.source.tree import Document, Embedded, Node, Scalar
from eksnetlint.source.tree import Mapping as Tree
from eksnetlint.source.yaml import documents, tree_of

SECONDS_FOR_ALL = 60.0
_ORIGIN = "config.kubernetes.io/origin"
# Beside the staged files, not among them: kustomize refuses a folder that is around its own.
_STAGED = "tree"
_LATE = Failure("no time is left for it")
_TOP = "top"


@dataclass(slots=True)
class Rendered:
    """What rendering gave: objects, the files they stand for, and notes on what it did not.

    ``documents`` are those of the files, by path, for their comments. ``unread``
    are the paths of what was not rendered. ``lacks_helm``: there are charts, and no helm to render
    them with.
    """

    reading: Reading = field(default_factory=Reading)
    covered: set[str] = field(default_factory=set)
    documents: dict[str, list[Document]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    lacks_helm: bool = False

    def note(self, path: str, place: str, why: str) -> None:
        """Say why a file is not rendered."""
        self.unread.append(path)
        self.notes.append(f"{place}: not rendered: {why}")


def render(
    kustomizations: Mapping[str, Kustomization],
    paths: Sequence[str],
    root: Path,
    seconds: float = SECONDS_FOR_ALL,
) -> Rendered:
    """Render the kustomizations that no other one of the scan uses.

    ``paths`` are those of all files of the scan, from ``root``. Raises Mistake where there is
    nothing to render with.
    """
    rendered = Rendered()
    command = kustomize_program()
    ground = ground_of(root, paths)
    used = {name for item in kustomizations.values() for name in item.resources}
    deadline = time.monotonic() + seconds
    for folder in sorted(kustomizations):
        if folder in used:
            continue
        try:
            closure = closure_of(ground, posixpath.normpath(ground.place_of(folder)))
        except Refused as refusal:
            rendered.note(refusal.span.path, str(refusal.span), refusal.why)
            continue
        if closure:
            _render(closure, command, deadline - time.monotonic(), rendered)
    _render_charts(ground, paths, deadline, rendered)
    return rendered


def _render_charts(
    ground: Ground, paths: Sequence[str], deadline: float, rendered: Rendered
) -> None:
    charts = charts_in(map(ground.place_of, paths))
    helm = program("helm")
    rendered.lacks_helm = helm is None and bool(charts)
    for folder in charts if helm else ():
        home = ground.shown(posixpath.join(folder, CHART))
        seconds = min(deadline - time.monotonic(), SECONDS)
        try:
            found = render_chart(ground, folder, helm or "", seconds) if seconds > 0 else _LATE
        except Refused as refusal:
            rendered.note(refusal.span.path, str(refusal.span), refusal.why)
            continue
        if isinstance(found, Failure):
            rendered.note(home, home, found.what)
            continue
        for tree in found[0]:
            _declare(tree, Source(home, "", home=home), rendered)
        rendered.covered |= {ground.shown(place) for place in found[1]}


def _render(closure: Closure, command: tuple[str, ...], seconds: float, rendered: Rendered) -> None:
    home = closure.sources[closure.folder].path
    output = _output(closure, command, min(seconds, SECONDS)) if seconds > 0 else _LATE
    if isinstance(output, Failure):
        rendered.note(home, home, output.what)
        return
    sources = Sources(closure, home)
    for root in output:
        _declare(_tree(root, sources), sources.top().source, rendered)
    rendered.covered |= {closure.ground.shown(place) for place in closure.files}
    for found_documents in sources.read.values():
        for document in found_documents:
            path = document.source.place(0, 0).path
            rendered.documents.setdefault(path, found_documents)


def _declare(tree: Node, top: Source, rendered: Rendered) -> None:
    # Of the text nothing is read: only its folder may be a sign of a platform.
    found = read_kubernetes(Document(top, 0, 0, tree))
    rendered.reading.extend(found.objects, found.flaws)
    if found.objects:
        rendered.reading.extend(signs_in(tree))


def _output(closure: Closure, command: tuple[str, ...], seconds: float) -> list[Tree] | Failure:
    with tempfile.TemporaryDirectory(prefix="eksnetlint-") as folder:
        stage = Path(folder).resolve()
        for place, content in closure.files.items():
            file = stage / _STAGED / place
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        top = stage / _TOP
        top.mkdir()
        staged = posixpath.normpath(posixpath.join("..", _STAGED, closure.folder))
        wrapper = {"resources": [staged], "buildMetadata": ["originAnnotations"]}
        (top / "kustomization.yaml").write_text(json.dumps(wrapper), encoding="utf-8")
        text = run((*command, _TOP), stage, seconds)
    if isinstance(text, Failure):
        return Failure(text.what.replace(str(stage / _STAGED) + "/", ""))
    return list(_roots(text))


def _roots(text: str) -> Iterator[Tree]:
    for document in documents(Source("<rendered>", text)):
        if isinstance(document.root, Tree):
            yield document.root


def _tree(root: Tree, sources: Sources) -> Node:
    """A rendered object as a tree that is placed in its sources."""
    origin = _origin(root)
    kind, name = _text(root, "kind"), _text(root, "metadata", "name")
    layers = list(sources.layers(kind, name))
    place = _text(origin, "path")
    written = sources.written(_unstaged(place), kind, name) if place else None
    if written:
        return placed(root, [written.root, *layers], written.span)
    maker = _text(origin, "configuredIn")
    span = sources.generator(_unstaged(maker), name) if maker else sources.top()
    return placed(root, layers, span)


def _origin(root: Tree) -> Node | None:
    """Where kustomize says an object comes from; taken out, since nobody wrote it."""
    annotations = fields.child(root, "metadata", "annotations")
    entry = annotations.fields.pop(_ORIGIN, None) if isinstance(annotations, Tree) else None
    return tree_of(Embedded(entry.value)) if entry and isinstance(entry.value, Scalar) else None


def _text(root: Node | None, *path: str) -> str:
    node = fields.child(root, *path)
    return node.text if isinstance(node, Scalar) else ""


def _unstaged(path: str) -> str:
    return posixpath.relpath(posixpath.join("/", _TOP, path), f"/{_STAGED}")
