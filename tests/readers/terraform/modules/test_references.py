from __future__ import annotations

from eksnetlint.readers.terraform.modules.settings import RootSetting
from eksnetlint.readers.terraform.types import Invalid, Pending, measure
from eksnetlint.values import Known, Unknown
from tests.readers.terraform.modules.projects import (
    chain,
    contents,
    known,
    reason,
    resource,
    root,
)


def test_what_is_not_configured_comes_with_the_resource():
    value = contents(
        """\
        resource "aws_launch_template" "win" {
          count = 2
          name  = "win"
        }
        resource "aws_x" "this" {
          id = aws_launch_template.win[1].id
        }
        """
    ).attribute("id")
    assert isinstance(value, Pending)
    assert (value.address, value.attribute) == ("aws_launch_template.win[1]", "id")
    assert value.is_exact
    assert value.reason.text == (
        "aws_launch_template.win[1].id is known only after `terraform apply`"
    )
    assert chain(value)[1] == (
        "main.tf:1:1",
        'resource "aws_launch_template" "win"',
        "aws_launch_template.win[1]",
    )


def test_a_resource_of_a_module_has_its_full_address():
    files = {
        "main.tf": """\
            module "m" {
              source   = "./m"
              for_each = toset(["a"])
            }
            resource "aws_x" "this" {
              arn  = module.m["a"].arn
              text = "arn ${module.m["a"].arn}"
            }
            """,
        "m/main.tf": """\
            resource "aws_iam_role" "r" {}
            output "arn" { value = aws_iam_role.r.arn }
            """,
    }
    found = contents(files)
    arn, text = found.attribute("arn"), found.attribute("text")
    assert isinstance(arn, Pending)
    assert isinstance(text, Pending)
    assert (arn.address, arn.attribute, arn.is_exact) == (
        'module.m["a"].aws_iam_role.r',
        "arn",
        True,
    )
    assert (text.address, text.attribute, text.is_exact) == (arn.address, "arn", False)


def test_a_data_source_is_read_when_terraform_runs():
    found = root(
        """\
        data "aws_ami" "win" {
          owners = ["amazon"]
          filter {
            name   = "name"
            values = ["Windows_Server-2022-*"]
          }
        }
        resource "aws_x" "this" {
          id     = data.aws_ami.win.id
          owner  = data.aws_ami.win.owners[0]
          filter = data.aws_ami.win.filter[0].values[0]
          image  = data.aws_ami.win.filter[0].nothing
        }
        """
    )
    ami = resource(found, "data.aws_ami.win")
    assert ami.is_data
    assert (ami.type, ami.name) == ("aws_ami", "win")
    this = resource(found, "aws_x.this").contents
    value = this.attribute("id")
    assert isinstance(value, Pending)
    assert (value.address, value.attribute) == ("data.aws_ami.win", "id")
    assert "when Terraform reads it" in value.reason.text
    assert known(this.attribute("owner")) == "amazon"
    assert known(this.attribute("filter")) == "Windows_Server-2022-*"
    image = this.attribute("image")
    assert isinstance(image, Pending)
    assert image.attribute == "filter"


def test_nested_blocks_are_lists_of_objects():
    found = contents(
        """\
        resource "aws_eks_cluster" "c" {
          vpc_config {
            subnet_ids = ["a", "b"]
          }
        }
        resource "aws_x" "this" {
          subnets = aws_eks_cluster.c.vpc_config[0].subnet_ids
          all     = aws_eks_cluster.c.vpc_config[*].subnet_ids
          group   = aws_eks_cluster.c.vpc_config[0].cluster_security_group_id
          ca      = aws_eks_cluster.c.certificate_authority[0].data
        }
        """
    )
    assert [known(item) for item in known(found.attribute("subnets"))] == ["a", "b"]  # type: ignore[attr-defined]
    assert isinstance(found.attribute("all"), Known)
    group, authority = found.attribute("group"), found.attribute("ca")
    assert isinstance(group, Pending)
    assert isinstance(authority, Pending)
    assert group.attribute == "vpc_config"
    assert authority.attribute == "certificate_authority"


def test_with_an_unknown_count_there_is_one_resource_that_may_not_exist():
    found = root(
        """\
        variable "create" {
          type = bool
        }
        resource "aws_x" "maybe" {
          count = var.create ? 1 : 0
          index = count.index
          name  = "x"
        }
        resource "aws_x" "this" {
          id = aws_x.maybe[0].id
        }
        """
    )
    maybe = resource(found, "aws_x.maybe")
    assert isinstance(maybe.exists, Unknown)
    assert "variable 'create' has no default" in maybe.exists.reason.text
    assert isinstance(maybe.contents.attribute("index"), Unknown)
    assert known(maybe.contents.attribute("name")) == "x"
    value = resource(found, "aws_x.this").contents.attribute("id")
    assert isinstance(value, Pending)
    assert (value.address, value.attribute) == ("aws_x.maybe", "id")
    assert found.open_because is None


