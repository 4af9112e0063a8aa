"""What is read of managed node groups, and where."""

from __future__ import annotations

import pytest

from eksnetlint.model.node_group import Dsr, NodeGroup, Os, Provisioner
from eksnetlint.values import Known, Unknown
from tests.readers.terraform.aws import building
from tests.readers.terraform.aws.building import NO_VALUE, clusters, reason, written

CLUSTER = """
resource "aws_eks_cluster" "shop" {
  name    = "shop"
  version = "1.33"
}
"""


WINDOWS = """
resource "aws_eks_node_group" "win" {{
  cluster_name    = aws_eks_cluster.shop.name
  node_group_name = "win"
  ami_type        = "WINDOWS_CORE_2019_x86_64"
  {}
}}
{}
"""


def group(text: str) -> NodeGroup:
    """The only node group of a root module with the cluster shop."""
    return building.group(CLUSTER + text)


def windows(body: str) -> NodeGroup:
    """A Windows group of type 2019 with further lines, and other blocks behind it."""
    inner, _, outer = body.partition("---")
    return group(WINDOWS.format(inner, outer))


def custom(body: str) -> NodeGroup:
    """A group that has its image from a launch template with the lines given."""
    inner, _, outer = body.partition("---")
    text = f"""
resource "aws_eks_node_group" "win" {{
  cluster_name    = aws_eks_cluster.shop.name
  node_group_name = "win"
  launch_template {{
    id      = aws_launch_template.win.id
    version = aws_launch_template.win.latest_version
  }}
}}
resource "aws_launch_template" "win" {{
  {inner}
}}
{outer}
"""
    return group(text)


TEMPLATE = """
  launch_template {
    id      = aws_launch_template.win.id
    version = "$Latest"
  }
---
resource "aws_launch_template" "win" {
"""


