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


class TextKind(Enum):
    """What kind of text user data is, and who runs it."""

    POWERSHELL = "PowerShell that is run"
    UNTAGGED = "PowerShell without the tags that make Windows run it"
    LINUX = "for Linux"
    OTHER = "something else"
    UNKNOWN = "cannot be told"


@dataclass(frozen=True, slots=True)
class BootstrapCall:
    """A call of Start-EKSBootstrap.ps1; argument names are lower-case, without the dash.

    `parameters` are the names as they are written, in their order; `strays` are arguments that no
    parameter is named for; `unseen` is where arguments stand that cannot be seen. A call that
    `is_sure` stands in no branch, loop or function.
    """

    place: Place
    arguments: Mapping[str, Argument]
    parameters: tuple[Argument, ...] = ()
    strays: tuple[Argument, ...] = ()
    unseen: Place | None = None
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class UserData:
    """The facts of one user data text.

    An `Argument` that is None is not written; one whose `text` is None is, or may be, written
    but cannot be seen. When `opaque` is set, absence of anything is not known.
    `service_cidr_variable` is what the machine variable says; `asks_for_cluster` that the text
    itself asks EKS about the cluster, in the variable in which the bootstrap script would keep
    the answer; `kind_place` is what shows the kind. `may_join` stands for what may join the node
    without a call that can be seen, `edits_network` for what may change the CNI configuration.
    `inner_tag` is a tag for PowerShell within such tags.
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
    kind: TextKind = TextKind.POWERSHELL
    kind_place: Place | None = None
    service_cidr_variable: Argument | None = None
    asks_for_cluster: Place | None = None
    may_join: Place | None = None
    edits_network: Place | None = None
    inner_tag: Argument | None = None
