"""The facts that rules can ask, listed with their types and meanings."""

from __future__ import annotations

import inspect
import json
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eksnetlint.mistakes import Mistake
from eksnetlint.model.facts import FactType, fact_types, meaning, values_of
from eksnetlint.model.subjects import SUBJECTS
from eksnetlint.spelling import nearest

_WIDTH = 88
_NAMES = {str: "text", int: "integer", bool: "true or false"}


class NoSuchSubject(Mistake):
    """A name that no kind of object has."""


@dataclass(frozen=True, slots=True)
class FactEntry:
    """A fact as it is listed; ``type`` in words, for an enumeration with its values."""

    subject: str
    name: str
    type: str
    meaning: str


def fact_entries(subject: str | None = None) -> list[FactEntry]:
    """The facts of one kind of object, or of all. Raises NoSuchSubject with a suggestion."""
    if subject is not None and subject not in SUBJECTS:
        meant = nearest(subject, SUBJECTS)
        hint = f"did you mean '{meant}'?" if meant else f"there are {', '.join(SUBJECTS)}"
        raise NoSuchSubject(f"there is no subject '{subject}'; {hint}")
    return [
        FactEntry(kind, name, _told(fact), meaning(kind, name))
        for kind in ([subject] if subject else SUBJECTS)
        for name, fact in sorted(fact_types(kind).items())
    ]


def as_text(entries: list[FactEntry]) -> str:
    """For the terminal: a heading for each subject, then a fact a paragraph."""
    lines: list[str] = []
    for subject in dict.fromkeys(entry.subject for entry in entries):
        lines += [f"{subject}: {subject_meaning(subject)}", ""]
        for entry in (item for item in entries if item.subject == subject):
            lines.append(f"  {subject}.{entry.name}  ({entry.type})")
            lines.append(textwrap.indent(textwrap.fill(entry.meaning, _WIDTH), " " * 6))
        lines.append("")
    return "\n".join(lines)


def as_markdown(entries: list[FactEntry]) -> str:
    """A table for each subject."""
    return "\n".join(_tables(entries)) + "\n"


def as_json(entries: list[FactEntry]) -> str:
    """A list of objects: subject, fact, type, meaning."""
    facts = [
        {
            "subject": entry.subject,
            "fact": f"{entry.subject}.{entry.name}",
            "type": entry.type,
            "meaning": entry.meaning,
        }
        for entry in entries
    ]
    return json.dumps(facts, indent=2, ensure_ascii=False) + "\n"


def subject_meaning(subject: str) -> str:
    """What a kind of object is, in one sentence."""
    text = " ".join((inspect.getdoc(SUBJECTS[subject].kind) or "").split())
    return text.partition(". ")[0].removesuffix(".") + "."


def _tables(entries: list[FactEntry]) -> Iterator[str]:
    for number, subject in enumerate(dict.fromkeys(entry.subject for entry in entries)):
        if number:
            yield ""
        yield from (f"## {subject}", "", subject_meaning(subject), "")
        yield from ("| fact | type | meaning |", "| --- | --- | --- |")
        for entry in (item for item in entries if item.subject == subject):
            cells = (f"`{subject}.{entry.name}`", entry.type, entry.meaning)
            yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _told(fact: FactType) -> str:
    words = values_of(fact.kind)
    told = _alternatives(words) if words else _NAMES.get(fact.kind, "object")
    if fact.kind is tuple:
        inner = fact.items or str
        listed = values_of(inner)
        told = f"list of {_alternatives(listed) if listed else _plural(inner)}"
    return f"{told}, or null" if fact.is_optional else told


def _alternatives(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else words[0]


def _plural(kind: type) -> str:
    return {str: "texts", int: "integers"}.get(kind, "objects")
