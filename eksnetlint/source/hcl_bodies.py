"""Attributes and blocks of HCL, from tree-sitter's nodes."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from eksnetlint.source.hcl_expressions import ExpressionReader
from eksnetlint.source.hcl_operators import Unreadable
from eksnetlint.source.hcl_syntax import Excerpt
from eksnetlint.source.hcl_tree import DEEPEST, Attribute, Block, Body, Broken, Expression, Literal

_LABELS = ("string_lit", "identifier")


class BodyReader:
    """Reads the blocks of one excerpt."""

    def __init__(self, excerpt: Excerpt) -> None:
        self.excerpt = excerpt
        self.source = excerpt.source
        self.expressions = ExpressionReader(excerpt)

    def fill(self, body: Body, nodes: list[Node], depth: int = 0) -> None:
        """Add the attributes and blocks among some nodes to a body."""
        for node in nodes:
            if node.type == "attribute":
                self._attribute(body, node, depth)
            elif node.type == "block":
                self._block(body, node, depth)
            elif node.type in ("body", "config_file"):
                self.fill(body, node.children, depth)
            elif node.is_error:
                body.is_partial = True
                self._rescue(body, node, depth)
            elif node.is_missing:
                body.is_partial = True

    def _attribute(self, body: Body, node: Node, depth: int) -> None:
        nodes = [child for child in node.children if child.type != "comment"]
        name, value = nodes[0], nodes[-1]
        if name.type != "identifier" or name.is_missing:
            body.is_partial = True
            return
        parsed: Expression
        if value.type == "expression" and not any(child.is_error for child in nodes):
            parsed = self.expressions.read(value, depth + 1)
        else:
            parsed = Broken(self.source, *self.excerpt.range(value))
        start, end = self.excerpt.range(node)
        word = self.excerpt.slice(name)
        name_end = self.excerpt.range(name)[1]
        body.attributes[word] = Attribute(self.source, start, end, word, start, name_end, parsed)

    def _block(self, parent: Body, node: Node, depth: int) -> None:
        if depth >= DEEPEST:
            parent.is_partial = True
            return
        head: list[Node] = []
        content: list[Node] = []
        for child in node.children:
            if child.type in _LABELS and not content:
                head.append(child)
            elif child.type not in ("comment", "block_start"):
                content.append(child)
        if head:
            block = self._open(head, self.excerpt.range(node)[1])
            parent.blocks.append(block)
            self.fill(block.body, content, depth + 1)

    def _open(self, head: list[Node], end: int) -> Block:
        start = self.excerpt.range(head[0])[0]
        head_end = self.excerpt.range(head[-1])[1]
        labels = [self._label(node) for node in head[1:]]
        kind = self.excerpt.slice(head[0])
        body = Body(self.source, head_end, end)
        return Block(self.source, start, end, kind, labels, head_end, body)

    def _label(self, node: Node) -> str:
        if node.type == "identifier":
            return self.excerpt.slice(node)
        try:
            value = self.expressions.templates.quoted(node, 0)
        except Unreadable:
            return ""
        return str(value.value) if isinstance(value, Literal) else ""

    def _rescue(self, body: Body, node: Node, depth: int) -> None:
        """What can be told of a stretch that tree-sitter could not fit together.

        A block that is open there keeps the attributes and blocks that follow its brace.
        """
        stack = [body]
        head: list[Node] = []
        for child in _flat(node):
            if child.type in _LABELS:
                head.append(child)
                continue
            if child.type == "block_start" and head and len(stack) + depth < DEEPEST:
                block = self._open(head, self.excerpt.range(node)[1])
                block.body.is_partial = True
                stack[-1].blocks.append(block)
                stack.append(block.body)
            elif child.type == "block_end" and len(stack) > 1:
                stack.pop()
            elif child.type in ("attribute", "block") and len(stack) + depth < DEEPEST:
                self.fill(stack[-1], [child], depth + len(stack))
            head = []


def _flat(node: Node) -> Iterator[Node]:
    """The children of an error, with those of bodies in their stead."""
    for child in node.children:
        if child.type == "body":
            yield from child.children
        elif child.type != "comment":
            yield child
