"""The names of images in Terraform: what they are, where they stand, and who owns the image."""

from __future__ import annotations

import pytest

from eksnetlint.aws.image_names import HIDDEN, Naming
from eksnetlint.model.image import NodeImage
from eksnetlint.values import Known, Unknown
from tests.readers.terraform.aws.building import group, line, written

TEMPLATE = """
resource "aws_eks_node_group" "win" {{
  cluster_name    = "shop"
  node_group_name = "win"
  launch_template {{
    id      = aws_launch_template.win.id
    version = "1"
  }}
}}
resource "aws_launch_template" "win" {{
  image_id = {image_id}
}}
"""
AMI = """
data "aws_ami" "win" {{
  owners      = {owners}
  most_recent = true
  {more}
  filter {{
    name   = "name"
    values = [{values}]
  }}
}}
"""
EKS = "Windows_Server-2022-English-Core-EKS_Optimized"


def image(text: str) -> NodeImage:
    found = group(text).image
    assert found is not None
    return found


def of_ami(values: str, owners: str = '["amazon"]', more: str = "") -> NodeImage | None:
    source = AMI.format(values=values, owners=owners, more=more)
    return group(TEMPLATE.format(image_id="data.aws_ami.win.id") + source).image


def test_an_ami_type_is_a_name_of_eks() -> None:
    found = image("""
    resource "aws_eks_node_group" "win" {
      cluster_name    = "shop"
      node_group_name = "win"
      ami_type        = "WINDOWS_CORE_2022_X86_64"
      version         = "1.33"
    }
    """)
    assert found.naming == Known(Naming.TYPE, found.name.origin)
    assert written(found.name) == 'ami_type        = "WINDOWS_CORE_2022_X86_64"'
    assert found.holder == Known("node group 'win'", found.holder.origin)
    assert isinstance(found.version, Known)
    assert (found.version.value, line(found.version)) == (33, 6)
    assert found.title == "the image of node group 'win'"


def test_the_name_of_an_ami_stands_in_its_filter() -> None:
    found = of_ami(f'"{EKS}-1.33-*"')
    assert found is not None
    assert found.naming == Known(Naming.AMI, found.name.origin)
    assert isinstance(found.name, Known)
    assert found.name.value == f"{EKS}-1.33-*"
    assert written(found.name) == f'"{EKS}-1.33-*"'
    assert found.is_from_amazon
    assert not found.is_chosen_otherwise
    assert found.version is None


def test_what_cannot_be_seen_of_a_name_is_marked() -> None:
    found = of_ami(f'"{EKS}-${{var.x}}-*"')
    assert found is not None
    assert isinstance(found.name, Known)
    assert found.name.value == f"{EKS}-{HIDDEN}-*"


def test_several_names_are_none() -> None:
    assert of_ami(f'"{EKS}-1.33-*", "{EKS}-1.34-*"') is None


@pytest.mark.parametrize(
    ("owners", "is_from_amazon"),
    [
        ('["801119661308"]', True),
        ('["amazon", "801119661308"]', True),
        ('["self"]', False),
        ('["self", "amazon"]', False),
        ('["111122223333"]', False),
        ("[var.x]", False),
        ("null", False),
    ],
)
def test_an_image_is_amazons_where_no_other_owner_may_be(owners: str, is_from_amazon: bool) -> None:
    found = of_ami(f'"{EKS}-1.33-*"', owners)
    assert found is not None
    assert found.is_from_amazon is is_from_amazon


@pytest.mark.parametrize(
    ("more", "is_chosen_otherwise"),
    [
        ('name_regex = "1[.]34"', True),
        ('filter {\n name = "tag:version"\n values = ["1.34"]\n }', True),
        ('filter {\n name = "architecture"\n values = ["x86_64"]\n }', False),
        ('filter {\n name = var.x\n values = ["x86_64"]\n }', True),
    ],
)
def test_more_than_the_name_may_choose_an_image(more: str, is_chosen_otherwise: bool) -> None:
    found = of_ami(f'"{EKS}-*"', more=more)
    assert found is not None
    assert found.is_chosen_otherwise is is_chosen_otherwise


@pytest.mark.parametrize(
    "text",
    [
        TEMPLATE.format(image_id=f'"resolve:ssm:/aws/service/ami-windows-latest/{EKS}-1.33/id"'),
        TEMPLATE.format(image_id="data.aws_ssm_parameter.win.value")
        + f"""
        data "aws_ssm_parameter" "win" {{
          name = "/aws/service/ami-windows-latest/{EKS}-1.33/image_id"
        }}
        """,
    ],
)
def test_the_name_of_a_parameter_is_one(text: str) -> None:
    found = image(text)
    assert found.naming == Known(Naming.PARAMETER, found.name.origin)
    assert f"{EKS}-1.33" in written(found.name)
    assert isinstance(found.edition, Known)
    assert found.edition.value == "core"


def test_an_image_in_the_template_stands_beside_an_ami_type() -> None:
    text = TEMPLATE.format(image_id='"ami-0123456789abcdef0"')
    found = image(
        text.replace("launch_template {{", "").replace(
            'node_group_name = "win"',
            'node_group_name = "win"\n  ami_type = "WINDOWS_CORE_2022_x86_64"',
        )
    )
    assert isinstance(found.beside, Known)
    assert found.beside.value == "the image_id of its launch template"
    assert written(found.beside) == 'image_id = "ami-0123456789abcdef0"'


def test_a_group_that_may_not_exist_has_no_image() -> None:
    found = group("""
    resource "aws_eks_node_group" "win" {
      count           = var.x
      cluster_name    = "shop"
      node_group_name = "win"
      ami_type        = "WINDOWS_CORE_2022_X86_64"
    }
    """)
    assert isinstance(found.os, Unknown)
    assert found.image is None


def test_instances_are_nodes_where_their_user_data_joins_them() -> None:
    text = """
    resource "aws_eks_cluster" "shop" {{ name = "shop" }}
    resource "aws_launch_template" "win" {{
      image_id  = "resolve:ssm:/aws/service/ami-windows-latest/{}-1.33/image_id"
      user_data = base64encode("{}")
    }}
    resource "aws_autoscaling_group" "win" {{
      name = "win"
      launch_template {{ id = aws_launch_template.win.id }}
    }}
    """
    joins = "<powershell>& Start-EKSBootstrap.ps1 -EKSClusterName shop</powershell>"
    assert image(text.format(EKS, joins)).is_for_nodes == Known(True)
    other = image(text.format(EKS, "<powershell>Write-Host a</powershell>"))
    assert other.is_for_nodes == Known(False)
