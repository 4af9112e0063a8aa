"""What follows about an installation of Calico from all that belongs to its cluster."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import TypeAlias

from eksnetlint.model.cluster import Cluster
from eksnetlint.model.cni import CalicoInstallation, ServicesEndpoint, WindowsDataplane
from eksnetlint.model.policy import NetworkPolicy, PolicyKind
from eksnetlint.model.policy_facts import policy_windows_workloads
from eksnetlint.values import Frame, Known, Origin, Unknown, Value, is_known

Network: TypeAlias = IPv4Network | IPv6Network

# The API server of an EKS cluster is reached at a name under these, and on this port alone (EKS
# user guide, "Cluster API server endpoint").
_EKS_NAMES = (".eks.amazonaws.com", ".eks.amazonaws.com.cn", ".api.aws")
_EKS_PORT = "443"


def windows_policies(_: CalicoInstallation, cluster: Cluster) -> Value[tuple[NetworkPolicy, ...]]:
    """The network policies that are known to select Windows pods."""
    found = [
        policy
        for policy in cluster.network_policies
        if not is_known(policy.defined_by, PolicyKind.STAGED)
        and isinstance(workloads := policy_windows_workloads(policy, cluster), Known)
        and workloads.value
    ]
    return Known(tuple(found), Origin(tuple(Frame(policy.span) for policy in found)))


def foreign_network(installation: CalicoInstallation, _: Cluster) -> Value[str | None]:
    """A phrase for an overlay or BGP that it asks of another CNI's pool; null where it does not.

    The operator refuses both (tigera/operator, pkg/controller/installation/validation.go).
    """
    cni, mode, bgp = installation.cni_type, installation.encapsulation, installation.bgp
    has_pool = isinstance(mode, Unknown) or mode.value is not None
    if not isinstance(cni, Known) or cni.value == "Calico" or not has_pool:
        return Known(None)
    if isinstance(mode, Known) and mode.is_set and mode.value != "None":
        return Known(f"the encapsulation {mode.value}", mode.origin)
    if is_known(bgp, "Enabled"):
        return Known("BGP", bgp.origin)
    return Known(None)


def missed_service_cidr(installation: CalicoInstallation, cluster: Cluster) -> Value[str | None]:
    """The cluster's own Service CIDR, where it is known and Calico is told of others alone."""
    told = installation.service_cidrs
    if not isinstance(told, Known) or not told.value:
        return Known(None)
    ranges = [network for text in told.value if (network := _network(text)) is not None]
    for declaration in cluster.declarations:
        own = declaration.service_cidr
        wanted = _network(own.value) if isinstance(own, Known) else None
        if wanted is None or len(ranges) < len(told.value):
            return Known(None)
        if not any(_holds(network, wanted) for network in ranges):
            return Known(str(wanted), told.origin.through(*own.origin.frames))
    return Known(None)


def _network(text: str) -> Network | None:
    try:
        return ip_network(text.strip(), strict=False)
    except ValueError:
        return None


def _holds(outer: Network, inner: Network) -> bool:
    if isinstance(outer, IPv4Network) and isinstance(inner, IPv4Network):
        return inner.subnet_of(outer)
    return isinstance(outer, IPv6Network) and isinstance(inner, IPv6Network) and inner == outer


def endpoint_flaw(endpoint: ServicesEndpoint, cluster: Cluster) -> Value[str | None]:
    """A phrase for what is known to make the address useless; null where nothing is.

    The operator puts ``https://`` before the host itself. For Windows it needs both keys; without
    Windows it passes over a pair that is not whole (tigera/operator, pkg/controller/k8sapi).
    """
    for key, value in (("HOST", endpoint.host), ("PORT", endpoint.port)):
        if isinstance(value, Known) and not value.value:
            flaw = f"KUBERNETES_SERVICE_{key} is not given"
            return Known(flaw, value.origin) if _is_on_windows(cluster) else Known(None)
    host, port = endpoint.host, endpoint.port
    if not isinstance(host, Known) or not host.value:
        return Known(None)
    if "://" in host.value:
        return Known("KUBERNETES_SERVICE_HOST is a URL, not a host", host.origin)
    is_other = isinstance(port, Known) and port.value != _EKS_PORT
    if is_other and host.value.endswith(_EKS_NAMES):
        place = port.origin if port.is_set else host.origin
        return Known(f"KUBERNETES_SERVICE_PORT is not {_EKS_PORT}", place)
    return Known(None)


def _is_on_windows(cluster: Cluster) -> bool:
    installations = cluster.calico_installations
    return any(is_known(item.windows_dataplane, WindowsDataplane.HNS) for item in installations)
