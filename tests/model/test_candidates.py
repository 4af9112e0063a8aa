"""Which node groups take a workload's pods: by system, by labels, by taints."""

from __future__ import annotations

import json
from typing import Any

import pytest

from eksnetlint.model.candidates import candidate_groups, candidates, possible_groups
from eksnetlint.model.cluster import Cluster
from eksnetlint.model.declared import NOTHING
from eksnetlint.model.linking import link
from eksnetlint.model.node_group import NodeGroup, Os
from eksnetlint.readers.files import Input, read_files
from eksnetlint.values import Known, Unknown, Value, is_known

# The EKS best practices guide's way to keep Linux pods off Windows nodes ("Scheduling").
WINDOWS: dict[str, Any] = {
    "name": "windows",
    "amiFamily": "WindowsServer2022CoreContainer",
    "labels": {"pool": "legacy"},
    "taints": [{"key": "os", "value": "windows", "effect": "NoSchedule"}],
}
OLD: dict[str, Any] = {"name": "old", "amiFamily": "WindowsServer2019CoreContainer"}
LINUX: dict[str, Any] = {"name": "linux", "labels": {"pool": "web"}}
ARM: dict[str, Any] = {"name": "arm", "amiFamily": "Bottlerocket", "instanceType": "m6g.large"}
WHOLE: dict[str, Any] = {"iam": {"withOIDC": True}}
TOLERATION = {"key": "os", "operator": "Equal", "value": "windows", "effect": "NoSchedule"}
SELECT_WINDOWS: dict[str, Any] = {"nodeSelector": {"kubernetes.io/os": "windows"}}


def cluster(groups: list[dict[str, Any]], pod: dict[str, Any], **more: Any) -> Cluster:
    config = {
        "apiVersion": "eksctl.io/v1alpha5",
        "kind": "ClusterConfig",
        "metadata": {"name": "shop", "region": "eu-west-1"},
        "managedNodeGroups": groups,
        **more,
    }
    spec = {"containers": [{"name": "a", "image": "b"}], **pod}
    manifest = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": spec}
    files = {"cluster.yaml": json.dumps(config), "pod.yaml": json.dumps(manifest)}
    inputs = [Input(name, lambda text=text: text.encode()) for name, text in files.items()]  # type: ignore[misc]
    (found,) = link(read_files(inputs, "x:").reading.objects, NOTHING)
    return found


def names(value: Value[tuple[NodeGroup, ...]]) -> list[str] | str:
    if isinstance(value, Unknown):
        return value.reason.text
    return [group.name.value for group in value.value if isinstance(group.name, Known)]


def chosen(groups: list[dict[str, Any]], pod: dict[str, Any]) -> list[str] | str:
    found = cluster(groups, pod, **WHOLE)
    return names(candidate_groups(found.workloads[0], found))


