"""Who an eksctl file gives access, and the IAM roles it makes or names."""

from __future__ import annotations

from collections.abc import Iterator

from eksnetlint.aws.role_policies import CONTROLLER
from eksnetlint.model.access import Access, AccessEntry, Role, RoleMapping
from eksnetlint.readers import fields
from eksnetlint.readers.kubernetes.access import identity_in, role_mapping_of, user_name_in
from eksnetlint.source.text import Span
from eksnetlint.source.tree import Entry, Mapping, Node
from eksnetlint.values import Known, Reason, Unknown, Value, World, at, is_known, lift

_NO_PRINCIPAL = Reason("an access entry has no principal")
_MORE_ENTRIES = Reason("eksctl, EKS and others make access entries that are not in the file")
_MORE_MAPPINGS = Reason("eksctl, EKS and others add to aws-auth what is not in the file")
_MADE_ELSEWHERE = Reason("a role that eksctl does not make may have any policies")
_EXISTING = Reason("the cluster may exist, with whichever authentication mode it has")
_MADE_BY_EKSCTL = Reason("eksctl makes up the name of a role")
_KARPENTER_ROLE = "eksctl-KarpenterNodeRole-{}"
_NODE = "system:node:{{EC2PrivateDNSName}}"
_LINUX_GROUPS = ("system:bootstrappers", "system:nodes")
_STANDARD = ("AmazonEKSClusterPolicy",)
_OUTPOST = ("AmazonEKSLocalOutpostClusterPolicy",)
_AUTO_MODE = ("AmazonEKSComputePolicy", "AmazonEKSNetworkingPolicy")


def access_of(root: Mapping, span: Span, *, is_whole: bool) -> Access:
    """The access that a file gives; ``is_whole`` says that it is for creating the cluster."""
    entries = fields.child(root, "accessConfig", "accessEntries")
    hidden = fields.hidden(entries)
    return Access(
        entries=World(tuple(_entries(entries)), hidden.reason if hidden else _MORE_ENTRIES),
        mappings=World(tuple(_mappings(root)), _MORE_MAPPINGS),
        cluster_role=_cluster_role(root, span) if is_whole else None,
    )


def authentication_mode_of(root: Mapping, span: Span, *, is_whole: bool) -> Value[str]:
    """What the file says; API_AND_CONFIG_MAP by default, but on Outposts (eksctl, defaults.go)."""
    entry = fields.field(root, "accessConfig", "authenticationMode")
    if entry is not None:
        return fields.text(entry)
    if not is_whole or fields.field(root, "outpost"):
        return Unknown(_EXISTING, at(span), is_set=False)
    return Known("API_AND_CONFIG_MAP", at(span), is_set=False)


def node_role_of(group: Mapping) -> Role | None:
    """The role that a group is given; None where eksctl makes one of its own."""
    for key in ("instanceRoleARN", "instanceRoleName"):
        entry = fields.field(group, "iam", key)
        if entry is not None:
            return Role(entry.span, identity_in(entry), World((), _MADE_ELSEWHERE))
    return None


def _entries(entries: Node | None) -> Iterator[AccessEntry]:
    for item in fields.items(entries):
        if isinstance(item, Mapping):
            yield _entry(item)


def _entry(item: Mapping) -> AccessEntry:
    principal = fields.field(item, "principalARN")
    span = principal.span if principal else item.span
    user = fields.field(item, "kubernetesUsername")
    return AccessEntry(
        span=span,
        principal=identity_in(principal) if principal else Unknown(_NO_PRINCIPAL, at(span)),
        type=fields.string(item, "type", default="STANDARD", span=span),
        groups=_texts(item, "kubernetesGroups", span),
        user_name=user_name_in(user) if user else Known(None, at(span), is_set=False),
        policies=tuple(_policies(item)),
    )


def _texts(item: Mapping, key: str, span: Span) -> Value[tuple[str, ...]]:
    entry = fields.field(item, key)
    if entry is None:
        return Known((), at(span), is_set=False)
    found = [fields.node_text(node) for node in fields.items(entry.value)]
    hidden = fields.hidden(entry.value) or next(
        (value for value in found if isinstance(value, Unknown)), None
    )
    names = tuple(value.value for value in found if isinstance(value, Known))
    return hidden or Known(names, at(entry.span))


def _policies(item: Mapping) -> Iterator[Value[str]]:
    entry = fields.field(item, "accessPolicies")
    if entry is None:
        return
    hidden = fields.hidden(entry.value)
    if hidden:
        yield hidden
    for policy in fields.items(entry.value):
        arn = fields.field(policy, "policyARN")
        if arn is not None:
            name = lift(lambda text: text.rpartition("/")[2], fields.text(arn))
            # The policy is there, whichever it is.
            yield name if isinstance(name, Known) else Known("?", name.origin)


def _mappings(root: Mapping) -> Iterator[RoleMapping]:
    for item in fields.items(fields.child(root, "iamIdentityMappings")):
        if isinstance(item, Mapping) and fields.field(item, "arn"):
            yield role_mapping_of(item, "arn")
    karpenter = fields.field(root, "karpenter")
    if karpenter is not None:
        yield _mapping_of_karpenter(root, karpenter)


def _mapping_of_karpenter(root: Mapping, karpenter: Entry) -> RoleMapping:
    """The mapping that eksctl makes for Karpenter's nodes (pkg/actions/karpenter, 0.230.0)."""
    place = at(karpenter.span)
    name = fields.field(root, "metadata", "name")
    hidden: Value[str] = Unknown(_MADE_BY_EKSCTL, place)
    return RoleMapping(
        span=karpenter.span,
        role=hidden,
        user_name=Known(_NODE, place, is_set=False),
        groups=Known(_LINUX_GROUPS, place, is_set=False),
        role_name=lift(_KARPENTER_ROLE.format, fields.text(name)) if name else hidden,
    )


def _cluster_role(root: Mapping, span: Span) -> Role:
    """The role of the control plane as eksctl makes it (pkg/cfn/builder/iam.go, 0.230.0)."""
    own = fields.field(root, "iam", "serviceRoleARN")
    if own is not None:
        return Role(own.span, identity_in(own), World((), _MADE_ELSEWHERE))
    entry = fields.field(root, "iam", "vpcResourceControllerPolicy")
    wanted: Value[bool] = fields.boolean(entry) if entry else Known(True, at(span), is_set=False)
    place = entry.span if entry else span
    names = _OUTPOST if fields.field(root, "outpost") else _STANDARD
    policies: list[Value[str]] = [Known(name, at(place)) for name in names]
    if isinstance(wanted, Unknown):
        policies.append(wanted)
    elif wanted.value and names is _STANDARD:
        policies.append(Known(CONTROLLER, at(place)))
    mode = fields.field(root, "autoModeConfig", "enabled")
    if mode is not None and not is_known(fields.boolean(mode), False):
        policies += [Known(name, at(mode.span)) for name in _AUTO_MODE]
    return Role(
        span=place,
        identity=Unknown(_MADE_BY_EKSCTL, at(place)),
        policies=World(tuple(policies)),
        is_made_here=True,
    )
