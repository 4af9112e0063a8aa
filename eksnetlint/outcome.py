"""How a run ends and looks: its exit code, and whether its text is coloured."""

from __future__ import annotations

import os
import sys
from enum import Enum

from eksnetlint.finding import Report
from eksnetlint.rule import Severity


class Color(str, Enum):
    """When to colour the text output."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class FailOn(str, Enum):
    """The lowest severity that makes the run fail."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    NEVER = "never"


class MinConfidence(str, Enum):
    """How sure a finding must be to be shown."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


def exit_code(report: Report, fail_on: FailOn, fail_on_open: bool) -> int:
    if fail_on_open and report.open:
        return 1
    if fail_on is FailOn.NEVER:
        return 0
    threshold = Severity(fail_on.value).rank
    return int(any(finding.severity.rank <= threshold for finding in report.findings))


def is_colored(color: Color) -> bool:
    """The option, then NO_COLOR, FORCE_COLOR, the terminal."""
    environment = os.environ
    if color is not Color.AUTO:
        return color is Color.ALWAYS
    if environment.get("NO_COLOR"):
        return False
    forced = environment.get("FORCE_COLOR") or environment.get("CLICOLOR_FORCE")
    if forced and forced != "0":
        return True
    if environment.get("CLICOLOR") == "0" or environment.get("TERM") == "dumb":
        return False
    return sys.stdout.isatty()
