"""The HCL tree: what every node says, and exactly where it was written."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest

from eksnetlint.source import hcl_tree
from eksnetlint.source.hcl import parse_expression, parse_hcl
from eksnetlint.source.hcl_tree import (
    DEEPEST,
    Block,
    Body,
    Broken,
    Call,
    Expression,
    For,
    ObjectOf,
    Template,
)
from eksnetlint.source.text import Source


def body(text: str) -> Body:
    file = parse_hcl(Source("a.tf", text))
    assert not file.problems
    assert not file.body.is_partial
    return file.body


def value(text: str) -> Expression:
    return body(f"a = {text}\n").attributes["a"].value


def block(text: str) -> Block:
    (found,) = body(text).blocks
    return found


def nodes(tree: object) -> Iterator[hcl_tree._Node]:
    stack = [tree]
    while stack:
        item = stack.pop()
        if isinstance(item, hcl_tree._Node):
            yield item
            stack += [getattr(item, field.name) for field in dataclasses.fields(item)[3:]]
        elif isinstance(item, list):
            stack += item
        elif isinstance(item, dict):
            stack += item.values()


def shown(node: object) -> object:
    """A tree as tuples, without its places."""
    if isinstance(node, list):
        return [shown(item) for item in node]
    if not isinstance(node, hcl_tree._Node):
        return node
    fields = [shown(getattr(node, field.name)) for field in dataclasses.fields(node)[3:]]
    return (type(node).__name__, *fields)


def name(word: str) -> tuple[str, str]:
    return ("Name", word)


# --- bodies --------------------------------------------------------------------------------


def test_a_block_has_a_type_labels_and_a_body():
    text = 'resource "aws_eks_cluster" this {\n  name = "x"\n\n  timeouts {}\n}\n'
    found = block(text)
    assert (found.type, found.labels) == ("resource", ["aws_eks_cluster", "this"])
    assert found.span.text == text.rstrip()
    assert text[found.start : found.head_end] == 'resource "aws_eks_cluster" this'
    name = found.body.attributes["name"]
    assert (name.span.text, text[name.name_start : name.name_end]) == ('name = "x"', "name")
    assert [inner.span.text for inner in found.body.blocks] == ["timeouts {}"]


@pytest.mark.parametrize("kind", ["import", "moved", "removed", "check", "ephemeral", "locals"])
def test_every_kind_of_block_is_read(kind):
    assert block(f'{kind} "x" {{ a = 1 }}').type == kind


def test_of_attributes_with_one_name_the_last_one_counts():
    assert shown(body("a = 1\nb = 2\na = 3\n").attributes["a"].value) == ("Literal", 3)


def test_comments_are_kept_with_their_places():
    text = '# one\na = "# no" // two\nb = [ /* three\n */ 1, # four\r\n]\nc = <<EOT\n# no\nEOT\n'
    comments = parse_hcl(Source("a.tf", text)).comments
    assert [comment for comment, _, _ in comments] == ["# one", "// two", "/* three\n */", "# four"]
    assert all(text[start:end] == comment for comment, start, end in comments)


def test_a_comment_may_stand_anywhere():
    text = 'a /* 1 */ "x" /* 2 */ { # 3\n b /* 4 */ = f( /* 5 */ 1, # 6\n 2) /* 7 */\n}\n'
    found = block(text)
    assert found.labels == ["x"]
    call = found.body.attributes["b"].value
    assert isinstance(call, Call)
    assert shown(call.arguments) == [("Literal", 1), ("Literal", 2)]


# --- places --------------------------------------------------------------------------------

EVERYTHING = """
variable "x" { default = [1, "two", null] }
é = { a = "ü${b.c[0].d}", "e" : -f(g, h...), (i) = !j && k || l == m ? 1.5 : 2 }
n = [for o, p in q[*].r : p.0.s if p != ""]
t = { for u in v.*.w : u => u... }
x = <<-EOT
  y ${z} 😀
    %{ if aa ~} bb %{ else } cc %{ endif }
  %{ for dd, ee in ff }${ee}%{ endfor }
  EOT
