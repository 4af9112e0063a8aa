"""What the user data of Windows nodes does to join them to their cluster."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from eksnetlint.source.text import Span
from eksnetlint.values import DECLARED, Known, Origin, Reason, Value, World


class Script(Enum):
    """What kind of text user data is."""

    POWERSHELL = "powershell"
    UNTAGGED = "powershell-without-tags"
    LINUX = "linux"
    OTHER = "other"
    NONE = "none"


class Caller(Enum):
    """What calls the EKS bootstrap script on a node, and so has to pass what it must know."""

    USER_DATA = "user data"
    EKS = "EKS"
    EKSCTL = "eksctl"
    KARPENTER = "Karpenter"


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """A call of Start-EKSBootstrap.ps1.

    ``arguments`` go by the parameter, lower-case and without the dash; ``parameters`` are the
    names as they are written; ``strays`` the arguments that stand behind no parameter. With
    ``open_because`` there may be others. A call that ``is_sure`` stands in no branch or loop.
    """

    span: Span
    arguments: Mapping[str, Value[str]]
    origin: Origin = DECLARED
    parameters: tuple[Known[str], ...] = ()
    strays: tuple[Value[str], ...] = ()
    open_because: Reason | None = None
    is_sure: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Bootstrap:
    """What the user data of a Windows group does.

    ``calls`` are those in the user data; ``added`` is the call that the tool adds behind it, as
    far as its arguments matter. ``win_dsr_gate`` is the feature gate that kube-proxy is given,
    None where it is given none; ``service_cidr`` the machine variable SERVICE_IPV4_CIDR, None
    where it is not set. ``asks_for_cluster`` says that the user data asks EKS about the cluster
    for the bootstrap script. ``joins_otherwise`` and ``edits_network`` tell why it may join nodes
    without a call that can be seen, or set up their network itself. ``inner_tag`` is a tag for
    PowerShell within such tags, None where there is none. ``unused`` are the inputs of a Terraform
    module that it leaves out.
    """

    script: Value[Script]
    caller: Value[Caller]
    calls: World[Call]
    win_dsr_gate: Value[bool | None]
    service_cidr: Value[str | None]
    asks_for_cluster: bool = False
    added: Call | None = None
    joins_otherwise: Reason | None = None
    edits_network: Reason | None = None
    inner_tag: Known[str] | None = None
    unused: tuple[Known[str], ...] = field(default=())
