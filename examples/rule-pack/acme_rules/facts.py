"""What Acme's rules ask that the model does not answer by itself."""

from __future__ import annotations

from eksnetlint.model.cluster import Cluster
from eksnetlint.model.node_group import NodeGroup
from eksnetlint.values import Known, Unknown, Value, at

OWNER = "acme.example/owner"


def owner(group: NodeGroup, cluster: Cluster) -> Value[str | None]:
    """The team that owns the nodes, by their label acme.example/owner; null where there is none."""
    del cluster
    written = group.labels.items.get(OWNER)
    if written is not None:
        return written
    if group.labels.open_because:
        return Unknown(group.labels.open_because, at(group.span))
    return Known(None, at(group.span), is_set=False)


FACTS = {"node_group": [owner]}