gg = provider::hh::ii(jj)
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("start", ["", "# é😀\n"])
def test_every_node_is_where_it_is_written(start, end):
    text = (start + EVERYTHING).replace("\n", end)
    tree = body(text)
    found = {type(node).__name__: node.span.text for node in nodes(tree)}
    wanted = {kind.__name__ for kind in hcl_tree._Node.__subclasses__()}
    assert wanted - {"Broken"} == set(found)
    words = [node.span.text for node in nodes(tree) if isinstance(node, hcl_tree.Name)]
    names = "b g h i j k l m q p p v u u z aa ff ee jj".split()
    assert sorted(words) == sorted(names)


@pytest.mark.parametrize(
    ("text", "kind", "written"),
    [
        ("a.b.c[0]", "Index", "a.b.c[0]"),
        ("a.b.c[0]", "GetAttribute", "a.b"),
        ("(a + b) * c", "Binary", "(a + b) * c"),
        ("-(a)", "Unary", "-(a)"),
        ("a ? b : c ? d : e", "Conditional", "c ? d : e"),
        ("a[*].b", "SplatItem", "[*]"),
        ('"x${ y }z"', "Name", "y"),
        ('"x${ y }z"', "TemplateText", "x"),
        ("{ a = 1, b = 2 }", "ObjectItem", "a = 1"),
        ("f(1)", "Call", "f(1)"),
        ('["é", "b"]', "Literal", '"b"'),
    ],
)
def test_a_place_holds_the_whole_of_a_node(text, kind, written):
    assert written in [
        node.span.text for node in nodes([value(text)]) if type(node).__name__ == kind
    ]


def test_a_byte_order_mark_moves_nothing():
    # `decode` takes it off, unless there are two.
    span = body("\ufeffa = 1\n").attributes["a"].span
    assert (span.text, span.first.column) == ("a = 1", 2)


def test_a_heredoc_may_end_the_file():
    assert shown(value("<<EOT\nx\nEOT")) == ("Literal", "x\n")


def test_identifiers_may_be_in_any_script():
    found = body("größe-1 = 名前.é\u0301\n").attributes["größe-1"]
    assert shown(found.value) == ("GetAttribute", name("名前"), "é\u0301")


def test_a_heredoc_ends_at_a_word_in_any_script():
    text = "a = <<É\n  b ${c}\nÉ\nd = 1\n"
    assert set(body(text).attributes) == {"a", "d"}


# --- expressions ---------------------------------------------------------------------------


def binary(operator: str, left: object, right: object) -> tuple[object, ...]:
    return ("Binary", operator, left, right)


A, B, C, D, E = map(name, "abcde")


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("a - b - c", binary("-", binary("-", A, B), C)),
        ("a + b * c", binary("+", A, binary("*", B, C))),
        (
            "a || b && c == d < e",
            binary("||", A, binary("&&", B, binary("==", C, binary("<", D, E)))),
        ),
        ("!a == b", binary("==", ("Unary", "!", A), B)),
        ("-a.b", ("Unary", "-", ("GetAttribute", A, "b"))),
        ("!!a", ("Unary", "!", ("Unary", "!", A))),
        ("a ? b : c ? d : e", ("Conditional", A, B, ("Conditional", C, D, E))),
        ("a ? b ? c : d : e", ("Conditional", A, ("Conditional", B, C, D), E)),
        ("(a ? b : c) ? d : e", ("Conditional", ("Conditional", A, B, C), D, E)),
        ("a == b ? c : d", ("Conditional", binary("==", A, B), C, D)),
        ("a.0.b", ("GetAttribute", ("Index", A, ("Literal", 0)), "b")),
        ("a[b].c", ("GetAttribute", ("Index", A, B), "c")),
        ("a-b", name("a-b")),
        ("a.for", ("GetAttribute", A, "for")),
        ("f(a, b...)", ("Call", "f", [A, B], True)),
        ("f(\n  a,\n)", ("Call", "f", [A], False)),
        ("core::f()", ("Call", "f", [], False)),
        ("provider::a::f(b)", ("Call", "provider::a::f", [B], False)),
        ("[a, b,]", ("TupleOf", [A, B])),
        ("1e3", ("Literal", 1000)),
        ("1.0", ("Literal", 1)),
        ("2.5e-1", ("Literal", 0.25)),
        ("0x1F", ("Broken",)),
        ("1e99999", ("Broken",)),
        ('"${a}"', ("Template", [A], False)),
        ('"a"', ("Literal", "a")),
    ],
)
def test_an_expression_means_what_terraform_makes_of_it(text, meaning):
    assert shown(value(text)) == meaning


