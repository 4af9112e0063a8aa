"""What is read of Auto Scaling groups whose instances are nodes of a cluster."""

from __future__ import annotations

import pytest

from eksnetlint.model.node_group import Dsr, NodeGroup, Os, Provisioner
from eksnetlint.values import Known, Unknown
from tests.readers.terraform.aws import building
from tests.readers.terraform.aws.building import NO_VALUE, clusters, line, reason, written

SHOP = 'resource "aws_eks_cluster" "shop" { name = "shop" }\n'
AMI = """
data "aws_ami" "win" {
  owners = ["amazon"]
  filter {
    name   = "name"
    values = ["Windows_Server-2019-English-Core-EKS_Optimized-${var.x}-*"]
  }
}
"""
GROUP = """
resource "aws_autoscaling_group" "win" {
  name = "win"
  launch_template {
    id      = aws_launch_template.win.id
    version = "$Latest"
  }
}
"""
USER_DATA = """<<-EOF
    <powershell>
    [string]$EKSBootstrapScriptFile = "$env:ProgramFiles\\Amazon\\EKS\\Start-EKSBootstrap.ps1"
    & $EKSBootstrapScriptFile -EKSClusterName "${aws_eks_cluster.shop.name}" -KubeletExtraArgs '--max-pods=50' -KubeProxyExtraArgs '--enable-dsr=false'
    </powershell>
  EOF
"""  # noqa: E501


def template(body: str) -> str:
    return f'resource "aws_launch_template" "win" {{\n  {body}\n}}\n'


def group(body: str, more: str = GROUP) -> NodeGroup:
    """The only node group of a root module with a cluster and a launch template."""
    return building.group(SHOP + AMI + more + template(body))


class TestAGroup:
    def test_is_one_by_its_image(self):
        found = group('image_id = data.aws_ami.win.id\n  instance_type = "m5.large"')
        assert found.provisioner == Known(Provisioner.SELF_MANAGED, found.provisioner.origin)
        assert found.name == Known("win", found.name.origin)
        assert found.os == Known(Os.WINDOWS, found.os.origin)
        assert written(found.os) == "image_id = data.aws_ami.win.id"
        assert found.windows_version == Known(2019, found.os.origin)
        assert found.instance_types == Known(("m5.large",), found.instance_types.origin)
        assert found.dsr == Known(Dsr.NOT_CONFIGURED, found.os.origin, is_set=False)
        assert found.eni_count == Known(1, found.eni_count.origin, is_set=False)
        assert found.span.text == 'resource "aws_autoscaling_group" "win"'

    def test_is_one_by_its_user_data(self):
        found = group(f'image_id = "ami-1"\n  user_data = base64encode({USER_DATA})')
        assert found.os == Known(Os.WINDOWS, found.os.origin)
        assert written(found.os).startswith("user_data")
        assert found.max_pods == Known(50, found.max_pods.origin)
        assert written(found.max_pods) == "50"
        assert found.dsr == Known(Dsr.DISABLED, found.dsr.origin)
        assert written(found.dsr) == "--enable-dsr=false"

    def test_is_one_by_a_tag_of_the_cluster(self):
        tagged = GROUP.replace(
            'name = "win"',
            'name = "win"\n  tag {\n    value = "owned"\n    propagate_at_launch = true\n'
            '    key = "kubernetes.io/cluster/${aws_eks_cluster.shop.name}"\n  }',
        )
        found = group('image_id = "ami-1"', tagged)
        assert isinstance(found.os, Unknown)

    @pytest.mark.parametrize(
        "body",
        [
            'image_id = "ami-1"',
            'image_id = "ami-1"\n user_data = base64encode("#!/bin/bash\\necho hello")',
            # Tools other than EKS tag their nodes so, too.
            'image_id = "ami-1"\n tag_specifications {\n'
            ' tags = { "kubernetes.io/cluster/a" = "owned" }\n}',
        ],
    )
    def test_is_none_where_nothing_shows_it(self, body: str):
        (found,) = clusters(SHOP + GROUP + template(body))
        assert found.node_groups == ()
        assert found.is_whole == Known(True, found.is_whole.origin)

    def test_may_bring_nodes_where_its_user_data_cannot_be_seen(self):
        (found,) = clusters(SHOP + GROUP + template('image_id = "ami-1"\n  user_data = var.x'))
        assert found.node_groups == ()
        assert "an Auto Scaling group may bring nodes" in reason(found.other_capacity)

    def test_with_user_data_of_linux_is_linux(self):
        found = group(
            'image_id = "ami-1"\n'
            'user_data = base64encode("#!/bin/bash\\n/etc/eks/bootstrap.sh shop --use-max-pods")'
        )
        assert found.os == Known(Os.LINUX, found.os.origin)


