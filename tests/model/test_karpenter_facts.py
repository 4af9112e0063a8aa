"""What Karpenter and the API server make of pools and classes of nodes."""

from __future__ import annotations

import pytest

from eksnetlint.model.cluster import Cluster
from eksnetlint.model.declared import NOTHING
from eksnetlint.model.karpenter_facts import (
    asked_os,
    class_family,
    class_group_version,
    class_kind,
    class_os,
    contradicted_family,
    is_auto_mode,
    max_pods,
    windows_alias_version,
)
from eksnetlint.model.linking import link
from eksnetlint.model.node_group import Os
from eksnetlint.readers.files import Input, read_files
from eksnetlint.values import Known, Unknown, Value

POOL = """\
apiVersion: karpenter.sh/v1
kind: NodePool
metadata: {{name: pool}}
spec:
  template:
    spec:
      nodeClassRef: {{{reference}}}
      requirements: [{requirements}]
"""
CLASS = """\
---
apiVersion: karpenter.k8s.aws/v1
kind: EC2NodeClass
metadata: {{name: nodes}}
spec: {{{spec}}}
"""
OWN = "group: karpenter.k8s.aws, kind: EC2NodeClass, name: nodes"
WINDOWS = "{key: kubernetes.io/os, operator: In, values: [windows]}"
ALIAS = "amiSelectorTerms: [{{alias: {}}}]"
BY_ID = "amiSelectorTerms: [{id: ami-0123456789abcdef0}]"


def linked(text: str) -> Cluster:
    objects = read_files([Input("a.yaml", text.encode)], "eksnetlint:").reading.objects
    (cluster,) = link(objects, NOTHING)
    return cluster


def pool(reference: str = OWN, requirements: str = "", spec: str = "") -> Cluster:
    text = POOL.format(reference=reference, requirements=requirements)
    return linked(text + (CLASS.format(spec=spec) if spec else ""))


def value(found: Value[object]) -> object:
    return found.value if isinstance(found, Known) else "?"


@pytest.mark.parametrize(
    ("spec", "os", "family"),
    [
        (ALIAS.format("windows2022@latest"), Os.WINDOWS, "Windows2022"),
        (ALIAS.format("al2023@latest"), Os.LINUX, "AL2023"),
        (f"amiFamily: Windows2019, {BY_ID}", Os.WINDOWS, "Windows2019"),
        # Karpenter takes it for Linux, whatever the image runs.
        (f"amiFamily: Custom, {BY_ID}", Os.LINUX, "Custom"),
        (f"amiFamily: Custom, {ALIAS.format('windows2022@latest')}", Os.LINUX, "Custom"),
        ('amiFamily: "{{ .Values.family }}"', "?", "?"),
        ("", None, None),
    ],
)
def test_a_class_has_the_system_that_karpenter_sees(
    spec: str, os: object, family: str | None
) -> None:
    cluster = pool(spec=spec)
    (found,) = cluster.node_pools
    assert value(class_os(found, cluster)) == os
    assert value(class_family(found, cluster)) == family


@pytest.mark.parametrize(
    ("requirements", "os"),
    [
        (WINDOWS, Os.WINDOWS),
        ("{key: kubernetes.io/os, operator: NotIn, values: [windows]}", Os.LINUX),
        ("{key: kubernetes.io/os, operator: In, values: [linux, windows]}", None),
        ("{key: node.kubernetes.io/windows-build, operator: In, values: [x]}", Os.WINDOWS),
        ("", None),
        ('{key: kubernetes.io/os, operator: In, values: ["{{ .Values.os }}"]}', "?"),
    ],
)
def test_a_pool_asks_for_what_its_requirements_leave(requirements: str, os: object) -> None:
    cluster = pool(requirements=requirements)
    found = asked_os(cluster.node_pools[0], cluster)
    assert value(found) == os
    if found.is_set and isinstance(found, Known):
        assert found.origin.span is not None
        assert found.origin.span.text in ("windows", "x")


