"""Text stays text in Markdown, and code stays code."""

from __future__ import annotations

import pytest

from eksnetlint.reports.markdown_text import code, escaped, fence, inline, language_of, prose


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("a <powershell> tag", r"a \<powershell\> tag"),
        ("*.tf and [x](y)", r"\*.tf and \[x\](y)"),
        ("pod_capacity and _this_", r"pod_capacity and \_this\_"),
        ("$Latest | more & more", r"\$Latest \| more \& more"),
        ("back`tick and \\", "back\\`tick and \\\\"),
        ("# no heading", r"\# no heading"),
        ("two\n  lines", "two lines"),
    ],
)
def test_plain_text_shows_as_it_is(text: str, markdown: str) -> None:
    assert escaped(text) == markdown


def test_code_in_a_text_is_left_alone() -> None:
    assert inline("say `<x> *` and <y>") == r"say `<x> *` and \<y\>"
    assert inline("``a ` b`` and `c`") == "``a ` b`` and `c`"


def test_a_backtick_without_a_partner_is_text() -> None:
    assert inline("a ` b < c") == r"a \` b \< c"


@pytest.mark.parametrize(
    ("text", "markdown"),
    [("plain", "`plain`"), ("a`b", "``a`b``"), ("`a", "`` `a ``"), ("a``", "``` a`` ```")],
)
def test_code_may_hold_backticks(text: str, markdown: str) -> None:
    assert code(text) == markdown


def test_a_fence_is_longer_than_those_it_holds() -> None:
    assert fence("```\nx\n```\n", "text") == "````text\n```\nx\n```\n````"


def test_prose_keeps_paragraphs_and_lists_and_fences_what_is_indented() -> None:
    text = """\
First <line>
of two.

- one
- two

      maxPodsPerNode: 9

      # still the same block
      other: 1

Last. In
2024. That is no list.
"""
    assert prose(text) == (
        "First \\<line\\>\nof two.\n\n- one\n- two\n\n"
        "```yaml\nmaxPodsPerNode: 9\n\n# still the same block\nother: 1\n```\n\n"
        "Last. In\n2024\\. That is no list."
    )


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ('{"enableWindowsIpam": "true"}', "json"),
        ('resource "aws_subnet" "a" {', "hcl"),
        ("instance_types = []", "hcl"),
        ("- $script = 1", "yaml"),
        ("kubernetes.io/os: windows", "yaml"),
        ("$ kubectl get nodes", "console"),
        ("& $EKSBootstrapScriptFile", "text"),
    ],
)
def test_the_language_of_code_is_seen_at_its_beginning(text: str, language: str) -> None:
    assert language_of(text) == language
