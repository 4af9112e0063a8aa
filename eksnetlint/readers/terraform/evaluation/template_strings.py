"""``templatestring``: a template that is a value."""

from __future__ import annotations

from collections.abc import Sequence

from eksnetlint.readers.terraform.contents import object_of, text_of
from eksnetlint.readers.terraform.evaluation.surroundings import Surroundings, interpret
from eksnetlint.readers.terraform.evaluation.template_scope import TemplateScope
from eksnetlint.readers.terraform.texts import Elsewhere, PlacedText
from eksnetlint.readers.terraform.types import Refused, TfValue, is_sensitive, marked
from eksnetlint.source.hcl import parse_template
from eksnetlint.source.text import Source
from eksnetlint.source.tree import Text

_CHARACTERS_A_STEP = 20


def template_string(arguments: Sequence[TfValue], within: Surroundings) -> TfValue:
    """What the template in the first argument comes to with the variables in the second.

    Raises Refused and Unseen.
    """
    if len(arguments) != 2:
        raise Refused("templatestring(): two arguments are required")
    template, variables = arguments
    text = text_of(template)
    within.budget.spend(len(text) // _CHARACTERS_A_STEP)
    scope = TemplateScope(object_of(variables).closed(), within.scope.files, within.budget)
    inner = Surroundings(scope, within.budget, within.kinds)
    result = interpret(parse_template(_written(text, template)), inner)
    return marked(result) if any(map(is_sensitive, arguments)) else result


def _written(text: str, template: TfValue) -> Text:
    if isinstance(text, PlacedText) and text.written.text == text:
        return text.written
    frames = template.origin.frames
    return Elsewhere(text, frames[-1].span) if frames else Source("", text)
