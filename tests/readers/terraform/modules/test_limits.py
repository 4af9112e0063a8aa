from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

import pytest

from eksnetlint.readers.terraform.modules.second_opinions import PatientAsk
from eksnetlint.readers.terraform.resource import Contents
from eksnetlint.source.hcl_second_opinion import Opinions
from eksnetlint.values import Unknown
from tests.readers.terraform.modules.projects import project, resource, root

INSTANCES = "more than 1000 instances of a block are not evaluated"
RESOURCES = "more than 10000 resources are not evaluated"
MODULES = "more than 500 modules are not evaluated"
DEEP = "modules that are nested more than 20 deep are not evaluated"
THOUSAND = "for_each = toset([for i in range(1000) : tostring(i)])"

HOSTILE: Mapping[str, tuple[dict[str, str], str]] = {
    "a huge count": ({"main.tf": 'resource "x" "y" {\n  count = 1000000000\n}\n'}, INSTANCES),
    "a long for_each": (
        {"main.tf": 'resource "x" "y" {\n  for_each = { for i in range(1024) : i => i }\n}\n'},
        INSTANCES,
    ),
    "many resources": (
        {"main.tf": "".join(f'resource "x" "y{i}" {{\n  count = 900\n}}\n' for i in range(20))},
        RESOURCES,
    ),
    "a fan of modules": (
        {
            "main.tf": f'module "m" {{\n  source = "./a"\n  {THOUSAND}\n}}\n',
            "a/main.tf": 'module "m" {\n  source = "../b"\n  count = 1000\n}\n',
            "b/main.tf": 'resource "x" "y" {\n  count = 1000\n}\n',
        },
        MODULES,
    ),
    "a module that calls itself": (
        {"main.tf": 'module "a" {\n  source = "./."\n}\nmodule "b" {\n  source = "./"\n}\n'},
        DEEP,
    ),
    "a deep chain of modules": (
        {f"m{i}/main.tf": f'module "m" {{\n  source = "../m{i + 1}"\n}}\n' for i in range(40)}
        | {"m40/main.tf": 'resource "x" "y" {}\n'},
        DEEP,
    ),
}


@pytest.mark.parametrize("title", HOSTILE)
def test_what_is_left_undone_leaves_the_root_open(title: str):
    files, expected = HOSTILE[title]
    start = time.monotonic()
    found = root(files)
    assert found.open_because is not None
    assert found.open_because.text == expected
    assert len(found.resources) <= 11_000
    # A hundred times what it takes.
    assert time.monotonic() - start < 10


def test_of_too_many_instances_one_stands_for_all():
    found = resource(root('resource "x" "y" {\n  count = 1001\n  a = count.index\n}\n'), "x.y")
    assert isinstance(found.contents.attribute("a"), Unknown)


def test_dynamic_blocks_come_to_an_end():
    text = "\n".join(
        [
            'resource "aws_x" "this" {',
            *[f'dynamic "b{i}" {{\nfor_each = range(100)\ncontent {{' for i in range(4)],
            *["}}" for _ in range(4)],
            "}",
        ]
    ).replace("}}", "}\n}")

    def number(contents: Contents) -> int:
        return 1 + sum(number(block) for world in contents.blocks.values() for block in world.items)

    assert number(resource(root(text), "aws_x.this").contents) < 50_000


def test_all_roots_together_come_to_an_end():
    module = 'module "m" {\n  source = "../lib"\n  count = 480\n}\n'
    files = {f"r{i:02}/main.tf": module for i in range(12)}
    found = project({**files, "lib/main.tf": 'resource "x" "y" {}\n'})
    assert sum(len(item.resources) for item in found.roots) < 5_500
    assert found.roots[0].open_because is None
    assert found.roots[-1].open_because is not None
    assert found.roots[-1].open_because.text == MODULES


def test_many_broken_files_take_no_more_time_than_there_is():
    asked: list[float] = []

    def ask(_texts: Sequence[str], seconds: float) -> Opinions:
        asked.append(seconds)
        time.sleep(0.02)
        return [None]

    patient = PatientAsk(ask, 0.05)
    assert [len(patient([""], 1.0)) for _ in range(10)].count(1) == len(asked)
    assert len(asked) in (2, 3)
    assert asked[0] == 0.05
    assert asked[1] < 0.04
