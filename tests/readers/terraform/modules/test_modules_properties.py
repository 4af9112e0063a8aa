from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from eksnetlint.readers.terraform.resource import Contents
from tests.readers.terraform.modules.projects import project

_VALUES = st.sampled_from(
    [
        "1",
        "null",
        '"x"',
        "[1, null]",
        "{ a = 1 }",
        'toset(["a", "b"])',
        "var.a",
        "var.b",
        "local.a",
        "local.b",
        "local",
        "module.m",
        "module.m.a",
        "module.m[0].a",
        'module.m["a"].a',
        "module.m[*].a",
        "module.n.b",
        "aws_x.a",
        "aws_x.a.v",
        "aws_x.a[0].v",
        'aws_x.a["a"].id',
        "aws_x.a[*].v",
        "aws_x.b.nested[0].v",
        "data.aws_y.y.id",
        "each.key",
        "each.value",
        "each.value.a",
        "count.index",
        "it.value",
        "terraform.workspace",
        "path.module",
        "length(aws_x.a)",
        "try(local.a, module.m.a, 1)",
        "keys(module.m)",
        "[for k, v in aws_x.a : v]",
        "jsonencode(aws_x.b)",
    ]
)


@st.composite
def modules(draw: st.DrawFn) -> str:
    """A module in which anything may stand for anything."""

    def value() -> str:
        return draw(_VALUES)

    def repeated() -> str:
        return draw(st.sampled_from(["", "count = ", "for_each = "]))

    lines = [f'variable "a" {{\n  default = {value()}\n}}\nvariable "b" {{}}\n']
    lines.append(f"locals {{\n  a = {value()}\n  b = {value()}\n}}\n")
    for name in ("m", "n"):
        source = draw(st.sampled_from(["./a", "../a", "./", "x/y/z"]))
        times = repeated()
        lines.append(f'module "{name}" {{\n  source = "{source}"\n')
        lines.append(f"  a = {value()}\n  b = {value()}\n")
        lines.append(f"  {times}{value()}\n}}\n" if times else "}\n")
    for name in ("a", "b"):
        times = repeated()
        lines.append(f'resource "aws_x" "{name}" {{\n  v = {value()}\n')
        lines.append(f"  nested {{\n    v = {value()}\n  }}\n")
        lines.append(f'  dynamic "it" {{\n    for_each = {value()}\n')
        lines.append(f"    content {{\n      v = {value()}\n    }}\n  }}\n")
        lines.append(f"  {times}{value()}\n}}\n" if times else "}\n")
    lines.append(f'data "aws_y" "y" {{\n  id = {value()}\n}}\n')
    lines.append(
        f'output "a" {{\n  value = {value()}\n}}\noutput "b" {{\n  value = {value()}\n}}\n'
    )
    return "".join(lines)


@settings(max_examples=25, deadline=None)
@given(modules(), modules())
def test_any_project_comes_to_resources_that_are_at_a_place(top: str, below: str):
    for root in project({"main.tf": top, "a/main.tf": below}).roots:
        for resource in root.resources:
            assert resource.span.text.startswith(("resource", "data"))
            visit(resource.contents)
        for call in root.unresolved:
            assert call.span.text.startswith("module")
            visit(call.inputs)


def visit(contents: Contents) -> None:
    for name, value in contents.attributes.items():
        assert value.origin.span is not None
        assert value.origin.span.text.startswith(name)
        assert 1 <= len(value.origin.frames) <= 16
    for world in contents.blocks.values():
        for block in world.items:
            visit(block)
