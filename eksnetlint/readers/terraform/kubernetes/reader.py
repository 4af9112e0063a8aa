"""The objects of the model in the Kubernetes resources of a Terraform configuration."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from eksnetlint.model.cni import CniConfiguration
from eksnetlint.readers import fields
from eksnetlint.readers.cni_addon import unsettled
from eksnetlint.readers.kubernetes.objects import objects_of
from eksnetlint.readers.kubernetes.platform import signs_in
from eksnetlint.readers.kubernetes.reader import declared_in
from eksnetlint.readers.kubernetes.shape import shape_flaws
from eksnetlint.readers.reading import Declared, Flaw, Reading
from eksnetlint.readers.terraform.kubernetes import typed
from eksnetlint.readers.terraform.kubernetes.charts import read_release
from eksnetlint.readers.terraform.kubernetes.doubt import doubtful
from eksnetlint.readers.terraform.kubernetes.manifests import hcl_manifest, yaml_manifest
from eksnetlint.readers.terraform.kubernetes.patches import patched
from eksnetlint.readers.terraform.kubernetes.signs import signs_of
from eksnetlint.readers.terraform.resource import Resource, Root
from eksnetlint.readers.terraform.texts import Elsewhere
from eksnetlint.readers.traced import Traced
from eksnetlint.source.tree import Node
from eksnetlint.values import Known, Unknown, Value, at, is_known


def read_kubernetes_resources(root: Root) -> Reading:
    """What the Kubernetes and Helm resources of a root module declare.

    An object stands where its name is written, which may be a file of a module, or a YAML file.
    """
    found = Reading()
    for resource in root.resources:
        if not resource.is_data and not is_known(resource.exists, False):
            part = _read(resource)
            found.extend(part.objects, part.flaws)
    objects = found.objects
    return Reading([*patched(objects, root), *signs_of(root, objects)], found.flaws)


def _read(resource: Resource) -> Reading:
    if resource.type == "helm_release":
        return Reading(list(read_release(resource)))
    node = _manifest(resource)
    if node is None:
        return Reading()
    exists = resource.exists
    seen = doubtful(node, exists.reason) if isinstance(exists, Unknown) else node
    objects = [_settled(item, resource) for item in declared_in(seen, _namespace(resource, node))]
    if not objects:
        return Reading()
    return Reading([*objects, *signs_in(node)], list(_flaws(resource, node)))


def _flaws(resource: Resource, node: Node) -> Iterator[Flaw]:
    """What is wrong with the shape of a YAML text, where its places can be told.

    Objects in HCL are not judged: the kubernetes provider converts their values to the types that
    it knows, and refuses other fields itself.
    """
    is_yaml = resource.type == "kubectl_manifest" and not isinstance(resource.exists, Unknown)
    if not is_yaml or (
        isinstance(node.source, Traced) and isinstance(node.source.source, Elsewhere)
    ):
        return
    for thing in objects_of(node):
        yield from shape_flaws(thing)


def _settled(item: Declared, resource: Resource) -> Declared:
    """What single keys of a ConfigMap leave to others gives way to what those say.

    A resource for the whole of it takes all other keys away.
    """
    if not isinstance(item, CniConfiguration):
        return item
    if item.open_because != typed.PARTIAL:
        return replace(item, replaces_all=resource.type in typed.WHOLE)
    others = unsettled(typed.PARTIAL, item.holder.origin)
    return replace(item, settings={**others, **item.settings}, open_because=None)


def _manifest(resource: Resource) -> Node | None:
    if resource.type == "kubernetes_manifest":
        return hcl_manifest(resource)
    if resource.type == "kubectl_manifest":
        return yaml_manifest(resource)
    return typed.manifest_of(resource)


def _namespace(resource: Resource, node: Node) -> Value[str] | None:
    """The namespace that is not the manifest's to say.

    The kubernetes provider puts what names none into ``default`` (its documentation, "metadata");
    ``override_namespace`` of the kubectl provider beats the manifest.
    """
    if resource.type == "kubectl_manifest":
        return _override(resource)
    is_typed = resource.type.startswith(typed.PREFIX) and resource.type != "kubernetes_manifest"
    if not is_typed or fields.field(node, "metadata", "namespace"):
        return None
    return Known("default", at(resource.span), is_set=False)


def _override(resource: Resource) -> Value[str] | None:
    value = resource.contents.attribute("override_namespace")
    if isinstance(value, Known) and not isinstance(value.value, str):
        return None
    return value
