"""Whether anything enforces a policy for a workload's pods, in each direction, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from eksnetlint.model.cluster import Cluster
from eksnetlint.model.cluster_facts import shows_windows
from eksnetlint.model.cni_settings import pod_eni
from eksnetlint.model.engines import any_engine, engine_on
from eksnetlint.model.node_group import Os
from eksnetlint.model.policy import Effect, NetworkPolicy, PolicyKind, SecurityGroupPolicy
from eksnetlint.model.reach import Reach, either, misses, reaches
from eksnetlint.model.selection import selects, selects_for_security_groups
from eksnetlint.model.workload import Workload
from eksnetlint.values import (
    Known,
    Origin,
    Reason,
    Unknown,
    Value,
    at,
    disjunction,
    is_known,
    lift,
)

Policy: TypeAlias = NetworkPolicy | SecurityGroupPolicy

_NO_SYSTEM = Reason("nothing says whether its pods run on Linux or on Windows nodes")
_NOT_EVALUATED = Reason("which engines take this kind of policy is not evaluated")
_ALONE = Reason("the VPC CNI passes over a Pod that no controller owns")
_RULED = Known(Effect.BY_RULES)


class Outcome(Enum):
    """What becomes of a policy for some pods, in one direction."""

    ENFORCED = "enforced"
    NOT_ENFORCED = "not enforced"
    LEFT_ALONE = "not restricted"


@dataclass(frozen=True, slots=True, eq=False)
class Enforcement:
    """What becomes of a policy for a workload; ``because`` is a phrase for what decides.

    ``origin`` is where that is written.
    """

    policy: Policy
    workload: Workload
    ingress: Value[Outcome]
    egress: Value[Outcome]
    because: str
    origin: Origin


def enforcements(cluster: Cluster) -> Iterator[Enforcement]:
    """Every policy with every workload that it selects, or may select."""
    policies: list[Policy] = [*cluster.network_policies, *cluster.security_group_policies]
    for policy in policies:
        for workload in cluster.workloads_by_namespace.candidates(policy.namespace):
            found = enforcement(policy, workload, cluster)
            if found is not None:
                yield found


def enforcement(policy: Policy, workload: Workload, cluster: Cluster) -> Enforcement | None:
    """What becomes of a policy for a workload; None where it does not select it."""
    if isinstance(policy, SecurityGroupPolicy):
        selected = selects_for_security_groups(policy, workload, cluster)
        effects: tuple[Value[Effect], Value[Effect]] = (_RULED, _RULED)
    else:
        selected = selects(policy, workload, cluster)
        effects = (policy.ingress, policy.egress)
    if is_known(selected, False):
        return None
    reach = reach_of(policy, workload, cluster)
    if isinstance(selected, Unknown) and not is_known(reach.answer, False):
        reach = Reach(selected)
    ingress, egress = (_outcome(effect, reach.answer) for effect in effects)
    origin = reach.answer.origin
    return Enforcement(policy, workload, ingress, egress, reach.because, origin)


def _outcome(effect: Value[Effect], enforced: Value[bool]) -> Value[Outcome]:
    if is_known(effect, Effect.LEFT_ALONE):
        return Known(Outcome.LEFT_ALONE, effect.origin, effect.is_set)
    if isinstance(enforced, Unknown):
        return enforced
    if not enforced.value:
        return Known(Outcome.NOT_ENFORCED, enforced.origin)
    return effect if isinstance(effect, Unknown) else Known(Outcome.ENFORCED, enforced.origin)


def reach_of(policy: Policy, workload: Workload, cluster: Cluster) -> Reach:
    """Whether a policy takes effect on pods of a workload, if it selects them."""
    if isinstance(policy, SecurityGroupPolicy):
        on_fargate = reaches("Fargate gives each pod its security groups")
        on_host = misses("pods on the host network have the security groups of their node")
    else:
        if is_known(policy.defined_by, PolicyKind.STAGED):
            return misses("a staged policy is only logged", policy.defined_by.origin)
        on_fargate = misses("no engine for network policies runs on Fargate")
        on_host = misses("network policies do not hold for pods on the host network")
    on_nodes = _by_system(policy, workload, cluster)
    place = workload.host_network.origin
    reach = either(_is_on_fargate(workload, cluster), on_fargate, on_nodes)
    reach = either(workload.host_network, misses(on_host.cause, place), reach)
    if isinstance(policy, SecurityGroupPolicy):
        return reach
    for_hosts = misses("it is for host endpoints, not for pods", policy.is_for_hosts.origin)
    return either(policy.is_for_hosts, for_hosts, reach)


def _is_on_fargate(workload: Workload, cluster: Cluster) -> Value[bool]:
    answers = [profile.takes(workload) for profile in cluster.fargate_profiles]
    return disjunction(answers)


def _by_system(policy: Policy, workload: Workload, cluster: Cluster) -> Reach:
    """What holds on the system its pods run on; where that is open, what holds on both."""
    on_windows = on_system(policy, Os.WINDOWS, cluster)
    on_linux = _unless_alone(policy, workload, on_system(policy, Os.LINUX, cluster))
    os = workload.os
    if is_known(os, Os.EITHER):
        # Where no file shows any Windows, nobody means such pods to run on it.
        may_be_windows = lift(lambda shown: shown, shows_windows(cluster))
        is_windows = may_be_windows if is_known(may_be_windows, False) else Unknown(_NO_SYSTEM)
    else:
        is_windows = lift(lambda found: found is Os.WINDOWS, os)
    reach = either(is_windows, on_windows, on_linux)
    decided = is_known(is_windows, True) and is_known(reach.answer, False)
    if decided and not reach.answer.origin.frames and os.origin.frames:
        return misses(reach.cause, os.origin)
    return reach


def _unless_alone(policy: Policy, workload: Workload, reach: Reach) -> Reach:
    """The VPC CNI applies policies to pods of a controller only (EKS user guide, considerations).

    A Pod in a manifest may be the dump of one that has a controller.
    """
    is_by_vpc_cni = isinstance(policy, NetworkPolicy) and "VPC CNI" in reach.cause
    if is_by_vpc_cni and is_known(workload.kind, "Pod") and is_known(reach.answer, True):
        return Reach(Unknown(_ALONE, at(workload.span)))
    return reach


def on_system(policy: Policy, os: Os, cluster: Cluster) -> Reach:
    """Whether a policy takes effect on nodes of a system."""
    if isinstance(policy, SecurityGroupPolicy):
        return _groups_on(os, cluster)
    if policy.only_for is not None:
        return engine_on(cluster, policy.only_for, os)
    reach = any_engine(cluster, os)
    is_standard = is_known(policy.defined_by, PolicyKind.KUBERNETES)
    if is_standard or is_known(reach.answer, False):
        return reach
    return Reach(Unknown(_NOT_EVALUATED, at(policy.span)))


def _groups_on(os: Os, cluster: Cluster) -> Reach:
    """Security groups for pods are for Linux nodes, and only with ENABLE_POD_ENI.

    Source: EKS user guide, "Assign security groups to individual Pods", considerations.
    """
    if os is Os.WINDOWS:
        return misses("security groups for pods are not for Windows nodes")
    answer = pod_eni(cluster)
    state = "is" if is_known(answer, True) else "is not"
    return Reach(answer, f"ENABLE_POD_ENI {state} on")
