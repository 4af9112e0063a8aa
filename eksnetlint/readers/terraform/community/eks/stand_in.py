"""Stands in for the terraform-aws-modules/eks module and the modules inside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from eksnetlint.readers.terraform.community.eks.access import (
    aws_auth_resources,
    mapped_aws_auth,
)
from eksnetlint.readers.terraform.community.eks.cluster import ClusterModule, cluster_resources
from eksnetlint.readers.terraform.community.eks.fargate import fargate_profile
from eksnetlint.readers.terraform.community.eks.groups import group_resources
from eksnetlint.readers.terraform.community.eks.managed import managed_group
from eksnetlint.readers.terraform.community.eks.nodes import NodeModule
from eksnetlint.readers.terraform.community.eks.outputs import (
    OF_FOLDERS,
    cluster_outputs,
    outputs_of,
)
from eksnetlint.readers.terraform.community.eks.self_managed import self_managed_group
from eksnetlint.readers.terraform.community.eks.table import EksTable, GroupTable
from eksnetlint.readers.terraform.community.inputs import Inputs, from_contents
from eksnetlint.readers.terraform.community.module import Module, existing, module_of
from eksnetlint.readers.terraform.resource import RemoteCall, Resource
from eksnetlint.readers.terraform.types import TfValue

_AWS_AUTH = {
    "create": True,
    "create_aws_auth_configmap": False,
    "manage_aws_auth_configmap": True,
    "aws_auth_roles": [],
}


def eks_resources(call: RemoteCall, table: EksTable) -> tuple[Resource, ...]:
    """What the module itself declares."""
    module = _cluster(call, table)
    module = replace(module, place=module.place.where(module.inputs.flag("create")))
    found = [*cluster_resources(module), *group_resources(module)]
    return existing([*found, *mapped_aws_auth(module)] if table.aws_auth else found)


def eks_outputs(call: RemoteCall, table: EksTable) -> Mapping[str, TfValue]:
    return cluster_outputs(_cluster(call, table))


def _cluster(call: RemoteCall, table: EksTable) -> ClusterModule:
    given = from_contents(call.inputs)
    inputs = Inputs(call.span, given, table.root, table.null_is_default)
    return ClusterModule(module_of(call), inputs, table)


def folder_resources(call: RemoteCall, folder: str, table: EksTable) -> tuple[Resource, ...]:
    """What the module in a folder inside it declares."""
    if folder == "capability":
        # What EKS runs outside of the cluster, with a role.
        return ()
    if folder == "aws-auth":
        given = from_contents(call.inputs)
        inputs = Inputs(call.span, given, _AWS_AUTH)
        place = module_of(call).where(inputs.flag("create"))
        return existing(aws_auth_resources(place, inputs, []))
    if folder == "fargate-profile":
        place, inputs = _direct(call, table, table.fargate)
        return existing(fargate_profile(place, inputs))
    is_managed = folder == "eks-managed-node-group"
    place, inputs = _direct(call, table, table.managed if is_managed else table.self_managed)
    nodes = NodeModule(place, inputs, table, is_managed)
    return existing(managed_group(nodes) if is_managed else self_managed_group(nodes))


def folder_outputs(call: RemoteCall, folder: str) -> Mapping[str, TfValue]:
    return outputs_of(module_of(call), OF_FOLDERS[folder])


def _direct(call: RemoteCall, table: EksTable, group: GroupTable) -> tuple[Module, Inputs]:
    given = from_contents(call.inputs)
    inputs = Inputs(call.span, given, group.defaults, table.null_is_default)
    return module_of(call).where(inputs.flag("create")), inputs
