"""An EKS managed node group with its launch template and role."""

from __future__ import annotations

from collections.abc import Iterator

from eksnetlint.readers.terraform.aws.image_names import REFUSED_TYPE
from eksnetlint.readers.terraform.community.eks.nodes import NodeModule
from eksnetlint.readers.terraform.community.eks.policies import node_role
from eksnetlint.readers.terraform.community.eks.template import launch_template, template_id
from eksnetlint.readers.terraform.community.inputs import chosen, constant
from eksnetlint.readers.terraform.community.module import Module, block, blocks_of, optional
from eksnetlint.readers.terraform.community.text import composed
from eksnetlint.readers.terraform.resource import Contents, Resource
from eksnetlint.values import Value, World, disjunction, negation

_PASSED = ("capacity_type", "labels", "subnet_ids")
_SIZES = ("min_size", "max_size", "desired_size")


def managed_group(nodes: NodeModule) -> Iterator[Resource]:
    """What modules/eks-managed-node-group declares."""
    place = nodes.place
    uses = _uses_template(nodes)
    makes = place.where(nodes.inputs.flag("create_launch_template"), uses)
    yield launch_template(nodes, makes)
    yield _group(nodes, uses)
    yield from node_role(nodes, nodes.inputs.flag("create_iam_role"))


def _uses_template(nodes: NodeModule) -> Value[bool]:
    """Release 18 has no input of its own for it; there a template's name is enough."""
    if nodes.table.has_template_flag:
        return nodes.inputs.flag("use_custom_launch_template")
    named = negation(nodes.inputs.equals("launch_template_name", "", None))
    return disjunction((nodes.inputs.flag("create_launch_template"), named))


def _group(nodes: NodeModule, uses: Value[bool]) -> Resource:
    place, inputs = nodes.place, nodes.inputs
    none = constant(None, place.span)
    reserved = inputs.equals("capacity_type", "CAPACITY_BLOCK")
    prefixed = inputs.flag("use_name_prefix")
    role = place.pending("aws_iam_role", "this", "arn")
    name = nodes.name
    attributes = {
        "cluster_name": inputs.value("cluster_name"),
        "node_role_arn": chosen(inputs.flag("create_iam_role"), role, inputs.value("iam_role_arn")),
        "node_group_name": chosen(prefixed, none, name),
        "node_group_name_prefix": chosen(
            prefixed, composed(name.origin.span or place.span, name, "-"), none
        ),
        "ami_type": chosen(nodes.has_own_image, none, inputs.value("ami_type")),
        "version": chosen(nodes.has_own_image, none, nodes.version),
        "instance_types": chosen(reserved, none, inputs.value("instance_types")),
        **{passed: inputs.value(passed) for passed in _PASSED},
    }
    if nodes.refused_type is not None:
        attributes[REFUSED_TYPE] = nodes.refused_type
    sizes = {size: inputs.value(size) for size in _SIZES}
    blocks = {
        "scaling_config": block(place.span, sizes),
        "taint": blocks_of(inputs.value("taints"), place.span),
        "launch_template": _template(nodes, place, uses),
    }
    return place.resource("aws_eks_node_group", "this", attributes, blocks)


def _template(nodes: NodeModule, place: Module, uses: Value[bool]) -> World[Contents]:
    identifier = template_id(nodes, place)
    if nodes.table.has_template_flag:
        return optional(uses, place.span, {"id": identifier})
    made = nodes.inputs.flag("create_launch_template")
    none = constant(None, place.span)
    name = nodes.inputs.value("launch_template_name")
    own = place.pending("aws_launch_template", "this", "id")
    attributes = {"id": chosen(made, own, none), "name": chosen(made, none, name)}
    return optional(uses, place.span, attributes)
