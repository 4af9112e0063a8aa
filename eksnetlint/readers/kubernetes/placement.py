"""Which operating system a pod template is written for, and what decides it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from eksnetlint.model.node_group import Os
from eksnetlint.readers import fields
from eksnetlint.source.tree import Entry, Mapping, Node
from eksnetlint.values import Known, Origin, Unknown, Value, at

# Well-known labels (kubernetes.io/docs/reference/labels-annotations-taints); the beta ones are
# deprecated since Kubernetes 1.14, and the VPC resource controller's webhook still takes them.
OS_LABELS = ("kubernetes.io/os", "beta.kubernetes.io/os")
BUILD_LABEL = "node.kubernetes.io/windows-build"

# Repositories that hold nothing but Windows images (Microsoft Artifact Registry).
_WINDOWS_IMAGES = (
    "mcr.microsoft.com/windows:",
    "mcr.microsoft.com/windows/",
    "mcr.microsoft.com/dotnet/framework/",
)


@dataclass(frozen=True, slots=True)
class Placement:
    """An operating system, and a phrase for what decides it."""

    os: Value[Os]
    cause: str


def placement_of(pod_spec: Mapping) -> Placement:
    """The first thing that decides, strongest first; EITHER where nothing does."""
    for placement in _decisions(pod_spec):
        if placement is not None:
            return placement
    return Placement(Known(Os.EITHER, at(pod_spec.span), is_set=False), "nothing in the manifest")


def _decisions(pod_spec: Mapping) -> Iterator[Placement | None]:
    yield _by_node_selector(pod_spec)
    yield _by_os_name(pod_spec)
    yield _by_affinity(pod_spec)
    yield _by_windows_options(pod_spec)
    yield _by_image(pod_spec)


def _by_node_selector(pod_spec: Mapping) -> Placement | None:
    selector = fields.child(pod_spec, "nodeSelector")
    hidden = fields.hidden(selector)
    if hidden:
        return Placement(hidden, "its nodeSelector")
    for label in OS_LABELS:
        entry = fields.field(selector, label)
        if entry:
            return Placement(_os(entry), f"nodeSelector {label}")
    build = fields.field(selector, BUILD_LABEL)
    return (
        Placement(Known(Os.WINDOWS, at(build.span)), "nodeSelector windows-build")
        if build
        else None
    )


def _by_os_name(pod_spec: Mapping) -> Placement | None:
    entry = fields.field(pod_spec, "os", "name")
    return Placement(_os(entry), "spec.os.name") if entry else None


def _os(entry: Entry) -> Value[Os]:
    value = fields.text(entry)
    if isinstance(value, Unknown):
        return value
    for os in (Os.WINDOWS, Os.LINUX):
        if value.value == os.value:
            return Known(os, value.origin)
    return Known(Os.EITHER, value.origin)


def _by_affinity(pod_spec: Mapping) -> Placement | None:
    """Required node affinity decides only where every one of its alternatives says the same."""
    required = "requiredDuringSchedulingIgnoredDuringExecution"
    terms = fields.child(pod_spec, "affinity", "nodeAffinity", required, "nodeSelectorTerms")
    hidden = fields.hidden(terms)
    if hidden:
        return Placement(hidden, "required node affinity")
    decided: list[Value[Os]] = []
    for term in fields.items(terms):
        found = _by_term(term)
        if found is None:
            return None
        decided.append(found)
    if not decided or len({value.value for value in decided if isinstance(value, Known)}) > 1:
        return None
    unknown = next((value for value in decided if isinstance(value, Unknown)), None)
    return Placement(unknown or decided[0], "required node affinity")


def _by_term(term: Node) -> Value[Os] | None:
    for expression in fields.items(fields.child(term, "matchExpressions")):
        found = os_by_requirement(expression)
        if found is not None:
            return found
    return None


def os_by_requirement(expression: Node) -> Value[Os] | None:
    """The system that a node selector requirement asks for; None where it is about other things."""
    key, operator = fields.field(expression, "key"), fields.field(expression, "operator")
    name = fields.text(key) if key else None
    if key is None or operator is None or not isinstance(name, Known):
        return None
    if name.value == BUILD_LABEL:
        return _by_build(fields.text(operator), at(key.span))
    if name.value not in OS_LABELS:
        return None
    return _by_values(fields.text(operator), fields.child(expression, "values"))


def _by_build(operator: Value[str], origin: Origin) -> Value[Os] | None:
    # Windows nodes alone have the label; NotIn also holds where it is missing.
    if isinstance(operator, Unknown):
        return operator
    if operator.value == "NotIn":
        return None
    return Known(Os.LINUX if operator.value == "DoesNotExist" else Os.WINDOWS, origin)


def _by_values(operator: Value[str], values: Node | None) -> Value[Os] | None:
    named: dict[str, Origin] = {}
    for item in fields.items(values):
        text = fields.node_text(item)
        if isinstance(text, Unknown):
            return text
        named[text.value] = text.origin
    if isinstance(operator, Unknown):
        return operator
    if operator.value not in ("In", "NotIn") or len(named) != 1:
        return None
    value, origin = next(iter(named.items()))
    if value not in (Os.WINDOWS.value, Os.LINUX.value):
        return None
    is_windows = (value == Os.WINDOWS.value) is (operator.value == "In")
    return Known(Os.WINDOWS if is_windows else Os.LINUX, origin)


def containers_of(pod_spec: Mapping) -> Iterator[Node]:
    """All containers, init containers included."""
    for key in ("containers", "initContainers"):
        yield from fields.items(fields.child(pod_spec, key))


def _by_windows_options(pod_spec: Mapping) -> Placement | None:
    for node in (pod_spec, *containers_of(pod_spec)):
        entry = fields.field(node, "securityContext", "windowsOptions")
        if entry and not fields.hidden(entry.value):
            return Placement(Known(Os.WINDOWS, at(entry.span)), "windowsOptions")
    return None


def _by_image(pod_spec: Mapping) -> Placement | None:
    for container in containers_of(pod_spec):
        entry = fields.field(container, "image")
        image = fields.text(entry) if entry else None
        if isinstance(image, Known) and image.value.startswith(_WINDOWS_IMAGES):
            return Placement(Known(Os.WINDOWS, image.origin), "a Windows-only image")
    return None
