"""The variables a module declares, and what they come to with the values given."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from eksnetlint.readers.terraform.evaluation.constraint_types import Constraint
from eksnetlint.readers.terraform.evaluation.constraints import constraint_of, convert
from eksnetlint.readers.terraform.evaluation.expressions import evaluate
from eksnetlint.readers.terraform.evaluation.scope import Scope
from eksnetlint.readers.terraform.modules.origins import attribute_span, come_through, head
from eksnetlint.readers.terraform.types import TfValue, marked
from eksnetlint.source.hcl_tree import Attribute, Block, Expression, Literal, Name
from eksnetlint.source.text import Span
from eksnetlint.values import Known

_PRIMITIVE = ("string", "number", "bool")


@dataclass(frozen=True, eq=False)
class Variable:
    """A variable block; of a value given as text, ``is_literal`` says that it is no expression."""

    name: str
    span: Span
    default: Attribute | None
    type: Expression | None
    is_nullable: bool
    is_sensitive: bool

    @cached_property
    def constraint(self) -> Constraint | None:
        """What values are converted to; None where any will do."""
        return None if self.type is None else constraint_of(self.type)

    @property
    def is_literal(self) -> bool:
        """Terraform docs, "Variables on the command line": only complex types are expressions."""
        if self.type is None:
            return True
        word = self.type.name if isinstance(self.type, Name) else None
        quoted = self.type.value if isinstance(self.type, Literal) else None
        return word in _PRIMITIVE or quoted == "string"


def variable_of(block: Block) -> Variable:
    attributes = block.body.attributes
    kind = attributes.get("type")
    return Variable(
        block.labels[0],
        head(block),
        attributes.get("default"),
        kind.value if kind else None,
        _truth(attributes.get("nullable"), otherwise=True),
        _truth(attributes.get("sensitive"), otherwise=False),
    )


def _truth(attribute: Attribute | None, *, otherwise: bool) -> bool:
    """A flag, which Terraform wants as a constant; quoted words count as well."""
    value = attribute.value.value if attribute and isinstance(attribute.value, Literal) else None
    return {True: True, "true": True, False: False, "false": False}.get(value, otherwise)


def settle(variable: Variable, given: TfValue | None, constants: Scope) -> TfValue | None:
    """The value of a variable; None where neither a value is given nor a default declared.

    Null gives way to the default where the variable may not be null.
    """
    if given is None or (_is_null(given) and not variable.is_nullable):
        if variable.default is None:
            return given
        default = evaluate(variable.default.value, constants)
        note = f"default of variable '{variable.name}'"
        given = come_through(default, attribute_span(variable.default), note)
    if variable.constraint is not None:
        given = convert(given, variable.constraint)
    return marked(given) if variable.is_sensitive else given


def _is_null(value: TfValue) -> bool:
    return isinstance(value, Known) and value.value is None
