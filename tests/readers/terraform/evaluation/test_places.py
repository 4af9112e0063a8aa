"""Where values and the characters of texts are written."""

from __future__ import annotations

import pytest

from eksnetlint.readers.terraform.texts import decoded, placed
from eksnetlint.readers.terraform.types import HOLE, PendingText, TextWithHoles, TfObject, TfValue
from eksnetlint.source.tree import Mapping, Text
from eksnetlint.source.yaml import tree_of
from eksnetlint.values import Known
from tests.readers.terraform.evaluation.configuration import Configuration, value_of

LOCALS = """
locals {
  groups = {
    win = {
      ami_type = "WINDOWS_CORE_2022_x86_64"
      labels   = merge({ os = "windows" }, { a = "b" })
      sizes    = [1, "two"]
    }
  }
  picked = local.groups.win.ami_type
  script = <<-EOT
    <powershell>
      Start-EKSBootstrap -DNSClusterIP 10.100.0.10
    </powershell>
  EOT
  holes  = <<-EOT
    <powershell>
      Start -EKSClusterName ${aws_eks_cluster.this.name} -DNSClusterIP 10.100.0.10
    </powershell>
  EOT
}
"""


def shown(value: TfValue) -> list[str]:
    return [frame.span.text for frame in value.origin.frames]


def text_of(value: TfValue) -> Text:
    text = placed(value)
    assert text is not None
    return text


def word(text: Text, wanted: str) -> tuple[str, str]:
    """What stands in the file where a word of a text is, and in which line."""
    start = text.text.index(wanted)
    span = text.place(start, start + len(wanted))
    return span.text, f"{span.path}:{span.first.line}"


def in_locals(expression: str) -> TfValue:
    return value_of(expression, LOCALS)


@pytest.mark.parametrize(
    ("expression", "frames"),
    [
        ("1", ["1"]),
        ('"a"', ['"a"']),
        ('{ a = "b" }', []),
        ('{ a = "b" }.a', ['a = "b"']),
        ('{ a =\n"b" }.a', ["a"]),
        ('["x", "y"][1]', ['"y"']),
        ('[{ a = "b" }][0].a', ['{ a = "b" }', 'a = "b"']),
        ('"x${1}y"', ['"x${1}y"']),
        ("<<EOT\nab\nc\nEOT", ["<<EOT"]),
        ("1 + 2", ["1", "2"]),
        ('true ? "a" : "b"', ['"a"']),
        ('upper("a")', ['"a"']),
        ("timestamp()", ["timestamp()"]),
        ('coalesce(null, "a")', ['"a"']),
        ('lookup({ a = "b" }, "a", "c")', ['a = "b"']),
        ('merge({ a = "b" }, { c = "d" }).a', ['a = "b"']),
        ('element(["a", "b"], 1)', ['"b"']),
        ('[for x in ["a"] : x][0]', ['"a"']),
        ('{ for k, v in { a = "b" } : k => v }.a', ['a = "b"']),
        ('[{ a = "b" }][*].a', []),
        ("can(1)", ["can(1)"]),
        ('try(null.a, "b")', ['"b"']),
        ("null.a", ["null.a"]),
        ("[][0]", ["[][0]"]),
        ("1 +\n true", ["1 +"]),
    ],
)
def test_a_value_is_where_it_is_written(expression: str, frames: list[str]) -> None:
    assert shown(value_of(f"({expression}\n)")) == frames


def test_an_attribute_is_its_name_and_value() -> None:
    value = in_locals("local.groups.win.ami_type")
    assert shown(value)[-1] == 'ami_type = "WINDOWS_CORE_2022_x86_64"'
    assert value.origin.frames[-1].span.first.line == 5


def test_the_chain_runs_from_use_to_where_it_is_written() -> None:
    assert shown(in_locals("local.groups.win.ami_type")) == [
        "win",
        'ami_type = "WINDOWS_CORE_2022_x86_64"',
    ]
    assert shown(in_locals("[local.picked][0]"))[0] == "local.picked"
    assert shown(in_locals("{ a = local.picked }.a"))[::2] == [
        "a = local.picked",
        'ami_type = "WINDOWS_CORE_2022_x86_64"',
    ]


def test_items_that_functions_pass_on_keep_their_places() -> None:
    assert shown(in_locals("local.groups.win.labels.os"))[-1] == 'os = "windows"'
    assert shown(in_locals("local.groups.win.sizes[1]"))[-1] == '"two"'


def test_a_chain_has_an_end() -> None:
    text = "".join(f"  x{n} = [local.x{n - 1}[0]]\n" for n in range(1, 40))
    value = value_of("local.x39[0]", f"locals {{\n  x0 = ['a']\n{text}}}".replace("'", '"'))
    assert isinstance(value, Known)
    assert len(value.origin.frames) == 16
    assert shown(value)[0] == "local.x38[0]"
    assert shown(value)[-1] == '"a"'


@pytest.mark.parametrize(
    "expression",
    [
        "local.script",
        '"${local.script}"',
        "true ? local.script : null",
        'try(local.nope, local.script, "")',
        "{ a = local.script }.a",
        'merge({ a = local.script }, {})["a"]',
        "coalesce(null, local.script)",
        "tostring(local.script)",
        "element([local.script], 0)",
        "[for x in [local.script] : x][0]",
        "base64decode(base64encode(local.script))",
    ],
)
def test_a_heredoc_keeps_its_places(expression: str) -> None:
    text = text_of(in_locals(expression))
    assert word(text, "-DNSClusterIP 10.100.0.10") == ("-DNSClusterIP 10.100.0.10", "main.tf:13")
    assert text.text.startswith("<powershell>\n  Start")