@pytest.mark.parametrize(
    ("reference", "is_auto", "version"),
    [
        (OWN, False, None),
        ("group: eks.amazonaws.com, kind: NodeClass, name: default", True, None),
        ("group: karpenter.azure.com, kind: AKSNodeClass, name: default", False, None),
        ("kind: EC2NodeClass, name: nodes", False, None),
        ("group: karpenter.k8s.aws/v1, kind: EC2NodeClass, name: nodes", False, "v1"),
        ('group: "{{ .g }}", kind: NodeClass, name: nodes', "?", None),
    ],
)
def test_the_class_of_a_pool_says_who_makes_its_nodes(
    reference: str, is_auto: object, version: str | None
) -> None:
    cluster = pool(reference)
    assert value(is_auto_mode(cluster.node_pools[0], cluster)) == is_auto
    assert value(class_group_version(cluster.node_pools[0], cluster)) == version


def test_a_version_behind_a_group_has_its_place() -> None:
    cluster = pool("group: karpenter.k8s.aws/v1, kind: EC2NodeClass, name: nodes")
    found = class_group_version(cluster.node_pools[0], cluster)
    assert found.origin.span is not None
    assert found.origin.span.text == "group: karpenter.k8s.aws/v1"


def test_what_a_pool_does_not_say_is_null() -> None:
    cluster = pool("name: nodes")
    (found,) = cluster.node_pools
    assert value(class_kind(found, cluster)) == "EC2NodeClass"
    assert value(max_pods(found, cluster)) is None


@pytest.mark.parametrize(
    ("spec", "version", "contradicted"),
    [
        (ALIAS.format("windows2022@latest"), "latest", None),
        (ALIAS.format("windows2022@2026.10.14"), "2026.10.14", None),
        (ALIAS.format("windows2022"), "", None),
        (ALIAS.format("al2023@v20261021"), None, None),
        (BY_ID, None, None),
        (ALIAS.format('"{{ .Values.alias }}"'), None, None),
        (f"amiFamily: Windows2019, {ALIAS.format('windows2022@latest')}", "latest", "Windows2022"),
        (f"amiFamily: Windows2022, {ALIAS.format('al2023@latest')}", None, "AL2023"),
        (f"amiFamily: AL2023, {ALIAS.format('windows2022@latest')}", "latest", "Windows2022"),
        (f"amiFamily: AL2, {ALIAS.format('al2023@latest')}", None, None),
        (f"amiFamily: Custom, {ALIAS.format('windows2022@latest')}", "latest", None),
        (f'amiFamily: "{{{{ .f }}}}", {ALIAS.format("windows2022@latest")}', "latest", None),
    ],
)
def test_an_alias_has_a_version_and_a_family(
    spec: str, version: str | None, contradicted: str | None
) -> None:
    cluster = linked(CLASS.format(spec=spec))
    (found,) = cluster.node_classes
    assert value(windows_alias_version(found, cluster)) == version
    assert value(contradicted_family(found, cluster)) == contradicted


@pytest.mark.parametrize(
    ("family", "text", "tag"),
    [
        ("Windows2022", "<powershell>\nWrite-Host a\n</powershell>", "<powershell>"),
        ("Windows2022", "Write-Host a\n</PowerShell>", "</PowerShell>"),
        ("Windows2022", "Write-Host a", None),
        ("Windows2022", "# Within <powershell>.\nWrite-Host a", None),
        ("Windows2022", "# Not behind </powershell>.", "</powershell>"),
        ("Custom", "<powershell>\nWrite-Host a\n</powershell>", None),
        ("AL2023", "<powershell>", None),
    ],
)
def test_a_tag_in_user_data_is_found_at_its_place(family: str, text: str, tag: str | None) -> None:
    lines = "".join(f"\n    {line}" for line in text.split("\n"))
    spec = CLASS.replace("{{{spec}}}", f"\n  amiFamily: {family}\n  userData: |{lines}\n")
    (found,) = linked(spec.replace("{{", "{").replace("}}", "}")).node_classes
    assert value(found.user_data_tag) == tag
    if tag:
        assert found.user_data_tag.origin.span is not None
        assert found.user_data_tag.origin.span.text == tag
    assert not isinstance(found.user_data_tag, Unknown)
