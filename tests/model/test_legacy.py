"""The VPC resource controller that used to run on the nodes, as a Deployment."""

from __future__ import annotations

import pytest

from eksnetlint.model.declared import NOTHING
from eksnetlint.model.legacy_facts import shows_legacy_controller
from eksnetlint.model.linking import link
from eksnetlint.readers.files import Input, read_files
from eksnetlint.values import is_known, known_or

DEPLOYMENT = """\
apiVersion: apps/v1
kind: {kind}
metadata: {{name: {name}{namespace}}}
spec: {{template: {{spec: {{containers: [{{name: a}}]}}}}}}
"""


@pytest.mark.parametrize(
    ("kind", "name", "namespace", "expected"),
    [
        ("Deployment", "vpc-resource-controller", ", namespace: kube-system", [True]),
        ("Deployment", "vpc-resource-controller", ", namespace: other", [False]),
        ("Deployment", "vpc-resource-controller", "", [None]),
        ("Deployment", "vpc-resource-controller", ", namespace: '${N}'", [None]),
        ("DaemonSet", "vpc-resource-controller", ", namespace: kube-system", []),
        ("Deployment", "vpc-admission-webhook", ", namespace: kube-system", []),
    ],
)
def test_it_is_known_by_kind_name_and_namespace(
    kind: str, name: str, namespace: str, expected: list[bool | None]
):
    text = DEPLOYMENT.format(kind=kind, name=name, namespace=namespace)
    objects = read_files([Input("a.yaml", text.encode)], "eksnetlint:").reading.objects
    (cluster,) = link(objects, NOTHING)
    found = cluster.all_legacy_controllers
    assert [known_or(item.is_found, None) for item in found] == expected
    assert is_known(
        shows_legacy_controller(cluster), any(answer is not False for answer in expected)
    )
    assert {item.title for item in found} <= {"Deployment kube-system/vpc-resource-controller"}
