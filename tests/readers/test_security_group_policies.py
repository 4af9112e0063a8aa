"""The number of groups in a SecurityGroupPolicy."""

from __future__ import annotations

import pytest

from eksnetlint.model.policy import SecurityGroupPolicy
from eksnetlint.readers.files import Input, read_files
from eksnetlint.values import Unknown, is_known


def the(spec: str) -> SecurityGroupPolicy:
    text = (
        "apiVersion: vpcresources.k8s.aws/v1beta1\nkind: SecurityGroupPolicy\n"
        f"metadata: {{name: p, namespace: n}}\nspec: {spec}\n"
    )
    objects = read_files([Input("a.yaml", text.encode)], "mark").reading.objects
    (found,) = (item for item in objects if isinstance(item, SecurityGroupPolicy))
    return found


@pytest.mark.parametrize(
    ("spec", "count"),
    [
        ("{securityGroups: {groupIds: [sg-1, sg-2]}}", 2),
        ("{securityGroups: {groupIds: ['${A}']}}", 1),
        ("{securityGroups: {groupIds: []}}", 0),
        ("{securityGroups: {}}", 0),
        ("{}", 0),
        ("{securityGroups: {groupIds: '${A}'}}", None),
        ("{securityGroups: '${A}'}", None),
        ("'${A}'", None),
        ("{securityGroups: {groupIds: sg-1}}", None),
    ],
)
def test_the_groups_are_counted(spec, count):
    found = the(spec).group_count
    assert isinstance(found, Unknown) if count is None else is_known(found, count)


def test_the_list_is_told_with_its_place():
    found = the("\n  securityGroups:\n    groupIds:\n    - sg-1").group_count
    assert found.origin.span is not None
    assert found.origin.span.text == "groupIds"
    assert not the("{}").group_count.is_set
