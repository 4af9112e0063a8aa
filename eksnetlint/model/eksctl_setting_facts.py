"""What eksctl makes of a setting in its cluster."""

from __future__ import annotations

from eksnetlint.model.cluster import Cluster
from eksnetlint.model.cluster_facts import kubernetes_minor
from eksnetlint.model.eksctl_setting import EksctlSetting
from eksnetlint.values import Known, Value


def refusal(setting: EksctlSetting, cluster: Cluster) -> Value[str | None]:
    """A phrase for why eksctl refuses the setting; null where it takes it."""
    minor, last = kubernetes_minor(cluster), setting.until_minor
    if last is not None and isinstance(minor, Known) and minor.value <= last:
        return Known(None, setting.refusal.origin)
    return setting.refusal