def required(key: str, operator: str, *values: str) -> dict[str, Any]:
    terms = [{"matchExpressions": [{"key": key, "operator": operator, "values": list(values)}]}]
    inner = {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": terms}}
    return {"affinity": {"nodeAffinity": inner}}


BUILD = "node.kubernetes.io/windows-build"


# Sources: kubernetes.io, "Assigning Pods to Nodes", "Well-Known Labels, Annotations and Taints".
@pytest.mark.parametrize(
    ("pod", "expected"),
    [
        ({}, ["old", "linux", "arm"]),
        ({"tolerations": [TOLERATION]}, ["windows", "old", "linux", "arm"]),
        (SELECT_WINDOWS, ["old"]),
        ({**SELECT_WINDOWS, "tolerations": [TOLERATION]}, ["windows", "old"]),
        ({"os": {"name": "windows"}}, ["old"]),
        ({"nodeSelector": {"beta.kubernetes.io/os": "linux"}}, ["linux", "arm"]),
        ({"nodeSelector": {"kubernetes.io/arch": "arm64"}}, ["arm"]),
        ({"nodeSelector": {"kubernetes.io/arch": "amd64"}}, ["old", "linux"]),
        ({"nodeSelector": {"node.kubernetes.io/instance-type": "m6g.large"}}, ["arm"]),
        ({"nodeSelector": {"pool": "web"}}, ["linux"]),
        ({"nodeSelector": {"pool": "legacy"}}, []),
        ({"nodeSelector": {"pool": "legacy"}, "tolerations": [TOLERATION]}, ["windows"]),
        ({"nodeSelector": {"eks.amazonaws.com/nodegroup": "old"}}, ["old"]),
        ({"nodeSelector": {BUILD: "10.0.17763"}}, ["old"]),
        (required(BUILD, "Exists"), ["old"]),
        (required(BUILD, "DoesNotExist"), ["linux", "arm"]),
        (required(BUILD, "NotIn", "10.0.17763"), ["linux", "arm"]),
        (required("pool", "DoesNotExist"), ["old", "arm"]),
        (required("eks.amazonaws.com/compute-type", "NotIn", "fargate"), ["old", "linux", "arm"]),
        (required("eks.amazonaws.com/compute-type", "In", "fargate"), []),
    ],
)
def test_a_group_takes_pods_by_system_labels_and_taints(pod, expected):
    assert chosen([WINDOWS, OLD, LINUX, ARM], pod) == expected


# Source: kubernetes.io, "Taints and Tolerations".
@pytest.mark.parametrize(
    ("taint", "toleration", "takes"),
    [
        ("NoSchedule", None, False),
        ("NoExecute", None, False),
        ("PreferNoSchedule", None, True),
        ("NoSchedule", {"key": "os", "value": "windows", "effect": "NoSchedule"}, True),
        ("NoSchedule", {"key": "os", "value": "windows"}, True),
        ("NoSchedule", {"key": "os", "operator": "Exists"}, True),
        ("NoSchedule", {"operator": "Exists"}, True),
        ("NoSchedule", {"operator": "Exists", "effect": "NoExecute"}, False),
        ("NoSchedule", {"key": "os", "value": "linux"}, False),
        ("NoSchedule", {"key": "os"}, False),
        ("NoSchedule", {"key": "other", "operator": "Exists"}, False),
        ("NoSchedule", {"key": "os", "operator": "${OPERATOR}"}, None),
        ("NoSchedule", {"key": "os", "value": "${VALUE}"}, None),
        ("NoSchedule", {"key": "other", "operator": "Exists", "value": "${VALUE}"}, False),
        ("${EFFECT}", None, None),
        ("${EFFECT}", {"operator": "Exists"}, True),
    ],
)
def test_taints_keep_pods_away_that_do_not_tolerate_them(taint, toleration, takes):
    group = {**OLD, "taints": [{"key": "os", "value": "windows", "effect": taint}]}
    pod = {"tolerations": [toleration]} if toleration else {}
    expected = {True: ["old"], False: []}.get(takes, "a value is filled in by a template")
    assert chosen([group], pod) == expected


@pytest.mark.parametrize(
    ("pod", "reason"),
    [
        (
            {"nodeName": "ip-10-0-0-1"},
            "a pod names its node, and what the node runs is not in these files",
        ),
        ({"nodeSelector": "${SELECTOR}"}, "a value is filled in by a template"),
        ({"runtimeClassName": "a"}, "the RuntimeClass of a pod is not in these files"),
        # Labels that no group gives may be put on nodes by something else.
        (
            {"nodeSelector": {"feature.node.kubernetes.io/gpu": "true"}},
            "nodes may be given labels by something that is not in these files",
        ),
        (
            {"nodeSelector": {"topology.kubernetes.io/zone": "eu-west-1a"}},
            "nodes may be given labels by something that is not in these files",
        ),
    ],
)
def test_what_cannot_be_seen_leaves_the_groups_open(pod, reason):
    assert chosen([WINDOWS, OLD, LINUX], pod) == reason


def test_open_groups_are_told_apart_from_those_that_are_out_of_the_question():
    pod = {"nodeSelector": {"kubernetes.io/os": "windows", "disk": "ssd"}}
    found = cluster([WINDOWS, OLD, LINUX], pod, **WHOLE)
    assert names(possible_groups(found.workloads[0], found)) == ["old"]
    assert isinstance(candidate_groups(found.workloads[0], found), Unknown)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        (WHOLE, None),
        ({}, "node groups may be made by something that is not in these files"),
        (
            {"autoModeConfig": {"enabled": True}},
            "node groups may be made by something that is not in these files",
        ),
        (
            {**WHOLE, "karpenter": {"version": "1.0"}},
            "node groups may be made by something that is not in these files",
        ),
    ],
)
def test_only_a_whole_cluster_without_other_capacity_closes_its_groups(more, reason):
    found = cluster([LINUX], SELECT_WINDOWS, **more)
    result = candidates(found.workloads[0], found)
    assert (result.open_because.text if result.open_because else None) == reason
    assert names(candidate_groups(found.workloads[0], found)) == (reason or [])


