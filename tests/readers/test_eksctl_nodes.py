"""Instance types, subnets and pods of the node groups in an eksctl file, each at its place."""

from __future__ import annotations

import pytest

from eksnetlint.model.cluster import ClusterDeclaration
from eksnetlint.model.network import Subnet
from eksnetlint.model.node_group import NodeGroup
from eksnetlint.readers.eksctl.reader import read_eksctl
from eksnetlint.source.text import Source
from eksnetlint.source.yaml import documents
from eksnetlint.values import Known, Unknown, Value, is_known

HEAD = """\
apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata: {name: shop, region: eu-west-1}
"""
WINDOWS = "name: win, amiFamily: WindowsServer2022CoreContainer"
EXISTING = """\
vpc:
  id: vpc-1
  subnets:
    public:
      eu-west-1a: {id: subnet-a, cidr: 10.0.1.0/24}
    private:
      eu-west-1a: {id: subnet-b, cidr: 10.0.2.0/24}
      other: {id: subnet-c, az: eu-west-1b, cidr: 10.0.3.0/24}
      hidden: {id: subnet-d, az: eu-west-1b}
"""


def group(lines: str, top: str = "", key: str = "nodeGroups") -> NodeGroup:
    (document,) = documents(Source("cluster.yaml", f"{HEAD}{top}{key}:\n  - {{{lines}}}\n"))
    objects = read_eksctl(document).objects
    (found,) = (item for item in objects if isinstance(item, ClusterDeclaration))
    return found.node_groups[0]


def written(value: Value[object]) -> str:
    assert value.origin.span is not None
    return value.origin.span.text


def ranges(found: NodeGroup) -> list[str | None]:
    return [_range(item) for item in found.subnets.items]


def _range(subnet: Subnet) -> str | None:
    return subnet.cidr_block.value if isinstance(subnet.cidr_block, Known) else "?"


def test_each_type_of_a_list_is_at_its_own_place():
    found = group("name: a, instanceTypes: [m5.large, '{{ .b }}']", key="managedNodeGroups")
    first, second = found.listed_types
    assert is_known(first, "m5.large")
    assert written(first) == "m5.large"
    assert isinstance(second, Unknown)


def test_one_type_is_at_its_field():
    (found,) = group("name: a, instanceType: m5.large").listed_types
    assert written(found) == "instanceType: m5.large"


def test_the_default_type_is_at_the_group():
    (found,) = group("name: a").listed_types
    assert not found.is_set
    assert written(found) == "name: a"


def test_no_types_are_listed_where_they_are_chosen_elsewhere():
    assert group("name: a, instanceSelector: {vCPUs: 2}").listed_types == ()


def test_eksctl_divides_the_vpc_into_eight():
    found = group("name: a", "vpc: {cidr: 10.0.0.0/24}\n")
    assert ranges(found) == ["10.0.0.0/27"]
    assert written(found.subnets.items[0].cidr_block) == "cidr: 10.0.0.0/24"
    assert found.subnets.open_because is None


@pytest.mark.parametrize(
    ("zones", "part"),
    [
        ("availabilityZones: [a, b]\n", "10.0.0.0/19"),
        ("availabilityZones: [a, b, c, d]\n", "10.0.0.0/19"),
        ("availabilityZones: [a, b, c, d, e]\n", "10.0.0.0/20"),
        ("localZones: [x, y]\n", "10.0.0.0/20"),
        ("availabilityZones: '{{ .zones }}'\n", "?"),
    ],
)
def test_more_zones_make_for_smaller_subnets(zones, part):
    assert ranges(group("name: a", f"vpc: {{cidr: 10.0.0.0/16}}\n{zones}")) == [part]


@pytest.mark.parametrize("cidr", ["'{{ .cidr }}'", "large", "10.0.0.0/31"])
def test_a_range_that_cannot_be_read_is_unknown(cidr):
    assert ranges(group("name: a", f"vpc: {{cidr: {cidr}}}\n")) == ["?"]


@pytest.mark.parametrize("top", ["", "vpc: {id: vpc-1}\n", "vpc: {id: vpc-1, cidr: 10.0.0.0/16}\n"])
def test_subnets_of_an_existing_vpc_are_not_in_the_file(top):
    found = group("name: a", top)
    assert found.subnets.items == ()
    assert found.subnets.open_because is not None


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("name: a", ["10.0.1.0/24"]),
        ("name: a, privateNetworking: false", ["10.0.1.0/24"]),
        ("name: a, privateNetworking: true", ["10.0.2.0/24", "10.0.3.0/24", "?"]),
        ("name: a, privateNetworking: true, availabilityZones: [eu-west-1a]", ["10.0.2.0/24"]),
        ("name: a, availabilityZones: [eu-west-1b]", []),
        ("name: a, subnets: [subnet-c]", ["10.0.3.0/24"]),
        ("name: a, subnets: [other]", ["10.0.3.0/24"]),
        ("name: a, subnets: [subnet-x]", []),
    ],
)
def test_a_group_is_in_the_subnets_it_names_or_those_of_its_kind(lines, expected):
    found = group(lines, EXISTING)
    assert ranges(found) == expected
    assert found.subnets.open_because is not None


def test_a_managed_windows_group_drops_its_number_of_pods():
    found = group(f"{WINDOWS}, maxPodsPerNode: 20", key="managedNodeGroups").ignored_max_pods
    assert is_known(found, 20)
    assert written(found) == "maxPodsPerNode: 20"


@pytest.mark.parametrize(
    ("lines", "key"),
    [
        (WINDOWS, "managedNodeGroups"),
        (f"{WINDOWS}, maxPodsPerNode: 20", "nodeGroups"),
        ("name: linux, maxPodsPerNode: 20", "managedNodeGroups"),
        # The kubelet allows as many by itself.
        (f"{WINDOWS}, maxPodsPerNode: 110", "managedNodeGroups"),
        # eksctl refuses the field beside a launch template.
        (f"{WINDOWS}, maxPodsPerNode: 20, launchTemplate: {{id: lt-1}}", "managedNodeGroups"),
    ],
)
def test_no_other_group_drops_it(lines, key):
    assert is_known(group(lines, key=key).ignored_max_pods, None)


def test_a_fabric_adapter_is_asked_for():
    assert is_known(group("name: a, efaEnabled: true").uses_efa, True)
    assert is_known(group("name: a, efaEnabled: false").uses_efa, False)
    assert not group("name: a").uses_efa.is_set
