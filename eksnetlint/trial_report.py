"""What came of trying out rules' examples, for people and their CI."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from eksnetlint.reports.summary import count
from eksnetlint.rule import Example, Rule
from eksnetlint.rule_file import example_lines
from eksnetlint.trial import Trial, lacks, trials


def tell_trials(rules: Sequence[Rule], all_rules: Sequence[Rule]) -> tuple[list[str], list[str]]:
    """The lines that tell failures, ``file:line: rule: …``, and the lines that sum up."""
    failures = [f"{rule.path}:1: {rule.id} {problem}" for rule in rules for problem in lacks(rule)]
    kinds: Counter[str] = Counter()
    for trial in trials(rules, all_rules):
        kinds[trial.example.kind.value] += 1
        failures += _failures(trial)
    told = ", ".join(f"{number} {kind}" for kind, number in kinds.items()) or "none"
    summary = f"{count(len(rules), 'rule')}, {count(sum(kinds.values()), 'example')} ({told})"
    return failures, [summary, count(len(failures), "failure") if failures else "all hold"]


def _failures(trial: Trial) -> Iterator[str]:
    if not trial.failures:
        return
    rule, example = trial.rule, trial.example
    line = example_lines(rule.path).get(_key(rule, example), 1)
    number = _number(rule.examples, example)
    name = f"{example.format} example {number} ({example.kind.value})"
    for failure in trial.failures:
        yield f"{rule.path}:{line}: {rule.id}, {name}: {failure}"


def _number(examples: Iterable[Example], example: Example) -> int:
    alike = [item for item in examples if item.format == example.format]
    return next(number for number, item in enumerate(alike, 1) if item is example)


def _key(rule: Rule, example: Example) -> tuple[str, int]:
    return example.format, _number(rule.examples, example)
