"""The environment of the VPC CNI's DaemonSet, and releases of its chart, in Terraform."""

from __future__ import annotations

import pytest

from eksnetlint.model.cni import CniConfiguration, Holder
from eksnetlint.values import Unknown, is_known
from tests.readers.terraform.kubernetes.written import only, place, read

TYPED = """
resource "kubernetes_daemon_set_v1" "cni" {
  metadata {
    name      = "aws-node"
    namespace = "kube-system"
  }
  spec {
    selector { match_labels = { k8s-app = "aws-node" } }
    template {
      metadata { labels = { k8s-app = "aws-node" } }
      spec {
        container {
          name  = "aws-node"
          image = "example.com/cni:1"
          env {
            name  = "ENABLE_POD_ENI"
            value = "true"
          }
          env {
            name = "MY_NODE_NAME"
            value_from {
              field_ref { field_path = "spec.nodeName" }
            }
          }
        }
      }
    }
  }
}
"""
MANIFEST = """
resource "kubernetes_manifest" "cni" {
  manifest = {
    apiVersion = "apps/v1"
    kind       = "DaemonSet"
    metadata   = { name = "aws-node", namespace = "kube-system" }
    spec = {
      selector = { matchLabels = { k8s-app = "aws-node" } }
      template = {
        metadata = { labels = { k8s-app = "aws-node" } }
        spec = {
          containers = [{
            name  = "aws-node"
            image = "example.com/cni:1"
            env   = [{ name = "ENABLE_POD_ENI", value = var.eni }]
          }]
        }
      }
    }
  }
}
"""


def test_the_environment_of_a_typed_daemon_set_is_read_at_its_own_lines():
    found = only(read(TYPED), CniConfiguration)
    assert is_known(found.holder, Holder.DAEMON_SET)
    assert found.environment is not None
    assert is_known(found.environment["ENABLE_POD_ENI"], "true")
    assert place(found.environment["ENABLE_POD_ENI"]) == 'value = "true"'
    assert isinstance(found.environment["MY_NODE_NAME"], Unknown)
    assert isinstance(found.flag("enable-windows-ipam"), Unknown)


@pytest.mark.parametrize(("value", "expected"), [('default = "true"', "true"), ("", None)])
def test_the_environment_of_a_manifest_is_what_variables_say(value: str, expected: str | None):
    found = only(read(f'variable "eni" {{\n  {value}\n}}\n{MANIFEST}'), CniConfiguration)
    assert found.environment is not None
    eni = found.environment["ENABLE_POD_ENI"]
    assert is_known(eni, expected) if expected else isinstance(eni, Unknown)


def test_a_daemon_set_that_may_not_exist_says_nothing():
    doubtful = TYPED.replace('"cni" {', '"cni" {\n  count = var.number', 1)
    assert not any(isinstance(item, CniConfiguration) for item in read(doubtful))


def test_the_environment_that_a_release_sets_is_read():
    found = only(
        read(
            """
            resource "helm_release" "cni" {
              name   = "aws-vpc-cni"
              chart  = "aws-vpc-cni"
              values = [yamlencode({ env = { ENABLE_POD_ENI = "true" } })]
              set {
                name  = "env.WARM_IP_TARGET"
                value = "3"
                type  = "string"
              }
            }
            """
        ),
        CniConfiguration,
    )
    assert found.environment is not None
    assert is_known(found.environment["ENABLE_POD_ENI"], "true")
    assert is_known(found.environment["WARM_IP_TARGET"], "3")


def test_a_release_of_flux_is_read_in_a_manifest():
    found = only(
        read(
            """
            variable "ipam" { default = "true" }
            resource "kubernetes_manifest" "cni" {
              manifest = {
                apiVersion = "helm.toolkit.fluxcd.io/v2"
                kind       = "HelmRelease"
                metadata   = { name = "cni", namespace = "kube-system" }
                spec = {
                  chart  = { spec = { chart = "aws-vpc-cni" } }
                  values = { enableWindowsIpam = var.ipam }
                }
              }
            }
            """
        ),
        CniConfiguration,
    )
    assert is_known(found.holder, Holder.CHART)
    assert is_known(found.flag("enable-windows-ipam"), True)
    assert place(found.flag("enable-windows-ipam")) == "enableWindowsIpam = var.ipam"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ('yamlencode({ enableWindowsIpam = "true" })', True),
        ('"enableWindowsIpam: \\"true\\""', True),
        ("var.values", None),
    ],
)
def test_a_release_of_argo_is_read_in_a_manifest(values: str, expected: bool | None):
    text = f"""
    resource "kubernetes_manifest" "cni" {{
      manifest = {{
        apiVersion = "argoproj.io/v1alpha1"
        kind       = "Application"
        metadata   = {{ name = "cni", namespace = "argocd" }}
        spec = {{
          source = {{
            chart = "aws-vpc-cni"
            helm  = {{ values = {values} }}
          }}
        }}
      }}
    }}
    """
    flag = only(read(text), CniConfiguration).flag("enable-windows-ipam")
    assert is_known(flag, expected) if expected else isinstance(flag, Unknown)
