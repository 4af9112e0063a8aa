"""Which cluster a resource is for, by the value that names the cluster."""

from __future__ import annotations

from dataclasses import dataclass

from eksnetlint.readers.terraform.aws.attributes import string, written
from eksnetlint.readers.terraform.aws.inventory import Inventory, shape_of
from eksnetlint.readers.terraform.resource import Resource
from eksnetlint.readers.terraform.types import Pending, TfValue
from eksnetlint.values import Known, Reason, Unknown, Value, at

_CLUSTER = ("aws_eks_cluster", "aws_eks_cluster_auth")
_NOT_NAMED = Reason("the name of a node group's cluster cannot be seen")
# A data source may look up what another one found.
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Unnamed:
    """The key of the owner of one resource that does not name its cluster."""

    address: str


@dataclass(frozen=True, slots=True)
class Owner:
    """The cluster something belongs to: one of the root module's, or one that is only named.

    Owners are the same where their ``key`` is; ``name`` is as it is written there.
    """

    key: object
    name: Value[str]
    cluster: Resource | None = None

    @property
    def is_named(self) -> bool:
        """Whether anything names the cluster, be it that its name cannot be seen."""
        return not isinstance(self.key, Unnamed)

    @property
    def is_seen(self) -> bool:
        """Whether it is certain which cluster that is."""
        return self.cluster is not None or isinstance(self.name, Known)


def owner_of(value: TfValue, inventory: Inventory, depth: int = 0) -> Owner:
    """The cluster that a ``cluster_name`` means."""
    found = inventory.referred(value, _CLUSTER, ("name",))
    own = [item for item in found if not item.is_data]
    if len(own) == 1:
        return owned(own[0])
    name = string(value)
    if isinstance(name, Known):
        return Owner(("name", name.value), name)
    looked_up = written(found[0].contents, "name") if len(found) == 1 else None
    if looked_up is not None and depth < _DEEPEST:
        return owner_of(looked_up, inventory, depth + 1)
    alike = [item for item in inventory.of("aws_eks_cluster") if _has_name_of(item, name)]
    if len(alike) == 1:
        return owned(alike[0])
    return Owner(_source(name), _unnamed(name))


def only_cluster(resource: Resource, inventory: Inventory) -> Owner:
    """The owner of nodes that do not say which cluster they join."""
    clusters = inventory.of("aws_eks_cluster")
    if len(clusters) == 1 and not any(
        _is_another(source, clusters[0], inventory)
        for source in inventory.sources("aws_eks_cluster")
    ):
        return owned(clusters[0])
    return Owner(Unnamed(resource.address), Unknown(_NOT_NAMED, at(resource.span)))


def _is_another(source: Resource, cluster: Resource, inventory: Inventory) -> bool:
    name = written(source.contents, "name")
    return name is None or owner_of(name, inventory).cluster is not cluster


def owned(cluster: Resource) -> Owner:
    """A cluster of the root module as an owner."""
    value = written(cluster.contents, "name")
    name = string(value) if value is not None else Unknown(_NOT_NAMED)
    return Owner(("cluster", cluster.address, cluster.span), name, cluster)


def _has_name_of(cluster: Resource, name: Unknown) -> bool:
    """Whether neither name can be seen, and both are the same text of the same things."""
    own = written(cluster.contents, "name")
    if not isinstance(own, Unknown) or shape_of(own) != shape_of(name):
        return False
    short, long = sorted((own.origin.frames[1:], name.origin.frames[1:]), key=len)
    return bool(short) and long[-len(short) :] == short


def _source(value: Unknown) -> object:
    """What tells apart where a name that cannot be seen comes from."""
    if isinstance(value, Pending) and value.is_exact:
        return ("address", value.address)
    behind = value.origin.frames[1:]
    return ("written at", shape_of(value), behind or id(value))


def _unnamed(value: Unknown) -> Unknown:
    return Unknown(_NOT_NAMED if isinstance(value, Pending) else value.reason, value.origin)
