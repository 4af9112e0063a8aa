"""What a scan has to say: findings, open verdicts, and an account of what was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from eksnetlint.rule import Confidence, Rule, Severity
from eksnetlint.source.text import Span
from eksnetlint.values import Reason


@dataclass(frozen=True, slots=True)
class Related:
    """A further place that belongs to a finding.

    ``is_step``: what the finding points at came through there, or was written there.
    """

    span: Span
    message: str
    is_step: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One verdict of one rule at one place.

    ``reason`` is None where the rule failed; an open verdict says there why it cannot be decided.
    """

    rule: Rule
    severity: Severity
    confidence: Confidence
    message: str
    span: Span
    related: tuple[Related, ...] = ()
    reason: Reason | None = None

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        return (*self.span.order, self.rule.id, self.message)


@dataclass(frozen=True, slots=True)
class ClusterSummary:
    """A recognised cluster and what belongs to it: counts by kind of object, and its files.

    ``is_declared`` is false for manifests whose cluster no file declares.
    """

    title: str
    counts: Mapping[str, int]
    paths: tuple[str, ...]
    join: str
    is_declared: bool = True


@dataclass(frozen=True, slots=True)
class Report:
    """The result of a scan, in the order it is told: findings and open verdicts are sorted.

    ``skipped`` counts files by the reason they were not read; ``undecided`` counts rules whose
    condition could not be decided; ``notes`` are sentences on what was not rendered.
    """

    root: Path
    findings: tuple[Finding, ...]
    open: tuple[Finding, ...]
    rules: tuple[Rule, ...]
    suppressed: int = 0
    files_read: int = 0
    skipped: Mapping[str, int] = field(default_factory=dict)
    clusters: tuple[ClusterSummary, ...] = ()
    undecided: int = 0
    notes: tuple[str, ...] = ()
