"""What one ConfigMap or add-on says about Windows."""

from __future__ import annotations

from eksnetlint.model.cluster import Cluster
from eksnetlint.model.cni import CniConfiguration
from eksnetlint.values import Known, Value, lift


def windows_ipam(configuration: CniConfiguration, _: Cluster) -> Value[bool]:
    """Whether it enables Windows IPAM."""
    return configuration.flag("enable-windows-ipam")


def prefix_delegation(configuration: CniConfiguration, _: Cluster) -> Value[bool]:
    """Whether it enables prefix delegation on Windows nodes."""
    return configuration.flag("enable-windows-prefix-delegation")


def speaks_of_windows(configuration: CniConfiguration, _: Cluster) -> Value[bool]:
    """Whether it sets Windows IPAM or prefix delegation on Windows nodes, on or off."""
    keys = {"enable-windows-ipam", "enable-windows-prefix-delegation"}
    return Known(not keys.isdisjoint(configuration.settings))


def place(configuration: CniConfiguration, _: Cluster) -> Value[str]:
    """The name and namespace of its ConfigMap, for people."""
    return lift(
        lambda name, namespace: f"{name} in {namespace}",
        configuration.name,
        configuration.namespace,
    )
