"""The vpc-cni add-on of an eksctl file."""

from __future__ import annotations

from collections.abc import Iterator

from eksnetlint.model.cni import CniConfiguration, Holder
from eksnetlint.readers import fields
from eksnetlint.readers.cni_addon import settings_of
from eksnetlint.source.tree import Embedded, Entry, Mapping, Scalar
from eksnetlint.source.yaml import tree_of
from eksnetlint.values import Known, Reason, Value, at

_UNREADABLE = Reason("an add-on's configurationValues cannot be read")


def cni_configurations_of(root: Mapping) -> Iterator[CniConfiguration]:
    """The settings of each declared vpc-cni add-on."""
    for addon in fields.items(fields.child(root, "addons")):
        name = fields.field(addon, "name")
        text = fields.text(name) if name else None
        if name and isinstance(text, Known) and text.value.lower() == "vpc-cni":
            entry = fields.field(addon, "configurationValues")
            settings, open_because = _settings(entry) if entry else ({}, None)
            holder = Known(Holder.ADD_ON, at(name.span))
            yield CniConfiguration(name.span, holder, settings, open_because)


def _settings(entry: Entry) -> tuple[dict[str, Value[str]], Reason | None]:
    # A JSON or YAML text in a string (eksctl pkg/apis/eksctl.io/v1alpha5/addon.go).
    root = tree_of(Embedded(entry.value)) if isinstance(entry.value, Scalar) else None
    if not isinstance(root, Mapping):
        hidden = fields.hidden(entry.value)
        return {}, hidden.reason if hidden else _UNREADABLE
    return settings_of(root), None
