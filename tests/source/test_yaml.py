"""The YAML tree: what every node says, and exactly where it was written."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from eksnetlint.readers.documents import decode
from eksnetlint.source.text import Source, Span
from eksnetlint.source.tree import (
    Document,
    Embedded,
    Entry,
    Mapping,
    Node,
    Scalar,
    Sequence,
)
from eksnetlint.source.yaml import documents, tree_of

SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(text: str) -> list[Document]:
    return list(documents(Source("a.yaml", text)))


def root(text: str) -> Node:
    (document,) = read(text)
    assert document.problem is None
    assert not document.is_template
    assert document.root is not None
    return document.root


def mapping(text: str) -> Mapping:
    node = root(text)
    assert isinstance(node, Mapping)
    return node


def entry(text: str, *path: str) -> Entry:
    found = mapping(text).entry(*path)
    assert found is not None
    return found


def scalar(text: str, *path: str) -> Scalar:
    value = entry(text, *path).value
    assert isinstance(value, Scalar)
    return value


def scalars(node: Node | None) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Mapping):
        for item in node.entries:
            yield item.key
            yield from scalars(item.value)
    elif node is not None:
        for child in node.items:
            yield from scalars(child)


def nodes(node: Node) -> Iterator[Node]:
    yield node
    if isinstance(node, Mapping):
        for item in node.entries:
            yield item.key
            yield from nodes(item.value)
    elif isinstance(node, Sequence):
        for child in node.items:
            yield from nodes(child)


def slices(text: str) -> list[tuple[str, str]]:
    return [(node.text, node.span.text) for node in scalars(root(text))]


# --- spans ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: b\n", [("a", "a"), ("b", "b")]),
        ("a: b c  # d\n", [("a", "a"), ("b c", "b c")]),
        ("a: 'it''s'\n", [("a", "a"), ("it's", "'it''s'")]),
        ('"a": "x\\ty"\n', [("a", '"a"'), ("x\ty", '"x\\ty"')]),
        ("a: x\n  y\nb: z", [("a", "a"), ("x y", "x\n  y"), ("b", "b"), ("z", "z")]),
        ("- a\n-  b\n", [("a", "a"), ("b", "b")]),
        ("[a, 'b' , c]", [("a", "a"), ("b", "'b'"), ("c", "c")]),
        ("{a: b, c}", [("a", "a"), ("b", "b"), ("c", "c"), ("", "")]),
        ("a:\nb: c\n", [("a", "a"), ("", ""), ("b", "b"), ("c", "c")]),
        ("a: !!str 5\n", [("a", "a"), ("5", "!!str 5")]),
        ("a: &x 5\n", [("a", "a"), ("5", "&x 5")]),
    ],
)
def test_a_scalar_is_where_it_is_written(text, expected):
    assert slices(text) == expected


@pytest.mark.parametrize(
    ("value", "meaning", "written"),
    [
        ("|\n  x\n  y\n", "x\ny\n", "|\n  x\n  y"),
        ("|-\n  x\n\n  y\n\n\n", "x\n\ny", "|-\n  x\n\n  y"),
        ("|+\n  x\n\n", "x\n\n", "|+\n  x"),
        (">\n  x\n  y\n\n  z\n", "x y\nz\n", ">\n  x\n  y\n\n  z"),
        ("|2\n    x\n", "  x\n", "|2\n    x"),
        ("| # why\n  x\n", "x\n", "| # why\n  x"),
    ],
)
def test_a_block_scalar_ends_with_its_text(value, meaning, written):
    text = f"a: {value}b: 1\n"
    node = scalar(text, "a")
    assert (node.text, node.span.text) == (meaning, written)
    assert scalar(text, "b").span.text == "1"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_spans_are_right_with_either_line_end(end):
    text = end.join(["a: |", "  x", "  y", "b: 'q", "  r'", "c: [d,", "  e]", ""])
    assert [(node.text, node.span.text) for node in scalars(root(text))] == [
        ("a", "a"),
        ("x\ny\n", f"|{end}  x{end}  y"),
        ("b", "b"),
        ("q r", f"'q{end}  r'"),
        ("c", "c"),
        ("d", "d"),
        ("e", "e"),
    ]


@pytest.mark.parametrize("letter", ["😀", "é", "e\u0301", "\u200b", "\uac00", "\U0001f468\u200d💻"])
def test_letters_of_any_width_do_not_move_spans(letter):
    text = f"{letter}a: {letter}\nb: '{letter}' # {letter}\nc: [{letter}, d]\n"
    assert [node.span.text for node in scalars(root(text))] == [
        f"{letter}a",
        letter,
        "b",
        f"'{letter}'",
        "c",
        letter,
        "d",
    ]


@pytest.mark.parametrize("letter", ["\u2028", "\u2029", "\x85"])
def test_what_only_libyaml_takes_for_a_line_end_counts_as_no_line(letter):
    text = f"a: 'x{letter}y'\nb: z\n"
    span = scalar(text, "b").span
    assert (span.text, span.first.line, span.first.column) == ("z", 2, 4)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_moves_nothing(encoding):
    source = decode("a.yaml", "a: é\nb: 1\n".encode(encoding))
    assert isinstance(source, Source)
    (document,) = documents(source)
    assert [node.span.text for node in scalars(document.root)] == ["a", "é", "b", "1"]
    assert [node.span.start for node in scalars(document.root)] == [0, 3, 5, 8]


def test_tabs_count_as_one_column():
    text = "a:\tb\t# c\nd:\t\te\n"
    assert [str(node.span) for node in scalars(root(text))] == [
        "a.yaml:1:1",
        "a.yaml:1:4",
        "a.yaml:2:1",
        "a.yaml:2:5",
    ]


def test_json_has_spans_like_yaml():
    text = '{"a": {"b": [1, "x", null]},\n\t"c": true}'
    assert [node.span.text for node in nodes(root(text))] == [
        text,
        '"a"',
        '{"b": [1, "x", null]}',
        '"b"',
        '[1, "x", null]',
        "1",
        '"x"',
        "null",
        '"c"',
        "true",
    ]


@pytest.mark.parametrize(
    ("text", "path", "written"),
    [
        ("a:\n  b: 1\n\n\n# about c\nc: 2\n", ("a",), "b: 1"),
        ("a:\n- x # y\n- z # q\n\nc: 2\n", ("a",), "- x # y\n- z"),
        ("a:\n  b:\n    c: 1\n  # end\nd: 2\n", ("a", "b"), "c: 1"),
        ("a:\n  b: |\n    x\n\n\nd: 2\n", ("a",), "b: |\n    x"),
        ("a: { b: 1 }  # x\n", ("a",), "{ b: 1 }"),
        ("a: [\n  1, # one\n  2\n] # x\n", ("a",), "[\n  1, # one\n  2\n]"),
        ("a:\n  b:\n    - *x\n  # y\nc: 1\n".replace("*x", "&x 1"), ("a", "b"), "- &x 1"),
    ],
)
def test_a_collection_ends_with_its_last_part(text, path, written):
    assert entry(text, *path).value.span.text == written


@pytest.mark.parametrize(
    ("text", "path", "written"),
    [
        ("a: b # c\n", ("a",), "a: b"),
        ("a:   'b c'\n", ("a",), "a:   'b c'"),
        ("a:\n  b: 1\n", ("a",), "a"),
        ("a: [1]\n", ("a",), "a"),
        ("a: |\n  x\n", ("a",), "a"),
        ("a: x\n  y\n", ("a",), "a"),
        ("a:\n", ("a",), "a:"),
        ("x: &x 1\na: *x\n", ("a",), "a: *x"),
        ("a: {{ .x }}\n", ("a",), "a: {{ .x }}"),
        ('{"a": 1, "b": 2}', ("b",), '"b": 2'),
    ],
)
def test_an_entry_is_its_key_with_a_value_on_the_same_line(text, path, written):
    assert entry(text, *path).span.text == written


# --- several documents ---------------------------------------------------------------------


def test_offsets_are_right_in_later_documents():
    text = "a: é\n---\nb: |\n  x # y\n--- # three\nc: z\n...\nd: 1\n"
    found = read(text)
    assert [[node.span.text for node in scalars(item.root)] for item in found] == [
        ["a", "é"],
        ["b", "|\n  x # y"],
        ["c", "z"],
        ["d", "1"],
    ]
    assert [item.text for item in found] == [
        "a: é\n",
        "---\nb: |\n  x # y\n",
        "--- # three\nc: z\n",
        "\nd: 1\n",
    ]


@pytest.mark.parametrize("broken", ["b: [1", "b: 'x", 'b: "\\q"', "\tb: 1", "b: c: d", "b: \x01"])
def test_a_broken_document_spoils_no_other(broken):
    one, two, three = read(f"a: 1\n---\n{broken}\n---\nc: 3\n")
    assert two.problem is not None
    assert two.start <= two.problem.span.start <= two.problem.span.end <= two.end
    for document, written in ((one, ["a", "1"]), (three, ["c", "3"])):
        assert [node.span.text for node in scalars(document.root)] == written


@pytest.mark.parametrize(
    ("text", "line", "written"),
    [
        ("a: 1\n\tb: 2\n", 2, "\t"),
        ("é: 1\nb: 'x\x01y'\n", 2, "\x01"),
        ("a: *x\n", 1, "*"),
        ("a: 1\n---\nb:\n  - c\n  d: 1\n", 5, "d"),
        ("a: @x\n", 1, "@"),
    ],
)
def test_a_problem_is_where_it_is(text, line, written):
    problem = next(item.problem for item in read(text) if item.problem)
    assert (problem.span.first.line, problem.span.text) == (line, written)


@pytest.mark.parametrize("text", ["a:\n\tb: 1\n", "a: 1\n\tb: 2\n", "\ta: 1\n"])
def test_a_tab_is_called_a_tab_once(text):
    (document,) = read(text)
    assert document.problem
    assert document.problem.span.text == "\t"
    assert document.problem.message.count("tab") == 1


@pytest.mark.parametrize("text", ["a: [1\n\n\n", "a: 'x\n\n", "a: {b: 1,\n"])
def test_what_is_missing_at_the_end_is_told_at_the_last_character(text):
    (document,) = read(text)
    assert document.problem
    assert document.problem.span.text == text.rstrip()[-1]


def test_a_marker_ends_a_block_scalar_and_one_in_a_line_does_not():
    one, two = read("a: |\n  x\n  ---\n---\nb: --- c\n")
    assert [node.text for node in scalars(one.root)] == ["a", "x\n---\n"]
    assert [node.text for node in scalars(two.root)] == ["b", "--- c"]


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n", "---\n---\n...\n"])
def test_a_text_without_content_has_no_documents(text):
    assert [item for item in read(text) if item.root is not None] == []
    assert [item for item in read(text) if item.problem] == []


def test_comments_above_the_first_marker_belong_to_the_first_document():
    text = "# licence\n\n# eksnetlint: x\n---\na: 1\n"
    (document,) = read(text)
    assert [comment for comment, _, _ in document.comments()] == ["# licence", "# eksnetlint: x"]
    assert [node.span.text for node in scalars(document.root)] == ["a", "1"]


@pytest.mark.parametrize("directive", ["%YAML 1.1", "%YAML 1.2", "%TAG ! tag:x,2020:"])
def test_a_directive_belongs_to_the_document_below_it(directive):
    (document,) = read(f"# top\n{directive}\n---\na: !b c\n")
    assert document.problem is None
    assert [node.span.text for node in scalars(document.root)] == ["a", "!b c"]


def test_documents_that_are_not_wanted_are_passed_over():
    text = "a: 1\n---\nb: [\n---\nc: 3\n"
    found = list(documents(Source("a", text), lambda body: "c" in body))
    assert [[node.text for node in scalars(item.root)] for item in found] == [["c", "3"]]


# --- anchors, merges, duplicates -----------------------------------------------------------


def test_an_alias_gives_the_anchor_s_value_at_its_own_place():
    text = "a: &x [1, 2]\nb: *x\n"
    used = entry(text, "b")
    assert used.value.span.text == "&x [1, 2]"
    assert Source("a", text).text[used.start : used.end] == "*x"


def test_an_anchor_may_be_set_again():
    text = "a: &x 1\nb: *x\nc: &x 2\nd: *x\n"
    assert [scalar(text, key).text for key in "abcd"] == ["1", "1", "2", "2"]


def test_anchors_end_with_their_document():
    _, two = read("a: &x 1\n---\nb: *x\n")
    assert two.problem
    assert two.problem.span.text == "*"
    assert "alias 'x' has no anchor" in two.problem.message


MERGES = {
    "own key beats merged": ("b: {<<: *x, k: own}", "own"),
    "own key before the merge too": ("b: {k: own, <<: *x}", "own"),
    "merged where there is no own": ("b: {<<: *x}", "x"),
    "first of several merges wins": ("b: {<<: *x, <<: *y}", "x"),
    "first of a list wins": ("b: {<<: [*y, *x]}", "y"),
    "a merge goes through": ("c: &c {<<: *y}\nb: {<<: *c}", "y"),
    "an inline mapping": ("b: {<<: {k: inline}}", "inline"),
    "no mapping is no merge": ("b: {<<: 5, k: own}", "own"),
}


@pytest.mark.parametrize("case", MERGES)
def test_merge_keys(case):
    lines, wanted = MERGES[case]
    text = f"x: &x {{k: x}}\ny: &y {{k: y}}\n{lines}\n"
    assert scalar(text, "b", "k").text == wanted
    assert "<<" not in mapping(text).fields["b"].value.fields  # type: ignore[union-attr]


def test_a_quoted_merge_key_is_an_ordinary_key():
    assert scalar("a: {'<<': 1}\n", "a", "<<").text == "1"


def test_merged_keys_are_no_duplicates():
    node = entry("x: &x {k: 1}\nb: {<<: *x, k: 2}\n", "b").value
    assert isinstance(node, Mapping)
    assert node.duplicates == []
    assert [item.key.text for item in node.entries] == ["k"]


def test_the_last_of_equal_keys_counts_and_the_earlier_are_remembered():
    node = mapping("a: 1\n'a': 2\nb: 3\na: 4\n")
    assert [item.span.text for item in node.duplicates] == ["a: 1", "'a': 2"]
    assert node.fields["a"].span.text == "a: 4"


# --- hostile -------------------------------------------------------------------------------


def problem_of(text: str) -> str:
    begin = time.monotonic()
    (document,) = read(text)
    assert time.monotonic() - begin < 20
    assert document.root is None
    assert document.problem is not None
    return document.problem.message


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "a: [", "{? "])
def test_a_hundred_thousand_levels_are_refused(opening):
    assert "nested more than 200 levels deep" in problem_of(opening * 100_000)


def test_a_hundred_thousand_indented_levels_are_refused():
    # All levels would be 20 GB of spaces; the tree is refused long before the last.
    text = "".join(" " * depth + "a:\n" for depth in range(3_000))
    assert "nested more than 200 levels deep" in problem_of(text)


def test_two_hundred_levels_are_read():
    assert isinstance(root("[" * 199 + "]" * 199), Sequence)


@pytest.mark.parametrize("text", ["a: &x [*x]\n", "&x {a: *x}\n", "&x [{b: [*x]}]\n"])
def test_an_alias_inside_its_own_anchor_is_refused(text):
    assert "anchor 'x' contains itself" in problem_of(text)


def bomb(line: str) -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [line.format(i, i - 1) for i in range(1, 10)]
    return "\n".join(lines)


def test_an_alias_bomb_is_refused():
    text = bomb(
        "a{0}: &a{0} [*a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}]"
    )
    assert "aliases stand for more than 1,000,000 values" in problem_of(text)


def test_a_merge_bomb_is_refused():
    lines = ["a0: &a0 {" + ", ".join(f"k{i}: v" for i in range(100)) + "}"]
    lines += [
        f"a{i}: &a{i} {{<<: [{', '.join([f'*a{i - 1}'] * 10)}], n{i}: 1}}" for i in range(1, 9)
    ]
    assert "aliases stand for more than" in problem_of("\n".join(lines))


def test_many_small_aliases_are_fine():
    text = "x: &x 1\ny: [" + ", ".join(["*x"] * 10_000) + "]\n"
    value = entry(text, "y").value
    assert isinstance(value, Sequence)
    assert len(value.items) == 10_000


# --- comments ------------------------------------------------------------------------------


def comments(text: str) -> list[str]:
    found = []
    for document in read(text):
        for comment, start, end in document.comments():
            assert text[start:end] == comment
            found.append(comment)
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1 # x\n# y\n", ["# x", "# y"]),
        ("# first\na: 1\n", ["# first"]),
        ("a: b#c\nd: e #f\n", ["#f"]),
        ("a: 'x # y' # z\n", ["# z"]),
        ('a: "x # y" # z\n', ["# z"]),
        ("a: 'x\n  # y\n  ' # z\n", ["# z"]),
        ("a: | # head\n  x # y\n  # z\n# after\nb: 1\n", ["# head", "# after"]),
        ("a: >- # head\n  x # y\n\n\n\n# after\n", ["# head", "# after"]),
        ("'a # b': 1 # c\n", ["# c"]),
        ("[1, # one\n 2 # two\n]", ["# one", "# two"]),
        ("a: 1 # x\r\nb: 2\r\n", ["# x"]),
        ("a: 1\n--- # two\nb: 2 # x\n", ["# two", "# x"]),
        ("a: &x # anchor\n  b: 1\n", ["# anchor"]),
        ("a: 1 # one # two\n", ["# one # two"]),
        ("a: |\n  x # no\n---\nb: 1 # yes\n", ["# yes"]),
    ],
)
def test_comments_are_found_and_strings_are_none(text, expected):
    assert comments(text) == expected


# --- templates -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "templates"),
    [
        ("a: {{ .x }}\n", ["{{ .x }}"]),
        ("a: {{.x}}\n", ["{{.x}}"]),
        ("{{ .k }}: 1\n", ["{{ .k }}"]),
        ("a:\n- {{ .x }}\n- b\n", ["{{ .x }}"]),
        ("a: [{{ .x }}, {{ .y }}]\n", ["{{ .x }}", "{{ .y }}"]),
        ("a:\n  b: {{ .Values.c }}  # d\n", ["{{ .Values.c }}"]),
    ],
)
def test_a_template_stands_for_a_scalar(text, templates):
    found = [node for node in scalars(root(text)) if node.style == "{"]
    assert [node.text for node in found] == templates
    assert [node.span.text for node in found] == templates


@pytest.mark.parametrize("text", ["a: '{{ .x }}'\n", 'a: "{{ .x }} b"\n', "a: |\n  {{ .x }}\n"])
def test_braces_in_quotes_are_ordinary_text(text):
    node = scalar(text, "a")
    assert node.style != "{"
    assert "{{ .x }}" in node.text


def test_a_mapping_as_a_key_that_no_template_writes_keeps_its_text_as_key():
    node = mapping("? {a: b}\n: 1\n? [c]\n: 2\n")
    assert [item.key.text for item in node.entries] == ["{a: b}", "[c]"]


@pytest.mark.parametrize(
    "text",
    [
        "{{- if .Values.x }}\na: 1\n{{- end }}\n",
        "{{ if .Values.x }}\na: 1\n{{ end }}\n",
        "{{- /* comment */}}\na: 1\n",
        "{% if x %}\na: 1\n{% endif %}\n",
        "a:\n  {{- toYaml .Values.a | nindent 2 }}\n",
        'a:\n  - {{ include "x" . }}\n',
        "a: {{ .x }}-suffix\n",
        "a: x{{ .y }}: z: q\n",
        "a: <%= x %>: [\n",
    ],
)
def test_text_that_is_yaml_only_once_rendered_is_a_template(text):
    (document,) = read(text)
    assert (document.is_template, document.root, document.problem) == (True, None, None)


@pytest.mark.parametrize(
    "text",
    [
        'a: |\n  {{- with secret "db" -}}\n  x\n  {{- end }}\nb: 1\n',
        "a: >-\n  {% if x %}\n  y\n  {% endif %}\nb: 1\n",
        "a: 'x\n  {{ range y }}'\nb: 1\n",
    ],
)
def test_template_lines_inside_a_scalar_leave_the_document_readable(text):
    # Vault's injector, for one, takes such templates in annotations of ordinary workloads.
    assert scalar(text, "b").text == "1"


def test_a_template_is_no_matter_of_the_next_document():
    one, two = read("{{- if .x }}\na: 1\n{{- end }}\n---\nb: 2\n")
    assert one.is_template
    assert [node.text for node in scalars(two.root)] == ["b", "2"]


# --- places in scalars ---------------------------------------------------------------------


def located(text: str, wanted: str, occurrence: int = 0) -> Span:
    node = scalar(text, "a")
    start = -1
    for _ in range(occurrence + 1):
        start = node.text.index(wanted, start + 1)
    return node.locate(start, start + len(wanted))


@pytest.mark.parametrize("style", ["|", "|-", "|+", "|2"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_place_in_a_literal_scalar_is_exact(style, end):
    text = end.join([f"a: {style} # head", "  one two", "", "    two three", "b: two", ""])
    assert located(text, "two").start == text.index("two")
    second = located(text, "two", 1)
    assert second.start == text.index("two", text.index("two") + 1)
    assert second.first.line == 4
    assert located(text, "  two three").text == "  two three"


@pytest.mark.parametrize("letter", ["\u2028", "\u2029", "\x85"])
def test_a_place_behind_a_rare_line_end_is_exact(letter):
    text = f"a: |\n  one{letter}  two\n  three\nb: 1\n"
    assert located(text, "three").start == text.index("three")
    assert located(text, "two").start == text.index("two")


def test_the_whole_of_a_literal_scalar_ends_with_its_last_line():
    text = "a: |\n  one\n  two\nb: three\n"
    node = scalar(text, "a")
    assert node.locate(0, len(node.text)).text == "one\n  two"


@pytest.mark.parametrize(
    ("value", "wanted", "written"),
    [
        ("one two", "two", "two"),
        ("'one two'", "two", "two"),
        ('"one two"', "one", "one"),
        ('"one\\ttwo"', "two", "two"),
        ("'it''s two'", "two", "two"),
        (">-\n  one - two\n  three", "two", "two"),
        (">-\n  one - two\n  three", "- two", "- two"),
    ],
)
def test_a_place_in_another_scalar_is_found(value, wanted, written):
    text = f"a: {value}\nb: two\n"
    span = located(text, wanted)
    assert span.text == written
    assert span.start == text.rindex(wanted, 0, text.rindex("b:"))


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("'it''s'", "'"),
        ('"x\\ty"', "\t"),
        # What stands in the escape is not what was asked for.
        ('"a\\tt"', "t"),
        (">-\n  one\n  two", "one two"),
        ("'one\n  two'", "one two"),
        ('"\\u0041b"', "A"),
    ],
)
def test_where_the_place_is_hidden_the_whole_scalar_is_given(value, wanted):
    text = f"a: {value}\nb: 1\n"
    assert located(text, wanted).text == value


@pytest.mark.parametrize(
    ("value", "occurrence"), [("'x''x x'", 1), ('"\\nab ab ab"', 2), (">-\n  ab\n  ab", 1)]
)
def test_the_right_one_of_equal_places_is_found(value, occurrence):
    text = f"a: {value}\n"
    wanted = "x" if "x" in value else "ab"
    places = [index for index in range(len(text)) if text.startswith(wanted, index)]
    assert located(text, wanted, occurrence).start == places[occurrence]


LINE = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="\u2028\u2029\ufeff"),
    max_size=12,
)


@given(st.lists(LINE, min_size=1, max_size=5), st.data())
def test_any_part_of_any_literal_scalar_is_located(lines, data):
    value = "\n".join(lines)
    text = yaml.dump({"k": [value], "a": {"z": value}}, default_style="|", allow_unicode=True)
    node = entry(text, '"a"' if '"a"' in mapping(text).fields else "a", "z").value
    assert isinstance(node, Scalar)
    assume(node.style == "|")
    start = data.draw(st.integers(0, len(node.text)))
    line_end = node.text.find("\n", start)
    end = data.draw(st.integers(start, line_end if line_end >= 0 else len(node.text)))
    span = node.locate(start, end)
    assert span.text == node.text[start:end]
    assert node.start < span.start <= span.end


@given(LINE, st.sampled_from(["'", '"', ">", ""]), st.data())
def test_a_place_in_any_scalar_is_exact_or_the_whole(value, style, data):
    text = yaml.dump({"a": value}, default_style=style, allow_unicode=True, width=10)
    document = next(item for item in read(text))
    node = next(item for item in scalars(document.root) if item.text == value)
    start = data.draw(st.integers(0, len(value)))
    end = data.draw(st.integers(start, len(value)))
    span = node.locate(start, end)
    assert span == node.span or span.text == value[start:end]


# --- documents inside strings --------------------------------------------------------------


JSON_TEXT = '{"enableWindowsIpam": "true", "env": {"A": [1, 2]}}'


@pytest.mark.parametrize(
    "text",
    [
        f"a: '{JSON_TEXT}'\n",
        "a: |\n  " + JSON_TEXT.replace(", ", ",\n  ") + "\n",
        f"a: >-\n  {JSON_TEXT}\n",
        "# é\n---\nb: 1\na: |-\n    " + JSON_TEXT + "\n",
    ],
)
def test_a_document_in_a_string_has_its_spans_in_the_file(text):
    tree = tree_of(Embedded(scalar(text, "a")))
    assert isinstance(tree, Mapping)
    assert tree.fields["enableWindowsIpam"].key.span.text == '"enableWindowsIpam"'
    found = tree.entry("env", "A")
    assert found is not None
    assert isinstance(found.value, Sequence)
    assert [item.span.text for item in found.value.items] == ["1", "2"]
    assert [item.span.start for item in found.value.items] == [text.index("1,"), text.index("2]")]


def test_a_document_in_an_escaped_string_is_placed_at_the_string_at_worst():
    text = "a: " + json.dumps(JSON_TEXT) + "\n"
    node = scalar(text, "a")
    tree = tree_of(Embedded(node))
    assert isinstance(tree, Mapping)
    assert tree.fields["enableWindowsIpam"].key.span == node.span
    assert scalar(text, "a").text == JSON_TEXT


def test_a_string_that_is_no_document_has_no_tree():
    assert tree_of(Embedded(scalar("a: '[1'\n", "a"))) is None


# --- against libyaml's own reading ---------------------------------------------------------


PIECES = """\
\n  |\n- |: |- |a: |&x |*x|<<: |---\n|...\n|{{ | }}|>-\n|# c\n|${x}|{% |'it''s'|"\\n"|\
é|😀|\u2028|\x85""".split("|")
LETTERS = "abxy01 :-,[]{}&*!|>'\"%@#\n\n\t\r~.?<"
YAML_LIKE = st.lists(st.sampled_from([*LETTERS, "|\n", *PIECES]), max_size=25).map("".join)


@given(st.one_of(st.text(max_size=60), YAML_LIKE))
def test_no_text_whatever_breaks_the_reading(text):
    for document in documents(Source("a.yaml", text)):
        assert 0 <= document.start <= document.end <= len(text)
        list(document.comments())
        if document.root is not None:
            for node in nodes(document.root):
                assert document.start <= node.start <= node.end <= document.end
        if document.problem is not None:
            span = document.problem.span
            assert document.start <= span.start <= span.end <= document.end


def expected(node: yaml.Node) -> Iterator[str]:
    """The keys and scalars of a tree, in the order of the text, merges left out."""
    if isinstance(node, yaml.ScalarNode):
        yield node.value
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value == "<<" and not key.style:
                continue
            yield from expected(key)
            yield from expected(value)
    else:
        assert isinstance(node, yaml.SequenceNode)
        for item in node.value:
            yield from expected(item)


def only_scalar_keys(node: yaml.Node) -> bool:
    if isinstance(node, yaml.MappingNode):
        return all(
            isinstance(key, yaml.ScalarNode) and only_scalar_keys(value)
            for key, value in node.value
        )
    return not isinstance(node, yaml.SequenceNode) or all(map(only_scalar_keys, node.value))


@given(YAML_LIKE)
def test_the_tree_holds_what_libyaml_composes(text):
    assume("\ufeff" not in text)
    try:
        composed = list(yaml.compose_all(text, SafeLoader))
    except (yaml.YAMLError, RecursionError):
        assume(False)
    assume(len(composed) == 1 and only_scalar_keys(composed[0]))
    found = list(documents(Source("a.yaml", text)))
    assume(not any(item.is_template for item in found))
    if not found:
        assert list(expected(composed[0])) == [""]
        return
    (document,) = found
    if document.problem:
        assert "contains itself" in document.problem.message
        return
    assert [node.text for node in scalars(document.root)] == list(expected(composed[0]))


PLAIN_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=15,
)


@given(PLAIN_VALUES, st.sampled_from([None, True, False]))
def test_what_pyyaml_writes_is_read_back(value, flow):
    text = yaml.dump(value, default_flow_style=flow, Dumper=yaml.SafeDumper)
    (composed,) = yaml.compose_all(text, SafeLoader)
    (document,) = [item for item in documents(Source("a.yaml", text)) if item.root is not None]
    assert [node.text for node in scalars(document.root)] == list(expected(composed))


@given(PLAIN_VALUES, st.sampled_from([None, 1]))
def test_json_is_read_and_every_quoted_scalar_is_where_it_stands(value, indent):
    text = json.dumps(value, indent=indent)
    assume("{{" not in text)
    for document in documents(Source("a.json", text)):
        for node in scalars(document.root):
            if node.style == '"':
                assert json.loads(node.span.text) == node.text
