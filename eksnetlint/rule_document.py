"""A rule document, as plain values, made into a rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from eksnetlint.predicate import comparison
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

# What else than Kubernetes a claim may depend on the release of.
_PROGRAMS = ("eksctl", "terraform-aws-eks", "vpc-cni", "karpenter", "calico")


def rule_of(document: Mapping[str, Any], path: Path) -> Rule:
    """The rule that a sound document describes. Raises BadPredicate."""
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
