"""What an AMI type or AMI says about the nodes that start from it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from eksnetlint.aws.ami_families import AmiFamily, ami_family, ami_type
from eksnetlint.aws.image_names import Naming
from eksnetlint.model.image import NodeImage
from eksnetlint.model.node_group import Os
from eksnetlint.readers.terraform.aws.attributes import items, string, written
from eksnetlint.readers.terraform.aws.image_names import (
    asked_type,
    name_at,
    named_by,
    owners_of,
)
from eksnetlint.readers.terraform.aws.inventory import Inventory
from eksnetlint.readers.terraform.resource import Contents, Resource
from eksnetlint.readers.terraform.texts import placed
from eksnetlint.readers.terraform.types import TfValue
from eksnetlint.values import Known, Origin, Reason, Unknown, Value, is_known, known_or

_UNSEEN = Reason("a node group's image cannot be told from these files")
_UNKNOWN_TYPE = Reason("a node group has an AMI type that is not known")
_UNKNOWN_VERSION = Reason("a node group's Windows version cannot be told from its image")
_LINUX_TYPE = re.compile(r"AL2_|AL2023_|BOTTLEROCKET_")
# Names of Windows AMIs and of the public parameters that lead to them (EKS user guide, "Retrieve
# recommended Microsoft Windows AMI IDs"; AWS Systems Manager user guide).
_WINDOWS = re.compile(r"windows_server|/ami-windows-latest/|\bwindows-?server", re.I)
_RELEASE = re.compile(r"Windows_Server-(\w+)-English-(Core|Full)-", re.I)
_LINUX = re.compile(
    r"amazon-eks-(?:gpu-|arm64-)?node|/aws/service/(?:eks/optimized-ami|bottlerocket|canonical|"
    r"ami-amazon-linux-latest)/|bottlerocket-aws|ubuntu|amzn2?-ami|al2023-ami|rhel-|debian-",
    re.I,
)
# Names that images made for EKS have (EKS user guide, "Node AMIs"; cloud-images.ubuntu.com).
_FOR_EKS = re.compile(
    r"eks_optimized|amazon-eks-|eks/optimized-ami|bottlerocket(?:-|/)aws-k8s|ubuntu(?:-|/)eks", re.I
)


@dataclass(frozen=True, slots=True, eq=False)
class Image:
    """The system of an image; ``is_custom`` where it is not known to be one of EKS's own.

    ``named`` is its one name in the files, None where it has none or several.
    """

    os: Value[Os]
    windows_version: Value[int | None]
    windows_build: Value[int | None]
    edition: Value[str | None]
    is_custom: bool = False
    named: NodeImage | None = None

    @property
    def is_for_eks(self) -> bool:
        """Whether it is one that AWS or Canonical make for EKS."""
        return isinstance(self.os, Known) and not self.is_custom


def unseen_image(unknown: Unknown) -> Image:
    """An image of which nothing is known."""
    return Image(unknown, unknown, unknown, unknown, is_custom=True)


def image_of_os(os: Os, origin: Origin, *, is_set: bool = True, is_custom: bool = False) -> Image:
    """An image of which the system alone is known."""
    version: Value[None] = Known(None, origin, is_set)
    if os is Os.WINDOWS:
        version = Unknown(_UNKNOWN_VERSION, origin)
    return Image(Known(os, origin, is_set), version, version, version, is_custom)


def image_of_type(name: Value[str]) -> Image:
    """The image of an EKS AMI type; a newer Windows type than the table has is still one."""
    if isinstance(name, Unknown):
        return unseen_image(name)
    return replace(_of_type(name), named=name_at(Naming.TYPE, name.value, name.origin))


def _of_type(name: Known[str]) -> Image:
    known = ami_type(name.value)
    if known is not None:
        return _of_family(known, name.origin)
    if name.value.upper().startswith("WINDOWS_"):
        return image_of_os(Os.WINDOWS, name.origin)
    if _LINUX_TYPE.match(name.value.upper()):
        return image_of_os(Os.LINUX, name.origin)
    return unseen_image(Unknown(_UNKNOWN_TYPE, name.origin))


def _of_family(known: AmiFamily, origin: Origin) -> Image:
    return Image(
        os=Known(Os.WINDOWS if known.is_windows else Os.LINUX, origin),
        windows_version=Known(known.windows_version, origin),
        windows_build=Known(known.windows_build, origin),
        edition=Known(known.edition.value if known.edition else None, origin),
    )


def image_of_id(value: TfValue, inventory: Inventory) -> Image:
    """The image an ``image_id`` stands for: a parameter or AMI that is looked up by its name."""
    own = placed(value)
    if own is not None and own.text.startswith("resolve:ssm:"):
        known = _named(own.text, value.origin) or unseen_image(Unknown(_UNSEEN, value.origin))
        return replace(known, named=name_at(Naming.PARAMETER, own.text, value.origin))
    sources = inventory.referred(value, ("aws_ami", "aws_ami_ids", "aws_ssm_parameter"))
    found = [image for item in sources if (image := _of_source(item, value.origin))]
    if found and len(found) == len(sources):
        return _common(found, value.origin)
    reason = value.reason if isinstance(value, Unknown) else _UNSEEN
    return unseen_image(Unknown(reason, value.origin))


def _common(found: list[Image], origin: Origin) -> Image:
    """What several images, of which any may be taken, are alike in."""
    first = found[0] if len(found) == 1 else replace(found[0], named=None)
    if all(_facts(image) == _facts(first) for image in found):
        return first
    if isinstance(first.os, Known) and all(is_known(image.os, first.os.value) for image in found):
        return image_of_os(first.os.value, origin, is_custom=True)
    return unseen_image(Unknown(_UNSEEN, origin))


def _facts(image: Image) -> tuple[object, ...]:
    values = (image.os, image.windows_version, image.edition)
    return (*(known_or(value, "unknown") for value in values), image.is_custom)


def _of_source(source: Resource, origin: Origin) -> Image | None:
    contents = source.contents
    attribute = "name" if source.type == "aws_ssm_parameter" else "name_regex"
    # Each condition must hold, of the values of a filter only one.
    for names in (_filtered(contents, "name"), _single(contents, attribute)):
        found = [image for name in names if (image := _of_name(name, origin, source))]
        if found and len(found) == len(names):
            image = _common(found, origin)
            is_own = any(is_known(owner, "self") for owner in owners_of(contents))
            return replace(image, is_custom=image.is_custom or is_own)
    asked = asked_type(source)
    if asked is not None:
        # The module has no parameter for it.
        image = unseen_image(Unknown(_UNKNOWN_TYPE, asked.origin))
        return replace(image, named=name_at(Naming.TYPE, asked.value, asked.origin))
    for value in _filtered(contents, "platform"):
        platform = string(value)
        if isinstance(platform, Known) and platform.value.lower() == "windows":
            chain = origin.through(*platform.origin.frames)
            return image_of_os(Os.WINDOWS, chain, is_custom=True)
    return None


def _of_name(name: TfValue, origin: Origin, source: Resource) -> Image | None:
    text = placed(name)
    image = _named(text.text, origin.through(*name.origin.frames)) if text is not None else None
    if image is None or text is None:
        return None
    return replace(image, named=named_by(source, text.text, name.origin))


def _single(contents: Contents, attribute: str) -> list[TfValue]:
    value = written(contents, attribute)
    return [] if value is None else [value]


def _filtered(contents: Contents, name: str) -> list[TfValue]:
    """The values of the filters of a name."""
    found: list[TfValue] = []
    for block in contents.nested("filter").items:
        own = written(block, "name")
        text = string(own) if own is not None else None
        if isinstance(text, Known) and text.value == name:
            found += items(written(block, "values"))
    return found


def _named(text: str, origin: Origin) -> Image | None:
    """The image with a name, of which wildcards and holes may stand for a part."""
    is_custom = not _FOR_EKS.search(text)
    release = _RELEASE.search(text)
    family = ami_family(f"WindowsServer{release[1]}{release[2]}Container") if release else None
    if family is not None:
        return replace(_of_family(family, origin), is_custom=is_custom)
    if _WINDOWS.search(text):
        return image_of_os(Os.WINDOWS, origin, is_custom=is_custom)
    return image_of_os(Os.LINUX, origin, is_custom=is_custom) if _LINUX.search(text) else None
