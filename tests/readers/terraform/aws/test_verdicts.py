"""What the rules make of a root module, marked at the lines they point to."""

from __future__ import annotations

import re
from textwrap import dedent

import pytest

from eksnetlint.judge import judge
from eksnetlint.model.declared import NOTHING
from eksnetlint.model.linking import link
from eksnetlint.readers.terraform.aws import read_aws
from eksnetlint.rulebook import load_rules
from tests.readers.terraform.aws.building import root

MARKER = re.compile(r"# <- (finding|open) ([\w-]+)\s*$")
RULES = load_rules()


def verdicts(text: str) -> set[tuple[int, str, str]]:
    judgement = judge(RULES, link(read_aws(root(text.lstrip("\n"))).objects, NOTHING))
    found = [("finding", item) for item in judgement.findings]
    found += [("open", item) for item in judgement.open]
    return {(item.span.first.line, kind, item.rule.id) for kind, item in found}


def marked(text: str) -> set[tuple[int, str, str]]:
    return {
        (number, match[1], match[2])
        for number, line in enumerate(dedent(text).lstrip("\n").split("\n"), 1)
        for match in MARKER.finditer(line)
    }


CASES = {
    "two interfaces of a launch template": """
        resource "aws_eks_node_group" "win" {
          cluster_name = "shop"
          ami_type     = "WINDOWS_CORE_2022_x86_64" # <- open windows-ipam-not-enabled
          launch_template {
            id      = aws_launch_template.win.id
            version = 1
          }
        }
        resource "aws_launch_template" "win" {
          network_interfaces {
            device_index = 0
          }
          network_interfaces { # <- finding windows-multiple-enis
            device_index = 1
          }
        }
        """,
    "one interface": """
        resource "aws_eks_node_group" "win" {
          cluster_name = "shop"
          ami_type     = "WINDOWS_CORE_2022_x86_64" # <- open windows-dsr-not-enabled
          launch_template {
            id      = aws_launch_template.win.id
            version = 1
          }
        }
        resource "aws_launch_template" "win" {
          network_interfaces {
            device_index = 0
          }
        }
        """,
    "two interfaces of Linux nodes": """
        resource "aws_eks_node_group" "linux" {
          cluster_name = "shop"
          ami_type     = "AL2023_x86_64_STANDARD"
          launch_template {
            name = aws_launch_template.linux.name
          }
        }
        resource "aws_launch_template" "linux" {
          name = "linux"
          network_interfaces {
            device_index = 0
          }
          network_interfaces {
            device_index = 1
          }
        }
        """,
    "a group that may not be there": """
        resource "aws_eks_node_group" "win" {
          count        = var.x
          cluster_name = "shop"
          ami_type     = "WINDOWS_CORE_2019_x86_64"
        }
        """,
    "a whole cluster for Windows alone": """
        resource "aws_eks_cluster" "shop" {
          name = "shop"
        }
        resource "aws_eks_node_group" "win" { # <- finding no-linux-capacity
          cluster_name = aws_eks_cluster.shop.name
          ami_type     = "WINDOWS_CORE_2019_x86_64" # <- finding windows-dsr-not-enabled
        }
        """,
    "a cluster with Linux nodes": """
        resource "aws_eks_cluster" "shop" {
          name = "shop"
        }
        resource "aws_eks_node_group" "win" {
          cluster_name = aws_eks_cluster.shop.name
          ami_type     = "WINDOWS_CORE_2022_x86_64" # <- open windows-dsr-not-enabled
        }
        resource "aws_eks_node_group" "linux" {
          cluster_name = aws_eks_cluster.shop.name
        }
        """,
    "a cluster of IPv6": """
        resource "aws_eks_cluster" "shop" {
          name = "shop"
          kubernetes_network_config {
            ip_family = "ipv6" # <- finding windows-ipv6-cluster
          }
        }
        resource "aws_eks_node_group" "win" {
          cluster_name = aws_eks_cluster.shop.name
          ami_type     = "WINDOWS_CORE_2022_x86_64"
        }
        resource "aws_eks_node_group" "linux" {
          cluster_name = aws_eks_cluster.shop.name
        }
        """,
    "more pods than addresses, Direct Server Return in time": """
        resource "aws_eks_cluster" "shop" {
          name = "shop"
        }
        resource "aws_eks_node_group" "linux" {
          cluster_name = aws_eks_cluster.shop.name
        }
        resource "aws_eks_node_group" "win" {
          cluster_name    = aws_eks_cluster.shop.name
          node_group_name = "win"
          instance_types  = ["m5.large"]
          launch_template {
            id      = aws_launch_template.win.id
            version = aws_launch_template.win.latest_version
          }
        }
        data "aws_ami" "win" {
          filter {
            name   = "name"
            values = ["Windows_Server-2019-English-Core-EKS_Optimized-${var.x}-*"]
          }
        }
        resource "aws_launch_template" "win" {
          image_id  = data.aws_ami.win.id
          user_data = base64encode(<<-EOT
            <powershell>
            $script = "$env:ProgramFiles/Amazon/EKS/Start-EKSBootstrap.ps1"
            & $script -EKSClusterName "${aws_eks_cluster.shop.name}" `
              -APIServerEndpoint "${aws_eks_cluster.shop.endpoint}" `
              -Base64ClusterCA "${aws_eks_cluster.shop.certificate_authority[0].data}" `
              -KubeProxyExtraArgs "--enable-dsr=true" `
              -KubeletExtraArgs "--max-pods=200" # <- finding windows-max-pods-exceed-addresses
            </powershell>
            EOT
          )
        }
        """,
    "an add-on with prefix delegation alone": """
        resource "aws_eks_cluster" "shop" {
          name = "shop"
        }
        resource "aws_eks_node_group" "linux" {
          cluster_name = aws_eks_cluster.shop.name
        }
        resource "aws_eks_node_group" "win" {
          cluster_name = aws_eks_cluster.shop.name
          ami_type     = "WINDOWS_CORE_2022_x86_64"
        }
        resource "aws_eks_addon" "cni" {
          cluster_name = aws_eks_cluster.shop.name
          addon_name   = "vpc-cni" # <- finding windows-ipam-not-enabled
          configuration_values = <<-EOT
            enableWindowsPrefixDelegation: '1'
          EOT
        }
        """,
    "an add-on with an unusable value": """
        resource "aws_eks_cluster" "shop" {
          name = "shop"
        }
        resource "aws_eks_node_group" "linux" {
          cluster_name = aws_eks_cluster.shop.name
        }
        resource "aws_eks_node_group" "win" {
          cluster_name   = aws_eks_cluster.shop.name
          ami_type       = "WINDOWS_CORE_2022_x86_64"
          instance_types = ["m5.large"]
        }
        resource "aws_eks_addon" "cni" {
          cluster_name = aws_eks_cluster.shop.name
          addon_name   = "vpc-cni"
          configuration_values = jsonencode({
            enableWindowsIpam = "yes" # <- finding vpc-cni-flag-not-boolean
          })
        }
        """,
}


@pytest.mark.parametrize("text", CASES.values(), ids=CASES)
def test_rules_point_where_the_mistake_is(text: str):
    found, wanted = verdicts(text), marked(text)
    assert {item for item in found if item[1] == "finding"} == {
        item for item in wanted if item[1] == "finding"
    }
    assert wanted <= found
