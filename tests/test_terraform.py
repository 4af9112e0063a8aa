"""Terraform in a scan: which files are read, with which values, and what comments take away."""

from __future__ import annotations

import codecs
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eksnetlint.cli import app
from eksnetlint.mistakes import Mistake
from eksnetlint.model.cluster import Cluster
from eksnetlint.model.cluster_facts import ip_family
from eksnetlint.model.declared import declarations
from eksnetlint.model.ip_family import IpFamily
from eksnetlint.rulebook import find, load_rules
from eksnetlint.scan import read
from eksnetlint.values import is_known

DSR = "windows-dsr-not-enabled"
MAIN = """\
provider "aws" {
  region = "eu-west-1"
}
resource "aws_eks_cluster" "this" {
  name = "shop"
}
resource "aws_eks_node_group" "linux" {
  cluster_name    = aws_eks_cluster.this.name
  node_group_name = "linux"
}
module "win" {
  source = "./win"
  family = var.family
}
variable "family" {}
"""
WIN = """\
variable "family" {}
resource "aws_eks_node_group" "this" {
  cluster_name    = "shop"
  node_group_name = "win"
  ami_type        = var.family
}
"""
WINDOWS_2019 = "WINDOWS_CORE_2019_x86_64"
LITERAL = f'"{WINDOWS_2019}"'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(**texts: str) -> None:
    """Write files, with "/" for "__" and "." for the last "_" in their names."""
    for name, text in texts.items():
        path = Path(".".join(name.replace("__", "/").rsplit("_", 1)))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def scanned(*arguments: str) -> dict[str, object]:
    result = CliRunner().invoke(app, ["scan", "--output-format", "json", *arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    document: dict[str, object] = json.loads(result.stdout)
    return document


def found(*arguments: str, rule: str = DSR) -> list[tuple[str, int]]:
    """The places where a rule is broken."""
    findings = scanned(*arguments)["findings"]
    assert isinstance(findings, list)
    return [
        (item["path"], item["region"]["start_line"]) for item in findings if item["rule"] == rule
    ]


def summary(*arguments: str) -> dict[str, object]:
    told = scanned(*arguments)["summary"]
    assert isinstance(told, dict)
    return told


def test_a_folder_is_evaluated_with_the_modules_it_calls():
    write(main_tf=MAIN, win__main_tf=WIN, terraform_tfvars=f"family = {LITERAL}\n")
    assert found() == [("win/main.tf", 5)]
    told = summary()
    assert told["files_read"] == 3
    assert told["clusters"] == [
        {
            "title": "cluster 'shop' in eu-west-1",
            "counts": {"node group": 2},
            "paths": ["main.tf", "win/main.tf"],
            "join": "declared in the same files",
        }
    ]


def test_the_way_to_the_value_is_in_the_report():
    write(main_tf=MAIN, win__main_tf=WIN, terraform_tfvars=f"family = {LITERAL}\n")
    (finding,) = (item for item in scanned()["findings"] if item["rule"] == DSR)  # type: ignore[attr-defined]
    assert [(item["path"], item["region"]["start_line"]) for item in finding["related"]] == [
        ("main.tf", 13),
        ("terraform.tfvars", 1),
    ]


def test_manifests_join_the_only_cluster_and_cost_its_own_findings_no_confidence():
    write(infra__main_tf=MAIN, infra__win__main_tf=WIN)
    write(infra__terraform_tfvars=f"family = {LITERAL}\n")
    write(apps__web_yaml="apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: []}\n")
    document = scanned()
    (finding,) = (item for item in document["findings"] if item["rule"] == DSR)  # type: ignore[attr-defined]
    assert finding["confidence"] == find(load_rules(), DSR).confidence.value
    assert finding["path"] == "infra/win/main.tf"
    (cluster,) = document["summary"]["clusters"]  # type: ignore[index]
    assert cluster["join"] == "joined as the only cluster there is"
    assert cluster["counts"] == {"node group": 2, "workload": 1}


def test_one_file_is_read_with_the_others_of_its_folder():
    write(main_tf=MAIN, win__main_tf=WIN, terraform_tfvars=f"family = {LITERAL}\n", app_yaml="a: b")
    assert found("main.tf") == [("win/main.tf", 5)]
    assert found("win/main.tf") == []


@pytest.mark.parametrize("name", ["main_tofu", "main_tf"])
def test_opentofu_is_read_as_well(name):
    write(**{name: MAIN.replace("var.family", LITERAL), "win__main_tf": WIN})
    assert found() == [("win/main.tf", 5)]


def test_files_that_tell_of_no_cluster_are_passed_over():
    write(main_tf='resource "aws_s3_bucket" "a" {}\n', a_tfvars="a = 1\n")
    told = summary()
    assert told["files_read"] == 0
    assert told["skipped"] == {"not about EKS or Kubernetes": 2}


def test_what_is_no_text_is_passed_over_as_elsewhere(folder):
    write(main_tf=MAIN, win__main_tf=WIN)
    (folder / "a.tf").write_bytes(b"\0")
    (folder / "b.tf").write_bytes(b"# eks \xff")
    (folder / "c.tf").write_bytes(b"# \xff")
    assert summary()["skipped"] == {"binary": 1, "not UTF-8 or UTF-16": 2}
    told = found(rule="unparsable-file")
    assert ("b.tf", 1) in told
    assert ("c.tf", 1) not in told


def test_a_broken_file_is_told():
    write(main_tf=MAIN, win__main_tf=WIN, more_tf="resource {{{\n")
    assert found(rule="unparsable-file") == [("more.tf", 1)]


def test_what_terragrunt_gives_is_not_known():
    given = MAIN.replace('"family" {}', f'"family" {{ default = {LITERAL} }}')
    write(main_tf=given, win__main_tf=WIN)
    assert found() == [("win/main.tf", 5)]
    write(
        live__prod__terragrunt_hcl='terraform {\n  source = "../..//"\n}\ninputs = { family = 1 }'
    )
    assert found() == []


# --- plans --------------------------------------------------------------------------------


def plan() -> str:
    def resource(kind: str, label: str, **values: object) -> dict[str, object]:
        return {"address": f"{kind}.{label}", "type": kind, "name": label, "values": values}

    win = {"cluster_name": "shop", "node_group_name": "win", "ami_type": WINDOWS_2019}
    linux = {"cluster_name": "shop", "node_group_name": "linux"}
    resources = [
        resource("aws_eks_cluster", "this", name="shop"),
        resource("aws_eks_node_group", "linux", **linux),
    ]
    group = {**resource("aws_eks_node_group", "this", **win)}
    group["address"] = "module.win.aws_eks_node_group.this"
    module = {"address": "module.win", "resources": [group]}
    root = {"resources": resources, "child_modules": [module]}
    return json.dumps({"format_version": "1.2", "planned_values": {"root_module": root}}, indent=1)


def test_a_plan_is_judged_as_it_is():
    write(plan_json=plan())
    ((path, line),) = found()
    assert path == "plan.json"
    assert f'"ami_type": "{WINDOWS_2019}"' in plan().splitlines()[line - 1]


def test_a_plan_beside_its_files_is_judged_once_and_at_their_places():
    write(plan_json=plan(), main_tf=MAIN, win__main_tf=WIN)
    assert found() == [("win/main.tf", 5)]
    clusters = summary()["clusters"]
    assert isinstance(clusters, list)
    assert len(clusters) == 1


def test_a_plan_comes_from_standard_input_too():
    result = CliRunner().invoke(app, ["scan", "-", "--output-format", "concise"], input=plan())
    (line,) = (line for line in result.stdout.splitlines() if DSR in line)
    assert line.startswith("<stdin>:")


def test_a_plan_in_utf16_is_read(folder):
    # As PowerShell's ">" writes it.
    (folder / "plan.json").write_bytes(codecs.BOM_UTF16_LE + plan().encode("utf-16-le"))
    assert len(found()) == 1


def test_a_plan_that_tells_of_no_cluster_is_passed_over():
    write(plan_json='{"format_version": "1.2", "planned_values": {"root_module": {}}}')
    assert summary()["skipped"] == {"not about EKS or Kubernetes": 1}


def test_a_broken_plan_is_told():
    text = plan().replace('"name": "shop"', '"name": ')
    write(plan_json=text)
    line = next(n for n, line in enumerate(text.splitlines(), 1) if line.endswith('"name": '))
    assert found(rule="unparsable-file") == [("plan.json", line + 1)]


# --- values -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ("--var", f"family={WINDOWS_2019}"),
        ("--var", f".:family={WINDOWS_2019}"),
        ("--var-file", "envs/dev.tfvars"),
        ("--var-file", "envs/dev.values"),
        ("--var-file", ".:envs/dev.tfvars"),
        ("--var-file", "envs/prod.tfvars", "--var-file", "envs/dev.tfvars"),
        ("--var-file", "envs/prod.tfvars", "--var", f"family={WINDOWS_2019}"),
    ],
)
def test_values_are_given_on_the_command_line(arguments):
    write(main_tf=MAIN, win__main_tf=WIN, envs__dev_values=f"family = {LITERAL}\n")
    write(envs__dev_tfvars=f"family = {LITERAL}\n", envs__prod_tfvars='family = "AL2_x86_64"\n')
    assert found() == []
    assert found(*arguments) == [("win/main.tf", 5)]


