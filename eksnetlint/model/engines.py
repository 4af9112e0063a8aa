"""Which engines enforce network policies in a cluster, and on nodes of which system.

Only what is installed counts here; which policies an engine understands is for the enforcement
of each policy.
"""

from __future__ import annotations

from collections.abc import Iterator

from eksnetlint.model.cluster import Cluster
from eksnetlint.model.cni import CalicoInstallation, WindowsDataplane
from eksnetlint.model.cni_settings import config_map_flag
from eksnetlint.model.declared import Engine
from eksnetlint.model.node_group import Os
from eksnetlint.model.reach import Reach, misses, reaches
from eksnetlint.model.workload import Workload
from eksnetlint.values import (
    Known,
    Reason,
    Unknown,
    Value,
    at,
    disjunction,
    is_known,
    lift,
)

NO_ENGINE = Reason(
    "which engine enforces network policies is not in these files", "network_policy_engine"
)
_ONLY_OFF = Reason(
    "the engine of the VPC CNI is not switched on here, and no other engine is in these files",
    "network_policy_engine",
)
_NO_SERVICE_CIDRS = Reason(
    "Calico's Installation names no serviceCIDRs, which Calico requires on Windows",
    "network_policy_engine",
)
# The DaemonSets that an engine runs as when no operator is asked to install it (the manifests of
# Calico, Canal and Cilium, which have kept these names for years).
_AGENTS = {
    (Engine.CALICO, Os.LINUX): frozenset({"calico-node", "canal"}),
    (Engine.CALICO, Os.WINDOWS): frozenset({"calico-node-windows"}),
    (Engine.CILIUM, Os.LINUX): frozenset({"cilium"}),
}


def any_engine(cluster: Cluster, os: Os) -> Reach:
    """Whether some engine enforces the policies of Kubernetes itself on nodes of a system."""
    declared = cluster.declared.network_policy_engine
    if declared is not None:
        return engine_on(cluster, declared.value, os)
    found = [engine_on(cluster, engine, os) for engine in Engine if engine is not Engine.NONE]
    answer = disjunction(reach.answer for reach in found)
    if isinstance(answer, Known) and answer.value:
        return next(reach for reach in found if is_known(reach.answer, True))
    if isinstance(answer, Known):
        return engine_on(cluster, Engine.CALICO, os)
    if os is Os.LINUX and is_known(_vpc_cni_flag(cluster), False) and not answer.is_set:
        return Reach(Unknown(_ONLY_OFF, _vpc_cni_flag(cluster).origin, is_set=False))
    return Reach(answer)


def engine_on(cluster: Cluster, engine: Engine, os: Os) -> Reach:
    """Whether an engine enforces policies on nodes of a system."""
    declared = cluster.declared.network_policy_engine
    if declared is not None and declared.value is not engine:
        return misses(f"{declared.value.value} is declared to be the engine")
    if engine is Engine.NONE:
        return misses("no engine enforces network policies, as declared")
    if engine is Engine.CALICO:
        return _calico(cluster, os, is_declared=declared is not None)
    if os is Os.WINDOWS:
        return _linux_only(cluster, engine)
    if declared is not None:
        return reaches(f"{engine.value} is declared to be the engine")
    return _vpc_cni(cluster) if engine is Engine.VPC_CNI else _agent(cluster, engine, os)


def _linux_only(cluster: Cluster, engine: Engine) -> Reach:
    """The VPC CNI's engine and Cilium have no part that runs on Windows nodes.

    Source: EKS user guide, "Limit Pod traffic with Kubernetes network policies"; Cilium
    documentation, "System requirements".
    """
    if engine is Engine.CILIUM:
        return misses("Cilium enforces policies on Linux nodes only")
    flag = _vpc_cni_flag(cluster)
    because = "the VPC CNI enforces policies on Linux nodes only"
    return misses(because, flag.origin) if is_known(flag, True) else misses(because)


def _vpc_cni_flag(cluster: Cluster) -> Value[bool]:
    return config_map_flag(cluster, "enable-network-policy-controller", NO_ENGINE)


def _vpc_cni(cluster: Cluster) -> Reach:
    flag = _vpc_cni_flag(cluster)
    state = "on" if is_known(flag, True) else "not on"
    return Reach(flag, f"the network policy engine of the VPC CNI is {state}")


def _agent(cluster: Cluster, engine: Engine, os: Os) -> Reach:
    for workload in _agents(cluster, engine, os):
        return reaches(f"{workload.title} is here", at(workload.span))
    return Reach(Unknown(NO_ENGINE, is_set=False))


def _agents(cluster: Cluster, engine: Engine, os: Os) -> Iterator[Workload]:
    names = _AGENTS[engine, os]
    for workload in cluster.daemon_sets:
        if isinstance(workload.name, Known) and workload.name.value in names:
            yield workload


def _calico(cluster: Cluster, os: Os, *, is_declared: bool) -> Reach:
    installations = cluster.calico_installations
    if installations and os is Os.WINDOWS:
        return _calico_on_windows(installations, is_declared=is_declared)
    if installations:
        return reaches("Calico is installed", at(installations[0].span))
    if is_declared:
        return reaches("calico is declared to be the engine")
    found = _agent(cluster, Engine.CALICO, os)
    flag = _vpc_cni_flag(cluster)
    has_signs = cluster.has_calico_policies or any(_agents(cluster, Engine.CALICO, Os.LINUX))
    if isinstance(found.answer, Unknown) and is_known(flag, True) and not has_signs:
        # Two engines for the same policies are not to be run (EKS user guide, same page).
        return misses("the VPC CNI enforces policies on Linux nodes only", flag.origin)
    return found


def _calico_on_windows(
    installations: tuple[CalicoInstallation, ...], *, is_declared: bool
) -> Reach:
    found = [_installation_on_windows(item, is_declared) for item in installations]
    answer = disjunction(reach.answer for reach in found)
    return next((reach for reach in found if reach.answer is answer), found[0])


def _installation_on_windows(installation: CalicoInstallation, is_declared: bool) -> Reach:
    """HNS is Calico's one Windows dataplane, and needs the Service CIDRs.

    The operator refuses an Installation without them only where Calico is the CNI too (tigera
    operator, pkg/controller/installation/validation.go); the API reference requires them always.
    """
    dataplane = installation.windows_dataplane
    has_hns = lift(lambda found: found is WindowsDataplane.HNS, dataplane)
    if not is_known(has_hns, True):
        return Reach(has_hns, "Calico's Windows dataplane is disabled")
    cidrs = installation.service_cidrs
    if is_declared or not is_known(cidrs, ()):
        answer = has_hns if is_declared else lift(lambda on, _: on, has_hns, cidrs)
        return Reach(answer, "Calico's Windows dataplane is on")
    if is_known(installation.cni_type, "Calico"):
        because = "Calico's operator refuses Windows nodes without serviceCIDRs"
        return misses(because, cidrs.origin)
    return Reach(Unknown(_NO_SERVICE_CIDRS, cidrs.origin))
