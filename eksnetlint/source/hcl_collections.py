"""Numbers, tuples, objects and ``for`` expressions of HCL, from tree-sitter's nodes."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import TypeAlias

from tree_sitter import Node

from eksnetlint.source.hcl_operators import Unreadable, children
from eksnetlint.source.hcl_syntax import Excerpt
from eksnetlint.source.hcl_tree import (
    Broken,
    Expression,
    For,
    Literal,
    ObjectItem,
    ObjectOf,
    TupleOf,
)
from eksnetlint.source.tree import Text

Convert: TypeAlias = Callable[[Node, int], Expression]

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:[eE][+\-]?[0-9]+)?")
# More are nobody's number; Python refuses, or takes long, to read them.
_MOST_DIGITS = 400


def read_number(source: Text, start: int, end: int) -> Expression:
    """The number between two offsets: an int where it is whole, whatever way it is written."""
    written = source.text[start:end]
    if len(written) > _MOST_DIGITS or not _NUMBER.fullmatch(written):
        return Broken(source, start, end)
    number = Decimal(written)
    if abs(number.adjusted()) > _MOST_DIGITS:
        return Broken(source, start, end)
    is_whole = number == number.to_integral_value()
    return Literal(source, start, end, int(number) if is_whole else float(number))


def read_collection(node: Node, excerpt: Excerpt, convert: Convert, depth: int) -> Expression:
    """The tuple, object or ``for`` expression of a node."""
    parts = children(node)
    start, end = excerpt.range(node)
    if node.type == "object":
        elements = [part for part in parts if part.type == "object_elem"]
        items = [_item(part, excerpt, convert, depth) for part in elements]
        return ObjectOf(excerpt.source, start, end, items)
    if node.type == "tuple":
        values = [convert(part, depth) for part in parts if part.type == "expression"]
        return TupleOf(excerpt.source, start, end, values)
    return _for(node, excerpt, convert, depth)


def _item(node: Node, excerpt: Excerpt, convert: Convert, depth: int) -> ObjectItem:
    key, _, value = children(node)
    start, end = excerpt.range(node)
    return ObjectItem(
        excerpt.source, start, end, _key(key, excerpt, convert, depth), convert(value, depth)
    )


def _key(node: Node, excerpt: Excerpt, convert: Convert, depth: int) -> Expression:
    """A bare word is a string, whichever word it is.

    ``a.b`` stays a reference: Terraform takes it in ``providers``, and refuses it elsewhere.
    """
    first, *rest = children(node)
    written = excerpt.slice(first)
    is_word = first.type == "variable_expr" or written in ("true", "false", "null")
    if rest or not is_word:
        return convert(node, depth)
    return Literal(excerpt.source, *excerpt.range(first), written)


def _for(node: Node, excerpt: Excerpt, convert: Convert, depth: int) -> Expression:
    _, intro, *rest, _ = children(node)
    introduced = children(intro)
    names = [excerpt.slice(part) for part in introduced if part.type == "identifier"]
    collections = [part for part in introduced if part.type == "expression"]
    results = [part for part in rest if part.type == "expression"]
    tests = [part for part in rest if part.type == "for_cond"]
    is_object = node.type == "for_object_expr"
    if not names or len(collections) != 1 or len(results) != 1 + is_object:
        raise Unreadable
    start, end = excerpt.range(node)
    return For(
        excerpt.source,
        start,
        end,
        names[0] if len(names) > 1 else None,
        names[-1],
        convert(collections[0], depth),
        convert(results[0], depth) if is_object else None,
        convert(results[-1], depth),
        convert(children(tests[0])[-1], depth) if tests else None,
        any(part.type == "ellipsis" for part in rest),
    )
