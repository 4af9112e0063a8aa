"""Which characters of EC2 user data Windows runs as PowerShell."""

from __future__ import annotations

import re
from dataclasses import dataclass

from eksnetlint.readers.userdata.model import HOLE, Place, TextKind

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
_TASKS = re.compile(r"\s*\{?\s*\"?version\"?\s*:(?s:.*)^\s*\"?tasks\"?\s*:", re.I | re.M)


# A piece that cannot be seen may bring the tags with it where it starts a line.
_STARTING_HOLE = re.compile(rf"^[ \t]*{HOLE}", re.M)
_LINE = re.compile(r"[ \t]*(\S[^\n]*)")


@dataclass(frozen=True, slots=True)
class Envelope:
    """The part that is run, and the first place that may hold other statements.

    ``kind`` is what kind of text the whole is, and ``kind_place`` what shows it; ``inner_tag`` is
    a tag for PowerShell that stands within such tags, on a line of its own.
    """

    body: Place
    opaque: Place | None
    is_powershell: bool
    kind: TextKind = TextKind.POWERSHELL
    kind_place: Place | None = None
    inner_tag: Place | None = None


def open_envelope(text: str, *, bare_script: bool) -> Envelope:
    """Finds what is run; text without tags is a bare script that a tool will wrap."""
    whole = Place(0, len(text))
    tags = list(_TAG.finditer(text))
    opening = next((t for t in tags if not t[1] and t[2].lower() == "powershell"), None)
    if bare_script:
        # Wrapped once more, the tags of the inner script end the outer one early.
        linux = _linux(text)
        if linux:
            return Envelope(whole, None, False, TextKind.LINUX, linux)
        opaque = Place(*opening.span()) if opening else None
        return Envelope(whole, opaque, True, inner_tag=_inner_tag(text, tags))
    if opening is None:
        return _untagged(text, tags)
    return _tagged(text, tags, opening)


def _untagged(text: str, tags: list[re.Match[str]]) -> Envelope:
    """Text without tags for PowerShell: not run by itself, but a tool may wrap it."""
    nothing, whole = Place(0, 0), Place(0, len(text))
    batch = next((t for t in tags if t[2].lower() == "script"), None)
    if batch:
        return Envelope(nothing, None, False, TextKind.OTHER, Place(*batch.span()))
    linux = _linux(text)
    if linux:
        return Envelope(nothing, None, False, TextKind.LINUX, linux)
    if _TASKS.match(text):
        return Envelope(whole, whole, True, TextKind.OTHER)
    if _STARTING_HOLE.search(text):
        return Envelope(whole, None, True, TextKind.UNKNOWN)
    first = _LINE.search(text)
    place = Place(*first.span(1)) if first else None
    return Envelope(whole, None, True, TextKind.UNTAGGED, place)


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
    within = [t for t in tags if not t[1] and body.start <= t.start() < body.end]
    return Envelope(body, first, True, inner_tag=_inner_tag(text, within))


def _inner_tag(text: str, tags: list[re.Match[str]]) -> Place | None:
    """The first of some tags that is one for PowerShell and alone on its line."""
    for tag in tags:
        before = text[text.rfind("\n", 0, tag.start()) + 1 : tag.start()]
        if tag[2].lower() == "powershell" and not before.strip():
            return Place(*tag.span())
    return None


def _hole_outside(text: str, before: int, after: int) -> re.Match[str] | None:
    """A hole that may bring further tags, apart from one inside the tags of a setting."""
    for found in re.finditer(HOLE, text):
        start = found.start()
        if not before <= start < after and text[start - 1 : start] != ">":
            return found
    return None


def _linux(text: str) -> Place | None:
    """What shows that a text is for Linux; None where nothing does."""
    if "Start-EKSBootstrap" in text:
        return None
    found = _LINUX_START.match(text) or _LINUX_LINE.search(text)
    if found is None:
        return None
    line = _LINE.search(text, found.start())
    return Place(*line.span(1)) if line else Place(*found.span())
