"""Terraform's own list of the modules it has downloaded: ``.terraform/modules/modules.json``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

_LARGEST = 1024 * 1024
_REGISTRY = "registry.terraform.io/"
# One repository can be written in several ways, of which Terraform notes the fullest.
_TRANSPORT = re.compile(r"^git::|^(?:https|ssh)://|^git@|\.git(?=$|/|\?)")
_CONSTRAINT = re.compile(r"(|=|!=|>|>=|<|<=|~>)\s*v?(\d+(?:\.\d+)*)")


@dataclass(frozen=True, slots=True)
class Installed:
    """A module on disk; ``folder`` is relative to the root module's."""

    source: str
    version: str
    folder: str

    def answers(self, source: str, version: str) -> bool:
        """Whether it is what a call asks for; a call may have changed since `terraform init`."""
        if _plain(source) != _plain(self.source):
            return False
        return not (version and self.version) or satisfies(self.version, version)


def _plain(source: str) -> str:
    source = source.removeprefix(_REGISTRY)
    shorter = _TRANSPORT.sub("", source)
    while shorter != source:
        source, shorter = shorter, _TRANSPORT.sub("", shorter)
    return source.replace(":", "/")


def satisfies(version: str, constraint: str) -> bool:
    """Whether a version is one that a constraint allows: ``~> 21.0, != 21.3.1``.

    What is no plain constraint is taken as satisfied, as is one about pre-releases.
    """
    actual = _numbers(version.partition("-")[0].partition("+")[0])
    for part in constraint.split(","):
        match = _CONSTRAINT.fullmatch(part.strip())
        if match and actual and not _allows(match[1], _numbers(match[2]), actual):
            return False
    return True


def _numbers(version: str) -> tuple[int, ...]:
    parts = version.removeprefix("v").split(".")
    return tuple(map(int, parts)) if all(part.isdecimal() for part in parts) else ()


def _allows(operator: str, wanted: tuple[int, ...], actual: tuple[int, ...]) -> bool:
    """Terraform docs, "Version Constraints": ``~>`` lets only the last number given rise."""
    length = max(len(wanted), len(actual))
    low, own = (numbers + (0,) * (length - len(numbers)) for numbers in (wanted, actual))
    if operator == "~>":
        return own >= low and own[: len(wanted) - 1] == low[: len(wanted) - 1]
    return {
        "": own == low,
        "=": own == low,
        "!=": own != low,
        ">": own > low,
        ">=": own >= low,
        "<": own < low,
        "<=": own <= low,
    }[operator]


def installed(root: Path, folder: str) -> Mapping[str, Installed]:
    """The modules downloaded for a root module, by the path of calls: ``eks.kms``."""
    place = root / folder / ".terraform" / "modules" / "modules.json"
    try:
        if place.stat().st_size > _LARGEST:
            return {}
        listed = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return dict(_entries(listed))


def _entries(listed: object) -> Iterator[tuple[str, Installed]]:
    modules = listed.get("Modules") if isinstance(listed, dict) else None
    for entry in modules if isinstance(modules, list) else []:
        if not isinstance(entry, dict):
            continue
        key, source, folder = (entry.get(name) for name in ("Key", "Source", "Dir"))
        if isinstance(key, str) and isinstance(source, str) and isinstance(folder, str):
            yield key, Installed(source, str(entry.get("Version") or ""), folder)
