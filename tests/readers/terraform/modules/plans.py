"""What Terraform plans; ``python tests/readers/terraform/modules/plans.py`` records it anew.

A file in cases/ holds small projects: ``== title``, then ``-- path --`` before each file, and
``-- arguments --`` before those of `terraform plan`, ``-- root --`` before the root module's folder
where that is not the top. The records say, by address, what the
``input`` of each `terraform_data` comes to, `UNKNOWN` where Terraform cannot tell before it has
applied anything; or that there is an error.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from typing import Any

CASES = Path(__file__).with_name("cases")
RECORDS = CASES / "plans.json"
UNKNOWN = "(known after apply)"
ERROR = "(error)"

_HEAD = re.compile(r"^-- (.+) --\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Case:
    """A project: the texts of files by path, and the arguments of `terraform plan`."""

    title: str
    files: Mapping[str, str]
    arguments: Sequence[str] = field(default_factory=list)
    root: str = ""


def cases() -> Iterator[Case]:
    """All the projects, in order."""
    for path in sorted(CASES.glob("*.txt")):
        for text in re.split(r"^== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            title, _, rest = text.partition("\n")
            _, *parts = _HEAD.split(rest)
            files = dict(zip(parts[::2], parts[1::2], strict=True))
            arguments = files.pop("arguments", "").split("\n")
            root = files.pop("root", "").strip()
            yield Case(title, files, [line for line in arguments if line], root)


def records() -> dict[str, Any]:
    """What was recorded, by the title of the case."""
    recorded: dict[str, Any] = json.loads(RECORDS.read_text(encoding="utf-8"))
    return recorded


def terraform() -> str | None:
    """The command to compare with: Terraform 1.11."""
    command = which("terraform")
    if command is None:
        return None
    shown = subprocess.run([command, "version"], capture_output=True, text=True, env=_settings())
    return command if "Terraform v1.11." in shown.stdout else None


def planned(command: str, case: Case) -> Any:
    """What Terraform plans for a case."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for path, text in case.files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        plan = ["plan", "-out=plan", "-input=false", *case.arguments]
        for arguments in (["init", "-backend=false"], plan):
            run = _run([command, *arguments], folder / case.root)
            if run.returncode != 0:
                return ERROR
        shown = _run([command, "show", "-json", "plan"], folder / case.root)
        changes = json.loads(shown.stdout).get("resource_changes", [])
    return {
        change["address"]: _filled(
            change["change"]["after"].get("input"), change["change"]["after_unknown"].get("input")
        )
        for change in changes
    }


def _filled(after: Any, unknown: Any) -> Any:
    """A value with what is unknown put in its place."""
    if unknown is True:
        return UNKNOWN
    if isinstance(after, dict):
        parts = unknown if isinstance(unknown, dict) else {}
        return {key: _filled(after.get(key), parts.get(key)) for key in {**after, **parts}}
    if isinstance(after, list):
        others = unknown if isinstance(unknown, list) else []
        return [_filled(*pair) for pair in zip_longest(after, others)]
    return after


def _run(command: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, env=_settings())


def _settings() -> dict[str, str]:
    quiet = {
        "CHECKPOINT_DISABLE": "1",
        "TF_CLI_CONFIG_FILE": os.devnull,
        "TF_CLI_ARGS": "-no-color",
    }
    return {**os.environ, **quiet}


def _record() -> None:
    command = terraform()
    assert command, "Terraform 1.11 is not installed"
    found = {case.title: planned(command, case) for case in cases()}
    RECORDS.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    _record()
