"""Kubernetes objects other than workloads and policies."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from eksnetlint.model.labels import Labels
from eksnetlint.source.text import Span
from eksnetlint.values import Value


@dataclass(frozen=True, slots=True, eq=False)
class Namespace:
    """A Namespace object."""

    span: Span
    name: Value[str]
    labels: Labels


@dataclass(frozen=True, slots=True, eq=False)
class Service:
    """A Service. ``takes_ports`` is false for headless and ExternalName services."""

    span: Span
    name: Value[str]
    namespace: Value[str]
    takes_ports: Value[bool]


@dataclass(frozen=True, slots=True, eq=False)
class ServiceAccount:
    """A ServiceAccount; security-group policies can select by its labels."""

    span: Span
    name: Value[str]
    namespace: Value[str]
    labels: Labels


@dataclass(frozen=True, slots=True, eq=False)
class NodePool:
    """A Karpenter NodePool or Provisioner; ``is_windows`` where it asks for Windows only."""

    span: Span
    name: Value[str]
    is_windows: Value[bool]


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
