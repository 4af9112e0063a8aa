"""The subnets a cluster and its nodes are in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from eksnetlint.model.network import Reservation, Subnet
from eksnetlint.readers.terraform.aws.attributes import items, string, within, written
from eksnetlint.readers.terraform.aws.inventory import Inventory
from eksnetlint.readers.terraform.aws.openness import openings
from eksnetlint.readers.terraform.resource import Resource
from eksnetlint.readers.terraform.types import TfValue
from eksnetlint.values import Known, Reason, Unknown, Value, World, at, is_known

_UNSEEN = Reason("subnets of the cluster are not made in these files")
_NO_RANGE = Reason("a reservation has no range")
_PLACES = (("vpc_config", "subnet_ids"), ("", "subnet_ids"), ("", "vpc_zone_identifier"))


def subnets_of(owners: Iterable[Resource], inventory: Inventory) -> World[Subnet]:
    """The subnets that a cluster and its groups name, each once."""
    return named_subnets((value for owner in owners for value in _named(owner)), inventory)


def named_subnets(values: Iterable[TfValue], inventory: Inventory) -> World[Subnet]:
    """The subnets that some values name, each once."""
    found: dict[str, Resource] = {}
    is_open = False
    for value in values:
        subnet = _subnet_of(value, inventory)
        is_open = is_open or subnet is None
        if subnet is not None:
            found.setdefault(subnet.address, subnet)
    reservations = _reservations(inventory)
    subnets = (_subnet(item, reservations, inventory) for item in found.values())
    return World(tuple(subnets), _UNSEEN if is_open or not found else None)


def _subnet_of(value: TfValue, inventory: Inventory) -> Resource | None:
    """The subnet a value points to, if there is surely one."""
    found = [item for item in inventory.referred(value, ("aws_subnet",)) if not item.is_data]
    return found[0] if len(found) == 1 and is_known(found[0].exists, True) else None


def _reservations(inventory: Inventory) -> dict[str, list[Reservation]]:
    """Reservations by the address of their subnet."""
    found: dict[str, list[Reservation]] = defaultdict(list)
    for item in inventory.of("aws_ec2_subnet_cidr_reservation"):
        value = written(item.contents, "subnet_id")
        subnet = _subnet_of(value, inventory) if value is not None else None
        if subnet is not None:
            found[subnet.address].append(_reservation(item))
    return found


def _named(owner: Resource) -> Iterator[TfValue]:
    for block, attribute in _PLACES:
        contents = owner.contents
        value = within(contents, block, attribute) if block else written(contents, attribute)
        yield from items(value)


def _subnet(
    resource: Resource, reservations: Mapping[str, list[Reservation]], inventory: Inventory
) -> Subnet:
    cidr_block = written(resource.contents, "cidr_block")
    place = at(resource.span)
    none: Value[str | None] = Known(None, place, is_set=False)
    opening = next(openings(inventory.root, "reserve ranges of a subnet"), None)
    return Subnet(
        span=resource.span,
        identity=Known(resource.address, place),
        cidr_block=string(cidr_block) if cidr_block is not None else none,
        reservations=World(
            tuple(reservations.get(resource.address, ())), opening.reason if opening else None
        ),
    )


def _reservation(resource: Resource) -> Reservation:
    cidr_block = written(resource.contents, "cidr_block")
    kind = written(resource.contents, "reservation_type")
    hidden = Unknown(_NO_RANGE, at(resource.span))
    return Reservation(
        span=resource.span,
        cidr_block=string(cidr_block) if cidr_block is not None else hidden,
        kind=string(kind) if kind is not None else hidden,
    )
