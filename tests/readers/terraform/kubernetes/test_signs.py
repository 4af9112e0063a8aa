"""Whose Kubernetes a root module's objects are for."""

import pytest

from eksnetlint.model.manifest import Platform, PlatformSign
from tests.readers.terraform.kubernetes.written import read

_NAMESPACE = """
resource "kubernetes_namespace" "shop" {
  metadata {
    name = "shop"
  }
}
"""


@pytest.mark.parametrize(
    ("text", "platforms"),
    [
        ('data "aws_eks_cluster" "shop" {}', [Platform.EKS]),
        ('resource "azurerm_kubernetes_cluster" "shop" {}', [Platform.OTHER]),
        ('data "google_container_cluster" "shop" {}', [Platform.OTHER]),
        ('module "eks" {\nsource = "terraform-aws-modules/eks/aws"\n}', [Platform.EKS]),
        ('module "aks" {\nsource = "Azure/aks/azurerm"\n}', [Platform.OTHER]),
        (
            'data "aws_eks_cluster" "shop" {}\nresource "azurerm_kubernetes_cluster" "shop" {}',
            [],
        ),
        ("", []),
    ],
)
def test_a_cluster_in_the_root_is_a_sign_for_its_objects(text: str, platforms: list[Platform]):
    signs = [item for item in read(_NAMESPACE + text) if isinstance(item, PlatformSign)]
    assert [sign.platform for sign in signs] == platforms
    assert all(sign.span.text == 'name = "shop"' for sign in signs)


def test_a_root_without_objects_gives_no_sign():
    assert read('data "aws_eks_cluster" "shop" {}') == []
