"""What attributes come to that need nothing but the configuration of their resource."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from eksnetlint.readers.terraform.contents import text_of
from eksnetlint.readers.terraform.conversion import to_map, to_string
from eksnetlint.readers.terraform.evaluation.rendering import rendered_template
from eksnetlint.readers.terraform.evaluation.scope import Scope
from eksnetlint.readers.terraform.modules.kubectl_documents import file_documents, path_documents
from eksnetlint.readers.terraform.outcomes import computed
from eksnetlint.readers.terraform.resource import Resource
from eksnetlint.readers.terraform.texts import PlacedText, placed
from eksnetlint.readers.terraform.types import (
    HOLE,
    Invalid,
    Refused,
    TextWithHoles,
    TfObject,
    TfValue,
    Unseen,
)
from eksnetlint.source.text import Source, Span
from eksnetlint.source.tree import Text
from eksnetlint.values import Known, Reason, Unknown, at, is_known


def computed_values(resource: Resource, scope: Scope) -> Mapping[str, TfValue]:
    """The attributes of a resource or data source that can be told from what is configured."""
    if resource.is_data and resource.type in _TEXTS:
        return {"rendered": _TEXTS[resource.type](resource, scope)}
    evaluate = (_DATA_SOURCES if resource.is_data else _RESOURCES).get(resource.type)
    return evaluate(resource, scope) if evaluate else {}


def _template_file(resource: Resource, scope: Scope) -> TfValue:
    """The template with its ``vars``, all strings (Template provider docs, 2.2)."""
    template = resource.contents.attribute("template")
    variables = to_map(resource.contents.attribute("vars"), to_string)
    try:
        text = text_of(template)
    except Unseen as unseen:
        return computed(unseen.unknown, template.origin)
    except Refused as refusal:
        return Invalid(Reason(f"template: {refusal}"), template.origin)
    if isinstance(variables, Unknown):
        return computed(variables)
    given = variables.value.items if isinstance(variables.value, TfObject) else {}
    written = placed(template) if isinstance(text, PlacedText) else None
    return rendered_template(written or Source("", text), given, scope)


@dataclass(frozen=True, slots=True)
class _Enclosed:
    """A text inside another one of which no more can be seen."""

    inner: Text

    @property
    def text(self) -> str:
        return f"{HOLE}{self.inner.text}{HOLE}"

    def place(self, start: int, end: int) -> Span:
        last = len(self.inner.text)
        return self.inner.place(min(max(start - 1, 0), last), min(max(end - 1, 0), last))


_ENVELOPE = Reason("what cloudinit_config writes around its parts is not worked out")


def _cloudinit(resource: Resource, _: Scope) -> TfValue:
    """The only part, in an envelope; it is zipped and Base64 unless told otherwise.

    Cloudinit provider docs, 2.3: ``gzip`` and ``base64_encode`` are true by default.
    """
    contents = resource.contents
    parts = contents.nested("part")
    if parts.open_because is not None or len(parts.items) != 1:
        return Unknown(_ENVELOPE, at(contents.span))
    part = parts.items[0].attribute("content")
    written = placed(part)
    if written is None or not is_known(contents.attribute("gzip"), False):
        return Unknown(_ENVELOPE, part.origin)
    is_base64 = not is_known(contents.attribute("base64_encode"), False)
    return TextWithHoles(_ENVELOPE, part.origin, written=_Enclosed(written), is_base64=is_base64)


def _namespace(resource: Resource, _: Scope) -> Mapping[str, TfValue]:
    """Kubernetes provider, kubernetes_namespace_v1: the ID of a namespace is its name."""
    metadata = resource.contents.nested("metadata")
    name = metadata.items[0].attribute("name") if metadata.items else Known(None)
    return {} if is_known(name, None) else {"id": name}


_TEXTS: Mapping[str, Callable[[Resource, Scope], TfValue]] = {
    "cloudinit_config": _cloudinit,
    "template_cloudinit_config": _cloudinit,
    "template_file": _template_file,
}
_DATA_SOURCES: Mapping[str, Callable[[Resource, Scope], Mapping[str, TfValue]]] = {
    "kubectl_file_documents": file_documents,
    "kubectl_path_documents": path_documents,
}
_RESOURCES: Mapping[str, Callable[[Resource, Scope], Mapping[str, TfValue]]] = {
    "kubernetes_namespace": _namespace,
    "kubernetes_namespace_v1": _namespace,
}
