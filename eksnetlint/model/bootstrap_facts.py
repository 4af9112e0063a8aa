"""What the user data of a node group is, and what it does."""

from __future__ import annotations

from eksnetlint.aws.direct_server_return import GATE_LOCKED_SINCE
from eksnetlint.model.bootstrap import Caller, Script
from eksnetlint.model.cluster import Cluster
from eksnetlint.model.cluster_facts import kubernetes_minor
from eksnetlint.model.node_group import Dsr, NodeGroup
from eksnetlint.values import Known, Reason, Unknown, Value, at, is_known, known_or

_NOT_WINDOWS = Reason("only the user data of Windows nodes is looked into")
_MAY_NOT_RUN = Reason("the call of the bootstrap script stands where it may not run")


def has_linux_user_data(group: NodeGroup, _: Cluster) -> Value[bool]:
    """Whether its user data is sure to be written for Linux."""
    return _is_sure(group, Script.LINUX)


def has_untagged_user_data(group: NodeGroup, _: Cluster) -> Value[bool]:
    """Whether its user data is sure to stand in none of the tags that make Windows run it."""
    return _is_sure(group, Script.UNTAGGED)


def inner_tag(group: NodeGroup, _: Cluster) -> Value[str | None]:
    """A tag for PowerShell in its user data that stands within such tags; null without one."""
    if group.bootstrap is None:
        return _unknown(group)
    return group.bootstrap.inner_tag or Known(None, group.bootstrap.script.origin)


def _is_sure(group: NodeGroup, kind: Script) -> Value[bool]:
    if group.bootstrap is None:
        return _unknown(group)
    script = group.bootstrap.script
    return Known(is_known(script, kind), script.origin)


def bootstrap_caller(group: NodeGroup, _: Cluster) -> Value[Caller]:
    """What has to call the EKS bootstrap script on its nodes."""
    return group.bootstrap.caller if group.bootstrap else _unknown(group)


def calls_bootstrap(group: NodeGroup, _: Cluster) -> Value[bool]:
    """Whether its own user data calls the EKS bootstrap script."""
    bootstrap = group.bootstrap
    if bootstrap is None:
        return _unknown(group)
    sure = next((call for call in bootstrap.calls.items if call.is_sure), None)
    if sure:
        return Known(True, sure.origin)
    for call in bootstrap.calls.items:
        return Unknown(_MAY_NOT_RUN, call.origin)
    for reason in (bootstrap.calls.open_because, bootstrap.joins_otherwise):
        if reason is not None:
            return Unknown(reason, bootstrap.script.origin)
    return Known(False, bootstrap.script.origin)


def shows_bootstrap_call(group: NodeGroup, cluster: Cluster) -> Value[bool]:
    """Whether its user data shows a call of the EKS bootstrap script that is sure to run."""
    calls = calls_bootstrap(group, cluster)
    return Known(is_known(calls, True), calls.origin)


def win_dsr_gate(group: NodeGroup, _: Cluster) -> Value[bool | None]:
    """What its kube-proxy is told about the feature gate WinDSR; null where it is told nothing."""
    return group.bootstrap.win_dsr_gate if group.bootstrap else _unknown(group)


def passes_enable_dsr(group: NodeGroup, _: Cluster) -> Value[bool]:
    """Whether its user data gives kube-proxy the flag --enable-dsr."""
    is_on = is_known(group.dsr, Dsr.ENABLED) and group.dsr.is_set
    return Known(is_on, group.dsr.origin)


def has_futile_dsr_setting(group: NodeGroup, _: Cluster) -> Value[bool]:
    """Whether its user data is meant to switch DSR on, and is sure not to."""
    return Known(is_known(group.dsr, Dsr.INEFFECTIVE), group.dsr.origin)


def refuses_gate(group: NodeGroup, cluster: Cluster) -> Value[bool]:
    """Whether kube-proxy is sure to stop because it is told to switch off a locked WinDSR."""
    is_locked = known_or(kubernetes_minor(cluster), 0) >= GATE_LOCKED_SINCE
    gate = win_dsr_gate(group, cluster)
    return Known(is_locked and is_known(gate, False), gate.origin)


def unused_inputs(group: NodeGroup, _: Cluster) -> Value[tuple[str, ...]]:
    """The inputs of its Terraform module for user data that the module leaves out of it."""
    unused = group.bootstrap.unused if group.bootstrap else ()
    origin = unused[0].origin if unused else at(group.span)
    return Known(tuple(item.value for item in unused), origin)


def _unknown(group: NodeGroup) -> Unknown:
    return Unknown(_NOT_WINDOWS, group.os.origin)
