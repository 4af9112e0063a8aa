"""Terraform's functions: what Terraform itself says, and what is known of unknown arguments."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from eksnetlint.readers.terraform.functions import FUNCTIONS, call
from eksnetlint.readers.terraform.functions.access import ScanFolder
from eksnetlint.readers.terraform.functions.encoded import content_of_encoded
from eksnetlint.readers.terraform.functions.json import encoded
from eksnetlint.readers.terraform.types import (
    Invalid,
    Sensitive,
    TfObject,
    TfSet,
    TfValue,
    is_sensitive,
    redact,
    reveal_all,
)
from eksnetlint.source.text import Source
from eksnetlint.values import Frame, Known, Origin, Reason, Unknown, at
from tests.readers.terraform import oracle
from tests.readers.terraform.expressions import CONTEXT, FILES, evaluate

# Terraform knows the result and we say that we do not: the reason is honest, the case rare.
OPEN = {
    "contains([[1, 2]], [1, 2])",
    "contains([{a = 1}], {a = 1})",
    'base64gzip("test")',
    'cidrhost("::ffff:10.0.0.0/120", 1)',
    'cidrsubnet("10.0.0.0/8", -1, 0)',
    'cidrsubnet("10.0.0.0/8", 8, -1)',
    'fileset("sub/deep", "../*.txt")',
    'formatdate("YYYY", "2018-01-02T23:12:01Z")',
    "pow(2, 0.1)",
    "pow(2.5, 3.7)",
    'regex("\\\\p{Greek}+", "ab\u03b3\u03b4")',
    'timeadd("2017-11-22T00:00:00Z", "10m")',
    'timecmp("2017-11-22T00:00:00Z", "2017-11-22T00:00:00Z")',
    'yamldecode("- !!binary aGk=")',
    'yamldecode("2001-01-02T03:04:05Z")',
}
# Errors in Terraform 1.11 that mean something in another version, or with a typed null.
LENIENT = {
    'coalescelist(null, ["b"])': '["b"]',
    'element(["a", "b", "c"], -1)': '"c"',
    'list("a", "b")': '["a","b"]',
    'map("a", "b")': '{"a":"b"}',
}
HIDDEN = Unknown(Reason("var.x has no value"))
ROWS = oracle.rows()


def shown(value: TfValue) -> str:
    return oracle.ERROR if isinstance(value, Unknown) else encoded(reveal_all(value))


def content(value: TfValue) -> object:
    assert isinstance(value, Known), value
    return value.value


def known(*items: object) -> TfValue:
    return Known(
        tuple(item if isinstance(item, Known | Unknown) else Known(item) for item in items)
    )


def mapping(open_because: Reason | None = None, **items: TfValue) -> TfValue:
    return Known(TfObject(items, open_because))


def invoke(name: str, *arguments: TfValue) -> TfValue:
    return call(name, arguments, CONTEXT)


@pytest.mark.parametrize(("expression", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_a_call_comes_to_what_terraform_says(expression: str, expected: str) -> None:
    expected = LENIENT.get(expression, expected)
    assert shown(evaluate(expression)) == (oracle.ERROR if expression in OPEN else expected)


@pytest.mark.parametrize("expression", sorted(OPEN))
def test_what_is_beyond_this_program_is_no_error(expression: str) -> None:
    assert not isinstance(evaluate(expression), Invalid)


def test_the_table_has_every_exception() -> None:
    recorded = dict(ROWS)
    assert recorded.keys() >= OPEN | LENIENT.keys()
    assert not [case for case in OPEN if recorded[case] == oracle.ERROR]


def test_the_table_calls_every_function_that_is_evaluated() -> None:
    named = {row[0].partition("(")[0] for row in ROWS} | {"abspath", "templatestring"}
    impure = {"bcrypt", "plantimestamp", "timestamp", "uuid"}
    assert FUNCTIONS.keys() - impure - named == set()


@pytest.mark.parametrize("name", ["timestamp", "uuid", "bcrypt", "plantimestamp"])
def test_impure_functions_are_unknown_by_name(name: str) -> None:
    result = invoke(name)
    assert isinstance(result, Unknown)
    assert result.reason.text.startswith(f"{name}() is impure")


@pytest.mark.parametrize("name", ["nope", "provider::aws::arn_parse"])
def test_an_unknown_function_is_unknown_by_name(name: str) -> None:
    result = invoke(name, Known("x"))
    assert isinstance(result, Unknown)
    assert name in result.reason.text


def test_functions_have_names_in_the_core_namespace() -> None:
    assert invoke("core::upper", Known("a")) == Known("A")


def test_an_error_names_the_function() -> None:
    result = invoke("cidrsubnet", Known("x"), Known(1), Known(1))
    assert result == Invalid(Reason("cidrsubnet(): invalid CIDR expression"))


class TestUnknownArguments:
    def test_an_unknown_argument_gives_its_reason(self) -> None:
        assert invoke("upper", HIDDEN) == HIDDEN

    def test_a_list_of_unknown_items_has_a_length(self) -> None:
        assert invoke("length", known(1, HIDDEN, 3)) == Known(3)

    def test_a_set_of_unknown_items_has_a_bounded_length(self) -> None:
        result = invoke("length", Known(TfSet((Known("a"), Known("b"), HIDDEN))))
        assert isinstance(result, Unknown)
        assert (result.at_least, result.at_most) == (2, 3)

    def test_a_set_of_one_unknown_item_has_length_one(self) -> None:
        assert invoke("length", invoke("toset", known(HIDDEN))) == Known(1)

    def test_an_open_object_has_a_least_length(self) -> None:
        result = invoke("length", mapping(Reason("open"), a=Known(1)))
        assert isinstance(result, Unknown)
        assert (result.reason.text, result.at_least) == ("open", 1)

    def test_merge_knows_what_comes_after_the_unknown(self) -> None:
        result = content(invoke("merge", HIDDEN, mapping(os=Known("windows"))))
        assert result == TfObject({"os": Known("windows")}, HIDDEN.reason)

    def test_merge_knows_the_keys_before_the_unknown_but_not_their_values(self) -> None:
        result = content(invoke("merge", mapping(os=Known("linux")), HIDDEN))
        assert result == TfObject({"os": HIDDEN}, HIDDEN.reason)

    def test_merge_with_an_open_object_is_open(self) -> None:
        result = invoke("merge", mapping(a=Known(1)), mapping(Reason("open"), b=Known(2)))
        merged = content(result)
        assert isinstance(merged, TfObject)
        assert merged.open_because == Reason("open")
        assert isinstance(merged.items["a"], Unknown)
        assert merged.items["b"] == Known(2)

    def test_contains_is_true_as_soon_as_a_known_item_matches(self) -> None:
        assert invoke("contains", known(HIDDEN, "a"), Known("a")) == Known(True)
        assert invoke("contains", known(HIDDEN, "b"), Known("a")) == HIDDEN
        assert invoke("contains", known(), HIDDEN) == Known(False)

    def test_coalesce_takes_the_first_known_value_before_an_unknown(self) -> None:
        assert invoke("coalesce", Known(None), Known("a"), HIDDEN) == Known("a")
        assert invoke("coalesce", Known(None), HIDDEN, Known("a")) == HIDDEN

    def test_join_needs_every_item(self) -> None:
        assert invoke("join", Known(","), known("a", HIDDEN)) == HIDDEN

    def test_concat_keeps_unknown_items(self) -> None:
        assert invoke("concat", known("a", HIDDEN), known("b")) == known("a", HIDDEN, "b")

    def test_concat_with_an_unknown_list_is_unknown(self) -> None:
        assert invoke("concat", known("a"), HIDDEN) == HIDDEN

    def test_element_and_slice_pass_over_unknown_items(self) -> None:
        items = known(HIDDEN, "b", "c")
        assert invoke("element", items, Known(4)) == Known("b")
        assert invoke("element", items, Known(0)) == HIDDEN
        assert invoke("slice", items, Known(1), Known(3)) == known("b", "c")
        assert invoke("reverse", items) == known("c", "b", HIDDEN)

    def test_lookup_finds_a_known_key_of_a_partly_known_map(self) -> None:
        source = mapping(Reason("open"), a=Known(1))
        assert invoke("lookup", source, Known("a"), Known(2)) == Known(1)
        assert invoke("lookup", source, Known("b"), Known(2)) == Unknown(Reason("open"))
        assert invoke("lookup", mapping(a=HIDDEN), Known("b"), Known(2)) == Known(2)
        assert invoke("lookup", mapping(a=HIDDEN), Known("a"), Known(2)) == HIDDEN

    def test_keys_of_an_open_object_are_unknown(self) -> None:
        source = mapping(Reason("open"), a=Known(1))
        assert invoke("keys", source) == Unknown(Reason("open"))
        assert invoke("values", source) == Unknown(Reason("open"))
        assert invoke("keys", mapping(a=HIDDEN)) == known("a")
        assert invoke("values", mapping(a=HIDDEN)) == known(HIDDEN)

    def test_truths_follow_kleene(self) -> None:
        assert invoke("alltrue", known(HIDDEN, False)) == Known(False)
        assert invoke("anytrue", known(HIDDEN, True)) == Known(True)
        assert invoke("alltrue", known(HIDDEN, True)) == HIDDEN
        assert invoke("anytrue", known(HIDDEN, False)) == HIDDEN

    def test_flatten_of_an_unknown_item_is_unknown(self) -> None:
        assert invoke("flatten", known(known("a"), HIDDEN)) == HIDDEN

    def test_formatlist_knows_the_rows_it_can_see(self) -> None:
        result = invoke("formatlist", Known("%s-x"), known("a", HIDDEN))
        assert result == known("a-x", HIDDEN)

    def test_zipmap_needs_only_its_keys(self) -> None:
        assert invoke("zipmap", known("a"), known(HIDDEN)) == mapping(a=HIDDEN)
        assert invoke("zipmap", known(HIDDEN), known("a")) == HIDDEN

    def test_setproduct_pairs_unknown_items(self) -> None:
        assert invoke("setproduct", known("a"), known(HIDDEN)) == known(known("a", HIDDEN))

    def test_setunion_keeps_unknown_items_and_setsubtract_cannot(self) -> None:
        assert invoke("setunion", known("a"), known(HIDDEN)) == Known(TfSet((Known("a"), HIDDEN)))
        assert invoke("setsubtract", known("a"), known(HIDDEN)) == HIDDEN

    def test_one_passes_on_an_unknown_item(self) -> None:
        assert invoke("one", known(HIDDEN)) == HIDDEN

    def test_every_string_starts_with_nothing(self) -> None:
        assert invoke("startswith", HIDDEN, Known("")) == Known(True)
        assert invoke("startswith", HIDDEN, Known("a")) == HIDDEN

    def test_conversion_keeps_unknown_items(self) -> None:
        assert invoke("tolist", known("a", HIDDEN)) == known("a", HIDDEN)
        assert invoke("tomap", mapping(Reason("open"), a=HIDDEN)) == mapping(
            Reason("open"), a=HIDDEN
        )

    def test_json_of_a_partly_known_object_is_unknown(self) -> None:
        for content in (mapping(a=HIDDEN), mapping(HIDDEN.reason)):
            text = invoke("jsonencode", content)
            assert isinstance(text, Unknown)
            assert text.reason == HIDDEN.reason
            assert content_of_encoded(text) == content

    def test_bounds_do_not_outlive_a_computation(self) -> None:
        result = invoke("abs", Unknown(Reason("x"), at_least=3))
        assert result == Unknown(Reason("x"))


class TestSensitiveValues:
    SECRET: TfValue = Known(Sensitive("hunter2"))

    def test_results_of_sensitive_arguments_are_sensitive(self) -> None:
        result = invoke("upper", self.SECRET)
        assert is_sensitive(result)
        assert reveal_all(result) == Known("HUNTER2")

    def test_a_secret_is_in_no_text_about_it(self) -> None:
        value = invoke("merge", mapping(password=self.SECRET))
        assert "hunter2" not in repr(value) + str(value) + redact(value) + redact(self.SECRET)
        assert redact(self.SECRET) == "(sensitive value)"

    @pytest.mark.parametrize(
        "name", ["base64decode", "tonumber", "tobool", "jsondecode", "file", "cidrnetmask"]
    )
    def test_a_secret_is_in_no_reason(self, name: str) -> None:
        result = invoke(name, self.SECRET)
        assert isinstance(result, Unknown)
        assert "hunter2" not in str(result)
        assert "sensitive" in result.reason.text

    def test_structures_keep_marks_where_they_are(self) -> None:
        source = mapping(a=self.SECRET, b=Known("open"))
        assert is_sensitive(invoke("lookup", source, Known("a")))
        assert not is_sensitive(invoke("lookup", source, Known("b")))
        assert not is_sensitive(invoke("keys", source))


class TestOrigins:
    SOURCE = Source("main.tf", "abcdefghij" * 10)

    def at(self, offset: int) -> Origin:
        return at(self.SOURCE.place(offset, offset + 1), f"at {offset}")

    def test_a_computed_value_comes_from_its_arguments(self) -> None:
        parts = Known((Known("a", self.at(2)), Known("b", self.at(3))), self.at(1))
        result = invoke("join", Known(",", self.at(0)), parts)
        assert result.origin == self.at(0).through(
            *(self.at(offset).frames[0] for offset in (1, 2, 3))
        )

    def test_an_item_comes_through_its_containers_from_its_own_place(self) -> None:
        inner = Known("windows", self.at(5))
        merged = invoke("merge", Known(TfObject({"os": inner}), self.at(4)))
        result = invoke("lookup", merged, Known("os"), Known("none", self.at(9)))
        frames = [frame.note for frame in result.origin.frames]
        assert frames == ["at 4", "at 5"]

    def test_an_error_points_at_the_arguments(self) -> None:
        result = invoke("tonumber", Known("x", self.at(7)))
        assert isinstance(result, Unknown)
        assert result.origin == self.at(7)

    def test_a_chain_does_not_grow_without_end(self) -> None:
        frames = tuple(Frame(self.SOURCE.place(n, n + 1)) for n in range(90))
        assert len(invoke("upper", Known("a", Origin(frames))).origin.frames) < 50

    def test_a_default_nobody_wrote_stays_one(self) -> None:
        assert not invoke("upper", Known("a", is_set=False)).is_set


class TestFiles:
    def test_a_file_outside_the_scan_is_not_read(self, tmp_path: Path) -> None:
        (tmp_path / "secret").write_text("x")
        (tmp_path / "root").mkdir()
        (tmp_path / "root" / "link").symlink_to(tmp_path / "secret")
        access = ScanFolder(tmp_path / "root", tmp_path / "root")
        for path in ("../secret", str(tmp_path / "secret"), "link", "~/secret"):
            for name in ("file", "fileexists", "filemd5"):
                result = call(name, [Known(path)], access)
                assert result == Unknown(Reason("a file outside the files given is not read"))
        assert call("fileset", [Known(".."), Known("*")], access).__class__ is Unknown

    def test_a_module_may_read_beside_itself_within_the_scan(self) -> None:
        access = ScanFolder(FILES, FILES / "sub")
        assert content(call("file", [Known("../plain.txt")], access)) == "plain tëxt\n"

    def test_an_absolute_path_starts_at_the_root_module(self) -> None:
        assert content(invoke("abspath", Known("sub/../x"))) == f"{FILES.resolve().as_posix()}/x"

    def test_a_large_file_is_not_read(self, tmp_path: Path) -> None:
        (tmp_path / "large").write_bytes(b"x" * 2_000_000)
        result = call("file", [Known("large")], ScanFolder(tmp_path, tmp_path))
        assert result == Unknown(Reason("file(): the file is too large to be evaluated"))

    def test_templates_are_rendered_by_the_caller(self) -> None:
        seen = []

        def render(path: str, template: str, variables: object) -> TfValue:
            seen.append((path, template, variables))
            return Known("done")

        access = ScanFolder(FILES, FILES, render)
        arguments = [Known("hello.tftpl"), mapping(name=HIDDEN)]
        assert call("templatefile", arguments, access) == Known("done")
        assert seen == [("hello.tftpl", "hello ${name}\n", {"name": HIDDEN})]

    def test_a_home_folder_is_nobodys(self) -> None:
        assert isinstance(invoke("pathexpand", Known("~/x")), Unknown)


def nested(depth: int) -> TfValue:
    value: TfValue = Known("x")
    for _ in range(depth):
        value = Known((value,))
    return value


def doubled(times: int) -> TfValue:
    value: TfValue = Known("x")
    for _ in range(times):
        value = Known((value, value))
    return value


def aliases(times: int) -> str:
    lines = [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, times)]
    return "a0: &a0 [x]\n" + "".join(lines)


HOSTILE: dict[str, tuple[str, tuple[TfValue, ...]]] = {
    "nested loops": ("regex", (Known("(a*)*b"), Known("a" * 5000))),
    "nested alternatives": ("regexall", (Known("(a|a|b?)*c"), Known("a" * 5000))),
    "repeats of repeats": ("regex", (Known("((a{100}){100}){100}"), Known("a"))),
    "deep groups": ("regex", (Known("(" * 900 + ")" * 900), Known("a"))),
    "long subject": ("regexall", (Known("x*y|x"), Known("x" * 20_000))),
    "long replacement": ("replace", (Known("a" * 10_000), Known("a"), Known("b" * 10_000))),
    "long pattern replacement": ("replace", (Known("a" * 9999), Known("/a/"), Known("b" * 9999))),
    "wide format": ("format", (Known("%999999999d"), Known(1))),
    "precise format": ("format", (Known("%.999999999f"), Known(1))),
    "long indent": ("indent", (Known(999_999), Known("\n" * 9999))),
    "large number": ("tonumber", (Known("1e999999"),)),
    "long number": ("tonumber", (Known("9" * 100_000),)),
    "large product": ("setproduct", tuple(Known((Known(1),) * 100) for _ in range(9))),
    "doubled": ("jsonencode", (doubled(40),)),
    "doubled list": ("flatten", (doubled(40),)),
    "doubled set": ("toset", (doubled(40),)),
    "combining marks": ("length", (Known("e" + "\u0301" * 900_000),)),
    "joined pictures": ("strrev", (Known("\U0001f469\u200d" * 400_000),)),
    "many verbs": ("format", (Known("%[1]s" * 200_000), Known(""))),
    "large YAML": ("yamldecode", (Known("- x\n" * 240_000),)),
    "large CSV": ("csvdecode", (Known('a\n"x""y"\n' * 90_000),)),
    "open CSV quote": ("csvdecode", (Known('a\n"' + '""' * 400_000),)),
    "large JSON": ("jsondecode", (Known("[" + "1," * 400_000 + "1]"),)),
    "nested": ("jsonencode", (nested(5000),)),
    "nested flatten": ("flatten", (nested(5000),)),
    "nested comparison": ("contains", (nested(5000), nested(4999))),
    "nested JSON": ("jsondecode", (Known("[" * 100_000),)),
    "nested YAML": ("yamldecode", (Known("[" * 5000),)),
    "YAML aliases": ("yamldecode", (Known(aliases(40)),)),
    "large power": ("pow", (Known(10), Known(10**6))),
    "large base": ("parseint", (Known("9" * 100_000), Known(10))),
    "large pattern glob": ("fileset", (Known("."), Known("**/" * 600))),
    "huge integer": ("format", (Known("%b"), Known(10**900))),
    "large distinct": ("distinct", (Known(tuple(Known(n) for n in range(50_000))),)),
}


@pytest.mark.parametrize(("name", "arguments"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_arguments_take_no_time(name: str, arguments: tuple[TfValue, ...]) -> None:
    start = time.process_time()
    call(name, arguments, CONTEXT)
    assert time.process_time() - start < 2
