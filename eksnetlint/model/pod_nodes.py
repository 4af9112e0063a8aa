"""What follows from workloads and node groups together: who may run where it should not."""

from __future__ import annotations

from eksnetlint.model.candidates import candidates, takes, unseen_groups
from eksnetlint.model.cluster import Cluster, Join
from eksnetlint.model.linux_only import fargate_profile
from eksnetlint.model.node_group import NodeGroup, Os
from eksnetlint.model.placement import OS_LABELS
from eksnetlint.model.pod_facts import BY_PATCH
from eksnetlint.model.taints import Tolerations
from eksnetlint.model.workload import Workload
from eksnetlint.values import Frame, Known, Origin, Unknown, Value, is_known, known_or, negation

# What EKS itself keeps there asks for its system (amazon-vpc-cni-k8s and CoreDNS manifests).
_SYSTEM = "kube-system"
_NO_TOLERATIONS = Tolerations()


def settles_windows_nodes(cluster: Cluster) -> Value[bool]:
    """Whether the files have all nodes that Windows pods of the cluster could run on.

    Where files are only inferred to belong together and show no Windows nodes at all, the Windows
    pods may be for another cluster.
    """
    places = Origin(tuple(Frame(item.span) for item in cluster.declarations))
    if unseen_groups(cluster) is not None:
        return Known(False, places)
    has_windows = any(not is_known(group.os, Os.LINUX) for group in cluster.node_groups)
    is_sure = cluster.join in (Join.DECLARED, Join.CONFIGURED)
    return Known(has_windows or is_sure, places)


def is_tainted(group: NodeGroup, _: Cluster) -> Value[bool]:
    """Whether its nodes have a taint that keeps away pods that do not tolerate it."""
    return negation(group.taints.admit(_NO_TOLERATIONS))


def stray_workloads(group: NodeGroup, cluster: Cluster) -> Value[tuple[Workload, ...]]:
    """The workloads that say nothing of their system and that its nodes take; not kube-system's.

    Those that cannot be told are left out. DaemonSets come first: they run on every node.
    """
    found = [
        item
        for item in cluster.workloads
        if _may_stray(item, cluster) and is_known(takes(group, item, cluster), True)
    ]
    found.sort(key=lambda item: not is_known(item.kind, "DaemonSet"))
    frames = tuple(Frame(item.span, f"{item.title} names no system") for item in found)
    return Known(tuple(found), Origin(frames))


def _may_stray(workload: Workload, cluster: Cluster) -> bool:
    # A patch of a kustomization may say more, and what EKS has in kube-system says it.
    is_either = is_known(workload.os, Os.EITHER) and not workload.is_patched
    if not is_either or is_known(workload.namespace, _SYSTEM):
        return False
    # Fargate runs what a profile takes, but for DaemonSets.
    is_for_nodes = is_known(fargate_profile(workload, cluster), None)
    return is_for_nodes or is_known(workload.kind, "DaemonSet")


def strays_onto(workload: Workload, cluster: Cluster) -> Value[tuple[NodeGroup, ...]]:
    """The tainted Windows node groups that take its pods, though they say nothing of their system.

    None for what is in kube-system. The place is the toleration that lets them in.
    """
    if not _may_stray(workload, cluster):
        return Known(())
    found = tuple(
        group
        for group in cluster.node_groups
        if is_known(group.os, Os.WINDOWS)
        and is_known(is_tainted(group, cluster), True)
        and is_known(takes(group, workload, cluster), True)
    )
    if not found:
        return Known(())
    frames = tuple(Frame(group.span, group.title) for group in found)
    return Known(found, _let_in_at(workload, found[0]).through(*frames))


def _let_in_at(workload: Workload, group: NodeGroup) -> Origin:
    for item in workload.scheduling.tolerations.items:
        for taint in group.taints.items:
            if is_known(taint.repels, True) and is_known(item.tolerates(taint), True):
                return item.key.origin
    return workload.scheduling.place


def is_kept_from_all(workload: Workload, cluster: Cluster) -> Value[bool]:
    """Whether none of the node groups in the files takes its pods."""
    is_kept = not candidates(workload, cluster).possible
    if is_kept and workload.is_patched:
        return Unknown(BY_PATCH, workload.os.origin)
    return Known(is_kept, workload.os.origin)


def kept_out_cause(workload: Workload, cluster: Cluster) -> Value[str]:
    """A phrase for what keeps its pods from the Windows node groups in the files."""
    groups = [group for group in cluster.node_groups if not is_known(group.os, Os.LINUX)]
    if not groups:
        return Known("there is no Windows node group")
    tolerations = workload.scheduling.tolerations
    tainted = [item for item in groups if is_known(item.taints.admit(tolerations), False)]
    frames = tuple(Frame(item.span, item.title) for item in groups)
    if len(tainted) == len(groups):
        return Known("it tolerates the taints of no Windows node group", Origin(frames))
    if tainted:
        return Known("no Windows node group has its labels and taints it tolerates", Origin(frames))
    return Known("no Windows node group has the labels it asks for", Origin(frames))


def only_tolerates_windows(workload: Workload, _: Cluster) -> Value[bool]:
    """Whether its pods tolerate taints with the value windows, and nothing asks for a system."""
    origin = _tolerates_windows_at(workload)
    if origin is None:
        return Known(False)
    if isinstance(workload.os, Unknown):
        # A system that cannot be seen is asked for all the same.
        asked = any(item.key in OS_LABELS for item in workload.scheduling.selector_requirements)
        return Known(False) if asked else Unknown(workload.os.reason, origin)
    is_either = workload.os.value is Os.EITHER
    return (
        Unknown(BY_PATCH, origin) if is_either and workload.is_patched else Known(is_either, origin)
    )


def _tolerates_windows_at(workload: Workload) -> Origin | None:
    for item in workload.scheduling.tolerations.items:
        is_equal = is_known(item.operator, "Equal") and known_or(item.key, "")
        if is_equal and known_or(item.value, "").lower() == "windows":
            return item.value.origin
    return None
