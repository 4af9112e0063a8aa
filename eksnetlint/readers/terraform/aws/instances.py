"""Single instances that are nodes of a cluster: ``aws_instance``."""

from __future__ import annotations

from collections.abc import Iterator

from eksnetlint.model.node_group import Provisioner
from eksnetlint.readers.terraform.aws.attributes import string, written
from eksnetlint.readers.terraform.aws.images import image_of_id
from eksnetlint.readers.terraform.aws.inventory import Inventory
from eksnetlint.readers.terraform.aws.membership import only_cluster, owner_of
from eksnetlint.readers.terraform.aws.node_groups import Parts, assembled
from eksnetlint.readers.terraform.aws.scripts import Script, script_of
from eksnetlint.readers.terraform.aws.self_managed import SelfManaged
from eksnetlint.readers.terraform.aws.subnets import named_subnets
from eksnetlint.readers.terraform.aws.templates import single
from eksnetlint.readers.terraform.resource import Resource
from eksnetlint.readers.terraform.types import TfValue
from eksnetlint.source.text import Span
from eksnetlint.values import Known, Reason, Unknown, Value, at

_NO_TYPE = Reason("a node has no instance type that can be seen")


def single_node_of(resource: Resource, inventory: Inventory) -> SelfManaged | None:
    """An instance as a node group of one; None where its user data joins no cluster."""
    contents = resource.contents
    user_data = written(contents, "user_data", "user_data_base64")
    script = script_of(user_data, called_after=False)
    image_id, instance_type = written(contents, "ami"), written(contents, "instance_type")
    if not isinstance(script, Script) or not script.joins_a_cluster or image_id is None:
        return None
    types = single(string(instance_type)) if instance_type is not None else None
    parts = Parts(
        name=Known(resource.address, at(resource.span)),
        provisioner=Provisioner.SELF_MANAGED,
        image=image_of_id(image_id, inventory),
        script=script,
        instance_types=types or Unknown(_NO_TYPE, at(resource.span)),
        eni_count=_eni_count(resource, inventory),
        subnets=named_subnets(filter(None, [written(contents, "subnet_id")]), inventory),
        listed_types=(string(instance_type),) if instance_type is not None else (),
        template=None,
    )
    name = script.cluster_name
    owner = owner_of(name, inventory) if name else only_cluster(resource, inventory)
    profile = written(contents, "iam_instance_profile")
    return SelfManaged(assembled(resource, parts), owner, profile)


def _eni_count(resource: Resource, inventory: Inventory) -> Value[int]:
    """The interfaces it starts with, and those that are attached to it."""
    blocks = resource.contents.nested("network_interface")
    first = [block.span for block in blocks.items] or [resource.span]
    places = [*first, *_attached(resource, inventory)]
    origin = at(places[min(len(places), 2) - 1])
    if blocks.open_because is not None:
        return Unknown(blocks.open_because, origin, at_least=len(places))
    return Known(len(places), origin, is_set=len(places) > 1)


def _attached(resource: Resource, inventory: Inventory) -> Iterator[Span]:
    for attachment in inventory.of("aws_network_interface_attachment"):
        instance = written(attachment.contents, "instance_id")
        if instance is not None and _is_of(resource, instance, attachment, inventory):
            yield attachment.span
    for interface in inventory.of("aws_network_interface"):
        for block in interface.contents.nested("attachment").items:
            instance = written(block, "instance")
            if instance is not None and _is_of(resource, instance, interface, inventory):
                yield block.span


def _is_of(
    resource: Resource, instance: TfValue, attachment: Resource, inventory: Inventory
) -> bool:
    if isinstance(attachment.exists, Unknown):
        return False
    return inventory.referred(instance, ("aws_instance",)) == [resource]
