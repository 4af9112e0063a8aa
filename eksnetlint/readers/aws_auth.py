"""The roles that the ConfigMap aws-auth maps to Kubernetes users and groups."""

from __future__ import annotations

from collections.abc import Iterator

from eksnetlint.model.access import RoleMapping
from eksnetlint.readers import fields
from eksnetlint.source.tree import Mapping, Node
from eksnetlint.values import Known, Reason, Unknown, Value, at

_NO_ROLE = Reason("a mapping of aws-auth names no role")


def role_mappings_of(map_roles: Node | None) -> Iterator[RoleMapping]:
    """The entries of ``mapRoles``, which is a YAML list in a string.

    Source: aws-iam-authenticator, pkg/mapper/configmap: rolearn, username, groups.
    """
    for item in fields.items(map_roles):
        if isinstance(item, Mapping):
            role, user = fields.field(item, "rolearn"), fields.field(item, "username")
            place = at(item.span)
            yield RoleMapping(
                span=item.span,
                role=fields.text(role) if role else Unknown(_NO_ROLE, place),
                user_name=fields.text(user) if user else Known(None, place, is_set=False),
                groups=_groups(item),
            )


def _groups(item: Mapping) -> Value[tuple[str, ...]]:
    entry = fields.field(item, "groups")
    if entry is None:
        return Known((), at(item.span), is_set=False)
    found = [fields.node_text(node) for node in fields.items(entry.value)]
    for value in found:
        if isinstance(value, Unknown):
            return value
    texts = tuple(value.value for value in found if isinstance(value, Known))
    return Known(texts, at(entry.span))
