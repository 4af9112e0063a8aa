"""Reads the user data of a Windows node."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from eksnetlint.readers.userdata.envelope import Envelope, open_envelope
from eksnetlint.readers.userdata.files import BOOTSTRAP_SCRIPT
from eksnetlint.readers.userdata.flags import flags_of
from eksnetlint.readers.userdata.interpreter import Interpreter
from eksnetlint.readers.userdata.journal import Call, Journal
from eksnetlint.readers.userdata.model import (
    Argument,
    BootstrapCall,
    DsrEvidence,
    DsrState,
    Place,
    TextKind,
    UserData,
)
from eksnetlint.readers.userdata.run import Run
from eksnetlint.readers.userdata.scope import Scope
from eksnetlint.readers.userdata.tokens import tokens_of
from eksnetlint.readers.userdata.values import Text, written_at
from eksnetlint.readers.userdata.verdict import verdict

# EC2 takes 16 KB of raw user data; a template may be longer than what it renders to.
_LONGEST = 8 * 16_384
# What may run the bootstrap script later or by another name: a task, a service, another program.
_JOINING = re.compile(
    r"EKSBootstrap|ScheduledTask|schtasks|-Service\b|Import-Module|-Job\b|Invoke-|Install-"
    r"|\.(?:exe|msi|bat|cmd|dll|psm1|psd1|zip)\b",
    re.I,
)
_NETWORK = re.compile(r"vpc-bridge|vpc-shared-eni|\bcni\\", re.I)
_NOTHING: Mapping[str, str] = MappingProxyType({})


def read_user_data(
    text: str,
    *,
    predefined: Mapping[str, str] = _NOTHING,
    called_after: bool = False,
    bare_script: bool = False,
) -> UserData:
    """Reads what a user data text does to the networking of its node.

    `predefined` are the variables the tool around the text sets before it, by lower-case name;
    `called_after` says that this tool calls the bootstrap script after it; `bare_script` that it
    adds the `<powershell>` tags.
    """
    if len(text) > _LONGEST:
        whole = Place(0, len(text))
        why = "the text is much longer than EC2 takes as user data"
        dsr = DsrEvidence(DsrState.UNKNOWN, None, why)
        return UserData(dsr, opaque=whole, kind=TextKind.UNKNOWN)
    envelope = open_envelope(text, bare_script=bare_script)
    if not envelope.is_powershell:
        dsr = DsrEvidence(DsrState.UNKNOWN, None, "the text is not PowerShell")
        place = envelope.kind_place
        # Batch may start PowerShell with any script.
        joins = place if envelope.kind is TextKind.OTHER else None
        return UserData(
            dsr, is_powershell=False, kind=envelope.kind, kind_place=place, may_join=joins
        )
    journal, scope = Journal(text), Scope(text, predefined)
    _run(text, envelope, journal, scope)
    inner = envelope.inner_tag
    found = _facts(journal, scope, _implicit_call(predefined) if called_after else None)
    return replace(
        found,
        kind=envelope.kind,
        kind_place=envelope.kind_place,
        may_join=_mention(_JOINING, text),
        edits_network=_mention(_NETWORK, text),
        inner_tag=Argument(text[inner.start : inner.end], inner) if inner else None,
    )


def _mention(what: re.Pattern[str], text: str) -> Place | None:
    found = what.search(text)
    return Place(*found.span()) if found else None


def _run(text: str, envelope: Envelope, journal: Journal, scope: Scope) -> None:
    if envelope.opaque:
        journal.cannot_see(envelope.opaque)
    start, end = envelope.body.start, envelope.body.end
    journal.settled.update(m for m in journal.mentions if not start <= m < end)
    run = Run(scope, journal)
    interpreter = Interpreter(run)
    run.run_text = interpreter.run_text
    interpreter.run(tokens_of(text, start, end))


def _implicit_call(predefined: Mapping[str, str]) -> Call:
    """The call a tool adds after the text, of the script it names or the usual one."""
    script = predefined.get("eksbootstrapscriptfile", BOOTSTRAP_SCRIPT)
    end = Place(0, 0)
    return Call(end, written_at(script, end), {}, {}, None, None, sys.maxsize)


def _facts(journal: Journal, scope: Scope, implicit: Call | None) -> UserData:
    found = verdict(journal, scope, implicit)
    return UserData(
        dsr=found.dsr,
        windsr_gate=found.gate,
        calls=tuple(_public(call) for call in journal.calls),
        service_cidr=_given(journal, "servicecidr")
        or _from_environment(journal, "service_ipv4_cidr", implicit),
        dns_cluster_ip=_given(journal, "dnsclusterip"),
        excluded_snat_cidrs=_given(journal, "excludedsnatcidrs")
        or _from_environment(journal, "excluded_snat_cidrs", implicit),
        max_pods=_kubelet_flag(journal, "max-pods"),
        taints=_kubelet_flag(journal, "register-with-taints"),
        node_labels=_kubelet_flag(journal, "node-labels"),
        opaque=journal.opaque,
        service_cidr_variable=_from_environment(journal, "service_ipv4_cidr", implicit),
        asks_for_cluster=scope.assigned_at("ekscluster"),
    )


def _public(call: Call) -> BootstrapCall:
    arguments = {name: _argument(text, call.places[name]) for name, text in call.arguments.items()}
    return BootstrapCall(
        call.place,
        MappingProxyType(arguments),
        call.parameters,
        call.strays,
        call.unseen,
        is_sure=call.block is None,
    )


def _argument(text: Text, fallback: Place) -> Argument:
    return Argument(text.string if text.is_seen else None, text.place(fallback))


def _given(journal: Journal, parameter: str) -> Argument | None:
    """What the calls give a parameter."""
    found: list[Argument] = []
    for call in journal.calls:
        if parameter in call.arguments:
            found.append(_argument(call.arguments[parameter], call.places[parameter]))
        elif call.unseen:
            found.append(Argument(None, call.unseen))
    return _agreed(found)


def _kubelet_flag(journal: Journal, flag: str) -> Argument | None:
    """What the calls give a flag of the kubelet."""
    found: list[Argument] = []
    for call in journal.calls:
        text = call.arguments.get("kubeletextraargs")
        if text is not None:
            argument = flags_of(text).argument(flag)
            found.extend([argument] if argument else [])
        elif call.unseen:
            found.append(Argument(None, call.unseen))
    return _agreed(found)


def _agreed(found: list[Argument]) -> Argument | None:
    if not found:
        return None
    if len({argument.text for argument in found}) > 1:
        return Argument(None, found[0].place)
    return found[0]


def _from_environment(journal: Journal, name: str, implicit: Call | None) -> Argument | None:
    """A machine variable the script reads; set after the last call it is not known to count."""
    found = journal.environment.get(name)
    if found is None:
        return None
    argument, order = found
    is_in_time = implicit or not journal.calls or order < journal.calls[-1].order
    return argument if is_in_time else Argument(None, argument.place)
