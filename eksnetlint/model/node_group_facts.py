"""What follows about a node group from its cluster."""

from __future__ import annotations

from eksnetlint.aws.direct_server_return import OFF_BY_DEFAULT
from eksnetlint.model.cluster import Cluster
from eksnetlint.model.node_group import UNDOCUMENTED_DSR, Dsr, NodeGroup
from eksnetlint.values import Known, Unknown, Value, is_known, known_or, lift


def dsr(group: NodeGroup, cluster: Cluster) -> Value[Dsr]:
    """Whether kube-proxy uses DSR; a declaration settles what the group's file leaves open."""
    declared = cluster.declared.dsr
    is_open = isinstance(group.dsr, Unknown) or not group.dsr.is_set
    if declared is not None and is_open:
        return Known(declared.value, group.dsr.origin)
    return group.dsr


def is_dsr_on(group: NodeGroup, cluster: Cluster) -> Value[bool]:
    """Whether DSR is on; where switching it on has no effect, the image's own default counts."""
    state = dsr(group, cluster)
    is_default = is_known(state, Dsr.INEFFECTIVE)
    if is_default and known_or(group.windows_version, None) not in OFF_BY_DEFAULT:
        return Unknown(UNDOCUMENTED_DSR, state.origin)
    return lift(lambda found: found is Dsr.ENABLED, state)
