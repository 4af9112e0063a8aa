"""HCL text as a tree that keeps every position, and what of it cannot be read."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tree_sitter import Node

from eksnetlint.source.hcl_bodies import BodyReader
from eksnetlint.source.hcl_expressions import ExpressionReader
from eksnetlint.source.hcl_operators import Unreadable
from eksnetlint.source.hcl_recovery import parts_of, problems_of
from eksnetlint.source.hcl_second_opinion import Ask, Opinions, ask_strictly
from eksnetlint.source.hcl_syntax import Excerpt, Syntax, masked, parse
from eksnetlint.source.hcl_tree import Body, Broken, Expression, Literal
from eksnetlint.source.text import Source
from eksnetlint.source.tree import Problem, Text

# The largest files that people write are under 100 KB. No file may take more than two seconds.
LARGEST = 1024 * 1024
_SECONDS = 1.5
_SECONDS_PARSING = 0.6


@dataclass(frozen=True, slots=True, eq=False)
class HclFile:
    """A file's tree, its comments with their markers and offsets, and what could not be read."""

    body: Body
    comments: list[tuple[str, int, int]]
    problems: list[Problem]


def parse_hcl(source: Source, ask: Ask = ask_strictly) -> HclFile:
    """Read ``.tf``, ``.tofu`` or ``.tfvars`` text.

    What tree-sitter cannot fit in is `Broken`, or missing from a body that says so. It is a
    problem only where ``ask`` refuses it too, or gives no answer in time.
    """
    deadline = time.monotonic() + _SECONDS
    text = source.text
    if len(text) > LARGEST:
        body = Body(source, 0, len(text), is_partial=True)
        message = f"larger than {LARGEST // 1024 // 1024} MiB"
        return HclFile(body, [], [Problem(message, source.place(0, 0))])
    mask = masked(text)
    syntax = parse(mask, 0, time.monotonic() + _SECONDS_PARSING)
    if syntax is not None and not syntax.root.has_error:
        return _file(source, [syntax], [])
    parts = list(parts_of(source, mask, syntax))
    # Where the whole took too long, a stricter parser takes longer still.
    problems = problems_of(source, mask, parts, ask if syntax else _ask_nobody, deadline)
    file = _file(source, [part.syntax for part in parts if part.syntax], problems)
    file.body.is_partial = True
    return file


def _ask_nobody(_: Sequence[str], __: float) -> Opinions:
    return []


def _file(source: Source, trees: Iterable[Syntax], problems: list[Problem]) -> HclFile:
    body = Body(source, 0, len(source.text))
    comments = []
    for syntax in trees:
        BodyReader(Excerpt(source, syntax.base)).fill(body, [syntax.root])
        for start, end in syntax.comments():
            written = source.text[start:end].rstrip("\r\n")
            comments.append((written, start, start + len(written)))
    return HclFile(body, comments, problems)


def parse_template(text: Text) -> Expression:
    """A text that is a template as a whole: a string of a JSON file, a file for `templatefile`."""
    whole = text.text
    if "${" not in whole and "%{" not in whole:
        return Literal(text, 0, len(whole), whole)
    mask = masked(whole)
    marker = b"T"
    while marker in mask:
        marker *= 2
    opening = b"a=<<" + marker + b"\n"
    excerpt = Excerpt(text, -len(opening))
    value = _value(opening + mask + b"\n" + marker, excerpt.base) if len(mask) < LARGEST else None
    heredoc = value.children[0].children[0] if value and value.children else None
    if heredoc is not None and heredoc.type == "heredoc_template":
        try:
            return ExpressionReader(excerpt).templates.bare(heredoc, 0, len(whole))
        except Unreadable:
            pass
    return Broken(text, 0, len(whole))


def parse_expression(text: Text) -> Expression:
    """A text that is an expression: what ``--var`` gives, a type in a JSON file."""
    whole = text.text
    excerpt = Excerpt(text, -len(b"a=("))
    mask = b"a=(" + masked(whole) + b"\n)"
    value = _value(mask, excerpt.base) if len(mask) < LARGEST else None
    nodes = [child for child in value.children if child.type != "comment"] if value else []
    if len(nodes) == 3 and nodes[1].type == "expression" and nodes[2].end_byte == len(mask):
        return ExpressionReader(excerpt).read(nodes[1], 0)
    return Broken(text, 0, len(whole))


def _value(mask: bytes, base: int) -> Node | None:
    """The value of a text that is one attribute."""
    syntax = parse(mask, base, time.monotonic() + _SECONDS_PARSING)
    if syntax is None or syntax.root.has_error:
        return None
    bodies = [child for child in syntax.root.children if child.type == "body"]
    attributes = [child for child in bodies[0].children if child.type != "comment"]
    if len(attributes) != 1 or attributes[0].type != "attribute":
        return None
    return attributes[0].children[-1]