class TestTheSystem:
    def test_is_that_of_the_ami_type(self):
        found = windows("")
        assert found.os == Known(Os.WINDOWS, found.os.origin)
        assert written(found.os) == 'ami_type        = "WINDOWS_CORE_2019_x86_64"'
        assert found.windows_version == Known(2019, found.os.origin)
        assert found.windows_build == Known(17763, found.os.origin)
        assert found.edition == Known("core", found.os.origin)
        assert found.provisioner == Known(Provisioner.MANAGED, found.provisioner.origin)
        assert found.name == Known("win", found.name.origin)
        assert found.span.text == 'resource "aws_eks_node_group" "win"'

    def test_is_linux_where_nothing_is_said(self):
        found = group('resource "aws_eks_node_group" "a" { cluster_name = "shop" }')
        assert found.os == Known(Os.LINUX, found.os.origin, is_set=False)

    def test_cannot_be_seen_where_the_type_is_a_variable(self):
        found = group(
            'resource "aws_eks_node_group" "a" {\n cluster_name = "shop"\n ami_type = var.x\n}'
        )
        assert NO_VALUE in reason(found.os)
        assert written(found.os) == "ami_type = var.x"

    def test_of_a_type_newer_than_the_table_is_windows_all_the_same(self):
        found = group(
            'resource "aws_eks_node_group" "a" {\n'
            ' cluster_name = "shop"\n ami_type = "WINDOWS_CORE_2028_x86_64"\n}'
        )
        assert found.os == Known(Os.WINDOWS, found.os.origin)
        assert isinstance(found.windows_version, Unknown)

    @pytest.mark.parametrize("number", ["count = var.x", "for_each = var.x"])
    def test_cannot_be_seen_where_the_group_may_not_exist(self, number: str):
        found = windows(number)
        assert NO_VALUE in reason(found.os)
        assert "ami_type" in written(found.os)

    def test_is_no_matter_of_a_group_that_does_not_exist(self):
        (found,) = clusters(CLUSTER + WINDOWS.format("count = 0", ""))
        assert found.node_groups == ()

    @pytest.mark.parametrize(
        ("parameter", "os", "version"),
        [
            (
                "ami-windows-latest/Windows_Server-2022-English-Core-EKS_Optimized-1.33/image_id",
                Os.WINDOWS,
                2022,
            ),
            (
                "eks/optimized-ami/1.33/amazon-linux-2023/x86_64/standard/recommended/image_id",
                Os.LINUX,
                None,
            ),
        ],
    )
    def test_is_that_of_a_parameter_the_image_names(
        self, parameter: str, os: Os, version: int | None
    ):
        found = custom(f'image_id = "resolve:ssm:/aws/service/{parameter}"')
        assert found.os == Known(os, found.os.origin)
        assert found.windows_version == Known(version, found.os.origin)
        assert written(found.os).startswith("image_id =")

    def test_is_that_of_a_parameter_that_is_looked_up(self):
        found = custom(
            "image_id = data.aws_ssm_parameter.ami.value\n---"
            'data "aws_ssm_parameter" "ami" {\n  name = "/aws/service/ami-windows-latest/'
            'Windows_Server-2019-English-Full-EKS_Optimized-1.30/image_id"\n}'
        )
        assert found.os == Known(Os.WINDOWS, found.os.origin)
        first, *_, last = found.os.origin.frames
        assert first.span.text == "image_id = data.aws_ssm_parameter.ami.value"
        assert last.span.text.startswith("name = ")
        assert found.edition == Known("full", found.os.origin)
        assert found.dsr == Known(Dsr.NOT_CONFIGURED, found.os.origin, is_set=False)

    @pytest.mark.parametrize(
        ("pattern", "os", "version"),
        [
            ("Windows_Server-2022-English-Core-EKS_Optimized-1.30-*", Os.WINDOWS, 2022),
            ("Windows_Server-*-English-Core-EKS_Optimized-*", Os.WINDOWS, None),
            ("amazon-eks-node-1.30-v*", Os.LINUX, None),
            ("bottlerocket-aws-k8s-1.30-x86_64-*", Os.LINUX, None),
        ],
    )
    def test_is_that_of_an_ami_that_is_looked_up(self, pattern: str, os: Os, version: int | None):
        found = custom(
            "image_id = data.aws_ami.it.id\n---"
            'data "aws_ami" "it" {\n  filter {\n    name   = "name"\n'
            f'    values = ["{pattern}"]\n  }}\n}}'
        )
        assert found.os == Known(os, found.os.origin)
        if version is not None:
            assert found.windows_version == Known(version, found.os.origin)
        elif os is Os.WINDOWS:
            assert isinstance(found.windows_version, Unknown)

    @pytest.mark.parametrize(
        ("values", "version"),
        [
            ('["Windows_Server-2019-English-Core-EKS_Optimized-*"]', 2019),
            ('["Windows_Server-2019-English-Full-Base-*", "Windows_Server-2022-English-*"]', None),
        ],
    )
    def test_is_what_all_names_of_an_ami_are_alike_in(self, values: str, version: int | None):
        found = custom(
            "image_id = data.aws_ami.it.id\n---"
            'data "aws_ami" "it" {\n  filter {\n    name   = "name"\n'
            f"    values = {values}\n  }}\n}}"
        )
        assert found.os == Known(Os.WINDOWS, found.os.origin)
        if version is None:
            assert isinstance(found.windows_version, Unknown)
        else:
            assert found.windows_version == Known(version, found.os.origin)

    def test_cannot_be_seen_where_an_ami_may_have_another_name(self):
        found = custom(
            "image_id = data.aws_ami.it.id\n---"
            'data "aws_ami" "it" {\n  filter {\n    name   = "name"\n'
            '    values = ["Windows_Server-2019-English-Core-EKS_Optimized-*", var.x]\n  }\n}'
        )
        assert isinstance(found.os, Unknown)

    def test_of_an_ami_of_ones_own_leaves_direct_server_return_open(self):
        found = custom(
            "image_id = data.aws_ami.it.id\n---"
            'data "aws_ami" "it" {\n  owners = ["self"]\n  filter {\n    name   = "name"\n'
            '    values = ["Windows_Server-2019-English-Core-EKS_Optimized-*"]\n  }\n}'
        )
        assert found.windows_version == Known(2019, found.os.origin)
        assert "custom AMI" in reason(found.dsr)

    def test_cannot_be_seen_in_an_ami_of_the_users_own(self):
        found = custom('image_id = "ami-0123456789abcdef0"')
        assert reason(found.os) == "a node group's image cannot be told from these files"
        assert written(found.os) == 'image_id = "ami-0123456789abcdef0"'

    def test_cannot_be_seen_in_a_launch_template_from_elsewhere(self):
        found = group(
            'resource "aws_eks_node_group" "a" {\n  cluster_name = "shop"\n'
            '  launch_template {\n    id = "lt-1"\n    version = 3\n  }\n}'
        )
        assert reason(found.os).endswith("may be Windows through its launch template")
        assert written(found.os) == 'id = "lt-1"'
        assert isinstance(found.instance_types, Unknown)
        assert found.eni_count.at_least == 1 if isinstance(found.eni_count, Unknown) else False

    def test_is_linux_with_a_launch_template_without_image(self):
        found = custom('name = "win"')
        assert found.os == Known(Os.LINUX, found.os.origin, is_set=False)

    def test_is_linux_where_the_image_is_an_empty_string(self):
        found = custom('image_id = ""')
        assert found.os == Known(Os.LINUX, found.os.origin, is_set=False)

    def test_is_that_of_the_user_data_where_the_image_does_not_show(self):
        found = custom(
            'image_id = "ami-1"\n'
            'user_data = base64encode("<powershell>\\nGet-Item x\\n</powershell>")'
        )
        assert found.os == Known(Os.WINDOWS, found.os.origin)
        assert written(found.os).startswith("user_data")
        found = custom(
            'image_id = "ami-1"\n'
            'user_data = base64encode("#!/bin/bash\\n/etc/eks/bootstrap.sh shop")'
        )
        assert found.os == Known(Os.LINUX, found.os.origin)


