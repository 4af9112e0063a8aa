"""The commands about rules themselves: lists, explanations, new rules and their examples."""

from __future__ import annotations

import json

import jsonschema
import pytest
import yaml
from typer.testing import CliRunner

from eksnetlint.cli import app
from eksnetlint.mistakes import Mistake
from eksnetlint.model.facts import fact_types
from eksnetlint.model.subjects import SUBJECTS
from eksnetlint.resources import schemas_folder
from eksnetlint.rulebook import load_rules

RULES = load_rules()
DSR = "windows-dsr-not-enabled"


class Outcome:
    """What a command wrote, and its exit code."""

    def __init__(self, code: int, stdout: str, stderr: str) -> None:
        self.code, self.stdout, self.stderr = code, stdout, stderr


def run(*arguments: str) -> Outcome:
    result = CliRunner().invoke(app, list(arguments))
    if isinstance(result.exception, Mistake):
        return Outcome(2, result.stdout, f"{result.exception}\n")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Outcome(result.exit_code, result.stdout, result.stderr)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


# Lists and explanations


def test_rules_are_listed_as_json():
    listed = json.loads(run("rules", "--output-format", "json").stdout)
    assert [item["id"] for item in listed] == [rule.id for rule in RULES]
    (dsr,) = (item for item in listed if item["id"] == DSR)
    assert dsr["severities"] == ["warning"]
    assert dsr["formats"] == list(next(rule for rule in RULES if rule.id == DSR).formats)


def test_rules_are_listed_as_a_markdown_table():
    lines = run("rules", "--output-format", "markdown").stdout.splitlines()
    assert len(lines) == len(RULES) + 2
    (row,) = (line for line in lines if line.startswith(f"| [`{DSR}`](https://"))
    assert row.endswith(" | No Direct Server Return on Windows nodes |")


def test_a_rule_is_explained_as_a_page_of_markdown():
    page = run("explain", DSR, "--output-format", "markdown").stdout
    assert page.startswith("# No Direct Server Return on Windows nodes\n")
    assert f"$ eksnetlint scan example.yaml --select {DSR}\nwarning[{DSR}]: " in page


def test_a_rule_is_explained_as_json_with_all_that_its_document_says():
    told = json.loads(run("explain", DSR, "--output-format", "json").stdout)
    rule = next(rule for rule in RULES if rule.id == DSR)
    assert (told["id"], told["why"], told["fix"]) == (DSR, rule.why, rule.fix)
    assert told["references"][0]["url"] == rule.references[0].url
    assert len(told["examples"]) == len(rule.examples)
    assert 'node_group.os == "windows"' in told["when"]


def test_marked_lines_of_examples_stand_out_in_colour():
    plain = run("explain", DSR, "--color", "never").stdout
    colored = run("explain", DSR, "--color", "always").stdout
    assert "\x1b" not in plain
    (line, *_) = (line for line in colored.splitlines() if "# <- finding" in line)
    assert "\x1b[1;31m" in line
    assert "\x1b[36mamiFamily\x1b[0m:" in colored


# Facts


def test_every_fact_is_listed_with_its_type_and_meaning():
    listed = json.loads(run("facts", "--output-format", "json").stdout)
    names = {f"{subject}.{name}" for subject in SUBJECTS for name in fact_types(subject)}
    assert {item["fact"] for item in listed} == names
    assert all(item["type"] and item["meaning"].endswith(".") for item in listed)
    told = {item["fact"]: item["type"] for item in listed}
    assert told["node_group.windows_version"] == "integer, or null"
    assert told["node_group.instance_types"] == "list of texts"
    assert told["cluster.ip_family"] == "ipv4 or ipv6"


def test_the_facts_of_one_subject_are_listed_for_people():
    text = run("facts", "service").stdout
    assert text.startswith("service: A Service.\n\n")
    assert "  service.session_affinity  (text)\n      None or ClientIP.\n" in text
    assert "node_group" not in text
    table = run("facts", "service", "--output-format", "markdown").stdout
    assert "| `service.session_affinity` | text | None or ClientIP. |" in table


def test_a_mistyped_subject_is_refused_with_a_hint():
    found = run("facts", "node_grup")
    assert (found.code, found.stdout) == (2, "")
    assert found.stderr == "there is no subject 'node_grup'; did you mean 'node_group'?\n"


