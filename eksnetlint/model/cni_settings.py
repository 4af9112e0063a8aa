"""One value for each setting of the VPC CNI, wherever it is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from eksnetlint.model.cluster import Cluster
from eksnetlint.model.cni import GO_FALSE, GO_TRUE, CniConfiguration, Holder
from eksnetlint.source.text import Span
from eksnetlint.values import (
    Frame,
    Known,
    Origin,
    Reason,
    Unknown,
    Value,
    agreed,
    is_known,
    lift,
)

DIFFERENT = Reason("files that describe the cluster contradict each other")
_NO_POD_ENI = Reason("whether ENABLE_POD_ENI is set for the VPC CNI is not in these files")


@dataclass(frozen=True, slots=True, eq=False)
class Conflict:
    """A setting that several places give different values to, in the order they are read."""

    span: Span
    setting: str
    values: tuple[Known[str], ...]

    @property
    def title(self) -> str:
        return f"{self.setting} ({' or '.join(value.value for value in self.values)})"


def config_map_flag(cluster: Cluster, key: str, missing: Reason) -> Value[bool]:
    """A setting of the ConfigMap that is on or off; unknown for ``missing`` where none is seen.

    The add-on, the chart and people all write the same ConfigMap, and the last to do so wins,
    which no file tells. So what is written comes before what is left to its default, and places
    that contradict each other leave the value unknown.
    """
    flags = [
        item.flag(key)
        for item in cluster.cni_configurations
        if not is_known(item.holder, Holder.DAEMON_SET)
    ]
    return agreed(flags, DIFFERENT if flags else missing)


def pod_eni(cluster: Cluster) -> Value[bool]:
    """Whether the VPC CNI gives Linux pods network interfaces of their own.

    It does not unless it is told to (amazon-vpc-cni-k8s, README, ENABLE_POD_ENI).
    """
    written = [
        value
        for item in cluster.cni_configurations
        if (value := (item.environment or {}).get("ENABLE_POD_ENI")) is not None
    ]
    if not written:
        return Unknown(_NO_POD_ENI, is_set=False)
    return agreed([lift(lambda text: text in GO_TRUE, value) for value in written], DIFFERENT)


def cni_conflicts(cluster: Cluster) -> Value[tuple[Conflict, ...]]:
    """The settings of the VPC CNI that two places give different values to.

    Places of one kind do not count: manifests to switch something on and off again often lie side
    by side. Nor do two words for the same.
    """
    places: dict[str, dict[str, Known[str]]] = defaultdict(dict)
    holders: dict[str, set[Holder]] = defaultdict(set)
    for configuration in cluster.cni_configurations:
        holder = configuration.holder
        for key, value in _written(configuration):
            if isinstance(value, Known) and isinstance(holder, Known):
                places[key].setdefault(_meaning(value.value), value)
                holders[key].add(holder.value)
    found = tuple(
        Conflict(span, key, tuple(values.values()))
        for key, values in places.items()
        if min(len(values), len(holders[key])) > 1
        and (span := next(iter(values.values())).origin.span)
    )
    frames = (
        Frame(value.origin.span, f"{conflict.setting} is {value.value!r} here")
        for conflict in found
        for value in conflict.values
        if value.origin.span
    )
    return Known(found, Origin(tuple(frames)))


def _written(configuration: CniConfiguration) -> Iterator[tuple[str, Value[str]]]:
    settings: Mapping[str, Value[str]] = configuration.settings
    yield from settings.items()
    yield from (configuration.environment or {}).items()


def _meaning(text: str) -> str:
    """One word for what is the same: Go's words for true and false, but for digits."""
    if text in GO_TRUE - {"1"}:
        return "true"
    return "false" if text in GO_FALSE - {"0"} else text
