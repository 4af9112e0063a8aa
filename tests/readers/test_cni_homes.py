"""Where the settings of the VPC CNI end up, and what becomes of other keys there."""

from __future__ import annotations

import pytest

from eksnetlint.model.cni import CniConfiguration
from eksnetlint.model.declared import NOTHING
from eksnetlint.model.linking import link
from eksnetlint.readers.files import Input, read_files
from eksnetlint.values import Unknown, Value, known_or

CONFIG_MAP = (
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {%s}\ndata: {enable-windows-ipam: 'true'}\n"
)
FLUX = """\
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: cni, namespace: flux-system}
spec: {%s chart: {spec: {chart: aws-vpc-cni}}}
"""
ARGO = """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cni, namespace: argocd}
spec: {%s source: {chart: aws-vpc-cni}}
"""
RELEASE = 'resource "helm_release" "cni" {\n  name = "cni"\n  chart = "aws-vpc-cni"\n  %s\n}\n'
RESOURCE = """\
resource "kubernetes_config_map%s" "cni" {
  metadata {
    name      = "amazon-vpc-cni"
    namespace = "kube-system"
  }
  data = { enable-windows-ipam = true }
}
"""
EKSCTL = """\
apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata: {name: a, region: b}
addons: [{name: vpc-cni, %s}]
"""
ADD_ON = """\
resource "aws_eks_addon" "cni" {
  cluster_name = "shop"
  addon_name   = "vpc-cni"
  %s
}
"""
MODULE = """\
module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "%s"
  %s = { vpc-cni = { %s } }
}
"""


def read(text: str) -> CniConfiguration:
    name = "main.tf" if text.startswith(("resource", "module")) else "a.yaml"
    objects = read_files([Input(name, text.encode)], "eksnetlint:").reading.objects
    (found,) = (item for part in link(objects, NOTHING) for item in part.cni_configurations)
    return found


def shown(value: Value[object]) -> object:
    return "unknown" if isinstance(value, Unknown) else known_or(value, None)


@pytest.mark.parametrize(
    ("text", "name", "namespace"),
    [
        (CONFIG_MAP % "name: amazon-vpc-cni, namespace: shop", "amazon-vpc-cni", "shop"),
        (CONFIG_MAP % "name: cni", "cni", "unknown"),
        (FLUX % "", "amazon-vpc-cni", "flux-system"),
        (FLUX % "targetNamespace: kube-system,", "amazon-vpc-cni", "kube-system"),
        (ARGO % "", "amazon-vpc-cni", "unknown"),
        (ARGO % "destination: {namespace: cni},", "amazon-vpc-cni", "cni"),
        (RELEASE % "", "amazon-vpc-cni", "default"),
        (RELEASE % 'namespace = "kube-system"', "amazon-vpc-cni", "kube-system"),
        (RELEASE % "namespace = var.x", "amazon-vpc-cni", "unknown"),
        (ADD_ON % "", "unknown", "unknown"),
    ],
)
def test_a_chart_writes_the_config_map_into_its_own_namespace(text, name, namespace):
    found = read(text)
    assert (shown(found.name), shown(found.namespace)) == (name, namespace)


def test_the_namespace_stands_where_it_is_written():
    found = read(FLUX % "")
    assert found.namespace.origin.span is not None
    assert found.namespace.origin.span.text == "namespace: flux-system"
    found = read(RELEASE % 'namespace = "a"')
    assert found.namespace.origin.span is not None
    assert found.namespace.origin.span.text == 'namespace = "a"'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (RESOURCE % "", True),
        (RESOURCE % "_v1", True),
        (RESOURCE % "_v1_data", False),
        (CONFIG_MAP % "name: amazon-vpc-cni", False),
        (FLUX % "", False),
    ],
)
def test_only_a_resource_for_the_whole_config_map_takes_other_keys_away(text, expected):
    assert read(text).replaces_all is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (EKSCTL % "version: latest", False),
        (EKSCTL % "resolveConflicts: preserve", True),
        (EKSCTL % "resolveConflicts: overwrite", False),
        (EKSCTL % "resolveConflicts: '${HOW}'", "unknown"),
        (ADD_ON % "", False),
        (ADD_ON % 'resolve_conflicts_on_update = "PRESERVE"', True),
        (ADD_ON % 'resolve_conflicts_on_update = "NONE"', False),
        (ADD_ON % 'resolve_conflicts = "PRESERVE"', True),
        (ADD_ON % "resolve_conflicts_on_update = var.x", "unknown"),
        (MODULE % ("21.0.0", "addons", ""), False),
        (MODULE % ("21.0.0", "addons", 'resolve_conflicts_on_update = "PRESERVE"'), True),
        (MODULE % ("20.0.0", "cluster_addons", 'resolve_conflicts_on_update = "PRESERVE"'), True),
        (MODULE % ("18.0.0", "cluster_addons", 'resolve_conflicts = "PRESERVE"'), True),
        (RESOURCE % "", "unknown"),
    ],
)
def test_an_add_on_keeps_what_others_change_only_where_it_is_told_to(text, expected):
    assert shown(read(text).preserves) == expected
