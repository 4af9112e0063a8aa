"""Which machines a NodePool leaves Karpenter to choose from."""

from __future__ import annotations

import pytest

from eksnetlint.model.cluster import Cluster
from eksnetlint.model.declared import NOTHING
from eksnetlint.model.linking import link
from eksnetlint.model.machines import allows_x86
from eksnetlint.readers.files import Input, read_files
from eksnetlint.values import is_known

POOL = """\
apiVersion: karpenter.sh/v1
kind: NodePool
metadata: {name: windows}
spec:
  template:
    spec:
      nodeClassRef: {group: karpenter.k8s.aws, kind: EC2NodeClass, name: windows}
      requirements:
        - {key: kubernetes.io/os, operator: In, values: [windows]}
        - %s
"""


def cluster(text: str) -> Cluster:
    objects = read_files([Input("a.yaml", text.encode)], "eksnetlint:").reading.objects
    (found,) = link(objects, NOTHING)
    return found


@pytest.mark.parametrize(
    ("requirement", "expected"),
    [
        ("{key: kubernetes.io/arch, operator: In, values: [arm64]}", False),
        ("{key: kubernetes.io/arch, operator: In, values: [arm64, amd64]}", True),
        ("{key: kubernetes.io/arch, operator: NotIn, values: [arm64]}", True),
        ("{key: kubernetes.io/arch, operator: Exists}", True),
        ("{key: kubernetes.io/arch, operator: In, values: ['{{ .arch }}']}", True),
        ("{key: beta.kubernetes.io/arch, operator: In, values: [arm64]}", False),
        ("{key: node.kubernetes.io/instance-type, operator: In, values: [m6g.large]}", False),
        ("{key: node.kubernetes.io/instance-type, operator: In, values: [mac2.metal]}", False),
        ("{key: node.kubernetes.io/instance-type, operator: In, values: [m99g.large]}", True),
        ("{key: karpenter.k8s.aws/instance-family, operator: In, values: [c7g, t4g]}", False),
        ("{key: karpenter.k8s.aws/instance-family, operator: In, values: [c7g, g5]}", True),
        ("{key: karpenter.k8s.aws/instance-family, operator: In, values: [m99g]}", True),
        ("{key: karpenter.k8s.aws/instance-family, operator: In, values: []}", True),
        ("{key: karpenter.k8s.aws/instance-cpu-manufacturer, operator: In, values: [aws]}", False),
        ("{key: karpenter.k8s.aws/instance-cpu-manufacturer, operator: In, values: [amd]}", True),
    ],
)
def test_what_a_pool_asks_for_may_leave_no_x86_machine(requirement, expected):
    found = cluster(POOL % requirement)
    (group,) = found.node_groups
    answer = allows_x86(group, found)
    assert is_known(answer, expected)
    if not expected:
        assert answer.origin.span is not None
        assert answer.origin.span.text in requirement
