"""Where a rule is explained to whoever reads a report elsewhere."""

from __future__ import annotations

from eksnetlint.resources import rules_folder
from eksnetlint.rule import Rule

REPOSITORY = "https://github.com/eksnetlint/eksnetlint"


def page_address(rule: Rule) -> str | None:
    """The page of a built-in rule, for ever; None for a rule of somebody else's."""
    return f"{REPOSITORY}/blob/main/docs/rules/{rule.id}.md" if is_built_in(rule) else None


def document_address(rule: Rule) -> str | None:
    """The document of a built-in rule, None for a rule of somebody else's."""
    return f"{REPOSITORY}/blob/main/rules/{rule.id}.yaml" if is_built_in(rule) else None


def is_built_in(rule: Rule) -> bool:
    return rule.path.parent == rules_folder()
