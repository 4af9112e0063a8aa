"""Configurations made to take long, or much memory."""

from __future__ import annotations

import time

import pytest

from eksnetlint.readers.terraform.evaluation.expressions import evaluate
from eksnetlint.readers.terraform.evaluation.scope import Budget
from eksnetlint.values import Known, Unknown
from tests.readers.terraform.evaluation.configuration import Configuration, parsed


def chain(first: str, rest: str, length: int) -> str:
    """Locals of which each is made of the one before, which is ``#``."""
    lines = [rest.replace("#", f"local.x{n - 1}") for n in range(1, length)]
    text = "".join(f"  x{n} = {line}\n" for n, line in enumerate([first, *lines]))
    return f"locals {{\n{text}}}\n"


MANY = "range(1000)"
BIG_LIST = chain("[1]", "concat(#, #)", 14)
BIG_TEXT = chain('"0123456789"', '"${#}${#}"', 16)
DIRECTIVES = "%{ for a in # }%{ for b in # }x${hidden}%{ endfor }%{ endfor }".replace("#", MANY)
HOSTILE = {
    "nested loops": (f"[for a in {MANY} : [for b in {MANY} : [for c in {MANY} : a * b]]]", ""),
    "object loops": (f"{{ for a in {MANY} : a => {{ for b in {MANY} : b => [a, b] }} }}", ""),
    "doubled text": ("local.x50", chain('"0123456789"', '"${#}${#}"', 52)),
    "doubled list": ("flatten(local.x50)", chain("[1]", "[#, #]", 52)),
    "equal lists": ("local.x50 == local.x49", chain("[1]", "[#, #]", 52)),
    "chosen lists": ("true ? local.x50 : local.x49", chain("[1]", "[#, #]", 52)),
    "joined lists": ("local.x40", chain("[1]", "concat(#, #)", 42)),
    "big lists": (f"[for a in {MANY} : concat(local.x12, local.x12)]", BIG_LIST),
    "big JSON": (f"[for a in {MANY} : jsonencode(local.x12)]", BIG_LIST),
    "long texts": (f'[for a in {MANY} : "${{local.x14}}${{a}}"]', BIG_TEXT),
    "squares": ("local.x40", chain("7", "# * #", 42)),
    "small squares": ("local.x40", chain("0.7", "# * #", 42)),
    "divisions": (f"[for a in {MANY} : [for b in {MANY} : (a + 1) / (b + 7)]]", ""),
    "long chain": ("local.x4999", chain("1", "# + 1", 5000)),
    "directives": (f'"{DIRECTIVES}"', ""),
    "parentheses": ("(" * 3000 + "1" + ")" * 3000, ""),
    "brackets": ("[" * 3000 + "1" + "]" * 3000, ""),
    "templates": ('"${' * 3000 + "1" + '}"' * 3000, ""),
    "operators": ("1" + " + 1" * 3000, ""),
    "conditionals": ("true ? 1 : " * 3000 + "1", ""),
}  # fmt: skip


@pytest.mark.parametrize(("text", "configuration"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_configurations_take_no_time(text: str, configuration: str) -> None:
    scope = Configuration(configuration)
    expression = parsed(text)
    start = time.process_time()
    evaluate(expression, scope)
    assert time.process_time() - start < 2


def test_what_takes_too_much_work_is_unknown() -> None:
    scope = Configuration("", budget=Budget(100))
    value = evaluate(parsed("[for x in range(1000) : x]"), scope)
    assert isinstance(value, Unknown)
    assert "too much work" in value.reason.text
    assert isinstance(evaluate(parsed("1"), scope), Unknown)


def test_what_takes_little_work_is_known() -> None:
    scope = Configuration(budget=Budget(200))
    assert isinstance(evaluate(parsed("[for x in range(20) : x * 2]"), scope), Known)
    assert scope.budget.steps > 0


def test_references_may_be_followed_a_long_way() -> None:
    value = evaluate(parsed("local.x50"), Configuration(chain("1", "# + 1", 51)))
    assert isinstance(value, Known)
    assert value.value == 51


def test_nesting_is_given_back() -> None:
    scope = Configuration(chain("1", "# + 1", 5000))
    levels = scope.budget.levels
    assert isinstance(evaluate(parsed("local.x4999"), scope), Unknown)
    assert scope.budget.levels == levels
