"""Rules applied to clusters: each object stays silent, passes, fails or stays open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any

from eksnetlint.finding import Finding, Related
from eksnetlint.message import render, shown
from eksnetlint.model.cluster import Cluster, Join
from eksnetlint.model.facts import fact
from eksnetlint.model.subjects import SUBJECTS
from eksnetlint.predicate import facts_named, first_failed, holds
from eksnetlint.rule import Rule, Severity
from eksnetlint.source.text import Span
from eksnetlint.values import Frame, Known, Reason, Unknown, Value, is_known
from eksnetlint.versions import allows

_PASSING_ON = (".tf", ".tofu", ".tf.json", ".tofu.json")
_OTHER_VERSION = Reason(
    "the cluster's Kubernetes version is not in these files", "kubernetes_version"
)


@dataclass(slots=True)
class Judgement:
    """What all rules came to; ``undecided`` counts conditions that could not be decided."""

    findings: list[Finding] = field(default_factory=list)
    open: list[Finding] = field(default_factory=list)
    undecided: int = 0


@dataclass(frozen=True, slots=True)
class _Named:
    """The parts of ``subject.fact`` or ``subject.fact.is_set``; ``whole`` is without the last."""

    subject: str
    fact: str
    whole: str
    asks_is_set: bool


@cache
def _named(name: str) -> _Named:
    subject, fact_part, *rest = name.split(".")
    return _Named(subject, fact_part, f"{subject}.{fact_part}", bool(rest))


@dataclass(slots=True, eq=False)
class _Case:
    """One rule and one object: looks facts up, each once, and remembers where they came from."""

    rule: Rule
    thing: Any
    cluster: Cluster
    memo: dict[tuple[int, str], Value[Any]]
    item: Value[Any] | None = None
    used: dict[str, Value[Any]] = field(default_factory=dict)

    def lookup(self, name: str) -> Value[Any]:
        """The value of ``subject.fact``, ``cluster.fact``, ``….is_set`` or the ``each`` item."""
        if self.rule.each and name == self.rule.each.name and self.item is not None:
            self.used[name] = self.item
            return self.item
        named = _named(name)
        thing = self.cluster if named.subject == "cluster" else self.thing
        key = (id(thing), named.whole)
        value = self.memo.get(key)
        if value is None:
            value = self.memo[key] = fact(named.subject, thing, self.cluster, named.fact)
        self.used[name] = value
        return Known(value.is_set, value.origin) if named.asks_is_set else value


def judge(rules: Sequence[Rule], clusters: Iterable[Cluster]) -> Judgement:
    """Apply rules to all objects they are about. Reader rules (subject ``file``) are left out."""
    result = Judgement()
    for cluster in clusters:
        memo: dict[tuple[int, str], Value[Any]] = {}
        for rule in rules:
            if rule.subject == "file":
                continue
            for thing in SUBJECTS[rule.subject].objects(cluster):
                for case in _cases(rule, thing, cluster, memo):
                    _decide(case, result)
    return result


def _cases(
    rule: Rule, thing: Any, cluster: Cluster, memo: dict[tuple[int, str], Value[Any]]
) -> Iterator[_Case]:
    case = _Case(rule, thing, cluster, memo)
    if rule.each is None:
        yield case
        return
    items = case.lookup(rule.each.fact)
    if isinstance(items, Unknown):
        # Whatever a part may be: what the rule requires of it stays open.
        yield _Case(rule, thing, cluster, memo, items)
        return
    for item in items.value:
        yield _Case(rule, thing, cluster, memo, Known(item, items.origin))


def _decide(case: _Case, result: Judgement) -> None:
    condition = holds(case.rule.when, case.lookup)
    if is_known(condition, False):
        return
    in_range = _in_range(case)
    if is_known(in_range, False):
        return
    if isinstance(condition, Unknown):
        result.undecided += 1
        return
    answer = holds(case.rule.require, case.lookup)
    if isinstance(answer, Known) and answer.value:
        return
    if isinstance(answer, Known) and isinstance(in_range, Unknown):
        answer = in_range
    finding = _finding(case, answer.reason if isinstance(answer, Unknown) else None)
    (result.open if finding.reason else result.findings).append(finding)


def _in_range(case: _Case) -> Value[bool]:
    """Whether the cluster's version is one that the rule holds for."""
    if case.rule.kubernetes is None:
        return Known(True)
    minor = case.lookup("cluster.kubernetes_minor")
    if isinstance(minor, Unknown):
        return Unknown(_OTHER_VERSION, minor.origin)
    return Known(allows(case.rule.kubernetes, minor.value))


