"""Frames as people see them."""

from __future__ import annotations

import pytest

from eksnetlint.finding import Report
from eksnetlint.reports.frame import excerpt, line_text
from eksnetlint.reports.text import render_text
from eksnetlint.rule import Severity
from eksnetlint.source.text import Source

CLUSTER = """\
apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata:
  name: prod
managedNodeGroups:
  - name: linux
  - name: win
    instanceType: m5.large
    maxPodsPerNode: 20
    amiFamily: WindowsServer2019FullContainer
"""


def written(report: Report, **options: bool) -> str:
    return render_text(report, **{"color": False, "show_open": False, **options})


def test_a_finding_points_at_its_place(make):
    source = Source("clusters/prod.yaml", CLUSTER)
    found = make.finding(make.span(source, "amiFamily: WindowsServer2019FullContainer"))
    assert (
        written(make.report(found))
        == """\
warning[windows-dsr-not-enabled]: It is wrong.
  --> clusters/prod.yaml:10:5
   |
10 |     amiFamily: WindowsServer2019FullContainer
   |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   = fix: Use an AMI that enables it.
"""
    )


def test_related_places_in_other_files_get_frames_of_their_own(make):
    source, other = Source("prod.yaml", CLUSTER), Source("web.yaml", "a:\n  os: windows\n")
    found = make.finding(
        make.span(source, "name: win"),
        severity=Severity.ERROR,
        related=(make.related(make.span(other, "windows"), "it must run there"),),
    )
    assert (
        written(make.report(found))
        == """\
error[windows-dsr-not-enabled]: It is wrong.
 --> prod.yaml:7:5
  |
7 |   - name: win
  |     ^^^^^^^^^
  |
 ::: web.yaml:2:7
  |
2 |   os: windows
  |       ------- it must run there
  = fix: Use an AMI that enables it.
"""
    )


def test_related_places_nearby_share_the_frame(make):
    source = Source("prod.yaml", CLUSTER)
    found = make.finding(
        make.span(source, "20"),
        related=(
            make.related(make.span(source, "ClusterConfig"), "a whole cluster"),
            make.related(make.span(source, "win"), "this group"),
            make.related(make.span(source, "maxPodsPerNode"), "the key"),
            make.related(make.span(source, "WindowsServer2019"), "its system"),
        ),
    )
    assert (
        written(make.report(found))
        == """\
warning[windows-dsr-not-enabled]: It is wrong.
  --> prod.yaml:9:21
   |
 2 | kind: ClusterConfig
   |       ------------- a whole cluster
...
 7 |   - name: win
   |           --- this group
 8 |     instanceType: m5.large
 9 |     maxPodsPerNode: 20
   |                     ^^
   |     -------------- the key
10 |     amiFamily: WindowsServer2019FullContainer
   |                ----------------- its system
   = fix: Use an AMI that enables it.
"""
    )


def test_a_place_far_away_in_the_file_gets_its_own_frame(make):
    source = Source("a.yaml", "a: 1\n" + "#\n" * 20 + "b: 2\n")
    found = make.finding(
        make.span(source, "b: 2"), related=(make.related(make.span(source, "a: 1")),)
    )
    assert (
        written(make.report(found))
        == """\
warning[windows-dsr-not-enabled]: It is wrong.
  --> a.yaml:22:1
   |
22 | b: 2
   | ^^^^
   |
  ::: a.yaml:1:1
   |
 1 | a: 1
   | ---- it is here
   = fix: Use an AMI that enables it.
"""
    )


STEPS = [Source(f"modules/{number}.tf", f"a = 1\n  max = var.n{number}\n") for number in range(7)]


def test_the_way_back_to_where_a_value_was_written_is_a_line_a_step(make):
    steps = [make.step(make.span(text, "max")) for text in STEPS[1:3]]
    steps.append(make.step(make.span(STEPS[3], "max"), "dev.tfvars sets 'max'"))
    found = make.finding(make.span(STEPS[0], "max = var.n0"), related=tuple(steps))
    assert (
        written(make.report(found))
        == """\
warning[windows-dsr-not-enabled]: It is wrong.
 --> modules/0.tf:2:3
  |
2 |   max = var.n0
  |   ^^^^^^^^^^^^
  = from: modules/1.tf:2:3: max = var.n1 (passed on here)
  = from: modules/2.tf:2:3: max = var.n2 (passed on here)
  = from: modules/3.tf:2:3: max = var.n3 (dev.tfvars sets 'max')
  = fix: Use an AMI that enables it.
"""
    )


def test_of_a_long_way_the_first_steps_and_the_last_are_told(make):
    steps = tuple(make.step(make.span(text, "max")) for text in STEPS[1:])
    found = make.finding(make.span(STEPS[0], "max"), related=steps)
    lines = written(make.report(found)).splitlines()
    assert [line.strip() for line in lines if "from:" in line] == [
        "= from: modules/1.tf:2:3: max = var.n1 (passed on here)",
        "= from: modules/2.tf:2:3: max = var.n2 (passed on here)",
        "= from: modules/3.tf:2:3: max = var.n3 (passed on here)",
        "= from: … and 2 places more",
        "= from: modules/6.tf:2:3: max = var.n6 (passed on here)",
    ]


def test_a_step_nearby_is_marked_in_the_frame(make):
    source = Source("main.tf", "locals {\n  n = 9\n}\nmax = local.n\n")
    step = make.step(make.span(source, "n = 9"), "written here")
    found = make.finding(make.span(source, "max = local.n"), related=(step,))
    assert (
        written(make.report(found))
        == """\
warning[windows-dsr-not-enabled]: It is wrong.
 --> main.tf:4:1
  |
2 |   n = 9
  |   ----- written here
3 | }
4 | max = local.n
  | ^^^^^^^^^^^^^
  = fix: Use an AMI that enables it.
"""
    )


