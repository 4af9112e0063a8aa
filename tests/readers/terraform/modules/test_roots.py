from __future__ import annotations

from pathlib import Path

import pytest

from eksnetlint.readers.terraform.modules.project import evaluate_project
from eksnetlint.source.text import Source
from eksnetlint.values import Known, Unknown
from tests.readers.terraform.modules.projects import known, project, reason, resource, root, sources

EMPTY = 'resource "aws_x" "this" {}\n'


def folders(files: dict[str, str]) -> list[str]:
    return [item.folder for item in project(files).roots]


def test_roots_are_the_modules_that_no_other_one_calls():
    files = {
        "live/main.tf": 'module "a" {\n  source = "../modules/a"\n}\n',
        "modules/a/main.tf": 'module "b" {\n  source = "./b/"\n}\n',
        "modules/a/b/main.tf": EMPTY,
        "modules/unused/main.tf": EMPTY,
        "other/x.tofu": EMPTY,
        "json/x.tf.json": "{}",
        "values/x.tfvars": "a = 1\n",
    }
    assert folders(files) == ["json", "live", "modules/unused", "other"]


def test_an_example_is_a_root_and_what_it_calls_is_none():
    files = {"main.tf": EMPTY, "examples/a/main.tf": 'module "m" {\n  source = "../../"\n}\n'}
    assert folders(files) == ["examples/a"]
    found = root(files)
    assert [item.address for item in found.resources] == ["module.m.aws_x.this"]
    assert str(found.resources[0].span) == "main.tf:1:1"


def test_of_modules_in_a_circle_the_first_is_a_root():
    files = {
        "a/main.tf": 'module "b" {\n  source = "../b"\n}\n',
        "b/main.tf": 'module "a" {\n  source = "../a"\n}\n' + EMPTY,
        "c/main.tf": 'module "c" {\n  source = "./"\n}\n',
    }
    assert folders(files) == ["a", "c"]


def test_a_root_is_at_its_terraform_block_or_first_file():
    files = {"b/x.tf": EMPTY, "b/a.tf": EMPTY, "c/a.tf": EMPTY, "c/v.tf": "terraform {\n}\n"}
    assert [str(item.span) for item in project(files).roots] == ["b/a.tf:1:1", "c/v.tf:1:1"]
    assert [item.title for item in project(files).roots] == ["b", "c"]


REQUIRED = 'variable "name" {}\n'


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"main.tf": REQUIRED}, True),
        ({"main.tf": 'variable "name" {\n  default = "x"\n}\n'}, False),
        ({"main.tf": REQUIRED + 'provider "aws" {}\n'}, False),
        ({"main.tf": REQUIRED + 'terraform {\n  backend "s3" {}\n}\n'}, False),
        ({"main.tf": REQUIRED + "terraform {\n  cloud {}\n}\n"}, False),
        ({"main.tf": REQUIRED + 'terraform {\n  required_version = "1.0"\n}\n'}, True),
        ({"main.tf": REQUIRED, "prod.tfvars": 'name = "x"\n'}, False),
        ({"main.tf": REQUIRED, "envs/eu/prod.tfvars": 'name = "x"\n'}, False),
        ({"main.tf": REQUIRED, "b.tf.json": '{"terraform": {"backend": {"s3": {}}}}'}, False),
    ],
)
def test_a_library_is_a_root_that_nothing_applies(files: dict[str, str], expected: bool):
    assert root(files).is_library is expected


def test_the_region_is_that_of_the_default_provider():
    found = root(
        """\
        provider "aws" {
          alias  = "east"
          region = "us-east-1"
        }
        provider "aws" {
          region = local.region
        }
        locals {
          region = "eu-west-1"
        }
        """
    )
    assert known(found.region) == "eu-west-1"
    assert str(found.region.origin.span) == "main.tf:6:3"


def test_without_a_provider_the_region_is_unknown():
    assert isinstance(root(EMPTY).region, Unknown)


def test_a_file_of_opentofu_stands_in_for_the_one_of_terraform():
    files = {
        "main.tf": 'resource "aws_x" "terraform" {}\n',
        "main.tofu": 'resource "aws_x" "tofu" {}\n',
        "b.tf.json": '{"resource": {"aws_x": {"json": {}}}}',
        "b.tofu.json": "{}",
    }
    assert [item.name for item in root(files).resources] == ["tofu"]


