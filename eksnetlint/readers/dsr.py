"""Whether a node group's kube-proxy uses Direct Server Return."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from eksnetlint.aws.direct_server_return import OFF_BY_DEFAULT
from eksnetlint.model.node_group import UNDOCUMENTED_DSR, Dsr, Os
from eksnetlint.readers.userdata import DsrEvidence, DsrState, Place, UserData
from eksnetlint.source.text import Span
from eksnetlint.values import Frame, Known, Origin, Reason, Unknown, Value, at, is_known

_CUSTOM = Reason(
    "what a custom AMI or launch template starts kube-proxy with is not in these files", "dsr"
)
_ENDED = Reason("AWS makes no AMIs of a node group's AMI family any more")
_STATES = {
    DsrState.ENABLED: Dsr.ENABLED,
    DsrState.DISABLED: Dsr.DISABLED,
    DsrState.INEFFECTIVE: Dsr.INEFFECTIVE,
}


class Bootstrap(Protocol):
    """The user data of a Windows group, and where its places are written."""

    @property
    def read(self) -> UserData: ...

    def span(self, place: Place) -> Span: ...


@dataclass(frozen=True, slots=True)
class DsrFact:
    """The state, and a phrase for how it is known."""

    state: Value[Dsr]
    cause: Value[str]


def dsr_of(
    version: Value[int | None], os: Value[Os], bootstrap: Bootstrap | None, is_custom: bool
) -> DsrFact:
    """What the user data says, else what is documented of the AMI."""
    evidence = bootstrap.read.dsr if bootstrap else None
    if bootstrap is None or evidence is None or evidence.state is DsrState.NOT_CONFIGURED:
        state = _by_image(version, os, is_custom)
        why = evidence.why if evidence else "no --enable-dsr is passed to kube-proxy"
        return DsrFact(state, Known(why, state.origin))
    origin = os.origin
    if evidence.place is not None:
        family = (Frame(frame.span, "the group's image") for frame in os.origin.frames)
        origin = at(bootstrap.span(evidence.place)).through(*family)
    return DsrFact(_by_evidence(evidence, origin), Known(evidence.why, origin))


def _by_evidence(evidence: DsrEvidence, origin: Origin) -> Value[Dsr]:
    if evidence.state in _STATES:
        return Known(_STATES[evidence.state], origin)
    return Unknown(Reason(f"in the user data {evidence.why}", "dsr"), origin)


def _by_image(version: Value[int | None], os: Value[Os], is_custom: bool) -> Value[Dsr]:
    if is_known(os, Os.LINUX):
        return Known(Dsr.NOT_CONFIGURED, os.origin, is_set=False)
    if is_custom:
        return Unknown(_CUSTOM, os.origin)
    if isinstance(version, Unknown):
        return Unknown(version.reason, version.origin)
    if version.value is None:
        return Unknown(_ENDED, version.origin)
    if version.value in OFF_BY_DEFAULT:
        return Known(Dsr.NOT_CONFIGURED, version.origin, is_set=False)
    return Unknown(UNDOCUMENTED_DSR, version.origin)
