"""The kinds of objects that rules judge, and the functions that give further facts of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from eksnetlint.model import (
    candidates,
    capacity,
    cluster_facts,
    cni_facts,
    cni_settings,
    namespace_facts,
    node_group_facts,
    policy_facts,
    service_facts,
    webhook,
)
from eksnetlint.model.cluster import Cluster, NamespaceUse
from eksnetlint.model.cni import CalicoInstallation, CniConfiguration, ServicesEndpoint
from eksnetlint.model.manifest import Service
from eksnetlint.model.node_group import NodeGroup
from eksnetlint.model.policy import NetworkPolicy, SecurityGroupPolicy
from eksnetlint.model.workload import Workload
from eksnetlint.values import Value

Function = Callable[..., Value[Any]]


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of object that rules judge: its class, its objects in a cluster, its functions."""

    kind: type
    objects: Callable[[Cluster], tuple[Any, ...]]
    functions: dict[str, Function]


def _named(*functions: Function) -> dict[str, Function]:
    return {function.__name__: function for function in functions}


_CLUSTER = _named(
    cluster_facts.platform,
    cluster_facts.shows_other_platform,
    cluster_facts.kubernetes_minor,
    cluster_facts.ip_family,
    cluster_facts.is_whole,
    cluster_facts.is_declared,
    cluster_facts.made_by_eksctl,
    cluster_facts.windows_node_groups,
    cluster_facts.shows_windows,
    cluster_facts.has_linux_capacity,
    cluster_facts.windows_ipam,
    cluster_facts.windows_ipam_cause,
    cluster_facts.prefix_delegation,
    cluster_facts.service_count,
    cluster_facts.has_network_policies,
    cluster_facts.enforces_policies_on_windows,
    cni_settings.pod_eni,
    cni_settings.cni_conflicts,
)

SUBJECTS: Mapping[str, Subject] = {
    "cluster": Subject(Cluster, lambda cluster: (cluster,), _CLUSTER),
    "node_group": Subject(
        NodeGroup,
        lambda cluster: cluster.node_groups,
        _named(
            capacity.pod_capacity,
            node_group_facts.dsr,
            node_group_facts.is_dsr_on,
        ),
    ),
    "workload": Subject(
        Workload,
        lambda cluster: cluster.workloads,
        _named(
            webhook.is_seen_by_webhook,
            candidates.candidate_groups,
            candidates.possible_groups,
        ),
    ),
    "namespace": Subject(
        NamespaceUse,
        lambda cluster: cluster.namespace_uses,
        _named(
            namespace_facts.is_system,
            namespace_facts.is_declared,
            namespace_facts.windows_workloads,
            namespace_facts.other_workloads,
            namespace_facts.unselected_windows_workloads,
            namespace_facts.unselected_other_workloads,
            namespace_facts.every_windows_pod_is_selected,
            namespace_facts.every_other_pod_is_selected,
        ),
    ),
    "network_policy": Subject(
        NetworkPolicy,
        lambda cluster: cluster.network_policies,
        {
            "workloads": policy_facts.policy_workloads,
            "windows_workloads": policy_facts.policy_windows_workloads,
            "is_enforced_on_windows": policy_facts.is_enforced_on_windows,
            "unenforced_workloads": policy_facts.policy_unenforced_workloads,
        },
    ),
    "service": Subject(
        Service,
        lambda cluster: cluster.services,
        {
            "workloads": service_facts.service_workloads,
            "windows_workloads": service_facts.service_windows_workloads,
        },
    ),
    "security_group_policy": Subject(
        SecurityGroupPolicy,
        lambda cluster: cluster.security_group_policies,
        {
            "workloads": policy_facts.group_policy_workloads,
            "windows_workloads": policy_facts.group_policy_windows_workloads,
        },
    ),
    "cni_configuration": Subject(
        CniConfiguration,
        lambda cluster: cluster.cni_configurations,
        _named(cni_facts.windows_ipam, cni_facts.prefix_delegation),
    ),
    "services_endpoint": Subject(ServicesEndpoint, lambda cluster: cluster.services_endpoints, {}),
    "calico_installation": Subject(
        CalicoInstallation, lambda cluster: cluster.calico_installations, {}
    ),
}
