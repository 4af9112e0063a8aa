"""Who an eksctl file gives access, and the IAM roles it makes or names."""

from __future__ import annotations

import pytest

from eksnetlint.model.access import Role
from eksnetlint.values import Known, Unknown, is_known, known_or
from tests.readers.test_eksctl import declared, group

WHOLE = "iam: {withOIDC: true}\n"
ENTRY = """\
accessConfig:
  accessEntries:
    - principalARN: arn:aws:iam::111122223333:role/nodes
      type: EC2_WINDOWS
      kubernetesGroups: [a, b]
      kubernetesUsername: someone
      accessPolicies:
        - policyARN: arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy
        - policyARN: ${POLICY}
    - {}
"""
MAPPINGS = """\
iamIdentityMappings:
  - arn: arn:aws:iam::${ACCOUNT}:role/eks/nodes
    username: system:node:{{EC2PrivateDNSName}}
    groups: [system:nodes]
  - account: "111122223333"
"""


def test_access_entries_are_read_at_their_places():
    one, other = declared(ENTRY).access.entries.items
    assert is_known(one.principal, "arn:aws:iam::111122223333:role/nodes")
    assert is_known(one.type, "EC2_WINDOWS")
    assert is_known(one.groups, ("a", "b"))
    assert is_known(one.user_name, "someone")
    assert [known_or(name, None) for name in one.policies] == ["AmazonEKSViewPolicy", "?"]
    place = one.type.origin.span
    assert place is not None
    assert (place.first.line, place.text) == (7, "type: EC2_WINDOWS")
    assert one.title == "access entry of nodes"
    assert isinstance(other.principal, Unknown)
    assert other.type == Known("STANDARD", other.type.origin, is_set=False)
    assert other.groups == Known((), other.groups.origin, is_set=False)
    assert other.user_name == Known(None, other.user_name.origin, is_set=False)


def test_entries_that_are_filled_in_may_be_any():
    world = declared("accessConfig: {accessEntries: '${ENTRIES}'}\n").access.entries
    assert world.items == ()
    assert str(world.open_because) == "a value is filled in by a template"


def test_hidden_groups_and_policies_of_an_entry_are_unknown():
    text = (
        "accessConfig:\n  accessEntries:\n"
        "    - {principalARN: x, kubernetesGroups: ['${A}'], accessPolicies: '${B}'}\n"
    )
    (one,) = declared(text).access.entries.items
    assert isinstance(one.groups, Unknown)
    assert isinstance(one.policies[0], Unknown)


def test_identity_mappings_of_roles_are_role_mappings():
    (mapping,) = declared(MAPPINGS).access.mappings.items
    assert isinstance(mapping.role, Unknown)
    assert is_known(mapping.role_name, "nodes")
    assert is_known(mapping.user_name, "system:node:{{EC2PrivateDNSName}}")
    assert is_known(mapping.groups, ("system:nodes",))
    assert mapping.title == "mapping of nodes in aws-auth"


def test_eksctl_maps_the_role_of_karpenters_nodes_as_that_of_linux_nodes():
    (mapping,) = declared("karpenter: {version: 1.0.0}\n").access.mappings.items
    assert is_known(mapping.role_name, "eksctl-KarpenterNodeRole-shop")
    assert is_known(mapping.groups, ("system:bootstrappers", "system:nodes"))
    assert is_known(mapping.user_name, "system:node:{{EC2PrivateDNSName}}")
    assert mapping.span.text == "karpenter"
    head = "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: {region: a}\n"
    (nameless,) = declared("karpenter: {version: 1.0.0}\n", head).access.mappings.items
    assert isinstance(nameless.role_name, Unknown)


@pytest.mark.parametrize(
    ("text", "expected", "is_set"),
    [
        (WHOLE, "API_AND_CONFIG_MAP", False),
        ("accessConfig: {authenticationMode: API}\n", "API", True),
        ("accessConfig: {authenticationMode: '${MODE}'}\n", None, True),
        # What is only meant to add node groups does not tell the mode of the cluster.
        ("", None, False),
        (f"{WHOLE}outpost: {{controlPlaneOutpostARN: x}}\n", None, False),
    ],
)
def test_the_authentication_mode_has_eksctls_default(text: str, expected: str | None, is_set: bool):
    mode = declared(text).authentication_mode
    assert known_or(mode, None) == expected
    assert mode.is_set is is_set


def cluster_role(text: str) -> Role:
    role = declared(text).access.cluster_role
    assert role is not None
    return role


def policies(role: Role) -> list[str | None]:
    assert role.policies.open_because is None
    return [known_or(name, None) for name in role.policies.items]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (WHOLE, ["AmazonEKSClusterPolicy", "AmazonEKSVPCResourceController"]),
        ("iam: {vpcResourceControllerPolicy: false}\n", ["AmazonEKSClusterPolicy"]),
        ("iam: {vpcResourceControllerPolicy: '${V}'}\n", ["AmazonEKSClusterPolicy", None]),
        (
            "iam: {vpcResourceControllerPolicy: false}\nautoModeConfig: {enabled: true}\n",
            ["AmazonEKSClusterPolicy", "AmazonEKSComputePolicy", "AmazonEKSNetworkingPolicy"],
        ),
        (
            f"{WHOLE}outpost: {{controlPlaneOutpostARN: x}}\n",
            ["AmazonEKSLocalOutpostClusterPolicy"],
        ),
    ],
)
def test_eksctl_makes_a_role_with_the_policies_it_needs(text: str, expected: list[str | None]):
    role = cluster_role(text)
    assert policies(role) == expected
    assert role.is_made_here


def test_a_role_of_the_users_own_may_have_any_policies():
    role = cluster_role("iam: {serviceRoleARN: 'arn:aws:iam::111122223333:role/shop'}\n")
    assert is_known(role.identity, "arn:aws:iam::111122223333:role/shop")
    assert role.policies.open_because is not None
    assert not role.is_made_here


def test_a_file_that_only_adds_node_groups_makes_no_cluster_role():
    assert declared("nodeGroups: [{name: a}]\n").access.cluster_role is None


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("", False),
        ("ami: auto-ssm", False),
        ("ami: ami-0123456789abcdef0", True),
        ("launchTemplate: {id: lt-0123}", None),
    ],
)
def test_an_image_of_a_groups_own_is_told_apart(lines: str, expected: bool | None):
    assert known_or(group(f"name: a\n{lines}").has_own_image, None) is expected


def test_a_group_has_the_role_it_is_given():
    given = group("name: a\niam:\n  instanceRoleARN: arn:aws:iam::111122223333:role/nodes").role
    assert given is not None
    assert is_known(given.identity, "arn:aws:iam::111122223333:role/nodes")
    assert given.span.text == "instanceRoleARN: arn:aws:iam::111122223333:role/nodes"
    named = group("name: a\niam:\n  instanceRoleName: nodes").role
    assert named is not None
    assert is_known(named.identity, "nodes")
    assert group("name: a").role is None
    assert group("name: a\niam:\n  instanceProfileARN: x").role is None
