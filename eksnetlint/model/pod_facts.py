"""What follows about workloads from what their templates say of their pods."""

from __future__ import annotations

from collections.abc import Iterator

from eksnetlint.model.cluster import Cluster
from eksnetlint.model.placement import OS_LABELS
from eksnetlint.model.pod_spec import ADDRESS, POD_ENI, Container, Setting
from eksnetlint.model.scheduling import NodeRequirement
from eksnetlint.model.webhook import is_seen_by_webhook
from eksnetlint.model.workload import Workload
from eksnetlint.values import (
    Frame,
    Known,
    Origin,
    Reason,
    Unknown,
    Value,
    at,
    disjunction,
    is_known,
    lift,
)

_BY_NAMESPACE = Reason(
    "an annotation of the namespace asks for nodes, and whether its plugin runs is not in the files"
)
BY_PATCH = Reason("a patch of a kustomization may ask for nodes; --render shows what it gives")
_NO_NAMESPACE = Reason("the labels of a namespace are not in these files")
_ENFORCED = "pod-security.kubernetes.io/enforce"
# Read by the admission plugin PodNodeSelector (Kubernetes documentation, "Admission Control"),
# which is not among those that the EKS user guide lists ("platform versions").
_NAMESPACE_SELECTOR = "scheduler.alpha.kubernetes.io/node-selector"


def is_given_address(workload: Workload, cluster: Cluster) -> Value[bool]:
    """Whether its pods get addresses on Windows nodes, by the webhook or because they ask for one.

    The controller gives an address to every pod with such a request, whoever wrote it
    (amazon-vpc-resource-controller-k8s, controllers/core/pod_controller.go).
    """
    seen = is_seen_by_webhook(workload, cluster)
    result = disjunction([seen, asks_for_address(workload, cluster)])
    if is_known(result, False):
        result = seen
    if workload.is_patched and is_known(result, False):
        return Unknown(BY_PATCH, result.origin)
    namespace = cluster.namespaces_by_name.get(_name(workload.namespace))
    if is_known(result, False) and namespace and _NAMESPACE_SELECTOR in namespace.annotations.items:
        return Unknown(_BY_NAMESPACE, result.origin)
    return result


def _name(value: Value[str]) -> str:
    return value.value if isinstance(value, Known) else ""


def pod_security(workload: Workload, cluster: Cluster) -> Value[str]:
    """The Pod Security Standard that its namespace enforces; privileged where it sets none.

    That is the default of the plugin (Kubernetes documentation, "Pod Security Admission").
    """
    namespace = cluster.namespaces_by_name.get(_name(workload.namespace))
    if namespace is None:
        return Unknown(_NO_NAMESPACE, workload.namespace.origin)
    level = namespace.labels.items.get(_ENFORCED)
    if level is not None:
        return level
    hidden = namespace.labels.open_because
    default: Value[str] = Known("privileged", at(namespace.span), is_set=False)
    return Unknown(hidden, at(namespace.span)) if hidden else default


def pod_eni(workload: Workload, _: Cluster) -> Value[bool]:
    """Whether a container asks for vpc.amazonaws.com/pod-eni, an interface of its own."""
    asked = workload.pod.resources.get(POD_ENI)
    return Known(False) if asked is None else lift(bool, asked)


def asks_for_address(workload: Workload, _: Cluster) -> Value[bool]:
    """Whether a container asks for vpc.amazonaws.com/PrivateIPv4Address itself."""
    asked = workload.pod.resources.get(ADDRESS)
    return Known(False) if asked is None else lift(bool, asked)


def dns_policy(workload: Workload, _: Cluster) -> Value[str]:
    """The DNS policy of its pods; ClusterFirst where none is written."""
    return workload.pod.dns_policy


def old_os_label(workload: Workload, _: Cluster) -> Value[str | None]:
    """The deprecated label it asks for its system by; null where it asks by today's too."""
    asked = {item.key: item for item in _asked(workload)}
    old = asked.get(OS_LABELS[1])
    if old is None or OS_LABELS[0] in asked:
        return Known(None)
    return Known(old.key, old.key_origin)


def _asked(workload: Workload) -> Iterator[NodeRequirement]:
    scheduling = workload.scheduling
    yield from scheduling.selector_requirements
    for term in scheduling.required.terms if scheduling.required else ():
        yield from term.requirements


def refused_settings(workload: Workload, _: Cluster) -> Value[tuple[Setting, ...]]:
    """The settings that the API server refuses in its pods, because their os.name is windows."""
    settings, name = workload.pod.linux_settings, workload.scheduling.os_name
    if not settings or name is None or (isinstance(name, Known) and name.value != "windows"):
        return Known(())
    origin = Origin(tuple(Frame(item.origin.frames[0].span, item.path) for item in settings))
    if isinstance(name, Unknown):
        return Unknown(name.reason, origin)
    return Known(settings, origin)


def ordinary_containers(workload: Workload, _: Cluster) -> Value[tuple[Container, ...]]:
    """Its containers that are no HostProcess containers; unknown where one cannot be told."""
    answers = [(item, _is_host_process(item, workload)) for item in workload.pod.containers]
    ordinary = tuple(item for item, answer in answers if is_known(answer, False))
    if ordinary:
        frames = tuple(Frame(item.span, f"container '{item.title}'") for item in ordinary)
        return Known(ordinary, Origin(frames))
    unknown = next((answer for _, answer in answers if isinstance(answer, Unknown)), None)
    return unknown or Known(())


def _is_host_process(container: Container, workload: Workload) -> Value[bool]:
    """What the container says, else the pod, else that it is none (Pod API)."""
    own = container.host_process or workload.pod.host_process
    return own or Known(False, at(container.span), is_set=False)
