"""The commands of the README work on a fresh machine and leave the tree clean."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from tests.integration.commands import ROOT, Completed, run, run_well

MAKE = shutil.which("make") or "make"
OLD_PYTHON = """\
import sys
sys.version_info = (3, 9, 18)
if sys.argv[1] == "--version":
    print("Python 3.9.18")
elif sys.argv[1] == "-c":
    exec(sys.argv[2])
"""


def stand_in(folder: Path, name: str, script: str) -> Path:
    """A program of that name that does what the shell script says."""
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return program


def make(goal: str, python: Path, folder: Path) -> Completed:
    """Run make in an otherwise empty folder with a certain Python."""
    shutil.copy(ROOT / "Makefile", folder)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return run(MAKE, f"PYTHON={python}", goal, cwd=folder, home=folder)


@pytest.mark.network("`make demo` works in a fresh clone")
def test_make_demo_shows_findings_and_leaves_the_tree_clean(
    repository: Path, tmp_path: Path, home: Path
) -> None:
    run_well("git", "clone", "--quiet", repository, "clone", cwd=tmp_path, home=home)
    clone = tmp_path / "clone"
    shown = run_well(MAKE, f"PYTHON={sys.executable}", "demo", cwd=clone, home=home)
    assert any(rule.stem in shown for rule in (repository / "rules").glob("*.yaml"))
    assert run_well("git", "status", "--porcelain", cwd=clone, home=home) == ""


def test_a_changed_project_file_installs_again(tmp_path: Path) -> None:
    (tmp_path / ".venv").mkdir()
    python = stand_in(tmp_path, "python", "exit 1")
    make("help", python, tmp_path)
    for stamp in (".created", ".installed"):
        (tmp_path / ".venv" / stamp).touch()
    question = [MAKE, f"PYTHON={python}", "--question", ".venv/.installed"]
    assert run(*question, cwd=tmp_path, home=tmp_path).returncode == 0
    os.utime(tmp_path / "pyproject.toml", (2**31, 2**31))
    assert run(*question, cwd=tmp_path, home=tmp_path).returncode == 1


def test_an_old_python_gets_a_clear_message(tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text(f"#!{sys.executable}\n{OLD_PYTHON}")
    python.chmod(0o755)
    completed = make("demo", python, tmp_path)
    assert completed.returncode != 0
    assert "eksnetlint needs Python 3.10 or newer" in completed.stderr
    assert "Python 3.9.18" in completed.stderr
    assert not (tmp_path / ".venv").exists()


def test_a_missing_python_gets_a_clear_message(tmp_path: Path) -> None:
    completed = make("test", tmp_path / "no-python", tmp_path)
    assert completed.returncode != 0
    assert "eksnetlint needs Python 3.10 or newer" in completed.stderr


def test_a_python_without_ensurepip_gets_a_clear_message(tmp_path: Path) -> None:
    script = "case $* in *ensurepip*) exit 1;; esac"
    completed = make("demo", stand_in(tmp_path, "python", script), tmp_path)
    assert completed.returncode != 0
    assert "apt install python3-venv" in completed.stderr


def test_ci_runs_the_test_command_at_the_root_from_any_folder(tmp_path: Path) -> None:
    stand_in(tmp_path, "make", 'echo "$PWD: make $*"; cat')
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    script = ROOT / ".ci" / "run"
    completed = run(script, cwd=tmp_path, home=tmp_path, env={"PATH": path}, typed="unread")
    assert completed.stdout == f"{ROOT}: make test\n"
