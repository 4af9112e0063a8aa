"""What follows about single settings of the VPC CNI."""

from __future__ import annotations

import pytest

from eksnetlint.model.cluster import Cluster
from eksnetlint.model.cni import CniSetting
from eksnetlint.model.cni_ownership import is_undone_by_add_on
from eksnetlint.model.cni_setting_facts import has_unread_windows_ipam
from eksnetlint.model.declared import NOTHING, declarations
from eksnetlint.model.facts import fact
from eksnetlint.model.linking import link
from eksnetlint.readers.files import Input, read_files
from eksnetlint.values import Known, Unknown, is_known

DAEMON_SET = """\
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: aws-node, namespace: kube-system}
spec:
  template:
    spec: {containers: [{name: aws-node, env: [{name: %s, value: "%s"}]}]}
"""
EKSCTL = """\
apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata: {name: a, region: b}
addons:
- name: vpc-cni
  configurationValues: |
    %s
managedNodeGroups: [%s]
"""
WINDOWS = "{name: w, amiFamily: WindowsServer2022CoreContainer}"
SHOP = 'resource "aws_eks_cluster" "shop" { name = "shop" }\n'
ADD_ON = """\
resource "aws_eks_addon" "cni" {
  cluster_name = aws_eks_cluster.shop.name
  addon_name   = "vpc-cni"
  %s
}
"""
DATA = """\
resource "kubernetes_config_map_v1_data" "cni" {
  metadata {
    name      = "amazon-vpc-cni"
    namespace = "kube-system"
  }
  data = { %s }
}
"""


def config_map(data: str) -> str:
    name = "metadata: {name: amazon-vpc-cni, namespace: kube-system}"
    return f"apiVersion: v1\nkind: ConfigMap\n{name}\ndata: {{{data}}}\n"


def linked(*texts: str, declared: str | None = None) -> Cluster:
    name, text = ("main.tf", "".join(texts)) if "resource" in texts[0] else ("a.yaml", None)
    text = text or "---\n".join(texts)
    objects = read_files([Input(name, text.encode)], "eksnetlint:").reading.objects
    (cluster,) = link(objects, declarations([declared]) if declared else NOTHING)
    return cluster


def first(cluster: Cluster) -> CniSetting:
    return next(item for part in cluster.cni_configurations for item in part.written)


def of_first(name: str, *texts: str, declared: str | None = None) -> object:
    """A fact of the first setting; "unknown" where it is."""
    cluster = linked(*texts, declared=declared)
    value = fact("cni_setting", first(cluster), cluster, name)
    return "unknown" if isinstance(value, Unknown) else value.value


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("enable-windows-ipam: 'yes'", True),
        ("enable-windows-ipam: 'true '", True),
        ("enable-windows-ipam: 'tRUE'", True),
        ("enable-windows-ipam: 't'", False),
        ("enable-windows-ipam: '0'", False),
        ("enable-windows-ipam: 'Off'", False),
        ("enable-windows-ipam: ''", False),
        # Unquoted it is no string, which the API server refuses.
        ("enable-windows-ipam: yes", False),
        ("enable-windows-ipam: '${A}'", "unknown"),
        ("enable-network-policy-controller: 'True'", True),
        ("enable-network-policy-controller: 'true'", False),
        ("warm-ip-target: many", False),
        ("enableWindowsIpam: 'yes'", False),
    ],
)
def test_a_flag_is_misread_where_its_reader_knows_no_such_word(data, expected):
    assert of_first("is_misread", config_map(data)) == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([config_map("enable_windows_ipam: 'true'")], False),
        ([config_map("enable_windows_ipam: 'no'")], True),
        ([config_map("enable_windows_ipam: 'true', enable-windows-ipam: 'false'")], True),
        ([config_map("warm_ip_target: '0'")], False),
        ([config_map("enable-pod-eni: 'false'")], True),
        ([config_map("setting-of-tomorrow: '1'")], False),
        ([EKSCTL % ("enable-windows-ipam: 'false'", "{name: l}")], False),
        ([EKSCTL % ("enableWindowsIpam: 'yes'", WINDOWS)], True),
        ([EKSCTL % ("enableWindowsPrefixDelegation: 'yes'", WINDOWS)], False),
    ],
)
def test_a_setting_is_moot_where_its_loss_changes_nothing(texts, expected):
    assert of_first("is_moot", *texts) is expected


def test_a_declaration_makes_a_setting_moot():
    text = config_map("enable_windows_ipam: 'true'")
    assert of_first("is_moot", text, declared="windows_ipam=true") is True
    text = config_map("enable-windows-prefix-delegation: 'on'")
    assert of_first("is_moot", text, declared="prefix_delegation=true") is True


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("enable-windows-ipam: 'true'", False),
        ("enable-windows-ipam: 'false'", False),
        ("enable-windows-ipam: 'yes'", True),
        ("enable-windows-IPAM: 'true'", True),
        ("enable-windows-IPAM: 'true', enable-windows-ipam: 'true'", False),
        ("enable-windows-ipam: 'no'", False),
        ("warm-ip-targets: '1'", False),
    ],
)
def test_windows_ipam_is_unread_where_it_is_misspelt_or_misread(data, expected):
    assert is_known(has_unread_windows_ipam(linked(config_map(data))), expected)


