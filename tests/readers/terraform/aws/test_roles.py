"""Which policies are seen attached to the roles of a cluster and its nodes."""

from __future__ import annotations

import pytest

from eksnetlint.model.access import Role
from eksnetlint.values import Known, Unknown
from tests.readers.terraform.aws.building import clusters, group, reason, written

CLUSTER = """
data "aws_partition" "current" {}
locals { policies = "arn:${data.aws_partition.current.partition}:iam::aws:policy" }
resource "aws_eks_cluster" "shop" {
  name     = "shop"
  role_arn = aws_iam_role.shop.arn
}
"""
ROLE = 'resource "aws_iam_role" "shop" { name = "shop-cluster" }\n'
CONTROLLER = "AmazonEKSVPCResourceController"


def role(text: str) -> Role:
    """The role of the only cluster of a root module."""
    (found,) = clusters(CLUSTER + text)
    assert found.access.cluster_role is not None
    return found.access.cluster_role


def policies(found: Role) -> list[str]:
    return [item.value for item in found.policies.items if isinstance(item, Known)]


@pytest.mark.parametrize(
    "text",
    [
        ROLE
        + """
        resource "aws_iam_role_policy_attachment" "a" {
          role       = aws_iam_role.shop.name
          policy_arn = "arn:aws:iam::aws:policy/AmazonEKSVPCResourceController"
        }
        """,
        ROLE
        + """
        resource "aws_iam_role_policy_attachment" "a" {
          role       = "shop-cluster"
          policy_arn = "${local.policies}/AmazonEKSVPCResourceController"
        }
        """,
        ROLE
        + """
        resource "aws_iam_role_policy_attachment" "a" {
          for_each   = toset(["AmazonEKSVPCResourceController"])
          role       = aws_iam_role.shop.id
          policy_arn = "arn:aws:iam::aws:policy/${each.value}"
        }
        """,
        ROLE
        + """
        resource "aws_iam_policy_attachment" "a" {
          name       = "a"
          roles      = [aws_iam_role.shop.name]
          policy_arn = data.aws_iam_policy.a.arn
        }
        data "aws_iam_policy" "a" { name = "AmazonEKSVPCResourceController" }
        """,
        ROLE
        + """
        resource "aws_iam_role_policy_attachments_exclusive" "a" {
          role_name   = aws_iam_role.shop.name
          policy_arns = ["arn:aws:iam::aws:policy/AmazonEKSVPCResourceController"]
        }
        """,
        """
        resource "aws_iam_role" "shop" {
          managed_policy_arns = ["arn:aws:iam::aws:policy/AmazonEKSVPCResourceController"]
        }
        """,
    ],
)  # fmt: skip
def test_a_policy_is_seen_however_it_is_attached(text: str):
    found = role(text)
    assert policies(found) == [CONTROLLER]
    assert found.policies.open_because is None
    assert found.identity == Known("aws_iam_role.shop", found.identity.origin)


def test_a_policy_of_ones_own_has_its_name_or_its_address():
    text = """
    resource "aws_iam_policy" "a" { name = "own" }
    resource "aws_iam_policy" "b" { name_prefix = "own" }
    resource "aws_iam_role_policy_attachment" "a" {
      role       = aws_iam_role.shop.name
      policy_arn = aws_iam_policy.a.arn
    }
    resource "aws_iam_role_policy_attachment" "b" {
      role       = aws_iam_role.shop.name
      policy_arn = aws_iam_policy.b.arn
    }
    """
    assert policies(role(ROLE + text)) == ["own", "aws_iam_policy.b"]


def test_a_role_whose_name_the_provider_makes_up_is_found():
    text = """
    resource "aws_iam_role" "shop" {
      name        = null
      name_prefix = "shop-"
    }
    resource "aws_iam_role_policy_attachment" "a" {
      role       = aws_iam_role.shop.name
      policy_arn = "arn:aws:iam::aws:policy/AmazonEKSVPCResourceController"
    }
    """
    assert policies(role(text)) == [CONTROLLER]


