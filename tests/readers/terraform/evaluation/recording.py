"""What Terraform says of expressions; run as a module it records the table anew.

    python -m tests.readers.terraform.evaluation.recording

The table has one expression a line, ``⏎`` for a line end in it and, after a tab, its result as
JSON, ``!`` for an error, or ``?`` where Terraform does not know it before it has applied anything.
"""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.readers.terraform import oracle
from tests.readers.terraform.evaluation.configuration import CONFIGURATION, FILES

TABLE = Path(__file__).with_name("expressions.tsv")
LINE_END = "⏎"


def rows() -> list[tuple[str, str]]:
    """The recorded expressions and results."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return [(expression.replace(LINE_END, "\n"), result) for expression, result in pairs]


def answers(
    command: str, expressions: Sequence[str], configuration: str = CONFIGURATION
) -> list[str]:
    """The results of expressions as JSON, or one of the marks of the table."""
    written = [
        f'x{place} = base64encode(try(jsonencode(nonsensitive({text}\n)), "{oracle.ERROR}"))'
        for place, text in enumerate(expressions)
    ]
    names = ", ".join(f"local.x{place}" for place in range(len(expressions)))
    with TemporaryDirectory() as folder:
        shutil.copytree(FILES, folder, dirs_exist_ok=True)
        text = configuration + "locals {\n" + "\n".join(written) + "\n}\n"
        Path(folder, "main.tf").write_text(text, encoding="utf-8")
        run = subprocess.run(
            [command, "console", "-no-color"],
            input=f"[{names}]\n",
            capture_output=True,
            text=True,
            cwd=folder,
            env=oracle.settings(),
        )
    lines = run.stdout.split("\n")[1 : len(expressions) + 1]
    assert run.returncode == 0, run.stderr + run.stdout
    assert len(lines) == len(expressions), run.stderr + run.stdout
    return [_answer(line.strip(" ,")) for line in lines]


def _answer(shown: str) -> str:
    if not shown.startswith('"'):
        return oracle.UNKNOWN
    return base64.b64decode(json.loads(shown)).decode()


def _record() -> None:
    command = oracle.terraform()
    assert command, "Terraform 1.11 is not installed"
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    written = [line.split("\t")[0] for line in lines]
    asked = [text for text in written if text and not text.startswith("#")]
    found = answers(command, [text.replace(LINE_END, "\n") for text in asked])
    said = dict(zip(asked, found, strict=True))
    text = "".join(f"{line}\t{said[line]}\n" if line in said else f"{line}\n" for line in written)
    TABLE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    _record()