def test_a_file_that_cannot_be_read_is_a_flaw_and_its_rest_counts():
    found = project({"main.tf": EMPTY + 'resource "aws_x" "broken" {\n  a = [1\n'})
    (flaw,) = found.flaws
    assert flaw.rule == "unparsable-file"
    assert str(flaw.span).startswith("main.tf:")
    (only,) = found.roots
    assert only.open_because is not None
    assert only.open_because.text == "main.tf cannot be read to the end"
    assert "aws_x.this" in [item.address for item in only.resources]


def test_a_name_in_what_cannot_be_read_is_unknown_for_that_reason():
    found = root('resource "aws_x" "this" {\n  a = local.x\n}\nlocals {\n  x = [1,\n')
    value = resource(found, "aws_x.this").contents.attribute("a")
    assert isinstance(value, Unknown)


def test_a_resource_that_is_declared_twice_leaves_the_root_open():
    found = root(EMPTY + EMPTY)
    assert len(found.resources) == 1
    assert found.open_because is not None
    assert found.open_because.text == "resource.aws_x.this is declared twice"


def test_comments_of_all_files_are_kept():
    found = project({"main.tf": "# one\n" + EMPTY, "x.tfvars": "// two\n"})
    assert [(source.path, text, start, end) for source, text, start, end in found.comments] == [
        ("main.tf", "# one", 0, 5),
        ("x.tfvars", "// two", 0, 6),
    ]


def test_the_rest_of_a_folder_is_read_from_disk(tmp_path: Path):
    (tmp_path / "live").mkdir()
    (tmp_path / "live" / "main.tf").write_text('module "m" {\n  source = "../m"\n  x = var.x\n}\n')
    (tmp_path / "live" / "variables.tf").write_text('variable "x" {}\n')
    (tmp_path / "live" / "terraform.tfvars").write_text("x = 1\n")
    (tmp_path / "m").mkdir()
    module = 'variable "x" {}\nresource "aws_x" "this" {\n  a = var.x\n}\n'
    (tmp_path / "m" / "main.tf").write_text(module)
    given = [Source("live/main.tf", (tmp_path / "live" / "main.tf").read_text())]
    (only,) = evaluate_project(given, tmp_path).roots
    value = resource(only, "module.m.aws_x.this").contents.attribute("a")
    assert known(value) == 1
    assert str(value.origin.frames[-1].span) == "live/terraform.tfvars:1:1"


def test_nothing_outside_the_scan_root_is_read(tmp_path: Path):
    (tmp_path / "scan").mkdir()
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "main.tf").write_text(EMPTY)
    (tmp_path / "scan" / "linked").symlink_to(tmp_path / "outside")
    files = {
        "main.tf": """\
            module "above" {
              source = "../outside"
            }
            module "linked" {
              source = "./linked"
            }
            """
    }
    (only,) = evaluate_project(sources(files), tmp_path / "scan").roots
    assert only.resources == ()
    assert [call.address for call in only.unresolved] == ["module.above", "module.linked"]


def test_a_local_module_that_is_not_there_is_unresolved():
    found = root(
        """\
        module "m" {
          source = "./gone"
        }
        resource "aws_x" "this" {
          a = module.m.x
        }
        """
    )
    assert [call.source for call in found.unresolved] == ["./gone"]
    value = resource(found, "aws_x.this").contents.attribute("a")
    assert reason(value) == "module 'm' (source ./gone) is not on disk: gone is not in the scan"


def test_all_other_blocks_are_passed_over():
    found = root(
        """\
        import {
          to = aws_x.this
          id = "x"
        }
        moved {
          from = aws_x.old
          to   = aws_x.this
        }
        removed {
          from = aws_x.gone
        }
        check "c" {
          data "aws_y" "y" {}
          assert {
            condition     = true
            error_message = "x"
          }
        }
        ephemeral "aws_z" "z" {}
        resource "aws_x" "this" {
          a = ephemeral.aws_z.z.value
        }
        """
    )
    (only,) = found.resources
    assert only.exists == Known(True)
    assert isinstance(only.contents.attribute("a"), Unknown)
