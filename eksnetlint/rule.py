"""A rule as its YAML document says it."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

from eksnetlint.values import Known


class Severity(Enum):
    """How bad a finding is."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Severity).index(self)


class Confidence(Enum):
    """How sure a finding is."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def rank(self) -> int:
        """0 for the surest."""
        return list(Confidence).index(self)

    @property
    def lowered(self) -> Confidence:
        """One step less sure; low stays low."""
        return Confidence.MEDIUM if self is Confidence.HIGH else Confidence.LOW


@dataclass(frozen=True, slots=True)
class Reference:
    """A source of a rule's claim; ``says`` is what it states, in our words."""

    title: str
    url: str
    says: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """One line of a predicate, with the parsed expression.

    Its sides are the names of facts, or literals as known values.
    """

    text: str
    tree: ast.Compare
    left: str | Known[Any]
    right: str | Known[Any]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Predicates of which one must hold."""

    alternatives: tuple[Predicate, ...]


@dataclass(frozen=True, slots=True)
class Predicate:
    """Terms that must all hold; none at all always hold."""

    terms: tuple[Comparison | AnyOf, ...] = ()


@dataclass(frozen=True, slots=True)
class SeverityCase:
    """A severity for the case that its predicate holds."""

    when: Predicate
    severity: Severity


@dataclass(frozen=True, slots=True)
class Each:
    """Parts of a subject judged one by one: a name for the part and the fact that lists them."""

    name: str
    fact: str


class ExampleKind(Enum):
    """What a rule says of an example."""

    BAD = "bad"
    GOOD = "good"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Example:
    """An example in a format; its files by name."""

    format: str
    kind: ExampleKind
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rule document says; texts are as written there.

    ``fix`` begins with one line that can stand alone. ``security_severity`` is GitHub's score
    from "0.1" to "10.0", None for rules that are not about protection. ``kubernetes`` decides
    whether the rule applies; ``releases`` of other programs are for readers.
    """

    id: str
    title: str
    severity: Severity
    confidence: Confidence
    tags: tuple[str, ...]
    subject: str
    message: str
    why: str
    fix: str
    false_positives: str
    references: tuple[Reference, ...]
    since: str
    as_of: str
    path: Path
    kubernetes: str | None = None
    releases: Mapping[str, str] = field(default_factory=dict)
    severities: tuple[SeverityCase, ...] = ()
    each: Each | None = None
    when: Predicate = Predicate()
    require: Predicate = Predicate()
    at: str | None = None
    related: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    pedantic: bool = False
    security_severity: str | None = None

    @property
    def name(self) -> str:
        """The id in PascalCase."""
        return "".join(part.capitalize() for part in self.id.split("-"))

    @property
    def severity_words(self) -> tuple[str, ...]:
        """The severities a finding may have, each once, the general one first."""
        words = (self.severity.value, *(case.severity.value for case in self.severities))
        return tuple(dict.fromkeys(words))

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats it has examples in."""
        return tuple(dict.fromkeys(example.format for example in self.examples))

    @property
    def versions(self) -> Mapping[str, str]:
        """The releases of programs that the claim is true for, by the program's name."""
        own = {"kubernetes": self.kubernetes} if self.kubernetes else {}
        return {**own, **self.releases}

    @property
    def fix_line(self) -> str:
        """The remedy in one line."""
        return self.fix.strip().partition("\n")[0]
