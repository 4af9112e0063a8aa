"""The launch template of a group of nodes."""

from __future__ import annotations

from eksnetlint.readers.terraform.community.eks.images import found_image
from eksnetlint.readers.terraform.community.eks.nodes import NodeModule
from eksnetlint.readers.terraform.community.eks.user_data import unused_inputs, user_data
from eksnetlint.readers.terraform.community.inputs import (
    attributes_of,
    chosen,
    constant,
    entries,
    equals,
    is_null,
    length,
)
from eksnetlint.readers.terraform.community.module import Module, block, blocks_of
from eksnetlint.readers.terraform.resource import Contents, Resource
from eksnetlint.readers.terraform.types import TfValue
from eksnetlint.values import Reason, Unknown, Value, World, lift

_EFA = Reason("with EFA the network interfaces follow from the instance type at apply time")


def launch_template(nodes: NodeModule, place: Module) -> Resource:
    """The launch template; ``place`` says under which conditions there is one."""
    attributes = {
        "image_id": _image(nodes),
        "instance_type": _instance_type(nodes),
        "user_data": user_data(nodes),
        **unused_inputs(nodes),
    }
    blocks = {"network_interfaces": _interfaces(nodes)}
    if not nodes.is_managed:
        blocks["instance_requirements"] = _requirements(nodes)
        blocks["iam_instance_profile"] = block(place.span, {"arn": _profile(nodes)})
    return place.resource("aws_launch_template", "this", attributes, blocks)


def template_id(nodes: NodeModule, place: Module) -> TfValue:
    """The identifier of the template a group uses: the module's own, or the user's."""
    own = place.pending("aws_launch_template", "this", "id")
    return chosen(
        nodes.inputs.flag("create_launch_template"), own, nodes.inputs.value("launch_template_id")
    )


def _image(nodes: NodeModule) -> TfValue:
    written = nodes.inputs.value("ami_id")
    missing = equals(written, "", None)
    if nodes.is_managed:
        return chosen(missing, constant(None, nodes.place.span), written)
    return chosen(missing, found_image(nodes), written)


def _instance_type(nodes: NodeModule) -> TfValue:
    none = constant(None, nodes.place.span)
    if nodes.is_managed:
        types = nodes.inputs.value("instance_types")
        reserved = nodes.inputs.equals("capacity_type", "CAPACITY_BLOCK")
        return chosen(reserved, _first(types, nodes), none)
    kind = nodes.inputs.value("instance_type")
    return chosen(_has_requirements(nodes), none, chosen(equals(kind, "", None), none, kind))


def _first(types: TfValue, nodes: NodeModule) -> TfValue:
    return next((item for _, item in entries(types, nodes.place.span)), types)


def _has_requirements(nodes: NodeModule) -> Value[bool]:
    return lift(lambda count: count > 0, length(nodes.inputs.value("instance_requirements")))


def _requirements(nodes: NodeModule) -> World[Contents]:
    value = nodes.inputs.value("instance_requirements")
    count = length(value)
    if isinstance(count, Unknown):
        return World((), count.reason)
    if is_null(value) or count.value == 0:
        return World(())
    span = value.origin.span or nodes.place.span
    names = ("allowed_instance_types", "excluded_instance_types")
    return block(span, attributes_of(value, names, span))


def _interfaces(nodes: NodeModule) -> World[Contents]:
    efa = nodes.inputs.flag("enable_efa_support")
    if isinstance(efa, Unknown):
        return World((), efa.reason)
    if efa.value:
        return World((), _EFA)
    return blocks_of(nodes.inputs.value("network_interfaces"), nodes.place.span)


def _profile(nodes: NodeModule) -> TfValue:
    own = nodes.place.pending("aws_iam_instance_profile", "this", "arn")
    made = nodes.inputs.flag("create_iam_instance_profile")
    return chosen(made, own, nodes.inputs.value("iam_instance_profile_arn"))
