"""Custom networking on a node group: the ENIConfig that its labels name."""

from __future__ import annotations

from eksnetlint.model.cluster import Cluster
from eksnetlint.model.node_group import NodeGroup
from eksnetlint.values import Known, Unknown, Value, lift

# The first is read by the VPC resource controller (pkg/config/type.go), the second by aws-node
# (amazon-vpc-cni-k8s, README, ENI_CONFIG_LABEL_DEF).
_LABELS = ("vpc.amazonaws.com/eniConfig", "k8s.amazonaws.com/eniConfig")


def eni_config(group: NodeGroup, _: Cluster) -> Value[str | None]:
    """The name of the ENIConfig that a label of its nodes has; null where none has one."""
    for label in _LABELS:
        if label in group.labels.items:
            return lift(lambda name: name, group.labels.items[label])
    if group.labels.open_because is not None:
        return Unknown(group.labels.open_because)
    return Known(None)
