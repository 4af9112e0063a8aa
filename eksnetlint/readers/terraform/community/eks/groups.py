"""The groups of nodes of a call: each entry of a map becomes a call of the group's module."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from eksnetlint.readers.terraform.community.eks.cluster import ClusterModule
from eksnetlint.readers.terraform.community.eks.fargate import fargate_profile
from eksnetlint.readers.terraform.community.eks.managed import managed_group
from eksnetlint.readers.terraform.community.eks.nodes import NodeModule
from eksnetlint.readers.terraform.community.eks.self_managed import self_managed_group
from eksnetlint.readers.terraform.community.eks.table import EksTable, GroupTable
from eksnetlint.readers.terraform.community.inputs import (
    Given,
    Inputs,
    constant,
    is_null,
    layered,
    otherwise,
)
from eksnetlint.readers.terraform.community.module import Module
from eksnetlint.readers.terraform.resource import Resource
from eksnetlint.readers.terraform.types import TfValue
from eksnetlint.source.text import Span
from eksnetlint.values import Known, negation


@dataclass(frozen=True, slots=True)
class Kind:
    """A map of groups: the module each entry becomes a call of, and what that is there for.

    Local clusters on Outposts do without those that need the region.
    """

    module: str
    resource: str
    needs_region: bool = True


MANAGED = Kind("eks_managed_node_group", "aws_eks_node_group")
SELF_MANAGED = Kind("self_managed_node_group", "aws_autoscaling_group", needs_region=False)
FARGATE = Kind("fargate_profile", "aws_eks_fargate_profile")


def group_resources(cluster: ClusterModule) -> Iterator[Resource]:
    """All nodes the call brings."""
    for kind in (MANAGED, SELF_MANAGED, FARGATE):
        for _, place, inputs in group_calls(cluster, kind):
            if not isinstance(inputs, Inputs):
                yield place.unseen(kind.resource, "this", inputs)
            elif kind is FARGATE:
                yield from fargate_profile(place, inputs)
            elif kind is MANAGED:
                yield from managed_group(NodeModule(place, inputs, cluster.table, True))
            else:
                yield from self_managed_group(NodeModule(place, inputs, cluster.table, False))


def group_calls(
    cluster: ClusterModule, kind: Kind
) -> Iterator[tuple[str | None, Module, Inputs | TfValue]]:
    """The calls for the entries of a map; a value instead of inputs for those unseen."""
    table = _TABLES[kind.module](cluster.table)
    shared = cluster.inputs.value(table.shared) if table.shared else None
    place = cluster.place
    if kind.needs_region:
        place = place.where(negation(cluster.is_local))
    for here, key, group in place.each(cluster.inputs.value(f"{kind.module}s")):
        if key is None:
            yield None, here.inside(kind.module, None, here.span, Known(True)), group
            continue
        given = _given(cluster, key, group, shared, table)
        is_null_default = cluster.table.null_is_default
        inputs = Inputs(here.span, given, table.defaults, is_null_default, layered(group))
        yield key, here.inside(kind.module, key, here.span, inputs.flag("create")), inputs


_TABLES: Mapping[str, Callable[[EksTable], GroupTable]] = {
    MANAGED.module: lambda table: table.managed,
    SELF_MANAGED.module: lambda table: table.self_managed,
    FARGATE.module: lambda table: table.fargate,
}


def _given(
    cluster: ClusterModule, key: str, group: TfValue, shared: TfValue | None, table: GroupTable
) -> Given:
    """What the module above passes: the group's own settings, then the shared ones."""
    version = cluster.table.name("version")
    written = layered(group, shared)
    # `try` gives each of these to the group alone; a map of defaults has no say in them.
    alone = layered(group)
    fixed = _fixed(cluster)

    def given(name: str) -> TfValue | None:
        if name in fixed:
            return fixed[name]()
        found = alone(name) if name in ("name", "create") else written(name)
        if name == "name":
            return otherwise(found, Known(key, group.origin))
        if name == "launch_template_name" and found is None:
            return Known(key, group.origin)
        if name == version and (found is None or is_null(found)):
            return otherwise(cluster.value("version"), cluster.of_cluster("version"))
        if name == "subnet_ids" and (found is None or is_null(found)):
            return cluster.inputs.value(name)
        if found is None and name in table.passed:
            return constant(table.passed[name], _span(group, cluster))
        return found

    return given


def _span(group: TfValue, cluster: ClusterModule) -> Span:
    return group.origin.span or cluster.place.span


def _fixed(cluster: ClusterModule) -> Mapping[str, Callable[[], TfValue]]:
    """What a group cannot choose."""
    return {
        "cluster_name": lambda: cluster.of_cluster("name"),
        "cluster_endpoint": lambda: cluster.of_cluster("endpoint"),
        "cluster_auth_base64": lambda: cluster.of_cluster("certificate_authority"),
        "cluster_ip_family": lambda: cluster.value("ip_family"),
    }
