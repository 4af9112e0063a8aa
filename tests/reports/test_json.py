"""JSON keeps its published shape and says exactly what was found."""

from __future__ import annotations

import json

import jsonschema
import pytest

from eksnetlint import __version__
from eksnetlint.finding import ClusterSummary
from eksnetlint.reports.fingerprint import fingerprints
from eksnetlint.reports.json import dump, render_json
from eksnetlint.rule import Severity
from eksnetlint.source.text import Source
from eksnetlint.values import Reason


@pytest.fixture
def validator(schemas):
    schema = json.loads((schemas / "findings.schema.json").read_text("utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


def test_the_schema_takes_an_empty_report(make, validator):
    document = json.loads(render_json(make.report()))
    validator.validate(document)
    assert document["findings"] == document["open"] == []
    assert document["tool"] == {"name": "eksnetlint", "version": __version__}


def test_a_finding_is_told_whole(make, validator):
    source, other = Source("a b.yaml", '"😀": 1\n'), Source("b.yaml", "x: y\n")
    found = make.finding(
        make.span(source, "1"),
        "Wrong: \x1b\n",
        severity=Severity.ERROR,
        related=(make.related(make.span(other, "y")),),
    )
    document = json.loads(render_json(make.report(found)))
    validator.validate(document)
    assert document["findings"] == [
        {
            "rule": "windows-dsr-not-enabled",
            "severity": "error",
            "confidence": "high",
            "verdict": "fail",
            "message": "Wrong: \x1b\n",
            "path": "a b.yaml",
            "region": {"start_line": 1, "start_column": 6, "end_line": 1, "end_column": 7},
            "related": [
                {
                    "path": "b.yaml",
                    "region": {"start_line": 1, "start_column": 4, "end_line": 1, "end_column": 5},
                    "message": "it is here",
                }
            ],
            "fingerprint": fingerprints([found])[0],
            "fix": "Use an AMI that enables it.",
        }
    ]


def test_open_verdicts_say_why_and_what_to_declare(make, validator):
    source = Source("a.yaml", "a: 1\nb: 2\n")
    verdicts = (
        make.open(make.span(source, "1")),
        make.open(make.span(source, "2"), reason=Reason("nobody knows")),
    )
    document = json.loads(render_json(make.report(open=verdicts)))
    validator.validate(document)
    assert [entry["verdict"] for entry in document["open"]] == ["open", "open"]
    assert [entry["reason"] for entry in document["open"]] == [
        {
            "text": "which engine enforces policies is not in these files",
            "declare": "network_policy_engine",
        },
        {"text": "nobody knows", "declare": None},
    ]


def test_fingerprints_are_unique_over_findings_and_open_verdicts(make):
    source = Source("a.yaml", "a: 1\n")
    key, value = make.span(source, "a"), make.span(source, "1")
    report = make.report(make.finding(key), make.finding(value), open=(make.open(key),))
    document = json.loads(render_json(report))
    entries = [*document["findings"], *document["open"]]
    assert len({entry["fingerprint"] for entry in entries}) == 3


def test_the_summary_counts(make, validator):
    source = Source("a.yaml", "a: 1\n")
    key = make.span(source, "a")
    report = make.report(
        make.finding(key),
        make.finding(key, severity=Severity.NOTE),
        make.finding(key, severity=Severity.NOTE),
        open=(make.open(key),),
        suppressed=3,
        files_read=5,
        skipped={"too large": 1, "not relevant": 2},
        clusters=(ClusterSummary("prod", {"node group": 2}, ("a.yaml",), "same file"),),
        undecided=4,
    )
    document = json.loads(render_json(report))
    validator.validate(document)
    assert document["summary"] == {
        "severities": {"error": 0, "warning": 1, "note": 2},
        "open": 1,
        "undecided": 4,
        "suppressed": 3,
        "files_read": 5,
        "skipped": {"not relevant": 2, "too large": 1},
        "clusters": [
            {
                "title": "prod",
                "counts": {"node group": 2},
                "paths": ["a.yaml"],
                "join": "same file",
            }
        ],
    }


def test_the_schema_is_strict(make, validator):
    document = json.loads(render_json(make.report()))
    assert not validator.is_valid({**document, "more": 1})
    assert not validator.is_valid({**document, "schema_version": 2})


def test_every_text_can_be_written_and_read_back():
    document = {"path": "latin-\udce9", "message": "##[error]é😀\u2028", "line": "a\\"}
    text = dump(document)
    assert json.loads(text.encode("utf-8")) == document
    assert "##[" not in text
    assert "é😀" in text


def test_the_root_is_not_told(make):
    assert "secret" not in render_json(make.report())
