"""The modules of cloudposse for EKS."""

from eksnetlint.readers.terraform.resource import Resource
from eksnetlint.readers.userdata import read_user_data
from eksnetlint.values import Unknown
from tests.readers.terraform.community.declared import (
    attributes,
    max_pods,
    only,
    plain,
    resources_of,
    root_of,
    script,
)


def group(text: str, version: str = "3.4.0") -> dict[str, Resource]:
    return resources_of(
        f"""
        module "eks" {{
          source       = "cloudposse/eks-node-group/aws"
          version      = "{version}"
          cluster_name = "demo"
          {text}
        }}
        """
    )


def cluster(text: str) -> dict[str, Resource]:
    return resources_of(
        f"""
        module "eks" {{
          source             = "cloudposse/eks-cluster/aws"
          version            = "4.6.0"
          kubernetes_version = "1.30"
          {text}
        }}
        """
    )


def test_a_node_group_has_the_inputs_and_defaults_of_the_module():
    found = group('ami_type = "WINDOWS_CORE_2022_x86_64"')
    contents = found["aws_eks_node_group.default[0]"].contents
    assert attributes(contents) == {
        "cluster_name": "demo",
        "node_group_name": "?",
        "instance_types": ["t3.medium"],
        "ami_type": "WINDOWS_CORE_2022_x86_64",
    }
    template = found["aws_launch_template.default[0]"]
    assert attributes(template.contents) == {}
    identifier = f"{template.address}.id"
    assert attributes(only(contents.nested("launch_template"))) == {"id": identifier}


def test_kubelet_options_make_the_module_bootstrap_by_itself():
    found = group(
        """
        ami_type                   = "WINDOWS_CORE_2022_x86_64"
        kubernetes_version         = ["1.30"]
        kubelet_additional_options = ["--max-pods=20", "--node-labels=a=b"]
        """
    )
    contents = found["aws_eks_node_group.default[0]"].contents
    assert plain(contents.attribute("ami_type")) is None
    template = found["aws_launch_template.default[0]"]
    assert max_pods(script(template)).text == "20"
    parameter = found["data.aws_ssm_parameter.ami_id[0]"]
    assert plain(parameter.contents.attribute("name")) == (
        "/aws/service/ami-windows-latest/Windows_Server-2022-English-Core-EKS_Optimized-1.30/image_id"
    )
    image = f"{parameter.address}.insecure_value"
    assert plain(template.contents.attribute("image_id")) == image


def test_the_bootstrap_call_says_where_the_cluster_is():
    found = group(
        """
        ami_type                     = "WINDOWS_CORE_2022_x86_64"
        bootstrap_additional_options = ["-ServiceCIDR 10.200.0.0/16"]
        """
    )
    (call,) = read_user_data(script(found["aws_launch_template.default[0]"])).calls
    assert set(call.arguments) == {
        "eksclustername",
        "apiserverendpoint",
        "base64clusterca",
        "servicecidr",
        "kubeletextraargs",
    }
    assert call.unseen is None


def test_what_is_ones_own_takes_the_place_of_the_modules():
    found = group(
        """
        launch_template_id       = ["lt-1"]
        ami_image_id             = ["ami-1"]
        """
    )
    contents = found["aws_eks_node_group.default[0]"].contents
    assert attributes(only(contents.nested("launch_template"))) == {"id": "lt-1"}
    assert "aws_launch_template.default[0]" not in found
    override = group('userdata_override_base64 = ["eA=="]')["aws_launch_template.default[0]"]
    assert script(override) == "x"


def test_a_cluster_has_the_inputs_and_defaults_of_the_module():
    found = cluster(
        """
        addons = [{ addon_name = "vpc-cni", configuration_values = "{}" }]
        access_entries_for_nodes = { EC2_WINDOWS = ["arn:x"] }
        auto_mode_compute_config = { enabled = true }
        """
    )
    contents = found["aws_eks_cluster.default[0]"].contents
    assert plain(contents.attribute("version")) == "1.30"
    network = only(contents.nested("kubernetes_network_config"))
    assert attributes(network) == {"ip_family": "ipv4"}
    assert attributes(only(contents.nested("access_config"))) == {"authentication_mode": "API"}
    assert attributes(only(contents.nested("compute_config"))) == {
        "enabled": True,
        "node_pools": ["general-purpose", "system"],
    }
    addon = found['aws_eks_addon.cluster["vpc-cni"]'].contents
    assert plain(addon.attribute("configuration_values")) == "{}"
    entry = found["aws_eks_access_entry.windows[0]"].contents
    assert plain(entry.attribute("type")) == "EC2_WINDOWS"
    assert plain(entry.attribute("principal_arn")) == "arn:x"


def test_a_cluster_without_auto_mode_has_no_compute_config():
    contents = cluster("")["aws_eks_cluster.default[0]"].contents
    assert contents.nested("compute_config").items == ()


def test_inputs_that_cannot_be_seen_stay_open():
    found = cluster("addons = var.addons\naccess_entry_map = var.entries")
    assert isinstance(found["aws_eks_addon.cluster"].exists, Unknown)
    assert isinstance(found["aws_eks_access_entry.map"].exists, Unknown)


def test_modules_share_whether_they_are_enabled():
    label = """
    module "label" {
      source  = "cloudposse/label/null"
      version = "0.25.0"
      enabled = %s
    }
    module "eks" {
      source       = "cloudposse/eks-node-group/aws"
      version      = "2.12.0"
      cluster_name = "demo"
      context      = module.label.context
    }
    """
    assert root_of(label % "false").resources == ()
    (found,) = (item for item in root_of(label % "true").resources if "node_group" in item.type)
    assert not isinstance(found.exists, Unknown)
    (found,) = (item for item in root_of(label % "var.x").resources if "node_group" in item.type)
    assert isinstance(found.exists, Unknown)


def test_a_group_belongs_to_the_cluster_whose_output_names_it():
    root = root_of(
        """
        module "cluster" {
          source  = "cloudposse/eks-cluster/aws"
          version = "4.6.0"
        }
        module "group" {
          source       = "cloudposse/eks-node-group/aws"
          version      = "3.4.0"
          cluster_name = module.cluster.eks_cluster_id
        }
        """
    )
    found = next(item for item in root.resources if item.type == "aws_eks_node_group")
    assert plain(found.contents.attribute("cluster_name")) == (
        "module.cluster.aws_eks_cluster.default[0].id"
    )
