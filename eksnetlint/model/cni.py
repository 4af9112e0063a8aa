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

_NOT_A_CONFIG_MAP = Unknown(Reason("the settings are in no manifest or chart"), is_set=False)

_NO_ADD_ON = Unknown(Reason("the settings are not in an add-on"), is_set=False)

_BY_PATCH = Reason("a patch of a kustomization may set it; --render shows what it gives")

_LEFT_OPEN = "the {} here says nothing about Windows, and another step may"


class Holder(Enum):
    """Where VPC CNI settings are written."""

    CONFIG_MAP = "ConfigMap amazon-vpc-cni"
    ADD_ON = "vpc-cni add-on"
    CHART = "Helm chart aws-vpc-cni"
    DAEMON_SET = "DaemonSet aws-node"


class Level(Enum):
    """Where in its holder a setting stands."""

    DATA = "data"
    TOP = "top"
    ENVIRONMENT = "env"


class ScalarType(Enum):
    """The type a value is written in."""

    STRING = "string"
    BOOLEAN = "boolean"
    NUMBER = "number"


@dataclass(frozen=True, slots=True, eq=False)
class CniSetting:
    """One setting of the VPC CNI as it is written; ``name`` is the key in its place.

    ``span`` is that of key and value, and ``type`` what the value is before anything converts it.
    """

    span: Span
    holder: Value[Holder]
    level: Value[Level]
    name: Value[str]
    text: Value[str]
    type: Value[ScalarType]

    @property
    def title(self) -> str:
        return f"'{self.name.value}'" if isinstance(self.name, Known) else "a setting"


@dataclass(frozen=True, slots=True, eq=False)
class CniConfiguration:
    """The VPC CNI settings of one ConfigMap, add-on, chart or DaemonSet.

    Settings are under the ConfigMap's key names; ``open_because`` says why there may be others.
    ``environment`` is that of the container aws-node, None where this place does not set it.
    ``written`` are single settings as they are written, under whatever name. ``name`` and
    ``namespace`` are those of the ConfigMap that a manifest is, or that a chart writes.
    ``replaces_all`` says that whoever applies it leaves no other key in the ConfigMap: kubectl
    keeps those that EKS or another tool has put there. ``preserves`` says of an add-on that its
    updates keep what others have changed. ``is_patched`` is true where a kustomization has patches
    for its file, which were not applied.
    """

    span: Span
    holder: Value[Holder]
    settings: Mapping[str, Value[str]]
    open_because: Reason | None = None
    environment: Mapping[str, Value[str]] | None = None
    written: tuple[CniSetting, ...] = ()
    name: Value[str] = _NOT_A_CONFIG_MAP
    namespace: Value[str] = _NOT_A_CONFIG_MAP
    replaces_all: bool = False
    preserves: Value[bool] = _NO_ADD_ON
    is_patched: bool = False

    def flag(self, key: str) -> Value[bool]:
        """A setting that is on or off; off where it is missing or not a Go boolean.

        The vpc-cni chart writes "false" for every such flag that is not given. But an add-on or a
        release that says nothing about Windows leaves it to others: the user guide's own way to
        switch Windows support on is to apply the ConfigMap by hand ("Deploy Windows nodes on EKS
        clusters").
        """
        setting = self.settings.get(key)
        is_on = isinstance(setting, Known) and setting.value in GO_TRUE
        if self.is_patched and not is_on:
            return Unknown(_BY_PATCH, setting.origin if setting else self.holder.origin)
        if isinstance(setting, Known):
            return Known(is_on, setting.origin)
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
    """A Calico operator Installation; None for what it leaves to the operator.

    ``encapsulation`` is that of its first IPv4 pool, which is the one that Windows nodes use; None
    without such a pool. ``has_windows_nodes`` says whether it has settings for Windows nodes.
    ``minor`` is the 27 of Calico 3.27, where a chart brings it; None for a manifest.
    """

    span: Span
    windows_dataplane: Value[WindowsDataplane]
    service_cidrs: Value[tuple[str, ...]]
    cni_type: Value[str]
    kubernetes_provider: Value[str | None]
    variant: Value[str]
    linux_dataplane: Value[str]
    encapsulation: Value[str | None]
    bgp: Value[str | None]
    has_windows_nodes: Value[bool]
    minor: Value[int | None]

    @property
    def title(self) -> str:
        return "Calico Installation"
