"""Where Windows cannot run: Fargate, Auto Mode, hybrid nodes, local clusters."""

from __future__ import annotations

import pytest

from eksnetlint.model.cluster import Cluster
from eksnetlint.model.declared import NOTHING
from eksnetlint.model.linking import link
from eksnetlint.model.linux_only import (
    fargate_profile,
    is_made_elsewhere,
    is_on_outpost,
    linux_only_compute,
)
from eksnetlint.readers.files import Input, read_files
from eksnetlint.values import Known, Unknown, Value
from tests.readers.terraform.aws.building import clusters

HEAD = """\
apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata: {name: shop, region: eu-west-1}
"""
POD = """\
---
apiVersion: v1
kind: Pod
metadata: {name: web%s, labels: {app: web}}
spec:
  nodeSelector: {kubernetes.io/os: windows%s}
  containers: [{name: web}]
"""
OUTPOST = "arn:aws:outposts:eu-west-1:111122223333:outpost/op-0123456789abcdef0"


def linked(text: str) -> Cluster:
    objects = read_files([Input("a.yaml", text.encode)], "eksnetlint:").reading.objects
    (cluster,) = link(objects, NOTHING)
    return cluster


def value(found: Value[object]) -> object:
    return found.value if isinstance(found, Known) else "?"


@pytest.mark.parametrize(
    ("selectors", "profile"),
    [
        ("{namespace: shop}", "jobs"),
        ("{namespace: sh*}", "jobs"),
        ("{namespace: kube-system}, {namespace: shop}", "jobs"),
        ("{namespace: shop, labels: {app: web}}", "jobs"),
        ("{namespace: shop, labels: {app: other}}", None),
        ("{namespace: shop, labels: {app: web, compute: fargate}}", None),
        ("{namespace: kube-system}", None),
        ('{namespace: "{{ .n }}"}', "?"),
        ('{namespace: shop, labels: {app: "{{ .a }}"}}', "?"),
        ('{namespace: kube-system, labels: {app: "{{ .a }}"}}', None),
    ],
)
def test_a_profile_takes_the_pods_that_a_selector_matches(
    selectors: str, profile: str | None
) -> None:
    text = f"{HEAD}fargateProfiles: [{{name: jobs, selectors: [{selectors}]}}]\n"
    cluster = linked(text + POD % (", namespace: shop", ""))
    found = fargate_profile(cluster.workloads[0], cluster)
    assert value(found) == profile
    if profile == "jobs":
        assert found.origin.span is not None
        assert found.origin.span.text == "name: jobs"


def test_a_pod_without_a_namespace_may_be_taken() -> None:
    text = f"{HEAD}fargateProfiles: [{{name: jobs, selectors: [{{namespace: shop}}]}}]\n"
    cluster = linked(text + POD % ("", ""))
    assert isinstance(fargate_profile(cluster.workloads[0], cluster), Unknown)


def test_without_profiles_none_takes_a_pod() -> None:
    cluster = linked(HEAD + POD % ("", ""))
    assert value(fargate_profile(cluster.workloads[0], cluster)) is None


@pytest.mark.parametrize(
    ("label", "compute"),
    [
        ("auto", "EKS Auto Mode"),
        ("hybrid", "EKS Hybrid Nodes"),
        ("fargate", "Fargate"),
        ("ec2", None),
        ('"{{ .c }}"', None),
    ],
)
def test_compute_is_asked_for_by_a_label(label: str, compute: str | None) -> None:
    cluster = linked(POD % ("", f", eks.amazonaws.com/compute-type: {label}"))
    found = linux_only_compute(cluster.workloads[0], cluster)
    assert value(found) == compute
    if compute:
        assert found.origin.span is not None
        assert found.origin.span.text == f"eks.amazonaws.com/compute-type: {label}"


