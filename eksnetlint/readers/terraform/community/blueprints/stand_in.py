"""aws-ia/terraform-aws-eks-blueprints 4: a cluster with groups of nodes, among them Windows.

Read 2026-11-23 from github.com/aws-ia/terraform-aws-eks-blueprints, tag v4.32.1: main.tf,
locals.tf, eks-worker.tf, modules/aws-eks-managed-node-groups, modules/aws-eks-self-managed-node-
groups, modules/launch-templates, modules/aws-eks-fargate-profiles. The cluster itself is made by
release 18 of terraform-aws-modules/eks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from eksnetlint.readers.terraform.community.blueprints.self_managed import (
    cluster_attribute,
    self_managed_groups,
)
from eksnetlint.readers.terraform.community.eks.stand_in import eks_outputs, eks_resources
from eksnetlint.readers.terraform.community.eks.v19 import V18
from eksnetlint.readers.terraform.community.inputs import (
    Constant,
    Inputs,
    chosen,
    constant,
    equals,
    from_contents,
    layered,
    member,
    otherwise,
)
from eksnetlint.readers.terraform.community.module import (
    Module,
    block,
    blocks_of,
    existing,
    module_of,
    optional,
)
from eksnetlint.readers.terraform.community.release import LazyValues, Release
from eksnetlint.readers.terraform.community.text import composed
from eksnetlint.readers.terraform.community.versions import Range
from eksnetlint.readers.terraform.resource import RemoteCall, Resource
from eksnetlint.readers.terraform.types import TfObject, TfValue
from eksnetlint.values import Known, Reason, Unknown, negation

_ROOT: Mapping[str, Constant] = {"create_eks": True, "enable_windows_support": False}
_PASSED = (
    "cluster_name",
    "cluster_version",
    "cluster_ip_family",
    "cluster_service_ipv4_cidr",
    "create_iam_role",
    "iam_role_arn",
    "iam_role_additional_policies",
)
_MANAGED: Mapping[str, Constant] = {
    "node_group_name": "m5_on_demand",
    "enable_node_group_prefix": True,
    "instance_types": ["m5.large"],
    "capacity_type": "ON_DEMAND",
    "ami_type": "AL2_x86_64",
    "custom_ami_id": "",
    "create_launch_template": False,
    "k8s_labels": {},
    "k8s_taints": [],
}
_REST = Unknown(Reason("the user data of a Linux node is not composed here"))
_OUTPUTS = {
    "eks_cluster_arn": "cluster_arn",
    "eks_cluster_id": "cluster_id",
    "eks_cluster_certificate_authority_data": "cluster_certificate_authority_data",
    "eks_cluster_endpoint": "cluster_endpoint",
    "eks_cluster_version": "cluster_version",
    "eks_oidc_provider_arn": "oidc_provider_arn",
    "oidc_provider": "oidc_provider",
    "cluster_primary_security_group_id": "cluster_primary_security_group_id",
    "cluster_security_group_id": "cluster_security_group_id",
}


def _resources(call: RemoteCall) -> tuple[Resource, ...]:
    place = module_of(call)
    root = Inputs(call.span, from_contents(call.inputs), _ROOT)
    return existing(
        [
            *eks_resources(_inner(call), V18),
            _windows_support(place.where(root.flag("enable_windows_support")), root),
            *_managed(place, root),
            *self_managed_groups(place, root),
            *_fargate(place, root),
        ]
    )


def _outputs(call: RemoteCall) -> Mapping[str, TfValue]:
    inner = eks_outputs(_inner(call), V18)
    return LazyValues({name: partial(inner.__getitem__, of) for name, of in _OUTPUTS.items()})


def _inner(call: RemoteCall) -> RemoteCall:
    """The call of the module that makes the cluster."""
    given = call.inputs.attributes
    names = {**{name: name for name in _PASSED}, "create": "create_eks"}
    passed = LazyValues(
        {name: partial(given.__getitem__, of) for name, of in names.items() if of in given}
    )
    address = f"{call.address}.module.aws_eks"
    return replace(call, address=address, inputs=replace(call.inputs, attributes=passed))


def _windows_support(place: Module, root: Inputs) -> Resource:
    names = {"name": Known("amazon-vpc-cni"), "namespace": Known("kube-system")}
    origin = root.value("enable_windows_support").origin
    flag = TfObject({"enable-windows-ipam": Known("true", origin)})
    blocks = {"metadata": block(place.span, names)}
    attributes = {"data": Known(flag, origin)}
    return place.resource("kubernetes_config_map", "amazon_vpc_cni", attributes, blocks)


def _managed(place: Module, root: Inputs) -> Iterator[Resource]:
    for here, key, group in place.each(root.value("managed_node_groups")):
        inner = here.inside("aws_eks_managed_node_groups", key, here.span, Known(True))
        if key is None:
            yield inner.unseen("aws_eks_node_group", "managed_ng", group)
            continue
        inputs = Inputs(here.span, layered(group), _MANAGED)
        yield _managed_group(place, inner, inputs)
        yield _managed_template(inner.where(inputs.flag("create_launch_template")), inputs)


def _managed_group(place: Module, inner: Module, inputs: Inputs) -> Resource:
    none = constant(None, inner.span)
    prefixed = inputs.flag("enable_node_group_prefix")
    name = inputs.value("node_group_name")
    is_own = negation(inputs.equals("custom_ami_id", ""))
    attributes = {
        "cluster_name": cluster_attribute(place, "name"),
        "node_group_name": chosen(prefixed, none, name),
        "node_group_name_prefix": chosen(prefixed, composed(inner.span, name, "-"), none),
        "ami_type": chosen(is_own, none, inputs.value("ami_type")),
        "capacity_type": inputs.value("capacity_type"),
        "instance_types": inputs.value("instance_types"),
        "labels": inputs.value("k8s_labels"),
    }
    identifier = {"id": inner.pending("aws_launch_template", "managed_node_groups", "id")}
    uses = inputs.flag("create_launch_template")
    blocks = {
        "launch_template": optional(uses, inner.span, identifier),
        "taint": blocks_of(inputs.value("k8s_taints"), inner.span),
    }
    return inner.resource("aws_eks_node_group", "managed_ng", attributes, blocks, key=None)


def _managed_template(place: Module, inputs: Inputs) -> Resource:
    """The template of a managed group, which the module has for Linux alone."""
    none = constant(None, place.span)
    image = inputs.value("custom_ami_id")
    attributes = {
        "image_id": chosen(equals(image, ""), none, image),
        "user_data": composed(place.span, "MIME-Version: 1.0\n", _REST, is_base64=True),
    }
    interface = {"network_interfaces": block(place.span, {})}
    return place.resource("aws_launch_template", "managed_node_groups", attributes, interface)


def _fargate(place: Module, root: Inputs) -> Iterator[Resource]:
    for here, key, profile in place.each(root.value("fargate_profiles")):
        inner = here.inside("aws_eks_fargate_profiles", key, here.span, Known(True))
        if key is None:
            yield inner.unseen("aws_eks_fargate_profile", "eks_fargate", profile)
            continue
        none = constant(None, here.span)
        selectors = otherwise(member(profile, "fargate_profile_namespaces"), none)
        attributes = {
            "cluster_name": cluster_attribute(place, "name"),
            "fargate_profile_name": otherwise(member(profile, "fargate_profile_name"), none),
        }
        blocks = {"selector": blocks_of(selectors, here.span)}
        yield inner.resource("aws_eks_fargate_profile", "eks_fargate", attributes, blocks, key=None)


BLUEPRINTS: Mapping[str, tuple[Release, ...]] = {
    "": (Release(Range((4, 0, 0), (5, 0, 0)), _resources, _outputs),)
}
