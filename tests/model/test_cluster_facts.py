"""What follows about a cluster from its files, and what does not."""

from __future__ import annotations

from enum import Enum
from typing import Any

import pytest

from eksnetlint.model import cluster_facts as facts
from eksnetlint.model.cluster import Cluster
from eksnetlint.model.declared import declarations
from eksnetlint.model.linking import link
from eksnetlint.readers.files import Input, read_files
from eksnetlint.values import Known, Unknown, Value


def linked(*documents: str, declare: tuple[str, ...] = ()) -> Cluster:
    """Documents of one file as the cluster they make."""
    text = "\n---\n".join(documents)
    objects = read_files([Input("a.yaml", text.encode)], "eksnetlint:").reading.objects
    (cluster,) = link(objects, declarations(declare))
    return cluster


def word(value: Value[Any]) -> Any:
    """A value in short: the known one, else "unknown"."""
    if isinstance(value, Unknown):
        return "unknown"
    return value.value.value if isinstance(value.value, Enum) else value.value


def written(value: Value[Any]) -> str:
    assert value.origin.span is not None
    return value.origin.span.text


HEAD = "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\n"


def config(rest: str = "", metadata: str = "") -> str:
    return f"{HEAD}metadata: {{name: shop, region: eu-west-1{metadata}}}\n{rest}"


LINUX = "{name: linux}"
WINDOWS = "{name: windows, amiFamily: WindowsServer2022CoreContainer}"
CUSTOM = "{name: custom, ami: ami-0123}"


def groups(*items: str, key: str = "nodeGroups") -> str:
    return f"{key}: [{', '.join(items)}]\n"


def settings(**flags: str) -> str:
    lines = "".join(f"  {key.replace('_', '-')}: '{value}'\n" for key, value in flags.items())
    return (
        "apiVersion: v1\nkind: ConfigMap\n"
        f"metadata: {{name: amazon-vpc-cni, namespace: kube-system}}\ndata:\n{lines}"
    )


def deployment(os: str = "windows", host_network: str = "false") -> str:
    return (
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\n"
        "spec: {template: {metadata: {labels: {app: web}}, spec: {"
        f"nodeSelector: {{kubernetes.io/os: {os}}}, hostNetwork: {host_network},"
        " containers: [{name: web}]}}}\n"
    )


def policy(version: str = "networking.k8s.io/v1") -> str:
    return (
        f"apiVersion: {version}\nkind: NetworkPolicy\n"
        "metadata: {name: deny, namespace: shop}\nspec: {podSelector: {}}\n"
    )


def service(name: str, namespace: str = "shop", spec: str = "{}") -> str:
    return (
        "apiVersion: v1\nkind: Service\n"
        f"metadata: {{name: {name}, namespace: {namespace}}}\nspec: {spec}\n"
    )


def calico(windows: str) -> str:
    return (
        "apiVersion: operator.tigera.io/v1\nkind: Installation\nmetadata: {name: default}\n"
        "spec:\n  kubernetesProvider: EKS\n  serviceCIDRs: [172.20.0.0/16]\n"
        f"  calicoNetwork: {{windowsDataplane: {windows}}}\n"
    )


# --- platform ------------------------------------------------------------------------------

AZURE = service("a", spec="{x: disk.csi.azure.com}")
AWS = service("b", spec="{x: ebs.csi.aws.com}")


@pytest.mark.parametrize(
    ("documents", "platform", "shows_other"),
    [
        ([config()], "eks", False),
        ([AWS], "eks", False),
        ([AZURE], "other", True),
        ([AWS, AZURE], "unknown", False),
        ([service("c")], "unknown", False),
    ],
)
def test_the_platform_is_known_by_signs_of_one(documents, platform, shows_other):
    cluster = linked(*documents)
    assert word(facts.platform(cluster)) == platform
    assert word(facts.shows_other_platform(cluster)) is shows_other


def test_a_sign_of_the_platform_is_where_it_stands():
    value = facts.platform(linked(AWS))
    assert written(value) == "ebs.csi.aws.com"


# --- declarations --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("documents", "declare", "expected"),
    [
        ([config(metadata=", version: '1.31'")], (), 31),
        ([config()], (), "unknown"),
        ([config(), config(metadata=", version: '1.31'")], (), 31),
        (
            [config(metadata=", version: '1.30'"), config(metadata=", version: '1.31'")],
            (),
            "unknown",
        ),
        ([config(metadata=", version: '{{ .v }}'")], (), "unknown"),
        ([config(metadata=", version: '1.31'")], ("kubernetes_version=1.33",), 33),
        ([service("a")], (), "unknown"),
        ([service("a")], ("kubernetes_version=1.33",), 33),
    ],
)
def test_the_version_of_kubernetes(documents, declare, expected):
    assert word(facts.kubernetes_minor(linked(*documents, declare=declare))) == expected


