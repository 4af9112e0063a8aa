"""Which operating system a pod is for, and what says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from eksnetlint.model.labels import Labels
from eksnetlint.model.node_group import Os
from eksnetlint.model.scheduling import (
    NodeAffinity,
    NodeOperator,
    NodeRequirement,
    NodeTerm,
    RuntimeClass,
    Scheduling,
)
from eksnetlint.values import Frame, Known, Origin, Reason, Unknown, Value, is_known

# Well-known labels (kubernetes.io/docs/reference/labels-annotations-taints); the beta ones are
# deprecated since Kubernetes 1.14, and the VPC resource controller's webhook still takes them.
OS_LABELS = ("kubernetes.io/os", "beta.kubernetes.io/os")
BUILD_LABEL = "node.kubernetes.io/windows-build"

_NO_RUNTIME_CLASS = Reason("the RuntimeClass of a pod is not in these files")
_NODE_NAME = Reason("a pod names its node, and what the node runs is not in these files")
_SYSTEMS = frozenset({Os.WINDOWS, Os.LINUX})


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that tells a system. It ``binds`` where a pod can run nowhere else by it."""

    os: Value[Os]
    cause: str
    binds: bool = True


@dataclass(frozen=True, slots=True)
class Placement:
    """An operating system, and a phrase for what decides it.

    ``conflict`` says whether what binds the pod asks for both systems, so that it runs nowhere.
    """

    os: Value[Os]
    cause: str
    conflict: Value[bool]


def place(scheduling: Scheduling, runtime_class: RuntimeClass | None = None) -> Placement:
    """The first thing that decides, strongest first; EITHER where nothing does.

    ``runtime_class`` is the one the pod names, None where that is not in the files.
    """
    found = list(evidence(scheduling, runtime_class))
    conflict = _conflict(found, scheduling)
    for item in found:
        if isinstance(item.os, Known):
            return Placement(item.os, item.cause, conflict)
    if found:
        return Placement(found[0].os, found[0].cause, conflict)
    return Placement(*_undecided(scheduling), conflict)


def _undecided(scheduling: Scheduling) -> tuple[Value[Os], str]:
    wish = _by_affinity(NodeAffinity(scheduling.preferred))
    if isinstance(wish, Known):
        return Known(Os.EITHER, wish.origin, is_set=False), f"it only prefers {wish.value.value}"
    return Known(Os.EITHER, scheduling.place, is_set=False), "nothing in the manifest"


def evidence(scheduling: Scheduling, runtime_class: RuntimeClass | None) -> Iterator[Evidence]:
    """What tells the system, strongest first."""
    hidden = scheduling.node_selector.open_because
    if hidden:
        yield Evidence(Unknown(hidden, scheduling.selector_place), "its nodeSelector")
    yield from _by_labels(scheduling.node_selector, "nodeSelector")
    yield from _by_runtime_class(scheduling, runtime_class)
    if scheduling.os_name is not None:
        yield Evidence(_named(scheduling.os_name), "spec.os.name")
    required = _by_affinity(scheduling.required) if scheduling.required else None
    if required is not None:
        yield Evidence(required, "required node affinity")
    if scheduling.windows_options is not None:
        yield Evidence(Known(Os.WINDOWS, scheduling.windows_options), "windowsOptions", False)
    if scheduling.windows_image is not None:
        yield Evidence(Known(Os.WINDOWS, scheduling.windows_image), "a Windows-only image", False)
    if scheduling.node_name is not None:
        yield Evidence(Unknown(_NODE_NAME, scheduling.node_name.origin), "nodeName")


def _by_labels(selector: Labels, cause: str) -> Iterator[Evidence]:
    for label in OS_LABELS:
        if label in selector.items and not is_known(selector.items[label], ""):
            yield Evidence(_named(selector.items[label]), f"{cause} {label}")
    build = selector.items.get(BUILD_LABEL)
    if build is not None:
        yield Evidence(Known(Os.WINDOWS, build.origin), f"{cause} windows-build")


