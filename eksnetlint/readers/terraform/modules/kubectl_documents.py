"""Data sources of the kubectl provider that take texts of several YAML documents apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from eksnetlint.readers.terraform.evaluation.scope import Scope
from eksnetlint.readers.terraform.functions import call
from eksnetlint.readers.terraform.outcomes import computed
from eksnetlint.readers.terraform.resource import Resource
from eksnetlint.readers.terraform.texts import PlacedText, placed
from eksnetlint.readers.terraform.types import HOLE, TextWithHoles, TfObject, TfSet, TfValue
from eksnetlint.source.text import Span
from eksnetlint.source.tree import Mapping as Tree
from eksnetlint.source.tree import Scalar, Text
from eksnetlint.source.yaml import documents
from eksnetlint.values import Known, Unknown


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A stretch of a text, with the places it has there."""

    whole: Text
    offset: int
    text: str

    def place(self, start: int, end: int) -> Span:
        return self.whole.place(self.offset + start, self.offset + end)


def file_documents(resource: Resource, _: Scope) -> Mapping[str, TfValue]:
    """``kubectl_file_documents``: the documents of ``content``."""
    return _attributes([resource.contents.attribute("content")])


def path_documents(resource: Resource, scope: Scope) -> Mapping[str, TfValue]:
    """``kubectl_path_documents``: those of the files that ``pattern`` finds.

    They are templates of Terraform, for ``vars``, unless ``disable_template`` says otherwise.
    """
    contents = resource.contents
    pattern = contents.attribute("pattern")
    if isinstance(pattern, Unknown) or not isinstance(pattern.value, str):
        return {}
    folder, _, glob = str(pattern.value).rpartition("/")
    found = call("fileset", [Known(folder or "."), Known(glob)], scope.files)
    if isinstance(found, Unknown) or not isinstance(found.value, TfSet):
        return {}
    names = [item.value for item in found.value.items if isinstance(item, Known)]
    paths = [Known(f"{folder or '.'}/{name}") for name in names]
    disabled = contents.attribute("disable_template")
    if isinstance(disabled, Known) and disabled.value is True:
        return _attributes([call("file", [path], scope.files) for path in paths])
    variables = contents.attribute("vars")
    if isinstance(variables, Known) and variables.value is None:
        variables = Known(TfObject({}))
    return _attributes([call("templatefile", [path, variables], scope.files) for path in paths])


def _attributes(texts: Sequence[TfValue]) -> Mapping[str, TfValue]:
    """The attributes of either; none where a text cannot be seen, or what is in it be told."""
    items: list[tuple[str, TfValue]] = []
    for value in texts:
        text = placed(value)
        if text is None:
            return {}
        for part in _parts(text):
            identity = _identity(part)
            if identity is None:
                return {}
            items.append((identity, _document(part, value)))
    listed = tuple(document for _, document in items)
    return {"documents": Known(listed), "manifests": Known(TfObject(dict(items)))}


def _parts(text: Text) -> Iterator[Part]:
    for document in documents(text):
        yield Part(text, document.start, document.text)


def _document(part: Part, value: TfValue) -> TfValue:
    if HOLE not in part.text:
        return Known(PlacedText(part.text, part), value.origin)
    unknown = computed(value) if isinstance(value, Unknown) else None
    return TextWithHoles(unknown.reason, value.origin, written=part) if unknown else value


def _identity(part: Part) -> str | None:
    """The key of a document among ``manifests``; None where it cannot be seen.

    Source: gavinbunney/kubectl provider, yaml/manifest.go, buildSelfLink.
    """
    root = next((document.root for document in documents(part)), None)
    names = [
        _text(root, *path)
        for path in (
            ("apiVersion",),
            ("metadata", "namespace"),
            ("kind",),
            ("metadata", "name"),
        )
    ]
    if any(HOLE in name for name in names) or not isinstance(root, Tree):
        return None
    version, namespace, kind, name = names
    link = f"/{'api' if version == 'v1' else 'apis'}/{version}"
    link += f"/namespaces/{namespace}" if namespace else ""
    link += f"/{kind.lower()}{'es' if kind.endswith('s') else 's'}" if kind else ""
    return f"{link}/{name}" if name else link


def _text(root: object, *path: str) -> str:
    entry = root.entry(*path) if isinstance(root, Tree) else None
    return entry.value.text if entry and isinstance(entry.value, Scalar) else ""
