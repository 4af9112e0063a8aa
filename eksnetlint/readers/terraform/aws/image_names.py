"""The names by which data sources look images up, and what else decides which image it is."""

from __future__ import annotations

import re
from dataclasses import replace

from eksnetlint.aws.ami_families import ami_type
from eksnetlint.aws.image_names import HIDDEN, Naming
from eksnetlint.model.image import NodeImage
from eksnetlint.readers.terraform.aws.attributes import items, string, written
from eksnetlint.readers.terraform.resource import Contents, Resource
from eksnetlint.readers.terraform.types import HOLE
from eksnetlint.values import Known, Origin, Reason, Unknown, Value, known_or, lift

# What the reader of a module adds to the parameter that the module looks an image up with.
ASKED_TYPE = "asked_type"
# What the reader of a module adds to a group whose AMI type the module has no entry for.
REFUSED_TYPE = "refused_type"

_NO_NAME = Unknown(Reason("a filter of images has no name"))
# Filters of images that all of EKS's Windows images pass alike (EC2 API, DescribeImages).
_BROAD = frozenset(
    "name platform architecture root-device-type virtualization-type state owner-alias owner-id "
    "image-type is-public hypervisor ena-support".split()
)
# The owners of AWS's Windows images (eksctl pkg/ami/auto_resolver.go; EC2 API, DescribeImages).
_AMAZON = ("amazon", "801119661308")


def name_at(naming: Naming, text: str, origin: Origin) -> NodeImage | None:
    """An image's name at its place, in which a hole may stand for anything; None without one."""
    place = origin.span
    if place is None:
        return None
    shown = re.sub(f"{HOLE}+", lambda _: HIDDEN, text)
    return NodeImage(place, Known(naming, origin), Known(shown, origin))


def named_by(source: Resource, text: str, origin: Origin) -> NodeImage | None:
    """The name that a data source looks an image up with."""
    if source.type == "aws_ssm_parameter":
        found = name_at(Naming.PARAMETER, text, origin)
        asked = asked_type(source)
        return replace(found, asked_edition=lift(_edition, asked)) if found and asked else found
    owners = owners_of(source.contents)
    found = name_at(Naming.AMI, text, origin)
    return found and replace(
        found,
        is_from_amazon=bool(owners) and all(known_or(owner, "") in _AMAZON for owner in owners),
        is_chosen_otherwise=_is_chosen_otherwise(source.contents),
    )


def refused_type(group: Resource) -> NodeImage | None:
    """The AMI type of a group of a module that does not know it; None for any other."""
    value = written(group.contents, REFUSED_TYPE)
    text = string(value) if value is not None else None
    if not isinstance(text, Known):
        return None
    found = name_at(Naming.TYPE, text.value, text.origin)
    return found and replace(found, is_unknown_to_module=Known(True, text.origin))


def asked_type(source: Resource) -> Known[str] | None:
    """The AMI type for which a module has its parameter; None for any other data source."""
    value = written(source.contents, ASKED_TYPE)
    text = string(value) if value is not None else None
    return text if isinstance(text, Known) else None


def owners_of(contents: Contents) -> list[Value[str]]:
    """The accounts that a data source looks for images in."""
    return [string(owner) for owner in items(written(contents, "owners"))]


def _edition(name: str) -> str | None:
    known = ami_type(name)
    return known.edition.value if known and known.edition else None


def _is_chosen_otherwise(contents: Contents) -> bool:
    names = [
        known_or(string(written(block, "name") or _NO_NAME), "")
        for block in contents.nested("filter").items
    ]
    return written(contents, "name_regex") is not None or any(name not in _BROAD for name in names)
