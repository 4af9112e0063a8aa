"""Selectors over labels, where parts of either may be hidden."""

from __future__ import annotations

from itertools import product

import pytest

from eksnetlint.model.labels import Labels, Operator, Requirement, Selector
from eksnetlint.values import Known, Reason, Unknown, Value

HIDDEN = Unknown(Reason("a value is hidden"))
MORE = Reason("there may be more labels")
UNREADABLE = Reason("the selector cannot be read")


def word(value: Value[bool]) -> str:
    return "unknown" if isinstance(value, Unknown) else "true" if value.value else "false"


LABELS = {
    "web": Labels({"app": Known("web")}),
    "db": Labels({"app": Known("db")}),
    "hidden value": Labels({"app": HIDDEN}),
    "none": Labels(),
    "none seen": Labels(open_because=MORE),
    "web and more": Labels({"app": Known("web")}, MORE),
    "empty value": Labels({"app": Known("")}),
}
WEB = (Known("web"),)


@pytest.mark.parametrize(
    ("operator", "values", "expected"),
    [
        (Operator.EXISTS, (), "true true true false unknown true true"),
        (Operator.DOES_NOT_EXIST, (), "false false false true unknown false false"),
        (Operator.IN, WEB, "true false unknown false unknown true false"),
        (Operator.NOT_IN, WEB, "false true unknown true unknown false true"),
        (Operator.IN, (*WEB, Known("db")), "true true unknown false unknown true false"),
        (Operator.IN, (*WEB, HIDDEN), "true unknown unknown false unknown true unknown"),
        (Operator.NOT_IN, (*WEB, HIDDEN), "false unknown unknown true unknown false unknown"),
        (Operator.IN, (), "false false false false unknown false false"),
        (Operator.NOT_IN, (), "true true true true unknown true true"),
    ],
)
def test_a_requirement_on_every_kind_of_labels(operator, values, expected):
    requirement = Requirement("app", operator, values)
    found = [word(requirement.holds(labels)) for labels in LABELS.values()]
    assert dict(zip(LABELS, found, strict=True)) == dict(zip(LABELS, expected.split(), strict=True))


@pytest.mark.parametrize("labels", LABELS.values(), ids=LABELS)
def test_a_selector_without_requirements_selects_everything(labels):
    assert Selector().matches(labels) == Known(True)


TRUTHS = {
    "true": Requirement("app", Operator.IN, WEB),
    "false": Requirement("app", Operator.NOT_IN, WEB),
    "unknown": Requirement("other", Operator.EXISTS),
}


@pytest.mark.parametrize("names", [n for k in (1, 2, 3) for n in product(TRUTHS, repeat=k)])
@pytest.mark.parametrize("is_readable", [True, False])
def test_all_requirements_must_hold_and_a_hidden_part_can_only_forbid(names, is_readable):
    requirements = tuple(TRUTHS[name] for name in names)
    selector = Selector(requirements, None if is_readable else UNREADABLE)
    expected = "false" if "false" in names else "unknown" if "unknown" in names else "true"
    if expected == "true" and not is_readable:
        expected = "unknown"
    assert word(selector.matches(LABELS["web and more"])) == expected


def test_the_reason_is_what_is_hidden():
    requirement = Requirement("app", Operator.EXISTS)
    assert requirement.holds(LABELS["none seen"]) == Unknown(MORE)
    assert Selector(unreadable=UNREADABLE).matches(Labels()) == Unknown(UNREADABLE)
