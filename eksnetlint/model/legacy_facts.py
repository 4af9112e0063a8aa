"""Whether the VPC resource controller of old is in a cluster."""

from __future__ import annotations

from eksnetlint.model.cluster import Cluster
from eksnetlint.values import Known, Value, is_known


def shows_legacy_controller(cluster: Cluster) -> Value[bool]:
    """Whether the files bring the VPC resource controller that runs on nodes."""
    found = cluster.all_legacy_controllers
    return Known(any(not is_known(item.is_found, False) for item in found))
