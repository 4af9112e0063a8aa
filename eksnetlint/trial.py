"""The examples of rules, tried out: what each should give, and what it gives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eksnetlint.judge import judge
from eksnetlint.model.declared import NOTHING
from eksnetlint.model.linking import link
from eksnetlint.readers.files import Input, read_files
from eksnetlint.rule import Example, ExampleKind, Rule
from eksnetlint.suppressions import MARK, suppress

_MARKER = re.compile(r"# <- (finding|open)\s*$")
_WANTED = {ExampleKind.BAD: {"finding"}, ExampleKind.GOOD: set(), ExampleKind.OPEN: {"open"}}


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A verdict on a line of an example's file: ``finding`` or ``open``."""

    file: str
    line: int
    verdict: str


@dataclass(frozen=True, slots=True)
class Trial:
    """An example, the verdicts its markers ask for, and those that its rule gives.

    ``flaws`` are mistakes of the text itself that the example is not about.
    """

    rule: Rule
    example: Example
    wanted: frozenset[Mark]
    given: frozenset[Mark]
    flaws: tuple[str, ...] = ()

    @property
    def failures(self) -> tuple[str, ...]:
        """Why the example does not show what it is there for, in full; none where it does."""
        kinds = {mark.verdict for mark in self.wanted}
        found = []
        if kinds != _WANTED[self.example.kind]:
            kind = self.example.kind.value
            asked = " and ".join(sorted(_WANTED[self.example.kind])) or "no"
            found.append(f"a {kind} example has {asked} markers, and only those")
        found += [f"{_told(mark)} is marked and not given" for mark in sorted(self._missing)]
        found += [f"{_told(mark)} is given and not marked" for mark in sorted(self._surplus)]
        return (*found, *self.flaws)

    @property
    def _missing(self) -> frozenset[Mark]:
        return self.wanted - self.given

    @property
    def _surplus(self) -> frozenset[Mark]:
        return self.given - self.wanted


def trials(rules: Sequence[Rule], all_rules: Sequence[Rule]) -> Iterator[Trial]:
    """Every example of some rules, judged as a scan with all rules would judge it."""
    for rule in rules:
        for example in rule.examples:
            yield _trial(rule, example, all_rules)


def lacks(rule: Rule) -> tuple[str, ...]:
    """What a rule needs to be believed, and has not."""
    kinds = {example.kind for example in rule.examples}
    wanted = (ExampleKind.BAD, ExampleKind.GOOD)
    return tuple(f"has no {kind.value} example" for kind in wanted if kind not in kinds)


def marks_of(example: Example) -> frozenset[Mark]:
    """The verdicts that an example's markers ask for."""
    return frozenset(
        Mark(name, number, match[1])
        for name, text in example.files.items()
        for number, line in enumerate(text.split("\n"), 1)
        if (match := _MARKER.search(line))
    )


def _trial(rule: Rule, example: Example, all_rules: Sequence[Rule]) -> Trial:
    inputs = [
        Input(name, lambda text=text: text.encode())  # type: ignore[misc]
        for name, text in example.files.items()
    ]
    files = read_files(inputs, MARK, Path())
    judgement = judge(all_rules, link(files.reading.objects, NOTHING))
    result = suppress(judgement.findings, judgement.open, files.comments, all_rules, all_rules)
    given = {
        Mark(item.span.path, item.span.first.line, "open" if item.reason else "finding")
        for item in (*result.findings, *result.open)
        if item.rule.id == rule.id
    }
    flaws = (*files.reading.flaws, *result.flaws)
    given |= {
        Mark(flaw.span.path, flaw.span.first.line, "finding")
        for flaw in flaws
        if flaw.rule == rule.id
    }
    others = () if rule.subject == "file" else (f"{flaw.span}: {flaw.message}" for flaw in flaws)
    return Trial(rule, example, marks_of(example), frozenset(given), tuple(others))


def _told(mark: Mark) -> str:
    what = "an open verdict" if mark.verdict == "open" else "a finding"
    return f"{mark.file}:{mark.line}: {what}"
