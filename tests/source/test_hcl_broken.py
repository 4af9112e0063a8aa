"""What is not HCL is said where it is, and the rest of the file is read."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eksnetlint.source.hcl import LARGEST, HclFile, parse_expression, parse_hcl, parse_template
from eksnetlint.source.hcl_json import parse_json
from eksnetlint.source.hcl_places import locate
from eksnetlint.source.hcl_second_opinion import Opinions, Refusal, ask_strictly
from eksnetlint.source.hcl_tree import Broken, Literal, TemplateText
from eksnetlint.source.text import Source
from tests.source.test_hcl import EVERYTHING, nodes


def silent(_: Sequence[str], __: float) -> Opinions:
    return []


def content(text: str) -> HclFile:
    return parse_hcl(Source("a.tf", text))


BEFORE = 'resource "a" "before" {\n  x = 1\n}\n\n'
AFTER = '\nresource "a" "after" {\n  x = 2\n}\n'


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ('resource "b" "c" {\n  d = 1\n', "{", "this '{' is not closed"),
        ('resource "b" "c" {\n  d {\n    e = 1\n}\n', "{", "this '{' is not closed"),
        ("locals {\n  d = [1, 2\n  e = 3\n}\n", "e", "expected ',', a line end or ']', not 'e'"),
        ('locals {\n  d = "é\n}\n', '"', "this string is not closed"),
        ("locals {\n  d = \n  e = 1\n}\n", "", "expected a value, not a line end"),
        ("locals {\n  d = {{ .Values.x }}\n}\n", ".Values.x", "'.Values.x' fits nothing here"),
        ("locals {\n  d : 1\n}\n", ":", "expected '=' or '{', not ':'"),
        ("locals {\n}\n}\n", "}", "expected the end of the file, not '}'"),
        ("locals {\n  d = <<EOT\n  x\n}\n", "<<EOT", "this heredoc is not closed"),
        ("locals {\n  d = f(1, 2\n  e = 3\n}\n", "e", "not 'e'"),
        ("<<<<<<< HEAD\nlocals {}\n", "<", "'<' fits nothing here"),
    ],
)
def test_a_mistake_is_said_at_its_place_and_the_rest_is_read(text, place, message):
    file = content(BEFORE + text + AFTER)
    (problem,) = file.problems
    assert message in problem.message
    assert problem.span.text == place
    assert len(BEFORE) - 1 <= problem.span.start <= len(BEFORE + text)
    found = [block for block in file.body.blocks if block.labels[:1] == ["a"]]
    assert [block.labels[1] for block in found] == ["before", "after"]
    assert not any(block.body.is_partial for block in found)
    values = [block.body.attributes["x"].value.span.text for block in found]
    assert values == ["1", "2"]
    assert file.body.is_partial


def test_a_broken_block_keeps_what_can_be_read_of_it():
    text = 'resource "b" "c" {\n  d = 1\n  e = {{ .x }}\n  f = 2\n}\n'
    file = content(BEFORE + text + AFTER)
    block = next(block for block in file.body.blocks if block.labels == ["b", "c"])
    assert block.body.is_partial
    assert set(block.body.attributes) >= {"d"}


def test_each_broken_block_is_a_problem():
    text = "locals {\n  a = [\n}\n"
    assert len(content(text + AFTER + text).problems) == 2


def test_attributes_of_a_file_of_values_spoil_no_others():
    file = parse_hcl(Source("a.tfvars", 'a = 1\nb = [1, 2\nc = "x"\n'))
    assert [problem.span.first.line for problem in file.problems] == [2]
    assert set(file.body.attributes) >= {"a", "c"}


# tree-sitter-hcl 1.2 finds errors in these, which Terraform and python-hcl2 take.
@pytest.mark.parametrize("text", ["a = f(1\n,2)\nb = [for c in d : \\\n]", 'a = "\\/"\n'])
def test_what_only_tree_sitter_refuses_is_partial_or_a_problem_of_both(text):
    file = content(text)
    assert file.body.is_partial
    assert len(file.problems) == ("\\\n" in text)


# python-hcl2 8.1.4 refuses these, which Terraform takes.
@pytest.mark.parametrize(
    "text",
    [
        "\ufeffa = 1\n",
        "é = 1\n",
        "a = !!b\n",
        'a = "${~ b ~}"\n',
        'a = "${\n  b # c\n}"\n',
        'a "b" /* c */ {}\n',
        "a = core::f(b)\n",
        "a = provider::b::c(d)\n",
        "a = (1\n  - 2)\n",
        "a = <<EOT\nx\nEOT \nb = 1\n",
    ],
)
def test_what_only_the_second_opinion_refuses_is_no_problem(text):
    assert not content(text).problems
    # Nor does it hide where another mistake is.
    broken = content(text + "locals {\n  z = [1\n}\n")
    assert [problem.span.text for problem in broken.problems] == ["}"]


def test_without_an_answer_tree_sitter_is_believed():
    text = BEFORE + "locals {\n  d = [1\n}\n"
    (problem,) = parse_hcl(Source("a.tf", text), silent).problems
    assert (problem.message, problem.span.text) == ("this is not closed", "[1")


def test_the_second_opinion_is_asked_about_broken_blocks_only():
    asked: list[str] = []

    def ask(texts: Sequence[str], seconds: float) -> Opinions:
        assert 0 < seconds < 2
        asked.extend(texts)
        return [Refusal("no", 0, 1), Refusal("why", 7, 8)]

    broken = "locals {\n  d = [1\n}\n"
    (problem,) = parse_hcl(Source("a.tf", BEFORE + broken + AFTER), ask).problems
    assert asked == [BEFORE + broken + AFTER, broken + "\n"]
    assert (problem.message, problem.span.start) == ("why", len(BEFORE) + 7)
    assert not content(BEFORE).problems


def test_the_second_opinion_has_a_deadline():
    begun = time.monotonic()
    assert ask_strictly(["a = [" + "1, " * 80_000], 0.2) == []
    assert time.monotonic() - begun < 4


def test_the_second_opinion_imports_nothing_from_where_it_runs(tmp_path, monkeypatch):
    (tmp_path / "hcl2.py").write_text("raise SystemExit(3)\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(sys, "path", ["", *sys.path])
    assert ask_strictly(["a = 1\n"], 5) == [None]


# --- hostile files -------------------------------------------------------------------------

HOSTILE = {
    "parentheses": "a = " + "(" * 20_000 + "1" + ")" * 20_000,
    "open parentheses": "a = " + "(" * 20_000,
    "open brackets": "a = " + "[" * 20_000,
    "open blocks": "a {\n" * 20_000,
    "blocks": "a {\n" * 20_000 + "}\n" * 20_000,
    "objects": "a = " + "{a=" * 20_000 + "}" * 20_000,
    "open heredoc": "a = <<EOT\n" + "x\n" * 200_000,
    "open blank heredoc": "a = <<EOT\n" + "\n" * 200_000,
    "open heredocs": "a = <<EOT\n" * 50_000,
    "open interpolations": 'a = "' + '${"' * 20_000,
    "interpolations": "a = " + '"${' * 500 + "1" + '}"' * 500,
    "operators": "a = 1" + "+1" * 20_000,
    "conditionals": "a = " + "1?1:" * 20_000 + "1",
    "negations": "a = " + "!" * 20_000 + "1",
    "attributes": "a = b" + ".c" * 20_000,
    "splats": "a = b" + "[*].c" * 20_000,
    "open directives": 'a = "' + "%{ if x }" * 5_000,
    "directives": 'a = "' + "%{ if x }" * 5_000 + "%{ endif }" * 5_000 + '"',
    "open comments": "/*" * 100_000,
    "garbage": "".join(map(chr, range(32, 127))) * 2_000,
    "heads": 'resource "a" "b" {\n' * 20_000,
    "dollars": 'a = "' + "$" * 200_000 + '{x}"',
    "digits": "a = " + "1" * 200_000,
    "nul": "a = 1\n\0\nb = 2\n",
    "surrogate": 'a = "\ud800"\n',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_file_takes_long_or_is_too_much(name):
    begun = time.monotonic()
    file = content(HOSTILE[name])
    # The limit is two seconds; a machine under load gets some more, as does the first run, in
    # which python-hcl2 makes its grammar.
    assert time.monotonic() - begun < 6
    for node in nodes(file.body):
        assert 0 <= node.start <= node.end <= len(HOSTILE[name])


def test_a_file_may_not_be_too_large():
    (problem,) = content("#" * (LARGEST + 1)).problems
    assert problem.message == "larger than 1 MiB"


def test_an_open_heredoc_spoils_no_other_block():
    text = 'resource "b" "c" {\n  d = <<EOT\n' + "\n" * 200_000
    file = content(BEFORE + text + AFTER)
    assert [block.labels for block in file.body.blocks] == [["a", "before"], ["a", "after"]]
    assert [problem.span.first.line for problem in file.problems] == [5]


# --- properties ----------------------------------------------------------------------------

tokens = st.sampled_from(
    EVERYTHING.split() + list('\n\n\n""{}[]()=,.?:#~$%*-!') + ["${", "%{", "<<EOT\n", "EOT\n", "é"]
)


def check(file: HclFile) -> None:
    for node in nodes(file.body):
        assert 0 <= node.start <= node.end <= len(node.source.text)
        if isinstance(node, TemplateText):
            assert locate(node, 0, len(node.text)).text == node.span.text
        elif isinstance(node, Literal) and isinstance(node.value, str):
            assert locate(node, 0, len(node.value)).start >= node.start


@given(st.text() | st.lists(tokens).map(" ".join) | st.lists(tokens).map("".join))
def test_no_text_is_too_strange(text):
    check(parse_hcl(Source("a.tf", text), silent))
    check(parse_json(Source("a.tf.json", text)))
    parse_template(Source("-", text))
    parse_expression(Source("-", text))


@given(st.integers(0, len(EVERYTHING)), st.integers(0, 20), st.text(max_size=3))
def test_no_mistake_is_too_strange(start, length, other):
    check(
        parse_hcl(Source("a.tf", EVERYTHING[:start] + other + EVERYTHING[start + length :]), silent)
    )


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_a_text_is_a_template_that_gives_itself(text):
    node = parse_template(Source("-", text.replace("${", "$").replace("%{", "%")))
    assert isinstance(node, Literal)
    assert node.value == node.source.text


def test_a_broken_template_is_broken_as_a_whole():
    for text in ("${", "${}", "%{ if a }", "%{ endif }", "a ${b", "%{ for x }%{ endfor }"):
        node = parse_template(Source("-", text))
        assert any(isinstance(inner, Broken) for inner in nodes([node])), text


def test_the_script_of_the_second_opinion_is_beside_it():
    assert (Path(ask_strictly.__code__.co_filename).parent / "hcl_strict.py").is_file()
