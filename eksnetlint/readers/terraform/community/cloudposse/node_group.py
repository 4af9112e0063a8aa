"""cloudposse/terraform-aws-eks-node-group 2 and 3.

Read 2026-11-23 from github.com/cloudposse/terraform-aws-eks-node-group, tags 2.6.2 to v3.4.0:
main.tf, ami.tf, launch-template.tf, userdata.tf, userdata_nt.tpl. A group that is created before
its predecessor is destroyed goes by another address, which is not followed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from eksnetlint.readers.terraform.community.cloudposse.label import LABELLED, enabled_module
from eksnetlint.readers.terraform.community.inputs import (
    Constant,
    Inputs,
    as_text,
    chosen,
    constant,
    entries,
    equals,
    is_null,
    length,
)
from eksnetlint.readers.terraform.community.module import (
    Module,
    block,
    blocks_of,
    existing,
    module_of,
)
from eksnetlint.readers.terraform.community.release import Release
from eksnetlint.readers.terraform.community.text import composed
from eksnetlint.readers.terraform.community.versions import Range
from eksnetlint.readers.terraform.community.windows import bootstrapping
from eksnetlint.readers.terraform.resource import RemoteCall, Resource
from eksnetlint.readers.terraform.types import TfValue
from eksnetlint.values import Known, Reason, Unknown, Value, at, disjunction, lift, negation

_REST = Unknown(Reason("the user data of a Linux node is not composed here"))
_NODE_GROUP: Mapping[str, Constant] = {
    "ami_type": "AL2_x86_64",
    "instance_types": ["t3.medium"],
    "kubernetes_version": [],
    "ami_image_id": [],
    "launch_template_id": [],
    "userdata_override_base64": [],
    "before_cluster_joining_userdata": [],
    "after_cluster_joining_userdata": [],
    "bootstrap_additional_options": [],
    "kubelet_additional_options": [],
}
_LOOKED_UP = {
    "-EKSClusterName": "name",
    "-APIServerEndpoint": "endpoint",
    "-Base64ClusterCA": "certificate_authority",
}
_SCRIPTS = (
    "kubelet_additional_options",
    "bootstrap_additional_options",
    "after_cluster_joining_userdata",
)


def _node_group(call: RemoteCall) -> tuple[Resource, ...]:
    place, inputs = enabled_module(call, _NODE_GROUP)
    none = constant(None, place.span)
    given = _is_given(inputs, "launch_template_id")
    image, is_own = _image(place, inputs)
    own = place.pending("aws_launch_template", "default", "id")
    attributes = {
        "cluster_name": inputs.value("cluster_name"),
        "node_group_name": Unknown(LABELLED, at(place.span)),
        "instance_types": inputs.value("instance_types"),
        "ami_type": chosen(is_own, none, inputs.value("ami_type")),
        "capacity_type": inputs.value("capacity_type"),
        "labels": inputs.value("kubernetes_labels"),
    }
    template = {"id": chosen(given, _first(inputs, "launch_template_id"), own)}
    blocks = {
        "launch_template": block(place.span, template),
        "taint": blocks_of(inputs.value("kubernetes_taints"), place.span),
    }
    return existing(
        [
            place.resource("aws_eks_node_group", "default", attributes, blocks),
            *_parameter(place, inputs),
            place.where(negation(given)).resource(
                "aws_launch_template",
                "default",
                {"image_id": image, "user_data": _user_data(place, inputs)},
            ),
        ]
    )


def _is_given(inputs: Inputs, name: str) -> Value[bool]:
    return lift(lambda count: count > 0, length(inputs.value(name)))


def _first(inputs: Inputs, name: str) -> TfValue:
    found = entries(inputs.value(name), inputs.span)
    return next((item for _, item in found), constant(None, inputs.span))


def _system(inputs: Inputs) -> Value[str]:
    kind = inputs.value("ami_type")
    return lift(lambda _: as_text(kind).split("_")[0], kind)


def _bootstraps(inputs: Inputs) -> Value[bool]:
    """Whether the user data itself calls the bootstrap script, which needs an image of its own."""
    takes = lift(lambda system: system in ("AL2", "WINDOWS"), _system(inputs))
    if isinstance(takes, Known) and not takes.value:
        return takes
    asked = disjunction(_is_given(inputs, name) for name in _SCRIPTS)
    return asked if isinstance(takes, Known) else takes


def _image(place: Module, inputs: Inputs) -> tuple[TfValue, Value[bool]]:
    given = _is_given(inputs, "ami_image_id")
    needed = _bootstraps(inputs)
    origin = inputs.value("ami_type").origin
    found = place.pending(
        "aws_ssm_parameter", "ami_id", "insecure_value", origin=origin, is_data=True
    )
    none = constant(None, place.span)
    image = chosen(given, _first(inputs, "ami_image_id"), chosen(needed, found, none))
    return image, disjunction((given, needed))


def _parameter(place: Module, inputs: Inputs) -> Iterator[Resource]:
    """The parameter a Windows image is looked up with; Core and Full are what they say."""
    kind = inputs.value("ami_type")
    parts = as_text(kind).split("_")
    if parts[0] != "WINDOWS" or len(parts) < 3:
        return
    name = f"Windows_Server-{parts[2]}-English-{parts[1].title()}-EKS_Optimized-"
    version = _first(inputs, "kubernetes_version")
    hidden = place.pending("aws_eks_cluster", "this", "version", is_data=True)
    path = composed(
        kind.origin.span or place.span,
        f"/aws/service/ami-windows-latest/{name}",
        hidden if is_null(version) else version,
        "/image_id",
    )
    needed = place.where(_bootstraps(inputs), negation(_is_given(inputs, "ami_image_id")))
    yield needed.resource("aws_ssm_parameter", "ami_id", {"name": path}, is_data=True)


def _user_data(place: Module, inputs: Inputs) -> TfValue:
    span = inputs.span
    override = _first(inputs, "userdata_override_base64")
    before = _joined(inputs, "before_cluster_joining_userdata", "\n")
    after = _joined(inputs, "after_cluster_joining_userdata", "\n")
    options = _joined(inputs, "bootstrap_additional_options", " ")
    kubelet = _joined(inputs, "kubelet_additional_options", " ")
    call = [*_cluster(place), " ", *options, ' -KubeletExtraArgs "', *kubelet, '"']
    script = bootstrapping(span, ["try {\n", *before, "\n} catch {}\n"], call, [*after, "\n"])
    linux = composed(span, "MIME-Version: 1.0\n", _REST, is_base64=True)
    generated = chosen(lift(lambda system: system == "WINDOWS", _system(inputs)), script, linux)
    names = ("before_cluster_joining_userdata", *_SCRIPTS)
    asked = disjunction(_is_given(inputs, name) for name in names)
    is_generated = chosen(asked, generated, constant(None, span))
    return chosen(equals(override, None), is_generated, override)


def _cluster(place: Module) -> Iterator[str | TfValue]:
    """What the template says of the cluster, which the module looks up by its name."""
    for flag, attribute in _LOOKED_UP.items():
        hidden = place.pending("aws_eks_cluster", "this", attribute, is_data=True)
        yield from (f' {flag} "', hidden, '"')


def _joined(inputs: Inputs, name: str, separator: str) -> list[str | TfValue]:
    pieces: list[str | TfValue] = []
    for _, item in entries(inputs.value(name), inputs.span):
        pieces += [separator, item] if pieces else [item]
    return pieces


def _node_group_outputs(call: RemoteCall) -> Mapping[str, TfValue]:
    place = module_of(call)
    return {
        "eks_node_group_id": place.pending("aws_eks_node_group", "default", "id"),
        "eks_node_group_arn": place.pending("aws_eks_node_group", "default", "arn"),
        "eks_node_group_role_arn": place.pending("aws_iam_role", "default", "arn"),
        "eks_node_group_role_name": place.pending("aws_iam_role", "default", "name"),
    }


NODE_GROUP: Mapping[str, tuple[Release, ...]] = {
    "": (Release(Range((2, 0, 0), (4, 0, 0)), _node_group, _node_group_outputs),)
}
