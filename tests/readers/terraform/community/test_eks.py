"""Release 21 of terraform-aws-modules/eks, and what all of them have in common."""

import pytest

from eksnetlint.readers.terraform.types import Pending
from eksnetlint.values import Known, Unknown
from tests.readers.terraform.community.declared import (
    attributes,
    max_pods,
    only,
    plain,
    resources_of,
    root_of,
    script,
    user_data,
    written_at,
)

CLUSTER = """
  source             = "terraform-aws-modules/eks/aws"
  version            = "~> 21.0"
  name               = "demo"
  kubernetes_version = "1.33"
"""


def declared(text: str, version: str = "~> 21.0"):
    cluster = CLUSTER.replace("~> 21.0", version)
    return resources_of(f'module "eks" {{{cluster}{text}}}\n')


def test_a_cluster_has_the_inputs_and_the_defaults_of_the_module():
    cluster = declared('service_ipv4_cidr = "10.100.0.0/16"')["aws_eks_cluster.this[0]"]
    assert attributes(cluster.contents) == {
        "name": "demo",
        "version": "1.33",
        "role_arn": "module.eks.aws_iam_role.this[0].arn",
        "bootstrap_self_managed_addons": False,
    }
    assert attributes(only(cluster.contents.nested("kubernetes_network_config"))) == {
        "ip_family": "ipv4",
        "service_ipv4_cidr": "10.100.0.0/16",
    }
    access = only(cluster.contents.nested("access_config"))
    assert attributes(access) == {"authentication_mode": "API_AND_CONFIG_MAP"}
    assert cluster.contents.nested("compute_config").items == ()
    assert written_at(cluster.contents.attribute("version")) == 'kubernetes_version = "1.33"'
    assert access.attribute("authentication_mode").is_set is False


def test_auto_mode_is_passed_on():
    cluster = declared('compute_config = { enabled = true, node_pools = ["system"] }')
    config = only(cluster["aws_eks_cluster.this[0]"].contents.nested("compute_config"))
    assert attributes(config) == {"enabled": True, "node_pools": ["system"]}


def test_a_managed_group_points_at_what_the_user_wrote():
    found = declared(
        """
        eks_managed_node_groups = {
          win = {
            ami_type       = "WINDOWS_CORE_2022_x86_64"
            instance_types = ["m5.large"]
            taints         = { os = { key = "os", value = "windows", effect = "NO_SCHEDULE" } }
          }
        }
        """
    )
    address = 'module.eks_managed_node_group["win"]'
    group = found[f"{address}.aws_eks_node_group.this[0]"]
    assert attributes(group.contents) == {
        "cluster_name": "module.eks.aws_eks_cluster.this[0].name",
        "node_role_arn": f"module.eks.{address}.aws_iam_role.this[0].arn",
        "node_group_name_prefix": "win-",
        "ami_type": "WINDOWS_CORE_2022_x86_64",
        "version": "1.33",
        "instance_types": ["m5.large"],
        "capacity_type": "ON_DEMAND",
    }
    kind = group.contents.attribute("ami_type")
    assert written_at(kind) == 'ami_type       = "WINDOWS_CORE_2022_x86_64"'
    assert written_at(group.contents.attribute("capacity_type")) == "win"
    assert group.span.text == "win"
    assert group.contents.attribute("capacity_type").is_set is False
    taint = only(group.contents.nested("taint"))
    assert attributes(taint) == {"key": "os", "value": "windows", "effect": "NO_SCHEDULE"}
    template = only(group.contents.nested("launch_template"))
    assert attributes(template) == {"id": f"module.eks.{address}.aws_launch_template.this[0].id"}
    own = found[f"{address}.aws_launch_template.this[0]"]
    assert attributes(own.contents) == {}
    assert own.contents.nested("network_interfaces").items == ()


def test_the_ami_type_is_linux_by_default():
    group = declared("eks_managed_node_groups = { linux = {} }")
    kind = group['module.eks_managed_node_group["linux"].aws_eks_node_group.this[0]']
    assert plain(kind.contents.attribute("ami_type")) == "AL2023_x86_64_STANDARD"


def test_null_means_the_default():
    found = declared("eks_managed_node_groups = { a = { ami_type = null, create = null } }")
    group = found['module.eks_managed_node_group["a"].aws_eks_node_group.this[0]']
    assert plain(group.contents.attribute("ami_type")) == "AL2023_x86_64_STANDARD"


