"""Commands as a stranger would run them: with a home of their own and nothing inherited."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

ROOT = Path(__file__).parents[2]
SCRIPTS = Path(sys.executable).parent

Completed: TypeAlias = "subprocess.CompletedProcess[str]"
Word: TypeAlias = str | Path

# State of the git, make, pytest or pre-commit that runs these tests.
_INHERITED = ("GIT_", "MAKE", "MFLAGS", "PRE_COMMIT", "PYTEST_", "PYTHONPATH", "VIRTUAL_ENV")


def run(
    *command: Word,
    cwd: Path,
    home: Path,
    env: Mapping[str, str] | None = None,
    typed: str = "",
) -> Completed:
    """Run a command; what it prints is captured, its exit code is not judged."""
    return subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env={**environment(home), **(env or {})},
        input=typed,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def run_well(*command: Word, cwd: Path, home: Path) -> str:
    """The standard output of a command that must succeed."""
    completed = run(*command, cwd=cwd, home=home)
    assert completed.returncode == 0, completed.stdout + completed.stderr
    return completed.stdout


def environment(home: Path) -> dict[str, str]:
    """The environment less the caller's settings, but with the user's registry and its cache."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith(_INHERITED)}
    user = Path.home()
    return {
        "XDG_CACHE_HOME": str(user / ".cache"),
        "XDG_CONFIG_HOME": str(user / ".config"),
        **kept,
        "HOME": str(home),
        "PRE_COMMIT_HOME": str(home / "pre-commit"),
        "GIT_CONFIG_GLOBAL": os.devnull,
        # Containers run tests as another user than the one who owns the files.
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "safe.directory",
        "GIT_CONFIG_VALUE_0": "*",
        "GIT_AUTHOR_NAME": "test",
        "GIT_AUTHOR_EMAIL": "test@example.com",
        "GIT_COMMITTER_NAME": "test",
        "GIT_COMMITTER_EMAIL": "test@example.com",
    }


def commit_all(folder: Path, home: Path) -> None:
    """Make a folder a git repository with one commit of all its files."""
    run_well("git", "init", "--quiet", "--initial-branch=main", cwd=folder, home=home)
    run_well("git", "add", "--all", cwd=folder, home=home)
    run_well("git", "commit", "--quiet", "--message=all", cwd=folder, home=home)
