"""Settings of Windows groups that eksctl refuses, and where they stand."""

from __future__ import annotations

import pytest

from eksnetlint.model.cluster import Cluster
from eksnetlint.model.declared import NOTHING
from eksnetlint.model.eksctl_setting import EksctlSetting
from eksnetlint.model.eksctl_setting_facts import refusal
from eksnetlint.model.linking import link
from eksnetlint.readers.files import Input, read_files
from eksnetlint.values import Known, Unknown

FILE = """\
apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata: {{name: shop, region: eu-west-1{version}}}
{key}:
  - name: win
    amiFamily: {family}
    {line}
"""


def settings(
    line: str, key: str = "nodeGroups", version: str = "", family: str | None = None
) -> tuple[Cluster, tuple[EksctlSetting, ...]]:
    shown = f', version: "{version}"' if version else ""
    text = FILE.format(
        line=line.replace("; ", "\n    "),
        key=key,
        version=shown,
        family=family or "WindowsServer2022CoreContainer",
    )
    objects = read_files([Input("a.yaml", text.encode)], "eksnetlint:").reading.objects
    (cluster,) = link(objects, NOTHING)
    return cluster, cluster.node_groups[0].settings


def refused(line: str, key: str = "nodeGroups", version: str = "") -> list[str]:
    """The settings that are refused, as they are written."""
    cluster, found = settings(line, key, version)
    answers = [(setting, refusal(setting, cluster)) for setting in found]
    assert all(isinstance(answer, Known) for _, answer in answers)
    return [item.span.text for item, why in answers if isinstance(why, Known) and why.value]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("kubeletExtraConfig: {maxPods: 40}", ["kubeletExtraConfig"]),
        ("bottlerocket: {settings: {}}", ["bottlerocket"]),
        ("containerRuntime: docker", ["containerRuntime: docker"]),
        ("containerRuntime: Containerd", ["containerRuntime: Containerd"]),
        (
            "containerRuntime: containerd; overrideBootstrapCommand: call",
            ["containerRuntime: containerd"],
        ),
        ("containerRuntime: containerd", []),
        ("overrideBootstrapCommand: call; ami: ami-0123456789abcdef0", []),
        ("maxPodsPerNode: 9; preBootstrapCommands: [call]", []),
        ("minSize: 1", []),
    ],
)
def test_a_self_managed_group(line: str, expected: list[str]) -> None:
    assert refused(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("overrideBootstrapCommand: call", ["overrideBootstrapCommand: call"]),
        ("ami: ami-0123456789abcdef0", ["ami: ami-0123456789abcdef0"]),
        ("maxPodsPerNode: 9; preBootstrapCommands: [call]; instanceType: m5.large", []),
        (
            "launchTemplate: {id: lt-1}; maxPodsPerNode: 9; instanceType: m5.large",
            ["instanceType: m5.large", "maxPodsPerNode: 9"],
        ),
        ("launchTemplate: {id: lt-1}; minSize: 1; labels: {a: b}", []),
        ("launchTemplate: {id: lt-1}; maxPodsPerNode: 0; preBootstrapCommands: []", []),
        ("launchTemplate: {id: lt-1}; instanceType: ''", []),
        ("ami: ''", []),
    ],
)
def test_a_managed_group(line: str, expected: list[str]) -> None:
    assert refused(line, "managedNodeGroups") == expected


@pytest.mark.parametrize(
    ("version", "expected"),
    [("1.23", []), ("1.24", ["containerRuntime: dockerd"]), ("", ["containerRuntime: dockerd"])],
)
def test_docker_was_taken_up_to_kubernetes_1_23(version: str, expected: list[str]) -> None:
    assert refused("containerRuntime: dockerd", version=version) == expected


def test_a_runtime_that_is_filled_in_may_be_any() -> None:
    cluster, (found,) = settings('containerRuntime: "{{ .Values.runtime }}"')
    assert isinstance(refusal(found, cluster), Unknown)


@pytest.mark.parametrize("line", ['ami: "{{ .Values.ami }}"', "ami: ${AMI}"])
def test_what_is_filled_in_may_be_nothing(line: str) -> None:
    cluster, (found,) = settings(line, "managedNodeGroups")
    assert isinstance(refusal(found, cluster), Unknown)


def test_only_windows_groups_are_looked_at() -> None:
    assert settings("kubeletExtraConfig: {maxPods: 40}", family="AmazonLinux2023")[1] == ()


def test_a_setting_names_its_field_and_group() -> None:
    (found,) = settings("kubeletExtraConfig: {maxPods: 40}")[1]
    assert (found.field, found.group) == (
        Known("kubeletExtraConfig", found.field.origin),
        Known("win", found.group.origin),
    )
    assert found.title == "'kubeletExtraConfig' of eksctl"
