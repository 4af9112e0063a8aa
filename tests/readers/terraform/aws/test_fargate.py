"""Fargate profiles as the declarations of a cluster have them."""

from __future__ import annotations

from eksnetlint.model.fargate import FargateProfile
from eksnetlint.values import Known, is_known
from tests.readers.terraform.aws.building import NO_VALUE, clusters, reason, written

PROFILE = """
resource "aws_eks_cluster" "shop" {{
  name = "shop"
}}
resource "aws_eks_fargate_profile" "web" {{
  cluster_name         = aws_eks_cluster.shop.name
  fargate_profile_name = "web"
  {}
}}
"""


def profile(body: str) -> FargateProfile:
    (cluster,) = clusters(PROFILE.format(body))
    (found,) = cluster.fargate_profiles
    return found


def test_a_profile_is_read_with_namespaces_and_labels():
    found = profile('selector {\n namespace = "web-*"\n labels = { tier = "front" }\n}')
    assert found.name == Known("web", found.name.origin)
    (selector,) = found.selectors
    assert is_known(selector.namespace, "web-*")
    assert written(selector.namespace) == 'namespace = "web-*"'
    assert is_known(selector.labels["tier"], "front")


def test_a_profile_without_labels_takes_the_whole_namespace():
    (selector,) = profile('selector {\n namespace = "web"\n}').selectors
    assert selector.labels == {}


def test_labels_that_cannot_be_seen_may_be_any():
    (selector,) = profile('selector {\n namespace = "web"\n labels = var.x\n}').selectors
    assert list(selector.labels) == ["*"]
    assert NO_VALUE in reason(selector.labels["*"])


def test_selectors_that_cannot_be_seen_may_be_for_any_namespace():
    found = profile(
        'dynamic "selector" {\n for_each = var.x\n content {\n namespace = selector.value\n }\n}'
    )
    (selector,) = found.selectors
    assert NO_VALUE in reason(selector.namespace)


def test_of_a_profile_that_may_not_exist_no_namespace_is_known():
    found = profile('count = var.x\n  selector {\n namespace = "web"\n}')
    assert NO_VALUE in reason(found.selectors[0].namespace)