ITEM = ("SplatItem",)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("a[*]", ("Splat", A, ITEM)),
        ("a[*].b[0]", ("Splat", A, ("Index", ("GetAttribute", ITEM, "b"), ("Literal", 0)))),
        ("a.*.b[0]", ("Index", ("Splat", A, ("GetAttribute", ITEM, "b")), ("Literal", 0))),
        ("a.*.b.0", ("Splat", A, ("Index", ("GetAttribute", ITEM, "b"), ("Literal", 0)))),
        (
            "a[*].b[*].c",
            ("Splat", A, ("Splat", ("GetAttribute", ITEM, "b"), ("GetAttribute", ITEM, "c"))),
        ),
    ],
)
def test_a_splat_takes_with_it_what_terraform_lets_it_take(text, meaning):
    assert shown(value(text)) == meaning


def test_a_key_of_an_object_is_a_word_a_string_or_an_expression():
    text = '{\n a = 1, "b" : 2\n (c) = 3\n "d${e}" = 4\n null = 5\n a.b = 6\n 7 = 7\n}'
    found = value(text)
    assert isinstance(found, ObjectOf)
    assert [shown(item.key) for item in found.items] == [
        ("Literal", "a"),
        ("Literal", "b"),
        C,
        ("Template", [("TemplateText", "d"), E], False),
        ("Literal", "null"),
        ("GetAttribute", A, "b"),
        ("Literal", 7),
    ]


def test_a_key_in_parentheses_may_follow_a_name_on_the_line_before():
    found = value("{\n  x = a\n  (b) = c\n}")
    assert isinstance(found, ObjectOf)
    assert [shown(item.key) for item in found.items] == [("Literal", "x"), B]


def test_a_for_expression_names_its_parts():
    found = value("{ for a, b in c : d => e... if a }")
    assert isinstance(found, For)
    assert (found.key, found.value, found.is_grouped) == ("a", "b", True)
    parts = [found.collection, found.result_key, found.result, found.condition]
    assert [shown(part) for part in parts] == [C, D, E, A]
    plain = value("[for a in b : c]")
    assert isinstance(plain, For)
    assert (plain.key, plain.result_key, plain.condition) == (None, None, None)


def test_only_an_interpolation_that_is_alone_is_unwrapped():
    cases = {'"${a}"': True, '"${a} "': False, '"${a ~} "': False, '"%{ if a }%{ endif }"': False}
    for text, is_wrapped in cases.items():
        found = value(text)
        assert isinstance(found, Template)
        assert (found.wrapped is not None) == is_wrapped


@pytest.mark.parametrize("depth", [DEEPEST - 10, DEEPEST + 10, 20_000])
@pytest.mark.parametrize("pair", ["()", "[]"])
def test_nesting_has_a_limit(pair, depth):
    text = f"a = {pair[0] * depth}1{pair[1] * depth}\nb = 2\n"
    found = body(text)
    assert any(isinstance(node, Broken) for node in nodes(found)) == (depth > DEEPEST)
    assert shown(found.attributes["b"].value) == ("Literal", 2)


def test_a_text_may_be_an_expression_of_its_own():
    assert shown(parse_expression(Source("-", "list(\n b)"))) == ("Call", "list", [B], False)
    for text in ("", "a b", "1)\nb=(2", "a = 1", "x # y"):
        node = parse_expression(Source("-", text))
        assert isinstance(node, Broken) == (text != "x # y")
        assert node.span.text in (text, "x")


def test_an_empty_file_has_an_empty_body():
    found = body("")
    assert (found.attributes, found.blocks) == ({}, [])
