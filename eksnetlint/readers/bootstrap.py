"""The user data of a Windows group as what it does to join its nodes to the cluster."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from eksnetlint.model.bootstrap import Bootstrap, Call, Caller, Script
from eksnetlint.readers.userdata import Argument, BootstrapCall, Place, TextKind, UserData
from eksnetlint.source.text import Span
from eksnetlint.values import Known, Origin, Reason, Unknown, Value, World

#: Where a place of the user data is written, with the way from there to the group.
Locate = Callable[[Place], Origin]

_ARGUMENTS = Reason("the arguments of the bootstrap call cannot be seen")
_VALUE = Reason("a value in the user data cannot be seen")
_GATE = Reason("which feature gates kube-proxy is given cannot be seen in the user data")
_JOINS = Reason("the user data of a node group may join its nodes in a way that is not followed")
_EDITS = Reason("the user data of a node group may change the CNI configuration itself")
_PARTLY = Reason("the user data of a node group does something that is not followed")
_KIND = Reason("whether the user data stands in tags cannot be seen")
_KINDS = {
    TextKind.POWERSHELL: Script.POWERSHELL,
    TextKind.UNTAGGED: Script.UNTAGGED,
    TextKind.LINUX: Script.LINUX,
    TextKind.OTHER: Script.OTHER,
}
# What eksctl, EKS and Karpenter pass on in their own calls cannot be seen in a file.
_PASSED: Unknown = Unknown(Reason("the value is filled in when the nodes are made"))


def bootstrap_of(
    read: UserData,
    locate: Locate,
    origin: Origin,
    caller: Value[Caller],
    *,
    added: Call | None = None,
    unused: tuple[Known[str], ...] = (),
) -> Bootstrap:
    """What a text that can be seen does; ``origin`` is that of the whole."""
    hidden = _PARTLY if read.opaque is not None else None
    calls = tuple(_call(call, locate, origin) for call in read.calls)
    return Bootstrap(
        script=_script(read, locate, origin),
        caller=caller,
        calls=World(calls, hidden),
        win_dsr_gate=_gate(read, locate, origin),
        service_cidr=_variable(read, locate, origin),
        asks_for_cluster=read.asks_for_cluster is not None,
        added=added,
        joins_otherwise=_JOINS if read.may_join is not None else None,
        edits_network=_EDITS if read.edits_network is not None else None,
        inner_tag=_inner_tag(read, locate),
        unused=unused,
    )


def without_user_data(
    origin: Origin,
    caller: Value[Caller],
    *,
    added: Call | None = None,
    unused: tuple[Known[str], ...] = (),
) -> Bootstrap:
    """The bootstrap of a group that has no user data of its own."""
    none: Value[None] = Known(None, origin, is_set=False)
    script = Known(Script.NONE, origin, is_set=False)
    return Bootstrap(script, caller, World(()), none, none, added=added, unused=unused)


def unseen_bootstrap(
    hidden: Unknown, caller: Value[Caller], added: Call | None = None
) -> Bootstrap:
    """The bootstrap of a group whose user data cannot be seen."""
    return Bootstrap(hidden, caller, World((), hidden.reason), hidden, hidden, added=added)


def added_call(span: Span, origin: Origin, arguments: Mapping[str, Value[str] | None]) -> Call:
    """The call a tool adds; None stands for what it fills in itself."""
    given = {name: _PASSED if value is None else value for name, value in arguments.items()}
    return Call(span, MappingProxyType(given), origin)


def _call(call: BootstrapCall, locate: Locate, origin: Origin) -> Call:
    place = locate(call.place)
    arguments = {name: _text(given, locate) for name, given in call.arguments.items()}
    span = place.span or origin.span
    assert span is not None
    return Call(
        span=span,
        arguments=MappingProxyType(arguments),
        origin=place,
        parameters=tuple(
            Known(name.text, locate(name.place)) for name in call.parameters if name.text
        ),
        strays=tuple(_text(stray, locate) for stray in call.strays),
        open_because=_ARGUMENTS if call.unseen is not None else None,
        is_sure=call.is_sure,
    )


def _text(argument: Argument, locate: Locate) -> Value[str]:
    origin = locate(argument.place)
    return Unknown(_VALUE, origin) if argument.text is None else Known(argument.text, origin)


def _script(read: UserData, locate: Locate, origin: Origin) -> Value[Script]:
    kind = _KINDS.get(read.kind)
    if kind is None:
        return Unknown(_KIND, origin)
    if kind is Script.UNTAGGED and read.kind_place is None:
        return Known(Script.NONE, origin)
    return Known(kind, locate(read.kind_place) if read.kind_place else origin)


def _inner_tag(read: UserData, locate: Locate) -> Known[str] | None:
    found = read.inner_tag
    return Known(found.text, locate(found.place)) if found and found.text else None


def _gate(read: UserData, locate: Locate, origin: Origin) -> Value[bool | None]:
    gate = read.windsr_gate
    if gate is None:
        return Known(None, origin) if read.opaque is None else Unknown(_GATE, origin)
    if gate.text is None:
        return Unknown(_GATE, locate(gate.place))
    return Known(gate.text == "true", locate(gate.place))


def _variable(read: UserData, locate: Locate, origin: Origin) -> Value[str | None]:
    found = read.service_cidr_variable
    if found is None:
        return Known(None, origin) if read.opaque is None else Unknown(_PARTLY, origin)
    return _text(found, locate)
