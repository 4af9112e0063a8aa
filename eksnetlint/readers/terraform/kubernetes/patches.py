"""What commands that Terraform runs may change in objects that it declares."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from eksnetlint.model.cni import CalicoInstallation, WindowsDataplane
from eksnetlint.readers.reading import Declared
from eksnetlint.readers.terraform.provisioners import commands_of
from eksnetlint.readers.terraform.resource import Root
from eksnetlint.values import Known, Reason, Unknown, Value, at

_MAY_CHANGE = Reason("a command in these files may change Calico's Installation")
_REACHES_IN = re.compile(
    r"\bkubectl\b[^\n]*\b(?:apply|patch|create|replace|edit|set)\b"
    r"|\bhelm\b[^\n]*\b(?:install|upgrade)\b",
    re.I,
)
_DATAPLANE = re.compile(r"windowsDataplane\\*[\"']?\s*[:=]\s*\\*[\"']?(HNS|Disabled)\b")


def patched(objects: Iterable[Declared], root: Root) -> list[Declared]:
    """The objects, those of Calico without what a command may have set since."""
    found = list(objects)
    dataplane = (
        _dataplane(root) if any(isinstance(item, CalicoInstallation) for item in found) else None
    )
    return [_patched(item, dataplane) for item in found] if dataplane else found


def _patched(item: Declared, dataplane: Value[WindowsDataplane]) -> Declared:
    if not isinstance(item, CalicoInstallation) or item.windows_dataplane.is_set:
        return item
    return replace(item, windows_dataplane=dataplane)


def _dataplane(root: Root) -> Value[WindowsDataplane] | None:
    """What commands set it to; None where none does, nor may do so."""
    doubt: Unknown | None = None
    for text, origin in commands_of(root):
        match = _DATAPLANE.search(text.text) if text is not None else None
        if text is not None and match is not None:
            return Known(WindowsDataplane(match[1]), at(text.place(*match.span())))
        if text is None or _REACHES_IN.search(text.text):
            doubt = Unknown(_MAY_CHANGE, origin)
    return doubt
