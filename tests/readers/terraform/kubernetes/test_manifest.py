"""Whole manifests, as objects and as YAML texts."""

from pathlib import Path

from eksnetlint.model.cni import CalicoInstallation, CniConfiguration, WindowsDataplane
from eksnetlint.model.manifest import NodePool, Platform, PlatformSign
from eksnetlint.model.node_group import Os
from eksnetlint.model.workload import Workload
from eksnetlint.values import Known, Unknown, is_known
from tests.readers.terraform.kubernetes.written import chain, only, place, read


def test_a_manifest_in_hcl_is_read_at_its_own_lines():
    objects = read(
        """
        resource "kubernetes_manifest" "cni" {
          manifest = {
            apiVersion = "v1"
            kind       = "ConfigMap"
            metadata = {
              name = "amazon-vpc-cni"
            }
            data = {
              "enable-windows-ipam" = "false"
            }
          }
        }
        """
    )
    found = only(objects, CniConfiguration)
    assert found.span.text == 'name = "amazon-vpc-cni"'
    assert place(found.flag("enable-windows-ipam")) == '"enable-windows-ipam" = "false"'
    sign = only(objects, PlatformSign)
    assert (sign.platform, sign.span.text) == (Platform.EKS, 'name = "amazon-vpc-cni"')


def test_a_manifest_that_names_no_namespace_leaves_it_open():
    text = """
        resource "kubernetes_manifest" "orders" {
          manifest = {
            apiVersion = "v1"
            kind       = "Pod"
            metadata   = { name = "orders" }
            spec = {
              containers   = [{ name = "orders" }]
              nodeSelector = { "kubernetes.io/os" = "windows" }
              hostNetwork  = var.host_network
            }
          }
        }
        """
    workload = only(read(text), Workload)
    assert isinstance(workload.namespace, Unknown)
    assert is_known(workload.os, Os.WINDOWS)
    assert isinstance(workload.host_network, Unknown)
    assert place(workload.host_network) == "hostNetwork  = var.host_network"


def test_the_items_of_a_list_are_read():
    text = """
        resource "kubernetes_manifest" "all" {
          count = %s
          manifest = {
            apiVersion = "v1"
            kind       = "List"
            items = [{
              apiVersion = "v1"
              kind       = "ConfigMap"
              metadata   = { name = "amazon-vpc-cni" }
            }]
          }
        }
        """
    assert only(read(text % "1"), CniConfiguration).open_because is None
    assert only(read(text % "var.number"), CniConfiguration).open_because is not None


def test_a_text_that_cannot_be_seen_declares_nothing():
    text = """
        resource "kubectl_manifest" "all" {
          yaml_body = var.body
        }
        """
    assert read(text) == []


_NODE_POOL = r"""
    resource "kubectl_manifest" "pool" {
      yaml_body = "apiVersion: karpenter.sh/v1\nkind: NodePool\nmetadata: {name: all}\n"
    }
    """


def test_a_yaml_text_is_read():
    pool = only(read(_NODE_POOL), NodePool)
    assert is_known(pool.name, "all")
    assert is_known(pool.is_windows, False)


def test_an_installation_is_read_from_hcl():
    text = """
        resource "kubernetes_manifest" "calico" {
          manifest = {
            apiVersion = "operator.tigera.io/v1"
            kind       = "Installation"
            metadata   = { name = "default" }
            spec = {
              serviceCIDRs = ["10.100.0.0/16"]
              calicoNetwork = {
                windowsDataplane = "HNS"
              }
            }
          }
        }
        """
    found = only(read(text), CalicoInstallation)
    assert is_known(found.windows_dataplane, WindowsDataplane.HNS)
    assert place(found.windows_dataplane) == 'windowsDataplane = "HNS"'
    assert is_known(found.service_cidrs, ("10.100.0.0/16",))


def test_the_kubectl_provider_can_override_the_namespace():
    text = r"""
        resource "kubectl_manifest" "orders" {
          override_namespace = "shop"
          yaml_body          = "{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: b}, spec: {containers: [{name: a}]}}"
        }
        """  # noqa: E501
    workload = only(read(text), Workload)
    assert isinstance(workload.namespace, Known)
    assert workload.namespace.value == "shop"
    assert place(workload.namespace) == 'override_namespace = "shop"'


def test_a_heredoc_is_read_at_its_own_lines():
    text = """
        resource "kubectl_manifest" "cni" {
          yaml_body = <<-YAML
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: amazon-vpc-cni
              namespace: ${var.namespace}
            data:
              enable-windows-ipam: "false"  # not yet
              branch-eni-cooldown: ${var.cooldown}
          YAML
        }
        """
    found = only(read(text), CniConfiguration)
    assert found.span.text == "name: amazon-vpc-cni"
    flag = found.flag("enable-windows-ipam")
    assert is_known(flag, False)
    assert chain(flag) == ['enable-windows-ipam: "false"']
    cooldown = found.settings["branch-eni-cooldown"]
    assert isinstance(cooldown, Unknown)
    assert place(cooldown) == "branch-eni-cooldown: ${var.cooldown}"


def test_a_decoded_file_is_read_at_its_own_lines(tmp_path: Path):
    (tmp_path / "cni.yaml").write_text(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: amazon-vpc-cni}\n"
        "data:\n  enable-windows-ipam: 'no'\n"
    )
    text = """
        resource "kubernetes_manifest" "cni" {
          manifest = yamldecode(file("${path.module}/cni.yaml"))
        }
        """
    found = only(read(text, root=tmp_path), CniConfiguration)
    flag = found.flag("enable-windows-ipam")
    assert is_known(flag, False)
    assert str(flag.origin.span) == "cni.yaml:5:3"
    assert chain(flag) == [
        "enable-windows-ipam: 'no'",
        'manifest = yamldecode(file("${path.module}/cni.yaml"))',
    ]


def test_a_rendered_template_is_read_at_its_own_lines(tmp_path: Path):
    (tmp_path / "cni.yaml.tpl").write_text(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: amazon-vpc-cni}\n"
        "data:\n  enable-windows-ipam: '${ipam}'\n"
    )
    text = """
        resource "kubectl_manifest" "cni" {
          yaml_body = templatefile("cni.yaml.tpl", { ipam = false })
        }
        """
    found = only(read(text, root=tmp_path), CniConfiguration)
    flag = found.flag("enable-windows-ipam")
    assert is_known(flag, False)
    assert str(flag.origin.span) == "cni.yaml.tpl:5:3"
    assert chain(flag)[1:] == ['yaml_body = templatefile("cni.yaml.tpl", { ipam = false })']


def test_an_encoded_object_is_read_at_its_own_lines():
    text = """
        resource "kubectl_manifest" "cni" {
          yaml_body = yamlencode({
            apiVersion = "v1"
            kind       = "ConfigMap"
            metadata   = { name = "amazon-vpc-cni", labels = var.labels }
            data = {
              enable-windows-ipam = "false"
            }
          })
        }
        """
    found = only(read(text), CniConfiguration)
    assert place(found.flag("enable-windows-ipam")) == 'enable-windows-ipam = "false"'
