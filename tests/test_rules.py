"""Every rule document: its shape, its facts, and every example with every marker."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import jsonschema
import pytest
import yaml

from eksnetlint.judge import judge
from eksnetlint.model.declared import NOTHING
from eksnetlint.model.linking import link
from eksnetlint.readers.files import Input, read_files
from eksnetlint.resources import rules_folder, schemas_folder
from eksnetlint.rule import Rule
from eksnetlint.rulebook import load_rules
from eksnetlint.rulecheck import check_facts
from eksnetlint.suppressions import MARK, suppress

RULES = {rule.id: rule for rule in load_rules()}
DOCUMENTS = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in sorted(rules_folder().glob("*.yaml"))
}
MARKER = re.compile(r"# <- (finding|open)\s*$")


@dataclass(frozen=True)
class Example:
    rule: Rule
    kind: str
    files: dict[str, str]

    def marked(self) -> set[tuple[str, int, str]]:
        return {
            (name, number, match[1])
            for name, text in self.files.items()
            for number, line in enumerate(text.split("\n"), 1)
            if (match := MARKER.search(line))
        }


def _examples() -> Iterator[object]:
    for name, document in DOCUMENTS.items():
        for format, examples in document["examples"].items():
            for number, example in enumerate(examples):
                ((kind, content),) = example.items()
                name_of_one = "main.tf" if format == "terraform" else "example.yaml"
                files = content if isinstance(content, dict) else {name_of_one: content}
                label = f"{name}-{format}-{number}-{kind}"
                yield pytest.param(Example(RULES[name], kind, files), id=label)


EXAMPLES = list(_examples())


def _verdicts(example: Example) -> set[tuple[str, int, str]]:
    inputs = [
        Input(name, lambda text=text: text.encode())  # type: ignore[misc]
        for name, text in example.files.items()
    ]
    files = read_files(inputs, MARK)
    rules = tuple(RULES.values())
    judgement = judge(rules, link(files.reading.objects, NOTHING))
    result = suppress(judgement.findings, judgement.open, files.comments, rules, rules)
    found = {
        (finding.span.path, finding.span.first.line, "open" if finding.reason else "finding")
        for finding in (*result.findings, *result.open)
        if finding.rule.id == example.rule.id
    }
    flaws = {(flaw.rule, *_place(flaw.span)) for flaw in (*files.reading.flaws, *result.flaws)}
    if example.rule.subject != "file":
        assert not flaws, "an example must be sound but for what it shows"
    return found | {
        (path, line, "finding") for rule, path, line in flaws if rule == example.rule.id
    }


def _place(span: object) -> tuple[str, int]:
    return span.path, span.first.line  # type: ignore[attr-defined]


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_gives_exactly_the_marked_verdicts(example: Example) -> None:
    assert _verdicts(example) == example.marked()


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_what_it_is_called(example: Example) -> None:
    kinds = {kind for _, _, kind in example.marked()}
    assert kinds == {"bad": {"finding"}, "good": set(), "open": {"open"}}[example.kind]


@pytest.mark.parametrize("name", list(DOCUMENTS))
def test_a_rule_document_has_the_shape_that_packs_must_have(name: str) -> None:
    schema = json.loads((schemas_folder() / "rule.schema.json").read_text(encoding="utf-8"))
    document = json.loads(json.dumps(DOCUMENTS[name]))
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(document)) == []


@pytest.mark.parametrize("rule", list(RULES.values()), ids=lambda rule: rule.id)
def test_a_rule_compares_facts_that_exist(rule: Rule) -> None:
    check_facts(rule)
    assert rule.path == Path(rules_folder(), f"{rule.id}.yaml")


@pytest.mark.parametrize("name", list(DOCUMENTS))
def test_a_rule_has_a_bad_and_a_good_example_and_a_source(name: str) -> None:
    document = DOCUMENTS[name]
    kinds = {
        kind for examples in document["examples"].values() for item in examples for kind in item
    }
    assert "good" in kinds
    assert "bad" in kinds
    assert all(item["url"].startswith("https://") for item in document["references"])
