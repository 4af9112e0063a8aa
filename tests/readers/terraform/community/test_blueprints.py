"""aws-ia/terraform-aws-eks-blueprints up to release 4."""

import pytest

from eksnetlint.readers.terraform.resource import Resource
from eksnetlint.values import Unknown
from tests.readers.terraform.community.declared import (
    attributes,
    max_pods,
    only,
    plain,
    resources_of,
    root_of,
    script,
    written_at,
)


def declared(text: str, source: str = "?ref=v4.32.1") -> dict[str, Resource]:
    return resources_of(
        f"""
        module "eks" {{
          source          = "github.com/aws-ia/terraform-aws-eks-blueprints{source}"
          cluster_name    = "demo"
          cluster_version = "1.24"
          {text}
        }}
        """
    )


GROUP = 'module.aws_eks_self_managed_node_groups["win"]'


def test_the_cluster_is_that_of_release_18_of_the_eks_module():
    found = declared("")
    cluster = found["module.aws_eks.aws_eks_cluster.this[0]"].contents
    assert plain(cluster.attribute("name")) == "demo"
    assert plain(cluster.attribute("version")) == "1.24"
    assert declared("create_eks = false") == {}


def test_support_for_windows_is_a_setting_of_the_vpc_cni():
    found = declared("enable_windows_support = true")["kubernetes_config_map.amazon_vpc_cni[0]"]
    data = found.contents.attribute("data")
    assert plain(data) == {"enable-windows-ipam": "true"}
    assert written_at(data) == "enable_windows_support = true"
    assert "kubernetes_config_map.amazon_vpc_cni[0]" not in declared("")


def test_windows_groups_are_self_managed():
    found = declared(
        """
        self_managed_node_groups = {
          win = {
            node_group_name        = "windows"
            launch_template_os     = "windows"
            windows_server_version = "2022"
            instance_type          = "m5.large"
            kubelet_extra_args     = "--max-pods=20"
          }
        }
        """
    )
    template = found[
        f"{GROUP}.module.launch_template_self_managed_ng"
        '.aws_launch_template.this["self-managed-node-group"]'
    ]
    image = found[f'{GROUP}.data.aws_ami.predefined["windows"]']
    assert plain(template.contents.attribute("image_id")) == f"module.eks.{image.address[11:]}.id"
    assert plain(only(image.contents.nested("filter")).attribute("values")) == [
        "Windows_Server-2022-English-Core-EKS_Optimized-1.24-*"
    ]
    assert plain(template.contents.attribute("instance_type")) == "m5.large"
    assert len(template.contents.nested("network_interfaces").items) == 1
    assert max_pods(script(template)).text == "20"
    group = found[f"{GROUP}.aws_autoscaling_group.self_managed_ng"].contents
    identifier = f"{template.address}.id"
    assert attributes(only(group.nested("launch_template"))) == {"id": identifier}


def test_several_instance_types_are_mixed():
    found = declared('self_managed_node_groups = { win = { instance_types = ["a.x", "b.x"] } }')
    group = found[f"{GROUP}.aws_autoscaling_group.self_managed_ng"].contents
    template = only(only(group.nested("mixed_instances_policy")).nested("launch_template"))
    kinds = [plain(item.attribute("instance_type")) for item in template.nested("override").items]
    assert kinds == ["a.x", "b.x"]


def test_managed_groups_have_the_settings_of_the_module():
    found = declared(
        """
        managed_node_groups = {
          a = { node_group_name = "pool", instance_types = ["m5.xlarge"] }
          b = { create_launch_template = true, custom_ami_id = "ami-1" }
        }
        """
    )
    name = 'module.aws_eks_managed_node_groups["{}"].aws_{}'
    group = found[name.format("a", "eks_node_group.managed_ng")].contents
    assert attributes(group) == {
        "cluster_name": "module.eks.module.aws_eks.aws_eks_cluster.this[0].name",
        "node_group_name_prefix": "pool-",
        "ami_type": "AL2_x86_64",
        "capacity_type": "ON_DEMAND",
        "instance_types": ["m5.xlarge"],
        "labels": {},
    }
    assert name.format("a", "launch_template.managed_node_groups[0]") not in found
    template = found[name.format("b", "launch_template.managed_node_groups[0]")].contents
    assert plain(template.attribute("image_id")) == "ami-1"


def test_groups_that_cannot_be_seen_leave_the_cluster_open():
    found = declared(
        """
        managed_node_groups      = var.managed
        self_managed_node_groups = var.own
        fargate_profiles         = var.profiles
        """
    )
    for address in (
        "module.aws_eks_managed_node_groups.aws_eks_node_group.managed_ng",
        "module.aws_eks_self_managed_node_groups.aws_autoscaling_group.self_managed_ng",
        "module.aws_eks_fargate_profiles.aws_eks_fargate_profile.eks_fargate",
    ):
        assert isinstance(found[address].exists, Unknown)


def test_fargate_profiles_are_declared():
    found = declared(
        """
        fargate_profiles = {
          a = {
            fargate_profile_name       = "a"
            fargate_profile_namespaces = [{ namespace = "default" }]
          }
        }
        """
    )
    address = 'module.aws_eks_fargate_profiles["a"].aws_eks_fargate_profile.eks_fargate'
    assert attributes(only(found[address].contents.nested("selector"))) == {"namespace": "default"}


def test_outputs_lead_to_the_cluster():
    root = root_of(
        """
        module "eks" {
          source = "github.com/aws-ia/terraform-aws-eks-blueprints?ref=v4.32.1"
        }
        resource "aws_eks_addon" "a" { cluster_name = module.eks.eks_cluster_id }
        """
    )
    addon = next(item for item in root.resources if item.address == "aws_eks_addon.a")
    assert plain(addon.contents.attribute("cluster_name")) == (
        "module.eks.module.aws_eks.aws_eks_cluster.this[0].id"
    )


@pytest.mark.parametrize("source", ["?ref=v5.0.0", "//modules/kubernetes-addons?ref=v4.32.1"])
def test_other_releases_and_folders_are_not_known(source: str):
    assert declared("", source) == {}
