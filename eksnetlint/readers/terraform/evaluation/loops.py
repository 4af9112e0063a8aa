"""``for`` expressions, and what the directive of that name goes through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from eksnetlint.readers.terraform.contents import bool_of, items_of
from eksnetlint.readers.terraform.evaluation.constructors import key_text
from eksnetlint.readers.terraform.evaluation.surroundings import (
    EXHAUSTED,
    Surroundings,
    interpret,
)
from eksnetlint.readers.terraform.origins import joined
from eksnetlint.readers.terraform.outcomes import computed
from eksnetlint.readers.terraform.types import (
    Invalid,
    Refused,
    TfObject,
    TfSet,
    TfValue,
    Unseen,
    is_sensitive,
    marked,
    reveal,
)
from eksnetlint.source.hcl_tree import For, TemplateFor
from eksnetlint.values import Known, Reason, Unknown


@dataclass(slots=True)
class _Results:
    """What rounds have given so far; ``open_because`` says why there may be more."""

    items: dict[str, list[TfValue]] = field(default_factory=dict)
    row: list[TfValue] = field(default_factory=list)
    open_because: Reason | None = None
    is_hidden: bool = False


def for_expression(node: For, within: Surroundings) -> TfValue:
    source = interpret(node.collection, within)
    if isinstance(source, Unknown):
        return computed(source)
    results = _Results(is_hidden=is_sensitive(source))
    results.open_because = open_reason(source)
    for inner in rounds(node, source, within):
        refused = _add(results, node, inner)
        if refused is not None:
            return refused
    value = _row(results) if node.result_key is None else _object(results, node.is_grouped)
    value = replace(value, origin=source.origin)
    return marked(value) if results.is_hidden else value


def open_reason(source: TfValue) -> Reason | None:
    """Why a collection may have more items, or fewer; None where their number is certain."""
    content = reveal(source)
    assert isinstance(content, Known)
    if isinstance(content.value, TfObject):
        return content.value.open_because
    if isinstance(content.value, TfSet) and len(content.value.items) > 1:
        hidden = (item for item in content.value.items if isinstance(item, Unknown))
        return next((item.reason for item in hidden), None)
    return None


def rounds(
    node: For | TemplateFor, source: TfValue, within: Surroundings
) -> Iterator[Surroundings]:
    """The surroundings of each round over what is known of a collection, in Terraform's order.

    Raises Refused for what has no items, Unseen when too much work is done.
    """
    for key, item in _pairs(source):
        if not within.budget.spend():
            raise Unseen(Unknown(EXHAUSTED))
        names = {node.value: _placed(item, source)}
        if node.key is not None:
            names = {node.key: key, **names}
        yield within.named(**names)


def _pairs(source: TfValue) -> Iterator[tuple[TfValue, TfValue]]:
    content = reveal(source)
    assert isinstance(content, Known)
    inside = content.value
    if inside is None:
        raise Refused("a null value has no items")
    if isinstance(inside, TfObject):
        for name in sorted(inside.items):
            yield Known(name, source.origin), inside.items[name]
    elif isinstance(inside, TfSet):
        is_open = open_reason(source) is not None
        for item in inside.items:
            if not is_open or isinstance(item, Known):
                yield item, item
    else:
        for number, item in enumerate(items_of(content)):
            yield Known(number, source.origin), item


def _placed(item: TfValue, source: TfValue) -> TfValue:
    if not source.origin.frames:
        return item
    return replace(item, origin=joined(source.origin, item.origin))


def _add(results: _Results, node: For, inner: Surroundings) -> Invalid | None:
    """Adds what one round gives, unless it is an error of the whole."""
    if node.condition is not None:
        condition = interpret(node.condition, inner)
        results.is_hidden |= is_sensitive(condition)
        if isinstance(condition, Unknown):
            return _leave_open(results, condition)
        if not bool_of(condition):
            return None
    key = interpret(node.result_key, inner) if node.result_key is not None else None
    if isinstance(key, Unknown):
        refused = _leave_open(results, key)
        if node.is_grouped:
            results.items = {name: [computed(key)] for name in results.items}
        return refused
    value = interpret(node.result, inner)
    if isinstance(value, Invalid) and inner.is_attempt:
        return value
    if key is None:
        results.row.append(value)
        return None
    results.is_hidden |= is_sensitive(key)
    group = results.items.setdefault(key_text(key), [])
    if group and not node.is_grouped:
        raise Refused("two items have the same key")
    group.append(value)
    return None


def _leave_open(results: _Results, unknown: Unknown) -> Invalid | None:
    results.open_because = results.open_because or unknown.reason
    return unknown if isinstance(unknown, Invalid) else None


def _row(results: _Results) -> TfValue:
    if results.open_because is not None:
        return Unknown(results.open_because)
    return Known(tuple(results.row))


def _object(results: _Results, is_grouped: bool) -> TfValue:
    """An object of what is certain; a group may have more items if there may be more rounds."""
    reason = results.open_because
    items: dict[str, TfValue] = {}
    for name, group in results.items.items():
        if not is_grouped:
            items[name] = group[0]
        else:
            items[name] = Known(tuple(group)) if reason is None else Unknown(reason)
    return Known(TfObject(items, reason))
