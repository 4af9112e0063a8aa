from __future__ import annotations

from eksnetlint.readers.terraform.modules.settings import RootSetting
from eksnetlint.values import Known
from tests.readers.terraform.modules.projects import chain, contents, known, resource, root

WIN = {
    "main.tf": """\
        locals {
          ami = var.ami
        }
        variable "ami" {
          default = "WINDOWS_CORE_2022_x86_64"
        }
        module "win" {
          source   = "./win"
          ami_type = local.ami
        }
        """,
    "win/main.tf": """\
        variable "ami_type" {}
        resource "aws_x" "this" {
          ami_type = lower(var.ami_type)
        }
        """,
}


def test_a_chain_leads_from_the_attribute_back_to_the_literal():
    value = resource(root(WIN), "module.win.aws_x.this").contents.attribute("ami_type")
    assert known(value) == "windows_core_2022_x86_64"
    assert chain(value) == [
        ("win/main.tf:3:3", "ami_type = lower(var.ami_type)", ""),
        ("main.tf:9:3", "ami_type = local.ami", "input 'ami_type' of module.win"),
        ("main.tf:2:3", "ami = var.ami", "local.ami"),
        (
            "main.tf:5:3",
            'default = "WINDOWS_CORE_2022_x86_64"',
            "default of variable 'ami'",
        ),
    ]


def test_a_chain_ends_in_the_file_that_sets_the_variable():
    files = {**WIN, "envs/prod.tfvars": 'ami = "AL2023"\n'}
    value = resource(
        root(files, RootSetting(None, ("envs/prod.tfvars",))), "module.win.aws_x.this"
    ).contents.attribute("ami_type")
    assert known(value) == "al2023"
    assert chain(value)[-1] == (
        "envs/prod.tfvars:1:1",
        'ami = "AL2023"',
        "envs/prod.tfvars sets 'ami'",
    )


def test_what_is_told_on_the_command_line_is_written_nowhere():
    value = resource(
        root(WIN, RootSetting(None, (), (("ami", "AL2023"),))), "module.win.aws_x.this"
    ).contents.attribute("ami_type")
    assert [place for place, _, _ in chain(value)] == [
        "win/main.tf:3:3",
        "main.tf:9:3",
        "main.tf:2:3",
    ]


def test_an_output_is_one_of_the_places():
    value = contents(
        {
            "main.tf": """\
                module "m" {
                  source   = "./m"
                  for_each = { k = 1 }
                }
                resource "aws_x" "this" {
                  a = module.m["k"].size
                }
                """,
            "m/main.tf": """\
                output "size" {
                  value = 3
                }
                """,
        }
    ).attribute("a")
    assert chain(value) == [
        ("main.tf:6:3", 'a = module.m["k"].size', ""),
        ("m/main.tf:2:3", "value = 3", 'module.m["k"].size'),
    ]


def test_a_resource_that_is_referred_to_is_one_of_the_places():
    value = contents(
        """\
        resource "aws_eks_cluster" "this" {
          name = "win"
        }
        resource "aws_x" "this" {
          cluster = aws_eks_cluster.this.name
        }
        """
    ).attribute("cluster")
    assert chain(value) == [
        ("main.tf:5:3", "cluster = aws_eks_cluster.this.name", ""),
        ("main.tf:2:3", 'name = "win"', "aws_eks_cluster.this.name"),
    ]


def test_of_a_value_over_several_lines_the_name_is_the_place():
    value = contents(
        """\
        resource "aws_x" "this" {
          groups = {
            win = "m5.large"
          }
          script = <<-EOT
            text
          EOT
        }
        """
    )
    assert chain(value.attribute("groups"))[0] == ("main.tf:2:3", "groups", "")
    assert chain(value.attribute("script"))[0] == ("main.tf:5:3", "script", "")


def test_parts_of_a_value_keep_their_places():
    groups = contents(
        """\
        locals {
          groups = {
            win = { type = "m5.large" }
          }
        }
        resource "aws_x" "this" {
          type = local.groups["win"].type
        }
        """
    ).attribute("type")
    assert known(groups) == "m5.large"
    assert chain(groups) == [
        ("main.tf:7:3", 'type = local.groups["win"].type', ""),
        ("main.tf:2:3", "groups", "local.groups"),
        ("main.tf:3:13", 'type = "m5.large"', ""),
    ]


def test_each_value_leads_to_the_item():
    found = resource(
        root(
            """\
            resource "aws_x" "this" {
              for_each = {
                win = "m5.large"
              }
              type = each.value
            }
            """
        ),
        'aws_x.this["win"]',
    )
    places = [place for place, _, _ in chain(found.contents.attribute("type"))]
    assert places[0] == "main.tf:5:3"
    assert any(place.startswith("main.tf:3:") for place in places)


def test_what_is_not_written_is_at_the_block():
    value = contents('resource "aws_x" "this" {\n}\n').attribute("a")
    assert value == Known(None, value.origin, is_set=False)
    assert chain(value) == [("main.tf:1:1", 'resource "aws_x" "this"', "")]


def test_no_chain_is_longer_than_sixteen_places():
    lines = "\n".join(f"  a{number} = local.a{number - 1}" for number in range(1, 30))
    text = f'locals {{\n  a0 = 1\n{lines}\n}}\nresource "aws_x" "this" {{\n  a = local.a29\n}}\n'
    value = contents(text).attribute("a")
    assert known(value) == 1
    assert len(chain(value)) == 16
    assert chain(value)[0][0] == "main.tf:34:3"