def _finding(case: _Case, reason: Reason | None) -> Finding:
    rule = case.rule
    place = _place(case)
    span = _span(case, place)
    is_lowered = _crosses_inference(case)
    severity = _severity(case)
    if is_lowered and severity is Severity.ERROR:
        severity = Severity.WARNING
    message = _question(case) if reason else render(rule.message, case.lookup)
    return Finding(
        rule=rule,
        severity=severity,
        confidence=rule.confidence.lowered if is_lowered else rule.confidence,
        message=message,
        span=span,
        related=tuple(_related(case, place, span)),
        reason=reason,
    )


def _question(case: _Case) -> str:
    title = getattr(case.thing, "title", case.rule.subject)
    return f"{title}: {case.rule.title[0].lower()}{case.rule.title[1:]}?"


def _place(case: _Case) -> Value[Any]:
    """The fact a finding points at: the rule's choice, else the left one of the failed line."""
    name = case.rule.at
    if name is None:
        line = first_failed(case.rule.require, case.lookup)
        name = facts_named(line.tree)[0] if line else None
    return case.lookup(name.removesuffix(".is_set")) if name else Known(None)


def _span(case: _Case, place: Value[Any]) -> Span:
    if place.origin.span is not None:
        return place.origin.span
    own = _own_span(case)
    if own is not None:
        return own
    # A cluster has no place of its own; what the condition looked at has, and its objects have.
    for value in case.used.values():
        if value.origin.span is not None:
            return value.origin.span
    return next(_places(case.cluster))


def _own_span(case: _Case) -> Span | None:
    """Where the object is declared; None for a cluster, which is more than one declaration."""
    span = None if case.thing is case.cluster else case.thing.span
    assert span is None or isinstance(span, Span)
    return span


def _places(cluster: Cluster) -> Iterator[Span]:
    for part in fields(cluster):
        members = getattr(cluster, part.name)
        if isinstance(members, tuple) and members and part.name != "elsewhere":
            yield members[0].span


def _severity(case: _Case) -> Severity:
    for chosen in case.rule.severities:
        if is_known(holds(chosen.when, case.lookup), True):
            return chosen.severity
    return case.rule.severity


def _related(case: _Case, place: Value[Any], span: Span) -> Iterator[Related]:
    behind = place.origin.frames[1:]
    # Only Terraform passes values on; elsewhere several places are evidence of one fact.
    found = [Related(frame.span, frame.note) for frame in behind]
    if span.path.endswith(_PASSING_ON):
        found = list(_steps(behind))
    for name in case.rule.related:
        value = case.lookup(name)
        what = (name.partition(".")[2] or name).replace("_", " ")
        label = f"{what} is {shown(value)}"
        found += [Related(frame.span, frame.note or label) for frame in value.origin.frames]
    seen = {span}
    for related in found:
        if related.span not in seen:
            seen.add(related.span)
            yield related


def _steps(frames: Sequence[Frame]) -> Iterator[Related]:
    """The way back to where a value was written."""
    for left, frame in zip(range(len(frames) - 1, -1, -1), frames, strict=True):
        default = "passed on here" if left else "written here"
        yield Related(frame.span, frame.note or default, is_step=True)


def _crosses_inference(case: _Case) -> bool:
    """Whether the evidence comes from files that were only inferred to belong together."""
    if case.cluster.join in (Join.DECLARED, Join.CONFIGURED):
        return False
    declared = {item.span.path for item in case.cluster.declarations}
    declared = declared.union(*(item.files for item in case.cluster.declarations))
    paths = {frame.span.path for value in case.used.values() for frame in value.origin.frames}
    own = _own_span(case)
    if own is not None:
        paths.add(own.path)
    sides = {"" if path in declared else path.rpartition("/")[0] + "/" for path in paths}
    return len(sides) > 1
