"""The range of Service addresses: written, left to EKS, or not in these files."""

from __future__ import annotations

import pytest

from eksnetlint.model import service_range as facts
from tests.model.joining import CONFIG, linked, word, written

GROUPS = "nodeGroups: [{name: linux}]\n"
NETWORK = "kubernetesNetworkConfig: {%s}\n"
DEFAULTS = ("10.100.0.0/16", "172.20.0.0/16")


def config(network: str) -> str:
    return f"{CONFIG}{NETWORK % network}{GROUPS}"


def test_a_written_range_is_the_one():
    cluster = linked(config("serviceIPv4CIDR: 10.200.0.0/16"))
    found = facts.service_ranges(cluster)
    assert word(found) == ("10.200.0.0/16",)
    assert written(found) == "serviceIPv4CIDR: 10.200.0.0/16"
    assert word(facts.dns_addresses(cluster)) == ("10.200.0.10",)
    assert word(facts.has_own_service_range(cluster)) is True


def test_eks_takes_one_of_two_where_none_is_written():
    cluster = linked(config("ipFamily: IPv4"))
    assert word(facts.service_ranges(cluster)) == DEFAULTS
    assert not facts.service_ranges(cluster).is_set
    assert word(facts.dns_addresses(cluster)) == ("10.100.0.10", "172.20.0.10")
    assert word(facts.has_own_service_range(cluster)) is False


@pytest.mark.parametrize("network", ["172.20.0.0/16", "10.100.64.0/18"])
def test_a_part_of_those_two_is_no_range_of_ones_own(network: str):
    cluster = linked(config(f"serviceIPv4CIDR: {network}"))
    assert word(facts.has_own_service_range(cluster)) is False


@pytest.mark.parametrize(
    "text",
    [
        config("serviceIPv4CIDR: '${RANGE}'"),
        config("serviceIPv4CIDR: somewhere"),
        config("serviceIPv4CIDR: 255.255.255.255/32"),
        config("serviceIPv4CIDR: 10.0.0.0/8"),
        config("ipFamily: IPv6"),
        f"{CONFIG}{GROUPS}",
    ],
)
def test_what_cannot_be_told_is_unknown(text: str):
    cluster = linked(text)
    assert word(facts.service_ranges(cluster)) == "unknown"
    assert word(facts.shows_service_range(cluster)) is False
    assert word(facts.dns_addresses(cluster)) == "unknown"
    assert word(facts.has_own_service_range(cluster)) == "unknown"


def test_a_terraform_cluster_tells_its_range():
    cluster = linked(
        'resource "aws_eks_cluster" "shop" {\n  name = "shop"\n'
        '  kubernetes_network_config {\n    service_ipv4_cidr = "10.7.0.0/16"\n  }\n}\n',
        "main.tf",
    )
    assert word(facts.service_ranges(cluster)) == ("10.7.0.0/16",)
    assert word(facts.shows_service_range(cluster)) is True


def test_a_range_is_written_as_usual():
    assert facts.as_range(" 10.1.2.3/16 ") == "10.1.0.0/16"
    assert facts.as_range("10.1.0.0/33") is None


def test_an_address_is_told_from_other_text():
    assert facts.is_address("10.1.0.10")
    assert not facts.is_address("service-cidr.10")
