"""Rules told in the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from eksnetlint.rule import ExampleKind, Rule

_WIDTH = 88
_MOST_LINES = 40


def render_list(rules: Sequence[Rule]) -> str:
    """A line for each rule; those that need --pedantic say so."""
    widest = max((len(rule.id) for rule in rules), default=0)
    lines = []
    for rule in rules:
        pedantic = " (--pedantic)" if rule.pedantic else ""
        lines.append(f"{rule.severity.value:<8} {rule.id:<{widest}}  {rule.title}{pedantic}\n")
    return "".join(lines)


def render_explanation(rule: Rule) -> str:
    """All that a rule document says for its readers."""
    severities = [rule.severity.value, *(case.severity.value for case in rule.severities)]
    facts = (
        f"severity {' or '.join(dict.fromkeys(severities))}, confidence {rule.confidence.value}, "
        f"tags {', '.join(rule.tags) or 'none'}, true as of {rule.as_of}"
    )
    parts = [
        f"{rule.id}: {rule.title}",
        _wrapped(facts),
        "Why\n" + _indented(rule.why),
        "Fix\n" + _indented(rule.fix),
        "When it is right to ignore it\n" + _indented(rule.false_positives),
        *_examples(rule),
        "Sources\n" + "\n".join(_reference(*item) for item in _references(rule)),
        "To ignore one finding, write on its line or the line above:\n"
        f"  # eksnetlint: ignore[{rule.id}] the reason",
    ]
    if rule.pedantic:
        parts.insert(2, "Off by default; --pedantic or --select turns it on.")
    return "\n\n".join(parts) + "\n"


def _examples(rule: Rule) -> Iterator[str]:
    """The first bad and the first good example of each format."""
    shown: set[tuple[str, ExampleKind]] = set()
    for example in rule.examples:
        key = (example.format, example.kind)
        if example.kind is not ExampleKind.OPEN and key not in shown:
            shown.add(key)
            texts = (_file(name, text) for name, text in example.files.items())
            yield f"A {example.kind.value} example ({example.format})\n" + "\n".join(texts)


def _file(name: str, text: str) -> str:
    lines = text.rstrip().split("\n")
    more = len(lines) - _MOST_LINES
    if more > 0:
        lines = [*lines[:_MOST_LINES], f"… {more} more lines"]
    return _indented("\n".join([f"# {name}", *lines]))


def _references(rule: Rule) -> list[tuple[str, str, str]]:
    return [(item.title, item.url, item.says) for item in rule.references]


def _reference(title: str, url: str, says: str) -> str:
    return f"  {title}\n  {url}\n" + textwrap.indent(_wrapped(says, _WIDTH - 4), "    ")


def _wrapped(text: str, width: int = _WIDTH) -> str:
    return textwrap.fill(" ".join(text.split()), width, break_long_words=False)


def _indented(text: str) -> str:
    return textwrap.indent(text.strip(), "  ")
