"""The numbers of addresses that Windows nodes keep ready, as the ConfigMap has them in the end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eksnetlint.aws.cni_keys import KEYS, before, fallback_of
from eksnetlint.model.cluster import Cluster
from eksnetlint.model.cni import CniConfiguration, Holder
from eksnetlint.model.cni_settings import DIFFERENT
from eksnetlint.values import Known, Reason, Unknown, Value, agreed, is_known, lift

# Go's strconv.Atoi, which the VPC resource controller reads the targets with.
_INTEGER = re.compile(r"[+-]?[0-9]+")
_KEPT = Reason(
    "the ConfigMap amazon-vpc-cni that EKS makes has this key, and may keep it where it is applied"
)
_NOWHERE = Reason("the ConfigMap amazon-vpc-cni is not in these files")


def integer_in(text: str) -> int | None:
    """The number that Go reads in a text; None where it reads none."""
    return int(text) if _INTEGER.fullmatch(text) else None


def warm_ip_target(cluster: Cluster) -> Value[int]:
    """The number of addresses kept ready for further pods; 0 where none is given."""
    return _target(cluster, "warm-ip-target")


def minimum_ip_target(cluster: Cluster) -> Value[int]:
    """The number of addresses a Windows node has at least; 0 where none is given."""
    return _target(cluster, "minimum-ip-target")


def leaves_no_warm_address(cluster: Cluster) -> Value[bool]:
    """Whether no address is kept ready for the next pod on Windows nodes without prefixes.

    That is so where a minimum is given without a warm target, or with one that is no number; 0
    counts as 1, and a negative one as 3 (amazon-vpc-resource-controller-k8s, pkg/config/loader.go
    and pkg/pool/pool.go).
    """
    warm = text_of(cluster, "warm-ip-target")
    minimum = minimum_ip_target(cluster)
    return lift(lambda text, least: integer_in(text) is None and least > 0, warm, minimum)


def _target(cluster: Cluster, key: str) -> Value[int]:
    # What is no number counts as 0 (pkg/config/loader.go).
    return lift(lambda text: integer_in(text) or 0, text_of(cluster, key))


def text_of(cluster: Cluster, key: str) -> Value[str]:
    """What the ConfigMap has under a key or its fallback in the end; "" where it has neither.

    The chart and the add-on write the key in any case, so that its fallback never counts with
    them. A manifest is laid over the ConfigMap that is there, which EKS makes with all keys.
    """
    holders = list(_holders(cluster))
    own = given(holders, key)
    if own and _is_in_some(holders, key):
        return Unknown(DIFFERENT, own[0].origin)
    if own:
        return agreed(own, DIFFERENT)
    if not holders:
        return Unknown(_NOWHERE, is_set=False)
    if not all(item.replaces_all for item in holders):
        return Unknown(_KEPT, holders[0].holder.origin, is_set=False)
    fallback = fallback_of(key)
    other = given(holders, fallback) if fallback else []
    return agreed(other, DIFFERENT) if other else Known("", holders[0].holder.origin, is_set=False)


def is_overridden(cluster: Cluster, key: str) -> Value[bool]:
    """Whether another key is read instead of this one, with its place where there is one."""
    first = before(key)
    if first is None:
        return Known(False)
    holders = list(_holders(cluster))
    for value in given(holders, first):
        is_open = _is_in_some(holders, first)
        return Unknown(DIFFERENT, value.origin) if is_open else Known(True, value.origin)
    if all(item.replaces_all for item in holders):
        return Known(False)
    return Unknown(_KEPT, holders[0].holder.origin)


def _is_in_some(holders: list[CniConfiguration], key: str) -> bool:
    """Whether one manifest of the ConfigMap has the key and another has not.

    Such manifests are alternatives: ``kubectl apply`` of one takes away what only the other has.
    """
    manifests = [item for item in holders if is_known(item.holder, Holder.CONFIG_MAP)]
    return len({key in item.settings for item in manifests}) > 1


def given(holders: list[CniConfiguration], key: str) -> list[Value[str]]:
    """What each place gives for a key, the chart's default where the chart or add-on gives none."""
    found = (_given(item, key) for item in holders)
    return [value for value in found if value is not None]


def _given(item: CniConfiguration, key: str) -> Value[str] | None:
    if key in item.settings:
        return item.settings[key]
    if item.open_because is not None:
        return Unknown(item.open_because, item.holder.origin, is_set=False)
    default = KEYS[key].default
    writes_all = is_known(item.holder, Holder.ADD_ON) or is_known(item.holder, Holder.CHART)
    if writes_all and default is not None:
        return Known(default, item.holder.origin, is_set=False)
    return None


def _holders(cluster: Cluster) -> Iterator[CniConfiguration]:
    """What is known to write the ConfigMap."""
    for item in cluster.cni_configurations:
        if isinstance(item.holder, Known) and item.holder.value is not Holder.DAEMON_SET:
            yield item