class TestInstanceTypes:
    def test_are_those_of_the_group(self):
        found = windows('instance_types = ["m5.large", "m5.xlarge"]')
        assert found.instance_types == Known(("m5.large", "m5.xlarge"), found.instance_types.origin)
        assert written(found.instance_types) == 'instance_types = ["m5.large", "m5.xlarge"]'

    def test_are_unknown_as_soon_as_one_is(self):
        found = windows('instance_types = ["m5.large", var.x]')
        assert NO_VALUE in reason(found.instance_types)
        assert written(found.instance_types) == 'instance_types = ["m5.large", var.x]'

    @pytest.mark.parametrize("nothing", ["", "instance_types = null", "instance_types = []"])
    def test_are_t3_medium_where_none_is_given(self, nothing: str):
        found = windows(nothing)
        origin = found.instance_types.origin
        assert found.instance_types == Known(("t3.medium",), origin, is_set=False)

    def test_are_that_of_the_launch_template(self):
        found = windows(TEMPLATE + '  instance_type = "m5.large"\n}')
        assert found.instance_types == Known(("m5.large",), found.instance_types.origin)
        assert written(found.instance_types) == 'instance_type = "m5.large"'

    def test_are_unknown_with_requirements(self):
        found = windows(TEMPLATE + "  instance_requirements {\n    vcpu_count { min = 2 }\n  }\n}")
        assert "chosen by requirements" in reason(found.instance_types)


