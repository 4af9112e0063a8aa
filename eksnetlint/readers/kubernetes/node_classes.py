"""Karpenter's classes of nodes on AWS: EC2NodeClass, and AWSNodeTemplate before it."""

from __future__ import annotations

from dataclasses import dataclass

from eksnetlint.aws.ami_families import ami_family
from eksnetlint.model.karpenter import NodeClass
from eksnetlint.model.node_group import Os
from eksnetlint.readers import fields
from eksnetlint.readers.dsr import DsrFact, dsr_of
from eksnetlint.readers.eksctl.bootstrap import visible
from eksnetlint.readers.kubernetes.objects import KubernetesObject
from eksnetlint.readers.userdata import HOLE, Place, UserData, read_user_data
from eksnetlint.source.scalars import Kind, kind_of
from eksnetlint.source.text import Span
from eksnetlint.source.tree import Node, Scalar
from eksnetlint.values import Known, Origin, Reason, Unknown, Value, at, is_known, known_or, lift

_KINDS = {"EC2NodeClass": "karpenter.k8s.aws", "AWSNodeTemplate": "karpenter.k8s.aws"}
_CUSTOM = Reason("what a NodeClass with amiFamily Custom runs is not in these files")
_NO_FAMILY = Reason("a NodeClass names no AMI family")
_UNKNOWN_FAMILY = Reason("a NodeClass has an AMI family that is not known")
_TEMPLATE = Reason("a launch template describes the nodes of a NodeClass")
_LINUX = frozenset({"al2", "al2023", "bottlerocket", "ubuntu"})
_WINDOWS = "windows"
# AWSNodeTemplate documentation (Karpenter 0.31, spec.amiFamily).
_OLD_DEFAULT = "AL2"
# eksctl's family of the same image: Karpenter starts Core images only (its FAQ).
_SAME_IMAGE = "WindowsServer{year}CoreContainer"


@dataclass(frozen=True, slots=True)
class _Script:
    """User data in one scalar."""

    read: UserData
    scalar: Scalar

    def span(self, place: Place) -> Span:
        return self.scalar.locate(place.start, place.end)


def node_class_of(thing: KubernetesObject) -> NodeClass | None:
    """A class of nodes; None for those of other clouds, and of EKS Auto Mode."""
    if _KINDS.get(thing.kind) != thing.group:
        return None
    spec = fields.child(thing.root, "spec")
    family = _family(thing, spec)
    os = _os(family)
    version = _version(family, os)
    dsr = _dsr(spec, os, version)
    build = _build(version)
    return NodeClass(
        span=thing.span,
        kind=thing.kind,
        name=thing.name,
        os=os,
        windows_version=version,
        windows_build=build,
        edition=lift(lambda year: "core" if year else None, version),
        max_pods=_max_pods(spec),
        eni_count=_eni_count(spec, thing.span),
        dsr=dsr.state,
        dsr_cause=dsr.cause,
    )


def _family(thing: KubernetesObject, spec: Node | None) -> Value[str]:
    """The AMI family as Karpenter finds it: ``amiFamily``, else the family of an alias.

    Source: karpenter-provider-aws pkg/apis/v1/ec2nodeclass.go, AMIFamily. With ``Custom`` the
    alias still says which image it is.
    """
    hidden = fields.hidden(spec)
    if hidden:
        return hidden
    template = fields.field(spec, "launchTemplate")
    if template and thing.kind == "AWSNodeTemplate":
        return Unknown(_TEMPLATE, at(template.span))
    entry, alias = fields.field(spec, "amiFamily"), _alias(spec)
    written = fields.text(entry) if entry else None
    if written is None:
        if thing.kind == "AWSNodeTemplate":
            return Known(_OLD_DEFAULT, at(thing.span), is_set=False)
        return alias or Unknown(_NO_FAMILY, at(thing.span))
    if isinstance(written, Known) and written.value == "Custom":
        is_linux = isinstance(alias, Known) and alias.value in _LINUX
        return alias if alias and is_linux else Unknown(_CUSTOM, written.origin)
    return written


