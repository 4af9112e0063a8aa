"""A root module's AWS resources as declarations of clusters."""

from __future__ import annotations

from eksnetlint.model.access import Access, Role
from eksnetlint.model.cluster import ClusterDeclaration
from eksnetlint.model.manifest import Platform, PlatformSign
from eksnetlint.readers.reading import Reading
from eksnetlint.readers.terraform.aws.addons import addon_flaws
from eksnetlint.readers.terraform.aws.attributes import written
from eksnetlint.readers.terraform.aws.capacity import capacity_of
from eksnetlint.readers.terraform.aws.clusters import ClusterParts, cluster_of, named_cluster_of
from eksnetlint.readers.terraform.aws.collection import Collection, Parts, collected
from eksnetlint.readers.terraform.aws.commands import legacy_controllers_of
from eksnetlint.readers.terraform.aws.inventory import inventory_of
from eksnetlint.readers.terraform.aws.subnets import subnets_of
from eksnetlint.readers.terraform.resource import Resource, Root
from eksnetlint.values import World


def read_aws(root: Root) -> Reading:
    """The clusters a root module makes or adds to, each with all that belongs to it."""
    found = collected(inventory_of(root))
    reading = Reading()
    for resource in found.inventory.of("aws_eks_addon"):
        reading.extend(flaws=addon_flaws(resource))
    reading.extend(legacy_controllers_of(root))
    for parts in found.parts.values():
        declaration = _declaration(parts, found)
        what = "an EKS cluster" if parts.owner.cluster else "a part of an EKS cluster"
        reading.extend([declaration, PlatformSign(declaration.span, Platform.EKS, what)])
    return reading


def _declaration(parts: Parts, found: Collection) -> ClusterDeclaration:
    cluster, inventory = parts.owner.cluster, found.inventory
    capacity = capacity_of(cluster, parts.profiles, found.doubts, inventory)
    why = capacity.open_because.reason if capacity.open_because else None
    whole = ClusterParts(
        capacity=capacity,
        groups=tuple(parts.groups),
        cni=(*parts.cni, *found.commands),
        profiles=tuple(parts.profiles),
        access=Access(
            entries=World(tuple(parts.entries), why),
            cluster_role=_role(cluster, found) if cluster else None,
        ),
        subnets=subnets_of(parts.resources, inventory),
    )
    if cluster is None:
        return named_cluster_of(parts.owner, parts.span, inventory.root, whole)
    return cluster_of(cluster, parts.owner, inventory.root, whole)


def _role(cluster: Resource, found: Collection) -> Role | None:
    arn = written(cluster.contents, "role_arn")
    return found.roles.of(arn) if arn is not None else None
