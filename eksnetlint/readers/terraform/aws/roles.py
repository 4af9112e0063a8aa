"""IAM roles and the policies attached to them, in each of the ways to attach one."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from eksnetlint.model.access import Role
from eksnetlint.readers.terraform.aws.attributes import items, string, written
from eksnetlint.readers.terraform.aws.inventory import Inventory
from eksnetlint.readers.terraform.resource import Resource
from eksnetlint.readers.terraform.texts import placed
from eksnetlint.readers.terraform.types import HOLE, TfValue
from eksnetlint.values import Known, Reason, Unknown, Value, World, at

_ELSEWHERE = Reason("an IAM role that is not made in these files may have further policies")
_WHICH = Reason("which policy is attached to a role cannot be seen")
_MANY = Reason("policies may be attached to a role that these files do not show")
_HIDDEN = Reason("the identity of a role cannot be seen")
_POLICY_NAME = re.compile(r"(?:policy/(?:[^/]+/)*|/)?([\w+=,.@-]+)$")
# The attributes that name the role, the roles, the policy and the policies.
_ATTACHMENTS = {
    "aws_iam_role_policy_attachment": ("role", "policy_arn"),
    "aws_iam_policy_attachment": ("roles", "policy_arn"),
    "aws_iam_role_policy_attachments_exclusive": ("role_name", "policy_arns"),
}
_INLINE = {
    "aws_iam_role_policy": "role",
    "aws_iam_role_policies_exclusive": "role_name",
}


@dataclass(slots=True, eq=False)
class Roles:
    """Finds roles in a root module; ``doubt`` says why not all attachments may be seen.

    Policies are kept by the identity of their role.
    """

    inventory: Inventory
    doubt: Reason | None
    _policies: dict[str, list[Value[str]]] = field(default_factory=lambda: defaultdict(list))
    _inline: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for kind, (whom, what) in _ATTACHMENTS.items():
            for item in self.inventory.of(kind):
                policies = self._attached(item, what)
                for role in _listed(item, whom):
                    self._attach(role, policies)
        for role_made in self.inventory.of("aws_iam_role"):
            policies = self._attached(role_made, "managed_policy_arns")
            self._policies[role_made.address] += policies
            if role_made.contents.nested("inline_policy").items:
                self._inline.add(role_made.address)
        for kind, whom in _INLINE.items():
            for item in self.inventory.of(kind):
                names = (self._key(role) for role in _listed(item, whom))
                self._inline.update(name for name in names if name is not None)

    def of(self, value: TfValue) -> Role:
        """The role that an ARN or a name stands for."""
        made = self._made(value)
        span = value.origin.span or self.inventory.root.span
        key = self._key(value)
        return Role(
            span=made.span if made else span,
            identity=self.identity(value),
            policies=World(tuple(self._policies.get(key or "", ())), self._open(made)),
            has_inline_policies=Known(key in self._inline, at(span)),
            is_made_here=made is not None,
            name=_given_name(made),
        )

    def of_profile(self, value: TfValue) -> Role | None:
        """The role of an instance profile; None where the profile is not made here."""
        kind = ("aws_iam_instance_profile",)
        found = self.inventory.referred(value, kind, ("name",))
        role = written(found[0].contents, "role") if len(found) == 1 else None
        return self.of(role) if role is not None else None

    def identity(self, value: TfValue) -> Value[str]:
        """The same text for the same role: its address here, else its ARN or name."""
        made = self._made(value)
        if made is not None:
            return Known(made.address, value.origin)
        text = string(value)
        return text if isinstance(text, Known) else Unknown(_HIDDEN, value.origin)

    def policy_name(self, value: TfValue) -> Value[str]:
        """The name of a policy; the partition of its ARN need not be seen for that."""
        found = self.inventory.referred(value, ("aws_iam_policy",), ("arn", "name"))
        if len(found) != 1:
            return _named(value)
        own = written(found[0].contents, "arn", "name")
        name = _named(own) if own is not None else _named(value)
        if isinstance(name, Unknown) and not found[0].is_data:
            # Whatever it is called, it is none of AWS's.
            return Known(found[0].address, value.origin)
        return name

    def _made(self, value: TfValue) -> Resource | None:
        found = self.inventory.referred(value, ("aws_iam_role",), ("name",))
        roles = [item for item in found if not item.is_data]
        return roles[0] if len(roles) == 1 else None

    def _key(self, value: TfValue) -> str | None:
        """The address of a role made here, else its name; None where neither can be seen."""
        made = self._made(value)
        text = string(value)
        if made is not None:
            return made.address
        return text.value.rpartition("/")[2] if isinstance(text, Known) else None

    def _attach(self, role: TfValue, policies: list[Value[str]]) -> None:
        key = self._key(role)
        if key is not None:
            self._policies[key] += policies
        else:
            self.doubt = self.doubt or _MANY

    def _attached(self, item: Resource, attribute: str) -> list[Value[str]]:
        names = [self.policy_name(value) for value in _listed(item, attribute)]
        if isinstance(item.exists, Unknown):
            return [Unknown(_WHICH, name.origin) for name in names]
        return names

    def _open(self, made: Resource | None) -> Reason | None:
        return self.doubt if made is not None else _ELSEWHERE


def _given_name(made: Resource | None) -> Value[str]:
    name = written(made.contents, "name") if made is not None else None
    return string(name) if name is not None else Unknown(_HIDDEN)


def _listed(item: Resource, attribute: str) -> tuple[TfValue, ...]:
    """The items of an attribute that is a value or a list of them."""
    value = written(item.contents, attribute)
    if value is None:
        return ()
    if isinstance(value, Unknown) or isinstance(string(value), Known):
        return (value,)
    return items(value)


def _named(value: TfValue) -> Value[str]:
    text = placed(value)
    match = _POLICY_NAME.search(text.text) if text is not None else None
    if match is None or HOLE in match[1]:
        return Unknown(_WHICH, value.origin)
    return Known(match[1], value.origin)
