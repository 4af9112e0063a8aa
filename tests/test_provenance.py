"""What `eksnetlint inspect --why` tells: where values come from, step by step."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eksnetlint.cli import app
from eksnetlint.mistakes import Mistake

FILES = {
    "main.tf": """\
variable "family" {}
variable "token" {
  sensitive = true
  default   = "hush-hush"
}
locals {
  groups = { win = { family = var.family } }
}
resource "aws_eks_cluster" "this" {
  name = "shop"
  tags = { token = var.token, a = [1, true] }
}
module "group" {
  source   = "./group"
  for_each = local.groups
  family   = each.value.family
}
""",
    "terraform.tfvars": 'family = "WINDOWS_CORE_2019_x86_64"\n',
    "group/main.tf": """\
variable "family" {}
resource "aws_launch_template" "this" {}
resource "aws_eks_node_group" "this" {
  cluster_name    = "shop"
  node_group_name = "windows"
  ami_type        = var.family
  launch_template {
    id = aws_launch_template.this.id
  }
  taint {
    key = "os"
  }
  taint {
    key = "b"
  }
}
""",
}
GROUP = 'module.group["win"].aws_eks_node_group.this'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)


def why(address: str, *arguments: str) -> str:
    result = CliRunner().invoke(app, ["inspect", "--why", address, *arguments])
    if result.exception is not None:
        raise result.exception
    return result.stdout


def refused(address: str) -> str:
    with pytest.raises(Mistake) as caught:
        why(address)
    return str(caught.value)


def names(text: str) -> list[str]:
    lines = text.splitlines()[1:]
    return [line.partition(":")[0].strip() for line in lines if line[:3].count(" ") == 2]


def test_an_attribute_is_told_with_every_place_it_came_through():
    head, value, *places = why(f"{GROUP}.ami_type").splitlines()
    assert head == f"{GROUP}  group/main.tf:3:1  (.)"
    assert value == '  ami_type: "WINDOWS_CORE_2019_x86_64"'
    assert [place.split("  (")[0] for place in places] == [
        "    group/main.tf:6:3  ami_type        = var.family",
        "    main.tf:16:3  family   = each.value.family",
        "    main.tf:7:3  groups = { win = { family = var.family } }",
        '    terraform.tfvars:1:1  family = "WINDOWS_CORE_2019_x86_64"',
    ]
    assert places[1].endswith("  (input 'family' of module.group)")
    assert places[3].endswith("  (terraform.tfvars sets 'family')")


def test_keys_may_be_left_off():
    assert why("module.group.aws_eks_node_group.this") == why(GROUP)


def test_a_resource_is_told_with_all_that_is_set():
    assert names(why(GROUP)) == [
        "cluster_name",
        "node_group_name",
        "ami_type",
        "launch_template.id",
        "taint[0].key",
        "taint[1].key",
    ]


def test_a_block_is_told_with_its_attributes():
    assert names(why(f"{GROUP}.taint")) == ["taint[0].key", "taint[1].key"]
    assert names(why(f"{GROUP}.taint.key")) == ["taint[0].key", "taint[1].key"]


def test_what_is_unknown_is_told_with_its_reason():
    assert "  launch_template.id: unknown, because " in why(f"{GROUP}.launch_template.id")


def test_what_is_sensitive_is_not_told_nor_its_line():
    text = why("aws_eks_cluster.this.tags")
    assert "  tags: {token = (sensitive value), a = [1, true]}\n" in text
    assert "hush-hush" not in text
    assert "main.tf:11:3\n" in text


@pytest.mark.parametrize("name", ["windows", "node group 'windows'"])
def test_a_node_group_is_told_by_its_facts(name):
    text = why(name)
    assert text.startswith("node group 'windows'  group/main.tf:3:1  (cluster 'shop')\n")
    assert "  windows_version: 2019\n    group/main.tf:6:3  " in text
    assert "  max_pods: 110 by default\n" in text


def test_one_fact_of_a_node_group_is_told_alone():
    assert names(why("windows.os")) == ["os"]


def test_a_name_of_which_only_a_part_is_known_is_found_as_it_is_shown():
    Path("main.tf").write_text(
        'module "eks" {\n  source = "terraform-aws-modules/eks/aws"\n  version = "~> 20.0"\n'
        '  eks_managed_node_groups = { win = { ami_type = "AL2_x86_64" } }\n}\n'
    )
    assert names(why("win-*.os")) == ["os"]


def test_each_evaluation_of_a_root_is_told():
    Path("dev.tfvars").write_text('family = "AL2_x86_64"\n')
    Path("eksnetlint.yaml").write_text(
        "terraform: {roots: [{path: ., environments:"
        " {dev: {var_files: [dev.tfvars]}, prod: {}}}]}\n"
    )
    lines = [line for line in why(f"{GROUP}.ami_type").splitlines() if not line.startswith("    ")]
    assert lines == [
        f"{GROUP}  group/main.tf:3:1  (. for dev)",
        '  ami_type: "AL2_x86_64"',
        "",
        f"{GROUP}  group/main.tf:3:1  (. for prod)",
        '  ami_type: "WINDOWS_CORE_2019_x86_64"',
    ]


def test_scripts_are_told_the_same():
    document = json.loads(why("aws_eks_cluster.this.name", "--output-format", "json"))
    assert document == {
        "schema_version": 1,
        "things": [
            {
                "title": "aws_eks_cluster.this",
                "within": ".",
                "place": "main.tf:9:1",
                "values": [
                    {
                        "name": "name",
                        "value": '"shop"',
                        "is_set": True,
                        "reason": None,
                        "places": [{"place": "main.tf:10:3", "note": ""}],
                    }
                ],
            }
        ],
    }


@pytest.mark.parametrize(
    ("address", "message"),
    [
        (
            "aws_eks_cluster.thsi",
            "nothing in these files is called 'aws_eks_cluster.thsi';"
            " did you mean 'aws_eks_cluster.this'?",
        ),
        (
            "windws",
            "nothing in these files is called 'windws'; did you mean 'windows'?",
        ),
        (
            "aws_eks_node_group.this",
            "nothing in these files is called 'aws_eks_node_group.this';"
            " did you mean 'module.group.aws_eks_node_group.this'?",
        ),
        (
            "module.group.this",
            "nothing in these files is called 'module.group.this'; did you mean"
            " 'aws_eks_cluster.this' or 'module.group.aws_launch_template.this'"
            " or 'module.group.aws_eks_node_group.this'?",
        ),
        ("module.other.x.y", "nothing in these files is called 'module.other.x.y'"),
        (
            f"{GROUP}.amitype",
            f"'{GROUP}' has no 'amitype' that is set; did you mean 'ami_type'?",
        ),
        (f"{GROUP}.tain", f"'{GROUP}' has no 'tain' that is set; did you mean 'taint'?"),
        (f"{GROUP}.subnet_ids", f"'{GROUP}' has no 'subnet_ids' that is set"),
    ],
)
def test_what_is_not_there_is_told_with_what_may_be_meant(address, message):
    assert refused(address) == message
