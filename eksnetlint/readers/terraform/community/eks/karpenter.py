"""What Karpenter needs in AWS, as far as it concerns its nodes: their role and its access entry.

Read 2026-11-23 from modules/karpenter of github.com/terraform-aws-modules/terraform-aws-eks,
v20.0.0 to v21.19.0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from eksnetlint.readers.terraform.community.eks.policies import (
    additional_attachments,
    policy_attachment,
)
from eksnetlint.readers.terraform.community.eks.table import EksTable
from eksnetlint.readers.terraform.community.inputs import (
    Constant,
    Inputs,
    chosen,
    constant,
    from_contents,
)
from eksnetlint.readers.terraform.community.module import Module, existing, module_of
from eksnetlint.readers.terraform.community.release import LazyValues
from eksnetlint.readers.terraform.resource import RemoteCall, Resource
from eksnetlint.readers.terraform.types import TfValue
from eksnetlint.values import Reason, Unknown, at

_DEFAULTS: Mapping[str, Constant] = {
    "create": True,
    "create_node_iam_role": True,
    "create_instance_profile": False,
    "create_access_entry": True,
    "access_entry_type": "EC2_LINUX",
    "node_iam_role_additional_policies": {},
    "node_iam_role_attach_cni_policy": True,
    "cluster_ip_family": "ipv4",
    "namespace": "kube-system",
    "service_account": "karpenter",
}
_NODES = Reason("Karpenter brings nodes that are not in these files")
_WORKER = "AmazonEKSWorkerNodePolicy"
# By the first major release that attaches it.
_REGISTRY = {20: "AmazonEC2ContainerRegistryReadOnly", 21: "AmazonEC2ContainerRegistryPullOnly"}
_ADDRESSES = {"ipv4": "AmazonEKS_CNI_Policy", "ipv6": "AmazonEKS_CNI_IPv6_Policy"}
# Output: what resource it comes from, which one, and its attribute.
_OUTPUTS = {
    "iam_role_name": ("aws_iam_role", "controller", "name"),
    "iam_role_arn": ("aws_iam_role", "controller", "arn"),
    "iam_role_unique_id": ("aws_iam_role", "controller", "unique_id"),
    "queue_arn": ("aws_sqs_queue", "this", "arn"),
    "queue_name": ("aws_sqs_queue", "this", "name"),
    "queue_url": ("aws_sqs_queue", "this", "url"),
    "event_rules": ("aws_cloudwatch_event_rule", "this", "arn"),
    "node_iam_role_name": ("aws_iam_role", "node", "name"),
    "node_iam_role_unique_id": ("aws_iam_role", "node", "unique_id"),
    "node_access_entry_arn": ("aws_eks_access_entry", "node", "access_entry_arn"),
    "instance_profile_arn": ("aws_iam_instance_profile", "this", "arn"),
    "instance_profile_id": ("aws_iam_instance_profile", "this", "id"),
    "instance_profile_name": ("aws_iam_instance_profile", "this", "name"),
    "instance_profile_unique": ("aws_iam_instance_profile", "this", "unique_id"),
}


def karpenter_resources(call: RemoteCall, table: EksTable) -> tuple[Resource, ...]:
    """What the module declares for nodes."""
    inputs = _inputs(call, table)
    place = module_of(call).where(inputs.flag("create"))
    # Karpenter starts nodes by way of EC2 fleets, and which ones is not said here.
    fleets = place.unseen("aws_ec2_fleet", "karpenter", Unknown(_NODES, at(call.span)))
    policies = (_WORKER, _REGISTRY[table.releases.first[0]])
    return existing([*_node_role(place, inputs, policies), *_entry(place, inputs), fleets])


def karpenter_outputs(call: RemoteCall, table: EksTable) -> Mapping[str, TfValue]:
    """What other modules get of it."""
    inputs, place = _inputs(call, table), module_of(call)
    makers: dict[str, Callable[[], TfValue]] = {
        name: partial(place.pending, *where) for name, where in _OUTPUTS.items()
    }
    makers["node_iam_role_arn"] = partial(_role_arn, place, inputs)
    for name in ("namespace", "service_account"):
        makers[name] = partial(inputs.value, name)
    return LazyValues(makers)


def _inputs(call: RemoteCall, table: EksTable) -> Inputs:
    return Inputs(call.span, from_contents(call.inputs), _DEFAULTS, table.null_is_default)


def _role_arn(place: Module, inputs: Inputs) -> TfValue:
    made = inputs.flag("create_node_iam_role")
    role = place.pending("aws_iam_role", "node", "arn")
    return chosen(made, role, inputs.value("node_iam_role_arn"))


def _node_role(place: Module, inputs: Inputs, policies: tuple[str, ...]) -> Iterator[Resource]:
    here = place.where(inputs.flag("create_node_iam_role"))
    yield here.resource("aws_iam_role", "node", {})
    for policy in policies:
        yield policy_attachment(here, "node", policy, policy, "node")
    addresses = inputs.flag("node_iam_role_attach_cni_policy")
    for family, policy in _ADDRESSES.items():
        wanted = here.where(addresses, inputs.equals("cluster_ip_family", family))
        yield policy_attachment(wanted, "node", policy, policy, "node")
    yield from additional_attachments(
        here, inputs.value("node_iam_role_additional_policies"), "node"
    )
    profile = place.where(inputs.flag("create_instance_profile"))
    none = constant(None, place.span)
    role = chosen(
        inputs.flag("create_node_iam_role"), place.pending("aws_iam_role", "node", "name"), none
    )
    yield profile.resource("aws_iam_instance_profile", "this", {"role": role})


def _entry(place: Module, inputs: Inputs) -> Iterator[Resource]:
    attributes = {
        "cluster_name": inputs.value("cluster_name"),
        "principal_arn": _role_arn(place, inputs),
        "type": inputs.value("access_entry_type"),
    }
    here = place.where(inputs.flag("create_access_entry"))
    yield here.resource("aws_eks_access_entry", "node", attributes)
