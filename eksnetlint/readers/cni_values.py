"""What the values of the vpc-cni add-on and chart say beside the ConfigMap, and their names."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Table

from eksnetlint.readers import fields
from eksnetlint.readers.reading import Flaw
from eksnetlint.source.scalars import Kind, kind_of
from eksnetlint.source.tree import Mapping, Scalar
from eksnetlint.spelling import nearest
from eksnetlint.values import Value

# The add-on's configuration schema forbids every other name at each of these levels. It was
# printed by `aws eks describe-addon-configuration` for v1.15.1 (AWS CLI reference) and v1.18.6
# (amazon-vpc-cni-k8s issue 3059). Newer names are those of the chart's values (1.23.1) and of
# the README's list of variables; a name that resembles none of them is passed over.
_TOP = frozenset(
    "affinity branchENICooldown cniConfig enableNetworkPolicy enableWindowsIpam "
    "enableWindowsPrefixDelegation eniConfig env extraEnv extraVolumeMounts extraVolumes "
    "fullnameOverride image imagePullSecrets init livenessProbe livenessProbeTimeoutSeconds "
    "minimumWindowsIPTarget nameOverride nodeAgent nodeSelector originalMatchLabels "
    "podAnnotations podLabels podMonitor podSecurityContext priorityClassName readinessProbe "
    "readinessProbeTimeoutSeconds resources securityContext serviceAccount tolerations "
    "updateStrategy warmWindowsIPTarget warmWindowsPrefixTarget".split()
)
_NODE_AGENT = frozenset(
    "conntrackCacheCleanupPeriod conntrackCacheTableSize enableCloudWatchLogs enableIpv6 enabled "
    "enablePolicyEventLogs healthProbeBindAddr image logLevel metricsBindAddr "
    "networkPolicyAgentLogFileLocation resources securityContext".split()
)
_ENV = frozenset(
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
# Keys of the ConfigMap amazon-vpc-cni that people give to the add-on, and what it calls them.
_OF_CONFIG_MAP = {
    "enable-windows-ipam": "enableWindowsIpam",
    "enable-windows-prefix-delegation": "enableWindowsPrefixDelegation",
    "enable-network-policy-controller": "enableNetworkPolicy",
    "warm-ip-target": "warmWindowsIPTarget",
    "warm-prefix-target": "warmWindowsPrefixTarget",
    "minimum-ip-target": "minimumWindowsIPTarget",
    "branch-eni-cooldown": "branchENICooldown",
    "ENABLE_WINDOWS_IPAM": "enableWindowsIpam",
    "ENABLE_WINDOWS_PREFIX_DELEGATION": "enableWindowsPrefixDelegation",
}


def environment_of(root: Mapping) -> dict[str, Value[str]] | None:
    """The environment that values give to aws-node; None where they give none that is seen."""
    env = fields.child(root, "env")
    if not isinstance(env, Mapping):
        return None
    return {
        key: fields.text(entry)
        for key, entry in env.fields.items()
        if not fields.is_absent(entry) and kind_of(entry.key) is not Kind.PLACEHOLDER
    }


def value_flaws(root: Mapping) -> Iterator[Flaw]:
    """The names that the add-on surely does not take, so that EKS refuses its configuration."""
    yield from _unknown(root, _TOP, "the vpc-cni add-on")
    for key, known in (("env", _ENV), ("nodeAgent", _NODE_AGENT)):
        inner = fields.child(root, key)
        if isinstance(inner, Mapping):
            yield from _unknown(inner, known, f"'{key}' of the vpc-cni add-on")


def _unknown(node: Mapping, known: frozenset[str], owner: str) -> Iterator[Flaw]:
    for key, entry in node.fields.items():
        if key in known or kind_of(entry.key) is not Kind.STRING:
            continue
        meant = _meant(key, known)
        if meant:
            yield Flaw("misspelt-field", _said(entry.key, owner, meant), entry.key.span)


def _meant(key: str, known: frozenset[str]) -> str | None:
    if known is _ENV and key in _TOP - _ENV:
        return f"{key} beside 'env'"
    renamed: Table[str, str] = _OF_CONFIG_MAP
    if key in renamed:
        return renamed[key] if known is _TOP else f"{renamed[key]} beside 'env'"
    # Names of variables are many and alike, so that a newer one is a slip away from an older one.
    if known is _ENV:
        return next((name for name in sorted(known) if name.lower() == key.lower()), None)
    return nearest(key, known)


def _said(key: Scalar, owner: str, meant: str) -> str:
    return (
        f"{owner} has no setting '{key.text}', so EKS refuses its configuration; did you mean "
        f"{meant}?"
    )
