"""What the IAM roles of a cluster and of its nodes come to."""

from __future__ import annotations

from eksnetlint.aws.role_policies import LEAVES_ADDRESSES_ALONE, MANAGES_ADDRESSES
from eksnetlint.model.access import AccessEntry, Role, RoleMapping
from eksnetlint.model.access_worlds import authentication_mode, entries_of, mappings_of
from eksnetlint.model.cluster import Cluster
from eksnetlint.model.node_group import NodeGroup, Os, Provisioner
from eksnetlint.model.role_identity import mapped_role, role_name, same_role
from eksnetlint.values import (
    Frame,
    Known,
    Reason,
    Unknown,
    Value,
    at,
    conjunction,
    disjunction,
    is_known,
    lift,
)

#: The Kubernetes group that lets kube-proxy on Windows nodes watch Services (EKS user guide,
#: "Deploy Windows nodes on EKS clusters").
KUBE_PROXY_GROUP = "eks:kube-proxy-windows"
WINDOWS_TYPE = "EC2_WINDOWS"

_NO_ROLE = Reason("the role of a node group is not in these files")
_NO_CLUSTER_ROLE = Reason("the role of the cluster is not in these files")
_OTHER_POLICY = Reason("a policy of the cluster role is not known, and may allow the same")
_INLINE = Reason("an inline policy of the cluster role may allow the same")


def node_role_name(group: NodeGroup, _: Cluster) -> Value[str]:
    """The name of the role of its nodes, or its address where Terraform makes it."""
    return lift(role_name, identity_of(group))


def identity_of(group: NodeGroup) -> Value[str]:
    """The identity of the role of a group's nodes."""
    if group.role is None:
        return Unknown(_NO_ROLE, at(group.span), is_set=False)
    return group.role.identity


def linux_groups_of_its_role(group: NodeGroup, cluster: Cluster) -> Value[tuple[NodeGroup, ...]]:
    """The Linux node groups that are known to have the same role."""
    groups = groups_of_role(identity_of(group), Os.LINUX, cluster)
    frames = tuple(Frame(item.span, f"{item.title} has the same role") for item in groups)
    return Known(groups, identity_of(group).origin.through(*frames))


def has_role(group: NodeGroup, role: Value[str]) -> Value[bool]:
    """Whether the nodes of a group have a role, which may be known by address, ARN or name."""
    answer = same_role(identity_of(group), role)
    if isinstance(answer, Unknown) and group.role is not None:
        by_name = same_role(group.role.name, role)
        return by_name if isinstance(by_name, Known) else answer
    return answer


def groups_of_role(role: Value[str], os: Os, cluster: Cluster) -> tuple[NodeGroup, ...]:
    """The node groups of a system that are known to have a role."""
    return tuple(
        group
        for group in cluster.node_groups
        if is_known(group.os, os) and is_known(has_role(group, role), True)
    )


def shows_windows_entry(group: NodeGroup, cluster: Cluster) -> Value[bool]:
    """Whether the files have an access entry of type EC2_WINDOWS for its role."""
    answers = (_is_entry_for(item, group) for item in entries_of(cluster).items)
    return Known(any(is_known(answer, True) for answer in answers))


def says_its_access(group: NodeGroup, cluster: Cluster) -> Value[bool]:
    """Whether an entry or a mapping for its role is there to be judged itself, right or wrong.

    Of managed groups a mapping says nothing wherever EKS makes an entry.
    """
    if any(is_known(has_role(group, item.principal), True) for item in entries_of(cluster).items):
        return Known(True)
    is_alone = is_known(authentication_mode(cluster), "CONFIG_MAP")
    if is_known(group.provisioner, Provisioner.MANAGED) and not is_alone:
        return Known(False)
    mappings = mappings_of(cluster).items
    if is_alone:
        answers = [has_role(group, mapped_role(item)) for item in mappings]
    else:
        answers = [_is_mapping_for(item, group) for item in mappings]
    return Known(any(is_known(answer, True) for answer in answers))


def has_windows_access(group: NodeGroup, cluster: Cluster) -> Value[bool]:
    """Whether its nodes join as Windows nodes, by an access entry or a mapping for their role.

    Which of the two count depends on the authentication mode (EKS user guide, "Grant IAM users and
    roles access to Kubernetes APIs"). For managed groups EKS makes an entry wherever it can, and
    an entry goes before a mapping.
    """
    mode = authentication_mode(cluster)
    has_entry = is_known(group.provisioner, Provisioner.MANAGED)
    modes = ("CONFIG_MAP",) if has_entry else ("CONFIG_MAP", "API_AND_CONFIG_MAP")
    by_entry = entries_of(cluster).some(lambda entry: _is_entry_for(entry, group))
    by_mapping = mappings_of(cluster).some(lambda mapping: _is_mapping_for(mapping, group))
    reads_entries = lift(lambda word: word != "CONFIG_MAP", mode)
    reads_mappings = lift(lambda word: word in modes, mode)
    return disjunction(
        [conjunction([reads_entries, by_entry]), conjunction([reads_mappings, by_mapping])]
    )


def _is_entry_for(entry: AccessEntry, group: NodeGroup) -> Value[bool]:
    kind = lift(lambda word: word == WINDOWS_TYPE, entry.type)
    return conjunction([kind, has_role(group, entry.principal)])


def _is_mapping_for(mapping: RoleMapping, group: NodeGroup) -> Value[bool]:
    is_in_group = lift(lambda names: KUBE_PROXY_GROUP in names, mapping.groups)
    return conjunction([is_in_group, has_role(group, mapped_role(mapping))])


def shows_cluster_role(cluster: Cluster) -> Value[bool]:
    """Whether the files make the role of the control plane, and not only name it."""
    return Known(any(role.is_made_here for role in _cluster_roles(cluster)))


def lets_controller_assign_addresses(cluster: Cluster) -> Value[bool]:
    """Whether the role of the control plane has a policy that lets it give pods addresses."""
    answers = [_assigns_addresses(role) for role in _cluster_roles(cluster)]
    if not answers:
        return Unknown(_NO_CLUSTER_ROLE)
    answer = disjunction(answers)
    return answers[0] if is_known(answer, False) else answer


def _cluster_roles(cluster: Cluster) -> list[Role]:
    roles = (item.access.cluster_role for item in cluster.declarations)
    return [role for role in roles if role is not None]


def _assigns_addresses(role: Role) -> Value[bool]:
    answer = role.policies.some(_allows_it)
    if not is_known(answer, False):
        return answer
    if not is_known(role.has_inline_policies, False):
        return Unknown(_INLINE, at(role.span))
    return Known(False, at(role.span))


def _allows_it(policy: Value[str]) -> Value[bool]:
    if isinstance(policy, Unknown):
        return policy
    if policy.value in MANAGES_ADDRESSES:
        return Known(True, policy.origin)
    if policy.value in LEAVES_ADDRESSES_ALONE:
        return Known(False, policy.origin)
    return Unknown(_OTHER_POLICY, policy.origin)
