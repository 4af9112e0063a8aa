"""A ClusterConfig file as a declaration of a cluster."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from eksnetlint.model.cluster import ClusterDeclaration
from eksnetlint.model.ip_family import IpFamily
from eksnetlint.model.manifest import Platform, PlatformSign
from eksnetlint.readers import fields
from eksnetlint.readers.eksctl.access import access_of, authentication_mode_of
from eksnetlint.readers.eksctl.addons import addon_flaws, cni_configurations_of
from eksnetlint.readers.eksctl.fargate import fargate_profiles_of
from eksnetlint.readers.eksctl.node_groups import node_group_of
from eksnetlint.readers.eksctl.shape import shape_flaws
from eksnetlint.readers.eksctl.subnets import in_subnets
from eksnetlint.readers.reading import Reading
from eksnetlint.source.text import Span
from eksnetlint.source.tree import Document, Mapping
from eksnetlint.values import Known, Reason, Unknown, Value, at, disjunction

_CHOSEN_BY_EKS = Reason("EKS chooses the range of Service addresses, which is not given")
_NO_VERSION = Reason("an eksctl file gives no Kubernetes version, and eksctl's default moves")

_HYBRID = Reason("hybrid nodes may join the cluster, which are not in these files")

# What only matters when eksctl creates the cluster; `create nodegroup -f` ignores all of it
# (eksctl documentation, "Creating and managing clusters", "Managing nodegroups").
_WHOLE = (
    ("accessConfig",),
    ("addons",),
    ("addonsConfig",),
    ("autoModeConfig",),
    ("availabilityZones",),
    ("cloudWatch",),
    ("fargateProfiles",),
    ("iam",),
    ("iamIdentityMappings",),
    ("karpenter",),
    ("kubernetesNetworkConfig",),
    ("privateCluster",),
    ("secretsEncryption",),
    ("vpc", "cidr"),
    ("vpc", "clusterEndpoints"),
    ("vpc", "nat"),
    ("vpc", "publicAccessCIDRs"),
)


def read_eksctl(document: Document) -> Reading:
    """The cluster a document declares, and what is wrong with its shape."""
    root = document.root
    if not isinstance(root, Mapping):
        return Reading()
    span = _span(root)
    is_whole = _is_whole(root)
    declaration = ClusterDeclaration(
        span=span,
        name=_named(root, span, "name"),
        region=_named(root, span, "region"),
        kubernetes_minor=_kubernetes_minor(root, span),
        ip_family=_ip_family(root, span),
        made_by_eksctl=Known(True, at(span)),
        is_whole=Known(is_whole, at(span)),
        other_capacity=_other_capacity(root, span),
        node_groups=tuple(
            in_subnets(node_group_of(group, is_managed=key == "managedNodeGroups"), group, root)
            for key in ("nodeGroups", "managedNodeGroups")
            for group in fields.items(fields.child(root, key))
            if isinstance(group, Mapping)
        ),
        cni=tuple(cni_configurations_of(root)),
        service_cidr=_service_cidr(root, span),
        fargate_profiles=tuple(fargate_profiles_of(root)),
        is_on_outpost=_is_on_outpost(root, span),
        authentication_mode=authentication_mode_of(root, span, is_whole=is_whole),
        access=access_of(root, span, is_whole=is_whole),
    )
    sign = PlatformSign(span, Platform.EKS, "an eksctl file")
    return Reading([declaration, sign], [*shape_flaws(root), *addon_flaws(root)])


def _span(root: Mapping) -> Span:
    for path in (("metadata", "name"), ("metadata",), ("kind",)):
        entry = fields.field(root, *path)
        if entry:
            return entry.span
    return root.span


def _named(root: Mapping, span: Span, key: str) -> Value[str]:
    entry = fields.field(root, "metadata", key)
    return fields.text(entry) if entry else Unknown(Reason(f"a cluster has no {key}"), at(span))


def _kubernetes_minor(root: Mapping, span: Span) -> Value[int]:
    entry = fields.field(root, "metadata", "version")
    if entry is None:
        return Unknown(_NO_VERSION, at(span), is_set=False)
    text = fields.text(entry)
    if isinstance(text, Unknown):
        return text
    major, _, minor = text.value.partition(".")
    if major != "1" or not minor.isdecimal():
        return Unknown(Reason("a Kubernetes version cannot be read"), text.origin)
    return Known(int(minor), text.origin)


def _ip_family(root: Mapping, span: Span) -> Value[IpFamily]:
    # eksctl compares without regard to case and takes IPv4 by default.
    entry = fields.field(root, "kubernetesNetworkConfig", "ipFamily")
    if entry is None:
        return Known(IpFamily.IPV4, at(span), is_set=False)
    text = fields.text(entry)
    if isinstance(text, Unknown):
        return text
    for family in IpFamily:
        if text.value.lower() == family.value:
            return Known(family, text.origin)
    return Unknown(Reason("an address family that is not known"), text.origin)


def _is_on_outpost(root: Mapping, span: Span) -> Value[bool]:
    entry = fields.field(root, "outpost", "controlPlaneOutpostARN")
    return Known(True, at(entry.span)) if entry else Known(False, at(span), is_set=False)


def _service_cidr(root: Mapping, span: Span) -> Value[str]:
    entry = fields.field(root, "kubernetesNetworkConfig", "serviceIPv4CIDR")
    return fields.text(entry) if entry else Unknown(_CHOSEN_BY_EKS, at(span), is_set=False)


def _is_whole(root: Mapping) -> bool:
    return any(fields.field(root, *path) for path in _WHOLE)


def _other_capacity(root: Mapping, span: Span) -> Value[bool]:
    """Whether Fargate for kube-system, Karpenter or Auto Mode brings nodes for Linux pods.

    Unknown where a template fills in what may be such capacity, node groups included.
    """
    answers: list[Value[bool]] = [*_filled_in(root)]
    mode = fields.field(root, "autoModeConfig", "enabled")
    if mode:
        answers.append(fields.boolean(mode))
    karpenter = fields.field(root, "karpenter")
    if karpenter:
        answers.append(Known(True, at(karpenter.span)))
    hybrid = fields.field(root, "remoteNetworkConfig")
    if hybrid:
        answers.append(Unknown(_HYBRID, at(hybrid.span)))
    for profile in fields.items(fields.child(root, "fargateProfiles")):
        for selector in fields.items(fields.child(profile, "selectors")):
            answers.append(_takes_kube_system(selector))
    return disjunction(answers) if answers else Known(False, at(span), is_set=False)


def _filled_in(root: Mapping) -> Iterator[Unknown]:
    profiles = fields.child(root, "fargateProfiles")
    keys = ("nodeGroups", "managedNodeGroups", "autoModeConfig")
    nodes = [profiles, *(fields.child(root, key) for key in keys)]
    nodes += [fields.child(profile, "selectors") for profile in fields.items(profiles)]
    for node in nodes:
        for part in (node, *fields.items(node)):
            hidden = fields.hidden(part)
            if hidden:
                yield hidden


def _takes_kube_system(selector: object) -> Value[bool]:
    # Fargate selectors take * and ? (EKS user guide, "Fargate profile wildcards").
    entry = fields.field(selector, "namespace") if isinstance(selector, Mapping) else None
    if entry is None:
        return Known(False)
    text = fields.text(entry)
    if isinstance(text, Unknown):
        return text
    return Known(fnmatchcase("kube-system", text.value), text.origin)
