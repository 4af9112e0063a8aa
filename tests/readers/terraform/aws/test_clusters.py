"""What is read of clusters, and which node groups belong to them."""

from __future__ import annotations

import pytest

from eksnetlint.model.cluster import ClusterDeclaration
from eksnetlint.model.ip_family import IpFamily
from eksnetlint.model.manifest import Platform, PlatformSign
from eksnetlint.readers.terraform.aws import read_aws
from eksnetlint.values import Known, Reason, Unknown
from tests.readers.terraform.aws.building import NO_VALUE, clusters, reason, root, written

SHOP = 'resource "aws_eks_cluster" "shop" { name = "shop" }\n'
WINDOWS = """
resource "aws_eks_node_group" "win" {
  cluster_name    = aws_eks_cluster.shop.name
  node_group_name = "win"
  ami_type        = "WINDOWS_CORE_2022_x86_64"
}
"""


def cluster(body: str = "", more: str = "") -> ClusterDeclaration:
    """The only cluster of a root module."""
    text = f'resource "aws_eks_cluster" "shop" {{\n  name = "shop"\n  {body}\n}}\n{more}'
    (found,) = clusters(text)
    return found


class TestACluster:
    def test_has_a_name_a_region_and_a_place(self):
        found = cluster()
        assert found.name == Known("shop", found.name.origin)
        assert written(found.name) == 'name = "shop"'
        assert found.region == Known("eu-west-1", found.region.origin)
        assert found.span.text == 'resource "aws_eks_cluster" "shop"'
        assert found.made_by_eksctl == Known(False, found.made_by_eksctl.origin)

    def test_shows_that_the_platform_is_eks(self):
        reading = read_aws(root('resource "aws_eks_cluster" "shop" { name = "shop" }'))
        found, sign = reading.objects
        assert isinstance(found, ClusterDeclaration)
        assert isinstance(sign, PlatformSign)
        assert (sign.platform, sign.span) == (Platform.EKS, found.span)

    @pytest.mark.parametrize("text", ['version = "1.33"', "version = 1.33"])
    def test_has_a_version(self, text: str):
        found = cluster(text)
        assert found.kubernetes_minor == Known(33, found.kubernetes_minor.origin)
        assert written(found.kubernetes_minor) == text

    @pytest.mark.parametrize("text", ["", 'version = "1"', 'version = "1.3"', "version = var.x"])
    def test_may_have_a_version_that_cannot_be_told(self, text: str):
        found = cluster(text)
        assert isinstance(found.kubernetes_minor, Unknown)
        assert found.kubernetes_minor.is_set is bool(text)

    def test_uses_ipv4_where_nothing_is_said(self):
        found = cluster()
        assert found.ip_family == Known(IpFamily.IPV4, found.ip_family.origin, is_set=False)

    def test_has_an_address_family_and_a_range_of_services(self):
        found = cluster(
            "kubernetes_network_config {\n"
            '    ip_family = "ipv6"\n    service_ipv4_cidr = "10.100.0.0/16"\n  }'
        )
        assert found.ip_family == Known(IpFamily.IPV6, found.ip_family.origin)
        assert written(found.ip_family) == 'ip_family = "ipv6"'
        assert found.service_cidr == Known("10.100.0.0/16", found.service_cidr.origin)

    def test_takes_access_from_the_config_map_by_default(self):
        found = cluster()
        origin = found.authentication_mode.origin
        assert found.authentication_mode == Known("CONFIG_MAP", origin, is_set=False)
        found = cluster('access_config {\n    authentication_mode = "API"\n  }')
        assert found.authentication_mode == Known("API", found.authentication_mode.origin)
        assert written(found.authentication_mode) == 'authentication_mode = "API"'

    def test_gets_the_default_add_ons(self):
        found = cluster()
        assert found.installs_addons == Known(True, found.installs_addons.origin, is_set=False)
        found = cluster("bootstrap_self_managed_addons = false")
        assert found.installs_addons == Known(False, found.installs_addons.origin)


