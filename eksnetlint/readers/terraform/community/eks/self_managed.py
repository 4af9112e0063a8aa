"""A self-managed group: an Auto Scaling group with its launch template, image and role."""

from __future__ import annotations

from collections.abc import Iterator

from eksnetlint.readers.terraform.aws.image_names import REFUSED_TYPE
from eksnetlint.readers.terraform.community.eks.images import image_sources
from eksnetlint.readers.terraform.community.eks.nodes import NodeModule, System
from eksnetlint.readers.terraform.community.eks.policies import node_role
from eksnetlint.readers.terraform.community.eks.template import launch_template, template_id
from eksnetlint.readers.terraform.community.inputs import (
    attributes_of,
    chosen,
    constant,
    is_null,
    member,
    otherwise,
)
from eksnetlint.readers.terraform.community.launch import launch_blocks
from eksnetlint.readers.terraform.community.module import block, blocks_of
from eksnetlint.readers.terraform.community.text import composed
from eksnetlint.readers.terraform.resource import Contents, Resource
from eksnetlint.readers.terraform.types import TfValue
from eksnetlint.values import Unknown, World, lift

_SIZES = {"min_size": "min_size", "max_size": "max_size", "desired_capacity": "desired_size"}
_TAGS = ("kubernetes.io/cluster/", "k8s.io/cluster/")


def self_managed_group(nodes: NodeModule) -> Iterator[Resource]:
    """What modules/self-managed-node-group declares."""
    place, inputs = nodes.place, nodes.inputs
    yield from image_sources(nodes)
    yield launch_template(nodes, place.where(inputs.flag("create_launch_template")))
    yield _group(nodes)
    made = inputs.flag("create_iam_instance_profile")
    yield from node_role(nodes, made)
    yield place.where(made).resource(
        "aws_iam_instance_profile",
        "this",
        {"role": place.pending("aws_iam_role", "this", "name")},
    )
    if nodes.table.has_access_entries:
        yield _access_entry(nodes)


def _group(nodes: NodeModule) -> Resource:
    place, inputs = nodes.place, nodes.inputs
    none = constant(None, place.span)
    prefixed = inputs.flag("use_name_prefix")
    name = nodes.name
    attributes = {
        "name": chosen(prefixed, none, name),
        "name_prefix": chosen(prefixed, composed(name.origin.span or place.span, name, "-"), none),
        "vpc_zone_identifier": inputs.value("subnet_ids"),
        **{attribute: inputs.value(size) for attribute, size in _SIZES.items()},
    }
    if nodes.refused_type is not None:
        attributes[REFUSED_TYPE] = nodes.refused_type
    blocks = {"tag": _tags(nodes), **_launch(nodes)}
    here = place.where(inputs.flag("create_autoscaling_group"))
    return here.resource("aws_autoscaling_group", "this", attributes, blocks)


def _tags(nodes: NodeModule) -> World[Contents]:
    span = nodes.place.span
    cluster = nodes.inputs.value("cluster_name")
    owned = {"value": constant("owned", span), "propagate_at_launch": constant(True, span)}
    keys = [composed(span, start, cluster) for start in _TAGS]
    return World(tuple(Contents(span, {"key": key, **owned}) for key in keys))


def _launch(nodes: NodeModule) -> dict[str, World[Contents]]:
    """Either the launch template or a policy that mixes instance types."""
    mixes = nodes.inputs.flag("use_mixed_instances_policy")
    policy = nodes.inputs.value("mixed_instances_policy")
    identifier = template_id(nodes, nodes.place)
    return launch_blocks(nodes.place.span, mixes, identifier, lambda: _overrides(nodes, policy))


def _overrides(nodes: NodeModule, policy: TfValue) -> World[Contents]:
    """Up to release 20 the overrides stand in the policy, since 21 in its template."""
    holder: TfValue | None = policy
    if nodes.table.null_is_default:
        holder = member(policy, "launch_template")
    none = constant(None, nodes.place.span)
    found = blocks_of(otherwise(holder and member(holder, "override"), none), nodes.place.span)
    return World(tuple(map(_override, found.items)), found.open_because)


def _override(written: Contents) -> Contents:
    requirements = written.attribute("instance_requirements")
    specification = written.attribute("launch_template_specification")
    blocks = {
        "instance_requirements": _object_block(requirements, written),
        "launch_template_specification": _object_block(specification, written),
    }
    kept = {"instance_type": written.attribute("instance_type")}
    return Contents(written.span, kept, blocks, written.open_because)


def _object_block(value: TfValue, around: Contents) -> World[Contents]:
    if isinstance(value, Unknown):
        return World((), value.reason)
    if is_null(value):
        return World(())
    names = ("allowed_instance_types", "excluded_instance_types", "launch_template_id")
    return block(value.origin.span or around.span, attributes_of(value, names, around.span))


def _access_entry(nodes: NodeModule) -> Resource:
    place, inputs = nodes.place, nodes.inputs
    made = inputs.flag("create_iam_instance_profile")
    role = place.pending("aws_iam_role", "this", "arn")
    system = lift(lambda found: found is System.WINDOWS, nodes.system)
    kinds = [constant(f"EC2_{name}", place.span) for name in ("WINDOWS", "LINUX")]
    attributes = {
        "cluster_name": inputs.value("cluster_name"),
        "principal_arn": chosen(made, role, inputs.value("iam_role_arn")),
        "type": chosen(system, *kinds),
    }
    here = place.where(inputs.flag("create_access_entry"))
    return here.resource("aws_eks_access_entry", "this", attributes)
