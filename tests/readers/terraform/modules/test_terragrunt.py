from pathlib import Path

import pytest

from eksnetlint.readers.terraform.modules.project import evaluate_project
from eksnetlint.readers.terraform.modules.terragrunt import Terragrunt, terragrunt_of
from eksnetlint.source.hcl import parse_hcl
from eksnetlint.source.text import Source
from eksnetlint.values import Known, Unknown


def read(text: str) -> Terragrunt:
    return terragrunt_of(parse_hcl(Source("terragrunt.hcl", text)))


def test_the_inputs_are_named():
    found = read(
        """
        terraform {
          source = "../../modules//eks"
        }
        inputs = {
          cluster_name = "demo"
          subnet_ids   = dependency.vpc.outputs.private_subnets
        }
        """
    )
    assert found.inputs == ("cluster_name", "subnet_ids")
    assert not found.has_more
    assert found.folder == "../../modules/eks"
    assert found.span.text.startswith("inputs = {")
    assert found.reason.text == (
        "this module's inputs come from terragrunt.hcl, which is not evaluated"
        " (cluster_name, subnet_ids)"
    )


def test_many_inputs_are_counted():
    inputs = " ".join(f"i{number} = 1\n" for number in range(9))
    assert read(f"inputs = {{\n{inputs}}}").reason.text.endswith("(i0, i1, i2, i3, i4 and 4 more)")


@pytest.mark.parametrize(
    "text",
    [
        'include "root" {\n  path = find_in_parent_folders()\n}\ninputs = { a = 1 }',
        "inputs = merge(local.common, { a = 1 })",
        'inputs = { (local.name) = 1, "b" = 2 }',
        "inputs = {",
    ],
)
def test_there_may_be_inputs_that_are_not_seen(text: str):
    assert read(text).has_more


@pytest.mark.parametrize(
    ("source", "folder"),
    [
        ('terraform {\n  source = "./eks"\n}', "./eks"),
        ('terraform {\n  source = "git::https://example.com/x.git"\n}', None),
        ('terraform {\n  source = "${get_repo_root()}/modules/eks"\n}', None),
        ("", "."),
        ('include "root" {\n  path = "../root.hcl"\n}', None),
    ],
)
def test_the_module_may_be_elsewhere(source: str, folder: str | None):
    assert read(source).folder == folder


def test_the_inputs_of_a_module_are_open_in_its_variables():
    module = """
variable "family" { default = "WINDOWS_CORE_2019_x86_64" }
variable "name" { default = "win" }
resource "aws_eks_node_group" "win" {
  ami_type        = var.family
  node_group_name = var.name
}
"""
    terragrunt = 'terraform {\n  source = "../modules//eks"\n}\ninputs = {\n  family = "x"\n}\n'
    sources = [Source("modules/eks/main.tf", module), Source("live/terragrunt.hcl", terragrunt)]
    (root,) = evaluate_project(sources, Path("nowhere")).roots
    (group,) = root.resources
    family = group.contents.attribute("ami_type")
    assert isinstance(family, Unknown)
    assert family.reason.text == (
        "this module's inputs come from terragrunt.hcl, which is not evaluated (family)"
    )
    name = group.contents.attribute("node_group_name")
    assert isinstance(name, Known)
    assert name.value == "win"