def test_a_role_made_here_without_attachments_has_none():
    found = role(ROLE)
    assert found.policies.items == ()
    assert found.policies.open_because is None
    assert found.has_inline_policies == Known(False, found.has_inline_policies.origin)


def test_policies_of_other_roles_are_left_out():
    found = role(
        ROLE
        + 'resource "aws_iam_role" "other" { name = "other" }\n'
        + 'resource "aws_iam_role_policy_attachment" "a" {\n'
        + '  role = aws_iam_role.other.name\n  policy_arn = "arn:aws:iam::aws:policy/X"\n}'
    )
    assert found.policies.items == ()
    assert found.policies.open_because is None


def test_attachments_that_may_be_of_any_role_leave_it_open():
    text = """
    resource "aws_iam_role_policy_attachment" "a" {
      role       = var.x
      policy_arn = "arn:aws:iam::aws:policy/AmazonEKSVPCResourceController"
    }
    """
    found = role(ROLE + text)
    assert found.policies.items == ()
    assert found.policies.open_because is not None


def test_an_attachment_that_may_not_exist_is_not_certain():
    text = """
    resource "aws_iam_role_policy_attachment" "a" {
      count      = var.x
      role       = aws_iam_role.shop.name
      policy_arn = "arn:aws:iam::aws:policy/AmazonEKSVPCResourceController"
    }
    """
    (item,) = role(ROLE + text).policies.items
    assert isinstance(item, Unknown)


def test_a_role_from_elsewhere_is_open():
    (found,) = clusters(
        'resource "aws_eks_cluster" "a" {\n  name = "a"\n'
        '  role_arn = "arn:aws:iam::123456789012:role/eks"\n}\n'
        'resource "aws_iam_role_policy_attachment" "a" {\n  role = "eks"\n'
        '  policy_arn = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"\n}'
    )
    assert found.access.cluster_role is not None
    assert policies(found.access.cluster_role) == ["AmazonEKSClusterPolicy"]
    assert found.access.cluster_role.policies.open_because is not None


def test_inline_policies_are_noted():
    text = 'resource "aws_iam_role_policy" "a" {\n  role = aws_iam_role.shop.id\n}'
    assert role(ROLE + text).has_inline_policies.value  # type: ignore[union-attr]
    text = 'resource "aws_iam_role" "shop" {\n  inline_policy {\n    name = "a"\n  }\n}'
    assert role(text).has_inline_policies.value  # type: ignore[union-attr]


def test_a_command_that_attaches_policies_leaves_them_open():
    text = """
    resource "null_resource" "a" {
      provisioner "local-exec" {
        command = "aws iam attach-role-policy --role-name shop --policy-arn x"
      }
    }
    """
    assert role(ROLE + text).policies.open_because is not None


def test_nodes_have_the_role_of_their_group():
    found = group(
        """
        resource "aws_eks_node_group" "win" {
          cluster_name  = "shop"
          node_role_arn = aws_iam_role.win.arn
        }
        resource "aws_iam_role" "win" {}
        resource "aws_iam_role_policy_attachment" "a" {
          role       = aws_iam_role.win.name
          policy_arn = "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy"
        }
        """
    )
    assert found.role is not None
    assert policies(found.role) == ["AmazonEKS_CNI_Policy"]
    assert written(found.role.policies.items[0]).startswith("policy_arn")


def test_nodes_have_the_role_of_their_instance_profile():
    found = group(
        """
        resource "aws_autoscaling_group" "win" {
          launch_template { id = aws_launch_template.win.id }
        }
        resource "aws_launch_template" "win" {
          image_id = data.aws_ssm_parameter.win.value
          iam_instance_profile { name = aws_iam_instance_profile.win.name }
        }
        data "aws_ssm_parameter" "win" {
          name = "/aws/service/ami-windows-latest/Windows_Server-2022-English-Core-EKS_Optimized-1"
        }
        resource "aws_iam_instance_profile" "win" { role = aws_iam_role.win.name }
        resource "aws_iam_role" "win" { name = "win" }
        """
    )
    assert found.role is not None
    assert found.role.identity == Known("aws_iam_role.win", found.role.identity.origin)


