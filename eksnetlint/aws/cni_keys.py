"""The settings of the VPC CNI beside those of aws-node: their names, types and meaning.

As of 2026-08-20. Names and defaults: amazon-vpc-cni-k8s, charts/aws-vpc-cni, chart 1.23.1,
values.yaml and templates/configmap.yaml (the targets since chart 1.16.0, of January 2024). Who
reads a key: amazon-vpc-resource-controller-k8s, pkg/config/type.go and loader.go of 2026-04-23;
amazon-network-policy-controller-k8s, pkg/utils/configmap/configmap.go of 2026-05-18. Types in the
configuration of the add-on: its schema for v1.18.6, printed in terraform-provider-aws issue 39577.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass


class KeyKind(enum.Enum):
    """What the value of a key stands for."""

    FLAG = "flag"
    TARGET = "target"
    SECONDS = "seconds"


@dataclass(frozen=True, slots=True)
class CniKey:
    """A key of the ConfigMap amazon-vpc-cni; ``without`` is what is so where it is not read.

    ``value_name`` is what the chart and the add-on call it and ``default`` what they write for it,
    None where they do not know it.
    """

    name: str
    kind: KeyKind
    without: str
    value_name: str | None = None
    default: str | None = None

    @property
    def is_string(self) -> bool:
        """Whether the add-on takes a string for it, and not a number."""
        return self.kind is KeyKind.FLAG


_RESERVE = "Windows nodes keep another number of addresses in reserve"
_FALLBACK = "windows-"

_KEYS = (
    CniKey(
        "enable-windows-ipam",
        KeyKind.FLAG,
        "Windows pods get no addresses",
        "enableWindowsIpam",
        "false",
    ),
    CniKey(
        "enable-windows-prefix-delegation",
        KeyKind.FLAG,
        "Windows nodes get single addresses and no prefixes",
        "enableWindowsPrefixDelegation",
        "false",
    ),
    CniKey("warm-prefix-target", KeyKind.TARGET, _RESERVE, "warmWindowsPrefixTarget", "0"),
    CniKey("warm-ip-target", KeyKind.TARGET, _RESERVE, "warmWindowsIPTarget", "1"),
    CniKey("minimum-ip-target", KeyKind.TARGET, _RESERVE, "minimumWindowsIPTarget", "3"),
    CniKey("windows-warm-prefix-target", KeyKind.TARGET, _RESERVE),
    CniKey("windows-warm-ip-target", KeyKind.TARGET, _RESERVE),
    CniKey("windows-minimum-ip-target", KeyKind.TARGET, _RESERVE),
    CniKey(
        "branch-eni-cooldown",
        KeyKind.SECONDS,
        "Branch interfaces cool down for another time",
        "branchENICooldown",
        "60",
    ),
    CniKey(
        "enable-network-policy-controller",
        KeyKind.FLAG,
        "The VPC CNI enforces no network policies",
        "enableNetworkPolicy",
        "false",
    ),
)

KEYS: Mapping[str, CniKey] = {key.name: key for key in _KEYS}
VALUE_NAMES: Mapping[str, CniKey] = {key.value_name: key for key in _KEYS if key.value_name}

# What aws-node reads of its environment: the add-on's schema for v1.15.1 (AWS CLI reference) and
# v1.18.6, and the list of variables in the README of amazon-vpc-cni-k8s.
VARIABLES = frozenset(
    "ADDITIONAL_ENI_TAGS ANNOTATE_POD_IP AWS_EC2_ENDPOINT AWS_EXTERNAL_SERVICE_CIDRS "
    "AWS_MANAGE_ENIS_NON_SCHEDULABLE AWS_VPC_CNI_NODE_PORT_SUPPORT AWS_VPC_ENI_MTU "
    "AWS_VPC_K8S_CNI_CONFIGURE_RPFILTER AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG "
    "AWS_VPC_K8S_CNI_EXCLUDE_SNAT_CIDRS AWS_VPC_K8S_CNI_EXTERNALSNAT AWS_VPC_K8S_CNI_LOGLEVEL "
    "AWS_VPC_K8S_CNI_LOG_FILE AWS_VPC_K8S_CNI_RANDOMIZESNAT AWS_VPC_K8S_CNI_VETHPREFIX "
    "AWS_VPC_K8S_PLUGIN_LOG_FILE AWS_VPC_K8S_PLUGIN_LOG_LEVEL CLUSTER_ENDPOINT CLUSTER_NAME "
    "DISABLE_INTROSPECTION DISABLE_LEAKED_ENI_CLEANUP DISABLE_METRICS "
    "DISABLE_NETWORK_RESOURCE_PROVISIONING DISABLE_POD_V6 ENABLE_BANDWIDTH_PLUGIN "
    "ENABLE_IMDS_ONLY_MODE ENABLE_IPv4 ENABLE_IPv6 ENABLE_MULTI_NIC ENABLE_NFTABLES "
    "ENABLE_POD_ENI ENABLE_PREFIX_DELEGATION ENABLE_SUBNET_DISCOVERY ENABLE_V4_EGRESS "
    "ENABLE_V6_EGRESS ENI_CONFIG_ANNOTATION_DEF ENI_CONFIG_LABEL_DEF HOST_CNI_BIN_PATH "
    "HOST_CNI_CONFDIR_PATH INTROSPECTION_BIND_ADDRESS IP_COOLDOWN_PERIOD MAX_ENI "
    "MINIMUM_IP_TARGET NETWORK_POLICY_ENFORCING_MODE POD_MTU POD_SECURITY_GROUP_ENFORCING_MODE "
    "VPC_CNI_VERSION WARM_ENI_TARGET WARM_IP_TARGET WARM_PREFIX_TARGET".split()
)


def fallback_of(name: str) -> str | None:
    """The key that is read only where this one is not there; None for a key without one.

    Source: amazon-vpc-resource-controller-k8s, pkg/config/loader.go, ParseWinIPTargetConfigs. The
    documentation has it the other way round (docs/windows/secondary_ip_mode_config_options.md).
    """
    return _FALLBACK + name if _FALLBACK + name in KEYS else None


def before(name: str) -> str | None:
    """The key that is read instead of this one wherever it is there; None where none is."""
    rest = name.removeprefix(_FALLBACK)
    return rest if rest != name and name in KEYS else None