def _by_runtime_class(
    scheduling: Scheduling, runtime_class: RuntimeClass | None
) -> Iterator[Evidence]:
    name = scheduling.runtime_class
    if name is None:
        return
    if runtime_class is None:
        reason = name.reason if isinstance(name, Unknown) else _NO_RUNTIME_CLASS
        yield Evidence(Unknown(reason, name.origin), "its RuntimeClass")
        return
    selector = runtime_class.node_selector
    if selector.open_because:
        yield Evidence(Unknown(selector.open_because, name.origin), "its RuntimeClass")
    for item in _by_labels(selector, "RuntimeClass"):
        frames = (Frame(frame.span, "its RuntimeClass") for frame in item.os.origin.frames)
        yield replace(item, os=replace(item.os, origin=name.origin.through(*frames)))


def _named(name: Value[str]) -> Value[Os]:
    if isinstance(name, Unknown):
        return name
    for os in _SYSTEMS:
        if name.value == os.value:
            return Known(os, name.origin)
    return Known(Os.EITHER, name.origin)


def _by_affinity(affinity: NodeAffinity) -> Value[Os] | None:
    """It decides only where all of its terms that any node can satisfy say the same."""
    decided = [_by_term(term) for term in affinity.terms if not term.is_empty]
    if affinity.unreadable:
        decided.append(affinity.unreadable)
    known = [item for item in decided if isinstance(item, Known)]
    if not decided or None in decided or len({item.value for item in known}) > 1:
        return None
    return next((item for item in decided if isinstance(item, Unknown)), decided[0])


def _by_term(term: NodeTerm) -> Value[Os] | None:
    """The one system whose nodes can satisfy the term; None for both, or for neither."""
    return by_requirements(term.requirements, term.unreadable)


def by_requirements(
    requirements: Sequence[NodeRequirement], unreadable: Unknown | None = None
) -> Value[Os] | None:
    """The one system that requirements leave, which must all hold; None where they leave both."""
    left = _SYSTEMS
    origin: Origin | None = None
    unknown = unreadable
    for requirement in requirements:
        allowed = systems_allowed(requirement)
        if isinstance(allowed, Unknown):
            unknown = unknown or allowed
        elif not left <= allowed:
            left, origin = left & allowed, origin or requirement.origin
    if len(left) == 1 and origin is not None:
        return Known(next(iter(left)), origin)
    return unknown if left == _SYSTEMS else None


def systems_allowed(requirement: NodeRequirement) -> frozenset[Os] | Unknown:
    """The systems whose nodes can satisfy a requirement; both where it is about other things."""
    if requirement.key == BUILD_LABEL:
        return _by_build(requirement.operator)
    if requirement.key not in OS_LABELS:
        return _SYSTEMS
    answers = {os: requirement.holds(_labels(requirement.key, os)) for os in _SYSTEMS}
    unknown = [answer for answer in answers.values() if isinstance(answer, Unknown)]
    if unknown:
        return unknown[0]
    return frozenset(os for os, answer in answers.items() if is_known(answer, True))


def _labels(key: str, os: Os) -> Labels:
    return Labels({key: Known(os.value)})


def _by_build(operator: Value[NodeOperator]) -> frozenset[Os] | Unknown:
    # Windows nodes alone have the label; NotIn also holds where it is missing.
    if isinstance(operator, Unknown):
        return operator
    if operator.value is NodeOperator.NOT_IN:
        return _SYSTEMS
    return frozenset({Os.LINUX if operator.value is NodeOperator.DOES_NOT_EXIST else Os.WINDOWS})


def _conflict(found: Iterable[Evidence], scheduling: Scheduling) -> Value[bool]:
    """Whether two of the things that bind a pod contradict each other.

    The API refuses windowsOptions in a pod whose ``os.name`` is linux (PodOS, Kubernetes API).
    """
    is_linux_by_name = scheduling.os_name is not None and is_known(scheduling.os_name, "linux")
    frames: dict[Os, Frame] = {}
    for item in found:
        binds = item.binds or (is_linux_by_name and item.cause == "windowsOptions")
        if binds and isinstance(item.os, Known) and item.os.value in _SYSTEMS:
            span = item.os.origin.span
            if span is not None:
                note = f"{item.cause} asks for {item.os.value.value}"
                frames.setdefault(item.os.value, Frame(span, note))
    return Known(len(frames) > 1, Origin(tuple(frames.values())) if len(frames) > 1 else Origin())
