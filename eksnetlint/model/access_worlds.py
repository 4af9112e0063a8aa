"""All that lets IAM roles into a cluster, whichever files say it."""

from __future__ import annotations

from eksnetlint.model.access import AccessEntry, RoleMapping
from eksnetlint.model.cluster import MADE_ELSEWHERE, Cluster
from eksnetlint.model.cni_settings import DIFFERENT
from eksnetlint.values import Known, Reason, Unknown, Value, World, agreed

_NO_CLUSTER = Reason("no cluster is declared in these files")
_NO_MODE = Reason("the authentication mode of the cluster is not in these files")
_NO_CONFIG_MAP = Reason("the ConfigMap aws-auth is not in these files")


def authentication_mode(cluster: Cluster) -> Value[str]:
    """Whether access entries (API), the ConfigMap aws-auth (CONFIG_MAP) or both count."""
    modes = [item.authentication_mode for item in cluster.declarations]
    # A file that only adds to a cluster does not see what the one that makes it says.
    seen = [mode for mode in modes if isinstance(mode, Known) or mode.is_set]
    if not modes:
        return Unknown(_NO_CLUSTER, is_set=False)
    if not seen:
        return Unknown(_NO_MODE, modes[0].origin, is_set=False)
    return agreed(seen, DIFFERENT)


def entries_of(cluster: Cluster) -> World[AccessEntry]:
    """The access entries that the files show, and whether those are all."""
    worlds = [item.access.entries for item in cluster.declarations]
    items = tuple(entry for world in worlds for entry in world.items)
    reasons = [world.open_because for world in worlds]
    if cluster.is_complete:
        reasons = [None if reason == MADE_ELSEWHERE else reason for reason in reasons]
    if None in reasons:
        return World(items)
    return World(items, reasons[0] if reasons else _NO_CLUSTER)


def mappings_of(cluster: Cluster) -> World[RoleMapping]:
    """The roles in the ConfigMap aws-auth; where that is written, nothing else is in it."""
    worlds = [item.mappings for item in cluster.auth_config_maps]
    added = [item.access.mappings for item in cluster.declarations]
    items = tuple(mapping for world in (*worlds, *added) for mapping in world.items)
    if not worlds:
        return World(items, _NO_CONFIG_MAP)
    reasons = [world.open_because for world in worlds]
    return World(items, next((reason for reason in reasons if reason), None))
