"""What pod templates and RuntimeClasses say about nodes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eksnetlint.model.scheduling import (
    NodeAffinity,
    NodeOperator,
    NodeRequirement,
    NodeTerm,
    RuntimeClass,
    Scheduling,
    by_field,
)
from eksnetlint.model.taints import Taint, Taints, Toleration, Tolerations
from eksnetlint.readers import fields
from eksnetlint.readers.kubernetes.objects import KubernetesObject, labels_at
from eksnetlint.source.tree import Entry, Mapping, Node
from eksnetlint.values import Known, Origin, Reason, Unknown, Value, at, lift

_UNREADABLE = Reason("a requirement on nodes cannot be read")
_OPERATORS = {operator.value: operator for operator in NodeOperator}
_AFFINITY = ("affinity", "nodeAffinity")
_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
_PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution"
# Repositories that hold nothing but Windows images (Microsoft Artifact Registry, and Docker Hub
# before it), and tags that name a Windows base image ("Docker Official Images", supported tags).
_WINDOWS_IMAGE = re.compile(
    r"mcr\.microsoft\.com/(?:windows[:/]|dotnet/framework/)"
    r"|(?:docker\.io/)?microsoft/(?:iis|windowsservercore|nanoserver|dotnet-framework)(?:[:@]|\Z)"
    r"|[^:@]+(?::[0-9]+/[^:@]+)?:[^/@]*(?:windowsservercore|nanoserver|ltsc20(?:16|19|22|25))"
)


def scheduling_of(pod_spec: Mapping) -> Scheduling:
    """What a pod spec says about nodes."""
    selector = fields.field(pod_spec, "nodeSelector")
    return Scheduling(
        place=at(pod_spec.span),
        node_selector=labels_at(pod_spec, "nodeSelector"),
        selector_place=at((selector.value if selector else pod_spec).span),
        required=_required(pod_spec),
        preferred=tuple(
            node_term_of(fields.child(item, "preference"))
            for item in fields.items(fields.child(pod_spec, *_AFFINITY, _PREFERRED))
        ),
        tolerations=tolerations_of(fields.field(pod_spec, "tolerations")),
        os_name=_text(pod_spec, "os", "name"),
        runtime_class=_text(pod_spec, "runtimeClassName"),
        node_name=_text(pod_spec, "nodeName"),
        windows_options=_windows_options(pod_spec),
        windows_image=_windows_image(pod_spec),
    )


def runtime_class_of(thing: KubernetesObject) -> RuntimeClass | None:
    """A RuntimeClass object (node.k8s.io)."""
    if (thing.group, thing.kind) != ("node.k8s.io", "RuntimeClass"):
        return None
    handler = _text(thing.root, "handler")
    written = fields.field(thing.root, "apiVersion")
    return RuntimeClass(
        span=thing.span,
        name=thing.name,
        handler=handler or Unknown(Reason("a RuntimeClass has no handler"), at(thing.span)),
        node_selector=labels_at(thing.root, "scheduling", "nodeSelector"),
        tolerations=tolerations_of(fields.field(thing.root, "scheduling", "tolerations")),
        version=Known(thing.version, at(written.span if written else thing.span)),
    )


def containers_of(pod_spec: Mapping) -> Iterator[Node]:
    """All containers, init containers included."""
    for key in ("containers", "initContainers"):
        yield from fields.items(fields.child(pod_spec, key))


def _text(node: Mapping, *path: str) -> Value[str] | None:
    """A text that is not there where it is empty, which the API takes for the same."""
    entry = fields.field(node, *path)
    value = fields.text(entry) if entry else None
    return None if isinstance(value, Known) and value.value == "" else value


def _required(pod_spec: Mapping) -> NodeAffinity | None:
    for path in (_AFFINITY[:1], _AFFINITY, (*_AFFINITY, _REQUIRED)):
        hidden = fields.hidden(fields.child(pod_spec, *path))
        if hidden:
            return NodeAffinity(unreadable=hidden)
    terms = fields.child(pod_spec, *_AFFINITY, _REQUIRED, "nodeSelectorTerms")
    if terms is None:
        return None
    return NodeAffinity(tuple(map(node_term_of, fields.items(terms))), fields.hidden(terms))


def node_term_of(node: Node | None) -> NodeTerm:
    """A node selector term; what cannot be read of it is remembered."""
    unreadable = fields.hidden(node)
    requirements: list[NodeRequirement] = []
    expressions = fields.child(node, "matchExpressions")
    unreadable = unreadable or fields.hidden(expressions)
    for item in fields.items(expressions):
        found = node_requirement_of(item)
        if isinstance(found, Unknown):
            unreadable = unreadable or found
        else:
            requirements.append(found)
    by_fields = fields.child(node, "matchFields")
    if by_fields is not None:
        unreadable = unreadable or by_field(at(by_fields.span))
    return NodeTerm(tuple(requirements), unreadable)


def node_requirement_of(node: Node) -> NodeRequirement | Unknown:
    """A requirement on one label; unknown where it does not say which label."""
    key, operator = fields.field(node, "key"), fields.field(node, "operator")
    if key is None or operator is None:
        return Unknown(_UNREADABLE, at(node.span))
    name = fields.text(key)
    if isinstance(name, Unknown):
        return name
    values = fields.child(node, "values")
    texts = tuple(map(fields.node_text, fields.items(values)))
    hidden = fields.hidden(values)
    origin = next((item.origin for item in texts), at(key.span))
    return NodeRequirement(
        name.value,
        hidden or _operator(operator),
        texts,
        origin,
        at(key.span),
    )


def _operator(entry: Entry) -> Value[NodeOperator]:
    text = fields.text(entry)
    if isinstance(text, Known) and text.value not in _OPERATORS:
        return Unknown(_UNREADABLE, text.origin)
    return lift(lambda word: _OPERATORS[word], text)


def tolerations_of(entry: Entry | None) -> Tolerations:
    """A list of tolerations."""
    if entry is None:
        return Tolerations()
    nodes = fields.items(entry.value)
    hidden = [fields.hidden(node) for node in (entry.value, *nodes)]
    return Tolerations(
        tuple(_toleration(node) for node in nodes if isinstance(node, Mapping)),
        next((item for item in hidden if item), None),
    )


def _toleration(node: Mapping) -> Toleration:
    def written(key: str, default: str = "") -> Value[str]:
        return fields.string(node, key, default=default, span=node.span)

    # The API's default for the operator.
    operator = written("operator", "Equal")
    if operator == Known("", operator.origin):
        operator = Known("Equal", operator.origin)
    return Toleration(written("key"), operator, written("value"), written("effect"))


def taints_of(node: Node | None) -> Taints:
    """A list of taints as Kubernetes writes them."""
    hidden = next(
        (item for part in (node, *fields.items(node)) if (item := fields.hidden(part))), None
    )
    items = tuple(_taint(item) for item in fields.items(node) if isinstance(item, Mapping))
    return Taints(items, hidden.reason if hidden else None)


def _taint(node: Mapping) -> Taint:
    key, value, effect = (
        fields.string(node, part, default="", span=node.span) for part in ("key", "value", "effect")
    )
    return Taint(key, value, effect, at(node.span))


def _windows_options(pod_spec: Mapping) -> Origin | None:
    for node in (pod_spec, *containers_of(pod_spec)):
        entry = fields.field(node, "securityContext", "windowsOptions")
        if entry and not fields.hidden(entry.value):
            return at(entry.span)
    return None


def _windows_image(pod_spec: Mapping) -> Origin | None:
    for container in containers_of(pod_spec):
        entry = fields.field(container, "image")
        image = fields.text(entry) if entry else None
        if isinstance(image, Known) and _WINDOWS_IMAGE.match(image.value):
            return image.origin
    return None
