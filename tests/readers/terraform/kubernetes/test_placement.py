"""Where Terraform's workloads run, and the pools of nodes that it declares."""

from __future__ import annotations

from eksnetlint.model.candidates import candidate_groups
from eksnetlint.model.cluster import Cluster
from eksnetlint.model.declared import NOTHING
from eksnetlint.model.linking import link
from eksnetlint.model.manifest import NodePool
from eksnetlint.model.node_group import Os
from eksnetlint.readers.terraform.aws import read_aws
from eksnetlint.readers.terraform.kubernetes.reader import read_kubernetes_resources
from eksnetlint.values import Known, Unknown, is_known
from tests.readers.terraform.aws.building import root
from tests.readers.terraform.kubernetes.written import only, read

SHOP = """
resource "aws_eks_cluster" "shop" {{
  name = "shop"
}}
resource "aws_eks_node_group" "win" {{
  cluster_name    = aws_eks_cluster.shop.name
  node_group_name = "win"
  ami_type        = "WINDOWS_CORE_2022_x86_64"
  labels          = {{ pool = "batch" }}
  taint {{
    key    = "os"
    value  = "windows"
    effect = "NO_SCHEDULE"
  }}
}}
resource "kubernetes_deployment" "web" {{
  metadata {{
    name = "web"
  }}
  spec {{
    selector {{ match_labels = {{ app = "web" }} }}
    template {{
      metadata {{ labels = {{ app = "web" }} }}
      spec {{
        {}
        container {{
          name  = "web"
          image = "example.com/web:1"
        }}
      }}
    }}
  }}
}}
"""
TOLERATION = 'toleration {\n key = "os"\n operator = "Exists"\n }\n'
SELECTOR = 'node_selector = { "kubernetes.io/os" = "windows", pool = "%s" }\n'
AFFINITY = """
affinity {
  node_affinity {
    required_during_scheduling_ignored_during_execution {
      node_selector_term {
        match_expressions {
          key      = "kubernetes.io/os"
          operator = "In"
          values   = ["windows"]
        }
      }
    }
  }
}
"""
POOL = """
resource "kubernetes_manifest" "pool" {
  %s
  manifest = {
    apiVersion = "karpenter.sh/v1"
    kind       = "NodePool"
    metadata   = { name = "windows" }
    spec = {
      template = {
        metadata = { labels = { pool = "batch" } }
        spec = {
          nodeClassRef = { group = "karpenter.k8s.aws", kind = "EC2NodeClass", name = "windows" }
          requirements = [{ key = "kubernetes.io/os", operator = "In", values = ["windows"] }]
          taints       = [{ key = "os", value = "windows", effect = "NoSchedule" }]
        }
      }
    }
  }
}
"""


def cluster(text: str) -> Cluster:
    found = root(text)
    objects = [*read_aws(found).objects, *read_kubernetes_resources(found).objects]
    (linked,) = link(objects, NOTHING)
    return linked


def groups(pod_spec: str) -> list[str] | None:
    """The titles of the groups that take the pods; None where that cannot be decided."""
    linked = cluster(SHOP.format(pod_spec))
    (workload,) = linked.workloads
    found = candidate_groups(workload, linked)
    return [group.title for group in found.value] if isinstance(found, Known) else None


def test_a_group_takes_the_pods_that_tolerate_its_taint():
    assert groups(SELECTOR % "batch" + TOLERATION) == ["node group 'win'"]
    assert groups(AFFINITY + TOLERATION) == ["node group 'win'"]


def test_a_group_does_not_take_others():
    assert groups(SELECTOR % "batch") == []
    assert groups(SELECTOR % "web" + TOLERATION) == []


def test_what_cannot_be_seen_decides_nothing():
    assert (
        groups('node_selector = { "kubernetes.io/os" = "windows", pool = var.x }' + TOLERATION)
        is None
    )
    assert groups("node_selector = var.x\n" + TOLERATION) is None


def test_a_pool_in_a_manifest_is_a_group():
    (group,) = cluster(POOL % "").node_groups
    assert is_known(group.os, Os.WINDOWS)
    assert is_known(group.labels.items["pool"], "batch")
    (taint,) = group.taints.items
    assert is_known(taint.effect, "NoSchedule")
    assert group.labels.open_because is group.taints.open_because is None


def test_of_a_pool_that_may_not_exist_nothing_is_known():
    (group,) = cluster(POOL % "count = var.x").node_groups
    assert isinstance(group.os, Unknown)
    assert group.labels.open_because is not None
    assert group.taints.open_because is not None


def test_the_chart_alone_is_no_group():
    text = 'resource "helm_release" "karpenter" {\n  name = "k"\n  chart = "karpenter"\n}\n'
    assert only(read(text), NodePool).class_kind is None
    assert cluster(text).node_groups == ()
