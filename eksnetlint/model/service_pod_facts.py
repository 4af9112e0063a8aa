"""What follows about a Service from the node groups that its Windows pods can run on."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from eksnetlint.model.candidates import candidates
from eksnetlint.model.cluster import Cluster
from eksnetlint.model.cluster_facts import ip_family
from eksnetlint.model.ip_family import IpFamily
from eksnetlint.model.manifest import Service
from eksnetlint.model.node_group import NodeGroup
from eksnetlint.model.node_group_facts import is_dsr_on
from eksnetlint.model.placement import BUILD_LABEL
from eksnetlint.model.service_facts import service_windows_workloads, service_workloads
from eksnetlint.model.workload import Workload
from eksnetlint.values import (
    Frame,
    Known,
    Origin,
    Reason,
    Unknown,
    Value,
    is_known,
    lift,
)

_IPV6 = "IPv6"
_MORE_PODS = Reason("there may be more pods behind a Service than these files tell")
_NO_GROUPS = Reason("the node groups of a Service's pods are not in these files")
_BUILD_2019 = "10.0.17763"
_DIFFERENT = Reason("the node groups of a Service's pods differ")


def asks_for_ipv6(service: Service, cluster: Cluster) -> Value[bool]:
    """Whether it must have an IPv6 address, in a cluster that is not known to have such ones.

    PreferDualStack without families does not ask for them. The API server refuses any family that
    the cluster does not have (kubernetes, pkg/registry/core/service/storage/alloc.go).
    """
    if is_known(ip_family(cluster), IpFamily.IPV6):
        return Known(False)
    families = service.ip_families
    if not families.is_set:
        asks: Value[bool] = Known(False)
    else:
        asks = lift(lambda names: _IPV6 in names, families)
    if is_known(asks, True):
        return asks
    both = lift(lambda policy: policy == "RequireDualStack", service.ip_family_policy)
    return both if is_known(both, True) or is_known(asks, False) else asks


def comes_through_nodes(service: Service, _: Cluster) -> Value[bool]:
    """Whether traffic from outside comes to its pods by way of ports on the nodes."""
    kind, targets = service.type, service.load_balancer_targets
    if is_known(kind, "LoadBalancer"):
        return lift(lambda found: found == "instance", targets)
    return lift(lambda found: found == "NodePort", kind)


def pods_have_dsr(service: Service, cluster: Cluster) -> Value[bool]:
    """Whether kube-proxy uses DSR on all node groups that its Windows pods can run on.

    False where none of them has it, unknown where they differ or there may be others.
    """
    return _alike(service, cluster, lambda group: is_dsr_on(group, cluster))


def pods_run_on_2019(service: Service, cluster: Cluster) -> Value[bool]:
    """Whether all its Windows pods run on Windows Server 2019; unknown where they may differ."""
    workloads = service_windows_workloads(service, cluster)
    if isinstance(workloads, Unknown):
        return workloads
    asked = [_asks_for_2019(workload) for workload in workloads.value]
    frames = tuple(frame for frame in asked if frame is not None)
    if asked and len(frames) == len(asked):
        return Known(True, Origin(frames))
    return _alike(
        service, cluster, lambda group: lift(lambda year: year == 2019, group.windows_version)
    )


def _asks_for_2019(workload: Workload) -> Frame | None:
    build = workload.scheduling.node_selector.items.get(BUILD_LABEL)
    if build is None or not is_known(build, _BUILD_2019):
        return None
    place = build.origin.span or workload.span
    return Frame(place, f"{workload.title} asks for Windows Server 2019")


def _alike(
    service: Service, cluster: Cluster, test: Callable[[NodeGroup], Value[bool]]
) -> Value[bool]:
    """What holds for every node group of its Windows pods."""
    workloads = service_windows_workloads(service, cluster)
    if isinstance(workloads, Unknown):
        return workloads
    groups: dict[NodeGroup, Value[bool]] = {}
    for workload in workloads.value:
        found = candidates(workload, cluster)
        if found.open_because or not found.possible:
            return Unknown(found.open_because or _NO_GROUPS)
        groups.update((group, test(group)) for group in found.possible)
    if not groups:
        return Unknown(_NO_GROUPS)
    return _agreed(groups)


def _agreed(groups: dict[NodeGroup, Value[bool]]) -> Value[bool]:
    answers: set[bool] = set()
    for value in groups.values():
        if isinstance(value, Unknown):
            return value
        answers.add(value.value)
    if len(answers) > 1:
        return Unknown(_DIFFERENT)
    return Known(answers.pop(), Origin(tuple(_frames(groups))))


def _frames(groups: dict[NodeGroup, Value[bool]]) -> Iterator[Frame]:
    for group, value in groups.items():
        yield Frame(value.origin.span or group.span, f"its pods run on {group.title}")


def pod_count(service: Service, cluster: Cluster) -> Value[int]:
    """At least how many pods are behind it, by the replicas that its workloads ask for."""
    workloads = service_workloads(service, cluster)
    known = [
        item.replicas
        for item in (workloads.value if isinstance(workloads, Known) else ())
        if isinstance(item.replicas, Known) and item.replicas.value
    ]
    frames = tuple(frame for value in known for frame in value.origin.frames[:1])
    least = sum(value.value or 0 for value in known)
    return Unknown(_MORE_PODS, Origin(frames), at_least=least, is_set=False)
