"""What access entries, role mappings and roles come to with the node groups of a cluster."""

from __future__ import annotations

from typing import Any

import pytest

from eksnetlint.model.access_facts import makes_nodes
from eksnetlint.model.access_worlds import authentication_mode, entries_of, mappings_of
from eksnetlint.model.cluster import Cluster
from eksnetlint.model.declared import NOTHING
from eksnetlint.model.facts import fact
from eksnetlint.model.linking import link
from eksnetlint.model.node_group import NodeGroup
from eksnetlint.model.subjects import SUBJECTS
from eksnetlint.readers.files import Input, read_files
from eksnetlint.values import Unknown, Value, is_known, known_or

ROLE = "arn:aws:iam::111122223333:role/nodes"
EKSCTL = """\
apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata: {name: shop, region: eu-west-1}
iam: {withOIDC: true}
"""
GROUPS = f"""\
nodeGroups:
  - name: windows
    amiFamily: WindowsServer2022CoreContainer
    iam: {{instanceRoleARN: "{ROLE}"}}
  - name: linux
    amiFamily: AmazonLinux2023
    iam: {{instanceRoleARN: "{ROLE}"}}
  - {{name: other, amiFamily: AmazonLinux2023}}
"""
POOL = """\
apiVersion: karpenter.sh/v1
kind: NodePool
metadata: {name: windows}
spec:
  template:
    spec:
      nodeClassRef: {group: karpenter.k8s.aws, kind: EC2NodeClass, name: windows}
---
apiVersion: karpenter.k8s.aws/v1
kind: EC2NodeClass
metadata: {name: windows}
spec: {role: nodes, amiSelectorTerms: [{alias: windows2022@latest}]}
"""
AWS_AUTH = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: aws-auth, namespace: kube-system}
data:
  mapRoles: |
