"""The README shows what the program really prints, and names every rule."""

from __future__ import annotations

import re
import subprocess
import sys
import textwrap
from pathlib import Path

from eksnetlint.rulebook import load_rules

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_shows_the_real_output_of_the_example() -> None:
    shown = re.search(r"<!-- output of: (.*?) -->\n```text\n(.*?)```\n", README, re.DOTALL)
    assert shown is not None
    command = [sys.executable, "-m", *shown[1].split(), "--exit-zero"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert shown[2] == done.stdout + "\n" + done.stderr


def test_the_readme_shows_what_really_becomes_of_the_policies_of_the_example() -> None:
    shown = re.search(r"```text\n(policies, and what.*?)```\n", README, re.DOTALL)
    assert shown is not None
    command = [sys.executable, "-m", "eksnetlint", "inspect", "examples"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert textwrap.indent(shown[1], "  ") in told


def test_the_readme_s_topics_are_tags_and_cover_every_rule() -> None:
    rows = re.findall(r"^\|[^|]*\|[^|]*\| (`.*`) \|$", README, re.MULTILINE)
    tags = {tag for row in rows for tag in re.findall(r"`([a-z0-9-]+)`", row)}
    rules = load_rules()
    assert tags <= {tag for rule in rules for tag in rule.tags}
    assert [rule.id for rule in rules if tags.isdisjoint(rule.tags)] == []
