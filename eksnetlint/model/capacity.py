"""How many pods a Windows node has addresses for."""

from __future__ import annotations

from eksnetlint.aws.instances import InstanceLimits, instance_limits
from eksnetlint.model.cluster import Cluster
from eksnetlint.model.cluster_facts import prefix_delegation
from eksnetlint.model.node_group import NodeGroup
from eksnetlint.values import Known, Reason, Unknown, Value, lift, minimum

# Addresses in the /28 prefix that takes the place of one address.
_PREFIX_SIZE = 16


def pod_capacity(group: NodeGroup, cluster: Cluster) -> Value[int]:
    """Pods that a node's addresses suffice for, on the smallest of the group's instance types.

    A Windows node uses the first interface only: its IPv4 addresses but the primary one, or 16
    times as many with prefix delegation (EKS best practices guide, "Windows networking";
    amazon-vpc-resource-controller-k8s, pkg/provider/ip and pkg/provider/prefix).
    """
    types = group.instance_types
    mode = prefix_delegation(cluster)
    # Each type has a place of its own where the reader gives one.
    names: list[Value[str]] = list(group.listed_types)
    if not names and isinstance(types, Known):
        names = [Known(name, types.origin) for name in types.value]
    capacities = [capacity_of_type(name, mode) for name in names]
    if capacities:
        return minimum(capacities)
    hidden = Reason("a node group has no instance type")
    return Unknown(types.reason if isinstance(types, Unknown) else hidden, types.origin)


def idle_addresses(group: NodeGroup, cluster: Cluster) -> Value[int]:
    """Addresses for pods of a node that its limit of pods leaves without use."""
    return lift(
        lambda most, used: max(most - used, 0), pod_capacity(group, cluster), group.max_pods
    )


def capacity_of_type(name: Value[str], mode: Value[bool]) -> Value[int]:
    """The same for one instance type; ``mode`` says whether prefix delegation is on."""
    if isinstance(name, Unknown):
        return Unknown(name.reason, name.origin)
    limits = instance_limits(name.value)
    if limits is None:
        reason = Reason(f"the limits of instance type {name.value} are not known")
        return Unknown(reason, name.origin)
    fewest, most = secondary_addresses(limits), _with_prefixes(limits)
    if fewest == most:
        return Known(fewest, name.origin)
    if isinstance(mode, Unknown):
        return Unknown(mode.reason, name.origin, at_least=fewest, at_most=most)
    return Known(most if mode.value else fewest, name.origin.through(*mode.origin.frames))


def secondary_addresses(limits: InstanceLimits) -> int:
    """Addresses for pods without prefix delegation."""
    return limits.ipv4_per_eni - 1


def _with_prefixes(limits: InstanceLimits) -> int:
    # Without Nitro the controller keeps to single addresses (pkg/provider/prefix/provider.go).
    factor = _PREFIX_SIZE if limits.supports_prefix_delegation else 1
    return secondary_addresses(limits) * factor
