"""Resources of the kubernetes provider that have a type of their own."""

from __future__ import annotations

from collections.abc import Mapping as Table

from eksnetlint.readers.terraform.kubernetes.blocks import mapping_of
from eksnetlint.readers.terraform.kubernetes.spot import spot_at
from eksnetlint.readers.terraform.kubernetes.tree import mapping, pair, scalar
from eksnetlint.readers.terraform.resource import Resource
from eksnetlint.source.tree import Entry, Mapping
from eksnetlint.values import Reason

PARTIAL = Reason("the resource manages only some keys of the ConfigMap")
# The API version does not matter to what is read, so that one stands for all a type has had.
_KINDS: Table[str, tuple[str, str]] = {
    "config_map": ("v1", "ConfigMap"),
    "config_map_v1_data": ("v1", "ConfigMap"),
    "cron_job": ("batch/v1", "CronJob"),
    "daemon_set": ("apps/v1", "DaemonSet"),
    "daemonset": ("apps/v1", "DaemonSet"),
    "deployment": ("apps/v1", "Deployment"),
    "job": ("batch/v1", "Job"),
    "namespace": ("v1", "Namespace"),
    "network_policy": ("networking.k8s.io/v1", "NetworkPolicy"),
    "pod": ("v1", "Pod"),
    "replication_controller": ("v1", "ReplicationController"),
    "service": ("v1", "Service"),
    "service_account": ("v1", "ServiceAccount"),
    "default_service_account": ("v1", "ServiceAccount"),
    "stateful_set": ("apps/v1", "StatefulSet"),
}
PREFIX = "kubernetes_"
WHOLE = frozenset({"kubernetes_config_map", "kubernetes_config_map_v1"})


def manifest_of(resource: Resource) -> Mapping | None:
    """The manifest a resource stands for; None where its type is of no interest."""
    name = resource.type.removeprefix(PREFIX)
    kind = _KINDS.get(name) or _KINDS.get(name.removesuffix("_v1"))
    if kind is None or not resource.type.startswith(PREFIX):
        return None
    written = mapping_of(resource.contents)
    entries = [*identity(resource, *kind), *written.entries]
    root = mapping(entries, spot_at(resource.contents.span))
    if name == "config_map_v1_data":
        _leave_open(root)
    return root


def identity(resource: Resource, api_version: str, kind: str) -> list[Entry]:
    """The two fields that a resource's type stands for, at the head of the resource."""
    spot = spot_at(resource.span).head
    return [
        pair(name, scalar(text, True, spot), spot, spot)
        for name, text in (("apiVersion", api_version), ("kind", kind))
    ]


def _leave_open(root: Mapping) -> None:
    entry = root.fields.get("data")
    if entry and isinstance(entry.value, Mapping):
        node = entry.value
        whole = mapping(node.entries, spot_at(node.span), PARTIAL)
        entry.value = whole
