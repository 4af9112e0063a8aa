"""What one ConfigMap or add-on says about Windows."""

from __future__ import annotations

from eksnetlint.model.cluster import Cluster
from eksnetlint.model.cni import CniConfiguration
from eksnetlint.values import Value


def windows_ipam(configuration: CniConfiguration, _: Cluster) -> Value[bool]:
    """Whether it enables Windows IPAM."""
    return configuration.flag("enable-windows-ipam")


def prefix_delegation(configuration: CniConfiguration, _: Cluster) -> Value[bool]:
    """Whether it enables prefix delegation on Windows nodes."""
    return configuration.flag("enable-windows-prefix-delegation")
