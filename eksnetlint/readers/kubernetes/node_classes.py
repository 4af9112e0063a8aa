"""Karpenter's classes of nodes on AWS: EC2NodeClass, and AWSNodeTemplate before it."""

from __future__ import annotations

from dataclasses import dataclass

from eksnetlint.aws.ami_families import ami_family
from eksnetlint.model.access import Role
from eksnetlint.model.bootstrap import Bootstrap, Caller
from eksnetlint.model.karpenter import NodeClass
from eksnetlint.model.node_group import Os
from eksnetlint.readers import fields
from eksnetlint.readers.bootstrap import (
    added_call,
    bootstrap_of,
    unseen_bootstrap,
    without_user_data,
)
from eksnetlint.readers.dsr import DsrFact, dsr_of
from eksnetlint.readers.eksctl.bootstrap import visible
from eksnetlint.readers.kubernetes.access import identity_in
from eksnetlint.readers.kubernetes.class_images import with_image
from eksnetlint.readers.kubernetes.class_interfaces import LAUNCH_TEMPLATE, eni_count_of, uses_efa
from eksnetlint.readers.kubernetes.objects import KubernetesObject
from eksnetlint.readers.userdata import HOLE, Place, UserData, read_user_data
from eksnetlint.source.scalars import Kind, kind_of
from eksnetlint.source.text import Span
from eksnetlint.source.tree import Node, Scalar
from eksnetlint.values import (
    Known,
    Reason,
    Unknown,
    Value,
    World,
    at,
    is_known,
    lift,
)

_KINDS = {"EC2NodeClass": "karpenter.k8s.aws", "AWSNodeTemplate": "karpenter.k8s.aws"}
_CUSTOM = Reason("what a NodeClass with amiFamily Custom runs is not in these files")
_NO_FAMILY = Reason("a NodeClass names no AMI family")
_UNKNOWN_FAMILY = Reason("a NodeClass has an AMI family that is not known")
_POLICIES = Reason("the policies of a role that Karpenter is given are not in these files")
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
    made = NodeClass(
        span=thing.span,
        kind=thing.kind,
        name=thing.name,
        os=os,
        windows_version=version,
        windows_build=build,
        edition=lift(lambda year: "core" if year else None, version),
        max_pods=_max_pods(spec),
        eni_count=eni_count_of(spec, thing.span),
        dsr=dsr.state,
        dsr_cause=dsr.cause,
        uses_efa=uses_efa(spec, thing.span),
        bootstrap=_bootstrap(spec, os) if is_known(os, Os.WINDOWS) else None,
        role=_role(spec),
    )
    return with_image(made, spec, has_own_image=_has_own_image(spec))


def _role(spec: Node | None) -> Role | None:
    """The role that Karpenter makes an instance profile of; it is given by its name."""
    entry = fields.field(spec, "role")
    if entry is None:
        return None
    return Role(entry.span, identity_in(entry), World((), _POLICIES))


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
        return Unknown(LAUNCH_TEMPLATE, at(template.span))
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


def _bootstrap(spec: Node | None, os: Value[Os]) -> Bootstrap:
    """The user data of a Windows class and the call that Karpenter adds, without a range.

    Source: karpenter-provider-aws pkg/providers/amifamily/bootstrap/windows.go (1.14, 2026-11-23).
    """
    caller = Known(Caller.KARPENTER, os.origin)
    arguments: dict[str, Value[str] | None] = dict.fromkeys(
        ("apiserverendpoint", "base64clusterca")
    )
    dns = fields.items(fields.child(spec, "kubelet", "clusterDNS"))
    if dns:
        arguments["dnsclusterip"] = fields.node_text(dns[0])
    span = os.origin.span
    assert span is not None
    added = added_call(span, os.origin, arguments)
    entry = fields.field(spec, "userData")
    if entry is None:
        return without_user_data(os.origin, caller, added=added)
    script = _script(entry.value)
    if script is None:
        hidden = fields.hidden(entry.value) or Unknown(_CUSTOM, at(entry.span))
        return unseen_bootstrap(hidden, caller, added)
    return bootstrap_of(
        script.read, lambda place: at(script.span(place)), at(entry.span), caller, added=added
    )


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
