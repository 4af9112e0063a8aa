"""Resources that hold a whole manifest: as an HCL object, or as a YAML text."""

from __future__ import annotations

from eksnetlint.readers.terraform.kubernetes.spot import spot_at
from eksnetlint.readers.terraform.kubernetes.tree import node_of, yaml_in
from eksnetlint.readers.terraform.resource import Resource
from eksnetlint.source.tree import Node


def hcl_manifest(resource: Resource) -> Node:
    """The object of a ``kubernetes_manifest``."""
    return node_of(resource.contents.attribute("manifest"), spot_at(resource.contents.span))


def yaml_manifest(resource: Resource) -> Node | None:
    """The text of a ``kubectl_manifest``."""
    return yaml_in(resource.contents.attribute("yaml_body"), spot_at(resource.contents.span))