def test_with_an_unknown_for_each_key_and_value_are_unknown():
    found = root(
        """\
        variable "groups" {}
        resource "aws_x" "this" {
          for_each = var.groups
          key      = each.key
          type     = each.value.type
          fixed    = 1
        }
        """
    )
    this = resource(found, "aws_x.this")
    assert isinstance(this.exists, Unknown)
    assert isinstance(this.contents.attribute("key"), Unknown)
    assert isinstance(this.contents.attribute("type"), Unknown)
    assert known(this.contents.attribute("fixed")) == 1


def test_what_is_in_a_module_that_may_not_exist_may_not_either():
    files = {
        "main.tf": """\
            variable "create" {}
            module "m" {
              source = "./m"
              count  = var.create ? 1 : 0
            }
            """,
        "m/main.tf": 'resource "aws_x" "this" {}\n',
    }
    found = resource(root(files), "module.m.aws_x.this")
    assert isinstance(found.exists, Unknown)


def test_a_name_that_is_not_declared_is_unknown():
    value = contents('resource "aws_x" "this" {\n  a = [var.none, local.none, aws_y.none.id]\n}\n')
    reasons = [reason(item) for item in known(value.attribute("a"))]  # type: ignore[attr-defined]
    assert reasons == [
        "var.none is declared nowhere in this module",
        "local.none is declared nowhere in this module",
        "aws_y.none is declared nowhere in this module",
    ]


def test_the_workspace_is_unknown():
    value = contents('resource "aws_x" "this" {\n  a = terraform.workspace\n}\n').attribute("a")
    assert reason(value) == "which workspace is selected is not in these files"


def test_locals_in_a_circle_are_unknown():
    value = contents(
        """\
        locals {
          a = local.b
          b = [local.a]
        }
        resource "aws_x" "this" {
          a = try(local.a, "fallback")
        }
        """
    ).attribute("a")
    parts = known(value)
    assert isinstance(parts, tuple)
    assert reason(parts[0]) == "local.a depends on itself"


def test_a_resource_whose_count_depends_on_itself_may_not_exist():
    found = resource(
        root('resource "aws_x" "this" {\n  count = length(aws_x.this)\n}\n'), "aws_x.this"
    )
    assert isinstance(found.exists, Unknown)
    assert found.exists.reason.text == "aws_x.this depends on itself"


def test_locals_too_many_references_away_are_unknown():
    lines = "\n".join(f"  a{number} = local.a{number - 1}" for number in range(1, 1000))
    text = f'locals {{\n  a0 = 1\n{lines}\n}}\nresource "aws_x" "this" {{\n  a = local.a999\n}}\n'
    value = contents(text).attribute("a")
    assert isinstance(value, Unknown)


def test_a_module_given_what_it_gives_back_comes_to_an_end():
    files = {
        "main.tf": """\
            module "m" {
              source = "./m"
              x      = module.m
            }
            """,
        "m/main.tf": """\
            variable "x" {}
            output "y" { value = var.x }
            resource "aws_x" "r" { a = var.x }
            """,
    }
    value = resource(root(files), "module.m.aws_x.r").contents.attribute("a")
    assert measure(value) < 10


def test_a_resource_that_terraform_refuses_to_expand_may_not_exist():
    found = resource(root('resource "aws_x" "this" {\n  for_each = ["a"]\n}\n'), "aws_x.this")
    assert isinstance(found.exists, Unknown)
    assert found.exists.reason.text == "for_each: it must be a map or a set of strings"


def test_sensitive_values_stay_marked_through_modules():
    files = {
        "main.tf": """\
            variable "secret" {
              sensitive = true
            }
            module "m" {
              source = "./m"
              x      = var.secret
            }
            """,
        "m/main.tf": """\
            variable "x" {}
            resource "aws_x" "r" { a = var.x }
            """,
    }
    found = root(files, RootSetting(None, (), (("secret", "hunter2"),)))
    value = resource(found, "module.m.aws_x.r").contents.attribute("a")
    assert isinstance(value, Known)
    assert "hunter2" not in repr(value)


def test_an_error_in_one_attribute_leaves_the_others():
    found = contents('resource "aws_x" "this" {\n  a = tonumber("x")\n  b = 1\n}\n')
    assert isinstance(found.attribute("a"), Invalid)
    assert known(found.attribute("b")) == 1


def test_what_is_configured_as_null_or_as_no_block_may_be_filled_in():
    found = contents(
        """\
        resource "aws_launch_template" "win" {
          name = null
          dynamic "placement" {
            for_each = []
            content {}
          }
          metadata_options {
            http_tokens = null
          }
        }
        resource "aws_x" "this" {
          name   = aws_launch_template.win.name
          places = aws_launch_template.win.placement
          tokens = aws_launch_template.win.metadata_options[0].http_tokens
        }
        """
    )
    expected = {"name": "name", "places": "placement", "tokens": "metadata_options"}
    for name, attribute in expected.items():
        value = found.attribute(name)
        assert isinstance(value, Pending)
        assert value.attribute == attribute


def test_blocks_that_depend_on_themselves_are_open():
    found = contents(
        """\
        resource "aws_x" "this" {
          dynamic "tag" {
            for_each = aws_x.this.tag
            content {}
          }
        }
        """
    ).nested("tag")
    assert found.items == ()
    assert found.open_because is not None
    assert found.open_because.text == "aws_x.this.tag depends on itself"
