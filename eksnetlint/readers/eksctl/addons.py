"""The vpc-cni add-on of an eksctl file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from eksnetlint.model.cni import CniConfiguration, Holder
from eksnetlint.readers import fields
from eksnetlint.readers.cni_addon import settings_of
from eksnetlint.readers.cni_values import environment_of, value_flaws
from eksnetlint.readers.cni_written import settings_in
from eksnetlint.readers.reading import Flaw
from eksnetlint.source.tree import Embedded, Entry, Mapping, Node, Scalar
from eksnetlint.source.yaml import tree_of
from eksnetlint.values import Known, Origin, Reason, Value, at, lift

_UNREADABLE = Reason("an add-on's configurationValues cannot be read")


def cni_configurations_of(root: Mapping) -> Iterator[CniConfiguration]:
    """The settings of each declared vpc-cni add-on."""
    for addon in fields.items(fields.child(root, "addons")):
        name = fields.field(addon, "name")
        text = fields.text(name) if name else None
        if name and isinstance(text, Known) and text.value.lower() == "vpc-cni":
            entry = fields.field(addon, "configurationValues")
            settings, environment, open_because = _settings(entry) if entry else ({}, None, None)
            holder = Known(Holder.ADD_ON, at(name.span))
            values = _values(entry) if entry else None
            written = settings_in(values, holder) if values else ()
            yield CniConfiguration(
                name.span,
                holder,
                settings,
                open_because,
                environment,
                written,
                preserves=_preserves(addon, holder.origin),
            )


def _preserves(addon: Node, origin: Origin) -> Value[bool]:
    """Whether conflicts are resolved by keeping what is there; they are not unless it is said.

    Source: eksctl pkg/apis/eksctl.io/v1alpha5/addon.go, resolveConflicts.
    """
    entry = fields.field(addon, "resolveConflicts")
    if entry is None:
        return Known(False, origin, is_set=False)
    return lift(lambda text: text.lower() == "preserve", fields.text(entry))


_Settings: TypeAlias = dict[str, Value[str]]


def _settings(entry: Entry) -> tuple[_Settings, _Settings | None, Reason | None]:
    root = _values(entry)
    if root is None:
        hidden = fields.hidden(entry.value)
        return {}, None, hidden.reason if hidden else _UNREADABLE
    return settings_of(root), environment_of(root), None


def _values(entry: Entry) -> Mapping | None:
    # A JSON or YAML text in a string (eksctl pkg/apis/eksctl.io/v1alpha5/addon.go).
    root = tree_of(Embedded(entry.value)) if isinstance(entry.value, Scalar) else None
    return root if isinstance(root, Mapping) else None


def addon_flaws(root: Mapping) -> Iterator[Flaw]:
    """The keys that EKS refuses in the configuration of a vpc-cni add-on."""
    for addon in fields.items(fields.child(root, "addons")):
        name = fields.field(addon, "name")
        entry = fields.field(addon, "configurationValues")
        values = _values(entry) if entry else None
        text = fields.text(name) if name else None
        if values is not None and isinstance(text, Known) and text.value.lower() == "vpc-cni":
            yield from value_flaws(values)