class TestTheCluster:
    @pytest.mark.parametrize(
        "body",
        [
            'tag_specifications {\n tags = { "kubernetes.io/cluster/shop" = "owned" }\n}',
            "tag_specifications {\n"
            ' tags = { "kubernetes.io/cluster/${aws_eks_cluster.shop.name}" = "owned" }\n}',
            f"user_data = base64encode({USER_DATA})",
        ],
    )
    def test_is_named_in_tags_or_user_data(self, body: str):
        other = 'resource "aws_eks_cluster" "other" { name = "other" }'
        first, second = clusters(
            SHOP + other + AMI + GROUP + template(f"image_id = data.aws_ami.win.id\n  {body}")
        )
        assert [len(first.node_groups), len(second.node_groups)] == [1, 0]

    def test_is_told_by_the_same_part_of_a_tag_that_cannot_be_seen(self):
        tagged = GROUP.replace(
            'name = "win"',
            'name = "win"\n  tag {\n    key = "kubernetes.io/cluster/${var.x}"\n  }',
        )
        other = 'resource "aws_eks_cluster" "other" { name = "other" }\n'
        unseen = 'resource "aws_eks_cluster" "unseen" { name = var.x }\n'
        image = template("image_id = data.aws_ami.win.id")
        first, second = clusters(other + unseen + AMI + tagged + image)
        assert [len(first.node_groups), len(second.node_groups)] == [0, 1]

    def test_is_not_told_by_tags_of_another_kind(self):
        tagged = GROUP.replace(
            'name = "win"', 'name = "win"\n  tag {\n    key = "team-${var.x}"\n  }'
        )
        (found,) = clusters(SHOP + AMI + tagged + template("image_id = data.aws_ami.win.id"))
        assert len(found.node_groups) == 1

    def test_is_the_only_one_where_it_is_not_named(self):
        (found,) = clusters(SHOP + AMI + GROUP + template("image_id = data.aws_ami.win.id"))
        assert len(found.node_groups) == 1

    def test_is_unknown_where_there_is_none(self):
        (found,) = clusters(AMI + GROUP + template("image_id = data.aws_ami.win.id"))
        assert len(found.node_groups) == 1
        assert isinstance(found.name, Unknown)
        assert found.is_whole == Known(False, found.is_whole.origin)


MIXED = """
resource "aws_autoscaling_group" "win" {
  name_prefix = "win-"
  mixed_instances_policy {
    launch_template {
      launch_template_specification {
        launch_template_id = aws_launch_template.win.id
      }
      override {
        instance_type = "m5.large"
      }
      override {
        instance_type = "m5a.large"
      }
    }
  }
}
"""


class TestInstances:
    def test_are_those_a_mixed_policy_overrides(self):
        found = group('image_id = data.aws_ami.win.id\n  instance_type = "t3.small"', MIXED)
        origin = found.instance_types.origin
        assert found.instance_types == Known(("m5.large", "m5a.large"), origin)
        assert written(found.instance_types) == 'instance_type = "m5.large"'
        assert found.name == Known("win-*", found.name.origin)

    def test_are_unknown_where_one_of_them_is(self):
        policy = MIXED.replace('"m5a.large"', "var.x")
        found = group("image_id = data.aws_ami.win.id", policy)
        assert NO_VALUE in reason(found.instance_types)

    def test_are_those_of_a_launch_configuration(self):
        found = building.group(
            SHOP
            + AMI
            + """
            resource "aws_autoscaling_group" "win" {
              launch_configuration = aws_launch_configuration.win.name
            }
            resource "aws_launch_configuration" "win" {
              name_prefix   = "win"
              image_id      = data.aws_ami.win.id
              instance_type = "m5.large"
              user_data     = "<powershell>& Start-EKSBootstrap.ps1 -KubeletExtraArgs '--max-pods=7'</powershell>"
            }
            """  # noqa: E501
        )
        assert found.instance_types == Known(("m5.large",), found.instance_types.origin)
        assert found.max_pods == Known(7, found.max_pods.origin)
        assert isinstance(found.name, Unknown)

    def test_have_as_many_interfaces_as_dynamic_blocks_come_to(self):
        found = group(
            """image_id = data.aws_ami.win.id
  dynamic "network_interfaces" {
    for_each = [0, 1, 2]
    content {
      device_index = network_interfaces.value
    }
  }"""
        )
        assert found.eni_count == Known(3, found.eni_count.origin)
        found = group(
            """image_id = data.aws_ami.win.id
  network_interfaces {
    device_index = 0
  }
  dynamic "network_interfaces" {
    for_each = var.x
    content {
      device_index = network_interfaces.value
    }
  }"""
        )
        assert isinstance(found.eni_count, Unknown)
        assert found.eni_count.at_least == 1
        assert line(found.eni_count) > 0


INSTANCE = """
resource "aws_instance" "win" {
  ami           = "ami-1"
  instance_type = "m5.large"
  user_data     = "<powershell>& Start-EKSBootstrap.ps1 -EKSClusterName shop</powershell>"
}
"""


class TestAnInstance:
    def test_that_joins_a_cluster_is_a_group_of_one(self):
        found = building.group(SHOP + INSTANCE)
        assert found.name == Known("aws_instance.win", found.name.origin)
        assert found.os == Known(Os.WINDOWS, found.os.origin)
        assert found.instance_types == Known(("m5.large",), found.instance_types.origin)
        assert found.eni_count == Known(1, found.eni_count.origin, is_set=False)

    def test_that_joins_none_is_left_out(self):
        (found,) = clusters(SHOP + INSTANCE.replace("Start-EKSBootstrap.ps1", "Get-Date"))
        assert found.node_groups == ()

    def test_has_the_interfaces_that_are_attached_to_it(self):
        attached = """
resource "aws_network_interface_attachment" "a" {
  instance_id          = aws_instance.win.id
  network_interface_id = "eni-1"
  device_index         = 1
}
resource "aws_network_interface" "b" {
  attachment {
    instance     = aws_instance.win.id
    device_index = 2
  }
}
resource "aws_network_interface_attachment" "other" {
  instance_id = var.x
}
"""
        found = building.group(SHOP + INSTANCE + attached)
        assert found.eni_count == Known(3, found.eni_count.origin)
        assert written(found.eni_count) == 'resource "aws_network_interface_attachment" "a"'
