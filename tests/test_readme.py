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


def test_the_readme_lists_every_rule_with_its_severities() -> None:
    table = dict(re.findall(r"^\| `([a-z0-9-]+)` \| (.*?) \|", README, re.MULTILINE))
    wanted = {}
    for rule in load_rules():
        severities = [rule.severity, *(case.severity for case in rule.severities)]
        wanted[rule.id] = ", ".join(
            sorted(
                {severity.value for severity in severities}, key=["note", "warning", "error"].index
            )
        )
    assert table == wanted
