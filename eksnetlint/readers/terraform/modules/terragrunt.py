"""Terragrunt files, which give a module its inputs; they are recognised, not evaluated."""

from __future__ import annotations

from dataclasses import dataclass

from eksnetlint.source.hcl import HclFile
from eksnetlint.source.hcl_tree import Body, Expression, Literal, ObjectOf
from eksnetlint.source.text import Span
from eksnetlint.values import Reason

FILE_NAME = "terragrunt.hcl"
_MOST_NAMES = 5


@dataclass(frozen=True, slots=True)
class Terragrunt:
    """What a terragrunt.hcl says of the module it is for.

    ``source`` is the module's, "" where it is the folder of the file itself and None where it
    cannot be read; ``folder`` the same for a path, with Terragrunt's double slash taken out.
    ``inputs`` are the names that are seen; with ``has_more`` others may be set.
    """

    span: Span
    source: str | None
    inputs: tuple[str, ...]
    has_more: bool

    @property
    def folder(self) -> str | None:
        """The folder the module is in, relative to the file's; None for one from elsewhere."""
        if self.source is None or not (self.source == "" or self.source.startswith(("./", "../"))):
            return None
        return self.source.replace("//", "/") or "."

    @property
    def reason(self) -> Reason:
        """Why a variable of the module cannot be seen."""
        text = f"this module's inputs come from {FILE_NAME}, which is not evaluated"
        named = ", ".join(self.inputs[:_MOST_NAMES])
        more = len(self.inputs) - _MOST_NAMES
        if more > 0:
            named += f" and {more} more"
        return Reason(f"{text} ({named})" if named else text)


def terragrunt_of(file: HclFile) -> Terragrunt:
    """What a file says; an `include` may bring inputs, and a source, from another file."""
    body = file.body
    includes = any(block.type == "include" for block in body.blocks)
    inputs = body.attributes.get("inputs")
    names, is_whole = _names(inputs.value) if inputs else ((), True)
    return Terragrunt(
        span=inputs.span if inputs else body.span,
        source=_source(body, includes),
        inputs=names,
        has_more=includes or not is_whole or body.is_partial,
    )


def _source(body: Body, includes: bool) -> str | None:
    for block in body.blocks:
        attribute = block.body.attributes.get("source") if block.type == "terraform" else None
        if attribute is not None:
            return _text(attribute.value)
    return None if includes or body.is_partial else ""


def _text(expression: Expression) -> str | None:
    if isinstance(expression, Literal) and isinstance(expression.value, str):
        return expression.value
    return None


def _names(expression: Expression) -> tuple[tuple[str, ...], bool]:
    """The keys of an object, and whether they are all."""
    if not isinstance(expression, ObjectOf):
        return (), False
    keys = [item.key.value for item in expression.items if isinstance(item.key, Literal)]
    names = tuple(str(key) for key in keys)
    return names, len(names) == len(expression.items)