# The schema for editors


def test_the_editor_s_schema_takes_every_rule_and_knows_subjects_and_facts():
    schema = json.loads(run("rules", "schema").stdout)
    validator = jsonschema.Draft202012Validator(schema)
    for rule in RULES:
        document = yaml.safe_load(rule.path.read_text(encoding="utf-8"))
        assert list(validator.iter_errors(document)) == [], rule.id
    wrong = {"subject": "node_grup"}
    assert any(list(error.path) == ["subject"] for error in validator.iter_errors(wrong))
    assert "node_group.max_pods" in schema["$defs"]["fact"]["anyOf"][0]["enum"]


def test_the_schema_of_rules_has_the_address_that_new_rules_name():
    schema = json.loads((schemas_folder() / "rule.schema.json").read_text(encoding="utf-8"))
    run("rules", "new", "our-own")
    with open("rules/our-own.yaml", encoding="utf-8") as file:
        assert file.readline() == f"# yaml-language-server: $schema={schema['$id']}\n"


# New rules


def test_a_new_rule_is_sound_and_its_examples_hold():
    made = run("rules", "new", "our-own", "--dir", "ours")
    assert (made.code, made.stdout) == (0, "ours/our-own.yaml\n")
    tried = run("rules", "test", "ours")
    assert (tried.code, tried.stdout) == (0, "")
    assert tried.stderr == "1 rule, 3 examples (1 bad, 1 good, 1 open): all hold\n"
    assert "our-own" in run("rules", "--rules", "ours").stdout


def test_a_rule_s_file_is_never_overwritten():
    run("rules", "new", "our-own")
    again = run("rules", "new", "our-own")
    assert (again.code, again.stderr) == (2, "rules/our-own.yaml is there already\n")


@pytest.mark.parametrize("name", ["Our-Own", "our_own", "../own", "-own", "own-", ""])
def test_a_name_that_no_rule_can_have_is_refused(folder, name):
    assert "cannot be the id of a rule" in run("rules", "new", "--", name).stderr
    assert list(folder.iterdir()) == []


# Examples tried out


def test_the_examples_of_all_built_in_rules_hold():
    tried = run("rules", "test")
    assert tried.stdout == ""
    assert tried.code == 0
    assert f"{len(RULES)} rules, " in tried.stderr


def spoilt(folder, before, after):
    """What is told of the new rule after a change, without the file's name."""
    run("rules", "new", "our-own")
    path = folder / "rules" / "our-own.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, before
    path.write_text(text.replace(before, after), encoding="utf-8")
    tried = run("rules", "test", "rules")
    assert tried.code == 1
    assert all(line.startswith("rules/our-own.yaml:") for line in tried.stdout.splitlines())
    return [line.removeprefix("rules/our-own.yaml:") for line in tried.stdout.splitlines()]


def test_an_example_that_gives_too_little_or_too_much_is_told_with_its_line(folder):
    told = spoilt(folder, "maxPodsPerNode: 110   # <- finding", "maxPodsPerNode: 10   # <- finding")
    name = "our-own, eksctl example 1 (bad)"
    assert told == [f"34: {name}: example.yaml:9: a finding is marked and not given"]
    (folder / "rules" / "our-own.yaml").unlink()
    told = spoilt(folder, "maxPodsPerNode: 100\n    - open", "maxPodsPerNode: 300\n    - open")
    name = "our-own, eksctl example 2 (good)"
    assert told == [f"44: {name}: example.yaml:9: a finding is given and not marked"]


def test_a_bad_example_without_a_marker_is_told(folder):
    (first, *_) = spoilt(folder, "110   # <- finding", "90")
    assert first.endswith("a bad example has finding markers, and only those")


def test_a_rule_without_a_bad_example_is_told(folder):
    told = spoilt(folder, "    - bad: |", "    - open: |")
    assert told[0] == "1: our-own has no bad example"


def test_an_example_with_a_mistake_it_is_not_about_is_told(folder):
    told = spoilt(folder, "maxPodsPerNode: 100\n    - open", "maxPodPerNode: 100\n    - open")
    assert any("maxPodPerNode" in line for line in told)
