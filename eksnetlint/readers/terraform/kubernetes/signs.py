"""Whose Kubernetes a root module's objects are for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from eksnetlint.model.manifest import Platform, PlatformSign
from eksnetlint.readers.reading import Declared
from eksnetlint.readers.terraform.resource import Root

# Resources and data sources that are a cluster of another platform, by their providers' names.
_OTHER = frozenset(
    {
        "alicloud_cs_managed_kubernetes",
        "azurerm_kubernetes_cluster",
        "civo_kubernetes_cluster",
        "digitalocean_kubernetes_cluster",
        "google_container_cluster",
        "ibm_container_vpc_cluster",
        "kind_cluster",
        "linode_lke_cluster",
        "minikube_cluster",
        "oci_containerengine_cluster",
        "ovh_cloud_project_kube",
        "scaleway_k8s_cluster",
    }
)
# Modules of the public registry.
_EKS_MODULE = re.compile(r"(?:^|/)(?:eks|eks-cluster|eks-blueprints)/aws(?:$|//)")
_OTHER_MODULE = re.compile(r"(?:^|/)(?:aks/azurerm|kubernetes-engine/google)(?:$|//)")


def signs_of(root: Root, objects: Iterable[Declared]) -> Iterator[PlatformSign]:
    """A sign for each file that has objects, where the root module shows one platform alone."""
    shown = dict(_shown(root))
    if len(shown) != 1:
        return
    ((platform, what),) = shown.items()
    paths: set[str] = set()
    for item in objects:
        if item.span.path not in paths:
            paths.add(item.span.path)
            yield PlatformSign(item.span, platform, what)


def _shown(root: Root) -> Iterator[tuple[Platform, str]]:
    for resource in root.resources:
        if resource.type.startswith("aws_eks_"):
            yield Platform.EKS, resource.type
        elif resource.type in _OTHER:
            yield Platform.OTHER, resource.type
    for call in root.unresolved:
        if _EKS_MODULE.search(call.source):
            yield Platform.EKS, f"the module {call.source}"
        elif _OTHER_MODULE.search(call.source):
            yield Platform.OTHER, f"the module {call.source}"
