"""The output formats by name; each is imported only when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from eksnetlint.finding import Report


class Format(Enum):
    """A way to write a report."""

    TEXT = "text"
    CONCISE = "concise"
    JSON = "json"
    SARIF = "sarif"


@dataclass(frozen=True, slots=True)
class Options:
    """What the user may choose about the output.

    ``color`` is only for the text format. JSON always tells the open verdicts, the other
    formats where ``show_open`` is true.
    """

    color: bool = False
    show_open: bool = False


def render(format: Format, report: Report, options: Options) -> str:
    """The report in a format; not empty texts end in a newline."""
    return _RENDERERS[format](report, options)


def _text(report: Report, options: Options) -> str:
    from eksnetlint.reports.text import render_text

    return render_text(report, color=options.color, show_open=options.show_open)


def _concise(report: Report, options: Options) -> str:
    from eksnetlint.reports.concise import render_concise

    return render_concise(report, show_open=options.show_open)


def _json(report: Report, _: Options) -> str:
    from eksnetlint.reports.json import render_json

    return render_json(report)


def _sarif(report: Report, options: Options) -> str:
    from eksnetlint.reports.sarif import render_sarif

    return render_sarif(report, include_open=options.show_open)


_RENDERERS: dict[Format, Callable[[Report, Options], str]] = {
    Format.TEXT: _text,
    Format.CONCISE: _concise,
    Format.JSON: _json,
    Format.SARIF: _sarif,
}
