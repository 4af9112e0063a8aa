"""Fargate profiles: which pods run on Fargate instead of on a node."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from eksnetlint.model.labels import Labels
from eksnetlint.model.workload import Workload
from eksnetlint.source.text import Span
from eksnetlint.values import Known, Unknown, Value, conjunction, disjunction, lift


@dataclass(frozen=True, slots=True)
class FargateSelector:
    """Pods of a namespace that have all of some labels; ``*`` and ``?`` are wildcards."""

    namespace: Value[str]
    labels: Mapping[str, Value[str]]


@dataclass(frozen=True, slots=True, eq=False)
class FargateProfile:
    """A Fargate profile. A pod that one of its selectors matches runs on Fargate."""

    span: Span
    name: Value[str]
    selectors: tuple[FargateSelector, ...]

    def takes(self, workload: Workload) -> Value[bool]:
        """Whether a workload's pods run on Fargate because of it."""
        return disjunction(_matches(selector, workload) for selector in self.selectors)


def _matches(selector: FargateSelector, workload: Workload) -> Value[bool]:
    answers = [_like(selector.namespace, workload.namespace)]
    answers += [_has(workload.labels, key, pattern) for key, pattern in selector.labels.items()]
    return conjunction(answers)


def _like(pattern: Value[str], text: Value[str]) -> Value[bool]:
    return lift(lambda a, b: fnmatchcase(b, a), pattern, text)


def _has(labels: Labels, key: str, pattern: Value[str]) -> Value[bool]:
    """Whether a label is there; its key may have wildcards too."""
    named = [value for name, value in labels.items.items() if fnmatchcase(name, key)]
    found = [_like(pattern, value) for value in named]
    answer = disjunction(found)
    if isinstance(answer, Known) and not answer.value and labels.open_because:
        return Unknown(labels.open_because)
    return answer
