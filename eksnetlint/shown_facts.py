"""The facts that are worth showing of each kind of object."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from eksnetlint.model.candidates import candidate_groups
from eksnetlint.model.cluster import Cluster
from eksnetlint.model.facts import fact
from eksnetlint.model.node_group import Os
from eksnetlint.values import Known, Value, is_known, known_or

# The facts shown of each kind of object, in this order.
_FACTS = {
    "cluster": (
        "platform",
        "kubernetes_minor",
        "ip_family",
        "windows_ipam",
        "prefix_delegation",
        "pod_eni",
        "cni_conflicts",
        "enforces_policies_on_windows",
        "has_linux_capacity",
        "service_count",
    ),
    "node_group": (
        "provisioner",
        "os",
        "windows_version",
        "edition",
        "instance_types",
        "pod_capacity",
        "max_pods",
        "eni_count",
        "dsr",
        "dsr_cause",
    ),
    "workload": (
        "os",
        "os_cause",
        "placement_conflict",
        "is_seen_by_webhook",
        "candidate_groups",
        "possible_groups",
        "host_network",
        "host_process",
    ),
    "network_policy": (
        "defined_by",
        "ingress",
        "egress",
        "tier",
        "order",
        "workloads",
        "windows_workloads",
    ),
    "service": (
        "type",
        "workloads",
        "external_traffic_policy",
        "load_balancer_targets",
    ),
    "security_group_policy": ("workloads", "windows_workloads"),
    "cni_configuration": ("windows_ipam", "prefix_delegation"),
    "calico_installation": ("windows_dataplane", "service_cidrs", "cni_type"),
    "services_endpoint": ("host", "port"),
}
_WINDOWS_ONLY = frozenset(
    {"windows_version", "edition", "pod_capacity", "max_pods", "dsr", "dsr_cause"}
)
_IF_ANY = frozenset(
    {"tier", "order", "cni_conflicts", "load_balancer_targets", "placement_conflict"}
)
# The objects of a cluster by their kind, in this order.
LISTS = {
    "node_group": "node_groups",
    "workload": "workloads",
    "network_policy": "network_policies",
    "service": "services",
    "security_group_policy": "security_group_policies",
    "cni_configuration": "cni_configurations",
    "calico_installation": "calico_installations",
    "services_endpoint": "services_endpoints",
}


def facts_of(kind: str, item: Any, cluster: Cluster) -> Iterator[tuple[str, Value[Any]]]:
    """The facts that are shown of an object, by name."""
    left_out = _left_out(kind, item, cluster)
    for name in _FACTS[kind]:
        if name in left_out:
            continue
        value = fact(kind, item, cluster, name)
        if not (name in _IF_ANY and known_or(value, True) in (None, (), False)):
            yield name, value


def _left_out(kind: str, item: Any, cluster: Cluster) -> frozenset[str]:
    """The facts that say nothing of an object of its kind."""
    if kind == "node_group":
        return _WINDOWS_ONLY if is_known(item.os, Os.LINUX) else frozenset()
    if kind != "workload":
        return frozenset()
    names = set() if is_known(item.os, Os.WINDOWS) else {"is_seen_by_webhook"}
    if not cluster.node_groups:
        names |= {"candidate_groups", "possible_groups"}
    elif isinstance(candidate_groups(item, cluster), Known):
        names.add("possible_groups")
    return frozenset(names)
