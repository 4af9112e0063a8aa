"""The functions beside Terraform itself: the recorded results, and calls made at random."""

from __future__ import annotations

import pytest

from eksnetlint.readers.terraform.functions.json import encoded
from eksnetlint.readers.terraform.types import reveal_all
from eksnetlint.values import Unknown
from tests.readers.terraform import oracle
from tests.readers.terraform.calls import random_calls
from tests.readers.terraform.expressions import evaluate

COMMAND = oracle.terraform()
needs_terraform = pytest.mark.skipif(
    COMMAND is None,
    reason="Terraform 1.11 is not installed: that the recorded results are its own is not checked",
)


@needs_terraform
def test_terraform_still_says_what_is_recorded() -> None:
    rows = oracle.rows()
    assert COMMAND
    found = oracle.answers(COMMAND, [expression for expression, _ in rows])
    recorded = [result for _, result in rows]
    pairs = zip(rows, found, recorded, strict=True)
    assert [(row[0], now) for row, now, then in pairs if now != then] == []


@needs_terraform
@pytest.mark.parametrize("seed", range(4))
def test_random_calls_agree_or_are_honestly_unknown(seed: int) -> None:
    """What Terraform calls an error may mean something here: it has static types, we do not."""
    assert COMMAND
    calls = random_calls(seed, 500)
    wrong = []
    for expression, expected in zip(calls, oracle.answers(COMMAND, calls), strict=True):
        result = evaluate(expression)
        if isinstance(result, Unknown) or expected in (oracle.ERROR, oracle.UNKNOWN):
            continue
        if encoded(reveal_all(result)) != expected:
            wrong.append((expression, expected, encoded(reveal_all(result))))
    assert wrong == []
