"""The account of a scan."""

from __future__ import annotations

import pytest

from eksnetlint.finding import ClusterSummary
from eksnetlint.reports.summary import count, render_summary
from eksnetlint.rule import Severity
from eksnetlint.source.text import Source
from eksnetlint.values import Reason


def test_a_scan_is_accounted_for(make):
    key = make.span(Source("a.yaml", "a: 1\n"), "a")
    report = make.report(
        make.finding(key),
        make.finding(key, severity=Severity.NOTE),
        make.finding(key, severity=Severity.NOTE),
        open=(make.open(key), make.open(key, reason=Reason("an AMI is custom")), make.open(key)),
        suppressed=2,
        files_read=12,
        skipped={"too large": 1, "not relevant": 30},
        clusters=(
            ClusterSummary(
                "cluster 'prod'", {"node_group": 2, "workload": 1}, ("a", "b"), "one cluster seen"
            ),
            ClusterSummary("cluster 'dev'", {}, ("c",), ""),
        ),
    )
    assert render_summary(report, quiet=False) == (
        "cluster 'prod': 2 node groups, 1 workload in 2 files (one cluster seen)\n"
        "cluster 'dev': nothing in 1 file\n"
        "12 files read, 31 skipped: 30 not relevant, 1 too large\n"
        "3 findings: 1 warning, 2 notes; 2 suppressed\n"
        "2 checks open: which engine enforces policies is not in these files;"
        " declare `network_policy_engine`\n"
        "1 check open: an AMI is custom\n"
    )


def test_quiet_keeps_what_was_found_and_left_open(make):
    key = make.span(Source("a.yaml", "a: 1\n"), "a")
    report = make.report(
        open=(make.open(key),), clusters=(ClusterSummary("prod", {}, ("a",), ""),), files_read=1
    )
    assert render_summary(report, quiet=True) == (
        "no finding\n"
        "1 check open: which engine enforces policies is not in these files;"
        " declare `network_policy_engine`\n"
    )


def test_one_file_and_one_finding_are_singular(make):
    found = make.finding(make.span(Source("a.yaml", "a: 1\n"), "a"), severity=Severity.ERROR)
    assert render_summary(make.report(found), quiet=False) == "1 file read\n1 finding: 1 error\n"


def test_names_from_files_are_made_visible(make):
    report = make.report(clusters=(ClusterSummary("x\x1b[2J\n", {}, (), ""),))
    assert render_summary(report, quiet=False).splitlines()[0] == (
        r"x\x1b[2J\n: nothing in 0 files"
    )


@pytest.mark.parametrize(
    ("number", "noun", "told"),
    [
        (1, "policy", "1 policy"),
        (2, "NetworkPolicy", "2 NetworkPolicies"),
        (0, "key", "0 keys"),
        (3, "ingress", "3 ingresses"),
        (2, "RuntimeClass", "2 RuntimeClasses"),
    ],
)
def test_nouns_follow_their_number(number, noun, told):
    assert count(number, noun) == told