def test_an_image_of_ones_own_leaves_no_ami_type():
    found = declared(
        """
        eks_managed_node_groups = {
          win = {
            ami_id                     = "ami-1"
            ami_type                   = "WINDOWS_CORE_2022_x86_64"
            enable_bootstrap_user_data = true
            pre_bootstrap_user_data    = <<-EOT
              $before = 1
            EOT
            bootstrap_extra_args       = "-KubeletExtraArgs '--max-pods=20'"
            post_bootstrap_user_data   = "$after = 1"
          }
        }
        """
    )
    address = 'module.eks_managed_node_group["win"]'
    group = found[f"{address}.aws_eks_node_group.this[0]"].contents
    assert plain(group.attribute("ami_type")) is None
    assert plain(group.attribute("version")) is None
    template = found[f"{address}.aws_launch_template.this[0]"]
    assert plain(template.contents.attribute("image_id")) == "ami-1"
    text = script(template)
    assert text.startswith("<powershell>\n$before = 1\n")
    assert text.endswith("\n$after = 1</powershell>\n")
    assert max_pods(text).text == "20"


def test_user_data_keeps_the_places_of_its_pieces():
    found = declared(
        """
        self_managed_node_groups = {
          win = {
            ami_type             = "WINDOWS_CORE_2022_x86_64"
            bootstrap_extra_args = "-KubeletExtraArgs '--max-pods=20'"
          }
        }
        """
    )
    template = found['module.self_managed_node_group["win"].aws_launch_template.this[0]']
    text = user_data(template)
    place = max_pods(text.text).place
    assert text.place(place.start, place.end).text == "20"
    assert text.place(0, 5).text == "win"


def test_managed_windows_nodes_get_only_the_users_text_where_eks_bootstraps():
    found = declared(
        """
        eks_managed_node_groups = {
          win = { ami_type = "WINDOWS_CORE_2022_x86_64", pre_bootstrap_user_data = "echo 1" }
        }
        """
    )
    template = found['module.eks_managed_node_group["win"].aws_launch_template.this[0]']
    assert script(template) == "echo 1"


def test_a_template_of_ones_own_is_not_read():
    found = declared(
        """
        self_managed_node_groups = {
          win = { ami_type = "WINDOWS_CORE_2022_x86_64", user_data_template_path = "./x.tpl" }
        }
        """
    )
    template = found['module.self_managed_node_group["win"].aws_launch_template.this[0]']
    value = template.contents.attribute("user_data")
    assert isinstance(value, Unknown)
    assert "template of its own" in value.reason.text


def test_interfaces_are_those_of_the_input():
    found = declared(
        """
        eks_managed_node_groups = {
          a = { network_interfaces = [{ device_index = 0 }, { device_index = 1 }] }
          b = { network_interfaces = var.interfaces }
          c = { enable_efa_support = true }
        }
        """
    )
    name = 'module.eks_managed_node_group["{}"].aws_launch_template.this[0]'
    several = found[name.format("a")].contents.nested("network_interfaces")
    assert [attributes(item) for item in several.items] == [
        {"device_index": 0},
        {"device_index": 1},
    ]
    assert several.items[1].span.text == "{ device_index = 1 }"
    for key in "bc":
        assert found[name.format(key)].contents.nested("network_interfaces").open_because


def test_groups_that_are_not_created_are_not_there():
    found = declared(
        """
        eks_managed_node_groups  = { a = { create = false } }
        self_managed_node_groups = { b = { create_autoscaling_group = false } }
        """
    )
    assert not any("node_group.this" in address for address in found)
    assert not any("aws_autoscaling_group" in address for address in found)
    assert declared("create = false\neks_managed_node_groups = { a = {} }") == {}


def test_a_group_that_may_be_created_exists_perhaps():
    found = declared("eks_managed_node_groups = { a = { create = var.wanted } }")
    group = found['module.eks_managed_node_group["a"].aws_eks_node_group.this[0]']
    assert isinstance(group.exists, Unknown)


