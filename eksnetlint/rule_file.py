"""A rule document of a pack: read with its places, and checked before it is used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eksnetlint.mistakes import Mistake
from eksnetlint.predicate import BadPredicate
from eksnetlint.rule import Rule
from eksnetlint.rule_document import rule_of
from eksnetlint.source.plain import plain
from eksnetlint.source.text import Source, Span
from eksnetlint.source.tree import Mapping as Tree
from eksnetlint.source.tree import Node, Scalar
from eksnetlint.source.tree import Sequence as Items
from eksnetlint.source.yaml import documents


class BadRule(Mistake):
    """A rule document that cannot be used, or a choice of rules that makes no sense."""


@dataclass(frozen=True, slots=True)
class _RuleFile:
    """A rule document with its place, for messages."""

    source: Source
    root: Tree

    def fail(self, message: str, text: str = "") -> BadRule:
        # The line of the offending text itself, else of the document's first key.
        span = next(self._places(text), self.root.span)
        return BadRule(f"{self.source.path}:{span.first.line}: {message}")

    def _places(self, text: str) -> Iterator[Span]:
        scalars = [
            scalar
            for key in _NAMING
            if key in self.root.fields
            for scalar in _scalars(self.root.fields[key].value)
        ]
        yield from (scalar.span for scalar in scalars if scalar.text == text)
        placeholder = f"{{{text}}}"
        for scalar in scalars:
            start = scalar.text.find(placeholder)
            if start >= 0:
                yield scalar.locate(start, start + len(placeholder))


# The keys of a rule document under which facts are named.
_NAMING = ("subject", "each", "when", "require", "severities", "at", "related", "message")


def _scalars(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Tree):
        for entry in node.entries:
            yield from _scalars(entry.value)
    else:
        for item in node.items:
            yield from _scalars(item)


def read_rule(path: Path) -> Rule:
    """The rule of a document that users wrote. Raises BadRule with file and line."""
    # Only such documents need it; the import alone takes longer than reading all built-in rules.
    from eksnetlint.rulecheck import check_facts, first_problem

    file = _parsed(path)
    document: dict[str, Any] = plain(file.root, is_final=True)
    problem = first_problem(file.root, document)
    if problem:
        raise BadRule(f"{path}:{problem.span.first.line}: {problem.message}")
    try:
        rule = rule_of(document, path)
        check_facts(rule)
    except BadPredicate as error:
        raise file.fail(str(error), error.line) from error
    return rule


def example_lines(path: Path) -> dict[tuple[str, int], int]:
    """The line of each example, by its format and its number in it, counted from 1."""
    root = _parsed(path).root
    formats = root.fields["examples"].value if "examples" in root.fields else None
    return {
        (format, number): item.span.first.line
        for format, entry in (formats.fields.items() if isinstance(formats, Tree) else ())
        for number, item in enumerate(
            entry.value.items if isinstance(entry.value, Items) else (), 1
        )
    }


def _parsed(path: Path) -> _RuleFile:
    try:
        source = Source(str(path), path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadRule(f"{path}: cannot be read: {error}") from error
    found = list(documents(source))
    if found and found[0].problem:
        problem = found[0].problem
        raise BadRule(f"{path}:{problem.span.first.line}: {problem.message}")
    if len(found) != 1 or not isinstance(found[0].root, Tree):
        raise BadRule(f"{path}:1: a rule is one YAML document, a mapping")
    file = _RuleFile(source, found[0].root)
    for lost in file.root.duplicates:
        last = file.root.fields[lost.key.text].key
        raise BadRule(
            f"{last.span.path}:{last.span.first.line}: the key '{last.text}' is there twice"
        )
    return file
