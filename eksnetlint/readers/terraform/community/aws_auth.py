"""The ConfigMap aws-auth, where a module writes it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from eksnetlint.readers.terraform.community.inputs import as_text, entries, member, otherwise
from eksnetlint.readers.terraform.community.module import Module, block
from eksnetlint.readers.terraform.community.text import composed
from eksnetlint.readers.terraform.resource import Resource
from eksnetlint.readers.terraform.types import TfObject, TfValue
from eksnetlint.values import Known, Reason, Unknown, at

WINDOWS_GROUPS = ("eks:kube-proxy-windows", "system:bootstrappers", "system:nodes")
LINUX_GROUPS = ("system:bootstrappers", "system:nodes")
FARGATE_GROUPS = ("system:bootstrappers", "system:nodes", "system:node-proxier")
INSTANCE = "system:node:{{EC2PrivateDNSName}}"
_SENSITIVE = Reason("a role in aws-auth is sensitive")
SESSION = "system:node:{{SessionName}}"


@dataclass(frozen=True, slots=True)
class MappedRole:
    """A role with the groups its bearers are in."""

    arn: TfValue
    user: str | TfValue
    groups: Sequence[str | TfValue]


def config_map(
    place: Module, kind: str, roles: Sequence[MappedRole], more: TfValue, unseen: Unknown | None
) -> Resource:
    """The ConfigMap with some roles and those the user adds.

    With ``unseen`` there may be others, so that the text cannot be told.
    """
    names = {"name": Known("aws-auth", at(place.span)), "namespace": Known("kube-system")}
    text: TfValue | None = unseen
    for _, entry in entries(more, place.span):
        text = text or (entry if isinstance(entry, Unknown) else None)
    if text is None:
        mapped = [*roles, *_written(more, place)]
        text = composed(place.span, *(piece for role in mapped for piece in _pieces(role)))
    content = Known(TfObject({"mapRoles": text}), at(place.span), is_set=False)
    return place.resource(
        kind, "aws_auth", {"data": content}, {"metadata": block(place.span, names)}
    )


def _written(value: TfValue, place: Module) -> Iterator[MappedRole]:
    for _, entry in entries(value, place.span):
        groups = member(entry, "groups")
        named = [] if groups is None else [item for _, item in entries(groups, place.span)]
        empty = Known("", entry.origin)
        arn = otherwise(member(entry, "rolearn"), empty)
        yield MappedRole(arn, otherwise(member(entry, "username"), empty), named)


def _pieces(role: MappedRole) -> Iterator[str | TfValue]:
    yield '- rolearn: "'
    yield _escaped(role.arn)
    yield '"\n  username: "'
    yield _escaped(role.user)
    yield '"\n  groups:\n'
    for group in role.groups:
        yield '    - "'
        yield _escaped(group)
        yield '"\n'


def _escaped(piece: str | TfValue) -> str | TfValue:
    """A piece as it stands between quotes; with nothing to escape it keeps its places."""
    text = piece if isinstance(piece, str) else as_text(piece)
    escaped = json.dumps(text, ensure_ascii=False)[1:-1]
    if escaped == text:
        return piece
    if isinstance(piece, Known) and isinstance(piece.value, str):
        return replace(piece, value=escaped)
    return escaped if isinstance(piece, str) else Unknown(_SENSITIVE, piece.origin)
