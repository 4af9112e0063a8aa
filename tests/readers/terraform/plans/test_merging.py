"""Plans beside the files they were made of."""

from __future__ import annotations

from pathlib import Path

import pytest

from eksnetlint.readers.terraform.modules.project import evaluate_project
from eksnetlint.readers.terraform.modules.settings import RootSetting
from eksnetlint.readers.terraform.plans.merging import merged
from eksnetlint.readers.terraform.resource import Root
from eksnetlint.readers.terraform.types import Pending
from eksnetlint.source.text import Source
from eksnetlint.values import Known, Unknown, Value
from tests.readers.terraform.plans.planning import change, plan, planned, refers, resource, root_of

MAIN = """\
variable "family" {}
variable "groups" {}
resource "aws_eks_cluster" "this" {
  name = "shop"
}
module "win" {
  source   = "./win"
  for_each = var.groups
  family   = var.family
}
"""
WIN = """\
variable "family" {}
resource "aws_launch_template" "this" {}
resource "aws_eks_node_group" "this" {
  ami_type = var.family
  version  = "1.31"
  launch_template {
    id = aws_launch_template.this.id
  }
}
"""
GROUP = 'module.win["a"].aws_eks_node_group.this'
TEMPLATE = 'module.win["a"].aws_launch_template.this'
CLUSTER = "aws_eks_cluster.this"
VALUES = {"ami_type": "WINDOWS", "capacity_type": "SPOT", "launch_template": [{}]}


def roots(tmp_path: Path, *settings: RootSetting, folder: str = "") -> tuple[Root, ...]:
    texts = {f"{folder}main.tf": MAIN, f"{folder}win/main.tf": WIN}
    sources = [Source(path, text) for path, text in texts.items()]
    return evaluate_project(sources, tmp_path, settings).roots


def the_plan(path: str = "plan.json") -> Root:
    child = {
        "address": 'module.win["a"]',
        "resources": [planned(GROUP, VALUES), planned(TEMPLATE, {})],
    }
    document = plan(
        planned(CLUSTER, {"name": "shop"}),
        children=(child,),
        changes=(change(GROUP, {"launch_template": [{"id": True}], "version": True}),),
    )
    return root_of(document, path)


def chain(value: Value[object]) -> list[str]:
    return [str(frame.span) for frame in value.origin.frames]


def test_planned_values_stand_at_the_places_of_the_files(tmp_path):
    (root,) = merged(roots(tmp_path), [the_plan()])
    assert [item.address for item in root.resources] == [CLUSTER, GROUP, TEMPLATE]
    group = resource(root, GROUP)
    assert str(group.span) == "win/main.tf:3:1"
    value = group.contents.attribute("ami_type")
    assert isinstance(value, Known)
    assert value.value == "WINDOWS"
    places = chain(value)
    assert places[0] == "win/main.tf:4:3"
    assert "main.tf:9:3" in places
    assert places[-1].startswith("plan.json:1:")
    assert value.origin.frames[-1].note == "the plan has this value"


def test_what_only_the_plan_has_stands_at_the_resource(tmp_path):
    (root,) = merged(roots(tmp_path), [the_plan()])
    value = resource(root, GROUP).contents.attribute("capacity_type")
    assert isinstance(value, Known)
    assert value.value == "SPOT"
    assert chain(value)[0] == "win/main.tf:3:1"


def test_what_the_plan_does_not_know_is_as_it_is_written(tmp_path):
    (root,) = merged(roots(tmp_path), [the_plan()])
    contents = resource(root, GROUP).contents
    assert contents.attribute("version").value == "1.31"  # type: ignore[union-attr]
    (block,) = contents.nested("launch_template").items
    value = block.attribute("id")
    assert isinstance(value, Pending)
    assert value.attribute == "id"
    assert str(block.span) == "win/main.tf:6:3"


def test_a_root_is_what_its_plan_says_it_is(tmp_path):
    document = plan(
        planned(CLUSTER, {"name": "shop"}),
        variables={"region": {"value": "eu-west-1"}},
        configuration={
            "provider_config": {"aws": {"expressions": {"region": refers("var.region")}}}
        },
    )
    (root,) = merged(roots(tmp_path), [root_of(document, "infra/plan.json")])
    assert (root.folder, root.title) == ("", ".")
    assert isinstance(root.region, Known)
    assert [item.address for item in root.resources] == [CLUSTER]
    assert not root.is_library


@pytest.mark.parametrize("address", ["aws_eks_cluster.other", "module.other.aws_eks_cluster.this"])
def test_the_plan_of_something_else_stays_a_root_of_its_own(tmp_path, address):
    own = roots(tmp_path)
    other = root_of(plan(planned(CLUSTER, {}), planned(address, {})))
    assert merged(own, [other]) == [*own, other]


def test_an_empty_plan_is_of_nothing(tmp_path):
    own, empty = roots(tmp_path), root_of(plan())
    assert merged(own, [empty]) == [*own, empty]


def test_of_two_equal_roots_the_one_beside_the_plan_is_meant(tmp_path):
    dev, prod = roots(tmp_path, folder="dev/")[0], roots(tmp_path, folder="prod/")[0]
    kept = merged([dev, prod], [the_plan("prod/plan.json")])
    assert kept[0] is dev
    assert str(resource(kept[1], CLUSTER).span) == "prod/main.tf:3:1"
    elsewhere = the_plan("plan.json")
    assert merged([dev, prod], [elsewhere]) == [dev, prod, elsewhere]


def test_a_root_with_several_sets_of_values_stays_beside_its_plan(tmp_path):
    both = roots(tmp_path, RootSetting("", (), (), "dev"), RootSetting("", (), (), "prod"))
    dev, prod, added = merged(both, [the_plan()])
    assert (dev, prod) == both
    assert added.title == "plan.json"
    assert str(resource(added, GROUP).span) == "win/main.tf:3:1"


def test_what_a_module_that_is_not_on_disk_makes_stands_at_its_call(tmp_path):
    text = 'module "eks" {\n  source = "example.com/eks"\n}\n'
    own = evaluate_project([Source("main.tf", text)], tmp_path).roots
    made = planned("module.eks.aws_eks_cluster.this[0]", {"name": "shop"}, 0)
    child = {"address": "module.eks", "resources": [made]}
    (root,) = merged(own, [root_of(plan(children=(child,)))])
    (found,) = root.resources
    assert str(found.span) == "main.tf:1:1"
    name = found.contents.attribute("name")
    assert isinstance(name, Known)
    assert chain(name)[0] == "main.tf:1:1"
    assert root.unresolved == ()


def test_a_value_that_neither_knows_stays_unknown(tmp_path):
    document = plan(
        planned(CLUSTER, {}), changes=(change(CLUSTER, {"name": True, "version": True}),)
    )
    (root,) = merged(roots(tmp_path), [root_of(document)])
    contents = resource(root, CLUSTER).contents
    assert contents.attribute("name").value == "shop"  # type: ignore[union-attr]
    assert isinstance(contents.attribute("version"), Unknown)
