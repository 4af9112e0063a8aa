"""The objects of a document: one, or the items of a List."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from eksnetlint.model.labels import Labels
from eksnetlint.readers import fields
from eksnetlint.readers.traced import reason_of
from eksnetlint.source.scalars import Kind, kind_of
from eksnetlint.source.text import Span
from eksnetlint.source.tree import Mapping, Node, Scalar
from eksnetlint.values import Known, Reason, Unknown, Value, at

NO_NAMESPACE = Reason("a manifest names no namespace, so it is chosen when it is applied")


@dataclass(frozen=True, slots=True, eq=False)
class KubernetesObject:
    """A mapping with ``apiVersion`` and ``kind``; ``namespace`` is what its file's overlay says."""

    root: Mapping
    group: str
    version: str
    kind: str
    namespace_given: Value[str] | None = None

    @property
    def name(self) -> Value[str]:
        entry = fields.field(self.root, "metadata", "name")
        if entry:
            return fields.text(entry)
        return Unknown(Reason("an object has no name"), at(self.span))

    @property
    def namespace(self) -> Value[str]:
        if self.namespace_given is not None:
            return self.namespace_given
        # kubectl takes an empty namespace for none at all.
        entry = fields.field(self.root, "metadata", "namespace")
        written = fields.text(entry) if entry else Known("")
        if not is_named(written, ""):
            return written
        return Unknown(NO_NAMESPACE, at(self.span), is_set=False)

    @property
    def span(self) -> Span:
        """Its name, else its kind."""
        for path in (("metadata", "name"), ("metadata", "generateName"), ("kind",)):
            entry = fields.field(self.root, *path)
            if entry:
                return entry.span
        return self.root.span


def objects_of(
    root: Node | None, namespace: Value[str] | None = None, inherited: tuple[str, str] = ("", "")
) -> Iterator[KubernetesObject]:
    """The Kubernetes objects in a document; a List gives its items.

    The items of a typed list (DeploymentList) may leave out what the list says for all of them.
    """
    if not isinstance(root, Mapping):
        return
    api_version = _plain(root, "apiVersion") or inherited[0]
    kind = _plain(root, "kind") or inherited[1]
    if kind.endswith("List") and fields.field(root, "items"):
        item_kind = kind.removesuffix("List")
        for item in fields.items(fields.child(root, "items")):
            yield from objects_of(item, namespace, (api_version if item_kind else "", item_kind))
    elif api_version and kind:
        group, _, version = api_version.rpartition("/")
        yield KubernetesObject(root, group, version, kind, namespace)


def _plain(root: Mapping, key: str) -> str:
    value = fields.child(root, key)
    return value.text if isinstance(value, Scalar) and kind_of(value) is Kind.STRING else ""


def labels_at(root: Mapping, *path: str) -> Labels:
    """The labels in a mapping of strings."""
    node = fields.child(root, *path)
    hidden = fields.hidden(node)
    if hidden:
        return Labels(open_because=hidden.reason)
    if not isinstance(node, Mapping):
        return Labels()
    items: dict[str, Value[str]] = {}
    open_because: Reason | None = None
    for key, entry in node.fields.items():
        if kind_of(entry.key) is Kind.PLACEHOLDER:
            open_because = reason_of(entry.key)
        else:
            items[key] = fields.text(entry)
    return Labels(items, open_because)


def is_named(value: Value[str], name: str) -> bool:
    """Whether a value is known to be a name."""
    return isinstance(value, Known) and value.value == name
