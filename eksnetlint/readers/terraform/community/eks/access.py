"""The ConfigMap aws-auth as releases before 20, and the module aws-auth since then, write it."""

from __future__ import annotations

from collections.abc import Iterator

from eksnetlint.readers.terraform.community.aws_auth import (
    FARGATE_GROUPS,
    INSTANCE,
    LINUX_GROUPS,
    SESSION,
    WINDOWS_GROUPS,
    MappedRole,
    config_map,
)
from eksnetlint.readers.terraform.community.eks.cluster import ClusterModule
from eksnetlint.readers.terraform.community.eks.groups import (
    FARGATE,
    MANAGED,
    SELF_MANAGED,
    group_calls,
)
from eksnetlint.readers.terraform.community.inputs import Inputs, chosen, entries
from eksnetlint.readers.terraform.community.module import UNSEEN, Module
from eksnetlint.readers.terraform.resource import Resource
from eksnetlint.readers.terraform.types import TfValue
from eksnetlint.values import Known, Unknown, is_known

_KINDS = {
    "create_aws_auth_configmap": "kubernetes_config_map",
    "manage_aws_auth_configmap": "kubernetes_config_map_v1_data",
}


def aws_auth_resources(
    place: Module, inputs: Inputs, roles: list[MappedRole], unseen: Unknown | None = None
) -> Iterator[Resource]:
    """The ConfigMap, and the resource that goes on managing it."""
    more = inputs.value("aws_auth_roles")
    for flag, kind in _KINDS.items():
        yield config_map(place.where(inputs.flag(flag)), kind, roles, more, unseen)


def mapped_aws_auth(cluster: ClusterModule) -> Iterator[Resource]:
    """The ConfigMap with the roles of all groups of nodes."""
    try:
        roles = [*_roles(cluster)]
    except _Unseen as unseen:
        yield from aws_auth_resources(cluster.place, cluster.inputs, [], unseen.unknown)
    else:
        yield from aws_auth_resources(cluster.place, cluster.inputs, roles)


class _Unseen(Exception):
    def __init__(self, unknown: Unknown) -> None:
        super().__init__()
        self.unknown = unknown


def _roles(cluster: ClusterModule) -> Iterator[MappedRole]:
    """The roles of Linux nodes first, then those of Windows nodes, then those of Fargate."""
    managed = [*_nodes(cluster, is_managed=True)]
    self_managed = [*_nodes(cluster, is_managed=False)]
    nodes = managed + self_managed
    yield from (role for role in nodes if role.groups is LINUX_GROUPS)
    yield from _named(cluster, "aws_auth_node_iam_role_arns_non_windows", INSTANCE, LINUX_GROUPS)
    yield from (role for role in nodes if role.groups is WINDOWS_GROUPS)
    yield from _named(cluster, "aws_auth_node_iam_role_arns_windows", INSTANCE, WINDOWS_GROUPS)
    for _, place, inputs in group_calls(cluster, FARGATE):
        _sure(inputs, place)
        if not is_known(place.exists, False):
            role = place.pending("aws_iam_role", "this", "arn")
            yield MappedRole(role, SESSION, FARGATE_GROUPS)
    name = "aws_auth_fargate_profile_pod_execution_role_arns"
    yield from _named(cluster, name, SESSION, FARGATE_GROUPS)


def _nodes(cluster: ClusterModule, is_managed: bool) -> Iterator[MappedRole]:
    flag = "create_iam_role" if is_managed else "create_iam_instance_profile"
    for _, place, inputs in group_calls(cluster, MANAGED if is_managed else SELF_MANAGED):
        own = _sure(inputs, place)
        if is_known(place.exists, False):
            continue
        platform = own.equals("platform", "windows")
        if isinstance(platform, Unknown):
            raise _Unseen(platform)
        # Release 18 takes every managed group for Linux.
        is_windows = platform.value and (cluster.table.has_template_flag or not is_managed)
        role = chosen(
            own.flag(flag), place.pending("aws_iam_role", "this", "arn"), own.value("iam_role_arn")
        )
        yield MappedRole(role, INSTANCE, WINDOWS_GROUPS if is_windows else LINUX_GROUPS)


def _sure(inputs: Inputs | TfValue, place: Module) -> Inputs:
    """The inputs of a group that certainly exists, or does not."""
    if isinstance(inputs, Inputs) and isinstance(place.exists, Known):
        return inputs
    raise _Unseen(place.exists if isinstance(place.exists, Unknown) else Unknown(UNSEEN))


def _named(
    cluster: ClusterModule, name: str, user: str, groups: tuple[str, ...]
) -> Iterator[MappedRole]:
    for key, arn in entries(cluster.inputs.value(name), cluster.place.span):
        if key is None:
            raise _Unseen(arn if isinstance(arn, Unknown) else Unknown(UNSEEN))
        yield MappedRole(arn, user, groups)