def test_a_launch_template_of_ones_own_takes_the_place_of_the_modules():
    found = declared(
        """
        eks_managed_node_groups = {
          a = { create_launch_template = false, launch_template_id = "lt-1" }
          b = { use_custom_launch_template = false }
          c = { create_launch_template = var.own }
        }
        """
    )
    name = 'module.eks_managed_node_group["{}"].aws_{}.this[0]'
    assert [key for key in "abc" if name.format(key, "launch_template") in found] == ["c"]
    groups = {key: found[name.format(key, "eks_node_group")].contents for key in "abc"}
    assert attributes(only(groups["a"].nested("launch_template"))) == {"id": "lt-1"}
    assert groups["b"].nested("launch_template").items == ()
    assert attributes(only(groups["c"].nested("launch_template"))) == {"id": "?"}


def test_self_managed_groups_look_their_image_up():
    found = declared(
        """
        self_managed_node_groups = {
          win   = { ami_type = "WINDOWS_CORE_2025_x86_64", instance_type = "m5.xlarge" }
          linux = {}
          own   = { ami_type = "WINDOWS_FULL_2019_x86_64", ami_id = "ami-1" }
        }
        """
    )
    name = 'module.self_managed_node_group["{}"].{}'
    path = "/aws/service/ami-windows-latest/Windows_Server-2025-English-Core-EKS_Optimized-1.33"
    parameter = found[name.format("win", "data.aws_ssm_parameter.ami[0]")]
    assert parameter.is_data
    assert attributes(parameter.contents) == {
        "name": f"{path}/image_id",
        "asked_type": "WINDOWS_CORE_2025_x86_64",
    }
    assert written_at(parameter.contents.attribute("name")) == (
        'ami_type = "WINDOWS_CORE_2025_x86_64"'
    )
    template = found[name.format("win", "aws_launch_template.this[0]")].contents
    assert plain(template.attribute("image_id")) == f"{'module.eks.'}{parameter.address[11:]}.value"
    assert plain(template.attribute("instance_type")) == "m5.xlarge"
    linux = found[name.format("linux", "data.aws_ssm_parameter.ami[0]")].contents
    assert plain(linux.attribute("name")) == (
        "/aws/service/eks/optimized-ami/1.33/amazon-linux-2023/x86_64/standard/recommended/image_id"
    )
    plain_template = found[name.format("linux", "aws_launch_template.this[0]")].contents
    assert plain(plain_template.attribute("instance_type")) == "m6i.large"
    assert name.format("own", "data.aws_ssm_parameter.ami[0]") not in found
    own = found[name.format("own", "aws_launch_template.this[0]")].contents
    assert plain(own.attribute("image_id")) == "ami-1"


@pytest.mark.parametrize(
    ("version", "core", "full"),
    [
        ("21.0.0", "Full", "Core"),
        ("21.24.0", "Full", "Core"),
        ("~> 21.19.0", "Full", "Core"),
        ("21.24.1", "Core", "Full"),
        ("~> 21.0", "Core", "Full"),
    ],
)
def test_core_and_full_of_2019_and_2022_are_mixed_up_as_the_module_does(
    version: str, core: str, full: str
):
    found = declared(
        """
        self_managed_node_groups = {
          core = { ami_type = "WINDOWS_CORE_2022_x86_64" }
          full = { ami_type = "WINDOWS_FULL_2019_x86_64" }
        }
        """,
        version,
    )
    name = 'module.self_managed_node_group["{}"].data.aws_ssm_parameter.ami[0]'
    images = [plain(found[name.format(key)].contents.attribute("name")) for key in ("core", "full")]
    assert f"Windows_Server-2022-English-{core}-EKS_Optimized-1.33" in images[0]
    assert f"Windows_Server-2019-English-{full}-EKS_Optimized-1.33" in images[1]


@pytest.mark.parametrize(
    ("version", "groups", "is_refused"),
    [
        ("21.16.1", "eks_managed_node_groups", True),
        ("21.16.1", "self_managed_node_groups", True),
        ("21.17.0", "eks_managed_node_groups", False),
        ("~> 21.0", "self_managed_node_groups", False),
    ],
)
def test_windows_server_2025_came_with_release_21_17(version: str, groups: str, is_refused: bool):
    kind = "eks_managed" if groups.startswith("eks") else "self_managed"
    resource = "aws_eks_node_group" if groups.startswith("eks") else "aws_autoscaling_group"
    found = declared(f'{groups} = {{ w = {{ ami_type = "WINDOWS_CORE_2025_x86_64" }} }}', version)
    group = found[f'module.{kind}_node_group["w"].{resource}.this[0]']
    refused = group.contents.attribute("refused_type")
    assert refused.is_set is is_refused
    if is_refused:
        assert written_at(refused) == 'ami_type = "WINDOWS_CORE_2025_x86_64"'


