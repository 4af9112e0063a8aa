"""The GitHub Action: one scan, safe inputs, and a red job only where it is meant."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.integration.commands import ROOT, SCRIPTS, Word, run
from tests.integration.runner import Runner

FINDINGS = """\
a.yaml:3:5: error: Message one. [rule-one]
dir with space/b.tf:10:1: warning: Not a.yaml:1:1: error: but a quotation. [rule-two]
c.yaml:7:9: warning: fd00::/8 is an address. [rule-two]
c.yaml:8:9: open: It depends (unknown). [rule-three]
"""


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    return Runner.set_up(tmp_path)


@pytest.fixture(scope="module")
def action() -> dict[str, Any]:
    content = yaml.safe_load((ROOT / "action.yml").read_text())
    assert isinstance(content, dict)
    return content


def test_defaults_run_the_code_of_the_actions_own_ref(runner: Runner) -> None:
    completed = runner.scan()
    assert completed.returncode == 0, completed.stderr
    sarif = runner.outputs["sarif-file"]
    assert Path(sarif).is_relative_to(runner.folder / "temp")
    assert runner.words == [
        *("--from", str(ROOT), "eksnetlint", "scan"),
        *("--output-format", "concise", "--color", "never"),
        *("--output", f"sarif:{sarif}", "--fail-on", "warning", "--", "."),
    ]


def test_every_input_reaches_the_program_as_one_word(runner: Runner) -> None:
    completed = runner.scan(
        path="my clusters/$(id)",
        version="0.1.0",
        fail_on="error",
        args="--fact\r\nplatform=eks; id\n\n--select=a b",
        sarif_file="out file.sarif",
    )
    assert completed.returncode == 0, completed.stderr
    assert runner.words == [
        *("--from", "eksnetlint==0.1.0", "eksnetlint", "scan"),
        *("--fact", "platform=eks; id", "--select=a b"),
        *("--output-format", "concise", "--color", "never"),
        *("--output", "sarif:out file.sarif", "--fail-on", "error", "--", "my clusters/$(id)"),
    ]


@pytest.mark.parametrize("version", ["1", "0.1.0", "1.2rc1", "1.2.post1.dev3", "2026.11"])
def test_a_release_is_a_version(version: str, runner: Runner) -> None:
    assert runner.scan(version=version).returncode == 0
    assert (runner.words or [])[1] == f"eksnetlint=={version}"


@pytest.mark.parametrize(
    "inputs",
    [
        {"version": "$(id)"},
        {"version": "0.1.0 --with evil"},
        {"version": "0.1.0\nevil"},
        {"version": "-e ."},
        {"version": "0.1.0; id"},
        {"fail_on": "--exit-zero"},
        {"fail_on": "sometimes"},
        {"sarif_file": "a.sarif\nfindings=0"},
        {"path": ".\n::stop-commands::x"},
    ],
    ids=repr,
)
def test_hostile_input_is_refused_before_anything_runs(
    inputs: dict[str, str], runner: Runner
) -> None:
    completed = runner.scan(**inputs)
    assert completed.returncode == 2
    assert runner.words is None
    assert runner.outputs == {"exit-code": "2"}
    assert completed.stdout.startswith("::error title=eksnetlint::The input '")
    assert completed.stdout.count("\n") == 1


def test_findings_are_counted_and_leave_the_step_green(runner: Runner) -> None:
    runner.plan(status=1, stdout=FINDINGS)
    completed = runner.scan()
    assert completed.returncode == 0, completed.stderr
    assert completed.stdout == FINDINGS
    assert runner.outputs["exit-code"] == "1"
    assert runner.outputs["findings"] == "3"
    assert "| 1 | 2 | 0 |" in runner.summary


def test_no_findings_are_said_so(runner: Runner) -> None:
    assert runner.scan().returncode == 0
    assert (runner.outputs["exit-code"], runner.outputs["findings"]) == ("0", "0")
    assert runner.summary == "### eksnetlint\n\nNo findings.\n"


@pytest.mark.parametrize("status", [2, 130])
def test_a_scan_that_could_not_run_fails_at_once_with_its_message(
    status: int, runner: Runner
) -> None:
    runner.plan(status=status, stderr="eksnetlint: no such rule 'x'\n100% sure\n", sarif=False)
    completed = runner.scan()
    assert completed.returncode == status
    assert runner.outputs == {"exit-code": str(status)}
    assert completed.stdout == (
        "::error title=eksnetlint::eksnetlint: no such rule 'x'%0A100%25 sure\n"
    )


@pytest.mark.parametrize("status", [0, 1])
def test_an_end_without_sarif_is_no_scan_even_if_an_old_file_lies_there(
    status: int, runner: Runner
) -> None:
    (runner.folder / "work" / "old.sarif").write_text("{}")
    runner.plan(status=status, stderr="No such package\n", sarif=False)
    completed = runner.scan(sarif_file="old.sarif")
    assert completed.returncode == 2
    assert runner.outputs == {"exit-code": "2"}
    assert "No such package" in completed.stdout


@pytest.mark.parametrize(
    "line",
    ["::error::x", "  ::add-mask::a", "\u3000::x::", "\u00a0::x::", "a##[error]x", "a\r::error::x"],
    ids=ascii,
)
def test_scanned_text_cannot_command_the_runner(line: str, runner: Runner) -> None:
    runner.plan(status=1, stdout=f"{line}\n", stderr=f"{line}\n")
    completed = runner.scan()
    assert completed.returncode == 0, completed.stderr
    for printed in (completed.stdout + completed.stderr).splitlines():
        assert not printed.lstrip().startswith("::")
        assert "##[" not in printed


def test_every_input_of_the_step_is_an_input_of_the_action(action: dict[str, Any]) -> None:
    (scan,) = (step for step in action["runs"]["steps"] if step.get("id") == "scan")
    for variable, text in scan["env"].items():
        name = variable.removeprefix("INPUT_").lower().replace("_", "-")
        assert text == f"${{{{ inputs.{name} }}}}"
        assert name in action["inputs"]
        assert f"${{{variable}:" in (ROOT / "action.sh").read_text()


def test_no_command_line_holds_an_expression(action: dict[str, Any]) -> None:
    assert not any("${{" in step.get("run", "") for step in action["runs"]["steps"])


def test_upload_comes_before_the_job_fails(action: dict[str, Any]) -> None:
    names = [step["name"] for step in action["runs"]["steps"]]
    assert names == ["Install uv", "Scan", "Upload to code scanning", "Fail on findings"]


def test_other_actions_are_pinned_to_commits_with_their_version() -> None:
    files = [ROOT / "action.yml", *(ROOT / ".github" / "workflows").glob("*.yml")]
    lines = [line for file in files for line in file.read_text().splitlines()]
    used = [line.split("uses:")[1].strip() for line in lines if "uses:" in line]
    for reference in used:
        action_path, _, pin = reference.partition("@")
        commit, _, version = pin.partition(" # v")
        assert action_path.startswith("./") or (len(commit) == 40 and version)


@pytest.mark.parametrize(
    ("schema", "file"),
    [("github-actions", "action.yml"), ("github-workflows", ".github/workflows/ci.yml")],
)
def test_file_follows_githubs_schema(schema: str, file: str, tmp_path: Path) -> None:
    check = ["--builtin-schema", f"vendor.{schema}"]
    program = SCRIPTS / "check-jsonschema"
    completed = run(program, *check, ROOT / file, cwd=tmp_path, home=tmp_path)
    assert completed.returncode == 0, completed.stdout + completed.stderr


def test_zizmor_finds_nothing_in_action_and_workflow(tmp_path: Path) -> None:
    zizmor: list[Word] = [SCRIPTS / "zizmor", "--offline", "--no-progress", "--color=never"]
    files = [ROOT / "action.yml", ROOT / ".github" / "workflows" / "ci.yml"]
    completed = run(*zizmor, *files, cwd=tmp_path, home=tmp_path)
    assert completed.returncode == 0, completed.stdout + completed.stderr
