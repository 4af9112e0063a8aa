"""Helm charts rendered with the values they bring along."""

from __future__ import annotations

import posixpath
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from eksnetlint.readers import fields
from eksnetlint.readers.rendered.closure import Refused
from eksnetlint.readers.rendered.ground import Ground
from eksnetlint.readers.rendered.program import Failure, run
from eksnetlint.readers.rendered.template import placed_in_template
from eksnetlint.source.text import Source
from eksnetlint.source.tree import Document, Node, Scalar
from eksnetlint.source.yaml import documents

CHART = "Chart.yaml"
_MOST_FILES = 2_000
_LARGEST = 32 * 1024 * 1024
_MARK = "# Source: "
_STAGED = "chart"


def charts_in(places: Iterable[str]) -> list[str]:
    """The folders of charts that are no part of another one."""
    given = list(places)
    folders = {posixpath.dirname(place) for place in given if posixpath.basename(place) == CHART}
    with_templates = {
        folder
        for folder in folders
        if any(place.startswith(posixpath.join(folder, "templates/")) for place in given)
    }
    return sorted(
        folder for folder in with_templates if not any(_is_inside(folder, o) for o in folders)
    )


def _is_inside(folder: str, other: str) -> bool:
    return folder.startswith(posixpath.join(other, "charts/"))


def render_chart(
    ground: Ground, folder: str, helm: str, seconds: float
) -> tuple[list[Node], set[str]] | Failure:
    """The objects of a chart, placed in its templates, and the places of the templates.

    Raises Refused, before anything is run, for a chart that needs a remote one.
    """
    files = dict(_files(ground, folder))
    _check(ground, folder, files)
    with tempfile.TemporaryDirectory(prefix="eksnetlint-") as temporary:
        stage = Path(temporary).resolve()
        for name, content in files.items():
            file = stage / _STAGED / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        text = run((helm, "template", "--skip-tests", "release", _STAGED), stage, seconds)
    if isinstance(text, Failure):
        return text
    templates = {name for name in files if "templates/" in name}
    home = ground.shown(posixpath.join(folder, CHART))
    sources: dict[str, Source] = {}
    for name in templates:
        template = files[name].decode("utf-8", errors="replace")
        sources[name] = Source(ground.shown(posixpath.join(folder, name)), template, home=home)
    trees = list(_trees(text, sources))
    return trees, {posixpath.join(folder, name) for name in templates}


def _files(ground: Ground, folder: str) -> Iterator[tuple[str, bytes]]:
    """The files of a chart by their names in it; what is packed stays out."""
    chart = Path(ground.folder, folder)
    size = 0
    for number, file in enumerate(sorted(chart.rglob("*"))):
        name = file.relative_to(chart).as_posix()
        is_left_out = file.is_symlink() or name.startswith(".git/") or name.endswith(".tgz")
        content = None if is_left_out else ground.content(posixpath.join(folder, name))
        if content is None:
            continue
        size += len(content)
        if number > _MOST_FILES or size > _LARGEST:
            top = Source(ground.shown(posixpath.join(folder, CHART)), "")
            raise Refused("it has too many files", top.place(0, 0))
        yield name, content


def _check(ground: Ground, folder: str, files: dict[str, bytes]) -> None:
    """Refuse a chart with a subchart that is not here."""
    vendored = {name.split("/")[1] for name in files if name.startswith("charts/")}
    for file in (CHART, "requirements.yaml"):
        text = files.get(file, b"").decode("utf-8", errors="replace")
        source = Source(ground.shown(posixpath.join(folder, file)), text)
        for document in documents(source):
            for item in fields.items(fields.child(document.root, "dependencies")):
                name = fields.child(item, "name")
                if isinstance(name, Scalar) and name.text not in vendored:
                    raise Refused(f"its subchart '{name.text}' is not here", name.span)


def _trees(text: str, sources: dict[str, Source]) -> Iterator[Node]:
    for document in documents(Source("<rendered>", text)):
        source = sources.get(_template_of(document))
        if document.root is not None and source is not None:
            yield placed_in_template(document.root, source)


def _template_of(document: Document) -> str:
    """The name of the template that helm says a document comes from, in the chart."""
    for comment, _, _ in document.comments():
        if comment.startswith(_MARK):
            return comment.removeprefix(_MARK).strip().partition("/")[2]
    return ""
