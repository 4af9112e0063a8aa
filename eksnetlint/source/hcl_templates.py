"""Quoted strings, heredocs and bare templates, from tree-sitter's nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from tree_sitter import Node

from eksnetlint.source.hcl_operators import Unreadable
from eksnetlint.source.hcl_strings import Piece, heredoc_body, line_pieces, piece, unindent
from eksnetlint.source.hcl_syntax import Excerpt
from eksnetlint.source.hcl_tree import (
    DEEPEST,
    Broken,
    Expression,
    Literal,
    Part,
    Template,
    TemplateFor,
    TemplateIf,
    TemplateText,
)

Convert: TypeAlias = Callable[[Node, int], Expression]

# What stands between the literal text, of which tree-sitter leaves out the white space.
_MARKERS = {
    "template_interpolation",
    "template_if_intro",
    "template_else_intro",
    "template_if_end",
    "template_for_start",
    "template_for_end",
}
_DIRECTIVES = {"template_directive", "template_if", "template_for"}


class _Unbalanced(Exception):
    """Directives do not pair, or nest too deep."""


@dataclass(slots=True)
class _Open:
    """The parts of a template, or of a directive whose end has not come yet."""

    parts: list[Part] = field(default_factory=list)
    directive: TemplateIf | TemplateFor | None = None


@dataclass(slots=True)
class TemplateReader:
    """Reads the templates of one excerpt; ``convert`` reads the expressions in them."""

    excerpt: Excerpt
    convert: Convert

    def quoted(self, node: Node, depth: int) -> Expression:
        start, end = self.excerpt.range(node)
        text = self.excerpt.source.text[start + 1 : end - 1]
        # Most strings have nothing in them.
        if "{" not in text and "\\" not in text and not node.has_error:
            return Literal(self.excerpt.source, start, end, text)
        tokens = self._tokens(node, start + 1, end - 1, is_quoted=True)
        return self._assemble(list(tokens), start, end, depth)

    def heredoc(self, node: Node, depth: int) -> Expression:
        start, end = self.excerpt.range(node)
        body, stop, is_flush = heredoc_body(self.excerpt.source.text, start, end)
        tokens = list(self._tokens(node, body, stop, is_quoted=False))
        if is_flush:
            pieces = [token if isinstance(token, Piece) else None for token in tokens]
            unindent(pieces, self.excerpt.source.text)
        value = self._assemble(tokens, start, end, depth)
        if isinstance(value, Template):
            value.is_heredoc = True
        return value

    def bare(self, node: Node, start: int, end: int) -> Expression:
        """A text that is a template as a whole, such as a string in a JSON file."""
        tokens = self._tokens(node, start, end, is_quoted=False)
        return self._assemble(list(tokens), start, end, 0)

    def _tokens(
        self, node: Node, start: int, end: int, *, is_quoted: bool
    ) -> Iterator[Piece | Node]:
        text = self.excerpt.source.text
        strips = False
        for marker in _markers(node):
            begin, finish = self.excerpt.range(marker)
            pieces = list(self._pieces(start, begin, is_quoted))
            if strips and pieces:
                pieces[0].strip_left(text, is_quoted)
            if pieces and text.startswith("~", begin + 2):
                pieces[-1].strip_right(text, is_quoted)
            yield from pieces
            yield marker
            strips = text.startswith("~", finish - 2)
            start = finish
        pieces = list(self._pieces(start, end, is_quoted))
        if strips and pieces:
            pieces[0].strip_left(text, is_quoted)
        yield from pieces

    def _pieces(self, start: int, end: int, is_quoted: bool) -> Iterator[Piece]:
        if not is_quoted:
            yield from line_pieces(self.excerpt.source.text, start, end)
        elif start < end:
            yield piece(self.excerpt.source.text, start, end, is_quoted=True)

    def _assemble(self, tokens: list[Piece | Node], start: int, end: int, depth: int) -> Expression:
        if all(isinstance(token, Piece) for token in tokens):
            text = "".join(token.text for token in tokens if isinstance(token, Piece))
            return Literal(self.excerpt.source, start, end, text)
        stack = [_Open()]
        try:
            for token in tokens:
                if isinstance(token, Piece):
                    self._add_text(stack[-1].parts, token)
                else:
                    self._add_marker(stack, token, depth + len(stack))
        except _Unbalanced:
            return Broken(self.excerpt.source, start, end)
        if len(stack) > 1:
            return Broken(self.excerpt.source, start, end)
        return Template(self.excerpt.source, start, end, stack[0].parts)

    def _add_text(self, parts: list[Part], token: Piece) -> None:
        last = parts[-1] if parts else None
        # A text that was stripped to nothing stays where nothing else is: Terraform unwraps a
        # template only when an interpolation is all that was ever in it.
        if isinstance(last, TemplateText) and (last.end == token.start or not token.text):
            last.text += token.text
            last.end = token.end if token.text else last.end
        elif token.text or not isinstance(last, TemplateText):
            parts.append(TemplateText(self.excerpt.source, token.start, token.end, token.text))

    def _add_marker(self, stack: list[_Open], node: Node, depth: int) -> None:
        top = stack[-1]
        directive = top.directive
        kind = node.type
        if kind == "template_interpolation":
            top.parts.append(self._value(node, depth))
        elif kind == "template_if_intro" or kind == "template_for_start":
            if depth >= DEEPEST:
                raise _Unbalanced
            top.parts.append(opened := self._directive(node, depth))
            stack.append(_Open(opened.then if isinstance(opened, TemplateIf) else opened.body))
            stack[-1].directive = opened
        elif kind == "template_else_intro" and isinstance(directive, TemplateIf):
            top.parts = directive.otherwise
        elif _ends(kind, directive) and directive is not None:
            directive.end = self.excerpt.range(node)[1]
            stack.pop()
        else:
            raise _Unbalanced

    def _directive(self, node: Node, depth: int) -> TemplateIf | TemplateFor:
        start, end = self.excerpt.range(node)
        value = self._value(node, depth)
        if node.type == "template_if_intro":
            return TemplateIf(self.excerpt.source, start, end, value, [], [])
        names = [self.excerpt.slice(child) for child in node.children if child.type == "identifier"]
        if not names:
            raise _Unbalanced
        key = names[0] if len(names) > 1 else None
        return TemplateFor(self.excerpt.source, start, end, key, names[-1], value, [])

    def _value(self, node: Node, depth: int) -> Expression:
        children = node.children
        expressions = [child for child in children if child.type == "expression"]
        if len(expressions) == 1 and not any(child.is_error for child in children):
            return self.convert(expressions[0], depth)
        return Broken(self.excerpt.source, *self.excerpt.range(node))


def _ends(kind: str, directive: TemplateIf | TemplateFor | None) -> bool:
    wanted = TemplateIf if kind == "template_if_end" else TemplateFor
    return kind.endswith("_end") and isinstance(directive, wanted)


def _markers(node: Node) -> Iterator[Node]:
    """The interpolations and the ends of directives in a template, in order.

    Raises `Unreadable` at an error, beyond which markers would pass for text.
    """
    stack = [iter(node.children)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif child.is_error or child.is_missing:
            raise Unreadable
        elif child.type in _MARKERS:
            yield child
        elif child.type in _DIRECTIVES:
            stack.append(iter(child.children))
