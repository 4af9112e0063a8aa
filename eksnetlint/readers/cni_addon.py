"""The configuration values of the vpc-cni add-on, whoever installs it."""

from __future__ import annotations

from eksnetlint.readers import fields
from eksnetlint.source.tree import Mapping
from eksnetlint.values import Origin, Reason, Unknown, Value

# Configuration values of the add-on and the ConfigMap keys they end up under
# (amazon-vpc-cni-k8s, charts/aws-vpc-cni/templates/configmap.yaml, chart 1.23.1).
KEYS = {
    "enableWindowsIpam": "enable-windows-ipam",
    "enableWindowsPrefixDelegation": "enable-windows-prefix-delegation",
    "warmWindowsPrefixTarget": "warm-prefix-target",
    "warmWindowsIPTarget": "warm-ip-target",
    "minimumWindowsIPTarget": "minimum-ip-target",
    "branchENICooldown": "branch-eni-cooldown",
    "enableNetworkPolicy": "enable-network-policy-controller",
}

# The flags, and what a user can declare in their stead.
_FLAGS = {
    "enable-windows-ipam": "windows_ipam",
    "enable-windows-prefix-delegation": "prefix_delegation",
    "enable-network-policy-controller": "network_policy_engine",
}


def settings_of(root: Mapping) -> dict[str, Value[str]]:
    """The settings under the keys of the ConfigMap."""
    return {KEYS[key]: fields.text(value) for key, value in root.fields.items() if key in KEYS}


def unsettled(reason: Reason, origin: Origin) -> dict[str, Value[str]]:
    """Flags that may be set where it cannot be seen; they give way to any that are written."""
    return {
        key: Unknown(Reason(reason.text, declare), origin, is_set=False)
        for key, declare in _FLAGS.items()
    }
