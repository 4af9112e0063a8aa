"""What is known of the subnets that nodes are in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from ipaddress import IPv4Network

from eksnetlint.aws.instances import instance_limits
from eksnetlint.model.cluster import Cluster
from eksnetlint.model.network import Subnet
from eksnetlint.model.node_group import NodeGroup, Os
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

_NO_RANGE = Reason("a range of IPv4 addresses cannot be read")
# A prefix is a /28; VPC keeps the first four addresses of a subnet and the last for itself.
_PREFIX_LENGTH = 28
_BROKEN = 2


def prefix_count(subnet: Subnet, _: Cluster) -> Value[int]:
    """The /28 blocks that are whole in it while it is empty.

    The first and the last are not: AWS keeps the first four addresses of each subnet and the last
    (VPC user guide, "Subnet CIDR blocks"), and a prefix is a whole block that starts at a multiple
    of 16 (amazon-vpc-resource-controller-k8s, docs/windows).
    """
    block = subnet.cidr_block
    if isinstance(block, Unknown):
        return block
    length = _length(block.value)
    if length is None:
        return Unknown(_NO_RANGE, block.origin)
    blocks = 2 ** max(_PREFIX_LENGTH - length, 0)
    return Known(max(blocks - _BROKEN, 0), block.origin)


def _length(cidr_block: str | None) -> int | None:
    try:
        return IPv4Network(cidr_block).prefixlen if cidr_block and "/" in cidr_block else None
    except ValueError:
        return None


def prefix_groups(subnet: Subnet, cluster: Cluster) -> Value[tuple[NodeGroup, ...]]:
    """The Windows node groups in it with an instance type that can have prefixes.

    Groups of unknown types, and Karpenter's, which choose subnets by tags, are left out.
    """
    return _listed(
        group
        for group in _groups(subnet, cluster)
        if is_known(group.os, Os.WINDOWS) and any(map(_can_have_prefixes, group.listed_types))
    )


def other_groups(subnet: Subnet, cluster: Cluster) -> Value[tuple[NodeGroup, ...]]:
    """The Linux node groups whose nodes may be in it."""
    return _listed(group for group in _groups(subnet, cluster) if is_known(group.os, Os.LINUX))


def has_prefix_reservation(subnet: Subnet, _: Cluster) -> Value[bool]:
    """Whether a part of it is kept for prefixes."""
    return subnet.reservations.some(
        lambda reservation: lift(lambda kind: kind == "prefix", reservation.kind)
    )


def _groups(subnet: Subnet, cluster: Cluster) -> Iterator[NodeGroup]:
    for group in cluster.node_groups:
        if any(subnet.key == other.key for other in group.subnets.items):
            yield group


def _can_have_prefixes(name: Value[str]) -> bool:
    limits = instance_limits(name.value) if isinstance(name, Known) else None
    return limits is not None and limits.supports_prefix_delegation


def _listed(groups: Iterable[NodeGroup]) -> Known[tuple[NodeGroup, ...]]:
    found = tuple(groups)
    frames = tuple(Frame(group.span, f"{group.title} is in it") for group in found)
    return Known(found, Origin(frames))