class TestTheWorld:
    def test_is_closed_where_the_root_makes_the_cluster(self):
        found = cluster(more=WINDOWS)
        assert found.is_whole == Known(True, found.is_whole.origin)
        assert found.other_capacity == Known(False, found.other_capacity.origin, is_set=False)

    def test_is_open_in_a_library(self):
        (found,) = clusters(SHOP + WINDOWS, is_library=True)
        assert "callers are not in these files" in reason(found.other_capacity)
        assert isinstance(found.is_whole, Unknown)

    def test_is_open_where_resources_may_be_missing(self):
        (found,) = clusters(SHOP + WINDOWS, open_because=Reason("main.tf is broken"))
        assert reason(found.other_capacity) == "main.tf is broken"

    def test_is_open_where_a_module_may_bring_nodes(self):
        call = 'module "nodes" { source = "git::https://example.com/nodes.git" }'
        found = cluster(more=WINDOWS + call)
        assert reason(found.other_capacity) == "module.nodes is not on disk, and may bring nodes"

    def test_is_closed_where_a_module_brings_a_network_only(self):
        call = 'module "vpc" { source = "terraform-aws-modules/vpc/aws" }'
        found = cluster(more=WINDOWS + call)
        assert found.is_whole == Known(True, found.is_whole.origin)

    def test_is_open_where_the_cluster_may_not_exist(self):
        found = cluster("count = var.x", WINDOWS.replace("shop.name", "shop[0].name"))
        assert NO_VALUE in reason(found.is_whole)

    def test_is_open_where_a_group_may_be_of_another_cluster(self):
        other = 'resource "aws_eks_node_group" "a" { cluster_name = var.x }'
        first, second = clusters(
            f'resource "aws_eks_cluster" "shop" {{ name = "shop" }}\n{WINDOWS}\n{other}'
        )
        assert reason(first.other_capacity) == (
            "which cluster a node group belongs to cannot be seen"
        )
        assert len(first.node_groups) == len(second.node_groups) == 1

    @pytest.mark.parametrize("kind", ["aws_cloudformation_stack", "aws_ec2_fleet"])
    def test_is_open_with_what_may_start_nodes(self, kind: str):
        found = cluster(more=f'{WINDOWS}\nresource "{kind}" "nodes" {{}}')
        assert "may bring nodes that are not in these files" in reason(found.other_capacity)

    def test_is_open_with_hybrid_nodes(self):
        found = cluster("remote_network_config {\n  }", WINDOWS)
        assert "hybrid nodes" in reason(found.other_capacity)

    def test_is_closed_where_a_module_is_not_called(self):
        call = 'module "nodes" {\n  source = "git::https://example.com/nodes.git"\n  count = 0\n}'
        found = cluster(more=WINDOWS + call)
        assert found.is_whole == Known(True, found.is_whole.origin)


class TestOtherCapacity:
    def test_comes_from_auto_mode(self):
        found = cluster(
            'compute_config {\n    enabled = true\n    node_pools = ["system"]\n  }', WINDOWS
        )
        assert found.other_capacity == Known(True, found.other_capacity.origin)

    def test_does_not_come_from_auto_mode_that_is_off(self):
        found = cluster("compute_config {\n    enabled = false\n  }", WINDOWS)
        assert found.other_capacity == Known(False, found.other_capacity.origin, is_set=False)

    def test_may_come_from_auto_mode_with_pools_of_the_users_own(self):
        found = cluster("compute_config {\n    enabled = true\n  }", WINDOWS)
        assert "node pools of EKS Auto Mode" in reason(found.other_capacity)

    def test_comes_with_karpenter(self):
        release = (
            'resource "helm_release" "k" {\n  name = "karpenter"\n  chart = "karpenter"\n'
            '  repository = "oci://public.ecr.aws/karpenter"\n}'
        )
        found = cluster(more=WINDOWS + release)
        assert found.other_capacity == Known(True, found.other_capacity.origin)