def test_without_node_groups_there_is_nothing_to_choose_from():
    assert chosen([], SELECT_WINDOWS) == "no node groups are in these files"


# A label of the user's own tells the system where all groups are known.


@pytest.mark.parametrize(
    ("pod", "os", "cause"),
    [
        ({"nodeSelector": {"pool": "legacy"}}, Os.WINDOWS, "labels that only windows nodes have"),
        (required("pool", "In", "legacy"), Os.WINDOWS, "labels that only windows nodes have"),
        ({"nodeSelector": {"pool": "web"}}, Os.LINUX, "labels that only linux nodes have"),
        (
            {**required("pool", "Exists"), "tolerations": [TOLERATION]},
            Os.EITHER,
            "nothing in the manifest",
        ),
        ({"nodeSelector": {"pool": "other"}}, Os.EITHER, "nothing in the manifest"),
        (
            {"nodeSelector": {"disk": "ssd"}, "tolerations": [TOLERATION]},
            Os.EITHER,
            "nothing in the manifest",
        ),
        (
            {"nodeSelector": {"pool": "legacy", "kubernetes.io/os": "linux"}},
            Os.LINUX,
            "nodeSelector kubernetes.io/os",
        ),
        # The taint of the only Windows group keeps it away.
        ({}, Os.LINUX, "no Windows nodes take it"),
        ({"tolerations": [TOLERATION]}, Os.EITHER, "nothing in the manifest"),
    ],
)
def test_labels_and_taints_tell_the_system_of_pods_that_say_nothing(pod, os, cause):
    found = cluster([WINDOWS, LINUX], pod, **WHOLE).workloads[0]
    assert is_known(found.os, os)
    assert is_known(found.os_cause, cause)


def test_the_label_and_the_group_are_the_places_that_decide():
    (found,) = cluster([WINDOWS, LINUX], {"nodeSelector": {"pool": "legacy"}}, **WHOLE).workloads
    assert [frame.span.text for frame in found.os.origin.frames] == [
        '"pool": "legacy"',
        '"name": "windows"',
    ]


def test_a_label_of_windows_groups_leaves_the_system_open_where_there_may_be_others():
    (found,) = cluster([WINDOWS, LINUX], {"nodeSelector": {"pool": "legacy"}}).workloads
    assert isinstance(found.os, Unknown)
    assert is_known(found.os_cause, "labels that Windows nodes have")
    (found,) = cluster([WINDOWS, LINUX], {"nodeSelector": {"pool": "web"}}).workloads
    assert is_known(found.os, Os.EITHER)


def test_in_a_cluster_without_windows_nodes_pods_are_linux():
    (found,) = cluster([LINUX], {}, **WHOLE).workloads
    assert is_known(found.os, Os.LINUX)
    assert is_known(found.os_cause, "there are only Linux nodes")
    (found,) = cluster([LINUX], {}).workloads
    assert is_known(found.os, Os.EITHER)


def test_pods_that_only_windows_nodes_take_are_not_for_windows_by_that_alone():
    (found,) = cluster([OLD], {}, **WHOLE).workloads
    assert is_known(found.os, Os.EITHER)