def test_the_principals_of_access_entries_are_the_same_roles():
    text = """
    resource "aws_eks_access_entry" "win" {
      cluster_name  = aws_eks_cluster.shop.name
      principal_arn = aws_iam_role.shop.arn
      type          = "EC2_WINDOWS"
    }
    resource "aws_eks_access_entry" "admin" {
      cluster_name      = aws_eks_cluster.shop.name
      principal_arn     = "arn:aws:iam::123456789012:role/admin"
      kubernetes_groups = ["admins"]
    }
    resource "aws_eks_access_policy_association" "admin" {
      cluster_name  = aws_eks_cluster.shop.name
      principal_arn = "arn:aws:iam::123456789012:role/admin"
      policy_arn    = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"
    }
    """
    (found,) = clusters(CLUSTER + ROLE + text)
    windows, admin = found.access.entries.items
    assert windows.principal == Known("aws_iam_role.shop", windows.principal.origin)
    assert windows.type == Known("EC2_WINDOWS", windows.type.origin)
    assert written(windows.type) == 'type          = "EC2_WINDOWS"'
    assert admin.type == Known("STANDARD", admin.type.origin, is_set=False)
    assert admin.groups == Known(("admins",), admin.groups.origin)
    (policy,) = admin.policies
    assert policy == Known("AmazonEKSClusterAdminPolicy", policy.origin)
    assert found.access.entries.open_because is None


def test_fargate_for_kube_system_is_other_capacity():
    text = """
    resource "aws_eks_fargate_profile" "system" {
      cluster_name         = aws_eks_cluster.shop.name
      fargate_profile_name = "system"
      selector { namespace = "kube-*" }
    }
    """
    (found,) = clusters(CLUSTER + ROLE + text)
    assert found.other_capacity == Known(True, found.other_capacity.origin)
    assert written(found.other_capacity) == 'namespace = "kube-*"'
    (found,) = clusters(CLUSTER + ROLE + text.replace("kube-*", "shop"))
    assert found.other_capacity == Known(False, found.other_capacity.origin, is_set=False)
    (found,) = clusters(CLUSTER + ROLE + text.replace('"kube-*"', "var.x"))
    assert "no default" in reason(found.other_capacity)
    doubtful = text.replace('fargate_profile_name = "system"', "count = var.x")
    (found,) = clusters(CLUSTER + ROLE + doubtful)
    assert "no default" in reason(found.other_capacity)


def test_subnets_come_with_the_ranges_reserved_in_them():
    text = """
    resource "aws_eks_cluster" "shop" {
      name = "shop"
      vpc_config {
        subnet_ids = aws_subnet.private[*].id
      }
    }
    resource "aws_subnet" "private" {
      count      = 2
      cidr_block = "10.0.${count.index}.0/24"
    }
    resource "aws_ec2_subnet_cidr_reservation" "a" {
      cidr_block       = "10.0.1.128/25"
      reservation_type = "prefix"
      subnet_id        = aws_subnet.private[1].id
    }
    """
    (found,) = clusters(text)
    first, second = found.subnets.items
    assert found.subnets.open_because is None
    assert first.cidr_block == Known("10.0.0.0/24", first.cidr_block.origin)
    assert first.reservations.items == ()
    (reserved,) = second.reservations.items
    assert reserved.cidr_block == Known("10.0.1.128/25", reserved.cidr_block.origin)
    assert reserved.kind == Known("prefix", reserved.kind.origin)
    assert reserved.span.text == 'resource "aws_ec2_subnet_cidr_reservation" "a"'


def test_a_role_that_is_made_here_is_known_by_its_name_too():
    made = role(ROLE)
    assert made.is_made_here
    assert made.name == Known("shop-cluster", made.name.origin)
    assert isinstance(role('resource "aws_iam_role" "shop" {}').name, Unknown)
    elsewhere = role('data "aws_iam_role" "shop" { name = "a" }').name
    assert isinstance(elsewhere, Unknown)
