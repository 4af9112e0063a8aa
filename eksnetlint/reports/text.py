"""Findings for people at a terminal, each with the lines of source it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from eksnetlint.finding import Finding, Related, Report
from eksnetlint.reports.frame import excerpt, line_text
from eksnetlint.reports.places import related_places
from eksnetlint.reports.summary import count
from eksnetlint.reports.visible import visible
from eksnetlint.source.text import Span

# Related places at most this many lines away are shown in the same frame.
_NEAR = 10
# Of a long way back, this many steps are told.
_MOST_STEPS = 4

_BOLD = "1"
_FRAME = "1;34"
_LEVEL_COLORS = {"error": "1;31", "warning": "1;33", "note": "1;36", "open": "1;35"}


@dataclass(frozen=True, slots=True)
class _Mark:
    """A span to underline, by ``^`` where it is the finding's own."""

    span: Span
    label: str = ""
    is_main: bool = False

    @property
    def line(self) -> int:
        return self.span.first.line


@dataclass(frozen=True, slots=True)
class _Frame:
    """Marks close together in one file; the first one names the place."""

    marks: list[_Mark] = field(default_factory=list)

    def takes(self, mark: _Mark) -> bool:
        first = self.marks[0]
        return first.span.path == mark.span.path and abs(first.line - mark.line) <= _NEAR


def render_text(report: Report, *, color: bool, show_open: bool) -> str:
    """The findings, then the open verdicts if asked for, with a blank line between two."""
    shown = (*report.findings, *report.open) if show_open else report.findings
    return "\n".join(_Painter(finding, color).text() for finding in shown)


class _Painter:
    """Draws one finding."""

    def __init__(self, finding: Finding, color: bool) -> None:
        self.finding = finding
        self.color = color
        self.level = "open" if finding.reason is not None else finding.severity.value
        self.frames, self.steps = _frames(finding)
        marks = [mark for frame in self.frames for mark in frame.marks]
        self.gutter = max(len(str(mark.line)) for mark in marks)

    def text(self) -> str:
        return "".join(f"{line.rstrip()}\n" for line in self._lines())

    def _lines(self) -> Iterator[str]:
        level = self._paint(_LEVEL_COLORS[self.level], self.level)
        message = self._paint(_BOLD, visible(self.finding.message.strip()))
        yield f"{level}[{self.finding.rule.id}]: {message}"
        for number, frame in enumerate(self.frames):
            arrow = "-->" if number == 0 else ":::"
            place = visible(str(frame.marks[0].span))
            yield f"{' ' * self.gutter}{self._paint(_FRAME, arrow)} {place}"
            yield self._row("")
            yield from self._frame(frame)
            if number + 1 < len(self.frames):
                yield self._row("")
        for note in (*_notes(self.steps), self._advice()):
            yield f"{' ' * self.gutter} {self._paint(_FRAME, '=')} {note}"

    def _advice(self) -> str:
        if self.finding.reason is not None:
            return f"open: {visible(str(self.finding.reason))}"
        return f"fix: {visible(self.finding.rule.fix_line)}"

    def _frame(self, frame: _Frame) -> Iterator[str]:
        before: tuple[int, str] | None = None
        for mark in sorted(frame.marks, key=lambda mark: (mark.line, not mark.is_main)):
            part = excerpt(mark.span)
            if before != (part.line, part.text):
                yield from self._gap(mark, before[0] if before else part.line)
                yield self._row(part.text, str(part.line))
            underline = ("^" if mark.is_main else "-") * part.width
            note = f"{underline} {visible(mark.label)}" if mark.label else underline
            painted = self._paint(_LEVEL_COLORS[self.level] if mark.is_main else _FRAME, note)
            yield self._row(" " * part.indent + painted)
            before = (part.line, part.text)

    def _gap(self, mark: _Mark, before: int) -> Iterator[str]:
        """What stands between two shown lines: one line as it is, more than one as dots."""
        if mark.line - before == 2 and not mark.span.source.is_private:
            yield self._row(line_text(mark.span.source, before + 1), str(before + 1))
        elif mark.line - before > 1:
            yield self._paint(_FRAME, "...")

    def _row(self, text: str, number: str = "") -> str:
        return f"{self._paint(_FRAME, f'{number:>{self.gutter}} |')} {text}"

    def _paint(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.color else text


def _frames(finding: Finding) -> tuple[list[_Frame], list[Related]]:
    """Frames of marks, and the steps that are too far away to be marked."""
    frames = [_Frame([_Mark(finding.span, is_main=True)])]
    steps: list[Related] = []
    for related in related_places(finding):
        mark = _Mark(related.span, related.message.strip())
        near = next((frame for frame in frames if frame.takes(mark)), None)
        if near is not None:
            near.marks.append(mark)
        elif related.is_step:
            steps.append(related)
        else:
            frames.append(_Frame([mark]))
    return frames, steps


def _notes(steps: Sequence[Related]) -> Iterator[str]:
    """A line for each step; of many only the first ones, and the last, where it all begins."""
    left_out = max(len(steps) - _MOST_STEPS, 0)
    for number, step in enumerate(steps, 1):
        if left_out and number == len(steps):
            yield f"from: … and {count(left_out, 'place')} more"
        if not left_out or number < _MOST_STEPS or number == len(steps):
            line = excerpt(step.span).text.strip()
            yield f"from: {visible(str(step.span))}: {line} ({visible(step.message.strip())})"
