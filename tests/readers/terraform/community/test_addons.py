"""The add-ons of the EKS blueprints."""

from eksnetlint.readers.terraform.resource import Resource
from eksnetlint.values import Unknown
from tests.readers.terraform.community.declared import attributes, plain, resources_of, written_at


def declared(text: str) -> dict[str, Resource]:
    return resources_of(
        f"""
        module "eks" {{
          source       = "aws-ia/eks-blueprints-addons/aws"
          version      = "~> 1.16"
          cluster_name = "demo"
          {text}
        }}
        """
    )


def test_add_ons_belong_to_the_cluster():
    found = declared('eks_addons = { vpc-cni = { configuration_values = "{}" } }')
    assert attributes(found['aws_eks_addon.this["vpc-cni"]'].contents) == {
        "cluster_name": "demo",
        "addon_name": "vpc-cni",
        "configuration_values": "{}",
    }


def test_a_release_is_there_where_it_is_enabled():
    found = declared(
        """
        enable_karpenter      = true
        karpenter             = { namespace = "own" }
        enable_metrics_server = false
        enable_velero         = var.velero
        """
    )
    release = found["module.karpenter.helm_release.this[0]"]
    assert attributes(release.contents) == {
        "name": "karpenter",
        "chart": "karpenter",
        "namespace": "own",
    }
    assert release.span.text.startswith("enable_karpenter")
    assert "module.metrics_server.helm_release.this[0]" not in found
    assert isinstance(found["module.velero.helm_release.this[0]"].exists, Unknown)


def test_releases_of_ones_own_are_kept():
    found = declared(
        """
        helm_releases = { calico = { chart = "tigera-operator", values = ["a: b"] } }
        """
    )
    release = found['helm_release.this["calico"]'].contents
    assert attributes(release) == {
        "name": "calico",
        "chart": "tigera-operator",
        "values": ["a: b"],
    }
    assert written_at(release.attribute("chart")) == 'chart = "tigera-operator"'


def test_no_release_is_there_without_kubernetes_resources():
    found = declared(
        """
        create_kubernetes_resources = false
        enable_karpenter            = true
        helm_releases               = { a = { chart = "a" } }
        """
    )
    assert found == {}


def test_maps_that_cannot_be_seen_stay_open():
    found = declared("helm_releases = var.releases\neks_addons = var.addons")
    assert isinstance(found["helm_release.this"].exists, Unknown)
    assert isinstance(found["aws_eks_addon.this"].exists, Unknown)


def test_the_module_for_one_release_brings_one():
    found = resources_of(
        """
        module "eks" {
          source  = "aws-ia/eks-blueprints-addon/aws"
          version = "1.1.1"
          chart   = "karpenter"
        }
        """
    )
    assert plain(found["helm_release.this[0]"].contents.attribute("chart")) == "karpenter"
