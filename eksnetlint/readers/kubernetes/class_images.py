"""The image of a class of nodes, as Karpenter takes it from an alias and a family."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from eksnetlint.aws.image_names import Naming
from eksnetlint.model.image import NodeImage
from eksnetlint.model.karpenter import NodeClass
from eksnetlint.model.node_group import Os
from eksnetlint.readers import fields
from eksnetlint.source.tree import Entry, Node, Scalar
from eksnetlint.values import Known, Value, at, is_known, known_or, lift

# karpenter-provider-aws pkg/apis/v1/ec2nodeclass.go, amiFamilyFromAlias.
_FAMILIES = {
    "al2": "AL2",
    "al2023": "AL2023",
    "bottlerocket": "Bottlerocket",
    "windows2019": "Windows2019",
    "windows2022": "Windows2022",
    "windows2025": "Windows2025",
}
# The owners of AWS's Windows images (eksctl pkg/ami/auto_resolver.go; EC2 API, DescribeImages).
_AMAZON = ("amazon", "801119661308")
# An opening tag within a line, as in a comment, is a piece of text to PowerShell.
_TAG = re.compile(r"^[ \t]*(<powershell>)|(</powershell>)", re.I | re.M)


def with_image(found: NodeClass, spec: Node | None, *, has_own_image: bool) -> NodeClass:
    """A class of nodes with what its file says of their image."""
    family = fields.field(spec, "amiFamily")
    alias = _alias(spec)
    written = fields.text(family) if family else None
    by_alias = lift(_family_of, fields.text(alias)) if alias else None
    return replace(
        found,
        ami_family=written or by_alias or found.ami_family,
        alias_family=by_alias or found.alias_family,
        alias_version=lift(_version_of, fields.text(alias)) if alias else found.alias_version,
        user_data_tag=_tag(found, spec),
        images=tuple(_images(found, spec, has_own_image=has_own_image)),
    )


def _alias(spec: Node | None) -> Entry | None:
    terms = fields.items(fields.child(spec, "amiSelectorTerms"))
    return next((entry for term in terms if (entry := fields.field(term, "alias"))), None)


def _family_of(alias: str) -> str:
    name = alias.partition("@")[0]
    return _FAMILIES.get(name, name)


def _version_of(alias: str) -> str:
    return alias.partition("@")[2]


def _images(found: NodeClass, spec: Node | None, *, has_own_image: bool) -> Iterator[NodeImage]:
    """The names in a class: its alias or family, and the one AMI or parameter it looks up."""
    alias, family = _alias(spec), fields.field(spec, "amiFamily")
    if alias:
        name = lift(lambda text: text.partition("@")[0], fields.text(alias))
        yield _named(found, Naming.KARPENTER_ALIAS, alias, name)
    elif family:
        name = fields.text(family)
        image = _named(found, Naming.KARPENTER_FAMILY, family, name)
        yield replace(image, is_from_amazon=not has_own_image)
    terms = fields.items(fields.child(spec, "amiSelectorTerms"))
    if len(terms) != 1:
        return
    parameter, ami = fields.field(terms[0], "ssmParameter"), fields.field(terms[0], "name")
    if parameter:
        yield _named(found, Naming.PARAMETER, parameter, fields.text(parameter))
    if ami:
        owner = fields.field(terms[0], "owner")
        is_from_amazon = owner is not None and known_or(fields.text(owner), "") in _AMAZON
        yield replace(
            _named(found, Naming.AMI, ami, fields.text(ami)),
            is_from_amazon=is_from_amazon,
            is_chosen_otherwise=fields.field(terms[0], "tags") is not None,
        )


def _named(found: NodeClass, naming: Naming, entry: Entry, name: Value[str]) -> NodeImage:
    return NodeImage(
        entry.span,
        Known(naming, at(entry.span)),
        name,
        holder=Known(found.title, at(found.span)),
        is_for_nodes=Known(True, at(found.span)),
    )


def _tag(found: NodeClass, spec: Node | None) -> Value[str | None]:
    """The first tag in the user data of a Windows family, for which Karpenter writes the tags.

    With Custom it passes user data on as it is (karpenter-provider-aws
    pkg/providers/amifamily/bootstrap/windows.go and custom.go).
    """
    entry = fields.field(spec, "userData")
    if entry is None or not isinstance(entry.value, Scalar) or not is_known(found.os, Os.WINDOWS):
        return found.user_data_tag
    match = _TAG.search(entry.value.text)
    if match is None or known_or(fields.node_text(entry.value), "") == "":
        return found.user_data_tag
    place = entry.value.locate(*match.span(match.lastindex or 0))
    return Known(match[match.lastindex or 0], at(place))
