"""What is read of groups that the community EKS module makes."""

from __future__ import annotations

from pathlib import Path

import pytest

from eksnetlint.model.cluster import ClusterDeclaration
from eksnetlint.model.node_group import Dsr, Os
from eksnetlint.readers.terraform.aws import read_aws
from eksnetlint.readers.terraform.community import stand_in_of
from eksnetlint.readers.terraform.modules.project import evaluate_project
from eksnetlint.source.text import Source
from eksnetlint.values import Known
from tests.readers.terraform.aws.building import line, written


def cluster(text: str) -> ClusterDeclaration:
    sources = [Source("main.tf", text), Source("provider.tf", 'provider "aws" {}')]
    project = evaluate_project(sources, Path("."), stand_in=stand_in_of)
    (found,) = [
        item
        for root in project.roots
        for item in read_aws(root).objects
        if isinstance(item, ClusterDeclaration)
    ]
    return found


def test_an_image_that_is_looked_up_is_known():
    found = cluster(
        """
data "aws_ami" "win" {
  filter {
    name   = "name"
    values = ["Windows_Server-2019-English-Core-EKS_Optimized-*"]
  }
}
module "eks" {
  source       = "terraform-aws-modules/eks/aws"
  version      = "18.6.0"
  cluster_name = "shop"
  self_managed_node_groups = {
    win = {
      platform      = "windows"
      ami_id        = data.aws_ami.win.id
      instance_type = "m5.large"
    }
  }
}
"""
    )
    (group,) = found.node_groups
    assert group.os == Known(Os.WINDOWS, group.os.origin)
    assert line(group.os) == 15
    assert group.windows_version == Known(2019, group.os.origin)
    assert group.dsr == Known(Dsr.NOT_CONFIGURED, group.os.origin, is_set=False)
    assert found.other_capacity == Known(False, found.other_capacity.origin, is_set=False)


@pytest.mark.parametrize("version", ["20.37.0", "21.6.1"])
def test_the_second_interface_is_at_its_own_place(version: str):
    name = "cluster_name" if version < "21" else "name"
    found = cluster(
        f"""
module "eks" {{
  source  = "terraform-aws-modules/eks/aws"
  version = "{version}"
  {name}  = "shop"
  eks_managed_node_groups = {{
    win = {{
      ami_type = "WINDOWS_CORE_2022_x86_64"
      network_interfaces = [
        {{ device_index = 0 }},
        {{ device_index = 1 }},
      ]
    }}
  }}
}}
"""
    )
    (group,) = found.node_groups
    assert group.eni_count == Known(2, group.eni_count.origin)
    assert "device_index = 1" in written(group.eni_count) or line(group.eni_count) >= 9
