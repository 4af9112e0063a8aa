"""aws-ia/terraform-aws-eks-blueprints-addons 1: EKS add-ons and Helm releases; and its one release.

Read 2026-11-23 from github.com/aws-ia/terraform-aws-eks-blueprints-addons, tag v1.24.3: main.tf,
helm.tf; and terraform-aws-eks-blueprints-addon, tag v1.1.1: main.tf. Of the releases only Karpenter
brings nodes, and none enforces policies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from eksnetlint.readers.terraform.community.inputs import (
    Constant,
    Inputs,
    attributes_of,
    constant,
    from_contents,
    member,
    otherwise,
)
from eksnetlint.readers.terraform.community.module import Module, existing, module_of
from eksnetlint.readers.terraform.community.release import Release
from eksnetlint.readers.terraform.community.versions import Range
from eksnetlint.readers.terraform.resource import RemoteCall, Resource
from eksnetlint.readers.terraform.types import TfValue
from eksnetlint.values import Known

_ROOT: Mapping[str, Constant] = {"create_kubernetes_resources": True}
_SINGLE: Mapping[str, Constant] = {"create": True, "create_release": True, "name": ""}
# The release and the namespace of its chart, by the rest of the input's name.
_RELEASES = {
    "argo_events": ("argo-events", "argo-events"),
    "argo_rollouts": ("argo-rollouts", "argo-rollouts"),
    "argo_workflows": ("argo-workflows", "argo-workflows"),
    "argocd": ("argo-cd", "argocd"),
    "aws_cloudwatch_metrics": ("aws-cloudwatch-metrics", "amazon-cloudwatch"),
    "aws_efs_csi_driver": ("aws-efs-csi-driver", "kube-system"),
    "aws_for_fluentbit": ("aws-for-fluent-bit", "kube-system"),
    "aws_fsx_csi_driver": ("aws-fsx-csi-driver", "kube-system"),
    "aws_gateway_api_controller": (
        "aws-gateway-controller-chart",
        "aws-application-networking-system",
    ),
    "aws_load_balancer_controller": ("aws-load-balancer-controller", "kube-system"),
    "aws_node_termination_handler": (
        "aws-node-termination-handler",
        "aws-node-termination-handler",
    ),
    "aws_privateca_issuer": ("aws-privateca-issuer", "cert-manager"),
    "cert_manager": ("cert-manager", "cert-manager"),
    "cluster_autoscaler": ("cluster-autoscaler", "kube-system"),
    "cluster_proportional_autoscaler": ("cluster-proportional-autoscaler", "kube-system"),
    "external_dns": ("external-dns", "external-dns"),
    "external_secrets": ("external-secrets", "external-secrets"),
    "gatekeeper": ("gatekeeper", "gatekeeper-system"),
    "ingress_nginx": ("ingress-nginx", "ingress-nginx"),
    "karpenter": ("karpenter", "karpenter"),
    "kube_prometheus_stack": ("kube-prometheus-stack", "kube-prometheus-stack"),
    "metrics_server": ("metrics-server", "kube-system"),
    "secrets_store_csi_driver": ("secrets-store-csi-driver", "kube-system"),
    "secrets_store_csi_driver_provider_aws": (
        "secrets-store-csi-driver-provider-aws",
        "kube-system",
    ),
    "velero": ("velero", "velero"),
    "vpa": ("vpa", "vpa"),
}
_ADDON = (
    "addon_version",
    "configuration_values",
    "resolve_conflicts_on_update",
    "service_account_role_arn",
)
_CHART = ("chart", "name", "namespace", "repository", "values", "set")


def _resources(call: RemoteCall) -> tuple[Resource, ...]:
    place = module_of(call)
    inputs = Inputs(call.span, from_contents(call.inputs), _ROOT)
    found = [*_eks_addons(place, inputs), *_known(place, inputs), *_others(place, inputs)]
    return existing(found)


def _eks_addons(place: Module, inputs: Inputs) -> Iterator[Resource]:
    for here, key, addon in place.each(inputs.value("eks_addons")):
        if key is None:
            yield here.unseen("aws_eks_addon", "this", addon)
            continue
        attributes = {
            "cluster_name": inputs.value("cluster_name"),
            "addon_name": otherwise(member(addon, "name"), Known(key, addon.origin)),
            **attributes_of(addon, _ADDON, here.span),
        }
        yield here.resource("aws_eks_addon", "this", attributes, key=key)


def _known(place: Module, inputs: Inputs) -> Iterator[Resource]:
    """The releases that an input enables."""
    for name, (chart, namespace) in _RELEASES.items():
        flag = inputs.given(f"enable_{name}")
        if flag is None:
            continue
        span = flag.origin.span or place.span
        settings = inputs.value(name)
        attributes = {
            "name": otherwise(member(settings, "name"), constant(chart, span)),
            "chart": otherwise(member(settings, "chart"), constant(chart, span)),
            "namespace": otherwise(member(settings, "namespace"), constant(namespace, span)),
        }
        there = inputs.flag(f"enable_{name}"), inputs.flag("create_kubernetes_resources")
        inner = Module(f"{place.address}.module.{name}", span, place.exists).where(*there)
        yield inner.resource("helm_release", "this", attributes)


def _others(place: Module, inputs: Inputs) -> Iterator[Resource]:
    """The releases the user describes."""
    place = place.where(inputs.flag("create_kubernetes_resources"))
    for here, key, release in place.each(inputs.value("helm_releases")):
        if key is None:
            yield here.unseen("helm_release", "this", release)
            continue
        attributes = attributes_of(release, _CHART, here.span)
        attributes["name"] = otherwise(attributes["name"], Known(key, release.origin))
        yield here.resource("helm_release", "this", attributes, key=key)


def _single(call: RemoteCall) -> tuple[Resource, ...]:
    inputs = Inputs(call.span, from_contents(call.inputs), _SINGLE)
    place = module_of(call).where(inputs.flag("create"), inputs.flag("create_release"))
    attributes = {name: inputs.value(name) for name in _CHART}
    return existing([place.resource("helm_release", "this", attributes)])


def _outputs(_call: RemoteCall) -> Mapping[str, TfValue]:
    return {}


ADDONS: Mapping[str, tuple[Release, ...]] = {
    "": (Release(Range((1, 0, 0), (2, 0, 0)), _resources, _outputs),)
}
ADDON: Mapping[str, tuple[Release, ...]] = {
    "": (Release(Range((1, 0, 0), (2, 0, 0)), _single, _outputs),)
}
