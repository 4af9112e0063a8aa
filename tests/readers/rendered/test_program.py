"""A foreign program on its short lead."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from eksnetlint.readers.rendered import program
from eksnetlint.readers.rendered.program import Failure, run


def script(folder: Path, text: str) -> tuple[str, ...]:
    file = folder / "kubectl"
    file.write_text(f"#!/bin/sh\n{text}\n")
    file.chmod(0o755)
    return (str(file), "kustomize")


def test_its_output_is_given_back(tmp_path):
    assert run(script(tmp_path, "echo 'a: ä'"), tmp_path) == "a: ä\n"


def test_a_slow_one_is_ended_with_all_it_started(tmp_path):
    command = script(tmp_path, "/bin/sleep 30 & /bin/sleep 30")
    start = time.monotonic()
    assert run(command, tmp_path, 0.2) == Failure("kubectl took longer than 0.2 seconds")
    assert time.monotonic() - start < 10


def test_one_that_leaves_another_behind_does_not_keep_us(tmp_path):
    command = script(tmp_path, "/bin/sleep 30 >/dev/null 2>&1 &")
    start = time.monotonic()
    assert run(command, tmp_path, 5) == ""
    assert time.monotonic() - start < 5


def test_one_that_never_stops_writing_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(program, "LARGEST_OUTPUT", 1024 * 1024)
    command = script(tmp_path, "while :; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done")
    assert run(command, tmp_path) == Failure("it is larger than 1 MiB")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("echo 'error: no' >&2; exit 3", "kubectl says: no"),
        ("exit 3", "kubectl says: nothing"),
        ("printf '\\377'", "it is not UTF-8"),
    ],
)
def test_a_failure_is_told(text, what, tmp_path):
    assert run(script(tmp_path, text), tmp_path) == Failure(what)


def test_one_that_cannot_be_run_is_told(tmp_path):
    (tmp_path / "kubectl").write_text("no program")
    failure = run((str(tmp_path / "kubectl"),), tmp_path)
    assert isinstance(failure, Failure)
    assert failure.what.startswith("kubectl cannot be run")
