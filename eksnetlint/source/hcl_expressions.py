"""Expressions of HCL, from tree-sitter's nodes."""

from __future__ import annotations

from itertools import takewhile

from tree_sitter import Node

from eksnetlint.source.hcl_collections import read_collection, read_number
from eksnetlint.source.hcl_operators import (
    Postfix,
    Step,
    Unreadable,
    children,
    conditionals,
    operations,
    postfixes,
)
from eksnetlint.source.hcl_syntax import Excerpt
from eksnetlint.source.hcl_templates import TemplateReader
from eksnetlint.source.hcl_tree import (
    DEEPEST,
    Binary,
    Broken,
    Call,
    Conditional,
    Expression,
    GetAttribute,
    Index,
    Literal,
    Name,
    Splat,
    SplatItem,
    Unary,
)

_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}


class ExpressionReader:
    """Reads the expressions of one excerpt.

    What is not readable, or nested too deep, becomes `Broken`, the rest around it stays.
    """

    def __init__(self, excerpt: Excerpt) -> None:
        self.excerpt = excerpt
        self.source = excerpt.source
        self.base = excerpt.base
        self.templates = TemplateReader(excerpt, self.read)
        self._readers = {
            "literal_value": self._literal,
            "template_expr": self._template,
            "variable_expr": self._name,
            "function_call": self._call,
            "collection_value": self._collection,
            "for_expr": self._collection,
            "operation": self._operation,
            "conditional": self._conditional,
        }

    def read(self, node: Node, depth: int) -> Expression:
        """The expression of a node of that type, ``depth`` levels deep."""
        if depth < DEEPEST:
            try:
                return self._term(children(node), depth)
            except Unreadable:
                pass
        return Broken(self.source, *self.excerpt.range(node))

    def _term(self, nodes: list[Node], depth: int) -> Expression:
        """An operand with its postfixes: ``f(x).y[0]``."""
        if not nodes or depth >= DEEPEST:
            raise Unreadable
        first, used = nodes[0], 1
        if first.type == "(":
            if len(nodes) < 3 or nodes[1].type != "expression":
                raise Unreadable
            value, used = self.read(nodes[1], depth + 1), 3
        else:
            reader = self._readers.get(first.type)
            if reader is None:
                raise Unreadable
            value = reader(first, depth)
        if len(nodes) == used:
            return value
        if depth + len(nodes) >= DEEPEST:
            raise Unreadable
        steps = postfixes(nodes[used:])
        return self._traverse(value, steps, first.start_byte + self.base, depth)

    def _traverse(
        self, value: Expression, steps: list[Postfix], start: int, depth: int
    ) -> Expression:
        if depth + len(steps) >= DEEPEST:
            raise Unreadable
        for place, step in enumerate(steps):
            end = step.end + self.base
            if step.step is Step.SPLAT:
                each = self._splat_item(step, steps[place + 1 :], depth)
                return Splat(self.source, start, steps[-1].end + self.base, value, each)
            if step.step is Step.ATTRIBUTE_SPLAT:
                rest = steps[place + 1 :]
                count = len(list(takewhile(_is_legacy, rest)))
                each = self._splat_item(step, rest[:count], depth)
                splat = Splat(self.source, start, each.end, value, each)
                return self._traverse(splat, rest[count:], start, depth + count + 1)
            if step.step is Step.ATTRIBUTE and step.key is not None:
                value = GetAttribute(self.source, start, end, value, self.excerpt.slice(step.key))
            else:
                value = Index(self.source, start, end, value, self._key(step, depth))
        return value

    def _splat_item(self, splat: Postfix, steps: list[Postfix], depth: int) -> Expression:
        start, end = splat.start + self.base, splat.end + self.base
        return self._traverse(SplatItem(self.source, start, end), steps, start, depth + 1)

    def _key(self, step: Postfix, depth: int) -> Expression:
        if step.key is not None:
            return self.read(step.key, depth + 1)
        start, end = step.start + self.base + 1, step.end + self.base
        return read_number(self.source, start, end)

    def _literal(self, node: Node, _: int) -> Expression:
        child = children(node)[0]
        if child.type == "string_lit":
            return self.templates.quoted(child, 0)
        start, end = self.excerpt.range(child)
        if child.type == "numeric_lit":
            return read_number(self.source, start, end)
        return Literal(self.source, start, end, _WORDS[self.source.text[start:end]])

    def _template(self, node: Node, depth: int) -> Expression:
        child = children(node)[0]
        if child.type == "heredoc_template":
            return self.templates.heredoc(child, depth + 1)
        return self.templates.quoted(child, depth + 1)

    def _name(self, node: Node, _: int) -> Expression:
        if node.has_error:
            raise Unreadable
        return Name(self.source, *self.excerpt.range(node), self.excerpt.slice(node))

    def _call(self, node: Node, depth: int) -> Expression:
        name, _, *rest = children(node)
        arguments: list[Expression] = []
        expands = False
        for part in children(rest[0]) if rest[0].type == "function_arguments" else []:
            if part.type == "expression":
                arguments.append(self.read(part, depth + 1))
            expands = expands or part.type == "ellipsis"
        function = self.excerpt.slice(name).removeprefix("core::")
        return Call(self.source, *self.excerpt.range(node), function, arguments, expands)

    def _collection(self, node: Node, depth: int) -> Expression:
        return read_collection(children(node)[0], self.excerpt, self.read, depth + 1)

    def _operation(self, node: Node, depth: int) -> Expression:
        inner = children(node)[0]
        if inner.type == "unary_operation":
            operator, *operand = children(inner)
            value = self._term(operand, depth + 1)
            return Unary(self.source, *self.excerpt.range(node), operator.type, value)
        first, chain = operations(inner)
        value = self._term(first, depth + len(chain))
        start = self.excerpt.range(node)[0]
        for level, step in enumerate(chain):
            right = self._term(step.right, depth + len(chain) - level)
            value = Binary(self.source, start, step.end + self.base, step.operator, value, right)
        return value

    def _conditional(self, node: Node, depth: int) -> Expression:
        *rest, last = conditionals(node)
        end = self.excerpt.range(node)[1]
        value = self.read(last, depth + len(rest) // 2)
        for place in range(len(rest) - 2, -1, -2):
            level = depth + place // 2 + 1
            condition, then = self.read(rest[place], level), self.read(rest[place + 1], level)
            start = self.excerpt.range(rest[place])[0]
            value = Conditional(self.source, start, end, condition, then, value)
        return value


def _is_legacy(step: Postfix) -> bool:
    """Whether a step is one that ``.*`` takes with it."""
    return step.step in (Step.ATTRIBUTE, Step.LEGACY_INDEX)
