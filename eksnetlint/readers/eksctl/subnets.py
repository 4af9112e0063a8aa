"""The subnets that eksctl puts the nodes of a group into."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from ipaddress import IPv4Network

from eksnetlint.model.network import Subnet
from eksnetlint.model.node_group import NodeGroup
from eksnetlint.readers import fields
from eksnetlint.source.text import Span
from eksnetlint.source.tree import Mapping, Node, Scalar
from eksnetlint.values import Known, Reason, Unknown, Value, World, at, is_known, known_or

_ELSEWHERE = Reason("the subnets of a node group are not described in the eksctl file")
_RESERVED = Reason("whether ranges of a subnet are reserved is not in an eksctl file")
_BAD_RANGE = Reason("a range of IPv4 addresses cannot be read")
_ZONES = Reason("the number of zones cannot be seen")
# eksctl pkg/az: three zones unless it is told which, or two in the smallest regions.
_DEFAULT_ZONES = 3
# eksctl pkg/vpc/vpc.go, getSubnetNetworkSize: eight parts for up to four zones, else sixteen.
_ZONES_IN_EIGHT = 4


def in_subnets(group: NodeGroup, node: Mapping, root: Mapping) -> NodeGroup:
    """The group with the subnets it is put into."""
    vpc = fields.child(root, "vpc")
    cidr = fields.field(vpc, "cidr")
    if fields.field(vpc, "subnets"):
        subnets = World(tuple(_existing(node, vpc)), _ELSEWHERE)
    elif cidr and not fields.field(vpc, "id"):
        subnets = World((_made(fields.text(cidr), cidr.span, root),))
    else:
        subnets = World((), _ELSEWHERE)
    return replace(group, subnets=subnets)


def _made(cidr: Value[str], span: Span, root: Mapping) -> Subnet:
    """The subnets that eksctl divides the VPC into stand as one: all have the same size."""
    return Subnet(
        span=span,
        identity=Known("of the VPC that eksctl makes", at(span)),
        cidr_block=_first_part(cidr, root),
        reservations=World((), _RESERVED),
    )


def _first_part(cidr: Value[str], root: Mapping) -> Value[str | None]:
    if isinstance(cidr, Unknown):
        return cidr
    zones = _zones(root)
    if zones is None:
        return Unknown(_ZONES, cidr.origin)
    try:
        whole = IPv4Network(cidr.value, strict=False)
        part = next(whole.subnets(prefixlen_diff=3 if zones <= _ZONES_IN_EIGHT else 4))
    except ValueError:
        return Unknown(_BAD_RANGE, cidr.origin)
    return Known(str(part), cidr.origin)


def _zones(root: Mapping) -> int | None:
    number = 0
    for key, default in (("availabilityZones", _DEFAULT_ZONES), ("localZones", 0)):
        entry = fields.field(root, key)
        if entry and isinstance(entry.value, Scalar):
            return None
        number += len(fields.items(entry.value)) if entry else default
    return number


def _existing(node: Mapping, vpc: Node | None) -> Iterator[Subnet]:
    """The subnets of the VPC that the group names, else those that it is put into by default."""
    named = fields.items(fields.child(node, "subnets"))
    wanted = {known_or(fields.node_text(item), None) for item in named}
    zones = {
        known_or(fields.node_text(item), None)
        for item in fields.items(fields.child(node, "availabilityZones"))
    }
    kinds = ("private", "public") if named else (_default_kind(node),)
    for kind in kinds:
        listed = fields.child(vpc, "subnets", kind)
        for key, entry in listed.fields.items() if isinstance(listed, Mapping) else ():
            zone = fields.string(entry.value, "az", default=key, span=entry.span)
            identity = fields.string(entry.value, "id", default=key, span=entry.span)
            names = {key, known_or(identity, None)}
            is_chosen = names & wanted if named else not zones or known_or(zone, None) in zones
            if is_chosen:
                yield _subnet(entry.value, identity, entry.span)


def _default_kind(node: Mapping) -> str:
    private = fields.field(node, "privateNetworking")
    return "private" if private and is_known(fields.boolean(private), True) else "public"


def _subnet(node: Node, identity: Value[str], span: Span) -> Subnet:
    cidr = fields.field(node, "cidr")
    hidden = Unknown(_ELSEWHERE, at(span), is_set=False)
    return Subnet(
        span=span,
        identity=identity,
        cidr_block=fields.text(cidr) if cidr else hidden,
        reservations=World((), _RESERVED),
    )
