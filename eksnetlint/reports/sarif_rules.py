"""Rules as SARIF tells them: what GitHub shows beside an alert."""

from __future__ import annotations

import re

from eksnetlint.reports.rule_address import page_address
from eksnetlint.reports.visible import as_sentence
from eksnetlint.rule import Reference, Rule, Severity

_TAGS = ("eks", "windows", "networking")
_MOST_TAGS = 10
_LONGEST_DESCRIPTION = 1024
_PROBLEM_SEVERITY = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "recommendation",
}


def rule_descriptor(rule: Rule) -> dict[str, object]:
    """A rule as a SARIF reportingDescriptor."""
    title = as_sentence(_fold(rule.title))
    why = as_sentence(_fold(rule.why) or title)
    links = _links(rule)
    link = {"helpUri": links[0].url} if links else {}
    return {
        "id": rule.id,
        "name": rule.name,
        "shortDescription": {"text": _cut(title)},
        "fullDescription": {"text": _cut(why)},
        **link,
        "help": {"text": _help_text(rule), "markdown": _help_markdown(rule)},
        "defaultConfiguration": {"level": rule.severity.value},
        "properties": _properties(rule),
    }


def _properties(rule: Rule) -> dict[str, object]:
    """GitHub's property names; a security-severity makes the alert one about protection."""
    tags = [*_TAGS, *rule.tags]
    severity = {"problem.severity": _PROBLEM_SEVERITY[rule.severity]}
    if rule.security_severity is not None:
        tags.insert(0, "security")
        severity = {"security-severity": rule.security_severity}
    return {
        "tags": list(dict.fromkeys(tags))[:_MOST_TAGS],
        "precision": rule.confidence.value,
        **severity,
    }


def _sections(rule: Rule) -> list[tuple[str, str]]:
    sections = [
        ("Why", rule.why),
        ("Fix", rule.fix),
        ("When it is right to ignore this", rule.false_positives),
    ]
    return [(heading, body.strip()) for heading, body in sections if body.strip()]


def _links(rule: Rule) -> list[Reference]:
    """The rule's own page, where there is one, and its sources."""
    page = page_address(rule)
    own = [Reference("This rule with its examples", page, "")] if page else []
    return [*own, *rule.references]


def _help_text(rule: Rule) -> str:
    parts = [f"{heading}:\n{body}" for heading, body in _sections(rule)]
    lines = [f"- {reference.title}: {reference.url}" for reference in _links(rule)]
    if lines:
        parts.append("\n".join(["References:", *lines]))
    return "\n\n".join(parts) or as_sentence(_fold(rule.title))


def _help_markdown(rule: Rule) -> str:
    parts = [f"# {_fold(rule.title)}"]
    parts += [f"## {heading}\n\n{body}" for heading, body in _sections(rule)]
    if links := _links(rule):
        parts.append("\n".join(["## References\n", *map(_markdown_reference, links)]))
    return "\n\n".join(parts) + "\n"


def _markdown_reference(reference: Reference) -> str:
    title = re.sub(r"([\\\[\]])", r"\\\1", _fold(reference.title))
    says = f": {_fold(reference.says)}" if reference.says else ""
    return f"- [{title}](<{reference.url}>){says}"


def _fold(text: str) -> str:
    return " ".join(text.split())


def _cut(text: str) -> str:
    """The text, or as many whole sentences of it as SARIF readers allow."""
    if len(text) <= _LONGEST_DESCRIPTION:
        return text
    head = text[: _LONGEST_DESCRIPTION - 1]
    end = head.rfind(". ")
    return head[: end + 1] if end > 0 else f"{head.rpartition(' ')[0] or head}…"
