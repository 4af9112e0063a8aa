"""The objects of the model in a Kubernetes document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from eksnetlint.model.karpenter import NodeClass
from eksnetlint.model.manifest import Namespace, Service, ServiceAccount
from eksnetlint.readers import fields
from eksnetlint.readers.kubernetes.access import auth_config_map_of
from eksnetlint.readers.kubernetes.aws_node import aws_node_of
from eksnetlint.readers.kubernetes.calico_installation import calico_installation_of
from eksnetlint.readers.kubernetes.cni import cni_configuration_of, services_endpoint_of
from eksnetlint.readers.kubernetes.node_pools import node_pool_of
from eksnetlint.readers.kubernetes.objects import KubernetesObject, labels_at, objects_of
from eksnetlint.readers.kubernetes.platform import platform_signs
from eksnetlint.readers.kubernetes.policies import network_policy_of, security_group_policy_of
from eksnetlint.readers.kubernetes.releases import release_of, released_endpoint_of
from eksnetlint.readers.kubernetes.scheduling import runtime_class_of
from eksnetlint.readers.kubernetes.services import service_of
from eksnetlint.readers.kubernetes.shape import shape_flaws
from eksnetlint.readers.kubernetes.workloads import workload_of
from eksnetlint.readers.reading import Declared, Reading
from eksnetlint.source.tree import Document, Node
from eksnetlint.values import Value, conjunction, lift, negation

T = TypeVar("T")


def read_kubernetes(document: Document, namespace: Value[str] | None = None) -> Reading:
    """What a document declares; ``namespace`` is what a kustomization puts its objects in."""
    reading = Reading()
    for thing in objects_of(document.root, namespace):
        found = list(_declared_by(thing))
        if found:
            reading.extend(found, shape_flaws(thing))
    if reading.objects:
        reading.objects.extend(platform_signs(document))
    return reading


def declared_in(root: Node | None, namespace: Value[str] | None = None) -> Iterator[Declared]:
    """The objects of the model in a tree: a manifest, or a List of them."""
    for thing in objects_of(root, namespace):
        yield from _declared_by(thing)


def _declared_by(thing: KubernetesObject) -> Iterator[Declared]:
    found = _declared(thing)
    if found is not None:
        yield found
        for more in (aws_node_of(thing), released_endpoint_of(thing)):
            if more is not None:
                yield more


def _declared(thing: KubernetesObject) -> Declared | None:
    for read in (
        workload_of,
        _service_of,
        _namespace_of,
        _service_account_of,
        network_policy_of,
        security_group_policy_of,
        cni_configuration_of,
        auth_config_map_of,
        services_endpoint_of,
        calico_installation_of,
        node_pool_of,
        _node_class_of,
        runtime_class_of,
        release_of,
    ):
        found: Declared | None = read(thing)
        if found is not None:
            return found
    return None


def _node_class_of(thing: KubernetesObject) -> NodeClass | None:
    if thing.kind not in ("EC2NodeClass", "AWSNodeTemplate"):
        return None
    # The reader of user data is large, and most scans have no use for it.
    from eksnetlint.readers.kubernetes.node_classes import node_class_of

    return node_class_of(thing)


def _namespace_of(thing: KubernetesObject) -> Namespace | None:
    if (thing.group, thing.kind) != ("", "Namespace"):
        return None
    labels, annotations = (
        labels_at(thing.root, "metadata", part) for part in ("labels", "annotations")
    )
    return Namespace(thing.span, thing.name, labels, annotations)


def _service_of(thing: KubernetesObject) -> Service | None:
    if (thing.group, thing.kind) != ("", "Service"):
        return None
    return service_of(thing, _takes_ports(thing))


def _takes_ports(thing: KubernetesObject) -> Value[bool]:
    # kube-proxy has nothing to balance for a headless or an ExternalName service.
    spec = fields.child(thing.root, "spec")
    hidden = fields.hidden(spec)
    if hidden:
        return hidden
    kind = fields.string(spec, "type", default="ClusterIP", span=thing.span)
    address = fields.string(spec, "clusterIP", default="", span=thing.span)
    return conjunction([negation(_is(kind, "ExternalName")), negation(_is(address, "None"))])


def _is(value: Value[T], wanted: T) -> Value[bool]:
    return lift(lambda found: found == wanted, value)


def _service_account_of(thing: KubernetesObject) -> ServiceAccount | None:
    if (thing.group, thing.kind) != ("", "ServiceAccount"):
        return None
    labels = labels_at(thing.root, "metadata", "labels")
    return ServiceAccount(thing.span, thing.name, thing.namespace, labels)
