"""How many pods a Windows node has addresses for."""

from __future__ import annotations

import pytest

from eksnetlint.aws.instances import instance_limits
from eksnetlint.model.capacity import idle_addresses, pod_capacity, secondary_addresses
from eksnetlint.model.cluster import Cluster
from eksnetlint.model.declared import declarations
from eksnetlint.model.linking import link
from eksnetlint.readers.files import Input, read_files
from eksnetlint.values import Known, Unknown, Value

CLUSTER = """\
apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata: {name: shop, region: eu-west-1}
nodeGroups:
  - name: windows
    amiFamily: WindowsServer2022CoreContainer
"""
CONFIG_MAP = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: amazon-vpc-cni, namespace: kube-system}
data:
  enable-windows-ipam: "true"
  enable-windows-prefix-delegation: "%s"
"""


def linked(types: str, *declared: str, prefixes: str = "") -> Cluster:
    text = CLUSTER + f"    {types}\n" + (f"---\n{CONFIG_MAP % prefixes}" if prefixes else "")
    objects = read_files([Input("a.yaml", text.encode)], "eksnetlint:").reading.objects
    (cluster,) = link(objects, declarations(declared))
    return cluster


def capacity(types: str, *declared: str, prefixes: str = "") -> Value[int]:
    cluster = linked(types, *declared, prefixes=prefixes)
    return pod_capacity(cluster.node_groups[0], cluster)


def numbers(value: Value[int]) -> tuple[int | None, int | None]:
    if isinstance(value, Known):
        return value.value, value.value
    return value.at_least, value.at_most


SINGLE, PREFIXES = "prefix_delegation=false", "prefix_delegation=true"


@pytest.mark.parametrize(
    ("types", "declared", "expected"),
    [
        # m5.large has 10 IPv4 addresses for each interface, t3.large 12, t3.medium 6, t2.large 12.
        ("instanceType: m5.large", SINGLE, (9, 9)),
        ("instanceType: m5.large", PREFIXES, (144, 144)),
        ("instanceType: t3.medium", SINGLE, (5, 5)),
        ("instanceType: t3.medium", PREFIXES, (80, 80)),
        # No Nitro, no prefixes.
        ("instanceType: t2.large", SINGLE, (11, 11)),
        ("instanceType: t2.large", PREFIXES, (11, 11)),
        # The smallest type of a group counts.
        ("instancesDistribution: {instanceTypes: [m5.large, t3.medium]}", SINGLE, (5, 5)),
        ("instancesDistribution: {instanceTypes: [m5.large, t2.large]}", PREFIXES, (11, 11)),
        # eksctl's default type is m5.large.
        ("privateNetworking: true", SINGLE, (9, 9)),
        # Another type can only make it less.
        ("instancesDistribution: {instanceTypes: [m5.large, x9.huge]}", SINGLE, (None, 9)),
        # So can one that cannot be seen.
        ("instancesDistribution: {instanceTypes: [m5.large, '{{ .type }}']}", SINGLE, (None, 9)),
        (
            "instancesDistribution: {instanceTypes: [m5.large, '{{ .type }}']}",
            PREFIXES,
            (None, 144),
        ),
        ("instanceType: x9.huge", SINGLE, (None, None)),
        ("instanceType: '{{ .type }}'", SINGLE, (None, None)),
    ],
)
def test_capacity_by_type_and_mode(types, declared, expected):
    assert numbers(capacity(types, declared)) == expected


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        ("instanceType: m5.large", (9, 144)),
        ("instanceType: t2.large", (11, 11)),
        ("instancesDistribution: {instanceTypes: [m5.large, t2.large]}", (9, 11)),
        ("instancesDistribution: {instanceTypes: [m5.large, t3.medium]}", (5, 80)),
        ("instancesDistribution: {instanceTypes: [m5.large, x9.huge]}", (None, 144)),
    ],
)
def test_without_the_mode_the_bounds_of_both_modes_hold(types, expected):
    assert numbers(capacity(types)) == expected


@pytest.mark.parametrize(("flag", "expected"), [("true", 144), ("false", 9), ("yes", 9)])
def test_the_mode_comes_from_the_settings_of_the_cni(flag, expected):
    value = capacity("instanceType: m5.large", prefixes=flag)
    assert isinstance(value, Known)
    assert value.value == expected
    assert [frame.span.text for frame in value.origin.frames] == [
        "instanceType: m5.large",
        f'enable-windows-prefix-delegation: "{flag}"',
    ]


def test_a_type_without_limits_gives_the_reason():
    value = capacity("instanceType: x9.huge")
    assert isinstance(value, Unknown)
    assert "x9.huge" in value.reason.text
    assert value.origin.span is not None
    assert value.origin.span.text == "instanceType: x9.huge"


def test_an_unknown_mode_can_be_declared():
    value = capacity("instanceType: m5.large")
    assert isinstance(value, Unknown)
    assert value.reason.declare == "prefix_delegation"


def test_one_address_of_the_interface_is_the_node_s_own():
    limits = instance_limits("m5.large")
    assert limits is not None
    assert secondary_addresses(limits) == limits.ipv4_per_eni - 1


@pytest.mark.parametrize(
    ("types", "declared", "idle"),
    [
        # 464 addresses with prefixes, 29 without, and 110 pods.
        ("instanceType: m5.4xlarge", PREFIXES, 354),
        ("instanceType: m5.4xlarge", SINGLE, 0),
        ("instanceType: m5.4xlarge\n    maxPodsPerNode: 400", PREFIXES, 64),
    ],
)
def test_addresses_beyond_the_limit_of_pods_are_idle(types, declared, idle):
    cluster = linked(types, declared)
    assert numbers(idle_addresses(cluster.node_groups[0], cluster)) == (idle, idle)


def test_what_is_idle_of_an_unknown_capacity_is_unknown():
    cluster = linked("instanceType: m5.4xlarge")
    assert numbers(idle_addresses(cluster.node_groups[0], cluster)) == (None, None)
