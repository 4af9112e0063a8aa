"""Start-EKSBootstrap.ps1, which joins the nodes of EKS's Windows AMIs to their cluster."""

from __future__ import annotations

import datetime

BOOTSTRAP_AS_OF = datetime.date(2026, 11, 23)

# EKS user guide, "Bootstrap script configuration parameters"; the last two are of older AMIs and
# still written by tools (eksctl pkg/nodebootstrap/windows.go passes -ContainerRuntime).
PARAMETERS = (
    "EKSClusterName",
    "KubeletExtraArgs",
    "KubeProxyExtraArgs",
    "APIServerEndpoint",
    "Base64ClusterCA",
    "DNSClusterIP",
    "ServiceCIDR",
    "ExcludedSnatCIDRs",
    "Endpoint",
    "ContainerRuntime",
)

# What EKS chooses from where a cluster is given no range (EKS API reference,
# KubernetesNetworkConfigRequest, serviceIpv4Cidr), and the script where it is told none.
DEFAULT_SERVICE_RANGES = ("10.100.0.0/16", "172.20.0.0/16")
