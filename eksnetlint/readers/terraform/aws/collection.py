"""What a root module has of each cluster, before it is put together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from eksnetlint.model.access import AccessEntry
from eksnetlint.model.cni import CniConfiguration
from eksnetlint.model.fargate import FargateProfile
from eksnetlint.model.node_group import NodeGroup
from eksnetlint.readers.terraform.aws.access import access_entry_of, fargate_profile_of
from eksnetlint.readers.terraform.aws.addons import cni_configuration_of
from eksnetlint.readers.terraform.aws.attributes import written
from eksnetlint.readers.terraform.aws.commands import (
    attaches_policies,
    capacity_doubts,
    cni_configurations_of,
)
from eksnetlint.readers.terraform.aws.instances import single_node_of
from eksnetlint.readers.terraform.aws.inventory import Inventory
from eksnetlint.readers.terraform.aws.managed_groups import managed_group_of
from eksnetlint.readers.terraform.aws.membership import Owner, owned, owner_of
from eksnetlint.readers.terraform.aws.openness import openings
from eksnetlint.readers.terraform.aws.roles import Roles
from eksnetlint.readers.terraform.aws.self_managed import SelfManaged, self_managed_of
from eksnetlint.readers.terraform.resource import Resource
from eksnetlint.source.text import Span
from eksnetlint.values import Reason, Unknown, at

_WHOSE = Reason("which cluster a node group belongs to cannot be seen")
_NO_NAME = Reason("a resource does not name its cluster")
_COMMAND = Reason("a command in these files may attach policies to a role")


@dataclass(slots=True, eq=False)
class Parts:
    """What was found for one owner, and where the first of it stands."""

    owner: Owner
    span: Span
    groups: list[NodeGroup] = field(default_factory=list)
    cni: list[CniConfiguration] = field(default_factory=list)
    profiles: list[FargateProfile] = field(default_factory=list)
    entries: list[AccessEntry] = field(default_factory=list)
    resources: list[Resource] = field(default_factory=list)

    def take(self, others: Parts) -> None:
        """Add what was found for another owner, who turned out to be this one."""
        self.groups += others.groups
        self.cni += others.cni
        self.profiles += others.profiles
        self.entries += others.entries
        self.resources += others.resources


@dataclass(slots=True, eq=False)
class Collection:
    """The parts of all clusters by owner, and why some nodes may not be seen.

    ``commands`` are the settings that commands may change in any cluster.
    """

    inventory: Inventory
    roles: Roles
    parts: dict[object, Parts] = field(default_factory=dict)
    doubts: list[Unknown] = field(default_factory=list)
    commands: list[CniConfiguration] = field(default_factory=list)

    def of(self, owner: Owner, resource: Resource) -> Parts:
        """The parts of an owner, with one more resource of it."""
        parts = self.parts.setdefault(owner.key, Parts(owner, resource.span))
        parts.resources.append(resource)
        return parts

    def named(self, resource: Resource) -> Parts:
        """The parts of the cluster that a resource names."""
        value = written(resource.contents, "cluster_name") or Unknown(_NO_NAME, at(resource.span))
        return self.of(owner_of(value, self.inventory), resource)


def collected(inventory: Inventory) -> Collection:
    """All that belongs to any cluster."""
    found = Collection(inventory, Roles(inventory, _policy_doubt(inventory)))
    for cluster in inventory.of("aws_eks_cluster"):
        found.of(owned(cluster), cluster)
    _collect_groups(found)
    _collect_others(found)
    _settle(found)
    found.doubts += [*_unowned(found), *capacity_doubts(inventory.root)]
    found.commands += cni_configurations_of(inventory.root)
    return found


def _settle(found: Collection) -> None:
    """Give what names no cluster, and settings of one that cannot be seen, to the only one left."""
    unsettled = [
        parts
        for parts in found.parts.values()
        if not parts.owner.is_named or not (parts.groups or parts.owner.is_seen)
    ]
    others = [parts for parts in found.parts.values() if parts not in unsettled]
    if len(others) == 1:
        for parts in unsettled:
            del found.parts[parts.owner.key]
            others[0].take(parts)


def _policy_doubt(inventory: Inventory) -> Reason | None:
    for opening in openings(inventory.root, "attach policies to a role"):
        return opening.reason
    return _COMMAND if attaches_policies(inventory.root) else None


def _unowned(found: Collection) -> Iterator[Unknown]:
    for parts in found.parts.values():
        if parts.groups and not parts.owner.is_seen:
            yield Unknown(_WHOSE, at(parts.span))


def _collect_groups(found: Collection) -> None:
    inventory, roles = found.inventory, found.roles
    for resource in inventory.of("aws_eks_node_group"):
        group, arn = (
            managed_group_of(resource, inventory),
            written(resource.contents, "node_role_arn"),
        )
        role = roles.of(arn) if arn is not None else None
        found.named(resource).groups.append(replace(group, role=role))
    for resource in inventory.of("aws_autoscaling_group"):
        result = self_managed_of(resource, inventory)
        if isinstance(result, Unknown):
            found.doubts.append(result)
        elif result is not None:
            _place(found, result, resource)
    for resource in inventory.of("aws_instance"):
        node = single_node_of(resource, inventory)
        if node is not None:
            _place(found, node, resource)


def _place(found: Collection, node: SelfManaged, resource: Resource) -> None:
    role = found.roles.of_profile(node.profile) if node.profile is not None else None
    found.of(node.owner, resource).groups.append(replace(node.group, role=role))


def _collect_others(found: Collection) -> None:
    inventory = found.inventory
    doubt = next(openings(inventory.root, "enable Windows IPAM"), None)
    for resource in inventory.of("aws_eks_addon"):
        configuration = cni_configuration_of(resource, doubt.reason if doubt else None)
        if configuration is not None:
            found.named(resource).cni.append(configuration)
    for resource in inventory.of("aws_eks_fargate_profile"):
        found.named(resource).profiles.append(fargate_profile_of(resource))
    associations = inventory.of("aws_eks_access_policy_association")
    for resource in inventory.of("aws_eks_access_entry"):
        entry = access_entry_of(resource, associations, found.roles)
        found.named(resource).entries.append(entry)
