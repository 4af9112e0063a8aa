"""JSON for scripts; the shape is published in schemas/findings.schema.json."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from eksnetlint import __version__
from eksnetlint.finding import ClusterSummary, Finding, Report
from eksnetlint.reports.fingerprint import fingerprints
from eksnetlint.reports.places import related_places
from eksnetlint.reports.summary import count_severities
from eksnetlint.source.text import Span

SCHEMA_VERSION = 1

# Lone surrogates cannot be written as UTF-8, and GitHub's runner obeys "##[" in what it is shown.
_WRITTEN_AS_NUMBER = re.compile(r"[\ud800-\udfff]|(?<=#)#(?=\[)")


def render_json(report: Report) -> str:
    """The whole report, open verdicts included, as a JSON text with a final newline."""
    names = iter(fingerprints((*report.findings, *report.open)))
    return dump(
        {
            "schema_version": SCHEMA_VERSION,
            "tool": {"name": "eksnetlint", "version": __version__},
            "findings": [_entry(finding, next(names)) for finding in report.findings],
            "open": [_open_entry(finding, next(names)) for finding in report.open],
            "summary": _summary(report),
        }
    )


def dump(document: Mapping[str, object]) -> str:
    """A JSON text that can always be written as UTF-8 and shown in a build log."""
    text = json.dumps(document, ensure_ascii=False, indent=2)
    return _WRITTEN_AS_NUMBER.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def _entry(finding: Finding, fingerprint: str) -> dict[str, object]:
    return {
        "rule": finding.rule.id,
        "severity": finding.severity.value,
        "confidence": finding.confidence.value,
        "verdict": "fail" if finding.reason is None else "open",
        "message": finding.message,
        "path": finding.span.path,
        "region": _region(finding.span),
        "related": [
            {
                "path": related.span.path,
                "region": _region(related.span),
                "message": related.message,
            }
            for related in related_places(finding)
        ],
        "fingerprint": fingerprint,
        "fix": finding.rule.fix_line,
    }


def _open_entry(finding: Finding, fingerprint: str) -> dict[str, object]:
    reason = finding.reason
    told = reason and {"text": reason.text, "declare": reason.declare or None}
    return {**_entry(finding, fingerprint), "reason": told}


def _region(span: Span) -> dict[str, int]:
    first, last = span.first, span.last
    return {
        "start_line": first.line,
        "start_column": first.column,
        "end_line": last.line,
        "end_column": last.column,
    }


def _summary(report: Report) -> dict[str, object]:
    return {
        "severities": {
            severity.value: count for severity, count in count_severities(report.findings).items()
        },
        "open": len(report.open),
        "undecided": report.undecided,
        "suppressed": report.suppressed,
        "files_read": report.files_read,
        "skipped": dict(sorted(report.skipped.items())),
        "clusters": [_cluster(cluster) for cluster in report.clusters],
    }


def _cluster(cluster: ClusterSummary) -> dict[str, object]:
    return {
        "title": cluster.title,
        "counts": dict(sorted(cluster.counts.items())),
        "paths": list(cluster.paths),
        "join": cluster.join,
    }
