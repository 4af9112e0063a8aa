"""One line a finding, for grep, editors and problem matchers."""

from __future__ import annotations

from eksnetlint.finding import Finding, Report
from eksnetlint.reports.visible import visible


def render_concise(report: Report, *, show_open: bool = False) -> str:
    """``path:line:column: level: message [rule]`` for each finding; columns are code points."""
    shown = (*report.findings, *report.open) if show_open else report.findings
    return "".join(f"{_line(finding)}\n" for finding in shown)


def _line(finding: Finding) -> str:
    level, message = finding.severity.value, finding.message.strip()
    if finding.reason is not None:
        level, message = "open", f"{message} ({finding.reason})"
    place = visible(str(finding.span))
    # A line that begins with "::" is a command to the runner of GitHub Actions.
    if place.lstrip().startswith("::"):
        place = f"./{place}"
    return f"{place}: {level}: {visible(message)} [{finding.rule.id}]"
