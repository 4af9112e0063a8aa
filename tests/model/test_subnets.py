"""How many prefixes fit into the subnets of nodes, and who is in them."""

from __future__ import annotations

import pytest

from eksnetlint.model import subnet_facts as facts
from eksnetlint.model.cluster import Cluster
from eksnetlint.model.declared import NOTHING
from eksnetlint.model.linking import link
from eksnetlint.model.network import Subnet
from eksnetlint.readers.files import Input, read_files
from eksnetlint.values import Known, Reason, Unknown, Value, World, at, is_known
from tests.readers.terraform.aws.building import NO_VALUE, reason

TERRAFORM = """
resource "aws_subnet" "one" {
  cidr_block = "10.0.1.0/24"
}
resource "aws_subnet" "two" {
  cidr_block = "10.0.2.0/26"
}
resource "aws_ec2_subnet_cidr_reservation" "two" {
  cidr_block       = "10.0.2.0/27"
  reservation_type = "prefix"
  subnet_id        = aws_subnet.two.id
}
resource "aws_eks_cluster" "shop" {
  name = "shop"
}
resource "aws_eks_node_group" "windows" {
  cluster_name    = aws_eks_cluster.shop.name
  node_group_name = "windows"
  ami_type        = "WINDOWS_CORE_2022_x86_64"
  instance_types  = ["m5.large"]
  subnet_ids      = [aws_subnet.one.id, aws_subnet.two.id]
}
resource "aws_eks_node_group" "old" {
  cluster_name    = aws_eks_cluster.shop.name
  node_group_name = "old"
  ami_type        = "WINDOWS_CORE_2022_x86_64"
  instance_types  = ["t2.large"]
  subnet_ids      = [aws_subnet.one.id]
}
resource "aws_eks_node_group" "linux" {
  cluster_name    = aws_eks_cluster.shop.name
  node_group_name = "linux"
  subnet_ids      = [aws_subnet.one.id]
}
"""


def cluster(text: str, name: str = "main.tf") -> Cluster:
    objects = read_files([Input(name, text.encode)], "eksnetlint:").reading.objects
    (found,) = link(objects, NOTHING)
    return found


def names(value: Value[tuple[object, ...]]) -> list[str]:
    assert isinstance(value, Known)
    return [item.title for item in value.value]  # type: ignore[attr-defined]


def with_range(cidr_block: str | None) -> Subnet:
    (subnet, *_) = cluster(TERRAFORM).node_subnets
    place = at(subnet.span)
    return Subnet(subnet.span, Known("one", place), Known(cidr_block, place), World(()))


def test_the_subnets_of_groups_are_found_once():
    one, two = cluster(TERRAFORM).node_subnets
    assert (one.title, two.title) == ("subnet aws_subnet.one", "subnet aws_subnet.two")


def test_who_is_in_a_subnet():
    found = cluster(TERRAFORM)
    one, two = found.node_subnets
    assert names(facts.prefix_groups(one, found)) == ["node group 'windows'"]
    assert names(facts.other_groups(one, found)) == ["node group 'linux'"]
    assert names(facts.prefix_groups(two, found)) == ["node group 'windows'"]
    assert names(facts.other_groups(two, found)) == []
    places = facts.other_groups(one, found).origin.frames
    assert [frame.note for frame in places] == ["node group 'linux' is in it"]


def test_a_reservation_for_prefixes_is_seen():
    found = cluster(TERRAFORM)
    one, two = found.node_subnets
    assert is_known(facts.has_prefix_reservation(one, found), False)
    assert is_known(facts.has_prefix_reservation(two, found), True)
    other = cluster(TERRAFORM.replace('"prefix"', '"explicit"'))
    assert is_known(facts.has_prefix_reservation(other.node_subnets[1], other), False)


@pytest.mark.parametrize(
    ("cidr_block", "blocks"),
    [
        ("10.0.0.0/28", 0),
        ("10.0.0.0/27", 0),
        ("10.0.0.0/26", 2),
        ("10.0.0.0/25", 6),
        ("10.0.0.0/24", 14),
        ("10.0.0.0/16", 4094),
    ],
)
def test_the_first_block_and_the_last_are_not_whole(cidr_block, blocks):
    value = facts.prefix_count(with_range(cidr_block), cluster(TERRAFORM))
    assert is_known(value, blocks)


@pytest.mark.parametrize("cidr_block", [None, "", "10.0.0.0", "10.0.0.1/24", "fd00::/64", "x/24"])
def test_what_is_no_range_of_addresses_is_unknown(cidr_block):
    value = facts.prefix_count(with_range(cidr_block), cluster(TERRAFORM))
    assert isinstance(value, Unknown)


def test_a_hidden_range_stays_hidden():
    found = cluster('variable "range" {}\n' + TERRAFORM.replace('"10.0.1.0/24"', "var.range"))
    assert NO_VALUE in reason(facts.prefix_count(found.node_subnets[0], found))
    assert not is_known(found.node_groups[0].subnets.some(lambda _: Known(False)), True)


def test_a_group_in_subnets_from_elsewhere_may_be_in_others():
    found = cluster(TERRAFORM.replace("[aws_subnet.one.id, aws_subnet.two.id]", '["subnet-1"]'))
    group = next(item for item in found.node_groups if is_known(item.name, "windows"))
    assert group.subnets.items == ()
    assert isinstance(group.subnets.open_because, Reason)
