"""What the files say about the CNI: VPC CNI settings and Calico installations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from eksnetlint.source.text import Span
from eksnetlint.values import Known, Reason, Unknown, Value, is_known

# Go's strconv.ParseBool, which the VPC resource controller reads the flags with
# (amazon-vpc-resource-controller-k8s, pkg/condition/conditions.go).
GO_TRUE = frozenset({"1", "t", "T", "true", "TRUE", "True"})
GO_FALSE = frozenset({"0", "f", "F", "false", "FALSE", "False"})

# The settings for Windows nodes, and what the user can declare in their stead.
_WINDOWS = {
    "enable-windows-ipam": "windows_ipam",
    "enable-windows-prefix-delegation": "prefix_delegation",
}

_LEFT_OPEN = "the {} here says nothing about Windows, and another step may"


class Holder(Enum):
    """Where VPC CNI settings are written."""

    CONFIG_MAP = "ConfigMap amazon-vpc-cni"
    ADD_ON = "vpc-cni add-on"
    CHART = "Helm chart aws-vpc-cni"
    DAEMON_SET = "DaemonSet aws-node"


@dataclass(frozen=True, slots=True, eq=False)
class CniConfiguration:
    """The VPC CNI settings of one ConfigMap, add-on, chart or DaemonSet.

    Settings are under the ConfigMap's key names; ``open_because`` says why there may be others.
    ``environment`` is that of the container aws-node, None where this place does not set it.
    """

    span: Span
    holder: Value[Holder]
    settings: Mapping[str, Value[str]]
    open_because: Reason | None = None
    environment: Mapping[str, Value[str]] | None = None

    def flag(self, key: str) -> Value[bool]:
        """A setting that is on or off; off where it is missing or not a Go boolean.

        The vpc-cni chart writes "false" for every such flag that is not given. But an add-on or a
        release that says nothing about Windows leaves it to others: the user guide's own way to
        switch Windows support on is to apply the ConfigMap by hand ("Deploy Windows nodes on EKS
        clusters").
        """
        setting = self.settings.get(key)
        if isinstance(setting, Known):
            return Known(setting.value in GO_TRUE, setting.origin)
        if isinstance(setting, Unknown):
            return setting
        if self.open_because:
            return Unknown(self.open_because, self.holder.origin)
        if key in _WINDOWS and not self._speaks_of_windows:
            reason = Reason(_LEFT_OPEN.format(self.title), _WINDOWS[key])
            return Unknown(reason, self.holder.origin, is_set=False)
        return Known(False, self.holder.origin, is_set=False)

    @property
    def _speaks_of_windows(self) -> bool:
        is_named = not _WINDOWS.keys().isdisjoint(self.settings)
        return is_named or is_known(self.holder, Holder.CONFIG_MAP)

    @property
    def title(self) -> str:
        return self.holder.value.value if isinstance(self.holder, Known) else "VPC CNI settings"


class WindowsDataplane(Enum):
    """Calico's dataplane on Windows nodes (Installation.operator.tigera.io)."""

    HNS = "HNS"
    DISABLED = "Disabled"


@dataclass(frozen=True, slots=True, eq=False)
class ServicesEndpoint:
    """The ConfigMap kubernetes-services-endpoint: where Calico reaches the API server.

    Calico needs it on Windows, where it cannot use the Service ``kubernetes`` before kube-proxy
    runs (Calico documentation, "Install Calico on Windows"). None for a key that is not there.
    """

    span: Span
    host: Value[str | None]
    port: Value[str | None]

    @property
    def title(self) -> str:
        return "ConfigMap kubernetes-services-endpoint"


@dataclass(frozen=True, slots=True, eq=False)
class CalicoInstallation:
    """A Calico operator Installation."""

    span: Span
    windows_dataplane: Value[WindowsDataplane]
    service_cidrs: Value[tuple[str, ...]]
    cni_type: Value[str]

    @property
    def title(self) -> str:
        return "Calico Installation"
