"""One line a finding."""

from __future__ import annotations

from eksnetlint.reports.concise import render_concise
from eksnetlint.source.text import Source


def test_a_finding_is_one_line(make):
    source = Source("clusters/prod.yaml", "a: 1\nb: 2\n")
    found = make.finding(make.span(source, "2"), "It is wrong.")
    assert render_concise(make.report(found)) == (
        "clusters/prod.yaml:2:4: warning: It is wrong. [windows-dsr-not-enabled]\n"
    )


def test_open_verdicts_are_told_where_asked_for(make):
    source = Source("a.yaml", "a: 1\n")
    report = make.report(open=(make.open(make.span(source, "1"), message="Not sure."),))
    assert render_concise(report) == ""
    assert render_concise(report, show_open=True) == (
        "a.yaml:1:4: open: Not sure. (which engine enforces policies is not in these files;"
        " declare `network_policy_engine`) [windows-dsr-not-enabled]\n"
    )


def test_lines_can_neither_be_broken_nor_forged(make):
    source = Source("a\nb.yaml", "a: 1\n")
    found = make.finding(make.span(source, "1"), "x\n::error::\x1b[2J")
    assert render_concise(make.report(found)) == (
        r"a\nb.yaml:1:4: warning: x\n::error::\x1b[2J [windows-dsr-not-enabled]" + "\n"
    )


def test_a_path_cannot_pose_as_a_workflow_command(make):
    source = Source("::error::x.yaml", "a: 1\n")
    report = make.report(make.finding(make.span(source, "1")))
    assert render_concise(report).startswith("./::error::x.yaml:1:4: warning: ")


def test_nothing_found_is_nothing_said(make):
    assert render_concise(make.report()) == ""
