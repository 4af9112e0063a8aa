"""Which of the rules a run uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from eksnetlint.rule import Rule
from eksnetlint.rule_file import BadRule
from eksnetlint.rulebook import find
from eksnetlint.spelling import nearest

_TAG = "tag:"


@dataclass(frozen=True, slots=True)
class RuleSettings:
    """Which rules to use, as the options of these names say; ``places`` says where a name is."""

    folders: tuple[Path, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    pedantic: bool = False
    min_confidence: str = "low"
    places: Mapping[str, str] = field(default_factory=dict)

    def with_options(
        self,
        folders: Sequence[Path],
        select: Sequence[str],
        ignore: Sequence[str],
        *,
        pedantic: bool,
    ) -> RuleSettings:
        """These settings with what the command line adds; its selection replaces this one."""
        return replace(
            self,
            folders=(*self.folders, *folders),
            select=tuple(select) or self.select,
            ignore=(*self.ignore, *ignore),
            pedantic=self.pedantic or pedantic,
        )

    def chosen(self, rules: Sequence[Rule]) -> tuple[Rule, ...]:
        """The rules to use. Raises BadRule for a name that means no rule."""
        return choose(rules, self.select, self.ignore, pedantic=self.pedantic, places=self.places)


NO_SETTINGS = RuleSettings()


def choose(
    rules: Sequence[Rule],
    select: Iterable[str],
    ignore: Iterable[str],
    *,
    pedantic: bool,
    places: Mapping[str, str] | None = None,
) -> tuple[Rule, ...]:
    """The rules a run uses; names are ids, or ``tag:WORD`` for all rules with that tag.

    A rule that is off by default is on where its id is selected, or with ``pedantic``. Raises
    BadRule for a name that means no rule, with its place where ``places`` tells one.
    """
    wanted = list(select)
    chosen = _meant(rules, wanted, places or {})
    unwanted = _meant(rules, ignore, places or {})
    return tuple(
        rule
        for rule in rules
        if rule.id not in unwanted
        and (not wanted or rule.id in chosen)
        and (pedantic or not rule.pedantic or rule.id in wanted)
    )


def _meant(rules: Sequence[Rule], names: Iterable[str], places: Mapping[str, str]) -> set[str]:
    found: set[str] = set()
    for name in names:
        try:
            found.update(_named(rules, name))
        except BadRule as error:
            if name not in places:
                raise
            raise BadRule(f"{places[name]}: {error}") from error
    return found


def _named(rules: Sequence[Rule], name: str) -> list[str]:
    if name.startswith(_TAG):
        return _tagged(rules, name.removeprefix(_TAG))
    return [find(rules, name).id]


def _tagged(rules: Sequence[Rule], tag: str) -> list[str]:
    found = [rule.id for rule in rules if tag in rule.tags]
    if found:
        return found
    tags = sorted({tag for rule in rules for tag in rule.tags})
    meant = nearest(tag, tags)
    hint = f"did you mean '{_TAG}{meant}'?" if meant else f"there are {', '.join(tags)}"
    raise BadRule(f"no rule has the tag '{tag}'; {hint}")
