"""The nodes of an HCL file; each knows where it was written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from eksnetlint.source.text import Span
from eksnetlint.source.tree import Text

# No expression, template or block nests deeper; what does is `Broken`, so that whoever walks a
# tree may use recursion: Python allows 1000 calls, and a level takes up to six. Real files stay
# under 40 levels.
DEEPEST = 100


# Plain slotted classes, as for YAML: freezing them doubles the time to build a tree.
@dataclass(slots=True, eq=False)
class _Node:
    source: Text
    start: int
    end: int

    @property
    def span(self) -> Span:
        return self.source.place(self.start, self.end)


@dataclass(slots=True, eq=False)
class Literal(_Node):
    """``true``, ``null``, a number, or a string without interpolation."""

    value: bool | int | float | str | None


@dataclass(slots=True, eq=False)
class Template(_Node):
    """A quoted string or heredoc with interpolations or directives; heredoc indentation is off.

    ``parts`` are texts and expressions in order.
    """

    parts: list[Part]
    is_heredoc: bool = False

    @property
    def wrapped(self) -> Expression | None:
        """The one expression of ``"${x}"``, whose value Terraform takes as it is."""
        first = self.parts[0] if len(self.parts) == 1 else None
        return None if isinstance(first, TemplateText | TemplateIf | TemplateFor) else first


@dataclass(slots=True, eq=False)
class TemplateText(_Node):
    """A stretch of literal text in a template, escapes resolved."""

    text: str


@dataclass(slots=True, eq=False)
class TemplateIf(_Node):
    """``%{ if … }…%{ else }…%{ endif }``."""

    condition: Expression
    then: list[Part]
    otherwise: list[Part]


@dataclass(slots=True, eq=False)
class TemplateFor(_Node):
    """``%{ for k, v in … }…%{ endfor }``; ``key`` is None where only a value is named."""

    key: str | None
    value: str
    collection: Expression
    body: list[Part]


@dataclass(slots=True, eq=False)
class Name(_Node):
    """The root of a reference: ``var``, ``local``, ``each``, a resource type, a loop variable."""

    name: str


@dataclass(slots=True, eq=False)
class GetAttribute(_Node):
    """``object.name``."""

    object: Expression
    name: str


@dataclass(slots=True, eq=False)
class Index(_Node):
    """``object[key]``; the legacy ``object.0`` too."""

    object: Expression
    key: Expression


@dataclass(slots=True, eq=False)
class Splat(_Node):
    """``object[*]`` or ``object.*``; ``each`` is applied to every item, whose root is `SplatItem`.

    The legacy ``.*`` takes only attributes with it, ``[*]`` indexes too.
    """

    object: Expression
    each: Expression


@dataclass(slots=True, eq=False)
class SplatItem(_Node):
    """The item inside a splat's ``each``."""


@dataclass(slots=True, eq=False)
class Call(_Node):
    """``name(arguments)``; ``core::`` is taken off; a provider function keeps its namespace."""

    name: str
    arguments: list[Expression]
    expands_last: bool = False


@dataclass(slots=True, eq=False)
class Conditional(_Node):
    condition: Expression
    then: Expression
    otherwise: Expression


@dataclass(slots=True, eq=False)
class Binary(_Node):
    """``operator`` is one of || && == != < > <= >= + - * / %."""

    operator: str
    left: Expression
    right: Expression


@dataclass(slots=True, eq=False)
class Unary(_Node):
    """``operator`` is - or !."""

    operator: str
    operand: Expression


@dataclass(slots=True, eq=False)
class TupleOf(_Node):
    items: list[Expression]


@dataclass(slots=True, eq=False)
class ObjectItem(_Node):
    """``key = value`` or ``(key) = value``; a bare name as a key is a Literal string."""

    key: Expression
    value: Expression


@dataclass(slots=True, eq=False)
class ObjectOf(_Node):
    items: list[ObjectItem]


@dataclass(slots=True, eq=False)
class For(_Node):
    """``[for v in c : value if condition]`` or ``{for k, v in c : key => value...}``.

    ``result_key`` is None for a tuple.
    """

    key: str | None
    value: str
    collection: Expression
    result_key: Expression | None
    result: Expression
    condition: Expression | None
    is_grouped: bool = False


@dataclass(slots=True, eq=False)
class Broken(_Node):
    """A stretch that is no expression; its value cannot be seen."""


Part: TypeAlias = "TemplateText | TemplateIf | TemplateFor | Expression"
Expression: TypeAlias = (
    "Literal | Template | Name | GetAttribute | Index | Splat | SplatItem | Call | Conditional"
    " | Binary | Unary | TupleOf | ObjectOf | For | Broken"
)


@dataclass(slots=True, eq=False)
class Attribute(_Node):
    """``name = value``; the span of both."""

    name: str
    name_start: int
    name_end: int
    value: Expression


@dataclass(slots=True, eq=False)
class Block(_Node):
    """``type "label" { … }``; ``head_end`` is behind the last label, before the brace."""

    type: str
    labels: list[str]
    head_end: int
    body: Body


@dataclass(slots=True, eq=False)
class Body(_Node):
    """What stands in a file or a block; of attributes with one name the last one counts.

    ``is_partial`` says that something in it could not be read: what is missing may be there.
    """

    attributes: dict[str, Attribute] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    is_partial: bool = False
