"""What is known of expressions with parts that cannot be seen."""

from __future__ import annotations

import pytest

from eksnetlint.readers.terraform.evaluation.expressions import evaluate
from eksnetlint.readers.terraform.types import (
    Invalid,
    Pending,
    Sensitive,
    TfObject,
    is_sensitive,
    redact,
)
from eksnetlint.values import Known, Reason, Unknown
from tests.readers.terraform.evaluation.configuration import (
    Configuration,
    content_of,
    parsed,
    unknown_of,
    value_of,
)


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("false && hidden", False),
        ("hidden && false", False),
        ("true || hidden", True),
        ("hidden || true", True),
        ("hidden == 1 && 1 == 2", False),
        ("[1, hidden] == [2, hidden]", False),
        ("{ a = hidden } == { b = hidden }", False),
        ("[hidden] == [1, 2]", False),
        ('"x-${hidden}" == "y"', False),
        ('"x-${hidden}-z" != "x-z"', True),
        ('"x-${hidden}" == null', False),
        ("length([hidden, 1, 2])", 3),
        ("length({ a = hidden })", 1),
        ("[hidden, 2][1]", 2),
        ("{ a = 1, b = hidden }.a", 1),
        ("[for x in [hidden, 1] : 7][0]", 7),
        ("{ for k, v in { a = hidden } : k => 1 }.a", 1),
        ('{ "x-${hidden}" = 2, a = 1 }.a', 1),
        ("{ (hidden) = 2, a = 1 }.a", 1),
        ("hidden ? 3 : 3", 3),
        ('hidden ? "1" : 1', "1"),
        ("length({ a = 1, (hidden) = 2 }) > 0", True),
        ("length({ a = 1, (hidden) = 2 }) == 0", False),
        ("(hidden ? 1 : 3) > 0", True),
        ("(hidden ? 1 : 3) <= 3", True),
        ("(hidden ? 1 : 3) == 4", False),
        ("try({ a = hidden, b = 1 }.b, 2)", 1),
    ],
)
def test_what_is_known_decides(expression: str, wanted: object) -> None:
    assert content_of(expression) == wanted


@pytest.mark.parametrize(
    "expression",
    [
        "hidden",
        "hidden.a[0].b",
        "true && hidden",
        "false || hidden",
        "!hidden",
        "hidden + 1",
        "-hidden",
        "hidden == 1",
        "[1, hidden] == [1, 2]",
        '"x-${hidden}" == "x-y"',
        '"a${hidden}"',
        "[1, 2][hidden]",
        "hidden ? 1 : 2",
        "[for x in hidden : x]",
        "[for x in [1, 2] : x if hidden]",
        "hidden[*]",
        "upper(hidden)",
        "max(hidden...)",
        "try(hidden, 1)",
        "try(hidden.a, 1)",
        "can(hidden)",
        "{ a = 1, (hidden) = 2 }.a",
        "{ a = 1, (hidden) = 2 }.b",
        "(hidden ? 1 : 3) > 2",
        '"%{ if hidden }a%{ endif }"',
        '"%{ for x in hidden }a%{ endfor }"',
        "templatestring(hidden, {})",
    ],
)
def test_the_reason_stays(expression: str) -> None:
    unknown = unknown_of(expression)
    assert unknown.reason == Reason("it is hidden")
    assert not isinstance(unknown, Invalid)


def test_a_list_equals_a_list_only_if_terraform_says_so() -> None:
    assert "exact types" in unknown_of("[1] == [1]").reason.text


def test_an_error_comes_before_what_is_unknown() -> None:
    assert isinstance(unknown_of("hidden + nope.x"), Invalid)
    assert isinstance(unknown_of("nope.x + hidden"), Invalid)
    assert isinstance(unknown_of('"${hidden}${nope.x}"'), Invalid)