@pytest.mark.parametrize(
    ("rest", "expected", "is_set"),
    [
        ("", "ipv4", False),
        ("kubernetesNetworkConfig: {ipFamily: IPv6}\n", "ipv6", True),
        ("kubernetesNetworkConfig: {ipFamily: IPv4}\n", "ipv4", True),
        ("kubernetesNetworkConfig: {ipFamily: '{{ .f }}'}\n", "unknown", True),
    ],
)
def test_the_address_family(rest, expected, is_set):
    value = facts.ip_family(linked(config(rest)))
    assert (word(value), value.is_set) == (expected, is_set)


def test_without_a_cluster_nothing_is_known_of_it():
    value = facts.ip_family(linked(service("a")))
    assert isinstance(value, Unknown)
    assert value.reason.text == "no cluster is declared in these files"


@pytest.mark.parametrize(
    ("documents", "expected"),
    [
        ([config()], False),
        ([config("iam: {withOIDC: true}\n")], True),
        ([config(), config("iam: {withOIDC: true}\n")], True),
        ([service("a")], False),
    ],
)
def test_one_file_that_makes_the_cluster_makes_it_whole(documents, expected):
    assert word(facts.is_whole(linked(*documents))) is expected


# --- Windows and Linux ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("documents", "expected", "place"),
    [
        ([config(groups(LINUX))], False, None),
        ([config(groups(LINUX, WINDOWS))], True, "amiFamily: WindowsServer2022CoreContainer"),
        ([config(groups(CUSTOM))], False, None),
        ([deployment("windows")], True, "kubernetes.io/os: windows"),
        ([deployment("linux")], False, None),
        ([deployment("'{{ .os }}'")], False, None),
    ],
)
def test_windows_is_shown_by_a_node_group_or_a_workload(documents, expected, place):
    value = facts.shows_windows(linked(*documents))
    assert word(value) is expected
    assert (value.origin.span.text if value.origin.span else None) == place


def test_the_windows_node_groups_are_those_known_to_be():
    value = facts.windows_node_groups(linked(config(groups(LINUX, WINDOWS, CUSTOM))))
    assert [group.name.value for group in word(value)] == ["windows"]
    assert [frame.span.text for frame in value.origin.frames] == ["name: windows"]


POOL = (
    "apiVersion: karpenter.sh/v1\nkind: NodePool\nmetadata: {name: pool}\n"
    "spec: {template: {spec: {requirements: [%s]}}}\n"
)
POOL_OS = "{key: kubernetes.io/os, operator: In, values: [%s]}"
FARGATE = "fargateProfiles: [{name: f, selectors: [{namespace: '%s'}]}]\n"


@pytest.mark.parametrize(
    ("documents", "expected"),
    [
        ([config(groups(WINDOWS))], False),
        ([config(groups(WINDOWS, LINUX))], True),
        ([config(groups(WINDOWS, CUSTOM))], "unknown"),
        ([config(groups(WINDOWS, CUSTOM, LINUX))], True),
        ([config(groups(WINDOWS) + "autoModeConfig: {enabled: true}\n")], True),
        ([config(groups(WINDOWS) + "autoModeConfig: {enabled: false}\n")], False),
        ([config(groups(WINDOWS) + FARGATE % "kube-system")], True),
        ([config(groups(WINDOWS) + FARGATE % "kube-*")], True),
        ([config(groups(WINDOWS) + FARGATE % "default")], False),
        ([config(groups(WINDOWS)), POOL % ""], True),
        ([config(groups(WINDOWS)), POOL % (POOL_OS % "linux")], True),
        ([config(groups(WINDOWS)), POOL % (POOL_OS % "windows")], False),
        ([config(groups(WINDOWS)), POOL % (POOL_OS % "'{{ .os }}'")], "unknown"),
        # Without a declaration nothing says what else the cluster has.
        ([POOL % (POOL_OS % "windows")], "unknown"),
        ([POOL % (POOL_OS % "linux")], True),
    ],
)
def test_whether_linux_pods_have_nodes_to_run_on(documents, expected):
    assert word(facts.has_linux_capacity(linked(*documents))) == expected


def test_that_there_is_no_linux_points_at_the_windows_groups():
    value = facts.has_linux_capacity(linked(config(groups(WINDOWS))))
    assert written(value) == "name: windows"
    assert not value.is_set


# --- Windows IPAM and prefixes -------------------------------------------------------------

ON, OFF = settings(enable_windows_ipam="true"), settings(enable_windows_ipam="false")


@pytest.mark.parametrize(
    ("documents", "declare", "expected"),
    [
        ([ON], (), True),
        ([OFF], (), False),
        ([settings(enable_windows_ipam="yes")], (), False),
        ([settings(enable_windows_ipam="{{ .x }}")], (), "unknown"),
        ([settings(other="1")], (), False),
        ([ON, settings(other="1")], (), True),
        ([ON, OFF], (), "unknown"),
        ([deployment()], (), "unknown"),
        ([OFF], ("windows_ipam=true",), True),
        ([deployment()], ("windows_ipam=false",), False),
        # eksctl enables it itself where it makes Windows nodes.
        ([config(groups(WINDOWS))], (), True),
        ([config(groups(WINDOWS)), OFF], (), True),
        ([config(groups(LINUX)), OFF], (), False),
        ([config(groups(LINUX)), OFF, deployment()], (), True),
        # Of the nodes that Karpenter makes it knows nothing.
        ([config(groups(LINUX)), OFF, POOL % (POOL_OS % "windows")], (), False),
        ([config(groups(LINUX)), POOL % (POOL_OS % "windows")], (), "unknown"),
        ([config(groups(WINDOWS)), OFF, POOL % (POOL_OS % "windows")], (), True),
    ],
)
def test_whether_windows_pods_get_addresses(documents, declare, expected):
    assert word(facts.windows_ipam(linked(*documents, declare=declare))) == expected


