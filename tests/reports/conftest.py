"""Small reports over real texts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eksnetlint.finding import Finding, Related, Report
from eksnetlint.rule import Confidence, Reference, Rule, Severity
from eksnetlint.source.text import Source, Span
from eksnetlint.values import Reason

RULE = Rule(
    id="windows-dsr-not-enabled",
    title="Direct server return is off",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    tags=("kube-proxy",),
    subject="node_group",
    message="",
    why="Without it, answers go\nthrough the node.",
    fix="Use an AMI that enables it.\nFor example:\n\n    amiFamily: X\n",
    false_positives="You measured it.",
    references=(
        Reference("Windows [on] EKS", "https://docs.aws.amazon.com/eks/windows.html", "It is so."),
    ),
    since="0.1.0",
    as_of="2026-03-20",
    path=Path("rules/windows-dsr-not-enabled.yaml"),
)
REASON = Reason("which engine enforces policies is not in these files", "network_policy_engine")


class Maker:
    """Builds reports, with defaults for all a test does not care about."""

    def rule(self, rule_id: str = RULE.id, **changes: Any) -> Rule:
        return replace(RULE, id=rule_id, **changes)

    def span(self, source: Source, text: str) -> Span:
        start = source.text.index(text)
        return source.place(start, start + len(text))

    def finding(self, span: Span, message: str = "It is wrong.", **changes: Any) -> Finding:
        rule = changes.pop("rule", RULE)
        fields = {"severity": rule.severity, "confidence": rule.confidence, **changes}
        return Finding(rule=rule, message=message, span=span, **fields)

    def open(self, span: Span, reason: Reason = REASON, **changes: Any) -> Finding:
        return self.finding(span, reason=reason, **changes)

    def related(self, span: Span, message: str = "it is here") -> Related:
        return Related(span, message)

    def step(self, span: Span, message: str = "passed on here") -> Related:
        return Related(span, message, is_step=True)

    def report(self, *findings: Finding, **changes: Any) -> Report:
        fields: dict[str, Any] = {"open": (), "rules": (RULE,), "files_read": 1, **changes}
        return Report(root=Path("/somewhere/secret"), findings=findings, **fields)


@pytest.fixture(scope="session")
def make() -> Maker:
    return Maker()


@pytest.fixture(scope="session")
def schemas() -> Path:
    return Path(__file__).parents[2] / "schemas"
