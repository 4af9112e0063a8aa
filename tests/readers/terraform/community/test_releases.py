"""What releases of terraform-aws-modules/eks do differently, and calls that leave it open which."""

import pytest

from eksnetlint.readers.terraform.resource import Resource
from eksnetlint.readers.userdata import read_user_data
from eksnetlint.values import Known, Unknown
from tests.readers.terraform.community.declared import (
    attributes,
    max_pods,
    only,
    plain,
    resources_of,
    script,
    written_at,
)


def declared(version: str, text: str) -> dict[str, Resource]:
    return resources_of(
        f"""
        module "eks" {{
          source          = "terraform-aws-modules/eks/aws"
          version         = "{version}"
          cluster_name    = "demo"
          cluster_version = "1.29"
          {text}
        }}
        """
    )


MANAGED = 'module.eks_managed_node_group["{}"].aws_eks_node_group.this[0]'
SELF_MANAGED = 'module.self_managed_node_group["{}"].{}'


def policies(found: dict[str, Resource]) -> set[str]:
    of_cluster = "aws_iam_role_policy_attachment.this["
    return {
        address[len(of_cluster) + 1 : -2] for address in found if address.startswith(of_cluster)
    }


@pytest.mark.parametrize("version", ["~> 18.0", "~> 19.0", "20.0.0", "~> 20.0"])
def test_shared_settings_hold_where_a_group_has_none_of_its_own(version: str):
    found = declared(
        version,
        """
        eks_managed_node_group_defaults = {
          ami_type       = "WINDOWS_CORE_2019_x86_64"
          instance_types = ["m5.large"]
          name           = "ignored"
        }
        eks_managed_node_groups = {
          a = {}
          b = { instance_types = ["m5.xlarge"] }
          c = { instance_types = null }
        }
        """,
    )
    groups = {key: found[MANAGED.format(key)].contents for key in "abc"}
    assert plain(groups["a"].attribute("ami_type")) == "WINDOWS_CORE_2019_x86_64"
    shared = groups["a"].attribute("instance_types")
    assert plain(shared) == ["m5.large"]
    assert written_at(shared) == 'instance_types = ["m5.large"]'
    assert plain(groups["b"].attribute("instance_types")) == ["m5.xlarge"]
    # `try` takes a null for a value.
    assert plain(groups["c"].attribute("instance_types")) is None
    assert plain(groups["a"].attribute("node_group_name_prefix")) == "a-"


@pytest.mark.parametrize("version", ["~> 18.0", "~> 19.0", "~> 20.0"])
def test_no_ami_type_is_eks_choice_before_release_21(version: str):
    group = declared(version, "eks_managed_node_groups = { a = {} }")[MANAGED.format("a")]
    kind = group.contents.attribute("ami_type")
    assert isinstance(kind, Known)
    assert kind.value is None
    assert not kind.is_set


@pytest.mark.parametrize(
    ("version", "expected"), [("~> 18.0", True), ("~> 19.0", True), ("~> 20.0", True)]
)
def test_the_role_may_control_vpc_resources_before_release_21(version: str, expected: bool):
    found = declared(version, "")
    assert ("AmazonEKSVPCResourceController" in policies(found)) is expected


def test_release_20_can_leave_the_policy_of_the_resource_controller_out():
    without = declared("~> 20.0", "enable_security_groups_for_pods = false")
    assert policies(without) == {"AmazonEKSClusterPolicy"}
    auto = declared("~> 20.0", "cluster_compute_config = { enabled = true }")
    assert "AmazonEKSVPCResourceController" not in policies(auto)
    assert "AmazonEKSComputePolicy" in policies(auto)


