"""What calls of the bootstrap script pass to it: seen, and not made up."""

from __future__ import annotations

import pytest

from eksnetlint.model import bootstrap_arguments as facts
from eksnetlint.model.cluster import Cluster
from tests.model.joining import (
    CALL,
    PAIR,
    commands,
    karpenter,
    override,
    why,
    windows,
    word,
    written,
)


@pytest.mark.parametrize(
    ("arguments", "lone"),
    [
        ("-APIServerEndpoint https://x", "-APIServerEndpoint"),
        ("-Base64ClusterCA eA==", "-Base64ClusterCA"),
        (PAIR, None),
        ("", None),
        ("-APIServerEndpoint https://x @more", None),
    ],
)
def test_one_of_a_pair_is_told(arguments: str, lone: str | None):
    cluster = override(f"{CALL} {arguments}")
    assert word(facts.lone_cluster_argument(windows(cluster), cluster)) == lone


def test_the_lone_one_is_found_where_it_is_named():
    cluster = override(f"{CALL} -Base64ClusterCA eA==")
    found = facts.lone_cluster_argument(windows(cluster), cluster)
    assert written(found) == "-Base64ClusterCA"


@pytest.mark.parametrize(
    ("arguments", "stray"),
    [
        ("-KubeletExtraArgs --max-pods=20 --v=2", "--v"),
        ("--kubelet-extra-args '--max-pods=20'", "--kubelet-extra-args"),
        ("-KubeletExtraArgs --max-pods=20", None),
        ("-KubeletExtraArgs:--max-pods=20 -Verbose", None),
        ("extra", None),
        ("-- extra", None),
        ("$more", None),
    ],
)
def test_a_flag_without_a_parameter_is_a_stray(arguments: str, stray: str | None):
    cluster = override(f"{CALL} {arguments}")
    assert word(facts.stray_argument(windows(cluster), cluster)) == stray


@pytest.mark.parametrize(
    ("arguments", "misspelt", "meant"),
    [
        ("-KubletExtraArgs x", "KubletExtraArgs", "KubeletExtraArgs"),
        ("-ServiceCDIR x", "ServiceCDIR", "ServiceCIDR"),
        ("-servicecidr x", None, None),
        ("-KubeletExtraArg x", None, None),
        ("-ErrorAction Stop", None, None),
        ("-SomethingNew x", None, None),
    ],
)
def test_only_a_slip_is_taken_for_one(arguments: str, misspelt: str | None, meant: str | None):
    cluster = override(f"{CALL} {arguments}")
    assert word(facts.misspelt_parameter(windows(cluster), cluster)) == misspelt
    assert word(facts.meant_parameter(windows(cluster), cluster)) == meant


@pytest.mark.parametrize(
    ("arguments", "repeated"),
    [
        ("-DNSClusterIP 1 -DNSClusterIP 2", "DNSClusterIP"),
        ("-DNSClusterIP 1 -dnsc 2", "DNSClusterIP"),
        ("-KubeletExtraArgs 1 -KubeProxyExtraArgs 2", None),
        ("-Verbose -Debug", None),
    ],
)
def test_a_parameter_is_passed_once(arguments: str, repeated: str | None):
    cluster = override(f"{CALL} {arguments}")
    assert word(facts.repeated_parameter(windows(cluster), cluster)) == repeated


def test_the_container_runtime_is_told_in_lower_case():
    cluster = override(f"{CALL} -ContainerRuntime Docker")
    found = facts.container_runtime(windows(cluster), cluster)
    assert word(found) == "docker"
    assert written(found) == "Docker"
    cluster = override(f"{CALL} -ContainerRuntime $runtime")
    assert word(facts.container_runtime(windows(cluster), cluster)) is None


