"""The vpc-cni add-on: ``aws_eks_addon``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from eksnetlint.model.cni import CniConfiguration, Holder
from eksnetlint.readers.cni_addon import settings_of, unsettled
from eksnetlint.readers.cni_values import environment_of, value_flaws
from eksnetlint.readers.cni_written import settings_in
from eksnetlint.readers.reading import Flaw
from eksnetlint.readers.terraform.aws.attributes import string, written
from eksnetlint.readers.terraform.kubernetes.spot import spot_at
from eksnetlint.readers.terraform.kubernetes.tree import open_reason, yaml_in
from eksnetlint.readers.terraform.resource import Resource
from eksnetlint.source.tree import Mapping as Tree
from eksnetlint.values import Known, Reason, Unknown, Value, at, is_known, lift

_UNNAMED = Reason("an add-on has no name")
_UNREADABLE = Reason("an add-on's configuration_values cannot be read")


def cni_configuration_of(resource: Resource, doubt: Reason | None) -> CniConfiguration | None:
    """The settings of a vpc-cni add-on; None for another add-on.

    ``doubt`` says why something that is not in these files may change what it does not set.
    """
    text = _name(resource)
    if not is_known(text, "vpc-cni"):
        return None
    settings, environment, hidden = _settings(resource)
    holder = Known(Holder.ADD_ON, text.origin)
    values = _values(resource)
    found = settings_in(values, holder) if values else ()
    if isinstance(resource.exists, Unknown):
        settings, environment, hidden, found = {}, None, resource.exists.reason, ()
    doubt = hidden or doubt
    if doubt is not None:
        settings = {**unsettled(doubt, text.origin), **settings}
    return CniConfiguration(
        resource.span,
        holder,
        settings,
        hidden,
        environment,
        found,
        preserves=_preserves(resource),
    )


def _preserves(resource: Resource) -> Value[bool]:
    """Whether updates keep what others changed; they do not by default.

    Source: AWS provider, aws_eks_addon, resolve_conflicts_on_update (NONE), and resolve_conflicts
    before version 5.
    """
    value = written(resource.contents, "resolve_conflicts_on_update", "resolve_conflicts")
    if value is None:
        return Known(False, at(resource.span), is_set=False)
    return lift(lambda text: text.upper() == "PRESERVE", string(value))


def addon_flaws(resource: Resource) -> Iterator[Flaw]:
    """The names that the vpc-cni add-on does not take, where it shows who wrote them."""
    root = _values(resource) if is_known(_name(resource), "vpc-cni") else None
    for flaw in value_flaws(root) if root else ():
        # The place of a name that a function made up is that of the whole value.
        if flaw.span.text.strip("\"' ") and flaw.span.text.strip("\"' ") in flaw.message:
            yield flaw


def _name(resource: Resource) -> Value[str]:
    name = written(resource.contents, "addon_name")
    return Unknown(_UNNAMED, at(resource.span)) if name is None else string(name)


def _values(resource: Resource) -> Tree | None:
    value = written(resource.contents, "configuration_values")
    root = None if value is None else yaml_in(value, spot_at(resource.span))
    return root if isinstance(root, Tree) else None


_Settings: TypeAlias = Mapping[str, Value[str]]


def _settings(resource: Resource) -> tuple[_Settings, _Settings | None, Reason | None]:
    """What is set for Windows, and of aws-node's environment, and why more may be."""
    value = written(resource.contents, "configuration_values")
    if value is None:
        return {}, None, None
    root = yaml_in(value, spot_at(resource.span))
    if not isinstance(root, Tree):
        return {}, None, value.reason if isinstance(value, Unknown) else _UNREADABLE
    return settings_of(root), environment_of(root), open_reason(root)