def _alias(spec: Node | None) -> Value[str] | None:
    for term in fields.items(fields.child(spec, "amiSelectorTerms")):
        entry = fields.field(term, "alias")
        if entry:
            return lift(lambda text: text.partition("@")[0], fields.text(entry))
    return fields.hidden(fields.child(spec, "amiSelectorTerms"))


def _os(family: Value[str]) -> Value[Os]:
    if isinstance(family, Unknown):
        return family
    name = family.value.lower()
    if name.startswith(_WINDOWS):
        return Known(Os.WINDOWS, family.origin, family.is_set)
    if name in _LINUX:
        return Known(Os.LINUX, family.origin, family.is_set)
    return Unknown(_UNKNOWN_FAMILY, family.origin)


def _version(family: Value[str], os: Value[Os]) -> Value[int | None]:
    if isinstance(os, Unknown):
        return os
    assert isinstance(family, Known)
    if os.value is Os.LINUX:
        return Known(None, family.origin, family.is_set)
    image = ami_family(_SAME_IMAGE.format(year=family.value[len(_WINDOWS) :]))
    if image is None or image.windows_version is None:
        return Unknown(_UNKNOWN_FAMILY, family.origin)
    return Known(image.windows_version, family.origin)


def _build(version: Value[int | None]) -> Value[int | None]:
    def build(year: int | None) -> int | None:
        image = ami_family(_SAME_IMAGE.format(year=year)) if year else None
        return image.windows_build if image else None

    return lift(build, version)


def _dsr(spec: Node | None, os: Value[Os], version: Value[int | None]) -> DsrFact:
    entry = fields.field(spec, "userData")
    script = _script(entry.value) if entry and is_known(os, Os.WINDOWS) else None
    if entry and script is None and not is_known(os, Os.LINUX):
        hidden = fields.hidden(entry.value) or Unknown(_CUSTOM, at(entry.span))
        state = Unknown(Reason(hidden.reason.text, "dsr"), hidden.origin)
        return DsrFact(state, Known("the user data cannot be seen", hidden.origin))
    return dsr_of(version, os, script, is_custom=_has_own_image(spec))


def _script(node: Node) -> _Script | None:
    """The user data of a Windows class, to which Karpenter adds the call of the bootstrap script.

    It adds the tags too, and defines no variable before it (karpenter-provider-aws
    pkg/providers/amifamily/bootstrap/windows.go).
    """
    if not isinstance(node, Scalar):
        return None
    # A single word in shell's notation is filled in as a whole; elsewhere "$" is PowerShell's.
    is_hidden = kind_of(node) is Kind.PLACEHOLDER and len(node.text.split()) == 1
    text = HOLE * len(node.text) if is_hidden else visible(node)
    return _Script(read_user_data(text, called_after=True, bare_script=True), node)


def _has_own_image(spec: Node | None) -> bool:
    """Whether images are chosen by name, tags or id, and not by family alone."""
    terms = fields.child(spec, "amiSelectorTerms")
    if fields.field(spec, "amiSelector"):
        return True
    chosen = any(fields.field(term, "alias") is None for term in fields.items(terms))
    return chosen or fields.hidden(terms) is not None


def _max_pods(spec: Node | None) -> Value[int] | None:
    entry = fields.field(spec, "kubelet", "maxPods")
    return fields.integer(entry) if entry else fields.hidden(fields.child(spec, "kubelet"))


def _eni_count(spec: Node | None, span: Span) -> Value[int]:
    """One, unless ``networkInterfaces`` lists more (karpenter.k8s.aws/v1 as of 2026-08)."""
    template = fields.field(spec, "launchTemplate")
    if template:
        return Unknown(_TEMPLATE, at(template.span))
    entry = fields.field(spec, "networkInterfaces")
    if entry is None:
        return Known(1, at(span), is_set=False)
    parts = (entry.value, *fields.items(entry.value))
    hidden = next((item for part in parts if (item := fields.hidden(part))), None)
    # Interfaces for EFA only carry no addresses.
    kinds = [
        known_or(fields.string(item, "interfaceType", default="interface", span=span), "interface")
        for item in fields.items(entry.value)
    ]
    return hidden or Known(kinds.count("interface"), Origin(at(entry.span).frames))
