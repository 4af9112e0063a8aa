"""What may bring Linux nodes to a cluster, apart from the node groups that are seen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from eksnetlint.model.cluster import MADE_ELSEWHERE
from eksnetlint.model.fargate import FargateProfile
from eksnetlint.readers.terraform.aws.attributes import boolean, only, string, strings, written
from eksnetlint.readers.terraform.aws.inventory import Inventory
from eksnetlint.readers.terraform.aws.openness import openings
from eksnetlint.readers.terraform.resource import Contents, Resource
from eksnetlint.values import (
    Known,
    Reason,
    Unknown,
    Value,
    at,
    conjunction,
    disjunction,
    is_known,
    lift,
)

_NO_POOLS = Reason("the node pools of EKS Auto Mode are not in these files")
_HYBRID = Reason("hybrid nodes may join the cluster, which are not in these files")
# Resources that may start nodes in ways that are not read.
_MAY_START_NODES = {
    "aws_cloudformation_stack": "a CloudFormation stack",
    "aws_cloudformation_stack_set": "a CloudFormation stack set",
    "aws_ec2_fleet": "an EC2 fleet",
    "aws_spot_fleet_request": "a Spot fleet",
    "spotinst_elastigroup_aws": "an Elastigroup",
    "spotinst_ocean_aws": "Ocean",
}


@dataclass(frozen=True, slots=True, eq=False)
class Capacity:
    """Whether Linux nodes come from elsewhere, and why the files cannot close that question."""

    answer: Value[bool]
    open_because: Unknown | None


def capacity_of(
    cluster: Resource | None,
    profiles: Iterable[FargateProfile],
    doubts: Iterable[Unknown],
    inventory: Inventory,
) -> Capacity:
    """The capacity of a cluster; None for one that another root module makes."""
    answers: list[Value[bool]] = [_takes_kube_system(profile) for profile in profiles]
    answers += _karpenter(inventory)
    if cluster is not None:
        answers += _auto_mode(cluster)
        answers += _hybrid(cluster)
    open_because = next(_open(cluster, doubts, inventory), None)
    if open_because is not None:
        answers.append(open_because)
    span = cluster.span if cluster else inventory.root.span
    answer = disjunction(answers) if answers else Known(False)
    if is_known(answer, False):
        answer = Known(False, at(span), is_set=False)
    return Capacity(answer, open_because)


def _open(
    cluster: Resource | None, doubts: Iterable[Unknown], inventory: Inventory
) -> Iterator[Unknown]:
    if cluster is not None and isinstance(cluster.exists, Unknown):
        yield cluster.exists
    yield from openings(inventory.root, "bring nodes")
    yield from doubts
    for kind, what in _MAY_START_NODES.items():
        for resource in inventory.of(kind):
            reason = Reason(f"{what} may bring nodes that are not in these files")
            yield Unknown(reason, at(resource.span))
    # Last, since the user may settle this one by saying what belongs to the cluster.
    if cluster is None:
        yield Unknown(MADE_ELSEWHERE)


def _takes_kube_system(profile: FargateProfile) -> Value[bool]:
    # Fargate selectors take * and ? (EKS user guide, "Fargate profile wildcards").
    return disjunction(
        lift(lambda pattern: fnmatchcase("kube-system", pattern), selector.namespace)
        for selector in profile.selectors
    )


def _auto_mode(cluster: Resource) -> Iterator[Value[bool]]:
    """EKS Auto Mode; the pools it brings itself are Linux (EKS user guide, "EKS Auto Mode")."""
    block = only(cluster.contents, "compute_config")
    if isinstance(block, Unknown):
        yield block
    elif block is not None:
        enabled = written(block, "enabled")
        if enabled is not None:
            yield conjunction((boolean(enabled), _has_pools(block)))


def _hybrid(cluster: Resource) -> Iterator[Unknown]:
    for block in cluster.contents.nested("remote_network_config").items:
        yield Unknown(_HYBRID, at(block.span))


def _has_pools(block: Contents) -> Value[bool]:
    value = written(block, "node_pools")
    pools = strings(value) if value is not None else Known((), at(block.span))
    if isinstance(pools, Unknown):
        return pools
    return Known(True, pools.origin) if pools.value else Unknown(_NO_POOLS, at(block.span))


def _karpenter(inventory: Inventory) -> Iterator[Value[bool]]:
    # Karpenter itself runs on Linux, and is of no use without nodes to run on.
    for release in inventory.of("helm_release"):
        value = written(release.contents, "chart")
        chart = string(value) if value is not None else None
        if isinstance(chart, Unknown):
            yield chart
        elif chart is not None and re.search(r"(?:^|/)karpenter$", chart.value):
            yield conjunction((release.exists, Known(True, at(release.span))))
