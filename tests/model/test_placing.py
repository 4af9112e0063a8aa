"""Workloads in their cluster: RuntimeClasses looked up, and what the webhook makes of them."""

from __future__ import annotations

import pytest

from eksnetlint.model.declared import NOTHING
from eksnetlint.model.linking import link
from eksnetlint.model.node_group import Os
from eksnetlint.model.webhook import is_seen_by_webhook
from eksnetlint.model.workload import Workload
from eksnetlint.readers.files import Input, read_files
from eksnetlint.values import Known, Unknown, Value, is_known

# Source: EKS best practices guide, "Running heterogeneous workloads", on RuntimeClass, with the
# API version and handler of today.
RUNTIME_CLASS = """\
apiVersion: node.k8s.io/v1
kind: RuntimeClass
metadata: {name: windows-2022}
handler: runhcs-wcow-process
scheduling:
  nodeSelector:
    kubernetes.io/os: windows
    node.kubernetes.io/windows-build: 10.0.20348
  tolerations:
    - {key: os, operator: Equal, value: windows, effect: NoSchedule}
"""


def pod(spec: str) -> str:
    lines = "\n".join(
        f"  {line}" for line in f"containers: [{{name: a, image: b}}]\n{spec}".split("\n")
    )
    return f"apiVersion: v1\nkind: Pod\nmetadata: {{name: web}}\nspec:\n{lines}\n"


def workload(*documents: str) -> tuple[Workload, Value[bool]]:
    files = {f"file{number}.yaml": text.encode() for number, text in enumerate(documents)}
    inputs = [Input(name, lambda text=text: text) for name, text in files.items()]  # type: ignore[misc]
    (cluster,) = link(read_files(inputs, "x:").reading.objects, NOTHING)
    (found,) = cluster.workloads
    return found, is_seen_by_webhook(found, cluster)


def place(value: Value[object]) -> list[str]:
    return [frame.span.text for frame in value.origin.frames]


def test_a_runtime_class_of_another_file_decides():
    found, _ = workload(pod("runtimeClassName: windows-2022"), RUNTIME_CLASS)
    assert is_known(found.os, Os.WINDOWS)
    assert place(found.os) == ["runtimeClassName: windows-2022", "kubernetes.io/os: windows"]
    assert is_known(found.os_cause, "RuntimeClass kubernetes.io/os")
    assert is_known(found.placement_conflict, False)


def test_what_a_runtime_class_asks_is_added_to_the_pod():
    own = pod("runtimeClassName: windows-2022\nnodeSelector: {disk: ssd}\ntolerations: [{key: a}]")
    found, _ = workload(own, RUNTIME_CLASS)
    assert set(found.scheduling.node_selector.items) == {
        "disk",
        "kubernetes.io/os",
        "node.kubernetes.io/windows-build",
    }
    keys = [item.key.value for item in found.scheduling.tolerations.items]  # type: ignore[union-attr]
    assert keys == ["a", "os"]


def test_a_runtime_class_that_contradicts_the_pod_is_a_conflict():
    own = pod("runtimeClassName: windows-2022\nnodeSelector: {kubernetes.io/os: linux}")
    found, _ = workload(own, RUNTIME_CLASS)
    assert is_known(found.placement_conflict, True)
    assert place(found.placement_conflict) == [
        "kubernetes.io/os: linux",
        "runtimeClassName: windows-2022",
    ]


@pytest.mark.parametrize(
    ("documents", "os"),
    [
        # RuntimeClass, Kubernetes API: without scheduling all nodes are taken to support it.
        (
            ["apiVersion: node.k8s.io/v1\nkind: RuntimeClass\nmetadata: {name: windows-2022}\n"],
            Os.EITHER,
        ),
        ([RUNTIME_CLASS.replace("windows-2022", "other")], None),
        ([RUNTIME_CLASS, RUNTIME_CLASS.replace("20348", "17763")], None),
        ([RUNTIME_CLASS.replace("  nodeSelector:", "  nodeSelector: ${A}\n  other:")], None),
        ([RUNTIME_CLASS.replace("node.k8s.io", "example.com")], None),
        ([], None),
    ],
)
def test_a_runtime_class_decides_only_where_it_can_be_seen(documents, os):
    found, _ = workload(pod("runtimeClassName: windows-2022"), *documents)
    if os is None:
        assert isinstance(found.os, Unknown)
        assert place(found.os)[0] == "runtimeClassName: windows-2022"
    else:
        assert is_known(found.os, os)


# Source: amazon-vpc-resource-controller-k8s, webhooks/core/pod_webhook.go, WhichPod.
@pytest.mark.parametrize(
    ("spec", "documents", "expected", "where"),
    [
        ("nodeSelector: {kubernetes.io/os: windows}", [], True, "kubernetes.io/os: windows"),
        (
            "nodeSelector: {beta.kubernetes.io/os: windows}",
            [],
            True,
            "beta.kubernetes.io/os: windows",
        ),
        ("nodeSelector: {kubernetes.io/os: linux}", [], False, "{kubernetes.io/os: linux}"),
        ("os: {name: windows}", [], False, None),
        ("nodeSelector: {node.kubernetes.io/windows-build: 10.0.20348}", [], False, None),
        ("tolerations: [{key: os, value: windows}]", [], False, None),
        ("runtimeClassName: windows-2022", [RUNTIME_CLASS], True, "kubernetes.io/os: windows"),
        ("runtimeClassName: windows-2022", [], None, "runtimeClassName: windows-2022"),
        ("nodeSelector: ${A}", [], None, "${A}"),
        ("nodeSelector: {kubernetes.io/os: '${A}'}", [], None, "kubernetes.io/os: '${A}'"),
        (
            "nodeSelector: {kubernetes.io/os: windows}\nhostNetwork: true",
            [],
            False,
            "hostNetwork: true",
        ),
    ],
)
def test_the_webhook_looks_at_the_node_selector_alone(spec, documents, expected, where):
    _, seen = workload(pod(spec), *documents)
    assert (seen.value if isinstance(seen, Known) else None) is expected
    assert where is None or place(seen)[0] == where
