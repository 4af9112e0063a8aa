"""Who has access to a cluster: access entries, and the namespaces that run on Fargate."""

from __future__ import annotations

from collections.abc import Iterable

from eksnetlint.model.access import AccessEntry
from eksnetlint.model.fargate import FargateProfile, FargateSelector
from eksnetlint.readers.terraform.aws.attributes import labels, string, strings, written
from eksnetlint.readers.terraform.aws.roles import Roles
from eksnetlint.readers.terraform.resource import Contents, Resource
from eksnetlint.readers.terraform.types import TfValue
from eksnetlint.values import Known, Reason, Unknown, Value, at

_NO_PRINCIPAL = Reason("an access entry has no principal")
_NO_NAME = Reason("a Fargate profile has no name")
_NO_NAMESPACE = Reason("a selector of a Fargate profile has no namespace")


def access_entry_of(
    resource: Resource, associations: Iterable[Resource], roles: Roles
) -> AccessEntry:
    """An ``aws_eks_access_entry`` with the policies associated with its principal.

    The type is STANDARD by default (EKS API, CreateAccessEntry).
    """
    contents, place = resource.contents, at(resource.span)
    arn = written(contents, "principal_arn")
    kind = written(contents, "type")
    groups = written(contents, "kubernetes_groups")
    user = written(contents, "user_name")
    entry_type: Value[str] = (
        string(kind) if kind is not None else Known("STANDARD", place, is_set=False)
    )
    if isinstance(resource.exists, Unknown):
        entry_type = Unknown(resource.exists.reason, entry_type.origin)
    return AccessEntry(
        span=resource.span,
        principal=roles.identity(arn) if arn is not None else Unknown(_NO_PRINCIPAL, place),
        type=entry_type,
        groups=strings(groups) if groups is not None else Known((), place, is_set=False),
        user_name=string(user) if user is not None else Known(None, place, is_set=False),
        policies=tuple(_policies(arn, associations, roles)) if arn is not None else (),
    )


def _policies(arn: TfValue, associations: Iterable[Resource], roles: Roles) -> Iterable[Value[str]]:
    own = roles.identity(arn)
    for item in associations:
        principal = written(item.contents, "principal_arn")
        policy = written(item.contents, "policy_arn")
        if principal is None or policy is None or not isinstance(own, Known):
            continue
        other = roles.identity(principal)
        if isinstance(other, Known) and other.value == own.value:
            yield roles.policy_name(policy)


def fargate_profile_of(resource: Resource) -> FargateProfile:
    """An ``aws_eks_fargate_profile``; of one that may not exist no namespace is known."""
    contents, place = resource.contents, at(resource.span)
    name = written(contents, "fargate_profile_name")
    blocks = contents.nested("selector")
    selectors = [_selector(block, resource.exists) for block in blocks.items]
    if blocks.open_because is not None:
        selectors.append(FargateSelector(Unknown(blocks.open_because, place), {}))
    return FargateProfile(
        span=resource.span,
        name=string(name) if name is not None else Unknown(_NO_NAME, place),
        selectors=tuple(selectors),
    )


def _selector(block: Contents, exists: Value[bool]) -> FargateSelector:
    value = written(block, "namespace")
    found = string(value) if value is not None else Unknown(_NO_NAMESPACE, at(block.span))
    if isinstance(exists, Unknown):
        found = Unknown(exists.reason, found.origin)
    wanted = labels(written(block, "labels"))
    if wanted.open_because is None:
        return FargateSelector(found, wanted.items)
    hidden = Unknown(wanted.open_because, at(block.span))
    return FargateSelector(found, {**wanted.items, "*": hidden})