@pytest.mark.parametrize("version", ["~> 18.0", "~> 19.0", "20.8.5", "~> 20.8.0"])
def test_self_managed_groups_go_by_their_platform(version: str):
    found = declared(
        version,
        """
        self_managed_node_groups = {
          win = { platform = "windows", ami_id = "ami-1", bootstrap_extra_args = "-X y" }
          old = { platform = "windows" }
        }
        """,
    )
    template = found[SELF_MANAGED.format("win", "aws_launch_template.this[0]")]
    assert plain(template.contents.attribute("image_id")) == "ami-1"
    assert read_user_data(script(template)).calls
    # The image is Linux, whatever the platform says.
    image = found[SELF_MANAGED.format("old", "data.aws_ami.eks_default[0]")]
    assert image.is_data
    filtered = attributes(only(image.contents.nested("filter")))
    assert filtered == {"name": "name", "values": ["amazon-eks-node-1.29-v*"]}
    looked_up = found[SELF_MANAGED.format("old", "aws_launch_template.this[0]")].contents
    assert plain(looked_up.attribute("image_id")) == f"module.eks.{image.address[11:]}.image_id"


def test_self_managed_groups_go_by_their_ami_type_since_20_9():
    found = declared(
        "20.9.0",
        """
        self_managed_node_groups = {
          win = { ami_type = "WINDOWS_FULL_2022_x86_64" }
          new = { ami_type = "WINDOWS_FULL_2025_x86_64" }
        }
        """,
    )
    name = SELF_MANAGED.format("{}", "data.aws_ssm_parameter.ami[0]")
    path = plain(found[name.format("win")].contents.attribute("name"))
    assert "2022-English-Core-EKS_Optimized-1.29" in path
    assert isinstance(found[name.format("new")].contents.attribute("name"), Unknown)


@pytest.mark.parametrize(
    ("version", "is_given"), [("~> 18.0", False), ("~> 19.0", False), ("20.8.5", True)]
)
def test_managed_user_data_without_the_call_came_with_release_20(version: str, is_given: bool):
    found = declared(
        version,
        """
        eks_managed_node_groups = {
          win = { platform = "windows", pre_bootstrap_user_data = "echo 1" }
        }
        """,
    )
    template = found['module.eks_managed_node_group["win"].aws_launch_template.this[0]']
    if is_given:
        assert script(template) == "echo 1"
    else:
        assert plain(template.contents.attribute("user_data")) is None


def test_release_18_uses_a_template_where_it_is_named():
    found = declared(
        "~> 18.0",
        """
        eks_managed_node_groups = {
          a = { create_launch_template = false, launch_template_name = "" }
          b = { create_launch_template = false, launch_template_name = "mine" }
          c = {}
        }
        """,
    )
    assert found[MANAGED.format("a")].contents.nested("launch_template").items == ()
    named = only(found[MANAGED.format("b")].contents.nested("launch_template"))
    assert attributes(named) == {"name": "mine"}
    own = 'module.eks.module.eks_managed_node_group["c"].aws_launch_template.this[0].id'
    made = only(found[MANAGED.format("c")].contents.nested("launch_template"))
    assert attributes(made) == {"id": own}


def test_overrides_stood_in_the_policy_before_release_21():
    found = declared(
        "~> 20.0",
        """
        self_managed_node_groups = {
          a = {
            use_mixed_instances_policy = true
            mixed_instances_policy     = { override = [{ instance_type = "c5.large" }] }
          }
        }
        """,
    )
    group = found[SELF_MANAGED.format("a", "aws_autoscaling_group.this[0]")].contents
    template = only(only(group.nested("mixed_instances_policy")).nested("launch_template"))
    assert attributes(only(template.nested("override"))) == {"instance_type": "c5.large"}


AWS_AUTH = """
manage_aws_auth_configmap = true
aws_auth_roles = [{ rolearn = "arn:x", username = "x", groups = ["system:masters"] }]
self_managed_node_groups = { win = { platform = "windows" }, linux = {} }
"""


@pytest.mark.parametrize("version", ["~> 18.0", "~> 19.0"])
def test_aws_auth_has_the_groups_of_windows_nodes(version: str):
    found = declared(version, AWS_AUTH)
    data = plain(found["kubernetes_config_map_v1_data.aws_auth[0]"].contents.attribute("data"))
    linux, windows, added = data["mapRoles"].split("- rolearn: ")[1:]
    assert "kube-proxy-windows" not in linux
    assert "eks:kube-proxy-windows" in windows
    assert added.startswith('"arn:x"')
    assert "kubernetes_config_map.aws_auth[0]" not in found


