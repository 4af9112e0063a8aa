"""The karpenter module inside terraform-aws-modules/eks: the role of nodes, and its entry."""

import pytest

from eksnetlint.readers.terraform.resource import Resource
from eksnetlint.values import Unknown
from tests.readers.terraform.community.declared import attributes, plain, resources_of, root_of

ROLE = "module.eks.aws_iam_role.node[0]"


def call(text: str = "", version: str = "21.19.0") -> str:
    return f"""
    module "eks" {{
      source       = "terraform-aws-modules/eks/aws//modules/karpenter"
      version      = "{version}"
      cluster_name = "shop"
      {text}
    }}
    """


def declared(text: str = "", version: str = "21.19.0") -> dict[str, Resource]:
    return resources_of(call(text, version))


@pytest.mark.parametrize(("version", "registry"), [("20.0.0", "ReadOnly"), ("~> 21.0", "PullOnly")])
def test_the_nodes_have_a_role_and_an_entry_for_linux(version: str, registry: str):
    found = declared(version=version)
    assert attributes(found["aws_eks_access_entry.node[0]"].contents) == {
        "cluster_name": "shop",
        "principal_arn": f"{ROLE}.arn",
        "type": "EC2_LINUX",
    }
    attached = [address for address in found if address.startswith("aws_iam_role_policy")]
    assert attached == [
        'aws_iam_role_policy_attachment.node["AmazonEKSWorkerNodePolicy"]',
        f'aws_iam_role_policy_attachment.node["AmazonEC2ContainerRegistry{registry}"]',
        'aws_iam_role_policy_attachment.node["AmazonEKS_CNI_Policy"]',
    ]


def test_the_type_of_the_entry_is_an_input():
    entry = declared('access_entry_type = "EC2_WINDOWS"')["aws_eks_access_entry.node[0]"]
    assert attributes(entry.contents)["type"] == "EC2_WINDOWS"


def test_a_role_of_the_users_own_gets_the_entry():
    found = declared(
        """
        create_node_iam_role = false
        node_iam_role_arn    = "arn:aws:iam::111122223333:role/nodes"
        """
    )
    entry = attributes(found["aws_eks_access_entry.node[0]"].contents)
    assert entry["principal_arn"] == "arn:aws:iam::111122223333:role/nodes"
    assert "aws_iam_role.node[0]" not in found


@pytest.mark.parametrize("text", ["create = false", "create_access_entry = false"])
def test_what_is_switched_off_is_not_made(text: str):
    assert "aws_eks_access_entry.node[0]" not in declared(text)


def test_policies_are_attached_to_the_role_of_the_nodes():
    found = declared('node_iam_role_additional_policies = { a = "arn:aws:iam::aws:policy/A" }')
    one = attributes(found['aws_iam_role_policy_attachment.additional["a"]'].contents)
    assert one == {"role": f"{ROLE}.name", "policy_arn": "arn:aws:iam::aws:policy/A"}


def test_karpenter_may_bring_nodes_that_are_not_seen():
    fleet = declared()["aws_ec2_fleet.karpenter"]
    assert isinstance(fleet.exists, Unknown)
    assert fleet.exists.reason.text == "Karpenter brings nodes that are not in these files"


def test_outputs_name_what_is_made():
    text = """
    resource "aws_iam_instance_profile" "a" {
      name = module.eks.service_account
      role = module.eks.node_iam_role_name
      path = module.eks.node_iam_role_arn
      tags = module.eks.queue_name
    }
    """
    (made,) = [item for item in root_of(call() + text).resources if item.name == "a"]
    assert {name: plain(value) for name, value in made.contents.attributes.items()} == {
        "name": "karpenter",
        "role": f"{ROLE}.name",
        "path": f"{ROLE}.arn",
        "tags": "module.eks.aws_sqs_queue.this[0].name",
    }
