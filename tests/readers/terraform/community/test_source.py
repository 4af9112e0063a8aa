import pytest

from eksnetlint.readers.terraform.community import brings_no_nodes, stand_in_of
from eksnetlint.readers.terraform.community.source import ModuleSource, module_source

EKS = "terraform-aws-modules/eks/aws"
REPOSITORY = "github.com/terraform-aws-modules/terraform-aws-eks"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (EKS, ModuleSource(EKS)),
        (f"registry.example.com/{EKS}", ModuleSource(EKS)),
        (f"{EKS}//modules/karpenter", ModuleSource(EKS, "modules/karpenter")),
        (f"{EKS}//modules/karpenter/", ModuleSource(EKS, "modules/karpenter")),
        (REPOSITORY, ModuleSource(EKS, "", "")),
        (f"{REPOSITORY}?ref=v20.8.5", ModuleSource(EKS, "", "v20.8.5")),
        (f"git::https://{REPOSITORY}.git?ref=v20.8.5", ModuleSource(EKS, "", "v20.8.5")),
        (
            f"git::https://{REPOSITORY}.git//modules/x?depth=1&ref=refs/tags/v20.8.5",
            ModuleSource(EKS, "modules/x", "v20.8.5"),
        ),
        (
            "git::ssh://git@github.com/terraform-aws-modules/terraform-aws-eks.git?ref=v19.0.0",
            ModuleSource(EKS, "", "v19.0.0"),
        ),
        (
            "git@github.com:terraform-aws-modules/terraform-aws-eks.git?ref=main",
            ModuleSource(EKS, "", "main"),
        ),
        (f"https://{REPOSITORY}/archive/v20.0.0.tar.gz", ModuleSource(EKS, "", "")),
    ],
)
def test_a_public_module_is_recognised_however_its_source_is_written(
    source: str, found: ModuleSource
):
    assert module_source(source) == found


@pytest.mark.parametrize(
    "source",
    [
        "./modules/eks",
        "../eks",
        "/srv/eks",
        "",
        "eks",
        "s3::https://x.example/eks.zip",
        "a/b/c/d/e",
    ],
)
def test_anything_else_is_no_public_module(source: str):
    assert module_source(source) is None


def test_a_source_of_any_length_is_read_in_no_time():
    assert module_source("github.com/" + "a-" * 100_000) is None
    assert module_source("a/" * 400) is None


@pytest.mark.parametrize(
    ("source", "version"),
    [
        (EKS, "~> 20.0"),
        (EKS, ""),
        (EKS, ">= 17, < 18"),
        (f"{EKS}//modules/eks-managed-node-group", "~> 21.0"),
        (f"{EKS}//modules/self-managed-node-group", "20.8.5"),
        (f"{EKS}//modules/fargate-profile", "19.21.0"),
        (f"git::https://{REPOSITORY}.git?ref=v18.31.2", ""),
    ],
)
def test_releases_that_are_known_have_a_stand_in(source: str, version: str):
    assert stand_in_of(source, version) is not None


@pytest.mark.parametrize(
    ("source", "version"),
    [
        (EKS, "~> 7.0"),
        (EKS, ">= 22.0"),
        (EKS, "> 20, < 19"),
        (f"git::https://{REPOSITORY}.git?ref=v7.0.0", "~> 20.0"),
        ("someone-else/eks/aws", "~> 20.0"),
        # Before release 20 it is another module.
        (f"{EKS}//modules/karpenter", "~> 19.0"),
    ],
)
def test_nothing_is_made_up_for_other_modules_and_releases(source: str, version: str):
    assert stand_in_of(source, version) is None


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("terraform-aws-modules/vpc/aws", True),
        ("terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks", True),
        ("git::https://github.com/terraform-aws-modules/terraform-aws-vpc.git?ref=v5.0.0", True),
        ("cloudposse/label/null", True),
        ("terraform-aws-modules/eks/aws", False),
        ("terraform-aws-modules/autoscaling/aws", False),
        ("terraform-aws-modules/ec2-instance/aws", False),
        ("someone/vpc/aws", False),
        ("./vpc", False),
    ],
)
def test_modules_that_bring_no_nodes_are_known_by_name(source: str, expected: bool):
    assert brings_no_nodes(source) is expected
