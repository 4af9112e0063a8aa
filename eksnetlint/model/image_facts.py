"""What the name of an image says about the nodes that start from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from eksnetlint.aws.ami_families import ami_family, ami_type
from eksnetlint.aws.image_names import (
    OLDEST_OFFERED_MINOR,
    Naming,
    ended_release,
    is_for_any_version,
    minor_in,
    nearest_image,
    purpose_in,
)
from eksnetlint.model.cluster import Cluster
from eksnetlint.model.cluster_facts import kubernetes_minor
from eksnetlint.model.image import NodeImage
from eksnetlint.values import Known, Reason, Unknown, Value, is_known, lift

T = TypeVar("T")

_LOOKED_UP = (Naming.PARAMETER, Naming.AMI)


def is_windows(image: NodeImage, _cluster: Cluster) -> Value[bool]:
    """Whether the name is that of a Windows image."""
    return lift(lambda name: "windows" in name.lower(), image.name)


def nearest_name(image: NodeImage, _cluster: Cluster) -> Value[str | None]:
    """The Windows image whose name comes nearest, where this is sure to be no name of one."""
    return _by_name(image, nearest_image)


def ended(image: NodeImage, _cluster: Cluster) -> Value[str | None]:
    """The Windows Server release that the name gives and AWS makes no AMIs of; else null."""
    # eksctl refuses the family whatever the image.
    if not image.is_from_amazon and not is_known(image.naming, Naming.FAMILY):
        return Known(None, image.name.origin)
    return _by_name(image, ended_release)


def made_for_minor(image: NodeImage, _cluster: Cluster) -> Value[int | None]:
    """The 33 of an image for Kubernetes 1.33; null where no version is written."""
    if image.version is not None:
        return image.version
    return _by_name(image, lambda _, name: minor_in(name))


def version(image: NodeImage, _cluster: Cluster) -> Value[int | None]:
    """The minor version of Kubernetes that a group gives beside its image; else null."""
    return image.version or Known(None, image.name.origin)


def is_for_any_kubernetes(image: NodeImage, _cluster: Cluster) -> Value[bool]:
    """Whether its name matches Amazon's images for every version of Kubernetes."""
    if not image.is_from_amazon or image.is_chosen_otherwise:
        return Known(False, image.name.origin)
    found = _by_name(image, lambda naming, name: naming is Naming.AMI and is_for_any_version(name))
    return lift(bool, found)


def minors_behind(image: NodeImage, cluster: Cluster) -> Value[int | None]:
    """How many minor versions the image is behind its cluster; null where it has no version."""
    made_for = made_for_minor(image, cluster)
    if isinstance(made_for, Unknown) or made_for.value is None:
        return made_for
    number = made_for.value
    return lift(lambda _, minor: minor - number, made_for, kubernetes_minor(cluster))


def first_minor(image: NodeImage, _cluster: Cluster) -> Value[int | None]:
    """The first minor version of Kubernetes that AWS makes this Windows image for.

    Null for Linux, for an image of the user's own, and where every version that EKS offers has it.
    """
    if not image.is_from_amazon:
        return Known(None, image.name.origin)
    return _by_name(image, _first_minor)


def is_offered(image: NodeImage, cluster: Cluster) -> Value[bool]:
    """Whether AWS makes this Windows image for the cluster's version of Kubernetes."""
    first, minor = first_minor(image, cluster), kubernetes_minor(cluster)
    if isinstance(first, Unknown) or first.value is None:
        return Known(True, image.name.origin)
    number = first.value
    if isinstance(minor, Unknown):
        return Unknown(Reason(minor.reason.text, "kubernetes_version"), image.name.origin)
    return lift(lambda _, found: found >= number, first, minor)


def purpose(image: NodeImage, _cluster: Cluster) -> Value[str | None]:
    """What an AMI of Amazon's is made for by its name, such as EKS_Optimized; else null."""
    if not image.is_from_amazon:
        return Known(None, image.name.origin)
    return _by_name(image, lambda naming, name: purpose_in(name) if naming in _LOOKED_UP else None)


def _by_name(image: NodeImage, read: Callable[[Naming, str], T | None]) -> Value[T | None]:
    """What can be read in the name of an image; None where that cannot be seen."""
    if isinstance(image.name, Unknown) or isinstance(image.naming, Unknown):
        return Known(None, image.name.origin)
    return Known(read(image.naming.value, image.name.value), image.name.origin)


def _first_minor(naming: Naming, name: str) -> int | None:
    known = ami_type(name) if naming is Naming.TYPE else ami_family(_family(naming, name))
    first = known.first_minor if known and known.is_windows else None
    return first if first and first > OLDEST_OFFERED_MINOR else None


def _family(naming: Naming, name: str) -> str:
    """The same image in eksctl's words."""
    if naming is Naming.FAMILY:
        return name
    if naming in (Naming.KARPENTER_ALIAS, Naming.KARPENTER_FAMILY):
        # Karpenter starts Core images only (its FAQ).
        return f"WindowsServer{name[len('windows') :]}CoreContainer"
    release, _, edition = name.partition("Windows_Server-")[2].partition("-English-")
    return f"WindowsServer{release}{edition[:4]}Container"