def test_a_file_of_values_may_lie_outside_of_the_repository(tmp_path_factory):
    outside = tmp_path_factory.mktemp("elsewhere") / "dev.tfvars"
    outside.write_text(f"family = {LITERAL}\n")
    write(main_tf=MAIN, win__main_tf=WIN)
    assert found("--var-file", str(outside)) == [("win/main.tf", 5)]


def test_values_without_any_terraform_are_a_mistake():
    write(cluster_yaml="a: b\n")
    with pytest.raises(Mistake, match="which root module"):
        scanned("--var", "a=b")


def test_each_environment_of_the_configuration_is_judged():
    write(main_tf=MAIN, win__main_tf=WIN, envs__dev_tfvars=f"family = {LITERAL}\n")
    write(
        eksnetlint_yaml="""\
terraform:
  roots:
    - path: .
      environments:
        dev: {var_files: [envs/dev.tfvars]}
        test: {vars: {family: WINDOWS_FULL_2019_x86_64}}
        prod: {vars: {family: AL2_x86_64}}
"""
    )
    # What two evaluations agree on is one finding.
    assert found() == [("win/main.tf", 5)]
    clusters = summary()["clusters"]
    assert isinstance(clusters, list)
    assert {cluster["title"] for cluster in clusters} == {
        f"cluster 'shop' in eu-west-1 (. for {name})" for name in ("dev", "test", "prod")
    }