@pytest.mark.parametrize(
    ("document", "cause", "place"),
    [
        (OFF, "enable-windows-ipam is 'false'", "enable-windows-ipam: 'false'"),
        (
            settings(enable_windows_ipam="yes"),
            "enable-windows-ipam is 'yes', which Go does not read as true",
            "enable-windows-ipam: 'yes'",
        ),
        (settings(other="1"), "enable-windows-ipam is not set", "name: amazon-vpc-cni"),
    ],
)
def test_the_cause_of_no_windows_ipam_is_told(document, cause, place):
    value = facts.windows_ipam_cause(linked(document))
    assert (word(value), written(value)) == (cause, place)


@pytest.mark.parametrize(
    ("documents", "declare", "expected"),
    [
        ([settings(enable_windows_prefix_delegation="true")], (), True),
        ([settings(enable_windows_prefix_delegation="1")], (), True),
        ([settings(enable_windows_prefix_delegation="TRUE")], (), True),
        ([settings(enable_windows_prefix_delegation="on")], (), False),
        ([settings(other="1")], (), False),
        ([config(groups(WINDOWS))], (), "unknown"),
        ([settings(other="1")], ("prefix_delegation=true",), True),
    ],
)
def test_whether_nodes_get_prefixes(documents, declare, expected):
    assert word(facts.prefix_delegation(linked(*documents, declare=declare))) == expected


# --- Services ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("services", "count"),
    [
        ([service("a")], 1),
        ([service("a"), service("b"), service("a", "other")], 3),
        ([service("a"), service("a")], 1),
        ([service("a"), service("b", spec="{clusterIP: None}")], 1),
        ([service("a"), service("b", spec="{type: ExternalName}")], 1),
        ([service("a"), service("b", spec="{type: LoadBalancer}")], 2),
        ([service("a"), service("b", spec="{type: '{{ .type }}'}")], 1),
        ([service("a"), service("'{{ .name }}'")], 1),
    ],
)
def test_services_are_counted_as_a_lower_bound(services, count):
    value = facts.service_count(linked(*services))
    assert isinstance(value, Unknown)
    assert (value.at_least, value.at_most) == (count, None)
    assert written(value) == "name: a"


def test_more_than_a_hundred_services_are_many():
    some = [service(f"s{number}") for number in range(100)]
    assert word(facts.shows_many_services(linked(*some))) is False
    many = facts.shows_many_services(linked(*some, service("t")))
    assert word(many) is True
    assert written(many) == "name: s0"


# --- network policies ----------------------------------------------------------------------

CONTROLLER_ON = settings(enable_network_policy_controller="true")
CONTROLLER_OFF = settings(enable_network_policy_controller="false")
CALICO_POLICY = policy("projectcalico.org/v3")


@pytest.mark.parametrize(
    ("documents", "declare", "expected"),
    [
        ([policy()], (), "unknown"),
        ([CONTROLLER_ON], (), False),
        ([CONTROLLER_OFF], (), "unknown"),
        ([CONTROLLER_ON, CALICO_POLICY], (), "unknown"),
        ([calico("HNS")], (), True),
        ([calico("Disabled")], (), False),
        ([calico("Disabled"), calico("HNS")], (), True),
        ([calico("'{{ .x }}'")], (), "unknown"),
        ([calico("HNS"), CONTROLLER_ON], (), True),
        ([policy()], ("network_policy_engine=vpc-cni",), False),
        ([policy()], ("network_policy_engine=none",), False),
        ([policy()], ("network_policy_engine=cilium",), False),
        ([policy()], ("network_policy_engine=calico",), True),
        ([calico("Disabled")], ("network_policy_engine=calico",), False),
        ([calico("HNS")], ("network_policy_engine=vpc-cni",), False),
    ],
)
def test_whether_policies_are_enforced_for_windows_pods(documents, declare, expected):
    cluster = linked(*documents, declare=declare)
    assert word(facts.enforces_policies_on_windows(cluster)) == expected


def test_what_decides_enforcement_is_located():
    value = facts.enforces_policies_on_windows(linked(CONTROLLER_ON))
    assert written(value) == "enable-network-policy-controller: 'true'"
    value = facts.enforces_policies_on_windows(linked(calico("Disabled")))
    assert written(value) == "windowsDataplane: Disabled"


@pytest.mark.parametrize(
    ("documents", "expected"),
    [([policy()], True), ([CALICO_POLICY], True), ([service("a")], False)],
)
def test_whether_there_are_policies_at_all(documents, expected):
    assert facts.has_network_policies(linked(*documents)) == Known(expected)
