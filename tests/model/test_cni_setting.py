"""Which key a name stands for, and which one it was meant to be."""

from __future__ import annotations

import pytest

from eksnetlint.model.cni import Holder, Level
from eksnetlint.model.cni_setting import key_named, meant_by, resembled

DATA, TOP, ENV = Level.DATA, Level.TOP, Level.ENVIRONMENT


@pytest.mark.parametrize(
    ("name", "level", "key"),
    [
        ("enable-windows-ipam", DATA, "enable-windows-ipam"),
        ("windows-warm-ip-target", DATA, "windows-warm-ip-target"),
        ("enableWindowsIpam", DATA, None),
        ("enableWindowsIpam", TOP, "enable-windows-ipam"),
        ("branchENICooldown", TOP, "branch-eni-cooldown"),
        ("enable-windows-ipam", TOP, None),
        ("enableWindowsIpam", ENV, None),
        ("WARM_IP_TARGET", ENV, None),
    ],
)
def test_a_name_stands_for_a_key_in_its_place_only(name, level, key):
    found = key_named(name, level)
    assert (found.name if found else None) == key
    if found:
        assert meant_by(name, level, Holder.ADD_ON) is None


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("enableWindowsIpam", "enable-windows-ipam"),
        ("enable_windows_ipam", "enable-windows-ipam"),
        ("ENABLE_WINDOWS_IPAM", "enable-windows-ipam"),
        ("enable.windows.ipam", "enable-windows-ipam"),
        ("Enable-Windows-IPAM", "enable-windows-ipam"),
        ("enable-window-ipam", "enable-windows-ipam"),
        ("enable-widnows-ipam", "enable-windows-ipam"),
        ("enableWindowsPrefixDelegation", "enable-windows-prefix-delegation"),
        ("warmWindowsIPTarget", "warm-ip-target"),
        ("warmIpTarget", "warm-ip-target"),
        ("branchEniCooldown", "branch-eni-cooldown"),
        ("enableNetworkPolicy", "enable-network-policy-controller"),
        ("enable-network-policy", "enable-network-policy-controller"),
    ],
)
def test_a_slip_in_the_config_map_is_told_by_the_key(name, key):
    assert meant_by(name, DATA, Holder.CONFIG_MAP) == key
    found = resembled(name, DATA)
    assert found is not None
    assert found.name == key


@pytest.mark.parametrize(
    "name",
    [
        # Two slips from minimum-ip-target.
        "maximum-ip-target",
        "enable-custom-networking",
        "enable-windows",
        "enable-windows-host-networking",
        "a",
        "",
    ],
)
@pytest.mark.parametrize("level", [DATA, ENV])
def test_a_name_that_resembles_none_is_passed_over(name, level):
    assert meant_by(name, level, Holder.CONFIG_MAP) is None
    assert resembled(name, level) is None


@pytest.mark.parametrize(
    ("name", "level", "holder", "meant"),
    [
        ("enableWindowsIPAM", TOP, Holder.CHART, "enableWindowsIpam"),
        ("enable-windows-ipam", TOP, Holder.ADD_ON, "enableWindowsIpam"),
        ("warm-ip-target", TOP, Holder.ADD_ON, "warmWindowsIPTarget"),
        ("windows-warm-ip-target", TOP, Holder.ADD_ON, "warmWindowsIPTarget"),
        ("enableWindowIpam", TOP, Holder.ADD_ON, "enableWindowsIpam"),
        ("eniConfig", TOP, Holder.ADD_ON, None),
        ("env", TOP, Holder.ADD_ON, None),
        # Variables of aws-node, which are no slip for a key for Windows.
        ("WARM_IP_TARGET", TOP, Holder.ADD_ON, "WARM_IP_TARGET under 'env'"),
        ("WARM_IP_TARGET", DATA, Holder.CONFIG_MAP, "WARM_IP_TARGET for aws-node"),
        (
            "enable-prefix-delegation",
            DATA,
            Holder.CONFIG_MAP,
            "ENABLE_PREFIX_DELEGATION for aws-node",
        ),
        ("WARM_IP_TARGET", ENV, Holder.ADD_ON, None),
        ("ENABLE_PREFIX_DELEGATION", ENV, Holder.DAEMON_SET, None),
        ("enableWindowsIpam", ENV, Holder.ADD_ON, "enableWindowsIpam beside 'env'"),
        ("ENABLE_WINDOWS_IPAM", ENV, Holder.CHART, "enableWindowsIpam beside 'env'"),
        ("enableWindowIpam", ENV, Holder.ADD_ON, None),
        (
            "enable-windows-ipam",
            ENV,
            Holder.DAEMON_SET,
            "enable-windows-ipam in the ConfigMap amazon-vpc-cni",
        ),
    ],
)
def test_what_is_meant_has_the_name_of_its_place(name, level, holder, meant):
    assert meant_by(name, level, holder) == meant
