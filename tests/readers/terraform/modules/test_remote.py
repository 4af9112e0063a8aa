from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from eksnetlint.readers.terraform.modules.project import evaluate_project
from eksnetlint.readers.terraform.resource import Contents, RemoteCall, Resource, Root, StandIn
from eksnetlint.readers.terraform.types import Pending, TfValue
from eksnetlint.values import Known, Unknown
from tests.readers.terraform.modules.projects import (
    NOWHERE,
    chain,
    known,
    reason,
    resource,
    root,
    sources,
)

MAIN = """\
    locals {
      name = "win"
    }
    module "eks" {
      source   = "terraform-aws-modules/eks/aws"
      version  = "~> 21.0"
      for_each = toset(["a"])
      name     = "${local.name}-${each.key}"
      vpc_id   = aws_vpc.this.id
    }
    resource "aws_vpc" "this" {}
    resource "aws_x" "this" {
      cluster = module.eks["a"].cluster_name
      arn     = module.eks["a"].cluster_arn
    }
    """


def test_a_module_that_is_not_on_disk_is_unresolved():
    found = root(MAIN)
    (call,) = found.unresolved
    assert call.address == 'module.eks["a"]'
    assert (call.source, call.version) == ("terraform-aws-modules/eks/aws", "~> 21.0")
    assert call.span.text == 'module "eks"'
    assert str(call.span) == "main.tf:4:1"
    assert known(call.inputs.attribute("name")) == "win-a"
    assert chain(call.inputs.attribute("name"))[0][1] == 'name     = "${local.name}-${each.key}"'
    assert set(call.inputs.attributes) == {"name", "vpc_id"}
    assert call.exists == Known(True)


def test_its_outputs_are_known_by_their_address_alone():
    value = resource(root(MAIN), "aws_x.this").contents.attribute("cluster")
    assert isinstance(value, Pending)
    assert (value.address, value.attribute) == ('module.eks["a"]', "cluster_name")
    assert reason(value) == (
        "module 'eks' (source terraform-aws-modules/eks/aws) is not on disk; run `terraform init`"
    )


def outputs(call: RemoteCall) -> Mapping[str, TfValue]:
    return {"cluster_name": call.inputs.attribute("name")}


def resources(call: RemoteCall) -> tuple[Resource, ...]:
    contents = Contents(call.span, {"name": call.inputs.attribute("name")})
    address = f"{call.address}.aws_eks_cluster.this[0]"
    return (Resource(address, "aws_eks_cluster", "this", call.span, contents),)


def stand_in(source: str, version: str) -> StandIn | None:
    known_modules = {("terraform-aws-modules/eks/aws", "~> 21.0"): StandIn(outputs, resources)}
    return known_modules.get((source, version))


def test_a_stand_in_gives_outputs_and_resources():
    (found,) = evaluate_project(sources({"main.tf": MAIN}), NOWHERE, (), stand_in).roots
    assert found.unresolved == ()
    cluster = resource(found, 'module.eks["a"].aws_eks_cluster.this[0]')
    assert known(cluster.contents.attribute("name")) == "win-a"
    this = resource(found, "aws_x.this").contents
    assert known(this.attribute("cluster")) == "win-a"
    arn = this.attribute("arn")
    assert isinstance(arn, Pending)
    assert arn.attribute == "cluster_arn"


def test_a_call_that_may_not_happen_says_so():
    (call,) = root(
        """\
        variable "create" {}
        module "m" {
          source = "x/y/z"
          count  = var.create ? 1 : 0
        }
        """
    ).unresolved
    assert call.address == "module.m"
    assert isinstance(call.exists, Unknown)


def test_more_values_fill_what_is_not_configured():
    def more(found: Resource) -> Mapping[str, TfValue]:
        return {"partition": Known("aws")} if found.type == "aws_partition" else {}

    text = """\
        data "aws_partition" "p" {}
        resource "aws_x" "this" {
          a = "arn:${data.aws_partition.p.partition}"
          b = data.aws_partition.p.id
        }
        """
    (found,) = evaluate_project(sources({"main.tf": text}), NOWHERE, more_values=more).roots
    this = resource(found, "aws_x.this").contents
    assert known(this.attribute("a")) == "arn:aws"
    assert isinstance(this.attribute("b"), Pending)


