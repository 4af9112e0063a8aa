"""Rules as JSON, for other programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from eksnetlint.rule import AnyOf, Predicate, Rule


def rules_as_json(rules: Sequence[Rule]) -> str:
    """A list of objects with what distinguishes rules, in their order."""
    return _written([summary_of(rule) for rule in rules])


def rule_as_json(rule: Rule) -> str:
    """All that a rule document says."""
    record = summary_of(rule) | {
        "subject": rule.subject,
        "when": _lines(rule.when),
        "require": _lines(rule.require),
        "message": rule.message,
        "why": rule.why,
        "fix": rule.fix,
        "false_positives": rule.false_positives,
        "references": [
            {"title": item.title, "url": item.url, "says": item.says} for item in rule.references
        ],
        "examples": [
            {"format": item.format, "kind": item.kind.value, "files": dict(item.files)}
            for item in rule.examples
        ],
    }
    return _written(record)


def summary_of(rule: Rule) -> dict[str, Any]:
    """Id, title, severities (the general one first), confidence, tags, formats, versions."""
    return {
        "id": rule.id,
        "title": rule.title,
        "severities": list(rule.severity_words),
        "confidence": rule.confidence.value,
        "tags": list(rule.tags),
        "formats": list(rule.formats),
        "pedantic": rule.pedantic,
        "security_severity": rule.security_severity,
        "since": rule.since,
        "as_of": rule.as_of,
        "versions": dict(rule.versions),
        "fix": rule.fix_line,
    }


def _lines(predicate: Predicate) -> list[Any]:
    return [
        {"any_of": [_lines(item) for item in term.alternatives]}
        if isinstance(term, AnyOf)
        else term.text
        for term in predicate.terms
    ]


def _written(record: object) -> str:
    return json.dumps(record, indent=2, ensure_ascii=False) + "\n"
