"""What the user data of a Windows node says about its networking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

#: Stands in the text for a piece that cannot be seen: a template variable, an unknown expression.
HOLE = "\ufffc"


class DsrState(Enum):
    """Whether kube-proxy is started with Direct Server Return, as far as the text tells."""

    ENABLED = "enabled"
    DISABLED = "disabled"
    INEFFECTIVE = "ineffective"
    NOT_CONFIGURED = "not-configured"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Place:
    """Character offsets in the text, half-open."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Argument:
    """A value and where it is written; `text` is None when it is written but cannot be seen."""

    text: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class DsrEvidence:
    """A state, the characters it rests on, and one short clause that says why."""

    state: DsrState
    place: Place | None
    why: str


@dataclass(frozen=True, slots=True)
class BootstrapCall:
    """A call of Start-EKSBootstrap.ps1; argument names are lower-case, without the dash."""

    place: Place
    arguments: Mapping[str, Argument]


@dataclass(frozen=True, slots=True)
class UserData:
    """The facts of one user data text.

    An `Argument` that is None is not written; one whose `text` is None is, or may be, written
    but cannot be seen. When `opaque` is set, absence of anything is not known.
    """

    dsr: DsrEvidence
    windsr_gate: Argument | None = None
    calls: tuple[BootstrapCall, ...] = ()
    service_cidr: Argument | None = None
    dns_cluster_ip: Argument | None = None
    excluded_snat_cidrs: Argument | None = None
    max_pods: Argument | None = None
    taints: Argument | None = None
    node_labels: Argument | None = None
    opaque: Place | None = None
    is_powershell: bool = True
