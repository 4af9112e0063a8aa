"""Policies: what they are and which pods they select."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from eksnetlint.model.declared import Engine
from eksnetlint.model.labels import Labels, Selector
from eksnetlint.model.workload import name_in
from eksnetlint.source.text import Span
from eksnetlint.values import Known, Value


class PolicyKind(Enum):
    """Who defines a policy, which decides who can enforce it; nobody enforces a staged one."""

    KUBERNETES = "kubernetes"
    CALICO = "calico"
    STAGED = "staged"
    OTHER = "other"


class Effect(Enum):
    """What a policy by itself does to the traffic of the pods it selects, in one direction."""

    LEFT_ALONE = "left alone"
    DENIED = "denied"
    ALLOWED = "allowed"
    BY_RULES = "by rules"


@dataclass(frozen=True, slots=True, eq=False)
class RulePart:
    """A part of a policy's rule; ``title`` is a phrase for what it is."""

    span: Span
    title: str


class LabelTest(Protocol):
    """What selects things by their labels."""

    def matches(self, labels: Labels) -> Value[bool]: ...


@dataclass(frozen=True, slots=True, eq=False)
class NetworkPolicy:
    """A network policy of any kind. ``namespace`` is None for a cluster-wide one.

    It selects pods by their labels, and by the labels of their namespace and service account where
    there is a selector for those.
    ``tier`` and ``order`` are Calico's, None where there are none; who comes first is not worked
    out. ``only_for`` is the engine that brings the kind along, None for Kubernetes' own kinds.
    ``is_for_hosts`` marks a policy that concerns host endpoints alone, and no pods.
    ``skipped_on_windows`` are parts for which Calico leaves a rule out on Windows nodes.
    """

    span: Span
    kind: Value[str]
    defined_by: Value[PolicyKind]
    name: Value[str]
    namespace: Value[str] | None
    selector: LabelTest
    ingress: Value[Effect]
    egress: Value[Effect]
    only_for: Engine | None = None
    namespace_selector: LabelTest | None = None
    account_selector: LabelTest | None = None
    tier: Value[str | None] = Known(None, is_set=False)  # noqa: RUF009 - a frozen value
    order: Value[str | None] = Known(None, is_set=False)  # noqa: RUF009 - a frozen value
    is_for_hosts: Value[bool] = Known(False, is_set=False)  # noqa: RUF009 - a frozen value
    skipped_on_windows: Value[tuple[RulePart, ...]] = Known(())  # noqa: RUF009 - a frozen value

    @property
    def title(self) -> str:
        kind = self.kind.value if isinstance(self.kind, Known) else "policy"
        return f"{kind} {_shown(self.namespace, self.name)}"


@dataclass(frozen=True, slots=True, eq=False)
class SecurityGroupPolicy:
    """A SecurityGroupPolicy (vpcresources.k8s.aws/v1beta1); None where a selector is not given.

    Both selectors must match where both are given (amazon-vpc-resource-controller-k8s, utils).
    ``group_count`` is the number of its security groups.
    """

    span: Span
    name: Value[str]
    namespace: Value[str]
    pod_selector: Selector | None
    service_account_selector: Selector | None
    group_count: Value[int]

    @property
    def title(self) -> str:
        return f"SecurityGroupPolicy {_shown(self.namespace, self.name)}"


def _shown(namespace: Value[str] | None, name: Value[str]) -> str:
    if namespace is None:
        return name.value if isinstance(name, Known) else "?"
    return name_in(namespace, name)