def test_aws_auth_with_groups_that_cannot_be_seen_is_unknown():
    found = declared("~> 19.0", AWS_AUTH.replace("linux = {}", "linux = { platform = var.os }"))
    data = found["kubernetes_config_map_v1_data.aws_auth[0]"].contents.attribute("data")
    assert plain(data) == {"mapRoles": "?"}
    assert not any("aws_auth" in address for address in declared("~> 20.0", ""))


WORKERS = """
subnets = ["subnet-1"]
workers_group_defaults = { pre_userdata = "echo 0", ami_id_windows = "" }
worker_groups = [
  { name = "win", platform = "windows", kubelet_extra_args = "--max-pods=20" },
  { name = "own", platform = "windows", ami_id = "ami-1", instance_type = "m5.large" },
]
worker_groups_launch_template = [
  { name = "linux" },
  { name = "mixed", override_instance_types = ["c5.large", "c5.xlarge"] },
]
node_groups = { a = { instance_types = ["m5.large"], ami_type = "AL2_x86_64" }, b = {} }
"""


def test_release_17_makes_launch_configurations():
    found = declared("~> 17.0", WORKERS)
    group = found["aws_autoscaling_group.workers[0]"].contents
    assert plain(group.attribute("name_prefix")) == "demo-win"
    assert plain(group.attribute("launch_configuration")) == (
        "module.eks.aws_launch_configuration.workers[0].id"
    )
    windows = found["aws_launch_configuration.workers[0]"]
    assert plain(windows.contents.attribute("instance_type")) == "m4.large"
    image = found["data.aws_ami.eks_worker_windows[0]"]
    assert plain(windows.contents.attribute("image_id")) == f"{image.address}.id"
    values = only(image.contents.nested("filter")).attribute("values")
    assert plain(values) == ["Windows_Server-2019-English-Core-EKS_Optimized-1.29-*"]
    text = script(windows, "user_data_base64")
    assert text.startswith("<powershell>\necho 0\n")
    assert max_pods(text).text == "20"
    own = found["aws_launch_configuration.workers[1]"].contents
    assert plain(own.attribute("image_id")) == "ami-1"
    assert plain(own.attribute("instance_type")) == "m5.large"
    assert written_at(own.attribute("image_id")) == 'ami_id = "ami-1"'


def test_release_17_makes_launch_templates_too():
    found = declared("~> 17.0", WORKERS)
    template = found["aws_launch_template.workers_launch_template[0]"]
    assert script(template).startswith("#!/bin/bash")
    group = found["aws_autoscaling_group.workers_launch_template[0]"].contents
    identifier = "module.eks.aws_launch_template.workers_launch_template[0].id"
    assert attributes(only(group.nested("launch_template"))) == {"id": identifier}
    mixed = found["aws_autoscaling_group.workers_launch_template[1]"].contents
    inner = only(only(mixed.nested("mixed_instances_policy")).nested("launch_template"))
    kinds = [plain(item.attribute("instance_type")) for item in inner.nested("override").items]
    assert kinds == ["c5.large", "c5.xlarge"]


def test_release_17_has_managed_groups():
    found = declared("~> 17.0", WORKERS)
    name = 'module.node_groups.aws_eks_node_group.workers["{}"]'
    first = found[name.format("a")].contents
    assert plain(first.attribute("instance_types")) == ["m5.large"]
    assert plain(first.attribute("ami_type")) == "AL2_x86_64"
    second = found[name.format("b")].contents
    assert plain(second.attribute("instance_types")) == ["m4.large"]


def test_release_17_maps_the_roles_of_windows_workers():
    data = declared("~> 17.0", WORKERS)["kubernetes_config_map.aws_auth[0]"]
    text = plain(data.contents.attribute("data"))["mapRoles"]
    assert text.count("eks:kube-proxy-windows") == 2
    assert text.count("rolearn") == 5