def test_an_unknown_condition_leaves_an_object_open() -> None:
    content = content_of("{ for k, v in { a = 1, b = hidden } : k => 5 if v == 1 }")
    assert isinstance(content, TfObject)
    assert content.open_because == Reason("it is hidden")
    assert dict(content.items)["a"] == value_of("{ a = 5 }.a") or content.items.keys() == {"a"}


def test_groups_may_be_larger_where_rounds_are_unknown() -> None:
    content = content_of("{ for v in [1, hidden] : v == 1 ? 1 : 2 => v... if true }")
    assert isinstance(content, TfObject)
    assert content.open_because
    assert all(isinstance(item, Unknown) for item in content.items.values())


def test_a_loop_over_an_open_object_knows_what_is_there() -> None:
    content = content_of("{ for k, v in { a = 1, (hidden) = 2 } : k => v }")
    assert isinstance(content, TfObject)
    assert content.open_because
    assert list(content.items) == ["a"]
    assert isinstance(value_of("[for k, v in { a = 1, (hidden) = 2 } : k]"), Unknown)


def test_numbers_keep_bounds_of_both_results() -> None:
    unknown = unknown_of("hidden ? 2 : 5")
    assert (unknown.at_least, unknown.at_most) == (2, 5)
    assert unknown_of('hidden ? 2 : "a"').at_least is None
    assert unknown_of("(hidden ? 2 : 5) + 1").at_least is None


def test_an_error_in_a_part_leaves_the_others() -> None:
    content = content_of("{ a = nope.x, b = 1 }")
    assert isinstance(content, TfObject)
    assert isinstance(content.items["a"], Invalid)
    assert isinstance(content.items["b"], Known)


def test_a_reference_that_is_no_more_is_passed_over() -> None:
    assert content_of("try(nope.x.y, local.nope, var.nope, 4)") == 4
    assert content_of("can(nope.x)") is False


def test_what_is_beyond_this_program_is_no_error_to_try() -> None:
    assert not isinstance(value_of('try(file("nope.txt"), 1)'), Known)
    assert not isinstance(value_of('try(file("../../../etc/passwd"), 1)'), Known)
    assert not isinstance(value_of("try(1 / 0, 1)"), Known)


class TestResourcesToCome:
    @pytest.mark.parametrize(
        ("expression", "attribute", "is_exact"),
        [
            ("aws_launch_template.win", "", True),
            ("aws_launch_template.win.id", "id", True),
            ('aws_launch_template.win["id"]', "", True),
            ("aws_launch_template.win[0].id", "id", True),
            ('aws_launch_template.win["a"].id', "id", True),
            ("aws_launch_template.win.identity[0].oidc[0].issuer", "identity", False),
            ("aws_launch_template.win[*].id", "id", False),
            ('"${aws_launch_template.win.id}"', "id", True),
            ("(aws_launch_template.win.id)", "id", True),
            ("true ? aws_launch_template.win.id : null", "id", True),
            ("hidden ? aws_launch_template.win.id : aws_launch_template.win.id", "id", True),
            ('try(aws_launch_template.win.id, "x")', "id", True),
            ("try(aws_launch_template.win[0].id, null)", "id", True),
            ("[aws_launch_template.win.id][0]", "id", True),
            ("{ a = aws_launch_template.win.id }.a", "id", True),
            ("element([aws_launch_template.win.id], 0)", "id", True),
            ("one([aws_launch_template.win.id])", "id", True),
            ("one(aws_launch_template.win[*].id)", "id", False),
            ('lookup({ a = aws_launch_template.win.id }, "a", "")', "id", True),
            ('coalesce(aws_launch_template.win.id, "x")', "id", True),
            ('coalesce(null, "", aws_launch_template.win.id)', "id", True),
            ("tostring(aws_launch_template.win.id)", "id", True),
            ("sensitive(aws_launch_template.win.id)", "id", True),
            ("nonsensitive(aws_launch_template.win.id)", "id", True),
            ("merge({ a = 1 }, { a = aws_launch_template.win.id }).a", "id", True),
            ("concat([], [aws_launch_template.win.id])[0]", "id", True),
            ("[for x in [aws_launch_template.win.id] : x][0]", "id", True),
            ('"${aws_launch_template.win.id}:1"', "id", False),
            ("upper(aws_launch_template.win.id)", "id", False),
            ('split("-", aws_launch_template.win.id)[0]', "id", False),
            ("aws_launch_template.win.latest_version + 1", "latest_version", False),
            ('aws_launch_template.win.id == "x"', "id", False),
            ("!aws_launch_template.win.id", "id", False),
            ('aws_launch_template.win.id == "x" ? 1 : 2', "id", False),
            ("[1, 2][aws_launch_template.win.id]", "id", False),
            ("[for x in aws_launch_template.win.tags : x]", "tags", False),
        ],
    )
    def test_it_stays_known_which_one_it_is(
        self, expression: str, attribute: str, is_exact: bool
    ) -> None:
        value = value_of(expression)
        assert isinstance(value, Pending)
        assert value.address == "aws_launch_template.win"
        assert (value.attribute, value.is_exact) == (attribute, is_exact)

    def test_it_comes_before_what_nobody_knows(self) -> None:
        assert isinstance(value_of('"${hidden}-${aws_subnet.a.id}"'), Pending)


