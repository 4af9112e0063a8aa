"""What Terraform itself says; ``python tests/readers/terraform/oracle.py`` records it anew.

The table has one call a line and, after a tab, its result as JSON, ``!`` for an error, or ``?``
where Terraform does not know it before it has applied anything.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

TABLE = Path(__file__).with_name("functions.tsv")
FILES = Path(__file__).with_name("files")
ERROR = "!"
UNKNOWN = "?"
# The console reads lines of up to 64 KiB.
_CHUNK = 40_000


def terraform() -> str | None:
    """The command to compare with: Terraform 1.11, whose functions these are."""
    command = shutil.which("terraform")
    if command is None:
        return None
    shown = subprocess.run([command, "version"], capture_output=True, text=True, env=settings())
    return command if "Terraform v1.11." in shown.stdout else None


def answers(command: str, expressions: Sequence[str]) -> list[str]:
    """The results of calls as JSON, or ``!``."""
    return list(chain.from_iterable(_ask(command, part) for part in _parts(expressions)))


def rows() -> list[tuple[str, str]]:
    """The recorded calls and results."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return [(expression, result) for expression, result in pairs]


def _parts(expressions: Sequence[str]) -> Iterator[list[str]]:
    part: list[str] = []
    for expression in expressions:
        if sum(map(len, part)) + 60 * len(part) > _CHUNK:
            yield part
            part = []
        part.append(expression)
    yield part


def _ask(command: str, expressions: Sequence[str]) -> list[str]:
    results = [f'try(jsonencode(nonsensitive({text})), "{ERROR}")' for text in expressions]
    line = f"[{', '.join(f'base64encode({result})' for result in results)}]\n"
    # The console leaves a lock behind where it runs.
    with TemporaryDirectory() as folder:
        shutil.copytree(FILES, folder, dirs_exist_ok=True)
        run = subprocess.run(
            [command, "console", "-no-color"],
            input=line,
            capture_output=True,
            text=True,
            cwd=folder,
            env=settings(),
        )
    assert run.returncode == 0, run.stderr + run.stdout
    lines = run.stdout.split("\n")[1 : len(expressions) + 1]
    return [_answer(line.strip(" ,")) for line in lines]


def _answer(shown: str) -> str:
    if not shown.startswith('"'):
        return UNKNOWN
    return base64.b64decode(json.loads(shown)).decode()


def settings() -> dict[str, str]:
    return {**os.environ, "CHECKPOINT_DISABLE": "1", "TF_CLI_CONFIG_FILE": os.devnull}


def _record() -> None:
    command = terraform()
    assert command, "Terraform 1.11 is not installed"
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    calls = [line.split("\t")[0] for line in lines]
    asked = [call for call in calls if call and not call.startswith("#")]
    found = dict(zip(asked, answers(command, asked), strict=True))
    text = "".join(f"{call}\t{found[call]}\n" if call in found else f"{call}\n" for call in calls)
    TABLE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    _record()
