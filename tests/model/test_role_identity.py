"""Whether two texts name the same IAM role."""

from __future__ import annotations

import pytest

from eksnetlint.model.access import RoleMapping
from eksnetlint.model.role_identity import mapped_role, role_name, same_role
from eksnetlint.source.text import Source
from eksnetlint.values import Known, Reason, Unknown, known_or

ARN = "arn:aws:iam::111122223333:role/nodes"
ADDRESS = "module.eks.aws_iam_role.this[0]"
HIDDEN = Unknown(Reason("not seen"))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (ARN, ARN, True),
        (ARN, "arn:aws:iam::111122223333:role/others", False),
        (ARN, "arn:aws:iam::444455556666:role/nodes", False),
        (ARN, "arn:aws:iam::111122223333:role/eks/nodes", True),
        (ARN, "nodes", True),
        (ARN, "others", False),
        ("nodes", "nodes", True),
        ("arn:aws-cn:iam::111122223333:role/nodes", "nodes", True),
        (ADDRESS, ADDRESS, True),
        (ADDRESS, "aws_iam_role.nodes", False),
        (ADDRESS, ARN, None),
        (ADDRESS, "data.aws_iam_role.nodes", None),
    ],
)
def test_roles_are_told_apart_by_name_and_account(one: str, other: str, expected: bool | None):
    assert known_or(same_role(Known(one), Known(other)), None) is expected
    assert known_or(same_role(Known(other), Known(one)), None) is expected


def test_what_is_hidden_may_be_any_role():
    assert isinstance(same_role(HIDDEN, Known(ARN)), Unknown)
    assert isinstance(same_role(Known(ARN), HIDDEN), Unknown)


def test_a_mapping_whose_account_is_hidden_is_known_by_the_name_of_its_role():
    span = Source("a.yaml", "a").place(0, 1)
    mapping = RoleMapping(span, HIDDEN, Known(None), Known(()), Known("nodes"))
    assert mapped_role(mapping) == Known("nodes")


def test_the_name_is_the_last_part_of_an_arn():
    assert role_name("arn:aws:iam::111122223333:role/eks/nodes") == "nodes"
    assert role_name(ADDRESS) == ADDRESS