def test_evaluations_that_say_different_things_of_one_place_are_both_told():
    named = WIN.replace('node_group_name = "win"', 'node_group_name = "win-${var.family}"')
    write(main_tf=MAIN, win__main_tf=named)
    write(
        eksnetlint_yaml="terraform: {roots: [{path: ., environments: {"
        "dev: {vars: {family: WINDOWS_CORE_2019_x86_64}},"
        "test: {vars: {family: WINDOWS_FULL_2019_x86_64}}}}]}\n"
    )
    assert found() == [("win/main.tf", 5), ("win/main.tf", 5)]


def test_a_configuration_elsewhere_is_named():
    write(infra__main_tf=MAIN, infra__win__main_tf=WIN)
    write(other_yaml=f"terraform: {{roots: [{{path: infra, vars: {{family: {WINDOWS_2019}}}}}]}}")
    assert found("infra") == []
    assert found("infra", "--config", "other.yaml") == [("infra/win/main.tf", 5)]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--var", "family"), "--var takes [FOLDER:]NAME=VALUE, not 'family'"),
        (("--var-file", "x.tfvars"), "--var-file x.tfvars: no such file"),
        (("--config", "x.yaml"), "x.yaml: cannot be read: No such file or directory"),
    ],
)
def test_a_mistake_stops_the_run(arguments, message):
    write(main_tf=MAIN, win__main_tf=WIN)
    with pytest.raises(Mistake) as caught:
        scanned(*arguments)
    assert str(caught.value) == message


def test_where_there_are_several_roots_the_one_that_is_meant_must_be_named():
    write(a__main_tf=MAIN, a__win__main_tf=WIN, b__main_tf=MAIN, b__win__main_tf=WIN)
    with pytest.raises(Mistake, match=r"which root module .* \(a, b\)"):
        scanned("--var", f"family={WINDOWS_2019}")
    assert found("--var", f"b:family={WINDOWS_2019}") == [("b/win/main.tf", 5)]


def test_a_variable_that_is_not_declared_is_a_mistake():
    write(main_tf=MAIN, win__main_tf=WIN)
    with pytest.raises(Mistake, match="declares no variable of that name"):
        scanned("--var", "famly=a")


# --- ignore comments ----------------------------------------------------------------------

