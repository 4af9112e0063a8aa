"""Which node groups take pods they should not, and which pods none takes."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from eksnetlint.model.cluster import Cluster, Join
from eksnetlint.model.declared import NOTHING
from eksnetlint.model.facts import fact
from eksnetlint.model.linking import link
from eksnetlint.readers.files import Input, read_files
from eksnetlint.values import Unknown, Value

TAINT = {"key": "os", "value": "windows", "effect": "NoSchedule"}
WINDOWS: dict[str, Any] = {"name": "windows", "amiFamily": "WindowsServer2022CoreContainer"}
TAINTED: dict[str, Any] = {**WINDOWS, "name": "tainted", "taints": [TAINT]}
HIDDEN: dict[str, Any] = {**WINDOWS, "name": "hidden", "taints": "${TAINTS}"}
LINUX: dict[str, Any] = {"name": "linux", "amiFamily": "AmazonLinux2023"}
WHOLE: dict[str, Any] = {"iam": {"withOIDC": True}}
TOLERATION = {"key": "os", "operator": "Equal", "value": "windows", "effect": "NoSchedule"}
FOR_WINDOWS = {"nodeSelector": {"kubernetes.io/os": "windows"}}
FILLED_IN = "a value is filled in by a template"
NOWHERE = {"nodeSelector": {"kubernetes.io/os": "windows", "pool": "web"}}


def workload(spec: dict[str, Any], name: str, kind: str, namespace: str) -> dict[str, Any]:
    template = {"spec": {"containers": [{"name": "a", "image": "b"}], **spec}}
    return {
        "apiVersion": "apps/v1",
        "kind": kind,
        "metadata": {"name": name, "namespace": namespace},
        "spec": {"template": template},
    }


def cluster(
    groups: list[dict[str, Any]],
    *pods: dict[str, Any],
    kinds: tuple[str, ...] = (),
    namespace: str = "shop",
    **more: Any,
) -> Cluster:
    config = {
        "apiVersion": "eksctl.io/v1alpha5",
        "kind": "ClusterConfig",
        "metadata": {"name": "shop", "region": "eu-west-1"},
        "managedNodeGroups": groups,
        **more,
    }
    files = {"cluster.yaml": json.dumps(config)}
    for number, pod in enumerate(pods):
        kind = kinds[number] if kinds else "Deployment"
        files[f"{number}.yaml"] = json.dumps(workload(pod, f"app{number}", kind, namespace))
    inputs = [Input(name, text.encode) for name, text in files.items()]
    (found,) = link(read_files(inputs, "x:").reading.objects, NOTHING)
    return found


def plain(value: Value[Any]) -> object:
    if isinstance(value, Unknown):
        return value.reason.text
    if isinstance(value.value, tuple):
        return [item.title for item in value.value]
    return value.value


def of_group(name: str, found: Cluster) -> object:
    return plain(fact("node_group", found.node_groups[0], found, name))


def of_workload(name: str, found: Cluster) -> object:
    return plain(fact("workload", found.workloads[0], found, name))


@pytest.mark.parametrize(
    ("group", "answer"),
    [
        (WINDOWS, False),
        (TAINTED, True),
        ({**WINDOWS, "taints": [{**TAINT, "effect": "PreferNoSchedule"}]}, False),
        ({**WINDOWS, "taints": [{**TAINT, "effect": "${EFFECT}"}]}, FILLED_IN),
        (HIDDEN, FILLED_IN),
    ],
)
def test_a_group_is_tainted_where_a_taint_keeps_pods_away(group, answer):
    assert of_group("is_tainted", cluster([group])) == answer


def test_workloads_that_name_no_system_stray_and_daemon_sets_come_first():
    kinds = ("Deployment", "DaemonSet", "Deployment", "Deployment", "Deployment")
    found = cluster(
        [WINDOWS, LINUX],
        {},
        {},
        FOR_WINDOWS,
        {"nodeSelector": {"kubernetes.io/os": "linux"}},
        {"nodeSelector": {"kubernetes.io/arch": "arm64"}},
        kinds=kinds,
    )
    assert of_group("stray_workloads", found) == ["DaemonSet shop/app1", "Deployment shop/app0"]


@pytest.mark.parametrize(
    "pod",
    [
        {"nodeName": "ip-10-0-0-1"},
        {"runtimeClassName": "a"},
        {"nodeSelector": "${A}"},
        {"nodeSelector": {"disk": "ssd"}},
    ],
)
def test_a_workload_of_which_it_cannot_be_told_does_not_stray(pod):
    assert of_group("stray_workloads", cluster([WINDOWS, LINUX], pod)) == []


def test_what_fargate_runs_does_not_stray_but_for_daemon_sets():
    profiles = [{"name": "fp", "selectors": [{"namespace": "shop"}]}]
    kinds = ("Deployment", "DaemonSet")
    found = cluster([WINDOWS, LINUX], {}, {}, kinds=kinds, fargateProfiles=profiles)
    assert of_group("stray_workloads", found) == ["DaemonSet shop/app1"]
    elsewhere = cluster([WINDOWS], {}, namespace="bank", fargateProfiles=profiles)
    assert of_group("stray_workloads", elsewhere) == ["Deployment bank/app0"]


def test_what_is_in_kube_system_does_not_stray():
    found = cluster([WINDOWS, LINUX], {}, namespace="kube-system")
    assert of_group("stray_workloads", found) == []
    everything = {"tolerations": [{"operator": "Exists"}]}
    found = cluster([TAINTED, LINUX], everything, namespace="kube-system")
    assert of_workload("strays_onto", found) == []


@pytest.mark.parametrize(
    ("groups", "pod", "strays"),
    [
        ([TAINTED, LINUX], {"tolerations": [{"operator": "Exists"}]}, ["node group 'tainted'"]),
        ([TAINTED, LINUX], {"tolerations": [TOLERATION]}, ["node group 'tainted'"]),
        ([TAINTED, LINUX], {}, []),
        ([TAINTED, LINUX], {"tolerations": [TOLERATION], **FOR_WINDOWS}, []),
        ([WINDOWS, LINUX], {"tolerations": [{"operator": "Exists"}]}, []),
        ([HIDDEN, LINUX], {"tolerations": [{"operator": "Exists"}]}, []),
    ],
)
def test_a_toleration_lets_pods_onto_tainted_nodes(groups, pod, strays):
    assert of_workload("strays_onto", cluster(groups, pod)) == strays


def test_the_place_of_straying_is_the_toleration():
    found = cluster([TAINTED, LINUX], {"tolerations": [{"key": "a"}, {"operator": "Exists"}]})
    value = fact("workload", found.workloads[0], found, "strays_onto")
    assert value.origin.span
    assert value.origin.span.text == '{"operator": "Exists"}'


@pytest.mark.parametrize(
    ("toleration", "answer"),
    [
        (TOLERATION, True),
        ({"key": "OS", "value": "Windows"}, True),
        ({"key": "os", "operator": "Exists"}, False),
        ({"operator": "Exists"}, False),
        ({"key": "os", "operator": "Equal", "value": "${A}"}, False),
        ({"key": "gpu", "operator": "Equal", "value": "true"}, False),
    ],
)
def test_a_toleration_with_the_value_windows_is_for_windows(toleration, answer):
    found = cluster([TAINTED, LINUX], {"tolerations": [toleration]})
    assert of_workload("only_tolerates_windows", found) == answer


@pytest.mark.parametrize(
    ("pod", "answer"),
    [
        (FOR_WINDOWS, False),
        ({"nodeSelector": {"kubernetes.io/os": "linux"}}, False),
        ({"nodeSelector": "${A}"}, FILLED_IN),
    ],
)
def test_beside_something_that_asks_for_a_system_a_toleration_is_not_alone(pod, answer):
    found = cluster([TAINTED, LINUX], {"tolerations": [TOLERATION], **pod})
    assert of_workload("only_tolerates_windows", found) == answer


def test_a_workload_that_is_patched_does_not_stray():
    found = cluster([WINDOWS, {**TAINTED}, LINUX], {"tolerations": [TOLERATION]})
    (one,) = found.workloads
    patched = replace(found, workloads=(replace(one, is_patched=True),))
    assert of_group("stray_workloads", found) == ["Deployment shop/app0"]
    assert of_group("stray_workloads", patched) == []
    assert of_workload("strays_onto", patched) == []
    assert "patch" in str(of_workload("only_tolerates_windows", patched))


def test_whether_a_patched_workload_is_kept_out_is_open():
    found = cluster([LINUX], FOR_WINDOWS, **WHOLE)
    (one,) = found.workloads
    patched = replace(found, workloads=(replace(one, is_patched=True),))
    assert "patch" in str(of_workload("is_kept_from_all", patched))


@pytest.mark.parametrize(
    ("groups", "pod", "cause"),
    [
        ([LINUX], FOR_WINDOWS, "there is no Windows node group"),
        ([LINUX, TAINTED], FOR_WINDOWS, "it tolerates the taints of no Windows node group"),
        (
            [LINUX, {**WINDOWS, "labels": {"pool": "a"}}],
            NOWHERE,
            "no Windows node group has the labels it asks for",
        ),
        (
            [LINUX, {**WINDOWS, "labels": {"pool": "a"}}, TAINTED],
            NOWHERE,
            "no Windows node group has its labels and taints it tolerates",
        ),
    ],
)
def test_pods_that_no_group_takes_have_a_cause(groups, pod, cause):
    found = cluster(groups, pod, **WHOLE)
    assert of_workload("is_kept_from_all", found) is True
    assert of_workload("kept_out_cause", found) == cause


@pytest.mark.parametrize("group", [WINDOWS, HIDDEN])
def test_a_group_that_may_take_pods_is_enough(group):
    assert of_workload("is_kept_from_all", cluster([group], FOR_WINDOWS, **WHOLE)) is False


def settled(found: Cluster) -> object:
    return plain(fact("cluster", found, found, "settles_windows_nodes"))


def test_nodes_are_settled_in_a_whole_cluster_with_windows():
    assert settled(cluster([WINDOWS, LINUX], **WHOLE)) is True
    assert settled(cluster([WINDOWS, LINUX])) is False


def test_files_that_may_not_belong_together_settle_no_cluster_without_windows():
    found = cluster([LINUX], FOR_WINDOWS, **WHOLE)
    assert found.join is Join.INFERRED
    assert settled(found) is False
    assert settled(cluster([LINUX], **WHOLE)) is True
