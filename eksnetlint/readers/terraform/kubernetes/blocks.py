"""Attributes and blocks of the kubernetes provider as the fields of a manifest.

Source: hashicorp/kubernetes provider, schemas of version 3, which are those of version 2 in all
that is named here.
"""

from __future__ import annotations

from collections.abc import Mapping as Table

from eksnetlint.readers.terraform.kubernetes.spot import Spot, spot_at
from eksnetlint.readers.terraform.kubernetes.tree import entry_of, mapping, pair, placeholder
from eksnetlint.readers.terraform.resource import Contents
from eksnetlint.readers.terraform.types import TfObject, TfValue
from eksnetlint.source.tree import Entry, Mapping, Sequence
from eksnetlint.values import Known, World, at

# Blocks that make a list, with the list's name in the manifest.
_LISTS: Table[str, str] = {
    "container": "containers",
    "egress": "egress",
    "env": "env",
    "env_from": "envFrom",
    "from": "from",
    "host_aliases": "hostAliases",
    "http_header": "httpHeaders",
    "image_pull_secret": "imagePullSecrets",
    "image_pull_secrets": "imagePullSecrets",
    "ingress": "ingress",
    "init_container": "initContainers",
    "items": "items",
    "match_expressions": "matchExpressions",
    "match_fields": "matchFields",
    "node_selector_term": "nodeSelectorTerms",
    "option": "options",
    "port": "ports",
    "ports": "ports",
    "preferred_during_scheduling_ignored_during_execution": (
        "preferredDuringSchedulingIgnoredDuringExecution"
    ),
    "readiness_gate": "readinessGates",
    "sources": "sources",
    "sysctl": "sysctls",
    "to": "to",
    "toleration": "tolerations",
    "topology_spread_constraint": "topologySpreadConstraints",
    "volume": "volumes",
    "volume_claim_template": "volumeClaimTemplates",
    "volume_device": "volumeDevices",
    "volume_mount": "volumeMounts",
}
# Names that are not simply written without underscores.
_NAMES: Table[str, str] = {
    "cluster_ip": "clusterIP",
    "cluster_ips": "clusterIPs",
    "external_ips": "externalIPs",
    "host_ip": "hostIP",
    "host_ipc": "hostIPC",
    "host_pid": "hostPID",
    "load_balancer_ip": "loadBalancerIP",
    "run_as_username": "runAsUserName",
}


def manifest_name(name: str) -> str:
    """``node_selector`` as ``nodeSelector``."""
    first, *others = name.split("_")
    return _NAMES.get(name) or first + "".join(map(str.capitalize, others))


def mapping_of(contents: Contents) -> Mapping:
    """A block's attributes and nested blocks under the names of the manifest."""
    spot = spot_at(contents.span)
    entries: list[Entry] = []
    for name, value in contents.attributes.items():
        blocks = _as_blocks(value, contents)
        entry = (
            entry_of(manifest_name(name), value, spot, name)
            if blocks is None
            else _nested(name, blocks, spot)
        )
        entries += [entry] if entry else []
    for name, world in contents.blocks.items():
        entry = _nested(name, world, spot)
        entries += [entry] if entry else []
    return mapping(entries, spot, contents.open_because)


def _nested(name: str, world: World[Contents], outer: Spot) -> Entry | None:
    spot = spot_at(world.items[0].span) if world.items else outer
    nodes = [mapping_of(item) for item in world.items]
    if name in _LISTS:
        unseen = [placeholder(world.open_because, spot)] if world.open_because else []
        everything = Sequence(spot.text(), spot.start, spot.end, [*nodes, *unseen])
        return pair(_LISTS[name], everything, _header(name, spot), spot)
    if nodes:
        return pair(manifest_name(name), nodes[0], _header(name, spot), spot)
    if world.open_because:
        unseen_block = placeholder(world.open_because, spot.head)
        return pair(manifest_name(name), unseen_block, spot.head, spot.head)
    return None


def _header(name: str, spot: Spot) -> Spot:
    """The name at the beginning of a block."""
    head = spot.head
    is_plain = spot.source.text.startswith(name, spot.start)
    return Spot(spot.source, spot.start, spot.start + len(name)) if is_plain else head


def _as_blocks(value: TfValue, contents: Contents) -> World[Contents] | None:
    """A list of objects as blocks: plans do not tell the two apart, and no attribute is one."""
    content = value.value if isinstance(value, Known) else None
    if not isinstance(content, tuple) or not content:
        return None
    blocks: list[Contents] = []
    for item in content:
        if not isinstance(item, Known) or not isinstance(item.value, TfObject):
            return None
        place = item.origin.span or value.origin.span or contents.span
        inside = {key: _located(inner, item) for key, inner in item.value.items.items()}
        blocks.append(Contents(place, inside, open_because=item.value.open_because))
    return World(tuple(blocks))


def _located(value: TfValue, within: TfValue) -> TfValue:
    if value.origin.frames or not within.origin.span or not isinstance(value, Known):
        return value
    return Known(value.value, at(within.origin.span), value.is_set)
