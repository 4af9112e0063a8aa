"""Terraform's JSON syntax gives the same tree as HCL, with the places of the JSON."""

from __future__ import annotations

import json

import pytest

from eksnetlint.source.hcl_json import parse_json
from eksnetlint.source.hcl_places import locate
from eksnetlint.source.hcl_tree import (
    Body,
    Call,
    GetAttribute,
    Literal,
    ObjectOf,
    Template,
    TemplateText,
    TupleOf,
)
from eksnetlint.source.text import Source


def body(content: object, path: str = "a.tf.json") -> Body:
    file = parse_json(Source(path, json.dumps(content, indent=2, ensure_ascii=False)))
    assert not file.problems
    return file.body


def test_blocks_have_as_many_labels_as_terraform_gives_them():
    content = {
        "resource": {"aws_eks_cluster": {"a": {}, "b": [{}, {}]}},
        "module": [{"m": {"source": "./m"}}, {"n": {}}],
        "locals": {"x": 1},
        "import": [{"to": "a.b"}, {"to": "a.c"}],
        "//": {"resource": 1},
    }
    found = [(block.type, block.labels) for block in body(content).blocks]
    assert found == [
        ("resource", ["aws_eks_cluster", "a"]),
        ("resource", ["aws_eks_cluster", "b"]),
        ("resource", ["aws_eks_cluster", "b"]),
        ("module", ["m"]),
        ("module", ["n"]),
        ("locals", []),
        ("import", []),
        ("import", []),
    ]


def test_a_key_may_come_twice():
    text = '{"locals": {"a": 1}, "locals": {"b": 2}}'
    assert len(parse_json(Source("a.tf.json", text)).body.blocks) == 2


def test_blocks_in_blocks_are_attributes():
    content = {"resource": {"t": {"n": {"lifecycle": {"x": True}, "set": [{"a": 1}, {"a": 2}]}}}}
    attributes = body(content).blocks[0].body.attributes
    assert isinstance(attributes["lifecycle"].value, ObjectOf)
    assert isinstance(attributes["set"].value, TupleOf)


def test_strings_are_templates_with_their_places():
    (block,) = body({"locals": {"é": "ü ${var.x} z"}}).blocks
    attribute = block.body.attributes["é"]
    assert attribute.span.text == '"é": "ü ${var.x} z"'
    assert isinstance(attribute.value, Template)
    assert [part.span.text for part in attribute.value.parts] == ["ü ", "var.x", " z"]


def test_escapes_of_json_are_resolved_first():
    (block,) = body({"locals": {"a": 'x "${f("y")}"\n\\n'}}).blocks
    template = block.body.attributes["a"].value
    assert isinstance(template, Template)
    first, call, last = template.parts
    assert isinstance(first, TemplateText)
    assert isinstance(last, TemplateText)
    assert isinstance(call, Call)
    assert (first.text, last.text) == ('x "', '"\n\\n')


def test_a_word_in_a_string_is_found_in_the_file():
    (block,) = body({"locals": {"a": "b wanted"}}).blocks
    node = block.body.attributes["a"].value
    assert isinstance(node, Literal)
    assert locate(node, 2, 8).text == "wanted"


def test_types_and_references_are_expressions_and_defaults_are_plain():
    content = {"variable": {"v": {"type": "list(string)", "default": "${x}"}}}
    attributes = body(content).blocks[0].body.attributes
    assert isinstance(attributes["type"].value, Call)
    default = attributes["default"].value
    assert isinstance(default, Literal)
    assert default.value == "${x}"
    module = body({"module": {"m": {"depends_on": ["a.b"], "source": "./${x}"}}}).blocks[0].body
    depends = module.attributes["depends_on"].value
    assert isinstance(depends, TupleOf)
    assert isinstance(depends.items[0], GetAttribute)
    assert isinstance(module.attributes["source"].value, Literal)


def test_files_of_values_have_no_blocks_and_no_templates():
    found = body({"resource": {"a": "${b}"}, "n": -1.5}, "x.auto.tfvars.json")
    assert not found.blocks
    value = found.attributes["resource"].value
    assert isinstance(value, ObjectOf)
    (item,) = value.items
    assert isinstance(item.value, Literal)
    assert item.value.value == "${b}"
    number = found.attributes["n"].value
    assert isinstance(number, Literal)
    assert number.value == -1.5


@pytest.mark.parametrize(
    ("text", "line"),
    [("{\n", 2), ('{"a": 1,\n}', 2), ("a: 1\n", 1), ("[" * 100_000, 1), ('{"a": &x 1}', 1)],
)
def test_what_is_no_json_is_a_problem(text, line):
    file = parse_json(Source("a.tf.json", text))
    (problem,) = file.problems
    assert file.body.is_partial
    assert problem.message
    assert problem.span.first.line <= line


def test_an_empty_file_is_a_problem():
    assert parse_json(Source("a.tf.json", "")).problems
