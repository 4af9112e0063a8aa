"""How the nodes of a Windows group of an eksctl file join their cluster."""

from __future__ import annotations

from eksnetlint.model.bootstrap import Bootstrap, Call, Caller
from eksnetlint.readers import fields
from eksnetlint.readers.bootstrap import (
    added_call,
    bootstrap_of,
    unseen_bootstrap,
    without_user_data,
)
from eksnetlint.readers.eksctl.bootstrap import Bootstrap as Script
from eksnetlint.source.text import Span
from eksnetlint.source.tree import Mapping
from eksnetlint.values import Known, Reason, Unknown, Value, at

_TEMPLATE = Reason("the user data of a node group is in a launch template outside the file")
# The user's commands; managed groups take the last of these alone.
_COMMANDS = ("overrideBootstrapCommand", "preBootstrapCommands")
_OWN_IMAGE = Reason("a custom AMI may join its cluster by itself")


def joining_of(
    group: Mapping, is_managed: bool, script: Script | None, span: Span, *, is_custom: bool
) -> Bootstrap:
    """What the user data does that eksctl makes of a group's fields."""
    caller = _caller(group, is_managed, span, is_custom)
    added = None if is_managed else _call_of_eksctl(group, span)
    template = fields.field(group, "launchTemplate")
    if template:
        return unseen_bootstrap(Unknown(_TEMPLATE, at(template.span)), caller)
    if script is None:
        return without_user_data(at(span), caller, added=added)
    written = (fields.field(group, key) for key in _COMMANDS[is_managed:])
    whole = at(next((entry.span for entry in written if entry), span))
    return bootstrap_of(
        script.read, lambda place: at(script.span(place)), whole, caller, added=added
    )


def _caller(group: Mapping, is_managed: bool, span: Span, is_custom: bool) -> Value[Caller]:
    """Who calls the bootstrap script (eksctl pkg/nodebootstrap/windows.go, windows_managed.go)."""
    override = None if is_managed else fields.field(group, "overrideBootstrapCommand")
    if is_custom and (is_managed or override):
        return Unknown(_OWN_IMAGE, at(span))
    if override:
        return Known(Caller.USER_DATA, at(override.span))
    return Known(Caller.EKS if is_managed else Caller.EKSCTL, at(span))


def _call_of_eksctl(group: Mapping, span: Span) -> Call | None:
    """What eksctl itself passes since 0.130.0, ``clusterDNS`` as it is written."""
    if fields.field(group, "overrideBootstrapCommand"):
        return None
    dns = fields.field(group, "clusterDNS")
    arguments: dict[str, Value[str] | None] = dict.fromkeys(
        ("apiserverendpoint", "base64clusterca", "servicecidr")
    )
    if dns:
        arguments["dnsclusterip"] = fields.text(dns)
    return added_call(span, at(span), arguments)
