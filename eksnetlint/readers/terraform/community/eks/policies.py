"""The attachments of AWS's own policies to the roles the module makes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eksnetlint.readers.terraform.community.eks.nodes import NodeModule
from eksnetlint.readers.terraform.community.module import Module
from eksnetlint.readers.terraform.community.text import composed
from eksnetlint.readers.terraform.resource import Resource
from eksnetlint.readers.terraform.types import TfValue
from eksnetlint.values import Reason, Unknown, Value

_NODE = ("AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryReadOnly")
_ADDRESSES = {
    "AmazonEKS_CNI_Policy": ("ipv4", None),
    "AmazonEKS_CNI_IPv6_Policy": ("ipv6",),
}
_PARTITION = Unknown(Reason("the partition of the AWS account is known only to the provider"))


def attachments(place: Module, name: str, policies: Sequence[str]) -> Iterator[Resource]:
    """The attachments of some AWS managed policies to the role `this`."""
    for policy in policies:
        yield policy_attachment(place, name, policy, policy)


def policy_attachment(
    place: Module, name: str, key: str | int, policy: str, role: str = "this"
) -> Resource:
    """The attachment of one AWS managed policy to a role."""
    arn = composed(place.span, "arn:", _PARTITION, f":iam::aws:policy/{policy}")
    return _attachment(place, name, key, arn, role)


def node_role(nodes: NodeModule, made: Value[bool]) -> Iterator[Resource]:
    """The role of a group's nodes with the policies every node needs."""
    place, inputs = nodes.place.where(made), nodes.inputs
    yield place.resource("aws_iam_role", "this", {"name": inputs.value("iam_role_name")})
    yield from attachments(place, "this", _NODE)
    addresses = inputs.flag("iam_role_attach_cni_policy")
    for policy, families in _ADDRESSES.items():
        family = inputs.equals("cluster_ip_family", *families)
        yield from attachments(place.where(addresses, family), "this", (policy,))
    yield from additional_attachments(place, inputs.value("iam_role_additional_policies"))


def additional_attachments(
    place: Module, policies: TfValue, role: str = "this"
) -> Iterator[Resource]:
    """The attachments of the policies the user asks for."""
    for here, key, arn in place.each(policies):
        if key is None:
            yield here.unseen("aws_iam_role_policy_attachment", "additional", arn)
        else:
            yield _attachment(here, "additional", key, arn, role)


def _attachment(
    place: Module, name: str, key: str | int, arn: TfValue, role: str = "this"
) -> Resource:
    attributes = {"role": place.pending("aws_iam_role", role, "name"), "policy_arn": arn}
    return place.resource("aws_iam_role_policy_attachment", name, attributes, key=key)
