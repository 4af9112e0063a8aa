"""Templates that are files or strings, and the files of a scan with what renders them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from eksnetlint.readers.terraform.evaluation.expressions import evaluate
from eksnetlint.readers.terraform.evaluation.scope import Budget, Scope
from eksnetlint.readers.terraform.evaluation.template_scope import TemplateScope
from eksnetlint.readers.terraform.functions.access import ScanFolder
from eksnetlint.readers.terraform.texts import placed
from eksnetlint.readers.terraform.types import Refused, TfValue
from eksnetlint.source.hcl import parse_template
from eksnetlint.source.hcl_tree import Expression
from eksnetlint.source.text import Source
from eksnetlint.source.tree import Text


@dataclass(slots=True)
class _Renderer:
    """Renders the template files of a folder; each is parsed once."""

    files: ScanFolder
    budget: Budget
    _parsed: dict[tuple[str, str], Expression] = field(default_factory=dict)

    def render(self, path: str, template: str, variables: Mapping[str, TfValue]) -> TfValue:
        parsed = self._parsed.get((path, template))
        if parsed is None:
            parsed = parse_template(Source(self.files.relative(path), template))
            self._parsed[path, template] = parsed
        return evaluate(parsed, TemplateScope(variables, self.files, self.budget))


def scan_folder(root: Path, folder: Path, budget: Budget) -> ScanFolder:
    """The files below ``root`` for a root module in ``folder``, templates rendered.

    A template may read files, but not render another template.
    """
    renderer = _Renderer(ScanFolder(root, folder, _refuse), budget)
    return ScanFolder(root, folder, renderer.render)


def rendered_template(text: Text, variables: Mapping[str, TfValue], scope: Scope) -> TfValue:
    """What a text that is a template comes to, as in ``data.template_file``."""
    inner = TemplateScope(variables, scope.files, scope.budget)
    return evaluate(parse_template(text), inner)


def render_text(expression: Expression, scope: Scope) -> tuple[TfValue, Text | None]:
    """The value of an expression, and its text with places where it is a string."""
    value = evaluate(expression, scope)
    return value, placed(value)


def _refuse(_path: str, _template: str, _variables: Mapping[str, TfValue]) -> TfValue:
    raise Refused("a template cannot render another template")
