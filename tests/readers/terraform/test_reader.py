"""Terraform's roots read into the model, and what belongs to which of their clusters."""

from __future__ import annotations

import json
from pathlib import Path

from eksnetlint.model.cluster import Cluster, ClusterDeclaration, Join
from eksnetlint.model.declared import NOTHING
from eksnetlint.model.linking import link
from eksnetlint.model.workload import Workload
from eksnetlint.readers.terraform.modules.settings import RootSetting
from eksnetlint.readers.terraform.reader import TerraformReading, read_terraform
from eksnetlint.source.text import Source
from eksnetlint.values import Known

CLUSTER = """\
provider "aws" {
  region = "eu-west-1"
}
resource "aws_eks_cluster" "%s" {
  name = "%s"
}
"""
POD = """\
resource "kubernetes_pod" "web" {
  metadata {
    name      = "web"
    namespace = "shop"
  }
  spec {
    container {
      name = "web"
    }
  }
}
"""
GROUP = """\
resource "aws_eks_node_group" "win" {
  cluster_name    = "shop"
  node_group_name = "win"
  ami_type        = var.family
}
variable "family" {}
"""


def read(root: Path, *settings: RootSetting, **texts: str) -> TerraformReading:
    """Read files named by keyword, with "/" for "__"; those of JSON are plans."""
    sources = {name.replace("__", "/"): text for name, text in texts.items()}
    files = [Source(f"{name}.tf", text) for name, text in sources.items() if text[0] != "{"]
    plans = [Source(f"{name}.json", text) for name, text in sources.items() if text[0] == "{"]
    return read_terraform(files, plans, root, settings)


def clusters(reading: TerraformReading) -> tuple[Cluster, ...]:
    return link(reading.reading.objects, NOTHING)


def names(items: object) -> list[object]:
    return [item.name.value for item in items]  # type: ignore[attr-defined]


def test_what_a_root_declares_beside_its_only_cluster_is_that_clusters(tmp_path):
    reading = read(tmp_path, main=CLUSTER % ("this", "shop"), apps=POD)
    (declaration,) = reading.reading.objects
    assert isinstance(declaration, ClusterDeclaration)
    assert [type(item) for item in declaration.members].count(Workload) == 1
    assert declaration.root == "."
    assert declaration.files == {"main.tf", "apps.tf"}
    (cluster,) = clusters(reading)
    assert names(cluster.workloads) == ["web"]
    assert cluster.join is Join.DECLARED
    assert cluster.paths == ("apps.tf", "main.tf")


def test_a_root_without_a_cluster_leaves_its_objects_to_where_they_lie(tmp_path):
    reading = read(tmp_path, apps__main=POD, infra__main=CLUSTER % ("this", "shop"))
    assert [type(item).__name__ for item in reading.reading.objects][:1] == ["Workload"]
    (cluster,) = clusters(reading)
    assert names(cluster.workloads) == ["web"]
    assert cluster.join is Join.INFERRED


def test_of_several_clusters_none_takes_what_is_declared_beside_them(tmp_path):
    text = CLUSTER % ("a", "a") + 'resource "aws_eks_cluster" "b" {\n  name = "b"\n}\n'
    reading = read(tmp_path, main=text, apps=POD)
    declarations = [
        item for item in reading.reading.objects if isinstance(item, ClusterDeclaration)
    ]
    assert [item.members for item in declarations] == [(), ()]
    assert {cluster.title: names(cluster.workloads) for cluster in clusters(reading)} == {
        "cluster 'a' in eu-west-1": [],
        "cluster 'b' in eu-west-1": [],
        "manifests in .": ["web"],
    }


def test_evaluations_of_one_root_are_clusters_of_their_own(tmp_path):
    dev = RootSetting("", (), (("family", "AL2_x86_64"),), ". for dev")
    prod = RootSetting("", (), (("family", "WINDOWS_CORE_2019_x86_64"),), ". for prod")
    reading = read(tmp_path, dev, prod, main=CLUSTER % ("this", "shop"), group=GROUP)
    found = clusters(reading)
    assert [cluster.title for cluster in found] == [
        "cluster 'shop' in eu-west-1 (. for dev)",
        "cluster 'shop' in eu-west-1 (. for prod)",
    ]
    systems = [group.os for cluster in found for group in cluster.node_groups]
    assert [os.value.value for os in systems if isinstance(os, Known)] == ["linux", "windows"]


def test_roots_in_two_folders_are_two_clusters_even_of_one_name(tmp_path):
    text = CLUSTER % ("this", "shop")
    assert len(clusters(read(tmp_path, a__main=text, b__main=text))) == 2


def test_a_plan_is_a_cluster_of_its_own_without_its_files(tmp_path):
    made = {
        "address": "aws_eks_cluster.this",
        "mode": "managed",
        "type": "aws_eks_cluster",
        "name": "this",
        "values": {"name": "shop"},
    }
    plan = {"format_version": "1.2", "planned_values": {"root_module": {"resources": [made]}}}
    alone = read(tmp_path, plan=json.dumps(plan))
    (cluster,) = clusters(alone)
    assert (cluster.title, cluster.paths) == ("cluster 'shop'", ("plan.json",))
    both = read(tmp_path, plan=json.dumps(plan), main=CLUSTER % ("this", "shop"))
    (cluster,) = clusters(both)
    assert cluster.paths == ("main.tf",)
    assert [root.title for root in both.roots] == ["."]


def test_flaws_and_comments_of_all_files_are_told(tmp_path):
    text = "# eksnetlint: a comment\n" + CLUSTER % ("this", "shop")
    reading = read(tmp_path, main=text, broken='resource "aws_eks_cluster" {{{\n', plan="{")
    assert {(flaw.rule, flaw.span.path) for flaw in reading.reading.flaws} == {
        ("unparsable-file", "broken.tf"),
        ("unparsable-file", "plan.json"),
    }
    assert ("# eksnetlint: a comment", 0, 23) in [comment[1:] for comment in reading.comments]
