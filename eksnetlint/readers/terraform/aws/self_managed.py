"""Self-managed node groups: Auto Scaling groups whose instances join an EKS cluster."""

from __future__ import annotations

from dataclasses import dataclass

from eksnetlint.model.node_group import NodeGroup, Provisioner
from eksnetlint.readers.terraform.aws.attributes import items, only, string, written
from eksnetlint.readers.terraform.aws.images import Image, image_of_id, unseen_image
from eksnetlint.readers.terraform.aws.inventory import Inventory
from eksnetlint.readers.terraform.aws.managed_groups import name_of
from eksnetlint.readers.terraform.aws.membership import Owner, only_cluster, owner_of
from eksnetlint.readers.terraform.aws.node_groups import Parts, assembled
from eksnetlint.readers.terraform.aws.scripts import Script, script_of
from eksnetlint.readers.terraform.aws.subnets import named_subnets
from eksnetlint.readers.terraform.aws.tags import cluster_tags
from eksnetlint.readers.terraform.aws.templates import (
    NodeTemplate,
    configuration_of,
    single,
    template_of,
)
from eksnetlint.readers.terraform.resource import Contents, Resource
from eksnetlint.readers.terraform.types import TfValue
from eksnetlint.values import Known, Reason, Unknown, Value, at

_NO_TEMPLATE = Reason("an Auto Scaling group has no launch template that can be seen")
_NO_IMAGE = Reason("a launch template gives no image")
_NO_TYPE = Reason("a node group has no instance type that can be seen")
_CHOSEN = Reason("a node group's instance types are chosen by requirements")
_MAY_BE_NODES = Reason("an Auto Scaling group may bring nodes, which these files do not show")


@dataclass(frozen=True, slots=True, eq=False)
class SelfManaged:
    """A node group with the cluster it is for, and the instance profile of its nodes."""

    group: NodeGroup
    owner: Owner
    profile: TfValue | None


def self_managed_of(resource: Resource, inventory: Inventory) -> SelfManaged | Unknown | None:
    """The node group an Auto Scaling group is; None for one that is none, unknown in doubt."""
    policy = only(resource.contents, "mixed_instances_policy")
    template = _template(resource, policy, inventory)
    seen = template if isinstance(template, NodeTemplate) else None
    image = _image(template, inventory)
    script = script_of(seen.user_data, called_after=False) if seen else None
    shows = image.is_for_eks or (isinstance(script, Script) and script.joins_a_cluster)
    # Where neither shows it, only a tag with the name of a cluster made here does.
    may_be_tagged = shows or inventory.of("aws_eks_cluster")
    owner = _owner(resource, seen, script, inventory) if may_be_tagged else None
    if not (shows or (owner and owner.cluster)):
        is_open = isinstance(template, Unknown) or isinstance(script, Unknown)
        return Unknown(_MAY_BE_NODES, at(resource.span)) if is_open else None
    parts = Parts(
        name=name_of(resource, "name", "name_prefix"),
        provisioner=Provisioner.SELF_MANAGED,
        image=image,
        script=template if isinstance(template, Unknown) else script,
        instance_types=_instance_types(resource, policy, seen),
        eni_count=seen.eni_count if seen else Unknown(_NO_TEMPLATE, at(resource.span), at_least=1),
        subnets=named_subnets(items(written(resource.contents, "vpc_zone_identifier")), inventory),
        listed_types=_listed_types(policy, seen),
        template=seen,
        unused=seen.unused if seen else (),
    )
    whose = owner or only_cluster(resource, inventory)
    return SelfManaged(assembled(resource, parts), whose, seen.profile if seen else None)


def _template(
    resource: Resource, policy: Contents | Unknown | None, inventory: Inventory
) -> NodeTemplate | Unknown:
    name = written(resource.contents, "launch_configuration")
    if name is not None:
        return configuration_of(name, inventory)
    block = only(resource.contents, "launch_template")
    if block is None and isinstance(policy, Contents):
        outer = only(policy, "launch_template")
        block = outer
        if isinstance(outer, Contents):
            block = only(outer, "launch_template_specification")
    if isinstance(block, Contents):
        return template_of(block, inventory)
    return block or Unknown(_NO_TEMPLATE, at(resource.span))


def _image(template: NodeTemplate | Unknown, inventory: Inventory) -> Image:
    if isinstance(template, Unknown):
        return unseen_image(template)
    image_id = template.image_id
    if image_id is None:
        return unseen_image(Unknown(_NO_IMAGE, at(template.contents.span)))
    return image_of_id(image_id, inventory)


def _owner(
    resource: Resource,
    template: NodeTemplate | None,
    script: Script | Unknown | None,
    inventory: Inventory,
) -> Owner | None:
    """The cluster by a tag or the user data; None where neither shows."""
    tags = cluster_tags(resource.contents, template.contents if template else None)
    owners = [owner_of(tag, inventory) for tag in tags]
    name = script.cluster_name if isinstance(script, Script) else None
    if name is not None:
        owners.append(owner_of(name, inventory))
    sure = [owner for owner in owners if owner.cluster] or owners
    return sure[0] if sure else None


def _instance_types(
    resource: Resource, policy: Contents | Unknown | None, template: NodeTemplate | None
) -> Value[tuple[str, ...]]:
    if isinstance(policy, Unknown):
        return policy
    overrides = _overrides(policy) if policy else []
    for found in overrides:
        if isinstance(found, Unknown):
            return found
    names = [name for found in overrides if isinstance(found, Known) for name in found.value]
    if names and isinstance(overrides[0], Known):
        return Known(tuple(names), overrides[0].origin)
    chosen = template.instance_types if template else None
    return chosen or Unknown(_NO_TYPE, at(resource.span))


def _listed_types(
    policy: Contents | Unknown | None, template: NodeTemplate | None
) -> tuple[Value[str], ...]:
    """The types one by one; none where requirements choose others beside them."""
    if isinstance(policy, Unknown):
        return ()
    overrides = _overrides(policy) if policy else []
    names: tuple[Value[str], ...] = tuple(
        Known(name, found.origin, found.is_set)
        for found in overrides
        if isinstance(found, Known)
        for name in found.value
    )
    if len(names) < len(overrides):
        return ()
    return names or (template.listed_types if template else ())


def _overrides(policy: Contents) -> list[Value[tuple[str, ...]]]:
    """What a mixed instances policy puts in place of the template's instance type."""
    outer = only(policy, "launch_template")
    if not isinstance(outer, Contents):
        return [] if outer is None else [outer]
    blocks = outer.nested("override")
    found: list[Value[tuple[str, ...]]] = []
    for block in blocks.items:
        value = written(block, "instance_type")
        if value is not None:
            found.append(single(string(value)))
        elif block.nested("instance_requirements").items:
            found.append(Unknown(_CHOSEN, at(block.span)))
    if blocks.open_because is not None:
        found.append(Unknown(blocks.open_because, at(outer.span)))
    return found
