"""What commands that Terraform runs may change in objects that it declares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from eksnetlint.model.cni import CalicoInstallation, WindowsDataplane
from eksnetlint.readers.reading import Declared
from eksnetlint.readers.terraform.provisioners import commands_of
from eksnetlint.readers.terraform.resource import Root
from eksnetlint.source.tree import Text
from eksnetlint.values import Known, Origin, Reason, Unknown, Value, at

_Command: TypeAlias = tuple[Text | None, Origin]

_MAY_CHANGE = Reason("a command in these files may change Calico's Installation")
_REACHES_IN = re.compile(
    r"\bkubectl\b[^\n]*\b(?:apply|patch|create|replace|edit|set)\b"
    r"|\bhelm\b[^\n]*\b(?:install|upgrade)\b",
    re.I,
)
_DATAPLANE = re.compile(r"windowsDataplane\\*[\"']?\s*[:=]\s*\\*[\"']?(HNS|Disabled)\b")


# What an Installation calls the fields of the model, as far as commands change them.
_FIELDS = {
    "service_cidrs": "serviceCIDRs",
    "cni_type": "cni",
    "kubernetes_provider": "kubernetesProvider",
    "variant": "variant",
    "linux_dataplane": "linuxDataplane",
    "encapsulation": "ipPools",
    "bgp": "bgp",
    "has_windows_nodes": "windowsNodes",
}


def patched(objects: Iterable[Declared], root: Root) -> list[Declared]:
    """The objects, those of Calico without what a command may have set since."""
    found = list(objects)
    if not any(isinstance(item, CalicoInstallation) for item in found):
        return found
    commands = list(commands_of(root))
    dataplane = _dataplane(commands)
    return [_patched(item, dataplane, commands) for item in found] if dataplane else found


def _patched(
    item: Declared, dataplane: Value[WindowsDataplane], commands: Sequence[_Command]
) -> Declared:
    if not isinstance(item, CalicoInstallation):
        return item
    changes: dict[str, Value[Any]] = {
        name: Unknown(_MAY_CHANGE, at(item.span), is_set=False)
        for name, key in _FIELDS.items()
        if not getattr(item, name).is_set and _may_set(commands, key)
    }
    if not item.windows_dataplane.is_set:
        changes["windows_dataplane"] = dataplane
    return replace(item, **changes)  # type: ignore[arg-type]


def _may_set(commands: Sequence[_Command], key: str) -> bool:
    """Whether a command sets a field, or may do so with a file or values that are not seen."""
    for text, _ in commands:
        if text is None or re.search(rf"\b{key}\b", text.text):
            return True
        if _REACHES_IN.search(text.text) and not _DATAPLANE.search(text.text):
            return True
    return False


def _dataplane(commands: Sequence[_Command]) -> Value[WindowsDataplane] | None:
    """What commands set it to; None where none does, nor may do so."""
    doubt: Unknown | None = None
    for text, origin in commands:
        match = _DATAPLANE.search(text.text) if text is not None else None
        if text is not None and match is not None:
            return Known(WindowsDataplane(match[1]), at(text.place(*match.span())))
        if text is None or _REACHES_IN.search(text.text):
            doubt = Unknown(_MAY_CHANGE, origin)
    return doubt
