"""Which Terraform files are worth evaluating: whole modules, with all they are joined to."""

from __future__ import annotations

import pytest

from eksnetlint.readers.terraform.relevance import is_plan, is_terraform_path, relevant
from eksnetlint.source.text import Source


def kept(**texts: str) -> list[str]:
    """The paths that are kept, with "/" for "__" and ".tf" where nothing else is named."""
    names = {name.replace("__", "/"): text for name, text in texts.items()}
    sources = [Source(name if "." in name else f"{name}.tf", text) for name, text in names.items()]
    return [source.path for source in relevant(sources)]


def call(path: str) -> str:
    return f'module "a" {{\n  source = "{path}"\n}}\n'


@pytest.mark.parametrize(
    "text",
    [
        'resource "aws_eks_cluster" "a" {}',
        'resource "kubernetes_deployment" "a" {}',
        'resource "kubectl_manifest" "a" {}',
        'resource "helm_release" "a" {}',
        'module "a" { source = "terraform-aws-modules/EKS/aws" }',
        'resource "aws_launch_template" "a" { user_data = file("start.ps1") }',
    ],
)
def test_a_folder_is_kept_whole_where_one_file_tells_of_clusters(text):
    assert kept(a__main=text, a__variables="variable {}", b__main="bucket") == [
        "a/main.tf",
        "a/variables.tf",
    ]


def test_nothing_is_kept_where_nothing_tells_of_clusters():
    assert kept(a='resource "aws_s3_bucket" "a" {}', **{"b.tfvars": "a = 1"}) == []


def test_what_calls_a_kept_folder_and_what_that_calls_is_kept():
    texts = {
        "live__main": call("../modules/a"),
        "modules__a__main": call("./b"),
        "modules__a__b__main": "resource aws_eks_node_group",
        "modules__c__main": call("../a//"),
        "other__main": "bucket",
    }
    assert kept(**texts) == [
        "live/main.tf",
        "modules/a/main.tf",
        "modules/a/b/main.tf",
        "modules/c/main.tf",
    ]


def test_a_call_is_read_from_json_too():
    json = '{"module": {"a": {"source": "../b"}}}'
    assert kept(**{"a__main.tf.json": json, "b__main": "eks"}) == ["a/main.tf.json", "b/main.tf"]


def test_a_call_of_what_is_not_in_the_scan_may_lead_to_a_cluster():
    assert kept(live__main=call("../modules/a")) == ["live/main.tf"]


def test_files_of_values_are_kept_for_any_module():
    texts = {"envs__dev.tfvars": "a = 1", "b__c.tfvars.json": "{}", "main": "eks"}
    assert kept(**texts) == ["envs/dev.tfvars", "b/c.tfvars.json", "main.tf"]


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("a/main.tf", True),
        ("main.tofu", True),
        ("main.tf.json", True),
        ("prod.tfvars.json", True),
        ("a/terragrunt.hcl", True),
        ("a/region.hcl", False),
        ("a/policy.hcl", False),
        ("main.json", False),
        ("terraform.tfstate", False),
    ],
)
def test_terraforms_files_are_known_by_their_names(path, wanted):
    assert is_terraform_path(path) is wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('{"format_version": "1.2", "planned_values": {}}', True),
        ('\n{"format_version":"1.0","values":{"root_module":{}}}', True),
        ('{"resource_changes": [], "format_version": "1.2"}', True),
        ('{"format_version": "1.2"}', False),
        ('{"planned_values": {}}', False),
        ('- {"format_version": "1.2", "planned_values": {}}', False),
    ],
)
def test_plans_and_states_are_known_by_their_keys(text, wanted):
    assert is_plan(text) is wanted
