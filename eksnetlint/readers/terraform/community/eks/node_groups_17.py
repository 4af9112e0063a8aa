"""The managed node groups and Fargate profiles of release 17."""

from __future__ import annotations

from collections.abc import Iterator

from eksnetlint.readers.terraform.community.eks.v17 import GROUP
from eksnetlint.readers.terraform.community.inputs import (
    Inputs,
    chosen,
    constant,
    entries,
    equals,
    layered,
    member,
    otherwise,
)
from eksnetlint.readers.terraform.community.module import Module, block, blocks_of, optional
from eksnetlint.readers.terraform.community.text import composed
from eksnetlint.readers.terraform.resource import Contents, Resource
from eksnetlint.readers.terraform.types import TfValue
from eksnetlint.values import Known, Reason, Unknown, World, disjunction, negation

_DEFAULTS = {"create_launch_template": False, "set_instance_types_on_lt": False}
_REST = Unknown(Reason("the user data of a Linux node is not composed here"))


def managed_groups(place: Module, root: Inputs) -> Iterator[Resource]:
    """What modules/node_groups declares: managed groups, which this release has for Linux."""
    inner = place.inside("node_groups", None, place.span, Known(True))
    shared = root.value("node_groups_defaults")
    common = root.value("workers_group_defaults")
    for here, key, group in inner.each(root.value("node_groups")):
        if key is None:
            yield here.unseen("aws_eks_node_group", "workers", group)
            continue
        inputs = Inputs(here.span, layered(group, shared), _DEFAULTS)
        kind = otherwise(
            member(common, "instance_type"), constant(GROUP["instance_type"], here.span)
        )
        types = otherwise(inputs.given("instance_types"), Known((kind,), kind.origin, is_set=False))
        attributes = {
            "cluster_name": place.pending("aws_eks_cluster", "this", "name"),
            "node_group_name": inputs.value("name"),
            "node_group_name_prefix": _prefix(root, key, here, inputs),
            "ami_type": inputs.value("ami_type"),
            "instance_types": chosen(
                inputs.flag("set_instance_types_on_lt"), constant(None, here.span), types
            ),
            "labels": inputs.value("k8s_labels"),
        }
        blocks = {
            "launch_template": _template(here, key, inputs),
            "taint": blocks_of(inputs.value("taints"), here.span),
        }
        yield here.resource("aws_eks_node_group", "workers", attributes, blocks, key=key)
        yield _own_template(here.where(inputs.flag("create_launch_template")), key, inputs, types)


def fargate_profiles(place: Module, root: Inputs) -> Iterator[Resource]:
    inner = place.inside("fargate", None, place.span, Known(True))
    for here, key, profile in inner.each(root.value("fargate_profiles")):
        if key is None:
            yield here.unseen("aws_eks_fargate_profile", "this", profile)
            continue
        absent = constant(None, here.span)
        attributes = {
            "cluster_name": place.pending("aws_eks_cluster", "this", "name"),
            "fargate_profile_name": otherwise(member(profile, "name"), Known(key, profile.origin)),
        }
        selectors = blocks_of(otherwise(member(profile, "selectors"), absent), here.span)
        yield here.resource(
            "aws_eks_fargate_profile", "this", attributes, {"selector": selectors}, key=key
        )


def _prefix(root: Inputs, key: str, place: Module, inputs: Inputs) -> TfValue:
    made = composed(place.span, root.value("cluster_name"), "-", key)
    unnamed = equals(inputs.value("name"), None)
    prefix = otherwise(inputs.given("name_prefix"), made)
    return chosen(unnamed, prefix, constant(None, place.span))


def _template(place: Module, key: str, inputs: Inputs) -> World[Contents]:
    own = inputs.value("launch_template_id")
    is_own = negation(equals(own, None))
    made = place.pending("aws_launch_template", "workers", "id", key)
    used = disjunction((is_own, inputs.flag("create_launch_template")))
    return optional(used, place.span, {"id": chosen(is_own, own, made)})


def _own_template(place: Module, key: str, inputs: Inputs, types: TfValue) -> Resource:
    none = constant(None, place.span)
    first = next((item for _, item in entries(types, place.span)), types)
    script = composed(place.span, "MIME-Version: 1.0\n", _REST, is_base64=True)
    attributes = {
        "image_id": inputs.value("ami_id"),
        "instance_type": chosen(inputs.flag("set_instance_types_on_lt"), first, none),
        "user_data": script,
    }
    interface = {"network_interfaces": block(place.span, {})}
    return place.resource("aws_launch_template", "workers", attributes, interface, key=key)
