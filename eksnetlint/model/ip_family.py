"""The address families of a cluster."""

from __future__ import annotations

from enum import Enum


class IpFamily(Enum):
    """The address family of pods and services."""

    IPV4 = "ipv4"
    IPV6 = "ipv6"