@pytest.mark.parametrize(
    ("cluster", "address", "place"),
    [
        (override(f"{CALL} -DNSClusterIP 10.0.0.10"), "10.0.0.10", "10.0.0.10"),
        (commands(extra="    clusterDNS: 10.0.0.10\n"), "10.0.0.10", "clusterDNS: 10.0.0.10"),
        (karpenter(spec="  kubelet: {clusterDNS: [10.0.0.10]}\n"), "10.0.0.10", "10.0.0.10"),
    ],
)
def test_the_address_of_dns_is_found_in_every_format(cluster: Cluster, address: str, place: str):
    found = facts.dns_cluster_ip(windows(cluster), cluster)
    assert word(found) == address
    assert written(found) == place


@pytest.mark.parametrize(
    "cluster",
    [override(CALL), override(f"{CALL} -DNSClusterIP service-cidr.10"), commands(), karpenter()],
)
def test_no_address_of_dns_is_null(cluster: Cluster):
    assert word(facts.dns_cluster_ip(windows(cluster), cluster)) is None


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ((f"{CALL} -ServiceCIDR 10.200.0.5/16",), "10.200.0.0/16"),
        (('[Environment]::SetEnvironmentVariable("SERVICE_IPV4_CIDR", "10.1.0.0/16", 2)', CALL),
         "10.1.0.0/16"),
        ((f"{CALL} -ServiceCIDR $range",), "unknown"),
        ((f"{CALL} -ServiceCIDR my-range",), None),
        ((CALL,), None),
    ],
)  # fmt: skip
def test_the_range_is_that_of_the_call_or_the_machine(lines: tuple[str, ...], found: object):
    cluster = override(*lines)
    assert word(facts.given_service_range(windows(cluster), cluster)) == found


@pytest.mark.parametrize(
    ("line", "covers"),
    [
        (f"{CALL} -ServiceCIDR 10.192.0.0/12", True),
        (f"{CALL} -ServiceCIDR 10.200.0.0/16", True),
        (f"{CALL} -ServiceCIDR 10.200.0.0/20", False),
        (f"{CALL} -ServiceCIDR 10.201.0.0/16", False),
        (CALL, True),
        (f"{CALL} -ServiceCIDR $unseen", "unknown"),
    ],
)
def test_a_wider_range_covers_that_of_the_services(line: str, covers: object):
    network = "kubernetesNetworkConfig: {serviceIPv4CIDR: 10.200.0.0/16}\n"
    cluster = override(line, top=network)
    assert word(facts.covers_service_range(windows(cluster), cluster)) == covers


@pytest.mark.parametrize(
    ("cluster", "is_told"),
    [
        (override(f"{CALL} {PAIR}"), False),
        (override(f"{CALL} {PAIR} -ServiceCIDR $ServiceCIDR"), True),
        (override('setx SERVICE_IPV4_CIDR "10.1.0.0/16" /m', f"{CALL} {PAIR}"), True),
        (override("$global:EKSCluster = Get-EKSCluster -Name shop", f"{CALL} {PAIR}"), True),
        (override(CALL), "unknown"),
        (override(f"{CALL} {PAIR} @more"), "unknown"),
        (override("& C:\\x.ps1", f"{CALL} {PAIR}"), "unknown"),
        (override(f"{CALL} {PAIR}", "notepad C:\\eks\\vpc-bridge.conf"), "unknown"),
        (override("Set-TimeZone UTC"), "unknown"),
        (commands(), True),
        (commands(key="managedNodeGroups"), True),
        (karpenter(), False),
        (karpenter("$global:EKSCluster = Get-EKSCluster -Name shop"), True),
        (karpenter(f"& 'C:\\x\\Start-EKSBootstrap.ps1' {PAIR} -ServiceCIDR 10.1.0.0/16"), True),
    ],
)
def test_who_passes_the_range_of_services_is_known(cluster: Cluster, is_told: object):
    assert word(facts.is_told_service_range(windows(cluster), cluster)) == is_told


def test_what_a_script_learns_from_eks_is_not_documented():
    cluster = override(CALL)
    found = facts.is_told_service_range(windows(cluster), cluster)
    assert why(found).startswith("it is not documented whether the bootstrap script learns")
    assert written(found) == CALL
