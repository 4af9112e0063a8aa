"""What pod templates say of the pod and its containers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from eksnetlint.model.labels import Labels
from eksnetlint.model.pod_spec import ADDRESS, POD_ENI, Container, PodSpec, Setting
from eksnetlint.readers import fields
from eksnetlint.readers.kubernetes.objects import labels_at
from eksnetlint.readers.kubernetes.scheduling import containers_of
from eksnetlint.source.tree import Entry, Mapping, Node, Sequence
from eksnetlint.values import Reason, Unknown, Value, at, is_known

_NAMELESS = Reason("a container has no name")

# What a pod with os.name windows must not have: kubernetes.io/docs/concepts/windows/intro, and
# validateWindows in kubernetes pkg/apis/core/validation/validation.go, as of Kubernetes 1.33.
# Fields that a feature gate can still switch off are left out: the server may drop them instead.
_REFUSED_IF_TRUE = ("hostPID", "hostIPC")
_REFUSED_IN_POD = (
    "appArmorProfile",
    "fsGroup",
    "fsGroupChangePolicy",
    "runAsGroup",
    "runAsUser",
    "seLinuxOptions",
    "seccompProfile",
    "supplementalGroups",
    "sysctls",
)
_REFUSED_IN_CONTAINER = (
    "allowPrivilegeEscalation",
    "appArmorProfile",
    "capabilities",
    "privileged",
    "readOnlyRootFilesystem",
    "runAsGroup",
    "runAsUser",
    "seLinuxOptions",
    "seccompProfile",
)


def pod_spec_of(template: Mapping, pod_spec: Mapping, *, names_system: bool) -> PodSpec:
    """What a template says of its pods; ``names_system`` where it has an ``os.name``."""
    nodes = list(containers_of(pod_spec))
    return PodSpec(
        annotations=_annotations(template),
        dns_policy=fields.string(pod_spec, "dnsPolicy", default="ClusterFirst", span=pod_spec.span),
        containers=tuple(map(_container, nodes)),
        host_process=_host_process(pod_spec),
        resources=_resources(nodes),
        linux_settings=tuple(_linux_settings(pod_spec)) if names_system else (),
    )


def _annotations(template: Mapping) -> Labels:
    metadata = fields.child(template, "metadata")
    if isinstance(metadata, Mapping):
        return labels_at(metadata, "annotations")
    hidden = fields.hidden(metadata)
    return Labels(open_because=hidden.reason if hidden else None)


def _container(node: Node) -> Container:
    name, image = fields.field(node, "name"), fields.field(node, "image")
    return Container(
        span=name.span if name else node.span,
        name=fields.text(name) if name else Unknown(_NAMELESS, at(node.span)),
        image=fields.text(image) if image else None,
        host_process=_host_process(node),
    )


def _host_process(node: Node) -> Value[bool] | None:
    """What a pod spec or a container says itself; None where it says nothing."""
    context = fields.child(node, "securityContext")
    if context is None:
        return fields.hidden(node)
    options = fields.child(context, "windowsOptions")
    entry = fields.field(options, "hostProcess")
    if entry:
        return fields.boolean(entry)
    return fields.hidden(context) or fields.hidden(options)


def _resources(nodes: Iterable[Node]) -> dict[str, Value[str]]:
    """What containers ask of the VPC resource controller; an amount of none is left out."""
    found: dict[str, Value[str]] = {}
    for node in nodes:
        resources = fields.child(node, "resources")
        for part in ("limits", "requests"):
            amounts = fields.child(resources, part)
            if not isinstance(amounts, Mapping):
                continue
            for name in (ADDRESS, POD_ENI):
                entry = amounts.fields.get(name)
                amount = fields.text(entry) if entry else None
                if amount is not None and not is_known(amount, "0"):
                    found.setdefault(name, amount)
    return found


def _linux_settings(pod_spec: Mapping) -> Iterator[Setting]:
    for key in _REFUSED_IF_TRUE:
        entry = fields.field(pod_spec, key)
        if entry and is_known(fields.boolean(entry), True):
            yield Setting(key, at(entry.span))
    yield from _written(pod_spec, ("shareProcessNamespace",), "")
    context = fields.child(pod_spec, "securityContext")
    yield from _written(context, _REFUSED_IN_POD, "securityContext.")
    for container in containers_of(pod_spec):
        context = fields.child(container, "securityContext")
        yield from _written(context, _REFUSED_IN_CONTAINER, "containers.securityContext.")


def _written(node: Node | None, keys: Collection[str], above: str) -> Iterator[Setting]:
    for key, entry in node.fields.items() if isinstance(node, Mapping) else ():
        if key in keys and not _says_nothing(entry):
            yield Setting(f"{above}{key}", at(entry.span))


def _says_nothing(entry: Entry) -> bool:
    # null is the same as absence, and an empty list, or what is filled in later, may be.
    node = entry.value
    if isinstance(node, Sequence):
        return not node.items
    return fields.is_null(node) or fields.hidden(node) is not None
