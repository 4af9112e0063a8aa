"""Clusters of the configuration from the command line to the report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from eksnetlint.cli import app
from eksnetlint.mistakes import Mistake

CONFIGURATION = """\
clusters:
  - name: dev
    infrastructure: [envs/dev]
    manifests: [apps/base, apps/dev]
    facts: {network_policy_engine: calico, windows_ipam: true}
  - name: prod
    infrastructure: [envs/prod]
    manifests: [apps/base, apps/prod]
    facts: {network_policy_engine: vpc-cni}
    complete: true
"""
MODULE = """\
variable "name" {
  type = string
}
resource "aws_eks_cluster" "this" {
  name = var.name
}
resource "aws_eks_node_group" "windows" {
  cluster_name    = aws_eks_cluster.this.name
  node_group_name = "windows"
  ami_type        = "WINDOWS_CORE_2022_x86_64"
}
"""
CALL = 'module "eks" {\n  source = "../../modules/eks"\n  name = "shop"\n}\n'
POD = """\
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  nodeSelector: {kubernetes.io/os: windows}
  containers: [{name: a, image: b}]
"""
DENY = """\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny, namespace: shop}
spec: {podSelector: {}}
"""
NOT_ENFORCED = ("network-policy-not-enforced-on-windows", "apps/base/deny.yaml", 3)
NO_LINUX = ("no-linux-capacity", "modules/eks/main.tf", 7)
NO_IPAM = ("windows-ipam-not-enabled", "modules/eks/main.tf", 10)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for path, text in {
        "modules/eks/main.tf": MODULE,
        "envs/dev/main.tf": CALL,
        "envs/prod/main.tf": CALL,
        "apps/base/deny.yaml": DENY,
        "apps/dev/web.yaml": POD,
        "apps/prod/web.yaml": POD,
        "eksnetlint.yaml": CONFIGURATION,
    }.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def told(result: Result) -> list[tuple[str, str, int, str]]:
    return [
        (item["rule"], item["path"], item["region"]["start_line"], item["severity"])
        for item in json.loads(result.stdout)["findings"]
    ]


def test_each_cluster_is_told_with_what_belongs_to_it():
    lines = run("scan").stderr.splitlines()
    assert lines[:2] == [
        f"cluster '{name}': 1 node group, 1 workload, 1 network policy in 3 files"
        " (declared in eksnetlint.yaml)"
        for name in ("dev", "prod")
    ]


def test_each_cluster_is_judged_with_its_own_facts_and_as_complete_as_it_is():
    assert told(run("scan", "--output-format", "json")) == [
        (*NOT_ENFORCED, "warning"),
        (*NO_LINUX, "warning"),
        (*NO_IPAM, "error"),
    ]


def test_a_fact_of_the_command_line_is_for_all_clusters():
    given = ("--fact", "network_policy_engine=calico", "--fact", "windows_ipam=true")
    assert told(run("scan", *given, "--output-format", "json")) == [(*NO_LINUX, "warning")]


def test_a_part_of_a_complete_cluster_shows_no_absence():
    found = told(run("scan", "envs/prod", "modules", "--output-format", "json"))
    assert NO_IPAM[0] not in [rule for rule, *_ in found]


def test_what_cannot_be_read_of_a_complete_cluster_leaves_it_open(folder):
    chart = folder / "apps/prod/chart"
    (chart / "templates").mkdir(parents=True)
    (chart / "Chart.yaml").write_text("name: web\n")
    (chart / "templates/web.yaml").write_text(POD)
    found = told(run("scan", "--output-format", "json"))
    assert NO_IPAM[0] not in [rule for rule, *_ in found]


def test_without_the_configuration_only_what_roots_show_is_told(folder):
    (folder / "eksnetlint.yaml").unlink()
    assert told(run("scan", "--output-format", "json")) == [(*NO_LINUX, "warning")]


def test_inspect_knows_the_clusters_too():
    clusters = json.loads(run("inspect", "--output-format", "json").stdout)["clusters"]
    assert [one["title"] for one in clusters] == ["cluster 'dev'", "cluster 'prod'"]
    facts = [one["facts"]["windows_ipam"]["value"] for one in clusters]
    assert facts == ["true", "false"]


def test_pyproject_is_named_where_it_is_the_configuration(folder):
    (folder / "eksnetlint.yaml").unlink()
    text = '[[tool.eksnetlint.clusters]]\nname = "all"\nmanifests = ["apps/dev"]\n'
    (folder / "pyproject.toml").write_text(text)
    assert run("scan", "apps/dev", "--config", "pyproject.toml").stderr.startswith(
        "cluster 'all': 1 workload in 1 file (declared in pyproject.toml)\n"
    )


def test_a_path_that_matches_nothing_stops_the_run(folder):
    text = CONFIGURATION.replace("apps/base, apps/prod", "apps/prd")
    Path("eksnetlint.yaml").write_text(text)
    result = run("scan")
    assert isinstance(result.exception, Mistake)
    assert str(result.exception) == (
        f"{folder}/eksnetlint.yaml:8: clusters[1].manifests: nothing matches 'apps/prd'"
    )