class TestGroups:
    def test_belong_to_the_cluster_they_refer_to(self):
        found = cluster(more=WINDOWS)
        assert [group.name.value for group in found.node_groups if isinstance(group.name, Known)]

    @pytest.mark.parametrize(
        "name", ['"shop"', "aws_eks_cluster.shop.id", '"${aws_eks_cluster.shop.id}"']
    )
    def test_may_name_the_cluster_in_any_way(self, name: str):
        found = cluster(more=WINDOWS.replace("aws_eks_cluster.shop.name", name))
        assert len(found.node_groups) == 1

    def test_may_name_it_by_a_data_source(self):
        source = 'data "aws_eks_cluster" "it" { name = aws_eks_cluster.shop.name }'
        group = WINDOWS.replace("aws_eks_cluster.shop.name", "data.aws_eks_cluster.it.id")
        assert len(cluster(more=group + source).node_groups) == 1

    def test_may_name_it_by_the_same_variable(self):
        (found,) = clusters(
            'resource "aws_eks_cluster" "shop" { name = var.x }\n'
            + WINDOWS.replace("aws_eks_cluster.shop.name", "var.x")
        )
        assert len(found.node_groups) == 1
        assert NO_VALUE in reason(found.name)

    def test_of_two_clusters_are_told_apart(self):
        text = """
resource "aws_eks_cluster" "blue" { name = "blue" }
resource "aws_eks_cluster" "green" { name = "green" }
resource "aws_eks_node_group" "a" { cluster_name = aws_eks_cluster.blue.name }
resource "aws_eks_node_group" "b" { cluster_name = "green" }
resource "aws_eks_node_group" "c" { cluster_name = aws_eks_cluster.green.id }
"""
        blue, green = clusters(text)
        assert [len(blue.node_groups), len(green.node_groups)] == [1, 2]
        assert blue.is_whole == Known(True, blue.is_whole.origin)

    def test_of_a_cluster_made_elsewhere_close_nothing(self):
        text = """
data "aws_eks_cluster" "shop" { name = "shop" }
resource "aws_eks_node_group" "a" {
  cluster_name = data.aws_eks_cluster.shop.name
  ami_type     = "WINDOWS_CORE_2022_x86_64"
}
resource "aws_eks_node_group" "b" { cluster_name = "shop" }
"""
        (found,) = clusters(text)
        assert found.name == Known("shop", found.name.origin)
        assert len(found.node_groups) == 2
        assert found.is_whole == Known(False, found.is_whole.origin)
        assert "made elsewhere" in reason(found.other_capacity)
        assert isinstance(found.ip_family, Unknown)
        assert not found.ip_family.is_set

    def test_that_name_no_cluster_are_of_the_only_one_that_is_named(self):
        text = """
resource "aws_eks_node_group" "a" { cluster_name = var.x }
resource "aws_autoscaling_group" "b" {
  launch_template { id = aws_launch_template.b.id }
}
resource "aws_launch_template" "b" {
  image_id = "resolve:ssm:/aws/service/eks/optimized-ami/1.33/amazon-linux-2023/recommended"
}
"""
        (found,) = clusters(text)
        assert len(found.node_groups) == 2
        assert NO_VALUE in reason(found.name)

    def test_are_of_the_cluster_made_here_where_a_data_source_looks_it_up(self):
        text = """
data "aws_eks_cluster" "shop" { name = aws_eks_cluster.shop.name }
resource "aws_autoscaling_group" "b" {
  launch_template { id = aws_launch_template.b.id }
}
resource "aws_launch_template" "b" {
  image_id = "resolve:ssm:/aws/service/eks/optimized-ami/1.33/amazon-linux-2023/recommended"
}
"""
        assert len(cluster(more=text).node_groups) == 1

    def test_settings_of_a_cluster_that_cannot_be_seen_are_of_the_only_one(self):
        addon = """
resource "aws_eks_addon" "cni" {
  cluster_name = var.x
  addon_name   = "vpc-cni"
}
"""
        assert len(cluster(more=WINDOWS + addon).cni) == 1