INSTALLED = {
    "Modules": [
        {"Key": "", "Source": "", "Dir": "."},
        {
            "Key": "eks",
            "Source": "registry.terraform.io/terraform-aws-modules/eks/aws",
            "Version": "21.0.1",
            "Dir": ".terraform/modules/eks",
        },
        {"Key": "eks.inner", "Source": "./inner", "Dir": ".terraform/modules/eks/inner"},
        {"Key": "eks.deep", "Source": "git::x", "Dir": ".terraform/modules/eks.deep"},
    ]
}
DOWNLOADED = {
    "": """\
        variable "name" {}
        variable "vpc_id" {}
        module "inner" {
          source = "./inner"
          name   = var.name
        }
        module "deep" {
          source = "git::x"
        }
        output "cluster_name" {
          value = "${var.name}!"
        }
        """,
    "/inner": """\
        variable "name" {}
        resource "aws_eks_cluster" "this" {
          name    = var.name
          version = "1.33"
          file    = file("${path.module}/a.txt")
        }
        """,
    ".deep": """\
        resource "aws_y" "y" {}
        """,
}


def installed(folder: Path, version: str = "~> 21.0") -> Root:
    (folder / ".terraform/modules/eks/inner").mkdir(parents=True)
    (folder / ".terraform/modules/eks.deep").mkdir()
    (folder / ".terraform/modules/modules.json").write_text(json.dumps(INSTALLED))
    (folder / ".terraform/modules/eks/inner/a.txt").write_text("a")
    for place, text in DOWNLOADED.items():
        (folder / f".terraform/modules/eks{place}/main.tf").write_text(text)
    text = MAIN.replace("~> 21.0", version)
    (only,) = evaluate_project(sources({"main.tf": text}), folder).roots
    return only


def test_a_downloaded_module_is_evaluated(tmp_path: Path):
    found = installed(tmp_path)
    assert found.unresolved == ()
    assert [item.address for item in found.resources] == [
        "aws_vpc.this",
        "aws_x.this",
        'module.eks["a"].module.inner.aws_eks_cluster.this',
        'module.eks["a"].module.deep.aws_y.y',
    ]
    assert known(found.resources[1].contents.attribute("cluster")) == "win-a!"


def test_what_is_in_a_downloaded_module_is_at_the_call_in_the_users_file(tmp_path: Path):
    cluster = installed(tmp_path).resources[2]
    assert str(cluster.span) == "main.tf:4:1"
    assert cluster.span.text == 'module "eks"'
    assert str(cluster.contents.span) == "main.tf:4:1"
    name = cluster.contents.attribute("name")
    assert known(name) == "win-a"
    assert [place for place, _, _ in chain(name)] == [
        "main.tf:8:3",
        "main.tf:2:3",
        "main.tf:7:21",
        ".terraform/modules/eks/inner/main.tf:3:11",
        ".terraform/modules/eks/main.tf:5:11",
    ]
    version = cluster.contents.attribute("version")
    assert known(version) == "1.33"
    assert [place for place, _, _ in chain(version)] == [
        "main.tf:4:1",
        ".terraform/modules/eks/inner/main.tf:4:11",
    ]
    assert known(cluster.contents.attribute("file")) == "a"


def test_another_version_than_the_downloaded_one_is_not_on_disk(tmp_path: Path):
    assert [call.version for call in installed(tmp_path, "20.1.0").unresolved] == ["20.1.0"]


def test_a_broken_list_of_modules_is_none(tmp_path: Path):
    (tmp_path / ".terraform/modules").mkdir(parents=True)
    for text in ("[", "[]", '{"Modules": 1}', '{"Modules": [1, {"Key": 1}]}', "\udcff"):
        path = tmp_path / ".terraform/modules/modules.json"
        path.write_bytes(text.encode(errors="surrogateescape"))
        (only,) = evaluate_project(sources({"main.tf": MAIN}), tmp_path).roots
        assert len(only.unresolved) == 1
