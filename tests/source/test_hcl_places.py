"""Where the characters of strings, heredocs and rendered templates are written."""

from __future__ import annotations

import pytest

from eksnetlint.source.hcl import parse_hcl, parse_template
from eksnetlint.source.hcl_places import Rendered, locate
from eksnetlint.source.hcl_tree import Expression, Literal, Name, Template, TemplateText
from eksnetlint.source.text import Source
from eksnetlint.source.tree import Embedded, Mapping, Scalar
from eksnetlint.source.yaml import tree_of


def value(text: str) -> Expression:
    return parse_hcl(Source("a.tf", f"a = {text}\n")).body.attributes["a"].value


def rendered(text: str, **names: str) -> Rendered:
    template = value(text)
    assert isinstance(template, Template)
    segments: list[tuple[str, Expression | TemplateText]] = []
    for part in template.parts:
        if isinstance(part, TemplateText):
            segments.append((part.text, part))
        elif isinstance(part, Name):
            segments.append((names[part.name], part))
    return Rendered(template, segments)


@pytest.mark.parametrize(
    "text",
    [
        '"wanted"',
        '"a wanted b"',
        r'"\n\twanted\""',
        r'"\u00e9\U0001F600 wanted"',
        '"$${ %%{ wanted"',
        "<<EOT\nwanted\nEOT",
        "<<EOT\n  a\n  b wanted c\nEOT",
        "<<-EOT\n    a\n      wanted\n  b\n  EOT",
        "<<-EOT\n    a $${\n\n   \\n wanted\n    EOT",
        "<<-EOT\r\n    a\r\n      wanted\r\n    EOT",
    ],
)
def test_a_word_in_a_string_is_found_in_the_file(text):
    node = value(text)
    assert isinstance(node, Literal)
    assert isinstance(node.value, str)
    start = node.value.index("wanted")
    span = locate(node, start, start + len("wanted"))
    assert span.text == "wanted"
    assert span.start == f"a = {text}".index("wanted")


@pytest.mark.parametrize(
    "text",
    [
        '"a ${x} wanted"',
        r'"\t${x}\twanted"',
        "<<EOT\n  a ${x}\n    wanted\nEOT",
        "<<-EOT\n    a ${x ~}\n\n    b\n      wanted $${\n  ${x}\n  EOT",
    ],
)
def test_a_word_in_a_rendered_template_is_found_in_the_file(text):
    text_of = rendered(text, x="something long\nof two lines")
    start = text_of.text.index("wanted")
    assert text_of.place(start, start + len("wanted")).text == "wanted"


def test_what_an_interpolation_gives_is_where_the_interpolation_is():
    text = rendered('"a-${x}-b"', x="value")
    assert text.text == "a-value-b"
    assert text.place(3, 5).text == "x"
    assert text.place(0, 9).text == "a-${x}-b"


def test_yaml_in_a_heredoc_is_placed_in_the_file():
    text = "<<-EOT\n    kind: Pod\n    spec:\n      os: ${x}\n      n: 'w'\n  EOT"
    tree = tree_of(rendered(text, x="windows"))
    assert isinstance(tree, Mapping)
    os, n = tree.entry("spec", "os"), tree.entry("spec", "n")
    assert os is not None
    assert n is not None
    assert os.key.span.text == "os"
    assert os.value.span.text == "x"
    assert n.value.span.text == "'w'"
    assert n.key.span.first.line == 5


def test_the_end_of_a_text_is_a_place():
    node = value('"ab"')
    assert isinstance(node, Literal)
    assert locate(node, 2, 2).start == len('a = "ab')
    empty = value('""')
    assert isinstance(empty, Literal)
    assert locate(empty, 0, 0).start == len('a = "')


def test_a_template_inside_a_string_of_another_format_is_placed_there():
    source = Source("a.json", '["x ${y} z"]')
    scalar = Scalar(source, 1, 11, "x ${y} z", '"')
    node = parse_template(Embedded(scalar))
    assert isinstance(node, Template)
    assert [part.span.text for part in node.parts] == ["x ", "y", " z"]
    last = node.parts[-1]
    assert isinstance(last, TemplateText)
    assert locate(last, 1, 2).text == "z"


def test_a_rendered_text_without_segments_is_where_its_template_is():
    node = value('"%{ if x }%{ endif }"')
    assert isinstance(node, Template)
    assert Rendered(node, []).place(0, 0) == node.span
