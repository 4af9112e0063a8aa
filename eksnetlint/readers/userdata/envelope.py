"""Which characters of EC2 user data Windows runs as PowerShell."""

from __future__ import annotations

import re
from dataclasses import dataclass

from eksnetlint.readers.userdata.model import HOLE, Place

# The tags of "Run commands when you launch an EC2 instance with user data input" (EC2 guide).
_TAG = re.compile(r"<(/?)(powershell|script|persist|powershellarguments|runaslocalsystem)>", re.I)
# Linux nodes: a shell script, cloud-init, nodeadm, or the TOML of Bottlerocket.
_LINUX_START = re.compile(
    r"\s*(?:#!(?!.*(?:pwsh|powershell))|#cloud-config|MIME-Version:|Content-Type:\s*multipart|--[=\w]"
    r"|apiVersion:|\[settings[.\]])",
    re.I,
)
_LINUX_LINE = re.compile(
    r"^[ \t]*(?:sudo[ \t]+)?(?:/etc/eks/bootstrap\.sh|nodeadm[ \t]+init|#!/bin/(?:ba)?sh"
    r"|apiVersion:[ \t]*node\.eks\.aws|kind:[ \t]*NodeConfig|set -(?:o|e|x|u)\w*)",
    re.M,
)
# EC2Launch v2 also takes a YAML list of tasks, whose scripts are not looked into.
_TASKS = re.compile(r"\s*version:[^\n]*\n\s*tasks:", re.I)


@dataclass(frozen=True, slots=True)
class Envelope:
    """The part that is run, and the first place that may hold other statements."""

    body: Place
    opaque: Place | None
    is_powershell: bool


def open_envelope(text: str, *, bare_script: bool) -> Envelope:
    """Finds what is run; text without tags is a bare script that a tool will wrap."""
    whole = Place(0, len(text))
    tags = list(_TAG.finditer(text))
    opening = next((t for t in tags if not t[1] and t[2].lower() == "powershell"), None)
    if bare_script:
        # Wrapped once more, the tags of the inner script end the outer one early.
        return Envelope(whole, Place(*opening.span()) if opening else None, not _is_linux(text))
    if opening is None:
        batch = next((t for t in tags if t[2].lower() == "script"), None)
        if batch or _is_linux(text):
            return Envelope(Place(0, 0), None, False)
        return Envelope(whole, whole if _TASKS.match(text) else None, True)
    return _tagged(text, tags, opening)


def _tagged(text: str, tags: list[re.Match[str]], opening: re.Match[str]) -> Envelope:
    closing = next(
        (t for t in tags if t.start() > opening.end() and t[1] and t[2].lower() == "powershell"),
        None,
    )
    end = closing.start() if closing else len(text)
    body = Place(opening.end(), end)
    outside = [t for t in tags if not t[1] and not opening.start() <= t.start() < end]
    other = next((t for t in outside if t[2].lower() in ("powershell", "script")), None)
    hole = _hole_outside(text, opening.start(), closing.end() if closing else len(text))
    places = [Place(*found.span()) for found in (other, hole) if found]
    first = min(places, key=lambda place: place.start, default=None)
    return Envelope(body, first, True)


def _hole_outside(text: str, before: int, after: int) -> re.Match[str] | None:
    """A hole that may bring further tags, apart from one inside the tags of a setting."""
    for found in re.finditer(HOLE, text):
        start = found.start()
        if not before <= start < after and text[start - 1 : start] != ">":
            return found
    return None


def _is_linux(text: str) -> bool:
    if "Start-EKSBootstrap" in text:
        return False
    return bool(_LINUX_START.match(text) or _LINUX_LINE.search(text))