@pytest.mark.parametrize(
    ("values", "wanted", "is_refused"),
    [
        ("enableWindowsIpam: 'true'", "string", False),
        ("enableWindowsIpam: true", "string", True),
        ("warmWindowsIPTarget: 1", "number", False),
        ("warmWindowsIPTarget: '1'", "number", True),
        ("branchENICooldown: '60'", "number", True),
        ("env: {WARM_IP_TARGET: 1}", "string", True),
        ("nameOverride: 1", None, False),
        ("enableWindowsIpam: '${A}'", "string", "unknown"),
    ],
)
def test_the_add_on_takes_one_type_for_each_setting(values, wanted, is_refused):
    text = EKSCTL % (values, "{name: l}")
    found = of_first("add_on_type", text)
    assert (found.value if found else None) == wanted  # type: ignore[attr-defined]
    assert of_first("is_refused", text) == is_refused


def test_other_holders_take_any_type():
    assert of_first("add_on_type", DAEMON_SET % ("ENABLE_POD_ENI", "1")) is None
    assert of_first("is_refused", config_map("warm-ip-target: 1")) is False


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([config_map("warm-ip-target: '1'")], False),
        ([config_map("windows-warm-ip-target: '1'")], True),
        ([config_map("warm-ip-target: '1', enable-windows-ipam: 'true'")], True),
        ([config_map("warm-ip-target: '1', enable-windows-ipam: 'false'")], False),
        ([EKSCTL % ("minimumWindowsIPTarget: 1", "{name: l}")], True),
        ([EKSCTL % ("env: {WARM_IP_TARGET: '1'}", WINDOWS)], True),
    ],
)
def test_a_setting_is_for_windows_by_its_name_or_its_company(texts, expected):
    assert of_first("is_for_windows", *texts) is expected


@pytest.mark.parametrize(
    ("texts", "effect", "refusal"),
    [
        (
            [config_map("enable_windows_ipam: 'true'")],
            "Windows pods get no addresses",
            "Windows pods get no addresses",
        ),
        ([config_map("enable-pod-eni: 'true'")], "Nothing changes", "Nothing changes"),
        (
            [EKSCTL % ("enable-windows-ipam: 'true'", "{name: l}")],
            "Windows pods get no addresses",
            "EKS refuses the configuration of the vpc-cni add-on, and nothing in it takes effect",
        ),
    ],
)
def test_the_loss_of_a_setting_is_told_by_its_consequence(texts, effect, refusal):
    assert of_first("effect", *texts) == effect
    assert of_first("refusal", *texts) == refusal


@pytest.mark.parametrize(
    ("add_on", "data", "expected"),
    [
        ("", "enable-windows-ipam = true", True),
        ("", 'enable-windows-ipam = "0"', False),
        ("", "warm-ip-target = 1", False),
        ("", "warm-ip-target = 5", True),
        ("", "windows-warm-ip-target = 5", False),
        ("", "other = 5", False),
        ('resolve_conflicts_on_update = "PRESERVE"', "enable-windows-ipam = true", False),
        ('resolve_conflicts = "PRESERVE"', "enable-windows-ipam = true", False),
        ('resolve_conflicts_on_update = "OVERWRITE"', "enable-windows-ipam = true", True),
        ("resolve_conflicts_on_update = var.x", "enable-windows-ipam = true", False),
        ("configuration_values = var.x", "enable-windows-ipam = true", False),
        (
            'configuration_values = jsonencode({ enableWindowsIpam = "true" })',
            "enable-windows-ipam = true",
            False,
        ),
        ("count = 0", "enable-windows-ipam = true", False),
    ],
)
def test_an_add_on_undoes_what_it_is_not_told(add_on, data, expected):
    cluster = linked(SHOP, ADD_ON % add_on, DATA % data)
    (setting,) = (
        item
        for part in cluster.cni_configurations
        for item in part.written
        if item.span.text == data
    )
    found = is_undone_by_add_on(setting, cluster)
    assert is_known(found, expected)
    if expected:
        assert found.origin.span is not None
        assert found.origin.span.text == 'addon_name   = "vpc-cni"'


def test_a_configuration_says_where_it_is():
    text = config_map("enable-windows-ipam: 'true'").replace("kube-system", "shop")
    cluster = linked(text)
    (found,) = cluster.cni_configurations
    place = fact("cni_configuration", found, cluster, "place")
    assert isinstance(place, Known)
    assert place.value == "amazon-vpc-cni in shop"
    assert is_known(fact("cni_configuration", found, cluster, "speaks_of_windows"), True)
    cluster = linked(EKSCTL % ("enableNetworkPolicy: 'true'", "{name: l}"))
    (found,) = cluster.cni_configurations
    assert is_known(fact("cni_configuration", found, cluster, "speaks_of_windows"), False)
    assert isinstance(fact("cni_configuration", found, cluster, "place"), Unknown)
