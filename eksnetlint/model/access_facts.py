"""What follows about access entries and role mappings from the node groups of their roles."""

from __future__ import annotations

from eksnetlint.model.access import AccessEntry, RoleMapping
from eksnetlint.model.access_worlds import authentication_mode, entries_of, mappings_of
from eksnetlint.model.cluster import Cluster
from eksnetlint.model.node_group import NodeGroup, Os, Provisioner
from eksnetlint.model.role_facts import KUBE_PROXY_GROUP, groups_of_role, has_role
from eksnetlint.model.role_identity import mapped_role, same_role
from eksnetlint.values import (
    Frame,
    Known,
    Origin,
    Unknown,
    Value,
    conjunction,
    disjunction,
    is_known,
    lift,
)

# AWS API, CreateAccessEntry, the types there are for nodes as of 2026-11.
_TYPES = ("EC2", "EC2_LINUX", "EC2_WINDOWS", "FARGATE_LINUX", "HYBRID_LINUX", "STANDARD")
# EKS user guide, "Deploy Windows nodes on EKS clusters"; the authenticator fills in the name.
_NODE = "system:node:{{EC2PrivateDNSName}}"
# What makes nodes for which nothing but a mapping or an entry of the user's decides.
_ON_THEIR_OWN = (Provisioner.KARPENTER, Provisioner.SELF_MANAGED)


def entry_windows_groups(entry: AccessEntry, cluster: Cluster) -> Value[tuple[NodeGroup, ...]]:
    """The Windows node groups that are known to have its role."""
    return _listed(groups_of_role(entry.principal, Os.WINDOWS, cluster))


def entry_linux_groups(entry: AccessEntry, cluster: Cluster) -> Value[tuple[NodeGroup, ...]]:
    """The Linux node groups that are known to have its role."""
    return _listed(groups_of_role(entry.principal, Os.LINUX, cluster))


def _listed(groups: tuple[NodeGroup, ...]) -> Value[tuple[NodeGroup, ...]]:
    frames = tuple(Frame(group.span, f"{group.title} has the role") for group in groups)
    return Known(groups, Origin(frames))


def type_meant(entry: AccessEntry, _: Cluster) -> Value[str | None]:
    """The type that differs from the written one in upper and lower case; null if none does."""

    def meant(written: str) -> str | None:
        upper = written.upper()
        return upper if upper in _TYPES and upper != written else None

    return lift(meant, entry.type)


def additions(entry: AccessEntry, _: Cluster) -> Value[tuple[str, ...]]:
    """What is written in it or tied to it that only entries of type STANDARD may have."""
    parts: list[tuple[str, Value[bool]]] = [
        ("Kubernetes groups", lift(bool, entry.groups)),
        ("a user name", lift(bool, entry.user_name)),
        *(("an access policy", lift(bool, policy)) for policy in entry.policies[:1]),
    ]
    found = [(name, value) for name, value in parts if is_known(value, True)]
    if found:
        return Known(tuple(name for name, _ in found), found[0][1].origin)
    hidden = next((value for _, value in parts if isinstance(value, Unknown)), None)
    return hidden or Known((), entry.type.origin)


def mapping_windows_groups(mapping: RoleMapping, cluster: Cluster) -> Value[tuple[NodeGroup, ...]]:
    """The Windows node groups that have its role, without those that EKS or eksctl lets in.

    EKS adds what the nodes of managed groups need, unless the AMI is the user's (EKS user guide,
    "Deploy Windows nodes on EKS clusters"); where it can, it makes access entries for all of them.
    eksctl lets in the nodes of its groups.
    """
    groups = groups_of_role(mapped_role(mapping), Os.WINDOWS, cluster)
    makes_entries = is_known(authentication_mode(cluster), "API_AND_CONFIG_MAP")
    return _listed(tuple(group for group in groups if _needs_mapping(group, makes_entries)))


