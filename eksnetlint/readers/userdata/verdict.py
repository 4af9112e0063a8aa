"""Whether Direct Server Return takes effect, drawn from what a run brought to light."""

from __future__ import annotations

from dataclasses import dataclass

from eksnetlint.readers.userdata.edits import Edit, Reach, edit_of, reach, why_unused
from eksnetlint.readers.userdata.flags import Flag, flags_of
from eksnetlint.readers.userdata.journal import Call, Journal
from eksnetlint.readers.userdata.model import Argument, DsrEvidence, DsrState, Place
from eksnetlint.readers.userdata.remains import remaining_evidence
from eksnetlint.readers.userdata.scope import Scope
from eksnetlint.readers.userdata.values import Text

_MANY = 64
_HIDDEN = "the value of -KubeProxyExtraArgs cannot be seen"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The state, and the WinDSR gate kube-proxy is started with."""

    dsr: DsrEvidence
    gate: Argument | None


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What one call means for DSR."""

    evidence: DsrEvidence
    gate: Argument | None = None


def verdict(journal: Journal, scope: Scope, implicit: Call | None) -> Verdict:
    """The verdict over all calls in the text, and the one made after it."""
    journal.comments.sort(key=lambda place: place.start)
    calls = [*journal.calls, *([implicit] if implicit else [])]
    if len(calls) > _MANY or len(journal.writes) > _MANY:
        return Verdict(_unknown(None, "the text has too many calls or edits to follow"), None)
    orders = [*(call.order for call in calls), *(write.order for write in journal.writes)]
    if journal.ended is not None and max(orders, default=0) > journal.ended:
        return Verdict(_unknown(None, "the script ends before all of it has run"), None)
    edits = [edit for write in journal.writes if (edit := edit_of(write))]
    outcomes = [_outcome(call, edits) for call in calls]
    gate = _common_gate(outcomes, journal)
    for edit in edits:
        if not any(reach(edit, call) is Reach.APPLIES for call in calls):
            why, is_certain = why_unused(edit, calls, journal.text)
            (journal.remark_futile if is_certain else journal.doubt)(edit.place, why)
    evidence = _agreed(outcomes)
    if evidence.state is DsrState.NOT_CONFIGURED:
        evidence = remaining_evidence(journal, scope, gate) or evidence
    elif evidence.state in (DsrState.ENABLED, DsrState.DISABLED):
        evidence = _contested(evidence, journal) or evidence
    return Verdict(evidence, gate)


def _unknown(place: Place | None, why: str) -> DsrEvidence:
    return DsrEvidence(DsrState.UNKNOWN, place, why)


def _agreed(outcomes: list[_Outcome]) -> DsrEvidence:
    none = DsrEvidence(DsrState.NOT_CONFIGURED, None, "no --enable-dsr is passed to kube-proxy")
    found = [outcome.evidence for outcome in outcomes]
    states = {evidence.state for evidence in found}
    if not found or states == {DsrState.NOT_CONFIGURED}:
        return none
    if DsrState.UNKNOWN in states:
        return next(evidence for evidence in found if evidence.state is DsrState.UNKNOWN)
    if len(states) > 1:
        place = next(evidence.place for evidence in found if evidence.place)
        return _unknown(place, "the bootstrap calls do not agree")
    return found[0]


def _contested(evidence: DsrEvidence, journal: Journal) -> DsrEvidence | None:
    """UNKNOWN when something else in the text may overrule what the calls say."""
    uncalled = [
        call
        for call in journal.calls
        if call.block and call.block.function and call.block.function not in journal.invoked
    ]
    if uncalled:
        return _unknown(uncalled[0].place, "the function around the call may never run")
    if evidence.state is DsrState.DISABLED and journal.doubts:
        return _unknown(journal.doubts[0].place, journal.doubts[0].why)
    for mention in journal.open_mentions():
        if (evidence.state is DsrState.ENABLED) is journal.is_off(mention):
            place = journal.spelled(mention)
            return _unknown(place, "a flag elsewhere in the text says the opposite")
    return None


def _outcome(call: Call, edits: list[Edit]) -> _Outcome:
    """What the arguments of a call and the edits before it come to."""
    given, gate = _from_arguments(call)
    if given and given.state is DsrState.UNKNOWN:
        return _Outcome(given, gate)
    for edit in reversed(edits):
        how = reach(edit, call)
        if how is Reach.MISSES:
            continue
        found = _from_edit(edit, how)
        gate = gate or edit.gate
        if found is None:
            continue
        if given is None or found.state is given.state:
            given = given or found
        elif given.state is not DsrState.UNKNOWN:
            why = "the edits and arguments do not agree" if not edit.doubt else edit.doubt
            given = _unknown(found.place, why)
    if gate and gate.text == "false" and (given is None or given.state is not DsrState.UNKNOWN):
        why = "the WinDSR feature gate is switched off"
        return _Outcome(DsrEvidence(DsrState.DISABLED, gate.place, why), gate)
    return _Outcome(given or _agreed([]), gate)


def _from_edit(edit: Edit, how: Reach) -> DsrEvidence | None:
    if edit.doubt:
        return _unknown(edit.place, edit.doubt)
    if how is Reach.UNSURE:
        return _unknown(edit.place, "the edit stands where it may not run before the call")
    why = "the edit of the bootstrap script adds it"
    return _from_flag(edit.flag, why) if edit.flag else None


def _from_flag(flag: Flag, why: str) -> DsrEvidence:
    if flag.switch is None:
        return _unknown(flag.place, "the value of --enable-dsr cannot be told")
    if flag.switch:
        return DsrEvidence(DsrState.ENABLED, flag.place, why)
    return DsrEvidence(DsrState.DISABLED, flag.place, "--enable-dsr is set to false")


def _from_arguments(call: Call) -> tuple[DsrEvidence | None, Argument | None]:
    text = call.arguments.get("kubeproxyextraargs")
    if text is None:
        if call.unseen:
            hidden = _unknown(call.unseen, "the arguments of the bootstrap call cannot be seen")
            return hidden, Argument(None, call.unseen)
        return None, None
    return _from_text(text, call.places["kubeproxyextraargs"])


def _from_text(text: Text, fallback: Place) -> tuple[DsrEvidence | None, Argument | None]:
    flags, place = flags_of(text), text.place(fallback)
    flag, gate = flags.last("enable-dsr"), flags.gate("WinDSR")
    lower = text.string.lower()
    if gate is None and (flags.hole or "windsr" in lower or flags.last("config")):
        gate = Argument(None, flags.hole or place)
    if flag is None and flags.hole:
        return _unknown(flags.hole, _HIDDEN), gate
    if flag is None:
        if "enable-dsr" in lower or "enable_dsr" in lower:
            return _unknown(place, "the flag is not spelled as kube-proxy takes it"), gate
        return None, gate
    if flag.switch is False and flags.hole:
        return _unknown(flags.hole, _HIDDEN), gate
    return _from_flag(flag, "-KubeProxyExtraArgs passes it to kube-proxy"), gate


def _common_gate(outcomes: list[_Outcome], journal: Journal) -> Argument | None:
    """The gate all calls set; without a text when they do not agree or it is set elsewhere."""
    gates = [outcome.gate for outcome in outcomes]
    written = [gate for gate in gates if gate]
    if not written:
        stray = next((m for m in journal.open_mentions() if journal.is_gate(m)), None)
        return None if stray is None else Argument(None, journal.spelled(stray))
    if len(written) < len(gates) or len({gate.text for gate in written}) > 1:
        return Argument(None, written[0].place)
    return written[0]
