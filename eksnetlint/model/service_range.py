"""The range of Service addresses of a cluster, and the address of its DNS in it."""

from __future__ import annotations

import ipaddress

from eksnetlint.aws.bootstrap_script import DEFAULT_SERVICE_RANGES
from eksnetlint.model.cluster import Cluster, ClusterDeclaration
from eksnetlint.model.cni_settings import DIFFERENT
from eksnetlint.model.ip_family import IpFamily
from eksnetlint.values import Known, Reason, Unknown, Value, agreed, is_known, lift

_DEFAULTS = tuple(ipaddress.IPv4Network(item) for item in DEFAULT_SERVICE_RANGES)
_NO_CLUSTER = Reason("the cluster is made elsewhere, and so is its range of Service addresses")
_NO_RANGE = Reason("a range of Service addresses cannot be read")
_IPV6 = Reason("the Services of an IPv6 cluster have IPv6 addresses")
# EKS gives its DNS the tenth address (EKS user guide, "Customize managed nodes with launch
# templates": the service CIDR with .10 at the end).
_DNS = 10
# EKS refuses longer and shorter prefixes (API reference, KubernetesNetworkConfigRequest).
_PREFIXES = range(12, 25)


def service_ranges(cluster: Cluster) -> Value[tuple[str, ...]]:
    """The ranges that Service addresses may come from: the one written, else those EKS takes."""
    return agreed([_ranges_of(item) for item in _makers(cluster)], _reason(cluster))


def shows_service_range(cluster: Cluster) -> Value[bool]:
    """Whether the files tell which ranges its Service addresses may come from."""
    ranges = service_ranges(cluster)
    return Known(isinstance(ranges, Known), ranges.origin)


def dns_addresses(cluster: Cluster) -> Value[tuple[str, ...]]:
    """The addresses that the Service of the cluster's DNS may have."""
    return lift(lambda ranges: tuple(_dns_of(item) for item in ranges), service_ranges(cluster))


def has_own_service_range(cluster: Cluster) -> Value[bool]:
    """Whether its range of Service addresses lies outside of those that EKS takes by itself."""

    def is_own(ranges: tuple[str, ...]) -> bool:
        found = (ipaddress.IPv4Network(item) for item in ranges)
        return not any(item.subnet_of(other) for item in found for other in _DEFAULTS)

    return lift(is_own, service_ranges(cluster))


def as_range(text: str) -> str | None:
    """A range as it is usually written; None for what is none."""
    try:
        return str(ipaddress.IPv4Network(text.strip(), strict=False))
    except ValueError:
        return None


def lies_in(part: str, whole: str) -> bool:
    """Whether a range, as `as_range` gives it, has no address outside of another."""
    return ipaddress.IPv4Network(part).subnet_of(ipaddress.IPv4Network(whole))


def is_address(text: str) -> bool:
    """Whether a text is an IPv4 address."""
    try:
        ipaddress.IPv4Address(text.strip())
    except ValueError:
        return False
    return True


def _makers(cluster: Cluster) -> list[ClusterDeclaration]:
    # Who makes the cluster knows that a range is left to EKS; others do not.
    return [
        item
        for item in cluster.declarations
        if item.service_cidr.is_set or not is_known(item.is_whole, False)
    ]


def _reason(cluster: Cluster) -> Reason:
    return DIFFERENT if _makers(cluster) else _NO_CLUSTER


def _ranges_of(declaration: ClusterDeclaration) -> Value[tuple[str, ...]]:
    if not is_known(declaration.ip_family, IpFamily.IPV4):
        return Unknown(_IPV6, declaration.ip_family.origin)
    written = declaration.service_cidr
    if not written.is_set:
        return Known(DEFAULT_SERVICE_RANGES, written.origin, is_set=False)
    if isinstance(written, Unknown):
        return written
    found = as_range(written.value)
    if found is None or ipaddress.IPv4Network(found).prefixlen not in _PREFIXES:
        return Unknown(_NO_RANGE, written.origin)
    return Known((found,), written.origin)


def _dns_of(item: str) -> str:
    network = ipaddress.IPv4Network(item)
    return str(network.network_address + _DNS)
