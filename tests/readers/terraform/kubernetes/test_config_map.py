"""ConfigMaps of the kubernetes provider."""

from eksnetlint.model.cni import CniConfiguration
from eksnetlint.values import Reason, Unknown, is_known
from tests.readers.terraform.kubernetes.written import chain, only, place, read


def test_a_config_map_is_read_at_its_own_lines():
    found = only(
        read(
            """
            resource "kubernetes_config_map" "cni" {
              metadata {
                name      = "amazon-vpc-cni"
                namespace = "kube-system"
              }
              data = {
                enable-windows-ipam = "false"
                "warm-ip-target"    = 1
              }
            }
            """
        ),
        CniConfiguration,
    )
    ipam = found.settings["enable-windows-ipam"]
    assert is_known(ipam, "false")
    assert place(ipam) == 'enable-windows-ipam = "false"'
    assert found.span.text == 'name      = "amazon-vpc-cni"'
    target = found.settings["warm-ip-target"]
    assert is_known(target, "1")
    assert place(target) == '"warm-ip-target"    = 1'
    assert found.open_because is None


def test_terraform_makes_strings_of_booleans():
    found = only(
        read(
            """
            resource "kubernetes_config_map_v1" "cni" {
              metadata {
                name = "amazon-vpc-cni"
              }
              data = { enable-windows-ipam = true }
            }
            """
        ),
        CniConfiguration,
    )
    assert is_known(found.flag("enable-windows-ipam"), True)


def test_a_value_that_cannot_be_seen_keeps_its_reason():
    found = only(
        read(
            """
            resource "kubernetes_config_map" "cni" {
              metadata {
                name = "amazon-vpc-cni"
              }
              data = {
                enable-windows-ipam = var.ipam
              }
            }
            """
        ),
        CniConfiguration,
    )
    flag = found.flag("enable-windows-ipam")
    assert isinstance(flag, Unknown)
    assert flag.reason.text.startswith("variable 'ipam' has no default")
    assert chain(flag) == ["enable-windows-ipam = var.ipam", 'variable "ipam"']


def test_a_sensitive_value_is_never_shown():
    found = only(
        read(
            """
            resource "kubernetes_config_map" "cni" {
              metadata {
                name = "amazon-vpc-cni"
              }
              data = {
                enable-windows-ipam = sensitive("true")
              }
            }
            """
        ),
        CniConfiguration,
    )
    flag = found.flag("enable-windows-ipam")
    assert isinstance(flag, Unknown)
    assert flag.reason == Reason("a value is marked as sensitive")


def test_single_keys_of_a_config_map_leave_the_others_to_others():
    found = only(
        read(
            """
            resource "kubernetes_config_map_v1_data" "cni" {
              metadata {
                name      = "amazon-vpc-cni"
                namespace = "kube-system"
              }
              data = {
                enable-windows-ipam = "true"
              }
              force = true
            }
            """
        ),
        CniConfiguration,
    )
    assert is_known(found.flag("enable-windows-ipam"), True)
    other = found.flag("enable-windows-prefix-delegation")
    assert isinstance(other, Unknown)
    assert not other.is_set


_COUNTED = """
    resource "kubernetes_config_map" "cni" {
      count = %s
      metadata {
        name = "amazon-vpc-cni"
      }
      data = {
        enable-windows-ipam = "true"
      }
    }
    """


def test_a_config_map_that_may_not_exist_says_nothing():
    found = only(read(_COUNTED % "var.number"), CniConfiguration)
    flag = found.flag("enable-windows-ipam")
    assert isinstance(flag, Unknown)
    assert flag.reason.text.startswith("variable 'number' has no default")


def test_what_does_not_exist_is_not_read():
    assert read(_COUNTED % "0") == []


def test_a_data_source_declares_nothing():
    text = """
        data "kubernetes_config_map" "cni" {
          metadata {
            name = "amazon-vpc-cni"
          }
        }
        """
    assert read(text) == []


def test_a_value_is_used_here_and_written_there():
    found = only(
        read(
            """
            module "cni" {
              source = "./cni"
              data   = local.data
            }
            locals {
              data = { enable-windows-ipam = "false" }
            }
            """,
            {
                "cni/main.tf": """
                    variable "data" { type = map(string) }
                    resource "kubernetes_config_map" "cni" {
                      metadata {
                        name = "amazon-vpc-cni"
                      }
                      data = var.data
                    }
                    """
            },
        ),
        CniConfiguration,
    )
    assert chain(found.flag("enable-windows-ipam")) == [
        'enable-windows-ipam = "false"',
        "var.data",
        "data   = local.data",
        'data = { enable-windows-ipam = "false" }',
    ]


def test_merged_data_may_have_further_keys():
    found = only(
        read(
            """
            resource "kubernetes_config_map" "cni" {
              metadata {
                name = "amazon-vpc-cni"
              }
              data = merge({ warm-ip-target = 1 }, var.more)
            }
            """
        ),
        CniConfiguration,
    )
    assert isinstance(found.flag("enable-windows-ipam"), Unknown)
