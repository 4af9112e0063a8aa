"""A foreign program that renders: found, run on a short lead, and its output."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

from eksnetlint.mistakes import Mistake

SECONDS = 10.0
LARGEST_OUTPUT = 32 * 1024 * 1024
_LARGEST_COMPLAINT = 64 * 1024
_LONGEST = 240
_PROGRAMS = (("kubectl", "kustomize"), ("kustomize", "build"))
# Nothing listens there: what would reach for the network all the same fails at once.
_NOWHERE = "http://127.0.0.1:9"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a program gave no output; ``what`` goes on after "not rendered: "."""

    what: str


def kustomize_program() -> tuple[str, ...]:
    """The command that renders a folder. Raises Mistake where there is none."""
    for name, command in _PROGRAMS:
        found = program(name)
        if found:
            return (found, command)
    raise Mistake("--render needs kubectl or kustomize, and neither is installed")


def program(name: str) -> str | None:
    """Where a program is installed; None where it is not."""
    found = shutil.which(name)
    # A relative PATH leads into the folder that is checked.
    return found if found and os.path.isabs(found) else None


def run(command: tuple[str, ...], folder: Path, seconds: float = SECONDS) -> str | Failure:
    """Run a program in a folder and give back what it writes, as text.

    It sees no credentials, no home, no other program and no way to the network.
    """
    with tempfile.TemporaryDirectory(prefix="eksnetlint-home-") as home:
        try:
            process = subprocess.Popen(
                command,
                cwd=folder,
                env=_environment(home),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        except OSError as error:
            return Failure(f"{Path(command[0]).name} cannot be run ({error.strerror})")
        return _outcome(process, Path(command[0]).name, seconds)


def _environment(home: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    proxies = ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
    places = ("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "TMPDIR", "TMP", "TEMP", "PATH")
    return {
        **kept,
        **dict.fromkeys(proxies, _NOWHERE),
        **dict.fromkeys(places, home),
        "KUBECONFIG": os.devnull,
        "GIT_ALLOW_PROTOCOL": "none",
    }


def _outcome(process: subprocess.Popen[bytes], name: str, seconds: float) -> str | Failure:
    assert process.stdout is not None
    assert process.stderr is not None
    complaint: list[bytes] = []
    errors = process.stderr
    listener = threading.Thread(target=lambda: complaint.append(errors.read(_LARGEST_COMPLAINT)))
    late = threading.Event()

    def end() -> None:
        late.set()
        _stop(process)

    timer = threading.Timer(seconds, end)
    listener.start()
    timer.start()
    try:
        output = process.stdout.read(LARGEST_OUTPUT + 1)
        if len(output) > LARGEST_OUTPUT:
            _stop(process)
            return Failure(f"it is larger than {LARGEST_OUTPUT // 1024 // 1024} MiB")
        code = process.wait()
    finally:
        timer.cancel()
        # What it may have started must not outlive it.
        _stop(process)
        process.wait()
        listener.join()
        process.stdout.close()
        process.stderr.close()
    if late.is_set():
        return Failure(f"{name} took longer than {seconds:g} seconds")
    if code:
        return Failure(f"{name} says: {_last_words(complaint)}")
    try:
        return output.decode("utf-8")
    except UnicodeDecodeError:
        return Failure("it is not UTF-8")


def _stop(process: subprocess.Popen[bytes]) -> None:
    if os.name != "posix":
        process.kill()
        return
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        # All of them have ended.
        return


def _last_words(complaint: list[bytes]) -> str:
    text = b"".join(complaint).decode("utf-8", errors="replace").strip()
    lines = [line.strip() for line in text.splitlines() if not line.startswith("#")]
    words = " ".join(filter(None, lines)).removeprefix("error: ") or "nothing"
    # The cause comes last, behind the ways to it.
    return words if len(words) <= _LONGEST else "…" + words[-_LONGEST:]
