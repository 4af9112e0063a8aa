"""Whether two texts name the same IAM role."""

from __future__ import annotations

import re

from eksnetlint.model.access import RoleMapping
from eksnetlint.values import Known, Reason, Unknown, Value

_NOT_COMPARABLE = Reason("a role is named in one place and made by Terraform in another")
_ADDRESS = re.compile(r"(?:^|\.)aws_iam_role\.")
_ACCOUNT = re.compile(r"arn:[\w-]+:iam::(\d{12}):")


def same_role(one: Value[str], other: Value[str]) -> Value[bool]:
    """Whether two identities, ARNs, names or addresses in Terraform, are those of one role.

    Within an account the name alone tells roles apart, whatever their paths (IAM user guide, "IAM
    identifiers"), and the roles of nodes are those of the cluster's own account.
    """
    for value in (one, other):
        if isinstance(value, Unknown):
            return Unknown(value.reason, value.origin)
    assert isinstance(one, Known)
    assert isinstance(other, Known)
    answer = _same(one.value, other.value)
    origin = one.origin.through(*other.origin.frames)
    return Unknown(_NOT_COMPARABLE, origin) if answer is None else Known(answer, origin)


def mapped_role(mapping: RoleMapping) -> Value[str]:
    """The identity of the role that a mapping is for; its name where the account is hidden."""
    return mapping.role if isinstance(mapping.role, Known) else mapping.role_name


def role_name(identity: str) -> str:
    """The name in an ARN; an address in Terraform as it is."""
    return identity if _ADDRESS.search(identity) else identity.rpartition("/")[2]


def _same(one: str, other: str) -> bool | None:
    if one == other:
        return True
    addresses = [bool(_ADDRESS.search(text)) for text in (one, other)]
    if any(addresses):
        # What a data source looks up may be made under any other address.
        is_looked_up = "data.aws_iam_role." in one + other
        return False if all(addresses) and not is_looked_up else None
    if role_name(one) != role_name(other):
        return False
    accounts = {match[1] for text in (one, other) if (match := _ACCOUNT.match(text))}
    return len(accounts) <= 1
