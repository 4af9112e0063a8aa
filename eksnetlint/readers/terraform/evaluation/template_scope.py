"""What the expressions of a template may refer to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eksnetlint.readers.terraform.evaluation.scope import Budget
from eksnetlint.readers.terraform.functions.function import FileAccess
from eksnetlint.readers.terraform.origins import here
from eksnetlint.readers.terraform.types import Invalid, TfValue
from eksnetlint.source.text import Span
from eksnetlint.values import Reason


@dataclass(frozen=True, slots=True)
class TemplateScope:
    """The surroundings of a template: its variables, and nothing else."""

    variables: Mapping[str, TfValue]
    files: FileAccess
    budget: Budget

    def reference(self, names: Sequence[str], span: Span) -> tuple[TfValue, int]:
        value = self.variables.get(names[0])
        if value is not None:
            return value, 1
        reason = Reason(f"the template is given no variable {names[0]}")
        return Invalid(reason, here(span)), len(names)
