"""What follows about workloads from their templates: addresses, settings, HostProcess, labels."""

from __future__ import annotations

import pytest

from eksnetlint.model.cluster import Cluster
from eksnetlint.model.declared import NOTHING
from eksnetlint.model.facts import fact
from eksnetlint.model.linking import link
from eksnetlint.readers.files import Input, read_files
from eksnetlint.values import Known, Unknown, Value

NAMESPACE = """\
apiVersion: v1
kind: Namespace
metadata: {name: shop, annotations: {%s}}
---
"""
ANNOTATED = "scheduler.alpha.kubernetes.io/node-selector: kubernetes.io/os=windows"
BY_AFFINITY = """\
affinity:
    nodeAffinity:
      requiredDuringSchedulingIgnoredDuringExecution:
        nodeSelectorTerms:
          - matchExpressions: [{key: %s, operator: In, values: [windows]}]
"""


def linked(spec: str, before: str = "", containers: str = "[{name: a, image: b}]") -> Cluster:
    text = (
        f"{before}apiVersion: v1\nkind: Pod\nmetadata: {{name: web, namespace: shop}}\n"
        f"spec:\n  containers: {containers}\n  {spec}\n"
    )
    (cluster,) = link(read_files([Input("a.yaml", text.encode)], "x:").reading.objects, NOTHING)
    return cluster


def value_of(name: str, cluster: Cluster) -> Value[object]:
    return fact("workload", cluster.workloads[0], cluster, name)


def plain(value: Value[object]) -> object:
    """The value, with things by their titles; the reason where it is unknown."""
    if isinstance(value, Unknown):
        return value.reason.text
    if isinstance(value.value, tuple):
        return [item.title for item in value.value]
    return value.value


ADDRESS = "[{name: a, resources: {limits: {vpc.amazonaws.com/PrivateIPv4Address: %s}}}]"


@pytest.mark.parametrize(
    ("spec", "is_given"),
    [
        ("nodeSelector: {kubernetes.io/os: windows}", True),
        ("nodeSelector: {beta.kubernetes.io/os: windows}", True),
        ("os: {name: windows}", False),
        ("nodeSelector: {node.kubernetes.io/windows-build: 10.0.20348}", False),
        (BY_AFFINITY % "kubernetes.io/os", False),
        ("nodeSelector: '${A}'", "a value is filled in by a template"),
        ("runtimeClassName: windows", "the RuntimeClass of a pod is not in these files"),
    ],
)
def test_an_address_is_given_by_the_node_selector_alone(spec, is_given):
    assert plain(value_of("is_given_address", linked(spec))) == is_given


def test_a_pod_that_asks_for_an_address_gets_one():
    found = linked("os: {name: windows}", containers=ADDRESS % 1)
    assert plain(value_of("is_given_address", found)) is True
    found = linked("os: {name: windows}", containers=ADDRESS % "'${A}'")
    assert plain(value_of("is_given_address", found)) == "a value is filled in by a template"
    assert plain(value_of("asks_for_address", found)) == "a value is filled in by a template"


def test_an_annotation_of_the_namespace_leaves_it_open():
    found = linked("os: {name: windows}", NAMESPACE % ANNOTATED)
    assert "annotation of the namespace" in str(plain(value_of("is_given_address", found)))
    found = linked("os: {name: windows}", NAMESPACE % "team: a")
    assert plain(value_of("is_given_address", found)) is False
    found = linked("nodeSelector: {kubernetes.io/os: windows}", NAMESPACE % ANNOTATED)
    assert plain(value_of("is_given_address", found)) is True


def test_an_interface_is_asked_for_by_a_container():
    containers = "[{name: a, resources: {requests: {vpc.amazonaws.com/pod-eni: 1}}}]"
    found = value_of("pod_eni", linked("hostNetwork: false", containers=containers))
    assert plain(found) is True
    assert found.origin.span
    assert found.origin.span.text == "vpc.amazonaws.com/pod-eni: 1"
    assert plain(value_of("pod_eni", linked("hostNetwork: false"))) is False


@pytest.mark.parametrize(
    ("spec", "label"),
    [
        ("nodeSelector: {beta.kubernetes.io/os: windows}", "beta.kubernetes.io/os"),
        (BY_AFFINITY % "beta.kubernetes.io/os", "beta.kubernetes.io/os"),
        ("nodeSelector: {beta.kubernetes.io/os: windows, kubernetes.io/os: windows}", None),
        ("nodeSelector: {kubernetes.io/os: windows}", None),
        ("hostNetwork: false", None),
    ],
)
def test_the_deprecated_label_counts_where_the_one_of_today_is_missing(spec, label):
    assert plain(value_of("old_os_label", linked(spec))) == label


def test_the_deprecated_label_is_where_its_key_is():
    found = value_of("old_os_label", linked(BY_AFFINITY % "beta.kubernetes.io/os"))
    assert found.origin.span
    assert found.origin.span.text == "key: beta.kubernetes.io/os"


@pytest.mark.parametrize(
    ("spec", "refused"),
    [
        (
            "os: {name: windows}\n  hostIPC: true\n  securityContext: {runAsUser: 1}",
            ["hostIPC", "securityContext.runAsUser"],
        ),
        ("os: {name: linux}\n  securityContext: {runAsUser: 1}", []),
        ("securityContext: {runAsUser: 1}", []),
        ("os: {name: windows}", []),
        ("os: {name: '${A}'}", []),
        (
            "os: {name: '${A}'}\n  securityContext: {runAsUser: 1}",
            "a value is filled in by a template",
        ),
    ],
)
def test_settings_are_refused_beside_the_name_of_windows(spec, refused):
    assert plain(value_of("refused_settings", linked(spec))) == refused


IS = "securityContext: {windowsOptions: {hostProcess: %s}}"


@pytest.mark.parametrize(
    ("spec", "containers", "ordinary"),
    [
        ("hostNetwork: true", "[{name: a}]", ["a"]),
        (IS % "true", "[{name: a}, {name: b}]", []),
        (IS % "true", f"[{{name: a}}, {{name: b, {IS % 'false'}}}]", ["b"]),
        (IS % "false", f"[{{name: a, {IS % 'true'}}}, {{name: b}}]", ["b"]),
        (IS % "'${A}'", "[{name: a}]", "a value is filled in by a template"),
        (IS % "'${A}'", f"[{{name: a}}, {{name: b, {IS % 'false'}}}]", ["b"]),
    ],
)
def test_a_container_that_says_nothing_is_what_its_pod_is(spec, containers, ordinary):
    found = linked(spec, containers=containers)
    assert plain(value_of("ordinary_containers", found)) == ordinary


def test_the_dns_policy_is_the_template_s():
    found = value_of("dns_policy", linked("dnsPolicy: Default"))
    assert isinstance(found, Known)
    assert found.value == "Default"


LABELLED = "apiVersion: v1\nkind: Namespace\nmetadata: {name: %s, labels: %s}\n---\n"
ENFORCE = "pod-security.kubernetes.io/enforce"


@pytest.mark.parametrize(
    ("before", "level"),
    [
        (LABELLED % ("shop", f"{{{ENFORCE}: baseline}}"), "baseline"),
        (LABELLED % ("shop", f"{{{ENFORCE}-version: latest}}"), "privileged"),
        (LABELLED % ("shop", "'${A}'"), "a value is filled in by a template"),
        (LABELLED % ("other", "{}"), "the labels of a namespace are not in these files"),
    ],
)
def test_a_namespace_enforces_a_standard_by_label(before, level):
    assert plain(value_of("pod_security", linked("hostNetwork: true", before))) == level
