"""Who may join a cluster by the ConfigMap aws-auth."""

from __future__ import annotations

import re

from eksnetlint.model.access import AuthConfigMap, RoleMapping
from eksnetlint.readers import fields
from eksnetlint.readers.kubernetes.objects import KubernetesObject, is_named
from eksnetlint.readers.traced import Traced, origin_of, reason_of
from eksnetlint.source.scalars import is_placeholder
from eksnetlint.source.tree import Entry, Mapping, Scalar, Sequence
from eksnetlint.values import Known, Reason, Unknown, Value, World, at

_UNREADABLE = Reason("the roles in a ConfigMap aws-auth cannot be read")
_NO_ROLE = Reason("a role mapping names no role")
# Stands in Terraform's texts for a part that cannot be seen.
_HOLE = "\ufffc"
# aws-iam-authenticator, README, "Full configuration format".
_FILLED_IN_LATER = re.compile(r"\{\{(?:EC2PrivateDNSName|SessionName|SessionNameRaw|AccountID)\}\}")
_ROLE_NAME = re.compile(r":role/(?:.*/)?([^/]+)\Z")


def auth_config_map_of(thing: KubernetesObject) -> AuthConfigMap | None:
    """The mappings of roles, if an object is the ConfigMap that holds them.

    ``mapRoles`` is a YAML text of its own (aws-iam-authenticator, README, "Full configuration").
    """
    if (thing.group, thing.kind) != ("", "ConfigMap"):
        return None
    data = fields.child(thing.root, "data")
    entry = data.fields.get("mapRoles") if isinstance(data, Mapping) else None
    if not is_named(thing.name, "aws-auth") and entry is None:
        return None
    entry = entry or fields.field(thing.root, "data", "mapRoles")
    return AuthConfigMap(thing.span, _mappings(entry) if entry else World(()))


def _mappings(entry: Entry) -> World[RoleMapping]:
    root = fields.document(entry.value)
    if isinstance(root, Sequence):
        found = tuple(role_mapping_of(item) for item in root.items if isinstance(item, Mapping))
        unseen = [fields.hidden(item) for item in root.items if not isinstance(item, Mapping)]
        reasons = [item.reason if item else _UNREADABLE for item in unseen]
        return World(found, reasons[0] if reasons else None)
    value = fields.text(entry)
    if isinstance(value, Known) and not value.value.strip():
        return World(())
    return World((), value.reason if isinstance(value, Unknown) else _UNREADABLE)


def role_mapping_of(node: Mapping, key: str = "rolearn") -> RoleMapping:
    """The mapping of the role whose ARN is at ``key``."""
    role = fields.field(node, key)
    user_name, groups = fields.field(node, "username"), fields.field(node, "groups")
    span = role.span if role else node.span
    return RoleMapping(
        span,
        identity_in(role) if role else Unknown(_NO_ROLE, at(span)),
        user_name_in(user_name) if user_name else Known(None, at(span), is_set=False),
        _groups(groups) if groups else Known((), at(span), is_set=False),
        _role_name(role) if role else Unknown(_NO_ROLE, at(span)),
    )


def identity_in(entry: Entry) -> Value[str]:
    """The identity of the role that a field names: its ARN or name, or its address in Terraform."""
    node = entry.value
    address = _address(node) if isinstance(node, Scalar) else ""
    return Known(address, origin_of(node, entry.span)) if address else fields.text(entry)


def _role_name(entry: Entry) -> Value[str]:
    node = entry.value
    written = _ROLE_NAME.search(node.text) if isinstance(node, Scalar) else None
    if written is None or is_placeholder(Scalar(node.source, 0, 0, written[1])):
        return Unknown(reason_of(node), origin_of(node, entry.span))
    return Known(written[1], origin_of(node, entry.span))


def _address(node: Scalar) -> str:
    """The address of the role that a placeholder will be the ARN of; "" where that is not seen."""
    source = node.source
    if not isinstance(source, Traced) or fields.hidden(node) is None:
        return ""
    if node.style == "{":
        return next(iter(source.addresses), "")
    # All of the ARN, or the name of the role, is one hole in the text, the n-th of them.
    if not node.text.endswith(_HOLE) or node.text[:-1].rpartition(":role/")[2]:
        return ""
    number = source.text.count(_HOLE, 0, node.end) - 1
    return source.addresses[number] if number < len(source.addresses) else ""


def user_name_in(entry: Entry) -> Value[str | None]:
    """A user name; what is in braces in it is filled in by the authenticator, not by a template."""
    value = fields.text(entry)
    if isinstance(value, Unknown) and isinstance(entry.value, Scalar):
        rest = _FILLED_IN_LATER.sub("", entry.value.text)
        if rest != entry.value.text and not is_placeholder(Scalar(entry.value.source, 0, 0, rest)):
            return Known(entry.value.text, value.origin)
    return value


def _groups(entry: Entry) -> Value[tuple[str, ...]]:
    if not isinstance(entry.value, Sequence):
        value = fields.text(entry)
        return value if isinstance(value, Unknown) else Unknown(_UNREADABLE, value.origin)
    names = [fields.node_text(item) for item in fields.items(entry.value)]
    unseen = next((name for name in names if isinstance(name, Unknown)), None)
    if unseen:
        return unseen
    return Known(tuple(name.value for name in names if isinstance(name, Known)), at(entry.span))