@pytest.mark.parametrize(
    ("terms", "compute"),
    [
        ("{matchExpressions: [{key: K, operator: In, values: [auto]}]}", "EKS Auto Mode"),
        ("{matchExpressions: [{key: K, operator: In, values: [auto, auto]}]}", "EKS Auto Mode"),
        ("{matchExpressions: [{key: K, operator: In, values: [auto, ec2]}]}", None),
        ("{matchExpressions: [{key: K, operator: In, values: [auto, hybrid]}]}", None),
        ("{matchExpressions: [{key: K, operator: NotIn, values: [auto]}]}", None),
        ("{matchExpressions: [{key: K, operator: Exists}]}", None),
        # Nodes that fit the other term are enough.
        (
            "{matchExpressions: [{key: K, operator: In, values: [auto]}]}, "
            "{matchExpressions: [{key: a, operator: In, values: [b]}]}",
            None,
        ),
    ],
)
def test_compute_is_asked_for_by_required_affinity(terms: str, compute: str | None) -> None:
    where = "requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [%s]}"
    affinity = where % terms.replace("K", "eks.amazonaws.com/compute-type")
    pod = (POD % ("", "")) + f"  affinity: {{nodeAffinity: {{{affinity}}}}}\n"
    cluster = linked(pod)
    assert value(linux_only_compute(cluster.workloads[0], cluster)) == compute


def test_a_local_cluster_says_where_its_control_plane_is() -> None:
    local = is_on_outpost(linked(f"{HEAD}outpost: {{controlPlaneOutpostARN: {OUTPOST}}}\n"))
    assert value(local) is True
    assert local.origin.span is not None
    assert local.origin.span.text == f"controlPlaneOutpostARN: {OUTPOST}"
    assert local.is_set


def test_a_cluster_is_in_the_region_by_default() -> None:
    found = is_on_outpost(linked(HEAD))
    assert value(found) is False
    assert not found.is_set


@pytest.mark.parametrize(
    ("text", "is_elsewhere"),
    [
        (f"{HEAD}managedNodeGroups: [{{name: a}}]\n", False),
        (f"{HEAD}iam: {{withOIDC: true}}\n", False),
        (POD % ("", ""), True),
    ],
)
def test_an_eksctl_file_may_make_the_cluster(text: str, is_elsewhere: bool) -> None:
    assert value(is_made_elsewhere(linked(text))) is is_elsewhere


@pytest.mark.parametrize(
    ("text", "is_elsewhere"),
    [
        ('resource "aws_eks_cluster" "shop" { name = "shop" }', False),
        ('resource "aws_eks_node_group" "a" { cluster_name = "shop" }', True),
    ],
)
def test_a_root_without_the_cluster_only_adds_to_it(text: str, is_elsewhere: bool) -> None:
    (cluster,) = link(clusters(text), NOTHING)
    assert value(is_made_elsewhere(cluster)) is is_elsewhere


def test_manifests_do_not_say_where_a_control_plane_is() -> None:
    found = is_on_outpost(linked(POD % ("", "")))
    assert isinstance(found, Unknown)
    assert not found.is_set


def test_terraform_gives_a_local_cluster_a_block() -> None:
    (local,) = clusters(f"""
    resource "aws_eks_cluster" "shop" {{
      name = "shop"
      outpost_config {{
        outpost_arns = ["{OUTPOST}"]
      }}
    }}
    """)
    assert value(local.is_on_outpost) is True
    assert local.is_on_outpost.origin.span is not None
    assert local.is_on_outpost.origin.span.first.line == 4
    (other,) = clusters('resource "aws_eks_cluster" "shop" { name = "shop" }')
    assert value(other.is_on_outpost) is False
    (hidden,) = clusters("""
    resource "aws_eks_cluster" "shop" {
      name = "shop"
      dynamic "outpost_config" {
        for_each = var.x
        content { outpost_arns = [outpost_config.value] }
      }
    }
    """)
    assert isinstance(hidden.is_on_outpost, Unknown)
    assert hidden.is_on_outpost.is_set
