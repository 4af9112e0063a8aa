"""SARIF 2.1.0, as GitHub code scanning and the editors' viewers read it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from eksnetlint import __version__
from eksnetlint.finding import Finding, Related, Report
from eksnetlint.reports.fingerprint import line_hash
from eksnetlint.reports.json import dump
from eksnetlint.reports.places import related_places, relative_uri, utf16_region
from eksnetlint.reports.sarif_rules import rule_descriptor
from eksnetlint.reports.visible import as_sentence, visible
from eksnetlint.source.text import Span

# GitHub keeps 5,000 results of a run and 100 locations of a result.
MOST_RESULTS = 5_000
_MOST_RELATED = 100
_LONGEST_SNIPPET = 2_000

UNPARSABLE = "unparsable-file"
# What is told beside the results: a short description, and what to do about it.
_NOTIFICATIONS = {
    UNPARSABLE: (
        "A file could not be parsed.",
        "Nothing in this file was checked. Correct it, or exclude it from the scan.",
    ),
    "results-capped": (
        "More was found than a run may hold.",
        "The mildest results are left out. Mend what is listed, then scan again.",
    ),
    "results-outside-root": (
        "Something was found in files outside the repository.",
        "Readers of SARIF cannot show such files. Scan them with the root they belong to.",
    ),
}


def render_sarif(report: Report, *, include_open: bool = False) -> str:
    """One run with all rules and the findings; open verdicts only where asked for.

    Places outside the root cannot be shown by SARIF's readers and are left out with a notice.
    """
    found = sorted((*report.findings, *(report.open if include_open else ())), key=_order)
    inside = [finding for finding in found if relative_uri(finding.span.path) is not None]
    told = sorted(sorted(inside, key=_badness)[:MOST_RESULTS], key=_order)
    rules = {rule.id: rule for rule in (*report.rules, *(finding.rule for finding in found))}
    index = {rule_id: number for number, rule_id in enumerate(sorted(rules))}
    notes = [_unparsable(finding) for finding in inside if finding.rule.id == UNPARSABLE]
    notes += _left_out(len(found) - len(inside), len(inside) - len(told))
    run = {
        "tool": {"driver": _driver([rule_descriptor(rules[rule_id]) for rule_id in index])},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notes}],
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The repository's root."}}},
        "columnKind": "utf16CodeUnits",
        "results": [_result(finding, index[finding.rule.id]) for finding in told],
    }
    return dump(
        {
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [run],
        }
    )


def semantic_version(version: str) -> str:
    """A PEP 440 version as SemVer: 0.2.0rc1 becomes 0.2.0-rc.1, 0.2.0.dev3 becomes 0.2.0-dev.3."""
    return re.sub(r"\.?(a|b|rc|dev)(\d+)", r"-\1.\2", version, count=1)


def _order(finding: Finding) -> tuple[str, int, int, str, str]:
    return finding.order


def _badness(finding: Finding) -> tuple[bool, int]:
    return (finding.reason is not None, finding.severity.rank)


def _driver(rules: Sequence[dict[str, object]]) -> dict[str, object]:
    return {
        "name": "eksnetlint",
        "version": __version__,
        "semanticVersion": semantic_version(__version__),
        "informationUri": "https://github.com/eksnetlint/eksnetlint",
        "rules": rules,
        "notifications": [
            {
                "id": name,
                "shortDescription": {"text": short},
                "fullDescription": {"text": f"{short} {advice}"},
                "help": {"text": advice},
            }
            for name, (short, advice) in _NOTIFICATIONS.items()
        ],
    }


def _result(finding: Finding, rule_index: int) -> dict[str, object]:
    related = _linked(finding)
    result: dict[str, object] = {"ruleId": finding.rule.id, "ruleIndex": rule_index}
    properties = {"confidence": finding.confidence.value}
    if finding.reason is None:
        result["level"] = finding.severity.value
    else:
        # SARIF 3.27.10: what is not a failure has no level.
        result |= {"kind": "open", "level": "none"}
        properties["severity"] = finding.severity.value
    result["message"] = {"text": _message(finding, related)}
    result["locations"] = [_location(finding.span)]
    if related:
        result["relatedLocations"] = [
            {"id": number, **_location(place.span), "message": {"text": _label(place)}}
            for number, place in enumerate(related, 1)
        ]
    result["partialFingerprints"] = {"primaryLocationLineHash": line_hash(finding.span)}
    return {**result, "properties": properties}


def _linked(finding: Finding) -> list[Related]:
    inside = (place for place in related_places(finding) if relative_uri(place.span.path))
    return list(inside)[:_MOST_RELATED]


def _message(finding: Finding, related: Iterable[Related]) -> str:
    """The message, and links to the related locations by their ids."""
    text = as_sentence(visible(finding.message.strip()))
    if finding.reason is not None:
        text += f" Undecided: {as_sentence(visible(str(finding.reason)))}"
    # "](" would make a link of what a scanned file says.
    text = text.replace("](", r"]\(")
    links = [
        re.sub(r"([\\\[\]])", r"\\\1", _label(place)).join(("[", f"]({number})"))
        for number, place in enumerate(related, 1)
    ]
    return f"{text} Related: {', '.join(links)}." if links else text


def _label(related: Related) -> str:
    return visible(related.message.strip() or str(related.span))


def _location(span: Span) -> dict[str, object]:
    region: dict[str, object] = {**utf16_region(span)}
    if 0 < span.end - span.start <= _LONGEST_SNIPPET:
        region["snippet"] = {"text": span.text}
    place = {"uri": relative_uri(span.path), "uriBaseId": "%SRCROOT%"}
    return {"physicalLocation": {"artifactLocation": place, "region": region}}


def _unparsable(finding: Finding) -> dict[str, object]:
    note = _notification(UNPARSABLE, as_sentence(visible(finding.message)))
    return {**note, "locations": [_location(finding.span)]}


def _left_out(outside: int, over: int) -> list[dict[str, object]]:
    notes = []
    if outside:
        text = f"{outside} of the results are in files outside the repository and left out."
        notes.append(_notification("results-outside-root", text))
    if over:
        text = f"Only the {MOST_RESULTS} worst results are listed; {over} more were found."
        notes.append(_notification("results-capped", text))
    return notes


def _notification(name: str, text: str) -> dict[str, object]:
    """A notice of level warning: an error would say that the run failed (SARIF 3.20.21)."""
    index = list(_NOTIFICATIONS).index(name)
    return {
        "descriptor": {"id": name, "index": index},
        "level": "warning",
        "message": {"text": text.replace("](", r"]\(")},
    }
