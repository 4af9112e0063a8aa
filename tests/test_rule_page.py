"""Rules as Markdown: what a document says, and what a scan really prints."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from eksnetlint.rule import Example, ExampleKind, Reference, Rule
from eksnetlint.rule_page import (
    formats_of,
    render_markdown,
    render_rules_markdown,
    scan_text,
)
from eksnetlint.rulebook import load_rules

RULES = {rule.id: rule for rule in load_rules()}
MAX_PODS = RULES["windows-max-pods-exceed-addresses"]


def commands(page: str) -> list[tuple[str, str]]:
    """The commands that a page shows, each with what it shows to be their output."""
    blocks = [block.partition("\n```\n")[0] for block in page.split("```console\n")[1:]]
    return [(first, rest) for first, _, rest in (block.partition("\n") for block in blocks)]


@pytest.mark.parametrize("name", ["windows-max-pods-exceed-addresses", "unused-suppression"])
def test_the_shown_output_is_what_the_shown_command_prints(name: str, tmp_path: Path) -> None:
    rule = RULES[name]
    page = render_markdown(rule)
    text = page.partition("With the mistake:\n\n```yaml\n")[2].partition("```\n")[0]
    (tmp_path / "example.yaml").write_text(text, encoding="utf-8")
    command, shown = commands(page)[0]
    program = [sys.executable, "-m", *command.removeprefix("$ ").split(), "--exit-zero"]
    done = subprocess.run(program, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert shown == done.stdout.rstrip("\n")


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_every_shown_scan_has_a_verdict_and_no_mark(rule: Rule) -> None:
    page = render_markdown(rule)
    assert "# <-" not in page
    for command, shown in commands(page):
        level = "open" if "--show-open" in command else "error warning note"
        assert any(f"{word}[{rule.id}]: " in shown for word in level.split())


def test_an_open_verdict_is_shown_with_its_reason() -> None:
    command, shown = commands(render_markdown(MAX_PODS))[-1]
    assert command.endswith("--show-open")
    assert "= open: the vpc-cni add-on here says nothing about Windows" in shown


def test_a_good_example_prints_nothing() -> None:
    good = next(item for item in MAX_PODS.examples if item.kind is ExampleKind.GOOD)
    assert scan_text(MAX_PODS, good, [MAX_PODS]) == ""


def test_titles_and_sources_are_escaped() -> None:
    source = Reference("Use [this]", "https://example.com/a_b", "Says <that>.")
    page = render_markdown(replace(MAX_PODS, title="No *star* in <here>", references=(source,)))
    assert page.startswith("# No \\*star\\* in \\<here\\>\n")
    assert "- [Use \\[this\\]](<https://example.com/a_b>): Says \\<that\\>.\n" in page


def test_a_severity_of_a_special_case_says_when() -> None:
    page = render_markdown(RULES["windows-service-port-exhaustion"])
    assert "- **Severity:** warning; error where `" in page


def test_a_rule_that_is_off_by_default_says_so() -> None:
    assert "- **Off by default:** " in render_markdown(replace(MAX_PODS, pedantic=True))
    assert "(off by default) |" in render_rules_markdown([replace(MAX_PODS, pedantic=True)])


def test_tags_lead_to_their_page_where_there_is_one() -> None:
    rule = replace(MAX_PODS, tags=("ipam", "prefix-delegation"))
    assert "- **Tags:** ipam, prefix-delegation\n" in render_markdown(rule)
    page = render_markdown(rule, tags="by-tag.md")
    assert "- **Tags:** [ipam](by-tag.md#ipam), [prefix-delegation](by-tag.md#" in page


def test_a_rule_without_examples_has_a_page() -> None:
    assert "## Examples" not in render_markdown(replace(MAX_PODS, examples=()))


def test_formats_are_those_with_verdicts_in_the_order_of_pages() -> None:
    kinds = {"acme": "bad", "kubernetes": "good", "terraform": "open", "eksctl": "bad"}
    examples = tuple(Example(name, ExampleKind(kind), {}) for name, kind in kinds.items())
    assert formats_of(replace(MAX_PODS, examples=examples)) == ("eksctl", "terraform", "acme")


def test_the_table_links_rules_that_have_a_page() -> None:
    own = replace(MAX_PODS, path=Path("rules/own.yaml"), title="A | B", examples=())
    row = render_rules_markdown([MAX_PODS]).splitlines()[2]
    assert row.startswith("| [`windows-max-pods-exceed-addresses`](https://github.com/")
    assert render_rules_markdown([own]).splitlines()[2] == (
        "| `windows-max-pods-exceed-addresses` | warning |  | A \\| B |"
    )
