"""Kubernetes objects other than workloads and policies."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from eksnetlint.model.labels import Labels, Selector
from eksnetlint.model.scheduling import NodeRequirement
from eksnetlint.model.taints import Taints
from eksnetlint.model.workload import name_in
from eksnetlint.source.text import Span
from eksnetlint.values import Known, Reason, Unknown, Value

_NO_CLASS = Unknown(Reason("a NodePool names no class of nodes"))
_NO_LABELS = Labels()
_NO_TAINTS = Taints()


@dataclass(frozen=True, slots=True, eq=False)
class Namespace:
    """A Namespace object."""

    span: Span
    name: Value[str]
    labels: Labels
    annotations: Labels = _NO_LABELS


@dataclass(frozen=True, slots=True, eq=False)
class Service:
    """A Service. ``takes_ports`` is false for headless and ExternalName services.

    ``selector`` is None where it has none, and so no pods. ``load_balancer_targets`` is "instance"
    or "ip", None for a Service without a load balancer.
    """

    span: Span
    name: Value[str]
    namespace: Value[str]
    takes_ports: Value[bool]
    type: Value[str]
    selector: Selector | None
    ip_families: Value[tuple[str, ...]]
    ip_family_policy: Value[str]
    session_affinity: Value[str]
    external_traffic_policy: Value[str]
    load_balancer_targets: Value[str | None]

    @property
    def title(self) -> str:
        return f"Service {name_in(self.namespace, self.name)}"


@dataclass(frozen=True, slots=True, eq=False)
class ServiceAccount:
    """A ServiceAccount; security-group policies can select by its labels."""

    span: Span
    name: Value[str]
    namespace: Value[str]
    labels: Labels


@dataclass(frozen=True, slots=True, eq=False)
class NodePool:
    """A Karpenter NodePool or Provisioner; ``is_windows`` where it asks for Windows only.

    ``class_kind`` and ``class_name`` say which NodeClass describes its nodes; the kind is None for
    a pool that is not seen but supposed, and ``class_group`` where none is written. ``max_pods`` is
    None where the pool says nothing of it.
    Provisioners ask for Linux where they ask for no system.
    """

    span: Span
    name: Value[str]
    is_windows: Value[bool]
    class_kind: Value[str] | None = None
    class_name: Value[str] = _NO_CLASS
    labels: Labels = _NO_LABELS
    taints: Taints = _NO_TAINTS
    requirements: tuple[NodeRequirement, ...] = ()
    max_pods: Value[int] | None = None
    is_provisioner: bool = False
    class_group: Value[str] | None = None

    @property
    def title(self) -> str:
        kind = "Provisioner" if self.is_provisioner else "NodePool"
        return f"{kind} '{self.name.value if isinstance(self.name, Known) else '?'}'"


class Platform(Enum):
    """Whose Kubernetes a manifest is for."""

    EKS = "eks"
    OTHER = "other"


@dataclass(frozen=True, slots=True, eq=False)
class PlatformSign:
    """Something in a manifest that only one platform has."""

    span: Span
    platform: Platform
    what: str
