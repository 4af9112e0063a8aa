"""Reports written to where they belong: standard output and files."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eksnetlint.finding import Report
from eksnetlint.mistakes import Mistake
from eksnetlint.reports.formats import Format, Options, render


@dataclass(frozen=True, slots=True)
class Destination:
    """A file for a report in a format; ``-`` is standard output."""

    format: Format
    path: str


def destinations(texts: Iterable[str]) -> list[Destination]:
    """Read ``FORMAT:PATH`` texts. Raises Mistake for an unknown format or a missing path."""
    found: list[Destination] = []
    for text in texts:
        name, _, path = text.partition(":")
        formats = {format.value: format for format in Format}
        if name not in formats or not path:
            known = ", ".join(formats)
            raise Mistake(f"--output takes FORMAT:PATH with a format of {known}, not '{text}'")
        found.append(Destination(formats[name], path))
    return found


def deliver(
    report: Report, format: Format, files: Sequence[Destination], *, color: bool, show_open: bool
) -> None:
    """Write the report to standard output and to each file. Raises Mistake where that fails."""
    _print(render(format, report, Options(color=color, show_open=show_open)))
    for file in files:
        text = render(file.format, report, Options(show_open=show_open))
        if file.path == "-":
            _print(text)
        else:
            _write(Path(file.path), text)


def _print(text: str) -> None:
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        # Python would try once more at its end, and fail as well.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise Mistake(f"cannot write to standard output: {error.strerror or error}") from error


def _write(path: Path, text: str) -> None:
    try:
        if path.exists() and not path.is_file():
            # A pipe or a device is written to; putting a file in its place would do harm.
            path.write_text(text, encoding="utf-8", newline="\n")
        else:
            _replace(path.resolve(), text)
    except OSError as error:
        raise Mistake(f"cannot write {path}: {error.strerror or error}") from error


def _replace(path: Path, text: str) -> None:
    """Replace a file as a whole, so that nobody ever reads half a report."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".tmp")
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    # mkstemp makes the file private; a report has the permissions of any new file.
    mask = os.umask(0)
    os.umask(mask)
    os.chmod(temporary, 0o666 & ~mask)
    os.replace(temporary, path)
