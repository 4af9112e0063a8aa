"""What Karpenter and the API server make of NodePools and classes of nodes."""

from __future__ import annotations

from eksnetlint.model.cluster import Cluster
from eksnetlint.model.karpenter import NodeClass, class_of
from eksnetlint.model.manifest import NodePool
from eksnetlint.model.node_group import Os
from eksnetlint.model.placement import by_requirements
from eksnetlint.values import Known, Unknown, Value, is_known, known_or, lift

_WINDOWS = "Windows"
_NONE: Value[None] = Known(None, is_set=False)
# EKS user guide, "Create a Node Pool for EKS Auto Mode": group and kind of the class.
_AUTO_MODE = ("eks.amazonaws.com", "NodeClass")


def windows_alias_version(node_class: NodeClass, _cluster: Cluster) -> Value[str | None]:
    """What stands behind the @ of an alias for Windows; null without such an alias."""
    if not _is_windows(node_class.alias_family):
        return Known(None, node_class.alias_family.origin)
    return node_class.alias_version


def contradicted_family(node_class: NodeClass, _cluster: Cluster) -> Value[str | None]:
    """The AMI family its alias stands for, where amiFamily names another and one is Windows."""
    family, alias = node_class.ami_family, node_class.alias_family
    names = {known_or(family, None), known_or(alias, None)}
    if None in names or len(names) == 1 or "Custom" in names:
        return Known(None, family.origin)
    if not (_is_windows(family) or _is_windows(alias)):
        return Known(None, family.origin)
    return lift(lambda name, _: name, alias, family)


def _is_windows(family: Value[str | None]) -> bool:
    return (known_or(family, None) or "").startswith(_WINDOWS)


def asked_os(pool: NodePool, _cluster: Cluster) -> Value[Os | None]:
    """The system that its own requirements ask for; null where they ask for none."""
    asked = by_requirements(pool.requirements)
    return Known(None, is_set=False) if asked is None else asked


def class_os(pool: NodePool, cluster: Cluster) -> Value[Os | None]:
    """The system that Karpenter takes the nodes of its class for; null where none is seen.

    Nodes of the family Custom count as Linux, whatever runs on them (karpenter-provider-aws
    pkg/providers/instancetype/types.go, getOS).
    """
    found = _class_of(pool, cluster)
    if found is None:
        return Known(None, is_set=False)
    if is_known(found.ami_family, "Custom"):
        return Known(Os.LINUX, found.ami_family.origin)
    return lift(lambda os: os, found.os)


def class_family(pool: NodePool, cluster: Cluster) -> Value[str | None]:
    """The AMI family of its class; null where none is seen."""
    found = _class_of(pool, cluster)
    return found.ami_family if found else Known(None, is_set=False)


def _class_of(pool: NodePool, cluster: Cluster) -> NodeClass | None:
    kind = known_or(pool.class_kind, "") if pool.class_kind else ""
    found = class_of(pool, kind, cluster.node_classes)
    return found if isinstance(found, NodeClass) else None


def is_auto_mode(pool: NodePool, _cluster: Cluster) -> Value[bool]:
    """Whether EKS Auto Mode makes its nodes, and not Karpenter."""
    group, kind = class_group(pool, _cluster), class_kind(pool, _cluster)
    return lift(lambda *named: named == _AUTO_MODE, group, kind)


def class_group_version(pool: NodePool, cluster: Cluster) -> Value[str | None]:
    """The version that is written behind the group of its class; null where there is none."""
    group = class_group(pool, cluster)
    if isinstance(group, Unknown):
        return Known(None, group.origin)
    return lift(lambda text: (text or "").partition("/")[2] or None, group)


def class_group(pool: NodePool, _cluster: Cluster) -> Value[str | None]:
    """The API group of the class of its nodes; null where none is written."""
    return pool.class_group or _NONE


def class_kind(pool: NodePool, _cluster: Cluster) -> Value[str | None]:
    """The kind of the class of its nodes; null for a pool that is only supposed."""
    return pool.class_kind or _NONE


def max_pods(thing: NodePool | NodeClass, _cluster: Cluster) -> Value[int | None]:
    """The number of pods it tells kubelets to allow; null where it does not say."""
    return thing.max_pods or _NONE
