"""A folder that stands for a GitHub runner, with a stand-in for uvx that records its call."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.integration.commands import ROOT, Completed, run

STAND_IN = """\
#!{python}
import json, pathlib, sys
here = pathlib.Path(__file__).parent
(here / "words.json").write_text(json.dumps(sys.argv[1:]))
plan = json.loads((here / "plan.json").read_text())
(sarif,) = [word.partition(":")[2] for word in sys.argv if word.startswith("sarif:")]
if plan["sarif"]:
    pathlib.Path(sarif).write_text("{{}}")
sys.stdout.write(plan["stdout"])
sys.stderr.write(plan["stderr"])
sys.exit(plan["status"])
"""


@dataclass(frozen=True, slots=True)
class Runner:
    """A folder that stands for a runner, with what the step was given and what it wrote."""

    folder: Path

    @classmethod
    def set_up(cls, folder: Path) -> Runner:
        """A new runner, on which a scan will find nothing."""
        for name in ("bin", "temp", "work"):
            (folder / name).mkdir()
        program = folder / "bin" / "uvx"
        program.write_text(STAND_IN.format(python=sys.executable))
        program.chmod(0o755)
        runner = cls(folder)
        runner.plan()
        return runner

    def plan(
        self, *, status: int = 0, stdout: str = "", stderr: str = "", sarif: bool = True
    ) -> None:
        """What the stand-in for uvx shall do."""
        plan = {"status": status, "stdout": stdout, "stderr": stderr, "sarif": sarif}
        (self.folder / "bin" / "plan.json").write_text(json.dumps(plan))

    def scan(self, **inputs: str) -> Completed:
        """Run the step; inputs are named as in action.yml, with `_` for `-`."""
        env = {
            "PATH": f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "RUNNER_TEMP": str(self.folder / "temp"),
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_OUTPUT": str(self.folder / "output"),
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary"),
        }
        env |= {f"INPUT_{name.upper()}": text for name, text in inputs.items()}
        script = ROOT / "action.sh"
        return run("bash", script, cwd=self.folder / "work", home=self.folder, env=env)

    @property
    def words(self) -> list[str] | None:
        """The arguments of uvx; None if it was not called."""
        file = self.folder / "bin" / "words.json"
        return list(json.loads(file.read_text())) if file.exists() else None

    @property
    def outputs(self) -> dict[str, str]:
        lines = (self.folder / "output").read_text().splitlines()
        return {name: text for name, _, text in (line.partition("=") for line in lines)}

    @property
    def summary(self) -> str:
        return (self.folder / "summary").read_text()
