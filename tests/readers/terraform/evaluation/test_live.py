"""Expressions made at random beside Terraform itself, and the recorded results once more."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from eksnetlint.readers.terraform.types import Invalid
from eksnetlint.values import Unknown
from tests.readers.terraform import oracle
from tests.readers.terraform.evaluation.configuration import value_of
from tests.readers.terraform.evaluation.made import batches
from tests.readers.terraform.evaluation.recording import answers, rows
from tests.readers.terraform.evaluation.test_recorded import PARTLY, shown

COMMAND = oracle.terraform()
needs_terraform = pytest.mark.skipif(
    COMMAND is None,
    reason="Terraform 1.11 is not installed: that expressions come to what it says is not checked",
)


@needs_terraform
def test_terraform_still_says_what_is_recorded() -> None:
    assert COMMAND
    recorded = rows()
    found = answers(COMMAND, [expression for expression, _ in recorded])
    pairs = zip(recorded, found, strict=True)
    assert [(row[0], row[1], now) for row, now in pairs if row[1] != now] == []


# A smaller counterexample is not worth a run of Terraform for each try.
@needs_terraform
@settings(max_examples=12, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(batches)
def test_whatever_is_written_agrees_or_is_honestly_unknown(texts: list[str]) -> None:
    """What Terraform calls an error may mean something here: it has static types, we do not."""
    assert COMMAND
    wrong = []
    for text, said in zip(texts, answers(COMMAND, texts), strict=True):
        value = value_of(f"try({text})")
        agrees = said in (oracle.ERROR, oracle.UNKNOWN, shown(value)) or shown(value) == PARTLY
        if isinstance(value, Unknown) and not isinstance(value, Invalid):
            agrees = True
        # What is partly known is not known at all behind try in Terraform.
        agrees = agrees or ("var.unset" in text and "try(" in text)
        # There is no negative zero here, and the type of what has no value has no say.
        agrees = agrees or "-0" in said or said.replace('"', "") == shown(value).replace('"', "")
        if not agrees:
            wrong.append((text, said, shown(value)))
    assert wrong == []
