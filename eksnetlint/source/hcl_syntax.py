"""What tree-sitter makes of HCL text, within a time limit and with character offsets."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass

import tree_sitter_hcl
from tree_sitter import Language, Node, Parser

from eksnetlint.source.tree import Text

_LANGUAGE = Language(tree_sitter_hcl.language())
_CLOSING = set("block_end heredoc_identifier object_end quoted_template_end tuple_end".split())
_CHUNK = 1 << 16

_LINE_ENDS = bytes.maketrans(b"\r\n", b"  ")

# Where tree-sitter-hcl 1.2 reads another thing than Terraform does.
_ESCAPED_MARKER = re.compile(rb"\$+(?=\$\$\{)|%+(?=%%\{)")
_POWER_OF_TEN = re.compile(rb"(?<![\w.\-])\d+[eE][+\-]?\d+")
_KEY_AFTER_NAME = re.compile(rb"(?<=[\w\-])([ \t]*)\r?\n(?=\s*\([^()\n]*\)[ \t]*[=:][^=])")


@dataclass(frozen=True, slots=True, eq=False)
class Excerpt:
    """The text that nodes were parsed from; ``base`` is where it begins in a longer one."""

    source: Text
    base: int

    def range(self, node: Node) -> tuple[int, int]:
        # What is not closed takes in the line end that is put behind the text.
        end = len(self.source.text)
        return min(node.start_byte + self.base, end), min(node.end_byte + self.base, end)

    def slice(self, node: Node) -> str:
        return self.source.text[node.start_byte + self.base : node.end_byte + self.base]


@dataclass(frozen=True, slots=True, eq=False)
class Syntax:
    """A syntax tree whose offsets are characters of a text, once ``base`` is added."""

    root: Node
    base: int

    def comments(self) -> list[tuple[int, int]]:
        # Not a query: those take quadratic time on 20,000 attributes of attributes.
        found = []
        cursor = self.root.walk()
        while True:
            if cursor.goto_first_child():
                continue
            leaf = cursor.node
            if leaf is not None and leaf.type == "comment":
                found.append((leaf.start_byte + self.base, leaf.end_byte + self.base))
            while not cursor.goto_next_sibling():
                if not cursor.goto_parent():
                    return found

    def first_error(self) -> tuple[str, int, int]:
        """What is wrong first, and where: with what is not closed, the whole of it."""
        node = self.root
        while not (node.is_error or node.is_missing):
            inner = next((child for child in node.children if child.has_error), None)
            if inner is None:
                break
            node = inner
        message = "this cannot be read"
        if node.is_missing and node.parent and node.parent.type in _CLOSING:
            node = node.parent
        if node.type in _CLOSING and node.parent:
            message, node = "this is not closed", node.parent
        return message, node.start_byte + self.base, node.end_byte + self.base


def joined(mask: bytes, syntax: Syntax) -> str:
    """The masked text of a tree without the comments and line ends where none can matter."""
    text = bytearray(mask)
    comments = [(start - syntax.base, end - syntax.base) for start, end in syntax.comments()]
    for start, end in _nested(syntax.root):
        if b"<<" in mask[start:end]:
            continue
        for first, last in comments:
            if start <= first and last <= end:
                text[first:last] = b" " * (last - first)
        text[start:end] = text[start:end].translate(_LINE_ENDS)
    return text.decode()


def _nested(root: Node) -> Iterator[tuple[int, int]]:
    """Interpolations and parentheses that are whole, the outermost ones."""
    cursor = root.walk()
    while True:
        node = cursor.node
        if node is not None and not node.has_error and _is_nested(node):
            yield node.start_byte, node.end_byte
        elif cursor.goto_first_child():
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return


def _is_nested(node: Node) -> bool:
    if node.type != "expression":
        return node.type in ("template_interpolation", "function_call")
    return node.child_count > 1 and node.children[0].type == "("


def masked(text: str) -> bytes:
    """HCL that reads alike, with one byte for each character: byte offsets are then characters.

    Letters stay letters. What Terraform reads differently from tree-sitter is replaced by as many
    characters that both read in Terraform's way: ``$$${`` is an escape, ``1e10`` is a number.
    """
    if not text.isascii():
        table = {
            ord(letter): "x" if f"x{letter}".isidentifier() else "`"
            for letter in set(text)
            if letter > "\x7f"
        }
        # A byte order mark is white space.
        text = text.translate(table | {0xFEFF: " "})
    mask = text.encode("ascii")
    if b"$$$" in mask or b"%%%" in mask:
        mask = _ESCAPED_MARKER.sub(lambda match: b"x" * len(match[0]), mask)
    return _POWER_OF_TEN.sub(lambda match: b"1" * len(match[0]), mask)


def parse(mask: bytes, base: int, deadline: float) -> Syntax | None:
    """The tree of a masked text; None where it is not ready by a time of `time.monotonic`."""
    syntax = _parse(mask, base, deadline)
    if syntax is not None and syntax.root.has_error:
        # `b` and a key in parentheses on the next line are no call of b.
        mended = _KEY_AFTER_NAME.sub(lambda match: match[0][:-1] + b",", mask)
        other = _parse(mended, base, deadline) if mended != mask else None
        if other is not None and not other.root.has_error:
            return other
    return syntax


def _parse(mask: bytes, base: int, deadline: float) -> Syntax | None:
    # An unterminated heredoc takes quadratic time inside a single token, where only reading is
    # watched; an end of file that comes early makes the parser look at its own watch.
    def read(offset: int, _: object) -> bytes:
        if time.monotonic() > deadline:
            return b""
        # Terraform's own formatter ends files with a line end, and the end of a heredoc needs it.
        return mask[offset : offset + _CHUNK] or (b"\n" if offset == len(mask) else b"")

    def is_late(*_: object) -> bool:
        return time.monotonic() > deadline

    try:
        tree = Parser(_LANGUAGE).parse(read, progress_callback=is_late)
    except ValueError:
        return None
    return None if is_late() else Syntax(tree.root_node, base)
