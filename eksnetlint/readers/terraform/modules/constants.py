"""Where nothing can be referred to: files of values, defaults, and texts given by the user."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from eksnetlint.readers.terraform.evaluation.scope import Budget
from eksnetlint.readers.terraform.functions.function import FileAccess
from eksnetlint.readers.terraform.types import Invalid, Sensitive, TfObject, TfSet, TfValue
from eksnetlint.source.text import Span
from eksnetlint.values import DECLARED, Reason, Unknown, at


@dataclass(frozen=True, slots=True)
class Constants:
    """A scope without names."""

    files: FileAccess
    budget: Budget

    def reference(self, names: Sequence[str], span: Span) -> tuple[TfValue, int]:
        text = f"'{'.'.join(names)}' cannot be referred to here, where only constants may stand"
        return Invalid(Reason(text), at(span)), len(names)


def declared(value: TfValue) -> TfValue:
    """A value that was written in no file: given on the command line."""
    if isinstance(value, Unknown):
        return replace(value, origin=DECLARED)
    return replace(value, value=_declared(value.value), origin=DECLARED)


def _declared(content: object) -> object:
    if isinstance(content, Sensitive):
        return Sensitive(_declared(content.content))
    if isinstance(content, tuple):
        return tuple(map(declared, content))
    if isinstance(content, TfSet):
        return TfSet(tuple(map(declared, content.items)))
    if isinstance(content, TfObject):
        items = {key: declared(item) for key, item in content.items.items()}
        return TfObject(items, content.open_because)
    return content