def test_a_step_cannot_break_the_report(make):
    source = Source("a\n.tf", "\x1b[31mmax = 1\n")
    found = make.finding(
        make.span(STEPS[0], "max"), related=(make.step(make.span(source, "max"), "b\nc"),)
    )
    assert r"= from: a\n.tf:1:6: \x1b[31mmax = 1 (b\nc)" in written(make.report(found))


def test_open_verdicts_are_shown_on_request_with_their_reason(make):
    source = Source("a.yaml", "a: 1\nb: 2\n")
    report = make.report(
        make.finding(make.span(source, "1")), open=(make.open(make.span(source, "2")),)
    )
    without = written(report)
    assert "open[" not in without
    assert (
        written(report, show_open=True)
        == without
        + """
open[windows-dsr-not-enabled]: It is wrong.
 --> a.yaml:2:4
  |
2 | b: 2
  |    ^
  = open: which engine enforces policies is not in these files; declare `network_policy_engine`
"""
    )


@pytest.mark.parametrize(
    ("text", "wanted", "row", "underline"),
    [
        ("\ta\t=\tx", "x", "    a   =   x", "            ^"),
        ("a:\tx", "\tx", "a:  x", "  ^^^"),
        ("日本: x", "x", "日本: x", "      ^"),
        ("a: 日本", "日本", "a: 日本", "   ^^^^"),
        ("😀: x", "x", "😀: x", "    ^"),
        ("e\u0301: x", "x", "e\u0301: x", "   ^"),
        ("a\u200db: x", "x", "a\u200db: x", "    ^"),
        ("\u200b: x", "x", r"\u200b: x", "        ^"),
        ("\x1b[1m: x", "\x1b[1m", r"\x1b[1m: x", "^^^^^^^"),
        ("##[error]: x", "x", r"#\x23[error]: x", "              ^"),
        ("a: x  ", "x  ", "a: x", "   ^^^"),
        ("a: 1\u2028b: x", "x", r"a: 1\u2028b: x", "             ^"),
    ],
)
def test_the_underline_stands_below_its_text(make, text, wanted, row, underline):
    source = Source("a.yaml", f"{text}\r\n")
    lines = written(make.report(make.finding(make.span(source, wanted)))).split("\n")
    assert lines[3:5] == [f"1 | {row}", f"  | {underline}"]


def test_a_span_of_several_lines_is_underlined_to_the_end_of_the_first(make):
    source = Source("a.yaml", "a: |\r\n  b\r\n")
    part = excerpt(make.span(source, "|\r\n  b"))
    assert (part.line, part.text, part.indent, part.width) == (1, "a: |", 3, 1)


@pytest.mark.parametrize("offset", [0, 5, 6])
def test_an_empty_span_is_one_caret(offset):
    source = Source("a.yaml", "a: 12\n")
    assert excerpt(source.place(offset, offset)).width == 1


def test_an_empty_file_has_a_place(make):
    source = Source("a.yaml", "")
    assert written(make.report(make.finding(source.place(0, 0)))).split("\n")[1:5] == [
        " --> a.yaml:1:1",
        "  |",
        "1 |",
        "  | ^",
    ]


def test_a_long_line_is_cut_around_the_span(make):
    source = Source("a.json", "x" * 500 + "HERE" + "y" * 500)
    part = excerpt(make.span(source, "HERE"))
    assert part.text == "…" + "x" * 20 + "HERE" + "y" * 96 + "…"
    assert (part.indent, part.width) == (21, 4)


@pytest.mark.parametrize("length", [119, 120, 121, 130, 500])
def test_a_place_at_the_end_of_a_line_is_in_sight(length):
    source = Source("a.json", "x" * length)
    part = excerpt(source.place(length - 1, length))
    assert part.indent + part.width == len(part.text) <= 121


def test_a_span_longer_than_the_cut_is_underlined_to_the_cut():
    source = Source("a.json", "x" * 500)
    part = excerpt(source.place(200, 500))
    assert (part.indent, part.width, len(part.text)) == (21, 100, 122)


def test_a_long_line_between_two_marks_is_cut():
    source = Source("a.json", "x" * 500 + "\n")
    assert line_text(source, 1) == "x" * 120 + "…"


def test_messages_and_paths_cannot_break_the_frame(make):
    source = Source("a\n::error::.yaml", "a: 1\n")
    there = make.related(make.span(source, "a"), "see\n::error::")
    found = make.finding(make.span(source, "1"), "bad\n::error::\x1b[2J", related=(there,))
    lines = written(make.report(found)).splitlines()
    assert lines[0] == r"warning[windows-dsr-not-enabled]: bad\n::error::\x1b[2J"
    assert lines[1] == r" --> a\n::error::.yaml:1:4"
    assert not any(line.lstrip().startswith("::error") for line in lines)


def test_colors_add_nothing_but_codes(make):
    source = Source("prod.yaml", CLUSTER)
    found = make.finding(make.span(source, "20"), related=(make.related(make.span(source, "win")),))
    report = make.report(found, open=(make.open(make.span(source, "linux")),))
    colored = written(report, color=True, show_open=True)
    assert colored.startswith("\x1b[1;33mwarning\x1b[0m[windows-dsr-not-enabled]: \x1b[1mIt is")
    plain = "".join(part.partition("m")[2] for part in f"\x1b[m{colored}".split("\x1b[")[1:])
    assert plain == written(report, show_open=True)
