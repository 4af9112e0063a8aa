"""The rules there are: read, checked, and chosen from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eksnetlint.mistakes import Mistake
from eksnetlint.predicate import BadPredicate, comparison
from eksnetlint.resources import rules_folder
from eksnetlint.rule import (
    AnyOf,
    Comparison,
    Confidence,
    Each,
    Example,
    ExampleKind,
    Predicate,
    Reference,
    Rule,
    Severity,
    SeverityCase,
)
from eksnetlint.source.plain import plain
from eksnetlint.source.text import Source, Span
from eksnetlint.source.tree import Mapping as Tree
from eksnetlint.source.tree import Node, Scalar
from eksnetlint.source.yaml import documents
from eksnetlint.spelling import nearest


class BadRule(Mistake):
    """A rule document that cannot be used, or a choice of rules that makes no sense."""


def load_rules(folders: Sequence[Path] = ()) -> tuple[Rule, ...]:
    """The built-in rules and those of further folders, sorted by id.

    Raises BadRule with file and line. Built-in documents are validated by the tests, not here.
    """
    rules = [_read(path, is_trusted=True) for path in sorted(rules_folder().glob("*.yaml"))]
    for folder in folders:
        paths = sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")])
        if not paths:
            raise BadRule(f"{folder}: there is no rule document (*.yaml) in this folder")
        rules += [_read(path, is_trusted=False) for path in paths]
    by_id: dict[str, Rule] = {}
    for rule in rules:
        if rule.id in by_id:
            raise BadRule(f"{rule.path}:1: rule '{rule.id}' is already in {by_id[rule.id].path}")
        by_id[rule.id] = rule
    return tuple(by_id[name] for name in sorted(by_id))


def choose(
    rules: Sequence[Rule], select: Iterable[str], ignore: Iterable[str], *, pedantic: bool
) -> tuple[Rule, ...]:
    """The rules a run uses. Raises BadRule for an id that no rule has."""
    wanted, unwanted = set(select), set(ignore)
    for name in sorted(wanted | unwanted):
        find(rules, name)
    return tuple(
        rule
        for rule in rules
        if rule.id not in unwanted
        and (rule.id in wanted if wanted else pedantic or not rule.pedantic)
    )


def find(rules: Sequence[Rule], name: str) -> Rule:
    """The rule with that id. Raises BadRule with a suggestion."""
    for rule in rules:
        if rule.id == name:
            return rule
    meant = nearest(name, (rule.id for rule in rules))
    hint = f"; did you mean '{meant}'?" if meant else "; `eksnetlint rules` lists them"
    raise BadRule(f"there is no rule '{name}'{hint}")


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


# What else than Kubernetes a claim may depend on the release of.
_PROGRAMS = ("eksctl", "terraform-aws-eks", "vpc-cni", "karpenter", "calico")

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


def _read(path: Path, *, is_trusted: bool) -> Rule:
    file = _parsed(path)
    document: dict[str, Any] = plain(file.root, is_final=True)
    if not is_trusted:
        _validate(file, document)
    try:
        rule = _rule(document, path)
        if not is_trusted:
            _check_facts(rule)
    except BadPredicate as error:
        raise file.fail(str(error), error.line) from error
    return rule


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


def _validate(file: _RuleFile, document: dict[str, Any]) -> None:
    # Only users' documents need it; the import alone takes longer than reading all rules.
    from eksnetlint.rulecheck import first_problem

    problem = first_problem(file.root, document)
    if problem:
        line = problem.span.first.line
        raise BadRule(f"{file.source.path}:{line}: {problem.message}")


def _check_facts(rule: Rule) -> None:
    from eksnetlint.rulecheck import check_facts

    check_facts(rule)


def _rule(document: Mapping[str, Any], path: Path) -> Rule:
    each = str(document.get("each", "")).split()
    holds = document.get("holds", {})
    return Rule(
        id=document["id"],
        title=document["title"],
        severity=Severity(document["severity"]),
        confidence=Confidence(document["confidence"]),
        tags=tuple(document.get("tags", ())),
        subject=document["subject"],
        message=" ".join(document["message"].split()),
        why=document["why"].strip(),
        fix=document["fix"].strip(),
        false_positives=document["false_positives"].strip(),
        references=tuple(
            Reference(item["title"], item["url"], item["says"]) for item in document["references"]
        ),
        since=str(document["since"]),
        as_of=str(holds["as_of"]),
        path=path,
        examples=tuple(_examples(document.get("examples", {}))),
        kubernetes=holds.get("kubernetes"),
        releases={name: text for name, text in holds.items() if name in _PROGRAMS},
        severities=tuple(
            SeverityCase(_predicate(case["when"]), Severity(case["severity"]))
            for case in document.get("severities", ())
        ),
        each=Each(each[0], each[2]) if len(each) == 3 else None,
        when=_predicate(document.get("when", ())),
        require=_predicate(document.get("require", ())),
        at=document.get("at"),
        related=tuple(document.get("related", ())),
        pedantic=bool(document.get("pedantic", False)),
        security_severity=document.get("security_severity"),
    )


def _examples(formats: Mapping[str, Any]) -> Iterator[Example]:
    for name, examples in formats.items():
        for example in examples:
            for kind, content in example.items():
                files = content if isinstance(content, dict) else {_file_name(name): content}
                yield Example(name, ExampleKind(kind), files)


def _file_name(format: str) -> str:
    """What an example's only file is called."""
    return "main.tf" if format == "terraform" else "example.yaml"


def _predicate(lines: Sequence[Any]) -> Predicate:
    terms: list[Comparison | AnyOf] = []
    for line in lines:
        if isinstance(line, str):
            terms.append(comparison(line))
        else:
            terms.append(AnyOf(tuple(_predicate(lines) for lines in line["any_of"])))
    return Predicate(tuple(terms))
