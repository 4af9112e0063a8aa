"""The images that self-managed groups of the module start from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eksnetlint.readers.terraform.aws.image_names import ASKED_TYPE
from eksnetlint.readers.terraform.community.eks.nodes import NodeModule
from eksnetlint.readers.terraform.community.eks.table import PlatformBy
from eksnetlint.readers.terraform.community.inputs import as_text, constant
from eksnetlint.readers.terraform.community.module import block
from eksnetlint.readers.terraform.community.text import composed
from eksnetlint.readers.terraform.resource import Resource
from eksnetlint.readers.terraform.types import Pending, TfValue
from eksnetlint.source.text import Span
from eksnetlint.values import Known, Reason, Unknown, negation

_TYPE = re.compile(
    r"(?P<windows>WINDOWS)_(?P<edition>CORE|FULL)_(?P<year>\d{4})_x86_64"
    r"|AL2_(?P<al2>x86_64|x86_64_GPU|ARM_64)"
    r"|AL2023_(?P<al2023>x86_64|ARM_64)_(?P<variant>\w+)"
    r"|BOTTLEROCKET_(?P<bottlerocket>x86_64|ARM_64)(?P<suffix>_\w+)?"
)
_AL2 = {"x86_64": "", "x86_64_GPU": "-gpu", "ARM_64": "-arm64"}
_ARCHITECTURE = {"x86_64": "x86_64", "ARM_64": "arm64"}
_OPTIMIZED = "/aws/service/eks/optimized-ami/"
_NO_TYPE = Reason("a node group has an AMI type that the module does not know")


def image_sources(nodes: NodeModule) -> Iterator[Resource]:
    """The data source a self-managed group takes its image from."""
    place = nodes.place
    if nodes.table.self_managed_by is PlatformBy.AMI_TYPE:
        name = parameter(nodes)
        # Before release 21 it was read even where nobody needs it.
        if nodes.table.null_is_default:
            place = place.where(negation(nodes.has_own_image))
        attributes = {"name": name, ASKED_TYPE: nodes.inputs.value("ami_type")}
        yield place.resource("aws_ssm_parameter", "ami", attributes, is_data=True)
        return
    pattern = composed(place.span, "amazon-eks-node-", nodes.version, "-v*")
    name = constant("name", place.span)
    newest = {"name": name, "values": Known((pattern,), pattern.origin, is_set=False)}
    yield place.resource(
        "aws_ami", "eks_default", {}, {"filter": block(place.span, newest)}, is_data=True
    )


def found_image(nodes: NodeModule) -> Pending:
    """The image that is looked up where the user names none."""
    of = nodes.place.pending
    if nodes.table.self_managed_by is PlatformBy.AMI_TYPE:
        origin = nodes.inputs.value("ami_type").origin
        return of("aws_ssm_parameter", "ami", "value", origin=origin, is_data=True)
    return of("aws_ami", "eks_default", "image_id", is_data=True)


def parameter(nodes: NodeModule) -> TfValue:
    """The name of the parameter the module looks the image of an AMI type up with.

    It stands where the AMI type does. Source: ami_type_to_ssm_param in
    modules/self-managed-node-group/main.tf, v20.9.0 to v21.19.0.
    """
    kind = nodes.inputs.value("ami_type")
    if isinstance(kind, Unknown):
        return kind
    match = _TYPE.fullmatch(as_text(kind))
    if match is None:
        return Unknown(_NO_TYPE, kind.origin)
    found = match.groupdict()
    if found["windows"]:
        return _windows(nodes, kind, found["edition"] or "", int(found["year"] or 0))
    before, after = _linux(found)
    return composed(_place(nodes, kind), before, nodes.version, after)


def _windows(nodes: NodeModule, kind: TfValue, edition: str, year: int) -> TfValue:
    if year not in nodes.table.windows_years:
        return Unknown(_NO_TYPE, kind.origin)
    if year in nodes.table.swapped_years:
        edition = "FULL" if edition == "CORE" else "CORE"
    image = f"Windows_Server-{year}-English-{edition.title()}-EKS_Optimized-"
    path = f"/aws/service/ami-windows-latest/{image}"
    return composed(_place(nodes, kind), path, nodes.version, "/image_id")


def _place(nodes: NodeModule, kind: TfValue) -> Span:
    return kind.origin.span or nodes.place.span


def _linux(found: dict[str, str | None]) -> tuple[str, str]:
    if found["al2"]:
        return _OPTIMIZED, f"/amazon-linux-2{_AL2[found['al2']]}/recommended/image_id"
    if found["al2023"]:
        machine, variant = _ARCHITECTURE[found["al2023"]], (found["variant"] or "").lower()
        path = f"/amazon-linux-2023/{machine}/{variant}/recommended/image_id"
        return _OPTIMIZED, path
    suffix = (found["suffix"] or "").lower().replace("_", "-")
    machine = _ARCHITECTURE[found["bottlerocket"] or "x86_64"]
    return "/aws/service/bottlerocket/aws-k8s-", f"{suffix}/{machine}/latest/image_id"
