"""The user data eksctl makes for a Windows group, from what its file gives."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from eksnetlint.readers import fields
from eksnetlint.readers.userdata import HOLE, Place, UserData, read_user_data
from eksnetlint.source.text import Span
from eksnetlint.source.tree import Mapping, Node, Scalar
from eksnetlint.values import Known, Unknown

# What eksctl defines before the user's commands (eksctl pkg/nodebootstrap/windows.go).
_SCRIPT = r"$env:ProgramFiles\Amazon\EKS\Start-EKSBootstrap.ps1"
_PREDEFINED = {"eksbootstrapscriptfile": _SCRIPT}
_TEMPLATE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
# Tags of user data are never placeholders.
_PLACEHOLDER = re.compile(r"<(?!/?(?:powershell|script)>)[^<>\n]+>", re.I)


@dataclass(frozen=True, slots=True)
class Bootstrap:
    """User data put together from scalars of a file; ``starts`` are their offsets in it."""

    read: UserData
    scalars: tuple[Scalar, ...]
    starts: tuple[int, ...]

    def span(self, place: Place) -> Span:
        """Where a place of the user data is written."""
        index = bisect_right(self.starts, place.start) - 1
        start = self.starts[index]
        return self.scalars[index].locate(place.start - start, place.end - start)


def bootstrap_of(group: Mapping, is_managed: bool) -> Bootstrap | None:
    """The user data of a Windows group; None where its file adds nothing to eksctl's own.

    eksctl predefines its variables for self-managed groups only; in managed groups EKS runs the
    bootstrap after the user's commands (eksctl pkg/nodebootstrap/windows_managed.go).
    """
    nodes: list[Node] = list(fields.items(fields.child(group, "preBootstrapCommands")))
    override = None if is_managed else fields.child(group, "overrideBootstrapCommand")
    if override is not None:
        nodes.append(override)
    scalars = tuple(node for node in nodes if isinstance(node, Scalar))
    if not scalars:
        return None
    texts, starts, length = [], [], 0
    for scalar in scalars:
        starts.append(length)
        texts.append(visible(scalar))
        length += len(texts[-1]) + 1
    read = read_user_data(
        "\n".join(texts),
        predefined={} if is_managed else {**_PREDEFINED, **_kubelet_arguments(group)},
        called_after=override is None,
        bare_script=True,
    )
    return Bootstrap(read, scalars, tuple(starts))


def _kubelet_arguments(group: Mapping) -> dict[str, str]:
    # eksctl puts maxPodsPerNode there; labels and taints go with it, and limit no pods.
    entry = fields.field(group, "maxPodsPerNode")
    number = fields.integer(entry) if entry else Known(None)
    if isinstance(number, Unknown):
        return {}
    return {"kubeletextraargs": f"--max-pods={number.value}" if number.value else ""}


def visible(scalar: Scalar) -> str:
    """A script's text with holes where a template fills something in."""
    # "$" and "<" mean something in PowerShell, so only templates are taken out here.
    if scalar.style == "{" or _PLACEHOLDER.fullmatch(scalar.text):
        return HOLE * max(len(scalar.text), 1)
    return _TEMPLATE.sub(lambda match: HOLE * len(match[0]), scalar.text)