class TestInterfaces:
    def test_is_one_without_a_launch_template(self):
        found = windows("")
        assert found.eni_count == Known(1, found.eni_count.origin, is_set=False)

    def test_is_one_without_a_block(self):
        found = windows(TEMPLATE + "}")
        assert found.eni_count == Known(1, found.eni_count.origin, is_set=False)

    def test_is_one_with_one_block(self):
        found = windows(TEMPLATE + "  network_interfaces {\n    device_index = 0\n  }\n}")
        assert found.eni_count == Known(1, found.eni_count.origin)

    def test_is_two_at_the_second_block(self):
        found = windows(
            TEMPLATE
            + "  network_interfaces {\n    device_index = 0\n  }\n"
            + "  network_interfaces {\n    device_index = 1\n  }\n}"
        )
        assert found.eni_count == Known(2, found.eni_count.origin)
        assert written(found.eni_count) == "network_interfaces"
        second = found.eni_count.origin.span
        assert second is not None
        assert "device_index = 1" in second.source.line(second.first.line + 1)


class TestUserData:
    def test_is_none_without_a_launch_template(self):
        found = windows("")
        assert found.dsr == Known(Dsr.NOT_CONFIGURED, found.os.origin, is_set=False)
        assert found.max_pods == Known(110, found.max_pods.origin, is_set=False)

    def test_limits_pods(self):
        found = custom(
            'image_id = "ami-1"\n  user_data = base64encode("<powershell>\\n'
            "& $x\\\\Start-EKSBootstrap.ps1 -EKSClusterName shop "
            "-KubeletExtraArgs '--max-pods=200'\\n</powershell>\")"
        )
        assert found.max_pods == Known(200, found.max_pods.origin)
        assert written(found.max_pods) == "200"

    def test_switches_direct_server_return_on(self):
        found = custom(
            'image_id = "ami-1"\n  user_data = base64encode("<powershell>\\n'
            "& $x\\\\Start-EKSBootstrap.ps1 -EKSClusterName shop "
            "-KubeProxyExtraArgs '--enable-dsr=true'\\n</powershell>\")"
        )
        assert found.dsr == Known(Dsr.ENABLED, found.dsr.origin)
        assert written(found.dsr) == "--enable-dsr=true"

    def test_is_seen_through_a_choice(self):
        found = custom(
            'image_id  = "ami-1"\n'
            'user_data = coalesce(null, base64encode("<powershell>\n${var.x}\n</powershell>"))'
        )
        assert found.os == Known(Os.WINDOWS, found.os.origin)

    def test_that_cannot_be_seen_leaves_both_open(self):
        found = windows(TEMPLATE + "  user_data = var.x\n}")
        assert NO_VALUE in reason(found.max_pods)
        assert NO_VALUE in reason(found.dsr)
        assert found.os == Known(Os.WINDOWS, found.os.origin)


class TestNames:
    def test_of_a_prefix_end_in_an_asterisk(self):
        found = group(
            'resource "aws_eks_node_group" "a" {\n  cluster_name = "shop"\n'
            '  node_group_name_prefix = "win-"\n}'
        )
        assert found.name == Known("win-*", found.name.origin)

    def test_that_terraform_makes_up_are_unknown(self):
        found = group('resource "aws_eks_node_group" "a" { cluster_name = "shop" }')
        assert reason(found.name) == "Terraform makes up the name of a node group"


# --- whose image it is -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("", False),
        ('ami_type = "WINDOWS_CORE_2022_x86_64"', False),
        ('ami_type = "CUSTOM"', True),
        ("ami_type = var.x", None),
        ("launch_template { id = var.x }", None),
    ],
)
def test_an_ami_type_tells_whether_the_image_is_the_users(lines: str, expected: bool | None):
    found = group(f'resource "aws_eks_node_group" "a" {{\n  {lines}\n}}\n').has_own_image
    assert (found.value if isinstance(found, Known) else None) is expected


def test_an_image_in_the_launch_template_is_the_users():
    own = custom('image_id = "ami-0123456789abcdef0"').has_own_image
    assert isinstance(own, Known)
    assert own.value is True
    assert written(own) == 'image_id = "ami-0123456789abcdef0"'
    assert custom('instance_type = "m5.large"').has_own_image.is_set
