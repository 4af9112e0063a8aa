"""Every rule document: its shape, its facts, and every example with every marker."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from pathlib import Path

import jsonschema
import pytest
import yaml

from eksnetlint.resources import rules_folder, schemas_folder
from eksnetlint.rule import Example, Rule
from eksnetlint.rule_file import read_rule
from eksnetlint.rulebook import load_rules
from eksnetlint.rulecheck import check_facts
from eksnetlint.trial import lacks, trials

RULES = {rule.id: rule for rule in load_rules()}
DOCUMENTS = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in sorted(rules_folder().glob("*.yaml"))
}
EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.id}-{example.format}-{number}-{example.kind.value}")
    for rule in RULES.values()
    for number, example in enumerate(rule.examples)
]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_an_example_gives_exactly_the_verdicts_marked_in_it(rule: Rule, example: Example) -> None:
    one = replace(rule, examples=(example,))
    (trial,) = trials([one], list(RULES.values()))
    assert trial.failures == ()


@pytest.mark.parametrize("name", list(DOCUMENTS))
def test_a_rule_document_has_the_shape_that_packs_must_have(name: str) -> None:
    schema = json.loads((schemas_folder() / "rule.schema.json").read_text(encoding="utf-8"))
    document = json.loads(json.dumps(DOCUMENTS[name]))
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(document)) == []


@pytest.mark.parametrize("rule", list(RULES.values()), ids=lambda rule: rule.id)
def test_a_rule_compares_facts_that_exist(rule: Rule) -> None:
    check_facts(rule)
    assert rule.path == Path(rules_folder(), f"{rule.id}.yaml")


@pytest.mark.parametrize("rule", list(RULES.values()), ids=lambda rule: rule.id)
def test_a_rule_has_a_bad_and_a_good_example_and_a_source(rule: Rule) -> None:
    assert lacks(rule) == ()
    assert all(item.url.startswith("https://") for item in rule.references)


@pytest.mark.parametrize("rule", list(RULES.values()), ids=lambda rule: rule.id)
def test_the_fast_reader_and_the_one_with_places_read_the_same_rule(rule: Rule) -> None:
    other = read_rule(rule.path)
    for part in fields(Rule):
        if part.name not in ("when", "require", "severities"):
            assert getattr(rule, part.name) == getattr(other, part.name), part.name


@pytest.mark.parametrize("name", list(DOCUMENTS))
def test_the_examples_are_the_last_part_of_a_document(name: str) -> None:
    # A scan reads what is before them, and no more.
    assert list(DOCUMENTS[name])[-1] == "examples"


# One word for one thing, since users choose rules by it.
TAGS = frozenset(
    "ami auto-mode bootstrap calico cilium cni dns dsr eksctl eni fargate host-process iam "
    "instance-type ipam ipv6 karpenter mesh policy prefix-delegation reading scheduling "
    "security-groups service subnet suppression upgrade".split()
)


@pytest.mark.parametrize("rule", list(RULES.values()), ids=lambda rule: rule.id)
def test_a_rule_has_tags_that_others_have_too(rule: Rule) -> None:
    assert rule.tags
    assert TAGS.issuperset(rule.tags)


FORMAT_NAMES = {
    "eksctl": "eksctl",
    "kubernetes": "Kubernetes",
    "terraform": "Terraform",
    "karpenter": "Karpenter",
}


@pytest.mark.parametrize("name", [n for n, d in DOCUMENTS.items() if d["subject"] != "file"])
def test_a_rule_says_what_to_write_in_each_format_it_finds_mistakes_in(name: str) -> None:
    document = DOCUMENTS[name]
    formats = {
        FORMAT_NAMES[format]
        for format, examples in document["examples"].items()
        if any("bad" in example for example in examples)
    }
    headings = [line for line in document["fix"].split("\n") if line.endswith(":")]
    missing = {name for name in formats if not any(name in heading for heading in headings)}
    assert not missing
