"""Clusters: ``aws_eks_cluster``, and those that node groups only name."""

from __future__ import annotations

from dataclasses import dataclass

from eksnetlint.model.access import Access
from eksnetlint.model.cluster import ClusterDeclaration
from eksnetlint.model.cni import CniConfiguration
from eksnetlint.model.fargate import FargateProfile
from eksnetlint.model.ip_family import IpFamily
from eksnetlint.model.network import Subnet
from eksnetlint.model.node_group import NodeGroup
from eksnetlint.readers.terraform.aws.attributes import boolean, only, string, within, written
from eksnetlint.readers.terraform.aws.capacity import Capacity
from eksnetlint.readers.terraform.aws.membership import Owner
from eksnetlint.readers.terraform.resource import Resource, Root
from eksnetlint.readers.terraform.types import TfValue
from eksnetlint.source.text import Span
from eksnetlint.values import Known, Reason, Unknown, Value, World, at

_NO_VERSION = Reason("a cluster gives no Kubernetes version, and EKS's default moves")
_BAD_VERSION = Reason("a Kubernetes version cannot be read")
_BAD_FAMILY = Reason("an address family that is not known")
_MADE_ELSEWHERE = Reason("the cluster is made elsewhere")
_CHOSEN_BY_EKS = Reason("EKS chooses the range of Service addresses, which is not given")
# EKS began with Kubernetes 1.10; a smaller minor is 1.30 that was written as a number.
_FIRST_MINOR = 10


@dataclass(frozen=True, slots=True, eq=False)
class ClusterParts:
    """What belongs to a cluster."""

    capacity: Capacity
    groups: tuple[NodeGroup, ...]
    cni: tuple[CniConfiguration, ...]
    profiles: tuple[FargateProfile, ...]
    access: Access
    subnets: World[Subnet]


def cluster_of(
    cluster: Resource, owner: Owner, root: Root, parts: ClusterParts
) -> ClusterDeclaration:
    """A cluster that the root module makes."""
    why = parts.capacity.open_because
    return ClusterDeclaration(
        span=cluster.span,
        name=owner.name,
        region=root.region,
        kubernetes_minor=_kubernetes_minor(cluster),
        ip_family=_ip_family(cluster),
        made_by_eksctl=Known(False, at(cluster.span)),
        is_whole=why if why else Known(True, at(cluster.span)),
        other_capacity=parts.capacity.answer,
        node_groups=parts.groups,
        cni=parts.cni,
        service_cidr=_service_cidr(cluster),
        authentication_mode=_authentication_mode(cluster),
        installs_addons=_installs_addons(cluster),
        is_on_outpost=_is_on_outpost(cluster),
        fargate_profiles=parts.profiles,
        access=parts.access,
        subnets=parts.subnets,
    )


def named_cluster_of(
    owner: Owner, span: Span, root: Root, parts: ClusterParts
) -> ClusterDeclaration:
    """A cluster that the root module only adds to."""
    hidden = Unknown(_MADE_ELSEWHERE, at(span), is_set=False)
    return ClusterDeclaration(
        span=span,
        name=owner.name,
        region=root.region,
        kubernetes_minor=hidden,
        ip_family=hidden,
        made_by_eksctl=hidden,
        is_whole=Known(False, at(span)),
        other_capacity=parts.capacity.answer,
        node_groups=parts.groups,
        cni=parts.cni,
        fargate_profiles=parts.profiles,
        access=parts.access,
        subnets=parts.subnets,
    )


def _kubernetes_minor(cluster: Resource) -> Value[int]:
    value = written(cluster.contents, "version")
    if value is None:
        return Unknown(_NO_VERSION, at(cluster.span), is_set=False)
    return minor_of(value)


def minor_of(value: TfValue) -> Value[int]:
    """The 33 of the version 1.33 of Kubernetes, and of a release such as 1.33-2026.10.14."""
    text = string(value)
    if isinstance(text, Unknown):
        return text
    major, _, minor = text.value.partition("-")[0].partition(".")
    if major != "1" or not minor.isdecimal() or int(minor) < _FIRST_MINOR:
        return Unknown(_BAD_VERSION, text.origin)
    return Known(int(minor), text.origin)


def _ip_family(cluster: Resource) -> Value[IpFamily]:
    """The address family; ipv4 by default (EKS API, KubernetesNetworkConfigRequest)."""
    value = within(cluster.contents, "kubernetes_network_config", "ip_family")
    if value is None:
        return Known(IpFamily.IPV4, at(cluster.span), is_set=False)
    text = string(value)
    if isinstance(text, Unknown):
        return text
    for family in IpFamily:
        if text.value == family.value:
            return Known(family, text.origin)
    return Unknown(_BAD_FAMILY, text.origin)


def _service_cidr(cluster: Resource) -> Value[str]:
    value = within(cluster.contents, "kubernetes_network_config", "service_ipv4_cidr")
    if value is None:
        return Unknown(_CHOSEN_BY_EKS, at(cluster.span), is_set=False)
    return string(value)


def _authentication_mode(cluster: Resource) -> Value[str]:
    """CONFIG_MAP by default (EKS API, CreateAccessConfigRequest)."""
    value = within(cluster.contents, "access_config", "authentication_mode")
    if value is None:
        return Known("CONFIG_MAP", at(cluster.span), is_set=False)
    return string(value)


def _is_on_outpost(cluster: Resource) -> Value[bool]:
    """Only a local cluster has outpost_config (AWS provider, aws_eks_cluster)."""
    config = only(cluster.contents, "outpost_config")
    if config is None:
        return Known(False, at(cluster.span), is_set=False)
    return config if isinstance(config, Unknown) else Known(True, at(config.span))


def _installs_addons(cluster: Resource) -> Value[bool]:
    """True by default (AWS provider, aws_eks_cluster, bootstrap_self_managed_addons)."""
    value = written(cluster.contents, "bootstrap_self_managed_addons")
    return boolean(value) if value is not None else Known(True, at(cluster.span), is_set=False)
