from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from eksnetlint.mistakes import Mistake
from eksnetlint.readers.terraform.modules.project import evaluate_project
from eksnetlint.readers.terraform.modules.settings import RootSetting
from eksnetlint.readers.terraform.resource import Root
from eksnetlint.readers.terraform.types import Sensitive, TfObject, TfSet, TfValue
from eksnetlint.source.text import Source
from eksnetlint.values import Known, Unknown
from tests.readers.terraform.modules.plans import (
    ERROR,
    UNKNOWN,
    Case,
    cases,
    planned,
    records,
    terraform,
)

CASES = list(cases())
RECORDS = records()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_resources_and_their_values_are_those_that_terraform_plans(case: Case, tmp_path: Path):
    recorded = RECORDS[case.title]
    if recorded == ERROR:
        assert_refused(case, tmp_path)
        return
    root = evaluated(case, tmp_path)
    assert root.open_because is None
    assert not root.unresolved
    assert all(resource.exists == Known(True) for resource in root.resources)
    found = {item.address: plain(item.contents.attribute("input")) for item in root.resources}
    assert found == recorded


@pytest.mark.skipif(
    terraform() is None, reason="Terraform 1.11 is not installed: records unverified"
)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_records_are_what_terraform_plans(case: Case):
    command = terraform()
    assert command is not None
    assert planned(command, case) == RECORDS[case.title]


def assert_refused(case: Case, folder: Path) -> None:
    """What Terraform refuses has no value, or is the user's mistake."""
    try:
        root = evaluated(case, folder)
    except Mistake:
        return
    values = [plain(resource.contents.attribute("input")) for resource in root.resources]
    unsure = [resource for resource in root.resources if isinstance(resource.exists, Unknown)]
    assert UNKNOWN in values or unsure, values


def evaluated(case: Case, folder: Path) -> Root:
    for path, text in case.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    sources = [Source(path, text) for path, text in case.files.items()]
    settings = [setting_of(case)] if case.arguments else []
    roots = evaluate_project(sources, folder, settings).roots
    (root,) = [root for root in roots if root.folder == case.root]
    return root


def setting_of(case: Case) -> RootSetting:
    options = [argument[1:].partition("=")[::2] for argument in case.arguments]
    files = tuple(text for option, text in options if option == "var-file")
    told = [text.partition("=")[::2] for option, text in options if option == "var"]
    return RootSetting(case.root or None, files, tuple((name, text) for name, text in told))


def plain(value: TfValue) -> Any:
    """A value as JSON has it."""
    if isinstance(value, Unknown):
        return UNKNOWN
    content = value.value.content if isinstance(value.value, Sensitive) else value.value
    if isinstance(content, TfObject):
        return {key: plain(item) for key, item in content.items.items()}
    if isinstance(content, tuple | TfSet):
        return [plain(item) for item in (content.items if isinstance(content, TfSet) else content)]
    return float(content) if isinstance(content, Decimal) else content