"""
CLUSTER = """\
resource "aws_eks_cluster" "shop" {
  name     = "shop"
  role_arn = "arn:aws:iam::111122223333:role/shop"
  access_config { authentication_mode = "%s" }
}
provider "aws" { region = "eu-west-1" }
"""


def linked(text: str, name: str = "a.yaml") -> Cluster:
    objects = read_files([Input(name, text.encode)], "eksnetlint:").reading.objects
    (cluster,) = link(objects, NOTHING)
    return cluster


def facts(subject: str, name: str, cluster: Cluster) -> list[Value[Any]]:
    return [fact(subject, item, cluster, name) for item in SUBJECTS[subject].objects(cluster)]


def only(subject: str, name: str, cluster: Cluster) -> Value[Any]:
    (found,) = facts(subject, name, cluster)
    return found


def names(groups: Value[tuple[NodeGroup, ...]]) -> list[str]:
    return [known_or(group.name, "?") for group in known_or(groups, ())]


def entry(lines: str) -> str:
    return f'accessConfig:\n  accessEntries:\n    - {{principalARN: "{ROLE}"{lines}}}\n'


def mapping(groups: str, role: str = ROLE) -> str:
    return f"    - {{rolearn: {role}, groups: [{groups}]}}\n"


# --- the node groups of a role -------------------------------------------------------------


def test_an_entry_knows_the_groups_of_its_role():
    cluster = linked(EKSCTL + entry("") + GROUPS)
    assert names(only("access_entry", "windows_node_groups", cluster)) == ["windows"]
    assert names(only("access_entry", "linux_node_groups", cluster)) == ["linux"]


def test_a_group_knows_the_linux_groups_of_its_role():
    windows, _, other = facts("node_group", "linux_groups_of_its_role", linked(EKSCTL + GROUPS))
    assert names(windows) == ["linux"]
    assert names(other) == []
    place = windows.origin.span
    assert place is not None
    assert place.text == f'instanceRoleARN: "{ROLE}"'
    assert place.first.line == 8


def test_a_mapping_is_for_nodes_that_neither_eks_nor_eksctl_lets_in():
    auth = AWS_AUTH + mapping("system:nodes")
    of_pool = only("role_mapping", "windows_node_groups", linked(f"{POOL}---\n{auth}"))
    assert names(of_pool) == ["windows"]
    of_eksctl = only("role_mapping", "windows_node_groups", linked(f"{EKSCTL}{GROUPS}---\n{auth}"))
    assert names(of_eksctl) == []


# --- access entries ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "meant"),
    [("EC2_Windows", "EC2_WINDOWS"), ("EC2_WINDOWS", None), ("Robot", None)],
)
def test_a_type_in_other_letters_is_a_known_one(written: str, meant: str | None):
    cluster = linked(EKSCTL + entry(f", type: {written}"))
    assert is_known(only("access_entry", "type_meant", cluster), meant)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("", ()),
        (", kubernetesGroups: []", ()),
        (", kubernetesGroups: [a], kubernetesUsername: b", ("Kubernetes groups", "a user name")),
        (
            ", accessPolicies: [{policyARN: 'arn:aws:eks::aws:cluster-access-policy/A'}]",
            ("an access policy",),
        ),
    ],
)
def test_what_is_added_to_an_entry_is_told(lines: str, expected: tuple[str, ...]):
    assert is_known(only("access_entry", "additions", linked(EKSCTL + entry(lines))), expected)


def test_additions_that_are_hidden_may_be_any():
    cluster = linked(EKSCTL + entry(', kubernetesGroups: "${GROUPS}"'))
    assert isinstance(only("access_entry", "additions", cluster), Unknown)


# --- role mappings -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (mapping("system:nodes"), [False]),
        (mapping("'eks:kube-proxy-windows'"), [True]),
        (mapping("system:nodes") + mapping("'eks:kube-proxy-windows'"), [True, True]),
        (
            mapping("system:nodes") + mapping("'eks:kube-proxy-windows'", f"{ROLE}2"),
            [False, True],
        ),
        (mapping("system:nodes") + mapping("'eks:kube-proxy-windows'", "'${R}'"), [None, True]),
    ],
)
def test_one_mapping_of_a_role_with_the_group_is_enough(text: str, expected: list[bool | None]):
    found = facts("role_mapping", "grants_kube_proxy", linked(AWS_AUTH + text))
    assert [known_or(value, None) for value in found] == expected


@pytest.mark.parametrize(
    ("mode", "expected"), [("API", True), ("API_AND_CONFIG_MAP", True), ("CONFIG_MAP", False)]
)
def test_an_entry_goes_before_a_mapping_unless_only_aws_auth_is_read(mode: str, expected: bool):
    access = entry("").replace("accessConfig:", f"accessConfig:\n  authenticationMode: {mode}")
    auth = AWS_AUTH + mapping("system:nodes")
    cluster = linked(f"{EKSCTL}{access}---\n{auth}")
    assert is_known(only("role_mapping", "is_overruled", cluster), expected)


def test_a_mapping_without_an_entry_is_overruled_in_no_mixed_mode():
    cluster = linked(f"{EKSCTL}---\n{AWS_AUTH}{mapping('system:nodes')}")
    assert is_known(only("role_mapping", "is_overruled", cluster), False)
    assert isinstance(only("role_mapping", "has_entry", cluster), Unknown)


@pytest.mark.parametrize(
    ("role", "expected"), [(ROLE, False), (ROLE.replace("/", "/eks/"), True), ("'${R}'", False)]
)
def test_a_path_is_seen_in_front_of_the_name(role: str, expected: bool):
    cluster = linked(AWS_AUTH + mapping("system:nodes", role))
    assert is_known(only("role_mapping", "shows_path", cluster), expected)


@pytest.mark.parametrize(
    ("user", "groups", "expected"),
    [
        ("system:node:{{EC2PrivateDNSName}}", "system:nodes", True),
        ("system:node:{{EC2PrivateDNSName}}", "system:bootstrappers", False),
        ("system:node:{{SessionName}}", "system:nodes", False),
        ("null", "system:nodes", False),
        ("'${USER}'", "system:nodes", None),
        ("'${USER}'", "a", False),
    ],
)
def test_a_mapping_makes_nodes_by_user_name_and_group(
    user: str, groups: str, expected: bool | None
):
    text = f"    - rolearn: {ROLE}\n      username: {user}\n      groups: [{groups}]\n"
    value = only("role_mapping", "makes_nodes", linked(AWS_AUTH + text))
    assert known_or(value, None) is expected


def test_a_second_mapping_of_the_role_may_be_the_one_that_makes_nodes():
    first = f"    - rolearn: {ROLE}\n      username: a\n      groups: [eks:kube-proxy-windows]\n"
    second = (
        f"    - rolearn: {ROLE}\n      username: 'system:node:{{{{EC2PrivateDNSName}}}}'\n"
        "      groups: [system:nodes]\n"
    )
    cluster = linked(AWS_AUTH + first + second)
    found = [makes_nodes(item, cluster) for item in mappings_of(cluster).items]
    assert [is_known(value, True) for value in found] == [True, True]


# --- all that lets roles in ----------------------------------------------------------------


def test_a_config_map_that_is_written_holds_all_mappings():
    assert mappings_of(linked(AWS_AUTH + mapping("a"))).open_because is None
    found = mappings_of(linked(EKSCTL))
    assert str(found.open_because) == "the ConfigMap aws-auth is not in these files"


def test_a_root_that_makes_the_cluster_shows_all_entries():
    assert entries_of(linked(CLUSTER % "API", "main.tf")).open_because is None
    assert entries_of(linked(EKSCTL)).open_because is not None
    assert entries_of(linked(AWS_AUTH + mapping("a"))).open_because is not None


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        (EKSCTL, "a.yaml", "API_AND_CONFIG_MAP"),
        (CLUSTER % "API", "main.tf", "API"),
        (AWS_AUTH + mapping("a"), "a.yaml", None),
    ],
)
def test_the_authentication_mode_is_that_of_the_cluster(text: str, name: str, expected: str | None):
    assert known_or(authentication_mode(linked(text, name)), None) == expected


# --- Windows nodes -------------------------------------------------------------------------

NODES = """
resource "aws_iam_role" "nodes" { name = "nodes" }
resource "aws_eks_node_group" "windows" {
  cluster_name    = aws_eks_cluster.shop.name
  node_group_name = "windows"
  node_role_arn   = aws_iam_role.nodes.arn
  ami_type        = "WINDOWS_CORE_2022_x86_64"
}
"""
ENTRY = """
resource "aws_eks_access_entry" "nodes" {
  cluster_name  = aws_eks_cluster.shop.name
  principal_arn = aws_iam_role.nodes.arn
  type          = "EC2_WINDOWS"
}
"""
MAPPED = """
resource "kubernetes_config_map_v1_data" "aws_auth" {
  metadata {
    name      = "aws-auth"
    namespace = "kube-system"
  }
  data = {
    mapRoles = yamlencode([{
      rolearn = aws_iam_role.nodes.arn
      groups  = ["eks:kube-proxy-windows"]
    }])
  }
}
"""


@pytest.mark.parametrize(
    ("mode", "more", "expected"),
    [
        ("API", "", False),
        ("API", MAPPED, False),
        ("API", ENTRY, True),
        ("CONFIG_MAP", "", None),
        ("CONFIG_MAP", MAPPED, True),
        ("CONFIG_MAP", MAPPED.replace("kube-proxy-windows", "other"), False),
        ("API_AND_CONFIG_MAP", MAPPED, False),
        ("API_AND_CONFIG_MAP", ENTRY, True),
    ],
)
def test_nodes_join_by_what_the_authentication_mode_reads(
    mode: str, more: str, expected: bool | None
):
    cluster = linked(CLUSTER % mode + NODES + more, "main.tf")
    assert known_or(only("node_group", "has_windows_access", cluster), None) is expected
    assert is_known(only("node_group", "shows_windows_entry", cluster), more == ENTRY)


@pytest.mark.parametrize(
    ("mode", "more", "expected"),
    [
        ("API", "", False),
        ("API", ENTRY, True),
        ("API", ENTRY.replace("EC2_WINDOWS", "EC2_LINUX"), True),
        ("API", MAPPED, False),
        ("API_AND_CONFIG_MAP", MAPPED, False),
        ("CONFIG_MAP", MAPPED.replace("kube-proxy-windows", "other"), True),
        ("CONFIG_MAP", "", False),
    ],
)
def test_what_is_written_for_a_role_is_judged_by_itself(mode: str, more: str, expected: bool):
    cluster = linked(CLUSTER % mode + NODES + more, "main.tf")
    assert is_known(only("node_group", "says_its_access", cluster), expected)


def test_a_role_that_terraform_makes_is_known_by_its_name_too():
    by_name = ENTRY.replace("aws_iam_role.nodes.arn", f'"{ROLE}"')
    cluster = linked(CLUSTER % "API" + NODES + by_name, "main.tf")
    assert names(only("access_entry", "windows_node_groups", cluster)) == ["windows"]
    assert is_known(only("node_group", "has_windows_access", cluster), True)
    other = linked(CLUSTER % "API" + NODES + by_name.replace("role/nodes", "role/x"), "main.tf")
    assert names(only("access_entry", "windows_node_groups", other)) == []
    assert is_known(only("node_group", "has_windows_access", other), False)


def test_eks_makes_entries_for_the_roles_of_managed_groups():
    made = linked(CLUSTER % "API" + NODES + MAPPED, "main.tf")
    assert is_known(only("role_mapping", "has_entry", made), True)
    role = 'resource "aws_iam_role" "nodes" { name = "nodes" }\n'
    missing = linked(CLUSTER % "API" + role + MAPPED, "main.tf")
    assert is_known(only("role_mapping", "has_entry", missing), False)


def test_self_managed_nodes_join_by_a_mapping_where_entries_count_too():
    nodes = """
    resource "aws_iam_role" "nodes" { name = "nodes" }
    resource "aws_iam_instance_profile" "nodes" { role = aws_iam_role.nodes.name }
    data "aws_ami" "windows" { name_regex = "Windows_Server-2022-English-Core-EKS_Optimized-1.33" }
    resource "aws_launch_template" "nodes" {
      image_id = data.aws_ami.windows.id
      iam_instance_profile { arn = aws_iam_instance_profile.nodes.arn }
    }
    resource "aws_autoscaling_group" "nodes" {
      launch_template { id = aws_launch_template.nodes.id }
      tag {
        key   = "kubernetes.io/cluster/shop"
        value = "owned"
      }
    }
    """
    mixed = CLUSTER % "API_AND_CONFIG_MAP" + nodes
    assert is_known(only("node_group", "has_windows_access", linked(mixed + MAPPED, "a.tf")), True)
    found = only("node_group", "has_windows_access", linked(mixed, "a.tf"))
    assert isinstance(found, Unknown)


def test_the_role_of_a_group_is_known_by_name_or_address():
    named = facts("node_group", "node_role_name", linked(EKSCTL + GROUPS))
    assert [known_or(value, None) for value in named] == ["nodes", "nodes", None]
    made = only("node_group", "node_role_name", linked(CLUSTER % "API" + NODES, "main.tf"))
    assert is_known(made, "aws_iam_role.nodes")


# --- the role of the cluster ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("policies", "expected"),
    [
        ('["arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"]', False),
        ('["arn:aws-cn:iam::aws:policy/AmazonEKSVPCResourceController"]', True),
        ('["arn:aws:iam::aws:policy/AmazonEKSClusterPolicy", "arn:aws:iam::1:policy/own"]', None),
    ],
)
def test_policies_of_the_cluster_role_decide_who_gives_addresses(
    policies: str, expected: bool | None
):
    text = (CLUSTER % "API").replace(
        '"arn:aws:iam::111122223333:role/shop"', "aws_iam_role.shop.arn"
    )
    role = f'resource "aws_iam_role" "shop" {{ managed_policy_arns = {policies} }}\n'
    cluster = linked(text + role, "main.tf")
    value = only("cluster", "lets_controller_assign_addresses", cluster)
    assert known_or(value, None) is expected
    assert is_known(only("cluster", "shows_cluster_role", cluster), True)


def test_an_inline_policy_may_allow_the_same():
    text = (CLUSTER % "API").replace(
        '"arn:aws:iam::111122223333:role/shop"', "aws_iam_role.shop.arn"
    )
    role = """
    resource "aws_iam_role" "shop" {
      inline_policy { name = "addresses" }
    }
    """
    cluster = linked(text + role, "main.tf")
    value = only("cluster", "lets_controller_assign_addresses", cluster)
    assert isinstance(value, Unknown)


def test_of_a_role_that_is_only_named_nothing_is_said():
    cluster = linked(CLUSTER % "API", "main.tf")
    assert is_known(only("cluster", "shows_cluster_role", cluster), False)
    assert isinstance(only("cluster", "lets_controller_assign_addresses", cluster), Unknown)