@pytest.mark.parametrize("expression", ["local.holes", '"${local.holes}"', "sensitive(1) ? 1 : 2"])
def test_a_heredoc_with_holes_keeps_its_places(expression: str) -> None:
    value = in_locals(expression)
    if "sensitive" in expression:
        assert placed(value) is None
        return
    assert isinstance(value, PendingText)
    assert value.address == "aws_eks_cluster.this"
    text = text_of(value)
    assert word(text, "-DNSClusterIP 10.100.0.10") == ("-DNSClusterIP 10.100.0.10", "main.tf:18")
    assert f"-EKSClusterName {HOLE} -DNS" in text.text


def test_base64_stands_for_the_text_it_is_made_of() -> None:
    for name in ("script", "holes"):
        value = in_locals(f"base64encode(local.{name})")
        text = decoded(value)
        assert text is not None
        assert word(text, "-DNSClusterIP")[0] == "-DNSClusterIP"
    assert placed(in_locals("base64encode(local.holes)")) is None


def test_base64_that_is_written_is_placed_as_a_whole() -> None:
    text = decoded(value_of('"aGVsbG8="'))
    assert text is not None
    assert (text.text, text.place(1, 2).text) == ("hello", '"aGVsbG8="')
    assert decoded(value_of('"not base64"')) is None
    assert decoded(value_of("1")) is None


def test_a_file_is_placed_in_itself() -> None:
    assert word(text_of(value_of('file("plain.txt")')), "tëxt") == ("tëxt", "plain.txt:1")
    encoded = decoded(value_of('filebase64("plain.txt")'))
    assert encoded is not None
    assert word(encoded, "tëxt") == ("tëxt", "plain.txt:1")


def test_a_template_file_is_placed_in_itself() -> None:
    value = value_of('templatefile("./hello.tftpl", { name = aws_eks_cluster.this.name })')
    assert isinstance(value, PendingText)
    text = text_of(value)
    assert text.text.startswith(f"hello {HOLE}")
    assert word(text, "hello") == ("hello", "hello.tftpl:1")
    known = text_of(value_of('templatefile("hello.tftpl", { name = "Windows" })'))
    assert known.text.startswith("hello Windows")
    assert word(known, "Windows")[1] == "hello.tftpl:1"


def test_a_template_file_knows_only_its_variables() -> None:
    for text in ('"${local.names[0]}"', "{}", '{ other = "x" }'):
        value = value_of(f'try(templatefile("hello.tftpl", {text}), "error")')
        assert isinstance(value, Known)
        assert value.value == "error"


def test_what_was_computed_is_placed_where_it_comes_from() -> None:
    text = text_of(value_of('join(" ", ["Start", "-DNS"])'))
    assert text.text == "Start -DNS"
    assert text.place(0, 2).text == '"-DNS"'


def test_secrets_are_holes() -> None:
    value = value_of('"a ${var.secret} b"')
    text = text_of(value)
    assert text.text == f"a {HOLE} b"
    assert word(text, "b")[0] == "b"
    assert placed(value_of("var.secret")) is None
    assert placed(value_of('sensitive("abc")')) is None
    assert placed(value_of('sensitive("abc ${hidden}")')) is None
    assert placed(value_of('upper("a ${var.secret}")')) is None
    assert text_of(value_of('"a ${var.secret} ${hidden} b"')).text == f"a {HOLE} {HOLE} b"
    rendered = text_of(value_of('templatefile("hello.tftpl", { name = var.secret })'))
    assert rendered.text.startswith(f"hello {HOLE}")
    assert text_of(value_of('"%{ if var.secret == "x" }a%{ else }b%{ endif }"')).text == HOLE * 2


def test_directives_that_cannot_be_seen_are_holes() -> None:
    text = text_of(value_of('"a%{ if hidden }b%{ endif }c%{ for x in hidden }d%{ endfor }"'))
    assert text.text == f"a{HOLE}c{HOLE}"
    assert text.place(1, 2).text.startswith("%{ if hidden }")


def test_functions_take_the_known_parts_away() -> None:
    value = value_of('upper("a ${hidden}")')
    assert not isinstance(value, TextWithHoles)
    assert placed(value) is None


def test_yaml_in_a_heredoc_is_placed_in_the_file() -> None:
    yaml = "<<-EOT\n    kind: Pod\n    metadata:\n      name: ${hidden}\n    os: windows\n  EOT"
    tree = tree_of(text_of(value_of(f"({yaml}\n)")))
    assert isinstance(tree, Mapping)
    entry = tree.entry("os")
    assert entry is not None
    assert entry.span.text == "os: windows"


def test_a_text_that_is_normalized_is_placed_as_a_whole() -> None:
    text = text_of(value_of('"xe\\u0301"'))
    assert text.text == "xé"
    assert text.place(0, 1).text == '"xe\\u0301"'


def test_objects_are_where_their_keys_are() -> None:
    groups = Configuration(LOCALS)
    value, _ = groups.reference(("local", "groups"), None)  # type: ignore[arg-type]
    assert isinstance(value, Known)
    assert isinstance(value.value, TfObject)
    assert shown(value.value.items["win"]) == ["win"]