def test_a_self_managed_group_belongs_to_the_cluster_by_its_tags():
    found = declared(
        'self_managed_node_groups = { a = { name = "pool", use_name_prefix = false } }'
    )
    group = found['module.self_managed_node_group["a"].aws_autoscaling_group.this[0]']
    assert plain(group.contents.attribute("name")) == "pool"
    key = group.contents.nested("tag").items[0].attribute("key")
    assert plain(key) == "kubernetes.io/cluster/\ufffc"
    assert isinstance(key, Pending)
    assert key.address == "module.eks.aws_eks_cluster.this[0]"


def test_mixed_instances_replace_the_instance_type():
    found = declared(
        """
        self_managed_node_groups = {
          a = {
            use_mixed_instances_policy = true
            mixed_instances_policy = {
              launch_template = { override = [{ instance_type = "c5.large" }] }
            }
          }
          b = { use_mixed_instances_policy = var.mixed }
        }
        """
    )
    name = 'module.self_managed_node_group["{}"].aws_autoscaling_group.this[0]'
    group = found[name.format("a")].contents
    assert group.nested("launch_template").items == ()
    template = only(only(group.nested("mixed_instances_policy")).nested("launch_template"))
    override = only(template.nested("override"))
    assert attributes(override) == {"instance_type": "c5.large"}
    unseen = found[name.format("b")].contents
    assert unseen.nested("launch_template").open_because
    assert unseen.nested("mixed_instances_policy").open_because


def test_windows_nodes_of_ones_own_get_a_windows_access_entry():
    found = declared(
        """
        self_managed_node_groups = { win = { ami_type = "WINDOWS_CORE_2022_x86_64" }, a = {} }
        access_entries           = { x = { principal_arn = "arn:x" } }
        """
    )
    name = 'module.self_managed_node_group["{}"].aws_eks_access_entry.this[0]'
    assert plain(found[name.format("win")].contents.attribute("type")) == "EC2_WINDOWS"
    assert plain(found[name.format("a")].contents.attribute("type")) == "EC2_LINUX"
    assert attributes(found['aws_eks_access_entry.this["x"]'].contents) == {
        "cluster_name": "module.eks.aws_eks_cluster.this[0].name",
        "principal_arn": "arn:x",
        "type": "STANDARD",
    }


def test_addons_keep_their_configuration():
    found = declared(
        """
        addons = {
          vpc-cni = { before_compute = true, configuration_values = "{}" }
          proxy   = { name = "kube-proxy", addon_version = "v1" }
        }
        """
    )
    early = found['aws_eks_addon.before_compute["vpc-cni"]'].contents
    assert plain(early.attribute("addon_name")) == "vpc-cni"
    assert plain(early.attribute("configuration_values")) == "{}"
    assert isinstance(early.attribute("addon_version"), Pending)
    late = found['aws_eks_addon.this["proxy"]'].contents
    assert plain(late.attribute("addon_name")) == "kube-proxy"
    assert plain(late.attribute("addon_version")) == "v1"


def test_the_role_of_release_21_lacks_the_policy_of_the_resource_controller():
    found = declared('iam_role_additional_policies = { more = "arn:more" }')
    policies = [
        plain(item.contents.attribute("policy_arn"))
        for item in found.values()
        if item.type == "aws_iam_role_policy_attachment"
    ]
    assert policies == ["arn:\ufffc:iam::aws:policy/AmazonEKSClusterPolicy", "arn:more"]


def test_fargate_profiles_are_declared():
    found = declared('fargate_profiles = { d = { selectors = [{ namespace = "kube-system" }] } }')
    profile = found['module.fargate_profile["d"].aws_eks_fargate_profile.this[0]'].contents
    assert plain(profile.attribute("fargate_profile_name")) == "d"
    assert attributes(only(profile.nested("selector"))) == {"namespace": "kube-system"}


