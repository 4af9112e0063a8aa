"""What scalars mean, by the rules that Kubernetes and eksctl read YAML with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eksnetlint.source.plain import node_at, plain
from eksnetlint.source.scalars import Kind, integer_of, is_placeholder, kind_of, truth_of
from eksnetlint.source.text import Source
from eksnetlint.source.tree import Mapping, Scalar
from eksnetlint.source.yaml import tree_of


def scalar(text: str) -> Scalar:
    root = tree_of(Source("a.yaml", f"k: {text}"))
    assert isinstance(root, Mapping)
    value = root.fields["k"].value
    assert isinstance(value, Scalar)
    return value


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        (Kind.NULL, ["", "~", "null", "Null", "NULL"]),
        (Kind.BOOLEAN, "y Y yes Yes YES on On ON true True TRUE".split()),
        (Kind.BOOLEAN, "n N no No NO off Off OFF false False FALSE".split()),
        (Kind.INTEGER, "0 7 -7 +7 1_000 0b101 0o17 017 0xFf".split()),
        (Kind.NUMBER, "1.0 .5 -1. 1e3 1E-3 08 1.5e+2".split()),
        (Kind.STRING, "1.2.3 tRUE nULL yEs 1.22.0 0x 1e 2026-03-20 a 10:30 -x".split()),
        (Kind.STRING, ['"true"', "'1'", '""', "'null'", "!!str 5", "!!str true"]),
        (Kind.PLACEHOLDER, ["{{ .x }}", "${X}", "x-${X}", "$(X)", "'{{ .x }}'", "<%= x %>"]),
        (Kind.PLACEHOLDER, ["<your-name>", "$NAME", "__NAME__", "'@@x@@'", "'%{x}'"]),
        (Kind.PLACEHOLDER, ["!Ref x", "!Sub 'x'", '!GetAtt "a.b"']),
    ],
)
def test_a_scalar_has_the_type_that_kubernetes_reads(kind, texts):
    assert {text: kind_of(scalar(text)) for text in texts} == dict.fromkeys(texts, kind)


@pytest.mark.parametrize("style", ["|", ">"])
def test_a_block_scalar_is_a_string(style):
    assert kind_of(scalar(f"{style}-\n  5\n")) is Kind.STRING


@pytest.mark.parametrize(
    "text",
    ["a <b> c", "<powershell>", "</powershell>", "<script>", "a < b", "costs 5$", "50%", "a__b__c"],
)
def test_text_that_only_looks_like_a_placeholder_is_none(text):
    assert not is_placeholder(scalar(text))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("-7", -7),
        ("+7", 7),
        ("1_000", 1000),
        ("0b101", 5),
        ("0o17", 15),
        ("017", 15),
        ("-017", -15),
        ("0x1f", 31),
        ("08", None),
        ("1.0", None),
        ("1e3", None),
        ("", None),
        ("x", None),
        ("9" * 5000, None),
    ],
)
def test_an_integer_is_read_in_every_base(text, number):
    assert integer_of(text) == number


@given(st.integers(min_value=-(2**63), max_value=2**64))
def test_every_decimal_integer_is_one(number):
    assert kind_of(scalar(str(number))) is Kind.INTEGER
    assert integer_of(str(number)) == number


@given(st.text(max_size=20))
def test_no_text_breaks_the_readings_of_a_scalar(text):
    for style in ("", "'", "{"):
        node = Scalar(Source("a", text), 0, len(text), text, style)
        assert isinstance(kind_of(node), Kind)
        plain(node)
    assert truth_of(text) in (True, False)


def test_plain_values_have_the_types_of_the_text():
    root = tree_of(
        Source("a", "a: 1\nb: '1'\nc: yes\nd: 1.5\ne:\nf: [x, {g: 0x10}]\nh: {{ .x }}\n")
    )
    assert root is not None
    assert plain(root) == {
        "a": 1,
        "b": "1",
        "c": True,
        "d": 1.5,
        "e": None,
        "f": ["x", {"g": 16}],
        "h": None,
    }


def test_in_a_final_text_a_placeholder_is_text():
    root = tree_of(Source("a", "a: ${x}\nb: '{{ y }}'\nc: <z>\n"))
    assert root is not None
    assert plain(root, is_final=True) == {"a": "${x}", "b": "{{ y }}", "c": "<z>"}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ([], "a: [x, {b: 5}]"),
        (["a", 0], "x"),
        (["a", 1, "b"], "5"),
        (["a", 1, "missing"], "{b: 5}"),
        (["missing", "b"], "a: [x, {b: 5}]"),
    ],
)
def test_a_path_leads_to_its_node_or_to_the_last_one_there_is(path, text):
    root = tree_of(Source("a", "a: [x, {b: 5}]\n"))
    assert root is not None
    assert node_at(root, path).span.text == text
