"""Edits of the bootstrap script, and which calls they reach."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from eksnetlint.readers.userdata.files import is_bootstrap_path, path_of
from eksnetlint.readers.userdata.flags import Flag, flags_of
from eksnetlint.readers.userdata.journal import Call, Write
from eksnetlint.readers.userdata.model import Argument, Place
from eksnetlint.readers.userdata.scope import encloses
from eksnetlint.readers.userdata.values import Replacement, Text

# The bootstrap script writes kube-proxy's flags as a list that starts with --proxy-mode (the EKS
# Best Practices Guide for Windows networking searches for it); other text may not stand there.
_ANCHOR = "kernelspace"


class Reach(Enum):
    """Whether an edit takes part in a call."""

    APPLIES = "applies"
    MISSES = "misses"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Edit:
    """What a write adds to kube-proxy's flags; `doubt` says why its effect is not known."""

    write: Write
    flag: Flag | None
    gate: Argument | None
    place: Place
    doubt: str | None


def edit_of(write: Write) -> Edit | None:
    """The edit a write makes of the bootstrap script; None when it does not touch the flags."""
    flag: Flag | None = None
    gate: Argument | None = None
    doubt = write.doubt
    touches = False
    for change in write.changes:
        flags = flags_of(change.new)
        mentions = "dsr" in change.new.string.lower()
        if not mentions and change.new.is_seen:
            continue
        touches = True
        flag = flags.last("enable-dsr") or flag
        gate = flags.gate("WinDSR") or gate
        if mentions and not flag and not gate:
            doubt = doubt or "the flag is not spelled as kube-proxy takes it"
        doubt = doubt or _doubt(change, is_flagged=bool(flag or gate))
    if not touches:
        return None
    fallback = gate.place if gate else write.place
    return Edit(write, flag, gate, flag.place if flag else fallback, doubt)


def _doubt(change: Replacement, *, is_flagged: bool) -> str | None:
    if not is_flagged:
        return "the text put into the script cannot be seen"
    if change.old is None:
        return "the flags are added where their effect is not followed"
    old = change.old.string if change.matches_case else change.old.string.lower()
    if _ANCHOR not in old:
        return "the text to replace may not stand in the script"
    return None


def reach(edit: Edit, call: Call) -> Reach:
    """Whether the script a call runs has been edited by then."""
    same = is_same_file(edit.write.target, call.script)
    if edit.write.target.undefined or same is False:
        return Reach.MISSES
    deferred = [block for block in (edit.write.block, call.block) if block and block.is_deferred]
    if edit.write.order > call.order:
        return Reach.UNSURE if deferred or same is None else Reach.MISSES
    if same is None or not is_bootstrap_path(edit.write.source):
        return Reach.UNSURE
    return Reach.APPLIES if encloses(edit.write.block, call.block) else Reach.UNSURE


def is_same_file(one: Text, other: Text) -> bool | None:
    """None when it cannot be told: a path is relative, or has a piece that cannot be seen."""
    first, second = path_of(one), path_of(other)
    if first == second and (one.is_seen or is_bootstrap_path(one)):
        return True
    if _is_absolute(one) and _is_absolute(other):
        return False
    return None


def _is_absolute(path: Text) -> bool:
    return path.is_seen and path_of(path)[1:3] == ":\\"


def _as_written(name: str, text: str) -> str:
    found = re.search(rf"\$\{{?({re.escape(name)})\b", text, re.I)
    return f"${found[1] if found else name}"


def why_unused(edit: Edit, calls: list[Call], text: str) -> tuple[str, bool]:
    """Why no call is reached by an edit, and whether that is certain."""
    target, source = edit.write.target, edit.write.source
    name = target.undefined or source.undefined
    if name:
        # A command may set a variable it is given by name, as -OutVariable does.
        is_named = re.search(rf"(?<![\w$:{{]){re.escape(name)}\b", text, re.I)
        return f"{_as_written(name, text)} is not defined where it is used", not is_named
    if not is_bootstrap_path(source):
        return "another file is changed, or one that cannot be seen", False
    if not calls:
        return "no bootstrap call stands in the text", False
    missed = all(reach(edit, call) is Reach.MISSES for call in calls)
    if not missed:
        return "the edit stands where it may not run before the call", False
    if all(is_same_file(target, call.script) is False for call in calls):
        return "the changed script is written to another file", True
    return "the edit stands after the bootstrap call", True