def test_groups_that_cannot_be_seen_leave_the_cluster_open():
    found = declared(
        """
        eks_managed_node_groups  = var.groups
        self_managed_node_groups = merge({ a = {} }, var.more)
        fargate_profiles         = var.profiles
        addons                   = var.addons
        access_entries           = var.entries
        """
    )
    addresses = (
        "module.eks_managed_node_group.aws_eks_node_group.this",
        "module.self_managed_node_group.aws_autoscaling_group.this",
        "module.fargate_profile.aws_eks_fargate_profile.this",
        "aws_eks_addon.this",
        "aws_eks_access_entry.this",
    )
    for address in addresses:
        assert isinstance(found[address].exists, Unknown)
        assert found[address].contents.open_because is not None


def test_a_group_of_which_nothing_is_seen_is_wholly_unknown():
    found = declared("eks_managed_node_groups = { a = var.group }")
    group = found['module.eks_managed_node_group["a"].aws_eks_node_group.this[0]']
    assert isinstance(group.exists, Unknown)
    assert isinstance(group.contents.attribute("ami_type"), Unknown)
    assert isinstance(group.contents.attribute("instance_types"), Unknown)


def test_local_clusters_on_outposts_take_self_managed_groups_alone():
    found = declared(
        """
        outpost_config           = { outpost_arns = ["arn:x"] }
        eks_managed_node_groups  = { a = {} }
        self_managed_node_groups = { b = {} }
        """
    )
    assert not any("eks_managed" in address for address in found)
    assert any("self_managed" in address for address in found)


def test_sensitive_inputs_stay_sensitive():
    found = declared(
        """
        eks_managed_node_groups = {
          a = {
            instance_types          = sensitive(["m5.large"])
            ami_type                = "WINDOWS_CORE_2022_x86_64"
            pre_bootstrap_user_data = sensitive("secret")
          }
        }
        """
    )
    group = found['module.eks_managed_node_group["a"].aws_eks_node_group.this[0]'].contents
    assert "m5.large" not in str(group.attribute("instance_types"))
    template = found['module.eks_managed_node_group["a"].aws_launch_template.this[0]']
    assert "secret" not in script(template)
    nested = declared('access_entries = sensitive({ a = { principal_arn = "secret" } })')
    entry = nested['aws_eks_access_entry.this["a"]'].contents
    assert "secret" not in str(entry.attribute("principal_arn"))


def test_an_ami_type_that_tells_no_system_leaves_the_user_data_open():
    found = declared(
        """
        eks_managed_node_groups = {
          a = { ami_type = "CUSTOM", ami_id = "ami-1", pre_bootstrap_user_data = "echo 1" }
        }
        """
    )
    template = found['module.eks_managed_node_group["a"].aws_launch_template.this[0]']
    assert isinstance(template.contents.attribute("user_data"), Unknown)


def test_more_groups_than_anyone_writes_leave_the_cluster_open():
    found = declared("eks_managed_node_groups = { for number in range(400) : number => {} }")
    groups = [item for item in found.values() if item.type == "aws_eks_node_group"]
    assert len(groups) == 251
    assert isinstance(groups[-1].exists, Unknown)
    assert isinstance(groups[0].exists, Known)


def test_user_data_longer_than_ec2_takes_is_not_composed():
    long = "0123456789" * 14_000
    found = declared(
        f'self_managed_node_groups = {{ a = {{ bootstrap_extra_args = "{long}", '
        'ami_type = "WINDOWS_CORE_2022_x86_64" } }'
    )
    template = found['module.self_managed_node_group["a"].aws_launch_template.this[0]']
    value = template.contents.attribute("user_data")
    assert isinstance(value, Unknown)
    assert "longer than EC2 takes" in value.reason.text


def test_outputs_lead_to_the_resources():
    root = root_of(
        f"""
        module "eks" {{{CLUSTER}}}
        resource "aws_eks_node_group" "more" {{
          cluster_name  = module.eks.cluster_name
          node_role_arn = module.eks.cluster_iam_role_arn
          version       = module.eks.cluster_version
          ami_type      = module.eks.nothing_like_it
          labels        = {{ endpoint = module.eks.cluster_endpoint }}
        }}
        """
    )
    more = next(item for item in root.resources if item.address == "aws_eks_node_group.more")
    found = more.contents
    assert plain(found.attribute("cluster_name")) == "demo"
    assert plain(found.attribute("node_role_arn")) == "module.eks.aws_iam_role.this[0].arn"
    assert plain(found.attribute("version")) == "1.33"
    assert isinstance(found.attribute("ami_type"), Unknown)
    endpoint = "module.eks.aws_eks_cluster.this[0].endpoint"
    assert plain(found.attribute("labels")) == {"endpoint": endpoint}


