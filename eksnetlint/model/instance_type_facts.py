"""What is known of the instance types of node groups."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from eksnetlint.aws.instances import (
    LIMITS_AS_OF,
    Architecture,
    InstanceLimits,
    families,
    instance_limits,
    instance_types,
)
from eksnetlint.aws.windows_types import LEFT_BEHIND, NEURON_CHIPS, STILL_SUPPORTED
from eksnetlint.model.capacity import capacity_of_type, secondary_addresses
from eksnetlint.model.cluster import Cluster
from eksnetlint.model.cluster_facts import prefix_delegation
from eksnetlint.model.instance_type import InstanceType
from eksnetlint.model.node_group import NodeGroup
from eksnetlint.spelling import slips
from eksnetlint.values import Known, Reason, Unknown, Value, at

T = TypeVar("T")

# What AWS calls sizes. One of this form that no family in the table has may be a new one.
_SIZE = re.compile(r"nano|micro|small|medium|large|\d*xlarge|metal(-\d+xl)?")
_BETWEEN = re.compile(r"[-_,:. ]")


def group(item: InstanceType, _: Cluster) -> Value[NodeGroup]:
    """The node group that may use it."""
    return Known(item.group, at(item.group.span))


def is_listed(item: InstanceType, _: Cluster) -> Value[bool]:
    """Whether the table of instance types has it."""
    return Known(instance_limits(item.text) is not None, item.name.origin)


def table_date(item: InstanceType, _: Cluster) -> Value[str]:
    """The date of the table of instance types."""
    return Known(LIMITS_AS_OF.isoformat(), item.name.origin)


def meant(item: InstanceType, _: Cluster) -> Value[str | None]:
    """The instance type that a misspelt one was meant to be; null where nothing tells.

    New families and new sizes come out every month, so that only words which can be neither are
    taken for slips.
    """
    return Known(_meant(item.text), item.name.origin)


def architecture(item: InstanceType, _: Cluster) -> Value[Architecture]:
    """The architecture of its processor."""
    return _of_limits(item, lambda limits: limits.architecture)


def neuron_chip(item: InstanceType, _: Cluster) -> Value[str | None]:
    """Inferentia or Trainium, where it has such a chip; null for others."""
    family = item.text.partition(".")[0]
    return Known(NEURON_CHIPS.get(family), item.name.origin)


def is_left_behind(item: InstanceType, _: Cluster) -> Value[bool]:
    """Whether it is of a family that AWS called unsupported for Windows in EKS until 2024."""
    name = item.text
    is_old = name.partition(".")[0] in LEFT_BEHIND and name not in STILL_SUPPORTED
    return Known(is_old, item.name.origin)


def supports_prefix_delegation(item: InstanceType, _: Cluster) -> Value[bool]:
    """Whether its interfaces can have prefixes in place of single addresses."""
    return _of_limits(item, lambda limits: limits.supports_prefix_delegation)


def single_addresses(item: InstanceType, _: Cluster) -> Value[int]:
    """The pods that a Windows node of it has addresses for without prefix delegation."""
    return _of_limits(item, secondary_addresses)


def pod_capacity(item: InstanceType, cluster: Cluster) -> Value[int]:
    """The pods that a Windows node of it has addresses for."""
    return capacity_of_type(item.name, prefix_delegation(cluster))


def _of_limits(item: InstanceType, part: Callable[[InstanceLimits], T]) -> Value[T]:
    limits = instance_limits(item.text)
    if limits is None:
        reason = Reason(f"nothing is known of instance type {item.text}")
        return Unknown(reason, item.name.origin)
    return Known(part(limits), item.name.origin)


def _meant(name: str) -> str | None:
    if instance_limits(name) is not None:
        return None
    plain = name.strip().lower()
    if instance_limits(plain) is not None:
        return plain
    family, dot, size = plain.partition(".")
    if not dot:
        joined = _BETWEEN.sub("", plain)
        return _only([item for item in instance_types() if _BETWEEN.sub("", item) == joined])
    if family not in families() or _SIZE.fullmatch(size):
        return None
    siblings = (item for item in instance_types() if item.startswith(f"{family}."))
    return _only([item for item in siblings if slips(plain, item) == 1])


def _only(found: list[str]) -> str | None:
    return found[0] if len(found) == 1 else None
