"""Labels and taints of eksctl's node groups, in all their spellings."""

from __future__ import annotations

import pytest

from eksnetlint.model.cluster import ClusterDeclaration
from eksnetlint.model.node_group import NodeGroup
from eksnetlint.readers.eksctl.reader import read_eksctl
from eksnetlint.source.text import Source
from eksnetlint.source.yaml import documents
from eksnetlint.values import Known, is_known

HEAD = "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: {name: shop}\n"


def group(text: str, kind: str = "nodeGroups") -> NodeGroup:
    body = "\n".join(f"    {line}" for line in text.split("\n"))
    (document,) = documents(Source("cluster.yaml", f"{HEAD}{kind}:\n  - name: win\n{body}\n"))
    (declaration,) = (
        item for item in read_eksctl(document).objects if isinstance(item, ClusterDeclaration)
    )
    (found,) = declaration.node_groups
    return found


def taints(found: NodeGroup) -> list[tuple[object, object, object]]:
    return [
        tuple(
            part.value if isinstance(part, Known) else None
            for part in (item.key, item.value, item.effect)
        )  # type: ignore[misc]
        for item in found.taints.items
    ]


# Sources: eksctl examples/34-taints.yaml and 05-advanced-nodegroups.yaml; pkg/utils/taints,
# parseTaint.
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "taints:\n- {key: your.domain.com/db, value: 'true', effect: NoSchedule}\n"
            "- {key: a, effect: NoExecute}",
            [("your.domain.com/db", "true", "NoSchedule"), ("a", "", "NoExecute")],
        ),
        ("taints: {os: 'windows:NoSchedule'}", [("os", "windows", "NoSchedule")]),
        (
            "taints: {os: ':NoExecute', b: NoSchedule}",
            [("os", "", "NoExecute"), ("b", "", "NoSchedule")],
        ),
        ("taints: {os: '${TAINT}'}", [("os", None, None)]),
        ("minSize: 2", []),
        ("taints:", []),
    ],
)
def test_taints_are_read_in_both_forms(text, expected):
    found = group(text)
    assert taints(found) == expected
    assert found.taints.open_because is None


def test_a_taint_has_its_place():
    (item,) = group("taints: {os: 'windows:NoSchedule'}").taints.items
    assert item.origin.span is not None
    assert item.origin.span.text == "os: 'windows:NoSchedule'"


@pytest.mark.parametrize("text", ["taints: ${TAINTS}", "taints: ['${TAINT}']"])
def test_taints_that_are_filled_in_are_open(text):
    reason = group(text).taints.open_because
    assert reason is not None
    assert reason.text == "a value is filled in by a template"


# Sources: eksctl pkg/apis/eksctl.io/v1alpha5/defaults.go; EKS adds its label to managed nodes.
@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        ("nodeGroups", {"pool", "alpha.eksctl.io/nodegroup-name"}),
        (
            "managedNodeGroups",
            {"pool", "alpha.eksctl.io/nodegroup-name", "eks.amazonaws.com/nodegroup"},
        ),
    ],
)
def test_labels_are_those_of_the_file_and_those_with_the_name(kind, keys):
    found = group("labels: {pool: legacy}", kind).labels
    assert set(found.items) == keys
    assert is_known(found.items["pool"], "legacy")
    assert is_known(found.items["alpha.eksctl.io/nodegroup-name"], "win")
    assert found.open_because is None
    assert found.items["pool"].origin.span is not None
    assert found.items["pool"].origin.span.text == "pool: legacy"


@pytest.mark.parametrize(
    ("kind", "text", "reason"),
    [
        ("nodeGroups", "labels: ${LABELS}", "a value is filled in by a template"),
        (
            "nodeGroups",
            "overrideBootstrapCommand: run",
            "a node group's own bootstrap command may give its nodes labels and taints",
        ),
        (
            "managedNodeGroups",
            "launchTemplate: {id: lt-1}",
            "a node group's launch template may give its nodes labels and taints",
        ),
    ],
)
def test_labels_that_come_from_elsewhere_are_open(kind, text, reason):
    found = group(text, kind).labels.open_because
    assert found is not None
    assert found.text == reason