def test_a_name_that_cannot_be_seen_is_the_clusters():
    root = root_of(
        """
        module "eks" {
          source  = "terraform-aws-modules/eks/aws"
          version = "~> 21.0"
          name    = var.name
        }
        resource "aws_eks_addon" "a" { cluster_name = module.eks.cluster_name }
        """
    )
    addon = next(item for item in root.resources if item.address == "aws_eks_addon.a")
    assert plain(addon.contents.attribute("cluster_name")) == (
        "module.eks.aws_eks_cluster.this[0].name"
    )


def test_calls_may_refer_to_one_another():
    root = root_of(
        f"""
        module "eks" {{{CLUSTER}
          iam_role_additional_policies = {{ a = module.windows.iam_role_arn }}
        }}
        module "windows" {{
          source         = "terraform-aws-modules/eks/aws//modules/eks-managed-node-group"
          version        = "~> 21.0"
          name           = "win"
          cluster_name   = module.eks.cluster_name
          ami_type       = "WINDOWS_CORE_2022_x86_64"
          instance_types = ["m5.large"]
        }}
        """
    )
    group = next(item for item in root.resources if item.type == "aws_eks_node_group")
    assert group.address == "module.windows.aws_eks_node_group.this[0]"
    assert plain(group.contents.attribute("cluster_name")) == "demo"
    assert plain(group.contents.attribute("instance_types")) == ["m5.large"]


def test_outputs_look_at_no_input_they_do_not_need():
    root = root_of(
        """
        module "eks" {
          source             = "terraform-aws-modules/eks/aws"
          version            = "~> 21.0"
          name               = "demo"
          kubernetes_version = module.other.cluster_version
        }
        module "other" {
          source             = "terraform-aws-modules/eks/aws"
          version            = "~> 21.0"
          name               = "not-${module.eks.cluster_name}"
          kubernetes_version = "1.33"
        }
        """
    )
    clusters = [item.contents for item in root.resources if item.type == "aws_eks_cluster"]
    found = [(plain(it.attribute("name")), plain(it.attribute("version"))) for it in clusters]
    assert found == [("demo", "1.33"), ("not-demo", "1.33")]


def test_groups_have_outputs_of_their_own():
    root = root_of(
        f"""
        module "eks" {{{CLUSTER}
          self_managed_node_groups = {{ win = {{}} }}
          eks_managed_node_groups = {{
            own = {{ create_iam_role = false, iam_role_arn = "arn:own" }}
          }}
        }}
        resource "aws_eks_access_entry" "a" {{
          principal_arn = module.eks.self_managed_node_groups["win"].iam_role_arn
          user_name     = module.eks.eks_managed_node_groups["own"].iam_role_arn
          type          = module.eks.eks_managed_node_groups["own"].no_such_output
        }}
        """
    )
    entry = next(item for item in root.resources if item.address == "aws_eks_access_entry.a")
    role = 'module.eks.module.self_managed_node_group["win"].aws_iam_role.this[0].arn'
    assert plain(entry.contents.attribute("principal_arn")) == role
    assert plain(entry.contents.attribute("user_name")) == "arn:own"
    assert isinstance(entry.contents.attribute("type"), Unknown)


def test_each_instance_of_a_call_has_its_own_addresses():
    root = root_of(
        f"""
        module "eks" {{
          for_each = toset(["a", "b"])
          {CLUSTER}
          eks_managed_node_groups = {{ win = {{ labels = {{ a = each.key }} }} }}
        }}
        """
    )
    groups = {
        item.address: plain(item.contents.attribute("labels"))
        for item in root.resources
        if item.type == "aws_eks_node_group"
    }
    inner = 'module.eks_managed_node_group["win"].aws_eks_node_group.this[0]'
    assert groups == {
        f'module.eks["a"].{inner}': {"a": "a"},
        f'module.eks["b"].{inner}': {"a": "b"},
    }
    assert isinstance(next(iter(root.resources)).exists, Known)
