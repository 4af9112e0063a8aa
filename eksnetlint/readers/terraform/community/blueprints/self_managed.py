"""The self-managed groups of the blueprints, which may be Windows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from eksnetlint.readers.terraform.community.inputs import (
    Constant,
    Inputs,
    as_text,
    chosen,
    constant,
    equals,
    layered,
    length,
)
from eksnetlint.readers.terraform.community.launch import launch_blocks, overrides_of
from eksnetlint.readers.terraform.community.module import Module, block
from eksnetlint.readers.terraform.community.text import composed
from eksnetlint.readers.terraform.community.windows import bootstrapping
from eksnetlint.readers.terraform.resource import Resource
from eksnetlint.readers.terraform.types import TfValue
from eksnetlint.values import Known, Reason, Unknown, lift

_DEFAULTS: Mapping[str, Constant] = {
    "node_group_name": "m4_on_demand",
    "instance_type": "m4.large",
    "instance_types": ["m4.large"],
    "custom_ami_id": "",
    "launch_template_os": "amazonlinux2eks",
    "windows_server_version": "2019",
    "pre_userdata": "",
    "post_userdata": "",
    "kubelet_extra_args": "",
    "bootstrap_extra_args": "",
}
_REST = Unknown(Reason("the user data of a Linux node is not composed here"))
_KEY = "self-managed-node-group"
_TEMPLATE = "launch_template_self_managed_ng"


def cluster_attribute(place: Module, attribute: str) -> TfValue:
    """An attribute of the cluster, which an inner module makes."""
    inner = replace(place, address=f"{place.address}.module.aws_eks")
    return inner.pending("aws_eks_cluster", "this", attribute)


def self_managed_groups(place: Module, root: Inputs) -> Iterator[Resource]:
    version = root.value("cluster_version")
    for here, key, group in place.each(root.value("self_managed_node_groups")):
        inner = here.inside("aws_eks_self_managed_node_groups", key, here.span, Known(True))
        if key is None:
            yield inner.unseen("aws_autoscaling_group", "self_managed_ng", group)
            continue
        inputs = Inputs(here.span, layered(group), _DEFAULTS)
        template = inner.inside(_TEMPLATE, None, here.span, Known(True))
        os = inputs.value("launch_template_os")
        named = {"name": constant("name", here.span)}
        pattern = _image_name(inputs, version)
        named["values"] = Known((pattern,), pattern.origin, is_set=False)
        filtered = {"filter": block(here.span, named)}
        name = as_text(os) or None
        yield inner.resource("aws_ami", "predefined", {}, filtered, key=name, is_data=True)
        image = inputs.value("custom_ami_id")
        found = inner.pending("aws_ami", "predefined", "id", name, origin=os.origin, is_data=True)
        attributes = {
            "image_id": chosen(equals(image, ""), found, image),
            "instance_type": inputs.value("instance_type"),
            "user_data": _user_data(place, inputs),
        }
        interface = {"network_interfaces": block(here.span, {})}
        yield template.resource("aws_launch_template", "this", attributes, interface, key=_KEY)
        identifier = template.pending("aws_launch_template", "this", "id", _KEY)
        yield _scaling_group(place, inner, inputs, identifier)


def _image_name(inputs: Inputs, version: TfValue) -> TfValue:
    os, span = inputs.value("launch_template_os"), inputs.span
    year = inputs.value("windows_server_version")
    place = os.origin.span or span
    windows = composed(
        place, "Windows_Server-", year, "-English-Core-EKS_Optimized-", version, "-*"
    )
    linux = composed(place, "amazon-eks-node-", version, "-*")
    bottlerocket = composed(place, "bottlerocket-aws-k8s-", version, "-x86_64-*")
    other = chosen(equals(os, "bottlerocket"), bottlerocket, linux)
    return chosen(equals(os, "windows"), windows, other)


def _user_data(place: Module, inputs: Inputs) -> TfValue:
    span, value = inputs.span, inputs.value
    call: list[str | TfValue] = ["-EKSClusterName ", cluster_attribute(place, "id"), " "]
    call += [value("bootstrap_extra_args"), " -KubeletExtraArgs '", value("kubelet_extra_args")]
    windows = bootstrapping(
        span, [value("pre_userdata"), "\n"], [*call, "'"], [value("post_userdata"), "\n"]
    )
    linux = composed(span, "#!/bin/bash\n/etc/eks/bootstrap.sh ", _REST, is_base64=True)
    return chosen(equals(value("launch_template_os"), "windows"), windows, linux)


def _scaling_group(place: Module, inner: Module, inputs: Inputs, identifier: TfValue) -> Resource:
    span = inner.span
    name = composed(span, cluster_attribute(place, "id"), "-", inputs.value("node_group_name"))
    key = composed(span, "kubernetes.io/cluster/", cluster_attribute(place, "id"))
    tag = block(span, {"key": key, "value": constant("owned", span)})
    types = inputs.value("instance_types")
    mixes = lift(lambda count: count > 1, length(types))
    launch = launch_blocks(span, mixes, identifier, lambda: overrides_of(types, span))
    blocks = {"tag": tag, **launch}
    return inner.resource(
        "aws_autoscaling_group", "self_managed_ng", {"name": name}, blocks, key=None
    )
