"""The subnets of terraform-aws-modules/vpc, which node groups are put into."""

from __future__ import annotations

import pytest

from eksnetlint.model.cluster import Cluster
from eksnetlint.model.declared import NOTHING
from eksnetlint.model.linking import link
from eksnetlint.model.node_group import NodeGroup
from eksnetlint.readers.files import Input, read_files
from eksnetlint.values import Known, Unknown, is_known

MODULES = """
provider "aws" {
  region = "eu-west-1"
}
locals {
  zones = ["eu-west-1a", "eu-west-1b"]
  range = "10.0.0.0/16"
}
module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "VERSION"
  INPUTS
}
module "eks" {
  source          = "terraform-aws-modules/eks/aws"
  version         = "~> 20.0"
  cluster_name    = "shop"
  cluster_version = "1.31"
  subnet_ids      = module.vpc.private_subnets
  eks_managed_node_groups = {
    windows = {
      ami_type = "WINDOWS_CORE_2022_x86_64"
    }
    other = {
      subnet_ids = [module.vpc.public_subnets[0]]
    }
  }
  self_managed_node_groups = {
    own = {}
  }
}
"""
LISTED = 'private_subnets = ["10.0.1.0/24", "10.0.2.0/27"]\n  public_subnets = ["10.0.8.0/24"]'


def cluster(inputs: str, version: str = "~> 5.0") -> Cluster:
    text = MODULES.replace("INPUTS", inputs).replace("VERSION", version)
    objects = read_files([Input("main.tf", text.encode)], "eksnetlint:").reading.objects
    (found,) = link(objects, NOTHING)
    return found


def group(found: Cluster, name: str) -> NodeGroup:
    return next(item for item in found.node_groups if is_known(item.name, f"{name}-*"))


def ranges(found: Cluster, name: str) -> list[object]:
    blocks = [item.cidr_block for item in group(found, name).subnets.items]
    return [block.value if isinstance(block, Known) else "?" for block in blocks]


@pytest.mark.parametrize("version", ["~> 2.0", "~> 3.19", "4.0.2", "~> 5.0", "6.6.0", ">= 2.0"])
def test_groups_are_in_the_subnets_of_the_cluster_or_their_own(version):
    found = cluster(LISTED, version)
    assert ranges(found, "windows") == ["10.0.1.0/24", "10.0.2.0/27"]
    assert ranges(found, "own") == ["10.0.1.0/24", "10.0.2.0/27"]
    assert ranges(found, "other") == ["10.0.8.0/24"]
    assert group(found, "windows").subnets.open_because is None


def test_a_subnet_is_at_its_own_range():
    (first, second) = group(cluster(LISTED), "windows").subnets.items
    assert first.title == "subnet module.vpc.aws_subnet.private[0]"
    assert first.cidr_block.origin.span is not None
    assert first.cidr_block.origin.span.text == '"10.0.1.0/24"'
    assert second.span.text == '"10.0.2.0/27"'


def test_ranges_that_are_computed_begin_at_the_input():
    inputs = "private_subnets = [for k, v in local.zones : cidrsubnet(local.range, 11, k)]"
    found = cluster(inputs)
    assert ranges(found, "windows") == ["10.0.0.0/27", "10.0.0.32/27"]
    place = group(found, "windows").subnets.items[1].cidr_block.origin.span
    assert place is not None
    assert place.text == inputs


def test_a_cluster_without_groups_of_its_own_is_still_seen():
    found = cluster(LISTED)
    assert [item.title for item in found.node_subnets] == [
        "subnet module.vpc.aws_subnet.private[0]",
        "subnet module.vpc.aws_subnet.private[1]",
        "subnet module.vpc.aws_subnet.public[0]",
    ]


@pytest.mark.parametrize(
    "inputs",
    [
        "",
        "private_subnets = var.ranges",
        'create_vpc = false\n  private_subnets = ["10.0.1.0/24"]',
        'private_subnet_ipv6_native = true\n  private_subnets = ["10.0.1.0/24"]',
        'private_subnet_ipv6_prefixes = [0, 1]\n  private_subnets = ["10.0.1.0/24"]',
    ],
)
def test_what_cannot_be_seen_is_left_open(inputs):
    found = cluster(inputs)
    assert ranges(found, "windows") == []
    assert group(found, "windows").subnets.open_because is not None


def test_a_range_that_cannot_be_seen_is_unknown():
    found = cluster('private_subnets = ["10.0.1.0/24", var.range]')
    assert ranges(found, "windows") == ["10.0.1.0/24", "?"]
    (_, second) = group(found, "windows").subnets.items
    assert isinstance(second.cidr_block, Unknown)
