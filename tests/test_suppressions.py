"""Ignore comments: what they take away, and what is said about wrong and useless ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from eksnetlint.choice import choose
from eksnetlint.finding import Finding, Report
from eksnetlint.rulebook import load_rules
from eksnetlint.scan import Settings, scan

HOST = "windows-host-network-without-host-process"
DSR = "windows-dsr-not-enabled"
PODS = "windows-max-pods-exceed-addresses"
ABOUT_COMMENTS = {"unknown-suppression", "unused-suppression"}

CLUSTER = """\
apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata: {name: shop, region: eu-west-1}
managedNodeGroups:
  - {name: linux}
nodeGroups:
  - name: windows
    amiFamily: WindowsServer%s%s
    instanceType: m5.large
    maxPodsPerNode: 200
"""
POD = """\
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  nodeSelector: {kubernetes.io/os: windows}
  containers: [{name: a, image: b}]
%s
"""
HOSTED = "  hostNetwork: true"


@pytest.fixture
def report(tmp_path, monkeypatch):
    """Scan texts, each in a file of its own."""
    monkeypatch.chdir(tmp_path)

    def run(*texts: str, select: tuple[str, ...] = (), ignore: tuple[str, ...] = ()) -> Report:
        for number, text in enumerate(texts):
            (tmp_path / f"{number}.yaml").write_text(text)
        rules = load_rules()
        chosen = choose(rules, select, ignore, pedantic=False)
        return scan(Settings((Path(),), rules, chosen))

    return run


def names(findings: tuple[Finding, ...]) -> list[str]:
    """The rules of findings, without the note about Windows pods that no policy selects."""
    return [found.rule.id for found in findings]


def about_comments(report: Report) -> list[tuple[str, str]]:
    return [
        (found.rule.id, found.span.text)
        for found in report.findings
        if found.rule.id in ABOUT_COMMENTS
    ]


def test_without_a_comment_there_is_a_finding(report):
    found = report(POD % HOSTED)
    assert names(found.findings) == [HOST]
    assert found.suppressed == 0


@pytest.mark.parametrize(
    "lines",
    [
        f"  hostNetwork: true # eksnetlint: ignore[{HOST}]",
        f"  hostNetwork: true   #eksnetlint: ignore[{HOST}] it is measured",
        f"  hostNetwork: true # eksnetlint:ignore[ {HOST} ]",
        f"  hostNetwork: true # eksnetlint: ignore [{HOST}] a reason",
        f"  # eksnetlint: ignore[{HOST}] a reason\n  hostNetwork: true",
        f"# eksnetlint: ignore[{HOST}]\n  hostNetwork: true",
        f"  # eksnetlint: ignore[{HOST}]\n  # and why: it is measured\n\n  hostNetwork: true",
        f"  hostNetwork: true # eksnetlint: ignore[{DSR}, {HOST}]",
        f"  hostNetwork: true # eksnetlint: ignore[{HOST},{HOST}]",
    ],
)
def test_a_comment_takes_a_finding_away(report, lines):
    found = report(POD % lines)
    assert HOST not in names(found.findings)
    assert found.suppressed == 1


def test_line_ends_of_windows_make_no_difference(report):
    for lines in (
        f"{HOSTED} # eksnetlint: ignore[{HOST}]",
        f"# eksnetlint: ignore[{HOST}]\n{HOSTED}",
    ):
        assert report((POD % lines).replace("\n", "\r\n")).findings == ()


@pytest.mark.parametrize(
    "lines",
    [
        f"{HOSTED}\n  # eksnetlint: ignore[{HOST}]",
        f"  # eksnetlint: ignore[{HOST}]\n  dnsPolicy: Default\n{HOSTED}",
        f"  dnsPolicy: Default # eksnetlint: ignore[{HOST}]\n{HOSTED}",
        f"{HOSTED} # eksnetlint: ignore[{DSR}]",
    ],
)
def test_a_comment_elsewhere_or_about_another_rule_does_not(report, lines):
    found = report(POD % lines)
    assert HOST in names(found.findings)
    assert found.suppressed == 0


@pytest.mark.parametrize(
    "lines",
    [
        f'{HOSTED}\n  schedulerName: "# eksnetlint: ignore[{HOST}]"',
        f"  schedulerName: ' # eksnetlint: ignore[{HOST}]'\n{HOSTED}",
        f"  schedulerName: |\n    # eksnetlint: ignore[{HOST}]\n{HOSTED}",
        f"  schedulerName: >-\n    text\n    # eksnetlint: ignore[{HOST}]\n{HOSTED}",
        f"  schedulerName: a#eksnetlint:ignore[{HOST}]\n{HOSTED}",
    ],
)
def test_a_comment_inside_a_value_is_none(report, lines):
    found = report(POD % lines)
    assert names(found.findings) == [HOST]
    assert found.suppressed == 0


def test_a_comment_holds_for_its_own_file_only(report):
    found = report(POD % f"{HOSTED} # eksnetlint: ignore[{HOST}]", POD % HOSTED)
    assert [(item.rule.id, item.span.path) for item in found.findings] == [(HOST, "1.yaml")]


def test_one_comment_can_name_several_rules(report):
    head, _, _ = CLUSTER.partition("  - name: windows")
    group = (
        "  - {name: a, amiFamily: WindowsServer2019CoreContainer, instanceType: m5.large, "
        "maxPodsPerNode: 200}"
    )
    assert set(names(report(head + group).findings)) == {DSR, PODS}
    found = report(f"{head}{group} # eksnetlint: ignore[{DSR}, {PODS}] both")
    assert found.findings == ()
    assert found.suppressed == 2


def test_each_rule_of_a_comment_is_counted_by_itself(report):
    text = CLUSTER % ("2019CoreContainer", f" # eksnetlint: ignore[{DSR}, {PODS}]")
    assert about_comments(report(text)) == [("unused-suppression", PODS)]


def test_an_open_verdict_is_taken_away_too(report):
    assert DSR in names(report(CLUSTER % ("2022CoreContainer", "")).open)
    found = report(CLUSTER % ("2022CoreContainer", f" # eksnetlint: ignore[{DSR}]"))
    assert DSR not in names(found.open)
    assert about_comments(found) == []
    # Open verdicts are no findings, so none was suppressed.
    assert found.suppressed == 0


def test_a_flaw_of_the_file_is_taken_away_too(report):
    text = CLUSTER % ("2022CoreContainer", "")
    wrong = text.replace("instanceType: m5.large", "instanceTyp: m5.large%s")
    assert "misspelt-field" in names(report(wrong % "").findings)
    found = report(wrong % " # eksnetlint: ignore[misspelt-field]")
    assert "misspelt-field" not in names(found.findings)
    assert found.suppressed == 1


def test_a_file_that_cannot_be_read_is_always_told(report):
    comment = "# eksnetlint: ignore[unparsable-file]\n"
    found = report(f"{comment}{POD % HOSTED}---\n{comment}{POD % 'a: ['}{comment}")
    assert sorted(names(found.findings)) == ["unparsable-file", "unused-suppression", HOST]
    assert found.suppressed == 0


# Wrong comments


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("windows-dsr-not-enabledd", f"; did you mean '{DSR}'?"),
        ("windows-dsr-not-enabled.", f"; did you mean '{DSR}'?"),
        ("Windows-DSR-not-enabled", f"; did you mean '{DSR}'?"),
        ("nothing-like-it", ""),
        ("*", ""),
    ],
)
def test_an_unknown_rule_is_told_at_its_name(report, name, hint):
    found = report(POD % f"{HOSTED} # eksnetlint: ignore[{HOST}, {name}]")
    (wrong,) = found.findings
    assert wrong.rule.id == "unknown-suppression"
    assert wrong.span.text == name
    assert wrong.message == f"there is no rule '{name}'{hint}"
    assert found.suppressed == 1


@pytest.mark.parametrize(
    "comment",
    [
        "# eksnetlint: ignore",
        "# eksnetlint: ignore all of it",
        f"# eksnetlint: ignore {HOST}",
        f"# eksnetlint: ignore({HOST})",
        f"# eksnetlint: ignore[{HOST}",
        f"# eksnetlint: disable[{HOST}]",
        f"# eksnetlint: ignored[{HOST}]",
        f"# eksnetlint: IGNORE[{HOST}]",
        "# eksnetlint:",
    ],
)
def test_a_comment_of_another_form_takes_nothing_away(report, comment):
    found = report(POD % f"{HOSTED} {comment}")
    assert names(found.findings) == [HOST, "unknown-suppression"]
    assert about_comments(found) == [("unknown-suppression", comment)]
    assert "`# eksnetlint: ignore[rule] reason`" in found.findings[1].message


@pytest.mark.parametrize("brackets", ["[]", "[ ]", "[,]"])
def test_empty_brackets_take_nothing_away(report, brackets):
    found = report(POD % f"{HOSTED} # eksnetlint: ignore{brackets}")
    assert names(found.findings) == [HOST, "unknown-suppression"]
    assert "at least one rule" in found.findings[1].message


@pytest.mark.parametrize(
    "comment", ["# see eksnetlint: the docs", "# run eksnetlint", "# eksnetlint ignore[a]"]
)
def test_a_comment_that_only_speaks_of_the_program_is_ordinary(report, comment):
    assert names(report(POD % f"{HOSTED} {comment}").findings) == [HOST]


# Useless comments


def test_an_unused_comment_is_told_at_its_rule(report):
    found = report(POD % f"  dnsPolicy: Default # eksnetlint: ignore[{HOST}]")
    assert about_comments(found) == [("unused-suppression", HOST)]
    assert "this comment can go" in found.findings[0].message


def test_a_comment_for_a_rule_that_did_not_run_is_not_unused(report):
    text = POD % f"  dnsPolicy: Default # eksnetlint: ignore[{HOST}]"
    assert report(text, ignore=(HOST,)).findings == ()
    assert report(text, select=(DSR, "unused-suppression")).findings == ()
    pedantic = POD % "  dnsPolicy: Default # eksnetlint: ignore[namespace-without-network-policy]"
    assert report(pedantic).findings == ()


def test_what_is_said_about_comments_can_be_left_out(report):
    text = POD % f"  dnsPolicy: Default # eksnetlint: ignore[{HOST}, nothing]"
    assert report(text, ignore=("unused-suppression", "unknown-suppression")).findings == ()


def test_a_comment_above_one_group_does_not_reach_the_next(report):
    text = CLUSTER % ("2019CoreContainer", "") + (
        "  - name: second\n"
        f"    amiFamily: WindowsServer2019FullContainer # eksnetlint: ignore[{DSR}]\n"
    )
    found = report(text, select=(DSR,))
    assert [item.span.first.line for item in found.findings] == [8]
    assert found.suppressed == 1
