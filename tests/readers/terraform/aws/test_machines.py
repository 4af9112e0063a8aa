"""The instance types, subnets and adapters of node groups, each at its place."""

from __future__ import annotations

import pytest

from eksnetlint.model.node_group import NodeGroup
from eksnetlint.values import Known, Unknown, Value, is_known
from tests.readers.terraform.aws.building import group

MANAGED = """
resource "aws_eks_cluster" "shop" {
  name = "shop"
}
resource "aws_eks_node_group" "win" {
  cluster_name    = aws_eks_cluster.shop.name
  node_group_name = "win"
  ami_type        = "WINDOWS_CORE_2022_x86_64"
  INNER
}
"""
SELF_MANAGED = """
data "aws_ami" "win" {
  owners = ["amazon"]
  filter {
    name   = "name"
    values = ["Windows_Server-2022-English-Core-EKS_Optimized-1.33-*"]
  }
}
resource "aws_launch_template" "win" {
  image_id      = data.aws_ami.win.id
  instance_type = "m5.large"
}
resource "aws_autoscaling_group" "win" {
  INNER
}
"""
INSTANCE = """
resource "aws_instance" "win" {
  ami           = "ami-1"
  instance_type = "m5.large"
  subnet_id     = aws_subnet.a.id
  user_data     = "<powershell>& Start-EKSBootstrap.ps1 -EKSClusterName shop</powershell>"
}
"""
SUBNETS = """
resource "aws_subnet" "a" {
  cidr_block = "10.0.1.0/24"
}
resource "aws_subnet" "b" {
  cidr_block = cidrsubnet("10.0.0.0/16", 11, 8)
}
"""
TEMPLATE = """
resource "aws_launch_template" "win" {
  name = "win"
  INNER
}
"""
USES_TEMPLATE = "launch_template {\n    id = aws_launch_template.win.id\n  }"


def managed(inner: str, more: str = "") -> NodeGroup:
    return group(MANAGED.replace("INNER", inner) + more)


def with_template(inner: str) -> NodeGroup:
    return managed(USES_TEMPLATE, TEMPLATE.replace("INNER", inner))


def self_managed(inner: str, more: str = "") -> NodeGroup:
    return group(SELF_MANAGED.replace("INNER", inner) + more)


def way(value: Value[str]) -> list[str]:
    return [frame.span.text for frame in value.origin.frames]


def ranges(found: NodeGroup) -> list[object]:
    blocks = [item.cidr_block for item in found.subnets.items]
    return [block.value if isinstance(block, Known) else "?" for block in blocks]


class TestInstanceTypes:
    def test_of_a_list_are_each_at_their_own_place(self):
        first, second = managed('instance_types = ["m5.large", "m6g.large"]').listed_types
        assert is_known(first, "m5.large")
        assert way(first) == ['"m5.large"']
        assert way(second) == ['"m6g.large"']

    def test_of_a_variable_are_at_the_attribute_and_lead_to_the_element(self):
        variable = 'variable "types" {\n  default = ["m5.large", "m6g.large"]\n}\n'
        _, second = managed("instance_types = var.types", variable).listed_types
        assert is_known(second, "m6g.large")
        assert way(second)[0] == "instance_types = var.types"
        assert way(second)[-1] == '"m6g.large"'

    def test_are_seen_beside_one_that_is_hidden(self):
        first, second = managed('instance_types = ["m5.large", var.x]').listed_types
        assert is_known(first, "m5.large")
        assert isinstance(second, Unknown)

    def test_are_t3_medium_where_none_is_given(self):
        (found,) = managed("").listed_types
        assert found == Known("t3.medium", found.origin, is_set=False)

    def test_are_that_of_the_launch_template(self):
        (found,) = with_template('instance_type = "m5.large"').listed_types
        assert way(found) == ['instance_type = "m5.large"']

    def test_are_none_where_requirements_choose(self):
        inner = "instance_requirements {\n    vcpu_count { min = 2 }\n  }"
        assert with_template(inner).listed_types == ()

    def test_of_a_mixed_policy_are_those_of_its_overrides(self):
        found = self_managed(
            """mixed_instances_policy {
    launch_template {
      launch_template_specification {
        launch_template_id = aws_launch_template.win.id
      }
      override {
        instance_type = "m5.xlarge"
      }
      override {
        instance_type = "m6g.xlarge"
      }
    }
  }"""
        )
        assert [way(item) for item in found.listed_types] == [
            ['instance_type = "m5.xlarge"'],
            ['instance_type = "m6g.xlarge"'],
        ]

    def test_of_a_launch_template_are_those_of_a_group_of_ones_own(self):
        found = self_managed("launch_template {\n    id = aws_launch_template.win.id\n  }")
        assert [way(item) for item in found.listed_types] == [['instance_type = "m5.large"']]

    def test_of_an_instance_is_its_own(self):
        (found,) = group(
            MANAGED.partition('resource "aws_eks_node')[0] + SUBNETS + INSTANCE
        ).listed_types
        assert way(found) == ['instance_type = "m5.large"']


class TestSubnets:
    def test_of_a_managed_group_are_those_it_lists(self):
        found = managed("subnet_ids = [aws_subnet.a.id, aws_subnet.b.id]", SUBNETS)
        assert ranges(found) == ["10.0.1.0/24", "10.0.1.0/27"]
        assert found.subnets.open_because is None

    def test_of_an_auto_scaling_group_are_its_zones(self):
        found = self_managed(
            "launch_template {\n    id = aws_launch_template.win.id\n  }\n"
            "  vpc_zone_identifier = [aws_subnet.a.id]",
            SUBNETS,
        )
        assert ranges(found) == ["10.0.1.0/24"]

    def test_of_an_instance_is_its_own(self):
        cluster = MANAGED.partition('resource "aws_eks_node_group"')[0]
        assert ranges(group(cluster + SUBNETS + INSTANCE)) == ["10.0.1.0/24"]

    def test_that_may_not_exist_leave_it_open(self):
        doubtful = SUBNETS.replace('"a" {', '"a" {\n  count = var.x')
        found = managed("subnet_ids = aws_subnet.a[*].id", doubtful)
        assert ranges(found) == []
        assert found.subnets.open_because is not None

    @pytest.mark.parametrize(
        "inner", ["", 'subnet_ids = ["subnet-1"]', "subnet_ids = var.x", "subnet_ids = [var.x]"]
    )
    def test_that_are_made_elsewhere_leave_it_open(self, inner: str):
        found = managed(inner, SUBNETS)
        assert ranges(found) == []
        assert found.subnets.open_because is not None


class TestAdapters:
    def test_are_ordinary_without_a_type(self):
        found = with_template("network_interfaces {\n    device_index = 0\n  }")
        assert is_known(found.uses_efa, False)

    @pytest.mark.parametrize(("kind", "interfaces"), [("efa", 2), ("efa-only", 1)])
    def test_for_efa_are_seen_and_count_only_with_addresses(self, kind: str, interfaces: int):
        found = with_template(
            "network_interfaces {\n    device_index = 0\n  }\n"
            f'  network_interfaces {{\n    device_index = 1\n    interface_type = "{kind}"\n  }}'
        )
        assert is_known(found.uses_efa, True)
        assert way(found.uses_efa) == [f'interface_type = "{kind}"']  # type: ignore[arg-type]
        assert is_known(found.eni_count, interfaces)

    def test_of_a_hidden_type_are_unknown(self):
        found = with_template("network_interfaces {\n    interface_type = var.x\n  }")
        assert isinstance(found.uses_efa, Unknown)
