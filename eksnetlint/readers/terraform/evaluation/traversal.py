"""References, attributes, indices and splats."""

from __future__ import annotations

from dataclasses import replace

from eksnetlint.readers.terraform.contents import items_of, number_of, text_of
from eksnetlint.readers.terraform.evaluation.surroundings import Surroundings, interpret
from eksnetlint.readers.terraform.origins import joined
from eksnetlint.readers.terraform.outcomes import computed
from eksnetlint.readers.terraform.types import (
    Invalid,
    Pending,
    Refused,
    TfObject,
    TfSet,
    TfValue,
    Unseen,
    is_sensitive,
    marked,
    reveal,
)
from eksnetlint.source.hcl_tree import Expression, GetAttribute, Index, Name, Splat, SplatItem
from eksnetlint.values import Known, Unknown


def name(node: Name, within: Surroundings) -> TfValue:
    return _chain(node, within)


def get_attribute(node: GetAttribute, within: Surroundings) -> TfValue:
    return _chain(node, within)


def _chain(node: Expression, within: Surroundings) -> TfValue:
    """A name with the attributes behind it, as far as no index comes between."""
    path: list[str] = []
    root = node
    while isinstance(root, GetAttribute):
        path.append(root.name)
        root = root.object
    path.reverse()
    if not isinstance(root, Name):
        value = interpret(root, within)
    elif root.name in within.names:
        value = within.names[root.name]
    else:
        value, consumed = within.scope.reference((root.name, *path), node.span)
        path = path[consumed - 1 :]
    for step in path:
        value = attribute(value, step)
    return value


def attribute(value: TfValue, name: str) -> TfValue:
    """An attribute of a value. Raises Refused where there is none, Unseen where there may be."""
    if isinstance(value, Unknown):
        return _within_unknown(value, name)
    content = _bare(value)
    if content is None:
        raise Refused(f"a null value has no attribute {name}")
    if not isinstance(content, TfObject):
        raise Refused(f"only an object has attributes, so that there is no {name}")
    return _item_of(content, name, value)


def index(node: Index, within: Surroundings) -> TfValue:
    return item_at(interpret(node.object, within), interpret(node.key, within))


def item_at(value: TfValue, key: TfValue) -> TfValue:
    """What stands at an index or a key. Raises Refused and Unseen."""
    if isinstance(value, Invalid) or (isinstance(key, Invalid) and isinstance(value, Unknown)):
        return value if isinstance(value, Invalid) else key
    if isinstance(value, Unknown):
        return _within_unknown(value, None)
    if isinstance(key, Unknown):
        return computed(key)
    content = _bare(value)
    if content is None:
        raise Refused("a null value has no items")
    if isinstance(content, TfObject):
        item = _item_of(content, text_of(key), value, is_key=True)
    elif isinstance(content, tuple):
        item = _placed(content[_offset(key, len(content))], value)
    else:
        raise Refused("a set has no order" if isinstance(content, TfSet) else "it has no items")
    return marked(item) if is_sensitive(key) else item


def splat(node: Splat, within: Surroundings) -> TfValue:
    """Each item of a list; a value that is none is a list of one, and null an empty one."""
    source = interpret(node.object, within)
    if isinstance(source, Invalid):
        return source
    if isinstance(source, Unknown):
        result = interpret(node.each, replace(within, item=source))
        return computed(result) if isinstance(result, Unknown) else computed(source)
    content = _bare(source)
    if content is None:
        return Known((), source.origin, source.is_set)
    single = not isinstance(content, tuple | TfSet)
    items = (reveal(source),) if single else items_of(source)
    results: list[TfValue] = []
    for item in items:
        each = item if single else _joined(item, source)
        results.append(interpret(node.each, replace(within, item=each)))
    refused = first_invalid(results) if within.is_attempt else None
    made: TfValue = Known(tuple(results), source.origin, source.is_set)
    return refused or (marked(made) if is_sensitive(source) else made)


def splat_item(_: SplatItem, within: Surroundings) -> TfValue:
    assert within.item is not None
    return within.item


def first_invalid(values: list[TfValue]) -> Invalid | None:
    """The first value that Terraform refuses."""
    return next((value for value in values if isinstance(value, Invalid)), None)


def _bare(value: TfValue) -> object:
    value = reveal(value)
    assert isinstance(value, Known)
    return value.value


def _item_of(content: TfObject, key: str, owner: TfValue, is_key: bool = False) -> TfValue:
    item = content.items.get(key)
    if item is not None:
        return _placed(item, owner)
    if content.open_because is not None:
        raise Unseen(Unknown(content.open_because, owner.origin))
    # A key may be sensitive, the name of an attribute stands in the configuration.
    raise Refused("there is no item of that key" if is_key else f"there is no attribute {key}")


def _placed(item: TfValue, owner: TfValue) -> TfValue:
    item = _joined(item, owner)
    return marked(item) if is_sensitive(owner) else item


def _joined(item: TfValue, owner: TfValue) -> TfValue:
    if not owner.origin.frames:
        return item
    return replace(item, origin=joined(owner.origin, item.origin))


def _within_unknown(value: Unknown, name: str | None) -> TfValue:
    """An attribute, or with None an item, of something that cannot be seen."""
    if not isinstance(value, Pending) or value.attribute or not value.is_exact:
        return computed(value)
    return value if name is None else replace(value, attribute=name)


def _offset(key: TfValue, length: int) -> int:
    number = number_of(key)
    if not isinstance(number, int):
        raise Refused("an index must be a whole number")
    if not 0 <= number < length:
        raise Refused("there is no item of that index")
    return number
