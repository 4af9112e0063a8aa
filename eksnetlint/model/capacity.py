"""How many pods a Windows node has addresses for."""

from __future__ import annotations

from eksnetlint.aws.instances import InstanceLimits, instance_limits
from eksnetlint.model.cluster import Cluster
from eksnetlint.model.cluster_facts import prefix_delegation
from eksnetlint.model.node_group import NodeGroup
from eksnetlint.values import Known, Origin, Reason, Unknown, Value, minimum

# Addresses in the /28 prefix that takes the place of one address.
_PREFIX_SIZE = 16


def pod_capacity(group: NodeGroup, cluster: Cluster) -> Value[int]:
    """Pods that a node's addresses suffice for, on the smallest of the group's instance types.

    A Windows node uses the first interface only: its IPv4 addresses but the primary one, or 16
    times as many with prefix delegation (EKS best practices guide, "Windows networking";
    amazon-vpc-resource-controller-k8s, pkg/provider/ip and pkg/provider/prefix).
    """
    types = group.instance_types
    if isinstance(types, Unknown):
        return Unknown(types.reason, types.origin)
    mode = prefix_delegation(cluster)
    capacities = [_of_type(name, mode, types.origin) for name in types.value]
    return (
        minimum(capacities)
        if capacities
        else Unknown(Reason("a node group has no instance type"), types.origin)
    )


def _of_type(name: str, mode: Value[bool], origin: Origin) -> Value[int]:
    limits = instance_limits(name)
    if limits is None:
        return Unknown(Reason(f"the limits of instance type {name} are not known"), origin)
    fewest, most = secondary_addresses(limits), _with_prefixes(limits)
    if fewest == most:
        return Known(fewest, origin)
    if isinstance(mode, Unknown):
        return Unknown(mode.reason, origin, at_least=fewest, at_most=most)
    return Known(most if mode.value else fewest, origin.through(*mode.origin.frames))


def secondary_addresses(limits: InstanceLimits) -> int:
    """Addresses for pods without prefix delegation."""
    return limits.ipv4_per_eni - 1


def _with_prefixes(limits: InstanceLimits) -> int:
    # Without Nitro the controller keeps to single addresses (pkg/provider/prefix/provider.go).
    factor = _PREFIX_SIZE if limits.supports_prefix_delegation else 1
    return secondary_addresses(limits) * factor