def _needs_mapping(group: NodeGroup, makes_entries: bool) -> bool:
    if any(is_known(group.provisioner, maker) for maker in _ON_THEIR_OWN):
        return True
    is_managed = is_known(group.provisioner, Provisioner.MANAGED) and not makes_entries
    return is_managed and is_known(group.has_own_image, True)


def is_for_windows(mapping: RoleMapping, _: Cluster) -> Value[bool]:
    """Whether it puts nodes into the group that kube-proxy on Windows has to be in."""
    return lift(lambda names: KUBE_PROXY_GROUP in names, mapping.groups)


def makes_nodes(mapping: RoleMapping, cluster: Cluster) -> Value[bool]:
    """Whether its bearers come as nodes: by the user name of a node, and in the group of nodes.

    Where another mapping of its role makes nodes, that may be the one that counts.
    Source: Kubernetes documentation, "Using Node Authorization".
    """
    own = _makes_nodes(mapping)
    if is_known(own, True):
        return own
    role = mapped_role(mapping)
    for other in mappings_of(cluster).items:
        is_same = other is not mapping and is_known(same_role(mapped_role(other), role), True)
        if is_same and not is_known(_makes_nodes(other), False):
            return Known(True, own.origin)
    return own


def _makes_nodes(mapping: RoleMapping) -> Value[bool]:
    is_node = lift(lambda name: name == _NODE, mapping.user_name)
    is_in_group = lift(lambda names: "system:nodes" in names, mapping.groups)
    failed = next((value for value in (is_node, is_in_group) if is_known(value, False)), None)
    return failed or conjunction([is_node, is_in_group])


def is_overruled(mapping: RoleMapping, cluster: Cluster) -> Value[bool]:
    """Whether the files show that EKS reads an access entry instead of it."""
    if is_known(authentication_mode(cluster), "API"):
        return Known(True, authentication_mode(cluster).origin)
    if is_known(authentication_mode(cluster), "CONFIG_MAP"):
        return Known(False)
    role = mapped_role(mapping)
    entries = entries_of(cluster).items
    return Known(any(is_known(same_role(entry.principal, role), True) for entry in entries))


def has_entry(mapping: RoleMapping, cluster: Cluster) -> Value[bool]:
    """Whether there is an access entry for the same role, or EKS or eksctl makes one.

    They make one for the role of each of their node groups (EKS user guide, "Create access
    entries"; eksctl documentation, "EKS Access Entries").
    """
    role = mapped_role(mapping)
    makers = (Provisioner.MANAGED, Provisioner.EKSCTL, Provisioner.EKSCTL_MANAGED)
    made = [
        has_role(group, role)
        for group in cluster.node_groups
        if any(is_known(group.provisioner, maker) for maker in makers)
    ]
    written = entries_of(cluster).some(lambda entry: same_role(entry.principal, role))
    return disjunction([written, *made])


def grants_kube_proxy(mapping: RoleMapping, cluster: Cluster) -> Value[bool]:
    """Whether it, or another mapping of its role, puts nodes into the group of kube-proxy."""
    role = mapped_role(mapping)

    def grants(other: RoleMapping) -> Value[bool]:
        is_in_group = is_for_windows(other, cluster)
        if other is mapping:
            return is_in_group
        return conjunction([is_in_group, same_role(mapped_role(other), role)])

    own = grants(mapping)
    answers = [grants(other) for other in mappings_of(cluster).items]
    if any(is_known(answer, True) for answer in answers):
        return Known(True, own.origin)
    hidden = next((answer for answer in answers if isinstance(answer, Unknown)), None)
    return hidden or Known(False, mapping.groups.origin)


def shows_path(mapping: RoleMapping, _: Cluster) -> Value[bool]:
    """Whether the ARN that is written has a path in front of the name of the role."""
    role = mapping.role
    if isinstance(role, Unknown):
        return Known(False, role.origin)
    return Known("/" in role.value.partition(":role/")[2], role.origin)
