"""What a reader gives back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from eksnetlint.model.access import AuthConfigMap
from eksnetlint.model.cluster import ClusterDeclaration
from eksnetlint.model.cni import CalicoInstallation, CniConfiguration, ServicesEndpoint
from eksnetlint.model.karpenter import NodeClass
from eksnetlint.model.legacy import LegacyController
from eksnetlint.model.manifest import Namespace, NodePool, PlatformSign, Service, ServiceAccount
from eksnetlint.model.policy import NetworkPolicy, SecurityGroupPolicy
from eksnetlint.model.scheduling import RuntimeClass
from eksnetlint.model.workload import Workload
from eksnetlint.source.text import Span

Declared: TypeAlias = (
    AuthConfigMap
    | CalicoInstallation
    | ClusterDeclaration
    | CniConfiguration
    | LegacyController
    | Namespace
    | NetworkPolicy
    | NodeClass
    | NodePool
    | PlatformSign
    | RuntimeClass
    | SecurityGroupPolicy
    | Service
    | ServiceAccount
    | ServicesEndpoint
    | Workload
)


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong with a text itself: the rule it breaks, what to say, and where."""

    rule: str
    message: str
    span: Span


@dataclass(frozen=True, slots=True)
class Reading:
    """The objects and flaws found in one or more documents."""

    objects: list[Declared] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)

    def extend(self, objects: Iterable[Declared] = (), flaws: Iterable[Flaw] = ()) -> None:
        self.objects.extend(objects)
        self.flaws.extend(flaws)
