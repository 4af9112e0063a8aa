"""A Fargate profile."""

from __future__ import annotations

from collections.abc import Iterator

from eksnetlint.readers.terraform.community.inputs import Inputs
from eksnetlint.readers.terraform.community.module import Module, blocks_of
from eksnetlint.readers.terraform.resource import Resource


def fargate_profile(place: Module, inputs: Inputs) -> Iterator[Resource]:
    """What modules/fargate-profile declares, without its role."""
    attributes = {
        "cluster_name": inputs.value("cluster_name"),
        "fargate_profile_name": inputs.value("name"),
    }
    blocks = {"selector": blocks_of(inputs.value("selectors"), place.span)}
    yield place.resource("aws_eks_fargate_profile", "this", attributes, blocks)
