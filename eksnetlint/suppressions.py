"""Ignore comments: which findings they take away, and which of them are wrong or useless."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eksnetlint.finding import Finding
from eksnetlint.readers.files import Comment
from eksnetlint.readers.reading import Flaw
from eksnetlint.rule import Rule
from eksnetlint.source.text import Span
from eksnetlint.spelling import nearest

# "# eksnetlint: ignore[rule, …] reason"; brackets are not optional, so that no comment takes
# away findings nobody has thought of.
MARK = "eksnetlint:"
_COMMENT = re.compile(r"[#/*\s]*eksnetlint:\s*(?P<word>[\w-]*)\s*(?P<rules>\[[^\]\n]*\])?")
# What stands between a comment and what it is about: blank lines and other comments.
_TERRAFORM = (".tf", ".tofu", ".tfvars")
_YAML_GAP = re.compile(r"(?:\s+|#[^\r\n]*)*")
_TERRAFORM_GAP = re.compile(r"(?:\s+|(?:#|//)[^\r\n]*|/\*[\s\S]*?\*/)*")
# A broken file may hide anything, its own ignore comments included.
_NEVER_IGNORED = frozenset({"unparsable-file"})


@dataclass(slots=True, eq=False)
class _Ignore:
    """One rule named in one comment, and the line it is about."""

    rule: str
    path: str
    line: int
    span: Span
    is_used: bool = False


@dataclass(frozen=True, slots=True)
class Suppressed:
    """What is left of findings, how many went, and what is wrong with the comments."""

    findings: list[Finding]
    open: list[Finding]
    count: int
    flaws: list[Flaw]


def suppress(
    findings: Sequence[Finding],
    open_verdicts: Sequence[Finding],
    comments: Iterable[Comment],
    all_rules: Sequence[Rule],
    active: Sequence[Rule],
) -> Suppressed:
    """Take away what comments ignore. A comment counts as unused only if its rule was applied."""
    flaws: list[Flaw] = []
    ignores: list[_Ignore] = []
    known = {rule.id for rule in all_rules}
    for comment in comments:
        found, wrong = _read(comment, known)
        ignores += found
        flaws += wrong
    kept = [finding for finding in findings if not _is_ignored(finding, ignores)]
    still_open = [finding for finding in open_verdicts if not _is_ignored(finding, ignores)]
    applied = {rule.id for rule in active}
    for ignore in ignores:
        if not ignore.is_used and ignore.rule in applied:
            message = f"nothing here breaks '{ignore.rule}', so this comment can go"
            flaws.append(Flaw("unused-suppression", message, ignore.span))
    return Suppressed(kept, still_open, len(findings) - len(kept), flaws)


def _read(comment: Comment, known: set[str]) -> tuple[list[_Ignore], list[Flaw]]:
    match = _COMMENT.match(comment.text)
    if match is None:
        return [], []
    span = comment.source.place(comment.start, comment.end)
    if match["word"] != "ignore" or not match["rules"]:
        message = "an ignore comment names its rules: `# eksnetlint: ignore[rule] reason`"
        return [], [Flaw("unknown-suppression", message, span)]
    line = _line_meant(comment)
    ignores: list[_Ignore] = []
    flaws: list[Flaw] = []
    for name in re.finditer(r"[^\s,\[\]]+", match["rules"]):
        offset = comment.start + match.start("rules")
        place = comment.source.place(offset + name.start(), offset + name.end())
        if name[0] in known:
            ignores.append(_Ignore(name[0], comment.source.path, line, place))
        else:
            flaws.append(Flaw("unknown-suppression", _unknown(name[0], known), place))
    if not ignores and not flaws:
        message = "the brackets of an ignore comment name at least one rule"
        flaws.append(Flaw("unknown-suppression", message, span))
    return ignores, flaws


def _unknown(name: str, known: set[str]) -> str:
    meant = nearest(name, known)
    return f"there is no rule '{name}'" + (f"; did you mean '{meant}'?" if meant else "")


def _line_meant(comment: Comment) -> int:
    """The comment's own line behind other text, else the next line that is not a comment."""
    source = comment.source
    own = source.position(comment.start)
    if source.line(own.line)[: own.column - 1].strip():
        return own.line
    between = _TERRAFORM_GAP if source.path.endswith(_TERRAFORM) else _YAML_GAP
    gap = between.match(source.text, comment.end)
    end = gap.end() if gap else comment.end
    return source.position(end).line if end < len(source.text) else own.line


def _is_ignored(finding: Finding, ignores: Sequence[_Ignore]) -> bool:
    if finding.rule.id in _NEVER_IGNORED:
        return False
    hit = False
    for ignore in ignores:
        if _is_about(ignore, finding):
            ignore.is_used = hit = True
    return hit


def _is_about(ignore: _Ignore, finding: Finding) -> bool:
    first, last = finding.span.first.line, finding.span.last.line
    is_named = ignore.rule == finding.rule.id and ignore.path == finding.span.path
    return is_named and first <= ignore.line <= last
