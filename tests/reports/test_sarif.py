"""SARIF keeps our profile and the promises no schema can state."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest

from eksnetlint import __version__
from eksnetlint.reports.fingerprint import line_hashes
from eksnetlint.reports.sarif import MOST_RESULTS, render_sarif, semantic_version
from eksnetlint.rule import Confidence, Severity
from eksnetlint.rulebook import load_rules
from eksnetlint.source.text import Source

LINK = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]\((\d+)\)")


@pytest.fixture
def validator(schemas):
    schema = json.loads((schemas / "sarif-profile.schema.json").read_text("utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


@pytest.fixture
def write(validator):
    """Renders a report, checks the log against the profile and within itself, gives its run."""

    def write(report, **options):
        log = json.loads(render_sarif(report, **options))
        validator.validate(log)
        run = log["runs"][0]
        check_references(run)
        return run

    return write


def check_references(run: Any) -> None:
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == sorted(set(rules))
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        links = [int(number) for _, number in LINK.findall(result["message"]["text"])]
        assert links == [place["id"] for place in result.get("relatedLocations", [])]
    known = [note["id"] for note in run["tool"]["driver"]["notifications"]]
    for note in run["invocations"][0]["toolExecutionNotifications"]:
        assert known[note["descriptor"]["index"]] == note["descriptor"]["id"]


def test_a_run_without_findings_lists_all_rules(make, write):
    run = write(make.report(rules=(make.rule("b-rule"), make.rule("a-rule"))))
    assert run["results"] == []
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["a-rule", "b-rule"]
    assert run["tool"]["driver"]["version"] == __version__


def test_a_finding_is_placed_and_named(make, write):
    source = Source("clusters/my cluster.yaml", '"😀": 1\nb: 2\n')
    found = make.finding(make.span(source, "1"), severity=Severity.ERROR, confidence=Confidence.LOW)
    assert write(make.report(found))["results"] == [
        {
            "ruleId": "windows-dsr-not-enabled",
            "ruleIndex": 0,
            "level": "error",
            "message": {"text": "It is wrong."},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {
                            "uri": "clusters/my%20cluster.yaml",
                            "uriBaseId": "%SRCROOT%",
                        },
                        "region": {
                            "startLine": 1,
                            "startColumn": 7,
                            "endLine": 1,
                            "endColumn": 8,
                            "snippet": {"text": "1"},
                        },
                    }
                }
            ],
            "partialFingerprints": {"primaryLocationLineHash": line_hashes(source)[0]},
            "properties": {"confidence": "low"},
        }
    ]


def test_a_rule_is_explained(make, write):
    (rule,) = write(make.report())["tool"]["driver"]["rules"]
    assert rule == {
        "id": "windows-dsr-not-enabled",
        "name": "WindowsDsrNotEnabled",
        "shortDescription": {"text": "Direct server return is off."},
        "fullDescription": {"text": "Without it, answers go through the node."},
        "helpUri": "https://docs.aws.amazon.com/eks/windows.html",
        "help": {
            "text": (
                "Why:\nWithout it, answers go\nthrough the node.\n\n"
                "Fix:\nUse an AMI that enables it.\nFor example:\n\n    amiFamily: X\n\n"
                "When it is right to ignore this:\nYou measured it.\n\n"
                "References:\n- Windows [on] EKS: https://docs.aws.amazon.com/eks/windows.html"
            ),
            "markdown": (
                "# Direct server return is off\n\n"
                "## Why\n\nWithout it, answers go\nthrough the node.\n\n"
                "## Fix\n\nUse an AMI that enables it.\nFor example:\n\n    amiFamily: X\n\n"
                "## When it is right to ignore this\n\nYou measured it.\n\n"
                "## References\n\n"
                "- [Windows \\[on\\] EKS](<https://docs.aws.amazon.com/eks/windows.html>):"
                " It is so.\n"
            ),
        },
        "defaultConfiguration": {"level": "warning"},
        "properties": {
            "tags": ["eks", "windows", "networking", "kube-proxy"],
            "precision": "high",
            "problem.severity": "warning",
        },
    }


def test_the_help_of_a_built_in_rule_begins_with_its_page(make, write):
    (told,) = write(make.report(rules=(load_rules()[0],)))["tool"]["driver"]["rules"]
    page = f"https://github.com/eksnetlint/eksnetlint/blob/main/docs/rules/{told['id']}.md"
    assert told["helpUri"] == page
    assert f"References:\n- This rule with its examples: {page}\n" in told["help"]["text"]
    assert f"- [This rule with its examples](<{page}>)\n" in told["help"]["markdown"]


def test_a_rule_about_protection_has_a_security_severity(make, write):
    rule = make.rule(security_severity="6.5", tags=tuple(f"tag-{n}" for n in range(20)))
    (told,) = write(make.report(rules=(rule,)))["tool"]["driver"]["rules"]
    assert told["properties"]["security-severity"] == "6.5"
    assert "security" in told["properties"]["tags"]
    assert "problem.severity" not in told["properties"]
    assert len(told["properties"]["tags"]) == 10


def test_a_note_is_a_recommendation(make, write):
    rule = make.rule(severity=Severity.NOTE, references=())
    (told,) = write(make.report(rules=(rule,)))["tool"]["driver"]["rules"]
    assert told["properties"]["problem.severity"] == "recommendation"
    assert "helpUri" not in told


@pytest.mark.parametrize(
    ("why", "end"),
    [("One sentence. " * 100, "One sentence."), ("word " * 400, "word…"), ("x" * 2000, "x…")],
)
def test_a_long_description_is_cut(make, write, why, end):
    (told,) = write(make.report(rules=(make.rule(why=why),)))["tool"]["driver"]["rules"]
    text = told["fullDescription"]["text"]
    assert text.endswith(end)
    assert 1000 < len(text) <= 1024


def test_a_rule_that_says_little_is_still_valid(make, write):
    rule = make.rule(why="", fix="", false_positives="", references=(), tags=())
    (told,) = write(make.report(rules=(rule,)))["tool"]["driver"]["rules"]
    assert told["fullDescription"] == told["shortDescription"]
    assert told["help"]["text"] == "Direct server return is off."


def test_related_places_are_linked(make, write):
    source, other = Source("a.yaml", "a: 1\nb: 2\n"), Source("ü.yaml", "c: 3\n")
    here = make.span(source, "1")
    related = (
        make.related(here, "itself"),
        make.related(make.span(source, "2"), "the [old] key \\ value"),
        make.related(make.span(other, "3"), ""),
    )
    (result,) = write(make.report(make.finding(here, "It is wrong", related=related)))["results"]
    assert result["message"]["text"] == (
        r"It is wrong. Related: [the \[old\] key \\ value](1), [ü.yaml:1:4](2)."
    )
    places = result["relatedLocations"]
    assert [place["id"] for place in places] == [1, 2]
    assert places[0]["message"]["text"] == "the [old] key \\ value"
    assert places[1]["physicalLocation"]["artifactLocation"]["uri"] == "%C3%BC.yaml"


def test_the_steps_back_to_where_a_value_was_written_are_related_places(make, write):
    source = Source("a.tf", "a b c d")
    steps = (
        make.step(make.span(source, "b"), "input of module.win"),
        make.step(make.span(source, "c"), "written here"),
    )
    finding = make.finding(make.span(source, "a"), "It is wrong", related=steps)
    (result,) = write(make.report(finding))["results"]
    assert result["message"]["text"] == (
        "It is wrong. Related: [input of module.win](1), [written here](2)."
    )


@pytest.mark.parametrize(
    "message",
    ["a [b](1)", "a]](1)", "[a](1)](2)", r"[a\](1)", r"[a\\](1)", "[x", "[x\\", "[a](https://x)"],
)
def test_content_cannot_make_links(make, write, message):
    source = Source("a.yaml", "a: 1\n")
    related = (make.related(make.span(source, "a"), message),)
    found = make.finding(make.span(source, "1"), message, related=related)
    (result,) = write(make.report(found))["results"]
    text = result["message"]["text"]
    assert [number for _, number in LINK.findall(text)] == ["1"]
    assert "](" not in LINK.sub("", text)


def test_control_characters_are_visible(make, write):
    source = Source("a.yaml", "a: '\x1b[31m'\n")
    found = make.finding(make.span(source, "\x1b[31m"), "is \x1b[31m\0\n::error::x")
    (result,) = write(make.report(found))["results"]
    assert result["message"]["text"] == r"is \x1b[31m\x00\n::error::x."
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region["snippet"]["text"] == "\x1b[31m"


def test_an_empty_or_huge_span_has_no_snippet(make, write):
    source = Source("a.yaml", "a" * 3000)
    spans = (source.place(0, 0), source.place(0, 3000))
    for result in write(make.report(*map(make.finding, spans)))["results"]:
        assert "snippet" not in result["locations"][0]["physicalLocation"]["region"]


def test_open_verdicts_are_told_apart(make, write):
    source = Source("a.yaml", "a: 1\nb: 2\n")
    report = make.report(
        make.finding(make.span(source, "2")), open=(make.open(make.span(source, "1")),)
    )
    assert len(write(report)["results"]) == 1
    told, failed = write(report, include_open=True)["results"]
    assert (told["kind"], told["level"], told["properties"]["severity"]) == (
        "open",
        "none",
        "warning",
    )
    assert told["message"]["text"] == (
        "It is wrong. Undecided: which engine enforces policies is not in these files;"
        " declare `network_policy_engine`."
    )
    assert "kind" not in failed


def test_a_file_that_cannot_be_parsed_is_notified_too(make, write):
    source = Source("a.yaml", "a: [\n")
    rule = make.rule("unparsable-file")
    found = make.finding(make.span(source, "["), "Expected ']'", rule=rule)
    run = write(make.report(found, rules=(rule,)))
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"] == "Expected ']'."
    assert note["locations"] == run["results"][0]["locations"]


def test_at_most_5000_results_are_told_the_worst_first(make, write):
    source = Source("a.yaml", "a\n" * (MOST_RESULTS + 2))
    spans = [source.place(start, start + 1) for start in source.line_starts[:-1]]
    found = [make.finding(span, severity=Severity.NOTE) for span in spans[:-1]]
    found.append(make.finding(spans[-1], severity=Severity.ERROR))
    run = write(make.report(*found))
    results = run["results"]
    assert len(results) == MOST_RESULTS
    assert results[-1]["level"] == "error"
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"] == "Only the 5000 worst results are listed; 2 more were found."


def test_places_outside_the_root_are_left_out_with_a_notice(make, write):
    outside, inside = Source("../a.yaml", "a: 1\n"), Source("a.yaml", "a: 1\n")
    there = make.span(outside, "a")
    report = make.report(
        make.finding(there),
        make.finding(make.span(inside, "a"), related=(make.related(there),)),
    )
    run = write(report)
    (result,) = run["results"]
    assert "relatedLocations" not in result
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["descriptor"]["id"] == "results-outside-root"


def test_standard_input_has_a_uri(make, write):
    found = make.finding(make.span(Source("<stdin>", "a: 1\n"), "1"))
    (result,) = write(make.report(found))["results"]
    place = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place["uri"] == "%3Cstdin%3E"


def test_the_root_is_not_told(make):
    found = make.finding(make.span(Source("a.yaml", "é: 1\n"), "é"))
    text = render_sarif(make.report(found))
    assert "secret" not in text
    assert "é" in text


@pytest.mark.parametrize(
    ("version", "semantic"),
    [
        ("0.2.0", "0.2.0"),
        ("0.2.0rc1", "0.2.0-rc.1"),
        ("1.0.0b2", "1.0.0-b.2"),
        ("0.2.0.dev3", "0.2.0-dev.3"),
    ],
)
def test_the_version_is_semantic(version, semantic):
    assert semantic_version(version) == semantic


MUTATIONS: dict[str, Callable[[Any], object]] = {
    "two runs": lambda log: log["runs"].append(log["runs"][0]),
    "no results": lambda log: log["runs"][0].pop("results"),
    "code point columns": lambda log: log["runs"][0].update(columnKind="unicodeCodePoints"),
    "a root address": lambda log: log["runs"][0]["originalUriBaseIds"]["%SRCROOT%"].update(
        uri="file:///home/"
    ),
    "an unknown level": lambda log: first(log).update(level="critical"),
    "no level for a failure": lambda log: first(log).update(level="none"),
    "no message": lambda log: first(log)["message"].update(text=""),
    "no rule index": lambda log: first(log).pop("ruleIndex"),
    "two locations": lambda log: first(log)["locations"].append(first(log)["locations"][0]),
    "no fingerprint": lambda log: first(log)["partialFingerprints"].clear(),
    "a fingerprint without its count": lambda log: first(log)["partialFingerprints"].update(
        primaryLocationLineHash="abc"
    ),
    "no column": lambda log: region(log).pop("endColumn"),
    "line 0": lambda log: region(log).update(startLine=0),
    "an absolute path": lambda log: artifact(log).update(uri="/a.yaml"),
    "a scheme": lambda log: artifact(log).update(uri="file:a.yaml"),
    "a space": lambda log: artifact(log).update(uri="a b.yaml"),
    "a backslash": lambda log: artifact(log).update(uri="a\\b.yaml"),
    "a way up": lambda log: artifact(log).update(uri="a/../b.yaml"),
    "a dot": lambda log: artifact(log).update(uri="./a.yaml"),
    "no base": lambda log: artifact(log).pop("uriBaseId"),
    "a failed run": lambda log: log["runs"][0]["invocations"][0].update(executionSuccessful=False),
    "a description too long": lambda log: rule(log)["fullDescription"].update(text="x" * 1025),
    "no help": lambda log: rule(log)["help"].update(text=""),
    "a numeric severity": lambda log: rule(log)["properties"].update({"security-severity": 6.5}),
    "too many tags": lambda log: rule(log)["properties"].update(tags=[str(n) for n in range(11)]),
}


def first(log: Any) -> Any:
    return log["runs"][0]["results"][0]


def artifact(log: Any) -> Any:
    return first(log)["locations"][0]["physicalLocation"]["artifactLocation"]


def region(log: Any) -> Any:
    return first(log)["locations"][0]["physicalLocation"]["region"]


def rule(log: Any) -> Any:
    return log["runs"][0]["tool"]["driver"]["rules"][0]


@pytest.mark.parametrize("mutate", MUTATIONS.values(), ids=MUTATIONS)
def test_the_profile_refuses(make, validator, mutate):
    found = make.finding(make.span(Source("a.yaml", "a: 1\n"), "1"))
    log = json.loads(render_sarif(make.report(found)))
    assert validator.is_valid(log)
    mutate(log)
    assert not validator.is_valid(log)
