"""The rules there are: the built-in ones, those of folders, and those of installed packs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import yaml

from eksnetlint.packs import installed_packs
from eksnetlint.resources import rules_folder
from eksnetlint.rule import Rule
from eksnetlint.rule_document import rule_of
from eksnetlint.rule_file import BadRule, read_rule
from eksnetlint.spelling import nearest

# Built-in documents are checked by the tests; the fast reader without places will do for them.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# The last key of every built-in document, and most of its text.
_EXAMPLES = "\nexamples:\n"
# Of the ids that a part of an id may stand for, so many are told.
_MOST_ALIKE = 3


def load_rules(folders: Sequence[Path] = (), *, with_examples: bool = True) -> tuple[Rule, ...]:
    """The built-in rules, those of installed packs and those of further folders, sorted by id.

    A scan needs no examples of the built-in ones. Raises BadRule with file and line.
    """
    rules = list(_built_in(with_examples))
    for pack in installed_packs():
        rules += read_folder(pack)
    for folder in folders:
        rules += read_folder(folder)
    return _distinct(rules)


def read_folder(folder: Path) -> list[Rule]:
    """The rules of a folder of documents. Raises BadRule with file and line."""
    paths = sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")])
    if not paths:
        raise BadRule(f"{folder}: there is no rule document (*.yaml) in this folder")
    return [read_rule(path) for path in paths]


def within(rules: Iterable[Rule], folders: Sequence[Path]) -> list[Rule]:
    """Those of the rules that lie in one of the folders; all where none is given."""
    return [rule for rule in rules if not folders or rule.path.parent in folders]


def find(rules: Iterable[Rule], name: str) -> Rule:
    """The rule with that id. Raises BadRule with a suggestion."""
    rules = list(rules)
    for rule in rules:
        if rule.id == name:
            return rule
    raise BadRule(f"there is no rule '{name}'; {_hint(name, [rule.id for rule in rules])}")


def _hint(name: str, ids: Sequence[str]) -> str:
    meant = nearest(name, ids)
    if meant:
        return f"did you mean '{meant}'?"
    alike = [rule for rule in ids if name in rule][:_MOST_ALIKE] if name else []
    if alike:
        return f"did you mean {' or '.join(repr(rule) for rule in alike)}?"
    return "`eksnetlint rules` lists them"


def _built_in(with_examples: bool) -> Iterator[Rule]:
    for path in sorted(rules_folder().glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        if not with_examples:
            text = text.partition(_EXAMPLES)[0]
        yield rule_of(yaml.load(text, _LOADER), path)


def _distinct(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    by_id: dict[str, Rule] = {}
    for rule in rules:
        other = by_id.setdefault(rule.id, rule)
        if other is not rule:
            raise BadRule(f"{rule.path}:1: rule '{rule.id}' is already in {other.path}")
    return tuple(by_id[name] for name in sorted(by_id))
