"""What is left to say about DSR when no call of the bootstrap script gets the flag."""

from __future__ import annotations

import re

from eksnetlint.readers.userdata.journal import Holder, Journal
from eksnetlint.readers.userdata.model import Argument, DsrEvidence, DsrState, Place
from eksnetlint.readers.userdata.scope import Scope

# Prose about DSR is not a flag, and neither is a flag that switches it off.
_COMMENTED = re.compile(
    r"--enable[-_]dsr(?:=(?:true|t|1)\b)?(?![\w=-])|\bWinDSR=(?:true|t|1)\b", re.I
)


def remaining_evidence(journal: Journal, scope: Scope, gate: Argument | None) -> DsrEvidence | None:
    """UNKNOWN or INEFFECTIVE with its reason; None when the text says nothing about DSR."""
    stray = _stray_flags(journal, scope)
    if journal.doubts:
        return DsrEvidence(DsrState.UNKNOWN, journal.doubts[0].place, journal.doubts[0].why)
    if stray and stray.state is DsrState.UNKNOWN:
        return stray
    if journal.opaque:
        why = "the text holds a piece that cannot be seen"
        return DsrEvidence(DsrState.UNKNOWN, journal.opaque, why)
    if journal.futile:
        return DsrEvidence(DsrState.INEFFECTIVE, journal.futile[0].place, journal.futile[0].why)
    if stray:
        return stray
    if gate and gate.text == "true":
        why = "the WinDSR gate is set but --enable-dsr is not"
        return DsrEvidence(DsrState.NOT_CONFIGURED, None, why)
    place = _commented_flag(journal)
    if place:
        return DsrEvidence(DsrState.INEFFECTIVE, place, "the flag stands only in a comment")
    return None


def _stray_flags(journal: Journal, scope: Scope) -> DsrEvidence | None:
    """Flags in code that reached no call: in a variable nothing reads, or not followed."""
    holders: dict[int, list[Holder]] = {}
    for holder in journal.holders:
        for mention in holder.mentions:
            holders.setdefault(mention, []).append(holder)
    found: DsrEvidence | None = None
    for mention in journal.open_mentions():
        kept = holders.get(mention, [])
        place = journal.spelled(mention)
        is_read = any(
            scope.is_read_after(one.name, one.clock, at_all=one.is_deferred) for one in kept
        )
        if not kept or is_read:
            why = "the flag stands where its effect is not followed"
            return DsrEvidence(DsrState.UNKNOWN, place, why)
        why = f"nothing uses ${kept[-1].name}"
        if found is None or not journal.is_gate(mention):
            found = DsrEvidence(DsrState.INEFFECTIVE, place, why)
    return found


def _commented_flag(journal: Journal) -> Place | None:
    for comment in journal.comments:
        found = _COMMENTED.search(journal.text, comment.start, comment.end)
        if found:
            return Place(*found.span())
    return None