class TestSensitiveValues:
    @pytest.mark.parametrize(
        "expression",
        [
            "var.secret + 1",
            "-var.secret",
            "!var.secret",
            "[1][var.secret]",
            "{ a = 1 }[var.secret]",
            "var.secret ? 1 : 2",
            "var.secret.a",
            "var.secret[0]",
            "[for x in var.secret : x]",
            "tonumber(var.secret)",
            '"%{ if var.secret }a%{ endif }"',
            "{ (var.secret) = 1 }.b",
            "{ for x in [1, 2] : var.secret => 1 }",
            'templatefile("${var.secret}.tftpl", {})',
        ],
    )
    def test_no_reason_tells_them(self, expression: str) -> None:
        unknown = unknown_of(expression)
        assert "s3cret" not in repr(unknown)
        assert "s3cret" not in unknown.reason.text

    def test_a_text_with_one_is_one(self) -> None:
        value = value_of('"x-${var.secret}"')
        assert is_sensitive(value)
        assert "s3cret" not in repr(value) + redact(value)
        assert isinstance(value, Known)
        assert isinstance(value.value, Sensitive)
        assert value.value.content == "x-s3cret"


def test_names_given_hide_those_of_the_scope() -> None:
    value = evaluate(parsed("[local.a, var]"), Configuration(), {"local": value_of("{ a = 1 }")})
    assert isinstance(value, Known)
    assert isinstance(value.value[0], Known)
    assert value.value[0].value == 1
    assert isinstance(value.value[1], Unknown)


def test_attributes_are_asked_for_one_by_one() -> None:
    class Lazy(dict[str, object]):
        def __iter__(self) -> object:  # type: ignore[override]
            raise AssertionError("all attributes were gone through")

        values = items = keys = __iter__  # type: ignore[assignment]

    lazy = Known(TfObject(Lazy(id=Known("i"), name=Known("n"))))  # type: ignore[arg-type]
    texts = [
        "x.id",
        'x["id"]',
        "[x][0].id",
        "[x][*].id",
        "try(x.nope, x.id)",
        "{ a = x }.a.id",
        "(true ? x : null).id",
        "(false ? {} : x).id",
        'lookup(x, "id", "")',
        "element([x], 0).id",
        "one([x]).id",
        "[for y in [x] : y.id][0]",
        '"${x.id}"',
        "length([x])",
        "x == null",
    ]
    for text in texts:
        assert isinstance(evaluate(parsed(text), Configuration(), {"x": lazy}), Known), text