@pytest.mark.parametrize("version", ["~> 16.0", "13.2.1", "12.2.0", "~> 10.0"])
def test_releases_before_17_make_the_same_groups(version: str):
    found = declared(version, WORKERS)
    assert script(found["aws_launch_configuration.workers[0]"], "user_data_base64")
    controller = "aws_iam_role_policy_attachment.cluster_AmazonEKSVPCResourceControllerPolicy[0]"
    is_early = version in ("12.2.0", "~> 10.0")
    assert (controller in found) is not is_early
    assert ("kubernetes_config_map.aws_auth[0]" in found) is not is_early


def test_lists_of_workers_that_cannot_be_seen_leave_the_cluster_open():
    found = declared("~> 17.0", "worker_groups = var.groups\nnode_groups = var.more")
    for address in (
        "aws_autoscaling_group.workers",
        "module.node_groups.aws_eks_node_group.workers",
    ):
        assert isinstance(found[address].exists, Unknown)
    assert not any("aws_autoscaling_group" in address for address in declared("~> 17.0", ""))


def test_the_inputs_tell_the_release_where_the_version_does_not():
    found = declared(">= 17.0", "eks_managed_node_groups = { a = {} }\nauthentication_mode = null")
    # Only release 20 has both `authentication_mode` and `cluster_name`.
    assert found["aws_eks_cluster.this[0]"].contents.nested("access_config").items
    assert isinstance(found[MANAGED.format("a")].exists, Known)
    workers = declared("", WORKERS)
    assert isinstance(workers["aws_autoscaling_group.workers[0]"].exists, Known)


def test_what_the_allowed_releases_do_differently_is_unknown():
    found = declared(
        ">= 19.0",
        """
        eks_managed_node_groups  = { a = { ami_type = "WINDOWS_CORE_2022_x86_64" } }
        self_managed_node_groups = { b = { instance_type = "m5.large" } }
        """,
    )
    managed = found[MANAGED.format("a")]
    assert managed.exists == Known(True)
    assert plain(managed.contents.attribute("ami_type")) == "WINDOWS_CORE_2022_x86_64"
    own = found[SELF_MANAGED.format("b", "aws_launch_template.this[0]")]
    assert own.exists == Known(True)
    assert plain(own.contents.attribute("instance_type")) == "m5.large"
    image = own.contents.attribute("image_id")
    assert isinstance(image, Unknown)
    assert "not pinned" in image.reason.text
    entry = found[SELF_MANAGED.format("b", "aws_eks_access_entry.this[0]")]
    assert isinstance(entry.exists, Unknown)


def test_inputs_no_release_has_leave_the_newest():
    found = declared(">= 20.0", "no_such_input = 1\ncluster_addons = { a = {} }")
    assert found["aws_eks_cluster.this[0]"].exists == Known(True)


def test_the_module_aws_auth_maps_the_roles_it_is_given():
    found = resources_of(
        """
        module "eks" {
          source         = "terraform-aws-modules/eks/aws//modules/aws-auth"
          version        = "~> 20.0"
          aws_auth_roles = [{ rolearn = "arn:x", username = "x", groups = ["g"] }]
        }
        """
    )
    data = found["kubernetes_config_map_v1_data.aws_auth[0]"].contents.attribute("data")
    assert plain(data) == {
        "mapRoles": '- rolearn: "arn:x"\n  username: "x"\n  groups:\n    - "g"\n'
    }


def test_what_aws_auth_is_given_cannot_break_out_of_it():
    found = resources_of(
        r"""
        module "eks" {
          source         = "terraform-aws-modules/eks/aws//modules/aws-auth"
          version        = "~> 20.0"
          aws_auth_roles = [{ rolearn = "a\"b\\c", username = sensitive("x\"y"), groups = [] }]
        }
        """
    )
    data = found["kubernetes_config_map_v1_data.aws_auth[0]"].contents.attribute("data")
    text = plain(data)["mapRoles"]
    assert text.startswith('- rolearn: "a\\"b\\\\c"\n  username: "\ufffc"\n')