ATTRIBUTE = f"ami_type        = {LITERAL}"


def with_comment(lines: str) -> None:
    text = MAIN.replace("family = var.family", "")
    write(main_tf=text, win__main_tf=WIN.replace("ami_type        = var.family", lines))


@pytest.mark.parametrize(
    "lines",
    [
        f"{ATTRIBUTE} # eksnetlint: ignore[{DSR}] we measured it",
        f"{ATTRIBUTE} // eksnetlint: ignore[{DSR}]",
        f"{ATTRIBUTE} /* eksnetlint: ignore[{DSR}] */",
        f"# eksnetlint: ignore[{DSR}]\n  {ATTRIBUTE}",
        f"// eksnetlint: ignore[{DSR}]\n\n  # why\n  // why\n  /* and\n why */\n  {ATTRIBUTE}",
        f"/* eksnetlint: ignore[{DSR}] */\n  {ATTRIBUTE}",
        f"/*\n * eksnetlint: ignore[{DSR}]\n */\n  {ATTRIBUTE}",
        f"/* eksnetlint: ignore[{DSR}] */ {ATTRIBUTE}",
    ],
)
def test_a_comment_takes_a_finding_away(lines):
    with_comment(ATTRIBUTE)
    assert len(found()) == 1
    with_comment(lines)
    assert found() == []
    assert found(rule="unused-suppression") == []
    assert summary()["suppressed"] == 1


@pytest.mark.parametrize(
    "lines",
    [
        f"{ATTRIBUTE}\n  # eksnetlint: ignore[{DSR}]",
        f'a = "# eksnetlint: ignore[{DSR}]"\n  {ATTRIBUTE}',
        f"a = <<-EOT\n    # eksnetlint: ignore[{DSR}]\n  EOT\n  {ATTRIBUTE}",
    ],
)
def test_what_is_elsewhere_or_no_comment_takes_nothing_away(lines):
    with_comment(lines)
    assert len(found()) == 1


def test_useless_and_unknown_comments_are_told():
    with_comment(f"// eksnetlint: ignore[{DSR}]\n  # eksnetlint: ignore[nonsense]")
    assert found(rule="unused-suppression") == [("win/main.tf", 5)]
    assert found(rule="unknown-suppression") == [("win/main.tf", 6)]


def test_a_comment_counts_once_for_a_module_that_is_called_twice():
    with_comment(f"{ATTRIBUTE} # eksnetlint: ignore[{DSR}]")
    text = Path("main.tf").read_text()
    Path("main.tf").write_text(text + 'module "more" {\n  source = "./win"\n}\n')
    assert found() == []
    assert summary()["suppressed"] == 1


# --- clusters of several formats ----------------------------------------------------------

EKSCTL = """\
apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata: {name: shop, region: eu-west-1}
iam: {withOIDC: true}
managedNodeGroups: [{name: linux}]
"""
NODES = """\
provider "aws" {
  region = "eu-west-1"
}
resource "aws_eks_node_group" "win" {
  cluster_name    = "shop"
  node_group_name = "win"
  ami_type        = "WINDOWS_CORE_2022_x86_64"
}
"""


def clusters() -> tuple[Cluster, ...]:
    return read((Path(),), declarations([])).clusters


def test_terraform_adds_nodes_to_a_cluster_that_eksctl_makes():
    write(cluster_yaml=EKSCTL, infra__main_tf=NODES)
    (cluster,) = clusters()
    assert [group.title for group in cluster.node_groups] == [
        "node group 'linux'",
        "node group 'win'",
    ]
    family = ip_family(cluster)
    assert is_known(family, IpFamily.IPV4)
    assert family.origin.span is not None
    assert family.origin.span.path == "cluster.yaml"


def test_two_roots_that_make_a_cluster_of_one_name_make_two():
    write(dev__main_tf=MAIN, prod__main_tf=MAIN, dev__win__main_tf=WIN, prod__win__main_tf=WIN)
    assert sorted(cluster.title for cluster in clusters()) == [
        "cluster 'shop' in eu-west-1 (dev)",
        "cluster 'shop' in eu-west-1 (prod)",
    ]


def test_a_root_may_add_nodes_to_the_cluster_of_another():
    write(base__main_tf=MAIN, base__win__main_tf=WIN, nodes__main_tf=NODES)
    (cluster,) = clusters()
    assert len(cluster.node_groups) == 3
