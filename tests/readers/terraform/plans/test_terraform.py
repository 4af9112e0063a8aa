"""The format as the terraform on this machine writes it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from eksnetlint.readers.terraform.plans.reader import read_plan
from eksnetlint.readers.terraform.relevance import is_plan
from eksnetlint.readers.terraform.resource import Root
from eksnetlint.readers.terraform.types import Pending, Sensitive
from eksnetlint.source.text import Source
from eksnetlint.values import Unknown
from tests.readers.terraform.plans.planning import resource

TERRAFORM = shutil.which("terraform")
MAIN = """\
variable "secret" {
  sensitive = true
  default   = "hush"
}
resource "terraform_data" "template" {
  for_each = toset(["a", "b"])
  input    = each.key
}
resource "terraform_data" "group" {
  for_each         = toset(["a", "b"])
  input            = { name = each.key, secret = var.secret, blocks = [{ a = 1 }] }
  triggers_replace = terraform_data.template[each.key].id
}
module "inner" {
  source = "./inner"
  count  = 2
  id     = terraform_data.template["a"].id
}
"""
INNER = """\
variable "id" {}
resource "terraform_data" "x" {
  input = var.id
}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A configuration of what needs no provider, with its plan."""
    if TERRAFORM is None:
        pytest.skip("terraform is not installed: the format of plans is not checked against it")
    folder = tmp_path_factory.mktemp("plan")
    (folder / "inner").mkdir()
    (folder / "main.tf").write_text(MAIN)
    (folder / "inner" / "main.tf").write_text(INNER)
    terraform(folder, "init")
    terraform(folder, "plan", "-out", "plan")
    return folder


def terraform(folder: Path, *arguments: str) -> str:
    environment = {**os.environ, "CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1"}
    environment["TF_CLI_CONFIG_FILE"] = os.devnull
    command = [str(TERRAFORM), *arguments]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


def shown(folder: Path, *what: str) -> Root:
    text = terraform(folder, "show", "-json", *what)
    assert is_plan(text)
    found = read_plan(Source("plan.json", text)).root
    assert found is not None
    return found


def test_a_plan_of_terraform_is_read_whole(folder):
    root = shown(folder, "plan")
    assert [item.address for item in root.resources] == [
        'terraform_data.group["a"]',
        'terraform_data.group["b"]',
        'terraform_data.template["a"]',
        'terraform_data.template["b"]',
        "module.inner[0].terraform_data.x",
        "module.inner[1].terraform_data.x",
    ]
    contents = resource(root, 'terraform_data.group["b"]').contents
    given = contents.attribute("input").value.items  # type: ignore[union-attr]
    assert given["name"].value == "b"
    assert given["secret"].value == Sensitive("hush")
    assert root.open_because is None


def test_its_references_are_followed(folder):
    root = shown(folder, "plan")
    inner = resource(root, "module.inner[1].terraform_data.x").contents.attribute("input")
    assert isinstance(inner, Pending)
    assert (inner.address, inner.attribute) == ('terraform_data.template["a"]', "id")
    outer = resource(root, 'terraform_data.group["b"]').contents.attribute("triggers_replace")
    assert isinstance(outer, Unknown)


def test_a_state_of_terraform_is_read_whole(folder):
    terraform(folder, "apply", "-auto-approve", "plan")
    root = shown(folder)
    assert len(root.resources) == 6
    template = resource(root, 'terraform_data.template["a"]').contents.attribute("id")
    group = resource(root, 'terraform_data.group["a"]').contents.attribute("triggers_replace")
    assert group.value == template.value  # type: ignore[union-attr]
