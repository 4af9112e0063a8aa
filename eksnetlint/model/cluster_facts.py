"""What follows about a cluster from all that belongs to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from eksnetlint.model.cluster import MADE_ELSEWHERE, Cluster
from eksnetlint.model.cni import GO_FALSE, GO_TRUE
from eksnetlint.model.cni_settings import DIFFERENT, config_map_flag
from eksnetlint.model.engines import any_engine
from eksnetlint.model.ip_family import IpFamily
from eksnetlint.model.manifest import Platform
from eksnetlint.model.node_group import NodeGroup, Os, Provisioner
from eksnetlint.values import (
    Frame,
    Known,
    Origin,
    Reason,
    Unknown,
    Value,
    agreed,
    at,
    disjunction,
    is_known,
    lift,
    negation,
)

T = TypeVar("T")

_NO_CLUSTER = Reason("no cluster is declared in these files")
_NO_IPAM = Reason("whether Windows IPAM is enabled is not in these files", "windows_ipam")
_NO_MODE = Reason("whether prefix delegation is enabled is not in these files", "prefix_delegation")
# EKS best practices guide, "Windows networking", Direct Server Return.
MANY_SERVICES = 100
_MORE_SERVICES = Reason("there may be Services that are not in these files")


def platform(cluster: Cluster) -> Value[Platform]:
    """Whose Kubernetes the cluster is; unknown without a sign, or with signs of several."""
    found = {sign.platform: sign for sign in reversed(cluster.platform_signs)}
    if len(found) == 1:
        sign = next(iter(found.values()))
        return Known(sign.platform, at(sign.span, sign.what))
    if not found and cluster.claim is not None:
        return Known(Platform.EKS)
    return Unknown(Reason("the files do not say which platform they are for"), is_set=False)


def shows_other_platform(cluster: Cluster) -> Value[bool]:
    """Whether the files are plainly for another platform than EKS."""
    return Known(is_known(platform(cluster), Platform.OTHER))


def kubernetes_minor(cluster: Cluster) -> Value[int]:
    """The 33 of Kubernetes 1.33."""
    written = _declared([item.kubernetes_minor for item in cluster.declarations])
    return cluster.declared.kubernetes_minor or written


def ip_family(cluster: Cluster) -> Value[IpFamily]:
    """The address family of pods and services."""
    return _declared([item.ip_family for item in cluster.declarations])


def _declared(values: Sequence[Value[T]]) -> Value[T]:
    # A file that only adds to a cluster does not see what the one that makes it says.
    seen = [value for value in values if isinstance(value, Known) or value.is_set]
    return agreed(seen or values, DIFFERENT if values else _NO_CLUSTER)


def is_whole(cluster: Cluster) -> Value[bool]:
    """Whether its files describe the whole cluster, and not node groups to be added to one."""
    if cluster.is_complete:
        return Known(True)
    return disjunction(item.is_whole for item in cluster.declarations)


def is_declared(cluster: Cluster) -> Value[bool]:
    """Whether a file declares the cluster itself, and not only what runs in it."""
    return Known(bool(cluster.declarations))


def made_by_eksctl(cluster: Cluster) -> Value[bool]:
    """Whether eksctl makes the cluster or its node groups; it enables Windows IPAM itself.

    Source: eksctl pkg/windows/ipam.go, since 0.74.0.
    """
    return disjunction(item.made_by_eksctl for item in cluster.declarations)


def windows_node_groups(cluster: Cluster) -> Value[tuple[NodeGroup, ...]]:
    """The node groups that are known to be Windows."""
    groups = tuple(group for group in cluster.node_groups if is_known(group.os, Os.WINDOWS))
    frames = tuple(Frame(group.span, f"{group.title} runs Windows") for group in groups)
    return Known(groups, Origin(frames))


def shows_windows(cluster: Cluster) -> Value[bool]:
    """Whether the files have a Windows node group or a Windows workload."""
    for group in cluster.node_groups:
        if is_known(group.os, Os.WINDOWS):
            return Known(True, at(group.os.origin.span or group.span, f"{group.title} is Windows"))
    for workload in cluster.workloads:
        if is_known(workload.os, Os.WINDOWS):
            place = workload.os.origin.span or workload.span
            return Known(True, at(place, f"{workload.title} runs on Windows"))
    return Known(False)


def has_linux_capacity(cluster: Cluster) -> Value[bool]:
    """Whether anything in the files brings nodes that Linux pods, CoreDNS above all, can run on."""
    answers: list[Value[bool]] = [
        lift(lambda os: os is not Os.WINDOWS, group.os) for group in cluster.node_groups
    ]
    answers += cluster.other_capacity
    answers += [negation(pool.is_windows) for pool in cluster.node_pools]
    answer = disjunction(answers)
    if isinstance(answer, Known) and not answer.value:
        if not cluster.declarations:
            return Unknown(_NO_CLUSTER, is_set=False)
        return Known(False, windows_node_groups(cluster).origin, is_set=False)
    return answer


def windows_ipam(cluster: Cluster) -> Value[bool]:
    """Whether the VPC resource controller gives Windows pods their addresses."""
    if cluster.declared.windows_ipam is not None:
        return cluster.declared.windows_ipam
    made = is_known(made_by_eksctl(cluster), True) and not _has_only_pools(cluster)
    if made and is_known(shows_windows(cluster), True):
        return Known(True, shows_windows(cluster).origin, is_set=False)
    flag = config_map_flag(cluster, "enable-windows-ipam", _NO_IPAM)
    if isinstance(flag, Unknown) and not flag.is_set and _shows_all_settings(cluster):
        return Known(False, flag.origin, is_set=False)
    return flag


def _has_only_pools(cluster: Cluster) -> bool:
    # eksctl does not know of nodes that Karpenter makes.
    groups = [group for group in cluster.node_groups if is_known(group.os, Os.WINDOWS)]
    return bool(groups) and all(
        is_known(group.provisioner, Provisioner.KARPENTER) for group in groups
    )


def _shows_all_settings(cluster: Cluster) -> bool:
    """Whether what its files do not set is set nowhere: not by eksctl, nor by an unseen module."""
    makers = [item for item in cluster.declarations if is_known(item.made_by_eksctl, False)]
    return (
        cluster.is_complete
        and bool(makers)
        and not any(is_known(item.made_by_eksctl, True) for item in cluster.declarations)
        and all(
            item.access.entries.open_because in (None, MADE_ELSEWHERE)
            for item in cluster.declarations
        )
    )


def windows_ipam_cause(cluster: Cluster) -> Value[str]:
    """A phrase for how Windows IPAM comes to be off."""
    for configuration in cluster.cni_configurations:
        setting = configuration.settings.get("enable-windows-ipam")
        if isinstance(setting, Known) and setting.value not in GO_TRUE:
            hint = "" if setting.value in GO_FALSE else ", which Go does not read as true"
            return Known(f"enable-windows-ipam is {setting.value!r}{hint}", setting.origin)
    return Known("enable-windows-ipam is not set", windows_ipam(cluster).origin)


def prefix_delegation(cluster: Cluster) -> Value[bool]:
    """Whether Windows nodes get /28 prefixes instead of single addresses."""
    if cluster.declared.prefix_delegation is not None:
        return cluster.declared.prefix_delegation
    return config_map_flag(cluster, "enable-windows-prefix-delegation", _NO_MODE)


def service_count(cluster: Cluster) -> Value[int]:
    """At least how many Services kube-proxy balances: neither headless nor ExternalName."""
    distinct: dict[tuple[str, str], Frame] = {}
    for service in cluster.services:
        takes, name, namespace = service.takes_ports, service.name, service.namespace
        if isinstance(takes, Known) and takes.value and isinstance(name, Known):
            where = namespace.value if isinstance(namespace, Known) else ""
            distinct.setdefault((where, name.value), Frame(service.span, "one of the Services"))
    first = tuple(distinct.values())[:1]
    return Unknown(_MORE_SERVICES, Origin(first), at_least=len(distinct), is_set=False)


def shows_many_services(cluster: Cluster) -> Value[bool]:
    """Whether the files hold more Services than AWS says are safe without DSR, which is 100."""
    count = service_count(cluster)
    at_least = count.at_least if isinstance(count, Unknown) else count.value
    return Known((at_least or 0) > MANY_SERVICES, count.origin)


def has_network_policies(cluster: Cluster) -> Value[bool]:
    """Whether the files have a network policy of any kind for the cluster."""
    return Known(bool(cluster.network_policies))


def enforces_policies_on_windows(cluster: Cluster) -> Value[bool]:
    """Whether an engine is known to enforce network policies for Windows pods, or known not to.

    The VPC CNI's engine runs on Linux nodes only (EKS user guide, "Limit Pod traffic with
    Kubernetes network policies"); Calico's needs its Windows dataplane (Installation API).
    """
    return any_engine(cluster, Os.WINDOWS).answer
