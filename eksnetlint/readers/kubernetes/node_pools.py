"""Karpenter's NodePools, and the Provisioners that came before them."""

from __future__ import annotations

from collections.abc import Iterable

from eksnetlint.model.labels import Labels
from eksnetlint.model.manifest import NodePool
from eksnetlint.model.node_group import Os
from eksnetlint.model.placement import by_requirements
from eksnetlint.model.scheduling import NodeRequirement
from eksnetlint.model.taints import Taints
from eksnetlint.readers import fields
from eksnetlint.readers.kubernetes.objects import KubernetesObject, labels_at
from eksnetlint.readers.kubernetes.scheduling import node_requirement_of, taints_of
from eksnetlint.source.text import Span
from eksnetlint.source.tree import Mapping, Node
from eksnetlint.values import Known, Reason, Unknown, Value, at, lift

_NO_CLASS = Reason("a NodePool names no class of nodes")


def node_pool_of(thing: KubernetesObject) -> NodePool | None:
    """Karpenter's way to make nodes: NodePool, and Provisioner before v1beta1."""
    if thing.group != "karpenter.sh" or thing.kind not in ("NodePool", "Provisioner"):
        return None
    spec = fields.child(thing.root, "spec")
    if thing.kind == "Provisioner":
        return _provisioner(thing, spec)
    template = fields.child(spec, "template")
    inner = fields.child(template, "spec")
    requirements, hidden = _requirements(
        fields.child(inner, "requirements"), (spec, template, inner)
    )
    unseen = fields.hidden(spec) or fields.hidden(template)
    reference = fields.child(inner, "nodeClassRef")
    return NodePool(
        span=thing.span,
        name=thing.name,
        is_windows=_is_windows(requirements, hidden, thing.span),
        class_kind=fields.string(reference, "kind", default="EC2NodeClass", span=thing.span),
        class_name=_class_name(reference, thing.span),
        labels=_labels(template, unseen, "metadata", "labels"),
        taints=_taints(inner, unseen),
        requirements=requirements,
        max_pods=_max_pods(inner, "kubelet"),
        class_group=fields.text(group) if (group := fields.field(reference, "group")) else None,
    )


def _provisioner(thing: KubernetesObject, spec: Node | None) -> NodePool:
    """A Provisioner (karpenter.sh/v1alpha5), whose class is an AWSNodeTemplate."""
    requirements, hidden = _requirements(fields.child(spec, "requirements"), (spec,))
    unseen = fields.hidden(spec)
    reference = fields.child(spec, "providerRef")
    return NodePool(
        span=thing.span,
        name=thing.name,
        is_windows=_is_windows(requirements, hidden, thing.span),
        class_kind=fields.string(reference, "kind", default="AWSNodeTemplate", span=thing.span),
        class_name=_class_name(reference, thing.span),
        labels=_labels(spec, unseen, "labels"),
        taints=_taints(spec, unseen),
        requirements=requirements,
        max_pods=_max_pods(spec, "kubeletConfiguration"),
        is_provisioner=True,
    )


def _requirements(
    node: Node | None, above: Iterable[Node | None]
) -> tuple[tuple[NodeRequirement, ...], Unknown | None]:
    """The requirements that can be read, and why some cannot be seen at all."""
    unseen = (fields.hidden(part) for part in (*above, node))
    hidden = next((reason for reason in unseen if reason), None)
    found: list[NodeRequirement] = []
    for item in fields.items(node):
        requirement = node_requirement_of(item)
        if isinstance(requirement, NodeRequirement):
            found.append(requirement)
        else:
            hidden = hidden or fields.hidden(item)
    return tuple(found), hidden


def _is_windows(
    requirements: tuple[NodeRequirement, ...], hidden: Unknown | None, span: Span
) -> Value[bool]:
    os = by_requirements(requirements, hidden)
    if os is None:
        return Known(False, at(span))
    return lift(lambda found: found is Os.WINDOWS, os)


def _class_name(reference: Node | None, span: Span) -> Value[str]:
    hidden = fields.hidden(reference)
    name = fields.field(reference, "name")
    if name is None:
        return hidden or Unknown(_NO_CLASS, at(span))
    return fields.text(name)


def _labels(node: Node | None, unseen: Unknown | None, *path: str) -> Labels:
    hidden = unseen or fields.hidden(fields.child(node, path[0]))
    if hidden:
        return Labels(open_because=hidden.reason)
    return labels_at(node, *path) if isinstance(node, Mapping) else Labels()


def _taints(node: Node | None, unseen: Unknown | None) -> Taints:
    hidden = unseen or fields.hidden(node)
    return Taints(open_because=hidden.reason) if hidden else taints_of(fields.child(node, "taints"))


def _max_pods(node: Node | None, key: str) -> Value[int] | None:
    entry = fields.field(node, key, "maxPods")
    return fields.integer(entry) if entry else fields.hidden(fields.child(node, key))
