"""Rules told in the terminal."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eksnetlint.rule import ExampleKind, Reference, Rule

_WIDTH = 88
_MOST_LINES = 40
_MARK_COLORS = {"# <- finding": "1;31", "# <- open": "1;35"}
# A YAML key or an HCL argument: what a reader looks for first.
_FIELD = re.compile(r"^([\s-]*)([\w./-]+)(?=\s*[:=](?:\s|$))")


def render_list(rules: Sequence[Rule]) -> str:
    """A line for each rule; those that need --pedantic say so."""
    widest = max((len(rule.id) for rule in rules), default=0)
    lines = []
    for rule in rules:
        pedantic = " (--pedantic)" if rule.pedantic else ""
        lines.append(f"{rule.severity.value:<8} {rule.id:<{widest}}  {rule.title}{pedantic}\n")
    return "".join(lines)


def render_explanation(rule: Rule, *, color: bool = False) -> str:
    """All that a rule document says for its readers; ``color`` is for terminals."""
    versions = "".join(f", for {name} {text}" for name, text in rule.versions.items())
    facts = (
        f"severity {' or '.join(rule.severity_words)}, confidence {rule.confidence.value}, "
        f"tags {', '.join(rule.tags) or 'none'}, true as of {rule.as_of}{versions}"
    )
    paint = _Paint(color)
    parts = [
        paint.heading(f"{rule.id}: {rule.title}"),
        _wrapped(facts),
        f"{paint.heading('Why')}\n" + _indented(rule.why),
        f"{paint.heading('Fix')}\n" + _indented(rule.fix),
        f"{paint.heading('When it is right to ignore it')}\n" + _indented(rule.false_positives),
        *_examples(rule, paint),
        f"{paint.heading('Sources')}\n" + "\n".join(map(_reference, rule.references)),
        "To ignore one finding, write on its line or the line above:\n"
        f"  # eksnetlint: ignore[{rule.id}] the reason",
    ]
    if rule.pedantic:
        parts.insert(2, "Off by default; --pedantic or --select turns it on.")
    return "\n\n".join(parts) + "\n"


@dataclass(frozen=True, slots=True)
class _Paint:
    """Colours for a terminal, or none."""

    is_on: bool

    def heading(self, text: str) -> str:
        return self._painted("1", text)

    def example(self, line: str) -> str:
        """A line of an example: what is marked stands out, comments recede."""
        for mark, code in _MARK_COLORS.items():
            if line.rstrip().endswith(mark):
                return self._painted(code, line)
        if line.lstrip().startswith(("#", "//")):
            return self._painted("2", line)
        field = _FIELD.match(line)
        if field is None:
            return line
        return field[1] + self._painted("36", field[2]) + line[field.end(2) :]

    def _painted(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.is_on else text


def _examples(rule: Rule, paint: _Paint) -> Iterator[str]:
    """The first bad and the first good example of each format."""
    shown: set[tuple[str, ExampleKind]] = set()
    for example in rule.examples:
        key = (example.format, example.kind)
        if example.kind is not ExampleKind.OPEN and key not in shown:
            shown.add(key)
            heading = paint.heading(f"A {example.kind.value} example ({example.format})")
            texts = (_file(name, text, paint) for name, text in example.files.items())
            yield f"{heading}\n" + "\n".join(texts)


def _file(name: str, text: str, paint: _Paint) -> str:
    lines = text.rstrip().split("\n")
    more = len(lines) - _MOST_LINES
    if more > 0:
        lines = [*lines[:_MOST_LINES], f"… {more} more lines"]
    return _indented("\n".join(paint.example(line) for line in [f"# {name}", *lines]))


def _reference(item: Reference) -> str:
    says = textwrap.indent(_wrapped(item.says, _WIDTH - 4), "    ")
    return f"  {item.title}\n  {item.url}\n{says}"


def _wrapped(text: str, width: int = _WIDTH) -> str:
    return textwrap.fill(" ".join(text.split()), width, break_long_words=False)


def _indented(text: str) -> str:
    return textwrap.indent(text.strip(), "  ")
