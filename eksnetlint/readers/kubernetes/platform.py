"""Signs in a manifest that tell whose Kubernetes it is for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from eksnetlint.model.manifest import Platform, PlatformSign
from eksnetlint.source.tree import Document, Entry, Mapping, Node, Scalar, Sequence

# API groups, labels, annotations and drivers that belong to one platform alone.
_SIGNS = {
    Platform.EKS: (
        "eks.amazonaws.com",
        "vpcresources.k8s.aws",
        "crd.k8s.amazonaws.com",
        "vpc.amazonaws.com/",
        "karpenter.k8s.aws",
        "ebs.csi.aws.com",
        "efs.csi.aws.com",
        "kubernetes.io/aws-ebs",
        "service.beta.kubernetes.io/aws-",
        "alb.ingress.kubernetes.io/",
        "amazon-vpc-cni",
        "enable-windows-ipam",
        "kubernetesProvider: EKS",
    ),
    Platform.OTHER: (
        "disk.csi.azure.com",
        "file.csi.azure.com",
        "blob.csi.azure.com",
        "kubernetes.azure.com/",
        "kubernetes.io/azure-",
        "service.beta.kubernetes.io/azure-",
        "cloud.google.com/",
        "networking.gke.io",
        "storage.gke.io",
        "kubernetes.io/gce-pd",
        "openshift.io/",
        "csi.vsphere.vmware.com",
        "kubernetesProvider: AKS",
        "kubernetesProvider: GKE",
        "kubernetesProvider: OpenShift",
    ),
}
_ANY = re.compile("|".join(re.escape(sign) for signs in _SIGNS.values() for sign in signs))
_PLATFORM_OF = {sign: platform for platform, signs in _SIGNS.items() for sign in signs}
# Aliases can make a small text a tree without end.
_MOST_TEXTS = 5_000
# Folders that name a platform: Azure's and Google's services, Red Hat's distribution.
_OTHER_FOLDERS = frozenset({"aks", "azure", "aks-engine", "gke", "gcp", "gce", "openshift"})


def platform_signs(document: Document) -> Iterator[PlatformSign]:
    """The first sign of each platform in a document; a comment is no sign."""
    place = document.source.place(document.start, document.start)
    if _folders(place.path) & _OTHER_FOLDERS:
        yield PlatformSign(place, Platform.OTHER, "the folder it is in")
        return
    comments: list[tuple[int, int]] | None = None
    seen: set[Platform] = set()
    for match in _ANY.finditer(document.source.text, document.start, document.end):
        platform = _PLATFORM_OF[match[0]]
        if platform in seen:
            continue
        if comments is None:
            comments = [(start, end) for _, start, end in document.comments()]
        if not any(start <= match.start() < end for start, end in comments):
            seen.add(platform)
            yield PlatformSign(document.source.place(*match.span()), platform, match[0])


def signs_in(root: Node) -> Iterator[PlatformSign]:
    """The first sign of each platform in a tree that was not read from a file as it is."""
    seen: set[Platform] = set()
    for text, item in islice(_texts(root), _MOST_TEXTS):
        match = _ANY.search(text)
        platform = _PLATFORM_OF[match[0]] if match else None
        if match and platform and platform not in seen:
            seen.add(platform)
            yield PlatformSign(item.span, platform, match[0])


def _texts(node: Node) -> Iterator[tuple[str, Entry | Node]]:
    if isinstance(node, Mapping):
        for entry in node.entries:
            if isinstance(entry.value, Scalar):
                yield f"{entry.key.text}: {entry.value.text}", entry
            else:
                yield entry.key.text, entry.key
                yield from _texts(entry.value)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _texts(item)
    else:
        yield node.text, node


def _folders(path: str) -> set[str]:
    return {part.lower() for part in path.split("/")[:-1]}
