"""What a pod asks of the node it runs on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

from eksnetlint.model.labels import Labels
from eksnetlint.model.taints import Tolerations
from eksnetlint.source.text import Span
from eksnetlint.values import (
    DECLARED,
    Known,
    Origin,
    Reason,
    Unknown,
    Value,
    conjunction,
    disjunction,
    is_known,
    lift,
    negation,
)

_CURRENT: Value[str] = Known("v1")
_BY_FIELD = Reason("a pod asks for nodes by a field of the node, which is not in these files")

# The labels of a node that concern one key: what the label may be, each a possibility of its own.
LabelsOf: TypeAlias = Callable[[str], tuple[Labels, ...]]


class NodeOperator(Enum):
    """How a requirement compares a node's label (NodeSelectorRequirement, Kubernetes API).

    Gte and Lte are Karpenter's (Karpenter documentation, "NodePools", spec.requirements).
    """

    IN = "In"
    NOT_IN = "NotIn"
    EXISTS = "Exists"
    DOES_NOT_EXIST = "DoesNotExist"
    GT = "Gt"
    LT = "Lt"
    GTE = "Gte"
    LTE = "Lte"


_ORDER: dict[NodeOperator, Callable[[int, int], bool]] = {
    NodeOperator.GT: lambda mine, bound: mine > bound,
    NodeOperator.LT: lambda mine, bound: mine < bound,
    NodeOperator.GTE: lambda mine, bound: mine >= bound,
    NodeOperator.LTE: lambda mine, bound: mine <= bound,
}


@dataclass(frozen=True, slots=True)
class NodeRequirement:
    """One condition on one label of a node. NotIn also holds where the label is missing.

    ``origin`` is where the label's value is asked for, ``key_origin`` where the label is named.
    """

    key: str
    operator: Value[NodeOperator]
    values: tuple[Value[str], ...] = ()
    origin: Origin = DECLARED
    key_origin: Origin = DECLARED

    def holds(self, labels: Labels) -> Value[bool]:
        if isinstance(self.operator, Unknown):
            return self.operator
        operator = self.operator.value
        if operator in _ORDER:
            return self._in_order(_ORDER[operator], labels)
        if operator in (NodeOperator.EXISTS, NodeOperator.DOES_NOT_EXIST):
            there = labels.has(self.key)
            return there if operator is NodeOperator.EXISTS else negation(there)
        within = labels.is_one_of(self.key, self.values)
        return within if operator is NodeOperator.IN else negation(within)

    def _in_order(self, compare: Callable[[int, int], bool], labels: Labels) -> Value[bool]:
        # Only whole numbers are compared; with any other text the node does not fit.
        if self.key not in labels.items:
            return labels.has(self.key)
        if len(self.values) != 1:
            return Known(False)
        return lift(
            lambda mine, bound: _whole(mine, bound) and compare(int(mine), int(bound)),
            labels.items[self.key],
            self.values[0],
        )


def _whole(*texts: str) -> bool:
    # No label is longer; Python refuses to read numbers of thousands of digits.
    return all(len(text) < 64 and text.removeprefix("-").isdecimal() for text in texts)


@dataclass(frozen=True, slots=True)
class NodeTerm:
    """Requirements that must all hold; with none of them no node fits.

    ``unreadable`` says why a part of the term cannot be seen.
    """

    requirements: tuple[NodeRequirement, ...] = ()
    unreadable: Unknown | None = None

    @property
    def is_empty(self) -> bool:
        """Null and empty terms match nothing (NodeSelectorTerm, Kubernetes API)."""
        return not self.requirements and self.unreadable is None

    def holds(self, labels_of: LabelsOf) -> Value[bool]:
        if self.is_empty:
            return Known(False)
        result = conjunction(
            disjunction(requirement.holds(labels) for labels in labels_of(requirement.key))
            for requirement in self.requirements
        )
        if self.unreadable and is_known(result, True):
            return self.unreadable
        return result


@dataclass(frozen=True, slots=True)
class NodeAffinity:
    """Terms of which one must hold."""

    terms: tuple[NodeTerm, ...] = ()
    unreadable: Unknown | None = None

    def holds(self, labels_of: LabelsOf) -> Value[bool]:
        result = disjunction(term.holds(labels_of) for term in self.terms)
        return self.unreadable if self.unreadable and is_known(result, False) else result


@dataclass(frozen=True, slots=True, eq=False)
class RuntimeClass:
    """A RuntimeClass; what it asks of nodes is added to the pods that name it.

    ``version`` is that of its API group, such as v1.
    """

    span: Span
    name: Value[str]
    handler: Value[str]
    node_selector: Labels
    tolerations: Tolerations
    version: Value[str] = _CURRENT

    @property
    def title(self) -> str:
        return f"RuntimeClass '{self.name.value if isinstance(self.name, Known) else '?'}'"


@dataclass(frozen=True, slots=True)
class Scheduling:
    """What a pod template says about nodes; ``place`` is the template's pod spec.

    ``selector_place`` is its nodeSelector. Of what only Windows pods have there is the place:
    windowsOptions, and an image that no Linux node can run. ``handler`` is that of its
    RuntimeClass, once that is found.
    """

    place: Origin = DECLARED
    node_selector: Labels = field(default_factory=Labels)
    selector_place: Origin = DECLARED
    required: NodeAffinity | None = None
    preferred: tuple[NodeTerm, ...] = ()
    tolerations: Tolerations = field(default_factory=Tolerations)
    os_name: Value[str] | None = None
    runtime_class: Value[str] | None = None
    node_name: Value[str] | None = None
    windows_options: Origin | None = None
    windows_image: Origin | None = None
    handler: Value[str] | None = None

    @property
    def selector_requirements(self) -> tuple[NodeRequirement, ...]:
        """The nodeSelector as requirements."""
        within: Value[NodeOperator] = Known(NodeOperator.IN)
        return tuple(
            NodeRequirement(key, within, (value,), value.origin, value.origin)
            for key, value in self.node_selector.items.items()
        )

    @property
    def asks_for_labels(self) -> bool:
        return bool(self.node_selector.items or self.required)

    @property
    def asked(self) -> object:
        """The labels asked for, without the places where that is written."""
        terms = self.required.terms if self.required else ()
        required = tuple(_unplaced(term.requirements, term.unreadable) for term in terms)
        own = _unplaced(self.selector_requirements, self.node_selector.open_because)
        return own, required, self.required and self.required.unreadable

    def fits(self, labels_of: LabelsOf) -> Value[bool]:
        """Whether a node with these labels satisfies nodeSelector and required affinity."""
        hidden = self.node_selector.open_because
        answers: list[Value[bool]] = [
            disjunction(item.holds(labels) for labels in labels_of(item.key))
            for item in self.selector_requirements
        ]
        if self.required is not None:
            answers.append(self.required.holds(labels_of))
        result = conjunction(answers)
        if hidden and is_known(result, True):
            return Unknown(hidden, self.selector_place)
        return result


def _unplaced(requirements: tuple[NodeRequirement, ...], unreadable: object) -> object:
    parts = tuple(
        (item.key, _shown(item.operator), *map(_shown, item.values)) for item in requirements
    )
    return parts, unreadable


def _shown(value: Value[object]) -> object:
    return value.value if isinstance(value, Known) else value


def by_field(origin: Origin) -> Unknown:
    """Why a term with ``matchFields`` cannot be decided."""
    return Unknown(_BY_FIELD, origin)
