"""Types of variables, and values converted to them.

`constraint_of` reads ``type = …``; `convert` does to a value what Terraform does to one that is
given to a variable of that type (Terraform docs, Type Constraints, 1.11).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from eksnetlint.readers.terraform.contents import (
    Kind,
    bool_of,
    content_of,
    items_of,
    number_of,
    object_of,
    text_of,
)
from eksnetlint.readers.terraform.conversion import elements_of, set_of, unified
from eksnetlint.readers.terraform.evaluation.constraint_types import (
    AnyType,
    AttributeType,
    Collection,
    Constraint,
    ObjectType,
    Primitive,
    Shape,
    TupleType,
)
from eksnetlint.readers.terraform.evaluation.expressions import evaluate
from eksnetlint.readers.terraform.evaluation.scope import Budget
from eksnetlint.readers.terraform.evaluation.template_scope import TemplateScope
from eksnetlint.readers.terraform.evaluation.weight import is_bearable
from eksnetlint.readers.terraform.functions.access import NoFiles
from eksnetlint.readers.terraform.outcomes import computed, refused
from eksnetlint.readers.terraform.types import (
    Refused,
    Sensitive,
    TfObject,
    TfValue,
    Unseen,
    Unsupported,
    hides_something,
    is_sensitive,
    marked,
    reveal,
    reveal_all,
)
from eksnetlint.source.hcl import parse_expression
from eksnetlint.source.hcl_places import Rendered
from eksnetlint.source.hcl_tree import Call, Expression, Literal, Name, ObjectOf, TupleOf
from eksnetlint.values import Known, Unknown

_ANY = AnyType()
# Before Terraform 0.12 there were only three, in quotes.
_NAMED: Mapping[str, Constraint] = {
    "any": _ANY,
    "bool": Primitive(Kind.BOOL),
    "list": Collection(Shape.LIST, _ANY),
    "map": Collection(Shape.MAP, _ANY),
    "number": Primitive(Kind.NUMBER),
    "set": Collection(Shape.SET, _ANY),
    "string": Primitive(Kind.STRING),
}
_SHAPES: Mapping[str, Shape] = {shape.value: shape for shape in Shape}


def constraint_of(expression: Expression) -> Constraint:
    """The type an expression spells; what is none lets every value pass.

    A string holds such an expression, as in JSON, or the name of a type.
    """
    if isinstance(expression, Name):
        return _NAMED.get(expression.name, _ANY)
    if isinstance(expression, Literal) and isinstance(expression.value, str):
        written = Rendered(expression, [(expression.value, expression)])
        inner = parse_expression(written)
        return _ANY if isinstance(inner, Literal) else constraint_of(inner)
    if isinstance(expression, Call) and expression.arguments:
        return _called(expression.name, expression.arguments[0])
    return _ANY


def _called(name: str, argument: Expression) -> Constraint:
    if name in _SHAPES:
        return Collection(_SHAPES[name], constraint_of(argument))
    if name == "tuple" and isinstance(argument, TupleOf):
        return TupleType(tuple(map(constraint_of, argument.items)))
    if name == "object" and isinstance(argument, ObjectOf):
        attributes: dict[str, AttributeType] = {}
        for item in argument.items:
            if not isinstance(item.key, Literal) or not isinstance(item.key.value, str):
                return _ANY
            attributes[item.key.value] = _attribute_type(item.value)
        return ObjectType(attributes)
    return _ANY


def _attribute_type(expression: Expression) -> AttributeType:
    if not isinstance(expression, Call) or expression.name != "optional":
        return AttributeType(constraint_of(expression))
    if not expression.arguments:
        return AttributeType(_ANY, is_optional=True)
    wanted, *rest = expression.arguments
    return AttributeType(constraint_of(wanted), True, _default(rest))


def _default(rest: Sequence[Expression]) -> TfValue | None:
    """A default may refer to nothing."""
    return evaluate(rest[0], TemplateScope({}, NoFiles(), Budget())) if rest else None


def convert(value: TfValue, constraint: Constraint) -> TfValue:
    """The value as one of the type, parts keep their origins and marks; never raises.

    What cannot be converted is Invalid. Inside a collection only the item is: Terraform refuses
    the whole, but what is beside a mistake is of use all the same.
    """
    if not is_bearable(value):
        return refused(Unsupported("the value is too large to be evaluated"), value.origin)
    return _convert(value, constraint)


def _convert(value: TfValue, constraint: Constraint) -> TfValue:
    if isinstance(constraint, AnyType):
        return value
    if isinstance(value, Unknown):
        is_text = isinstance(constraint, Primitive) and constraint.kind is Kind.STRING
        return replace(value, at_least=None, at_most=None) if is_text else value
    bare = reveal(value)
    if isinstance(bare, Known) and bare.value is None:
        return value
    try:
        made = _CONVERSIONS[type(constraint)](bare, constraint)
    except Refused as error:
        return refused(error, value.origin)
    except Unseen as unseen:
        return computed(unseen.unknown, value.origin)
    return marked(made) if is_sensitive(value) else made


def _primitive(value: TfValue, constraint: Primitive) -> TfValue:
    return _refilled(value, _PAYLOADS[constraint.kind](value))


def _collection(value: TfValue, constraint: Collection) -> TfValue:
    if constraint.shape is Shape.MAP:
        content = object_of(value)
        keys = list(content.items)
        items = _items(tuple(content.items[key] for key in keys), constraint.item)
        pairs = dict(zip(keys, items, strict=True))
        return _refilled(value, TfObject(pairs, content.open_because))
    if constraint.shape is Shape.LIST:
        return _refilled(value, _items(items_of(value), constraint.item))
    # A set tells of its items by their number and order, so that it is what is sensitive.
    hidden = hides_something(value)
    made = _refilled(value, set_of(_items(elements_of(reveal_all(value)), constraint.item)))
    return marked(made) if hidden else made


def _items(items: tuple[TfValue, ...], constraint: Constraint) -> tuple[TfValue, ...]:
    if not isinstance(constraint, AnyType):
        return tuple(_convert(item, constraint) for item in items)
    try:
        return unified(items)
    except Refused:
        return items


def _tuple(value: TfValue, constraint: TupleType) -> TfValue:
    items = items_of(value)
    if len(items) != len(constraint.items):
        raise Refused(f"a tuple of {len(constraint.items)} items is required")
    pairs = zip(items, constraint.items, strict=True)
    return _refilled(value, tuple(_convert(item, wanted) for item, wanted in pairs))


def _object(value: TfValue, constraint: ObjectType) -> TfValue:
    content = content_of(value)
    if not isinstance(content, TfObject):
        raise Refused("an object is required")
    made: dict[str, TfValue] = {}
    for name, attribute in constraint.attributes.items():
        made[name] = _attribute(name, attribute, content, value)
    return _refilled(value, TfObject(made))


def _attribute(name: str, attribute: AttributeType, content: TfObject, owner: TfValue) -> TfValue:
    item = content.items.get(name)
    if item is None and content.open_because is not None:
        return Unknown(content.open_because, owner.origin)
    if attribute.default is not None and (item is None or _is_null(item)):
        return _convert(attribute.default, attribute.constraint)
    if item is not None:
        return _convert(item, attribute.constraint)
    if attribute.is_optional:
        return Known(None, owner.origin, is_set=False)
    return refused(Refused(f"the attribute {name} is required"), owner.origin)


def _is_null(value: TfValue) -> bool:
    bare = reveal(value)
    return isinstance(bare, Known) and bare.value is None


def _refilled(value: TfValue, content: Any) -> TfValue:
    assert isinstance(value, Known)
    assert not isinstance(value.value, Sensitive)
    return replace(value, value=content)


_PAYLOADS: Mapping[Kind, Callable[[TfValue], Any]] = {
    Kind.STRING: text_of,
    Kind.NUMBER: number_of,
    Kind.BOOL: bool_of,
}
_CONVERSIONS: Mapping[type, Callable[..., TfValue]] = {
    Primitive: _primitive,
    Collection: _collection,
    TupleType: _tuple,
    ObjectType: _object,
}
