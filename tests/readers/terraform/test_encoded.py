"""Texts that know the value in them, and values that know where their text is written."""

from pathlib import Path

from eksnetlint.readers.terraform.evaluation.expressions import evaluate
from eksnetlint.readers.terraform.evaluation.rendering import scan_folder
from eksnetlint.readers.terraform.evaluation.scope import Budget
from eksnetlint.readers.terraform.evaluation.template_scope import TemplateScope
from eksnetlint.readers.terraform.functions.encoded import content_of_encoded
from eksnetlint.readers.terraform.types import Pending, Sensitive, TfObject, TfValue
from eksnetlint.source.hcl import parse_hcl
from eksnetlint.source.text import Source
from eksnetlint.values import Known, Reason, Unknown

ROLE = Pending(Reason("made later"), address="aws_iam_role.win", attribute="arn")
SECRET: TfValue = Known(Sensitive("hunter2"))


def _evaluate(text: str) -> TfValue:
    attribute = parse_hcl(Source("main.tf", f"x = {text}\n")).body.attributes["x"]
    here, budget = Path("/nowhere"), Budget()
    names: dict[str, TfValue] = {"role": ROLE, "secret": SECRET}
    scope = TemplateScope(names, scan_folder(here, here, budget), budget)
    return evaluate(attribute.value, scope)


def _item(value: TfValue | None, *path: str) -> TfValue:
    assert value is not None
    for name in path:
        assert isinstance(value, Known)
        assert isinstance(value.value, TfObject)
        value = value.value.items[name]
    return value


def _place(value: TfValue) -> str:
    assert value.origin.span is not None
    return value.origin.span.text


def test_a_text_keeps_the_value_it_was_made_of():
    text = _evaluate('yamlencode({ a = "b" })')
    assert isinstance(text, Known)
    assert text.value == '"a": "b"\n'
    assert _place(_item(content_of_encoded(text), "a")) == 'a = "b"'


def test_what_can_be_seen_is_kept_where_the_text_cannot():
    for name in ("yamlencode", "jsonencode"):
        text = _evaluate(f'{name}({{ a = "b", role = role }})')
        assert isinstance(text, Pending)
        assert not text.is_exact
        content = content_of_encoded(text)
        assert _item(content, "a").origin.frames
        role = _item(content, "role")
        assert isinstance(role, Pending)
        assert (role.address, role.is_exact) == ("aws_iam_role.win", True)


def test_a_text_with_something_sensitive_keeps_nothing():
    assert content_of_encoded(_evaluate("yamlencode({ a = secret })")) is None
    assert content_of_encoded(_evaluate("yamlencode({ a = secret, role = role })")) is None


def test_decoded_yaml_is_placed_at_its_own_lines():
    value = _evaluate('yamldecode(<<EOT\na:\n  - b: 1\n    c: "x"\nEOT\n)')
    items = _item(value, "a")
    assert isinstance(items, Known)
    first = items.value[0]
    assert _place(_item(first, "b")) == "b: 1"
    assert _place(_item(first, "c")) == 'c: "x"'
    assert _place(items) == "a:"


def test_decoded_yaml_is_unknown_only_where_it_cannot_be_seen():
    value = _evaluate('yamldecode("a: 1\\nrole: ${role}\\n")')
    assert _item(value, "a") == Known(1, _item(value, "a").origin)
    role = _item(value, "role")
    assert isinstance(role, Unknown)
    assert role.reason == ROLE.reason


def test_yaml_whose_shape_cannot_be_seen_is_unknown():
    value = _evaluate('yamldecode("a:\\n  ${role}\\n  b: 1\\n")')
    assert isinstance(value, Unknown)
    assert value.reason == ROLE.reason
