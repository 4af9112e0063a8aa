"""What `eksnetlint inspect` tells: all that was understood, and the ledger of what was not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from eksnetlint.cli import app

CLUSTER = """\
apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata: {name: shop, region: eu-west-1, version: "1.33"}
managedNodeGroups:
  - {name: linux, amiFamily: Bottlerocket}
nodeGroups:
  - name: windows
    amiFamily: WindowsServer2022CoreContainer
    instanceType: m5.large
    maxPodsPerNode: 8
addons:
  - name: vpc-cni
    configurationValues: '{"enableWindowsIpam": "true"}'
"""
APP = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    metadata: {labels: {app: web}}
    spec:
      nodeSelector: {kubernetes.io/os: windows}
      containers: [{name: a, image: b}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny, namespace: shop}
spec: {podSelector: {matchLabels: {app: web}}}
---
apiVersion: vpcresources.k8s.aws/v1beta1
kind: SecurityGroupPolicy
metadata: {name: db, namespace: shop}
spec: {podSelector: {matchLabels: {app: other}}}
---
apiVersion: operator.tigera.io/v1
kind: Installation
metadata: {name: default}
spec: {calicoNetwork: {windowsDataplane: HNS}, serviceCIDRs: [10.100.0.0/16]}
"""


def inspect(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["inspect", *arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def document(*arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(inspect("--output-format", "json", *arguments))
    return found


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def platform(folder):
    """A cluster and what runs on it."""
    (folder / "cluster.yaml").write_text(CLUSTER)
    (folder / "app.yaml").write_text(APP)


def facts(thing: dict[str, Any]) -> dict[str, str]:
    return {name: fact["value"] for name, fact in thing["facts"].items()}


def member(title: str) -> dict[str, Any]:
    (cluster,) = document()["clusters"]
    (found,) = (item for item in cluster["members"] if item["title"] == title)
    assert isinstance(found, dict)
    return found


@pytest.mark.usefixtures("platform")
def test_a_cluster_is_told_with_its_facts_and_members():
    (cluster,) = document()["clusters"]
    assert cluster["title"] == "cluster 'shop' in eu-west-1"
    told = facts(cluster)
    assert told["platform"] == "eks"
    assert told["kubernetes_minor"] == "33"
    assert told["ip_family"] == "ipv4"
    assert told["has_linux_capacity"] == "true"
    assert [item["title"] for item in cluster["members"]] == [
        "node group 'windows'",
        "node group 'linux'",
        "Deployment shop/web",
        "NetworkPolicy shop/deny",
        "SecurityGroupPolicy shop/db",
        "vpc-cni add-on",
        "Calico Installation",
    ]


@pytest.mark.usefixtures("platform")
def test_a_windows_group_is_told_with_all_that_windows_needs():
    group = member("node group 'windows'")
    assert group["kind"] == "node_group"
    assert group["place"] == "cluster.yaml:7:5"
    told = facts(group)
    assert told["os"] == "windows"
    assert told["windows_version"] == "2022"
    assert told["edition"] == "core"
    assert told["instance_types"] == "m5.large"
    assert told["pod_capacity"] == "9"
    assert told["max_pods"] == "8"
    assert told["eni_count"] == "1"
    assert told["dsr"] == "unknown"
    assert group["facts"]["max_pods"]["place"] == "cluster.yaml:10:5"
    assert "not documented" in group["facts"]["dsr"]["reason"]


@pytest.mark.usefixtures("platform")
def test_a_linux_group_is_told_without_what_only_windows_has():
    told = facts(member("node group 'linux'"))
    assert told["os"] == "linux"
    assert not {"dsr", "windows_version", "pod_capacity", "edition"} & set(told)


@pytest.mark.usefixtures("platform")
def test_a_workload_is_told_with_its_system_and_why():
    workload = member("Deployment shop/web")
    told = facts(workload)
    assert told["os"] == "windows"
    assert told["os_cause"] == "nodeSelector kubernetes.io/os"
    assert told["host_network"] == told["host_process"] == "false"
    assert workload["facts"]["os"]["place"] == "app.yaml:8:22"


@pytest.mark.usefixtures("platform")
def test_a_workload_is_told_with_the_groups_that_take_it():
    workload = member("Deployment shop/web")
    told = facts(workload)
    assert told["candidate_groups"] == "node group 'windows'"
    assert workload["facts"]["candidate_groups"]["place"] == "cluster.yaml:7:5"
    assert told["is_seen_by_webhook"] == "true"
    assert not {"placement_conflict", "possible_groups"} & set(told)


@pytest.mark.usefixtures("platform")
def test_groups_that_cannot_be_decided_are_told_as_possible(folder):
    (folder / "app.yaml").write_text(APP.replace("os: windows}", "os: windows, disk: ssd}"))
    told = facts(member("Deployment shop/web"))
    assert told["candidate_groups"] == "unknown"
    assert told["possible_groups"] == "node group 'windows'"


def test_without_node_groups_none_are_told(folder):
    (folder / "app.yaml").write_text(
        APP.replace(
            "spec:\n      nodeSelector", "spec:\n      os: {name: linux}\n      nodeSelector"
        )
    )
    told = facts(member("Deployment shop/web"))
    assert not {"candidate_groups", "possible_groups"} & set(told)
    assert told["placement_conflict"] == "true"


@pytest.mark.usefixtures("platform")
def test_policies_are_told_with_what_they_select():
    assert "Deployment shop/web" in facts(member("NetworkPolicy shop/deny"))["windows_workloads"]
    assert facts(member("SecurityGroupPolicy shop/db"))["windows_workloads"] == ""


@pytest.mark.usefixtures("platform")
def test_settings_of_the_cni_are_told():
    assert facts(member("vpc-cni add-on"))["windows_ipam"] == "true"
    calico = facts(member("Calico Installation"))
    assert calico == {
        "windows_dataplane": "HNS",
        "service_cidrs": "10.100.0.0/16",
        "cni_type": "unknown",
    }


@pytest.mark.usefixtures("platform")
def test_what_becomes_of_policies_is_told():
    (cluster,) = document()["clusters"]
    network_policy, groups = cluster["enforcement"]["policies"]
    assert network_policy == {
        "policy": "NetworkPolicy shop/deny",
        "place": "app.yaml:13:12",
        "pods": [
            {
                "workload": "Deployment shop/web",
                "workload_place": "app.yaml:3:12",
                "system": "windows",
                "ingress": "enforced",
                "egress": "not restricted",
                "because": "Calico's Windows dataplane is on",
                "place": "app.yaml:24:24",
            }
        ],
    }
    assert groups["pods"] == []
    assert cluster["enforcement"]["selected_by_none"] == []


@pytest.mark.usefixtures("platform")
def test_the_table_of_policies_has_a_line_for_each_workload():
    told = inspect("--fact", "network_policy_engine=vpc-cni")
    table = told[told.index("  policies, and what") :].splitlines()
    assert [" ".join(line.split()) for line in table[1:6]] == [
        "pods system incoming outgoing because",
        "NetworkPolicy shop/deny app.yaml:13:12",
        "Deployment shop/web windows NOT ENFORCED not restricted "
        "the VPC CNI enforces policies on Linux nodes only (app.yaml:8:22)",
        "SecurityGroupPolicy shop/db app.yaml:18:12",
        "selects no pods that are in these files",
    ]
    assert table[1].index("system") == table[3].index("windows")


def test_workloads_of_one_fate_are_counted_after_the_third(folder):
    workload = "apiVersion: v1\nkind: Pod\nmetadata: {name: %s}\nspec: {containers: [{name: a}]}\n"
    policy = (
        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p}\nspec: {}\n"
    )
    pods = [workload % f"pod-{number}" for number in range(5)]
    (folder / "a.yaml").write_text("---\n".join([*pods, policy]))
    assert "and 2 more with the same outcome" in inspect()
    (cluster,) = document()["clusters"]
    assert len(cluster["enforcement"]["policies"][0]["pods"]) == 5


def test_workloads_that_no_policy_selects_are_told(folder):
    (folder / "a.yaml").write_text(APP.replace("{app: web}}}", "{app: other}}}", 1))
    assert "selected by no policy: Deployment shop/web" in inspect()


@pytest.mark.usefixtures("platform")
def test_the_ledger_lists_each_unknown_with_its_places():
    ledger = {item["reason"]: item["facts"] for item in document()["unknown"]}
    (reason,) = (reason for reason in ledger if "not documented" in reason)
    assert reason.endswith("declare `dsr`")
    assert ledger[reason] == ["dsr at cluster.yaml:8:5"]


@pytest.mark.usefixtures("platform")
def test_every_unknown_fact_is_in_the_ledger():
    found = document()
    (cluster,) = found["clusters"]
    reasons = {
        fact["reason"]
        for thing in (cluster, *cluster["members"])
        for fact in thing["facts"].values()
        if fact["reason"]
    }
    assert reasons == {item["reason"] for item in found["unknown"]}
    assert len([text for item in found["unknown"] for text in item["facts"]]) >= len(reasons)


@pytest.mark.usefixtures("platform")
def test_the_text_says_what_the_json_says():
    text = inspect()
    (cluster,) = document()["clusters"]
    for thing in (cluster, *cluster["members"]):
        assert thing["title"] in text
        for name, fact in thing["facts"].items():
            assert f"{name.replace('_', ' ')}: {fact['value']}".rstrip() in text
    for item in document()["unknown"]:
        assert item["reason"] in text
        assert all(place in text for place in item["facts"])
    assert "unknown, because" in text


@pytest.mark.usefixtures("platform")
def test_declared_facts_are_shown():
    assert "dsr: enabled" in inspect("--fact", "dsr=enabled")
    assert "not documented" not in inspect("--fact", "dsr=enabled")


@pytest.mark.usefixtures("platform")
def test_only_the_paths_given_are_read():
    assert "Deployment" not in inspect("cluster.yaml")
    (manifests,) = document("app.yaml")["clusters"]
    assert manifests["title"] == "manifests in ."


def test_each_cluster_is_told_by_itself(folder):
    for name in ("one", "two"):
        (folder / f"{name}.yaml").write_text(CLUSTER.replace("shop", name))
    titles = [cluster["title"] for cluster in document()["clusters"]]
    assert titles == ["cluster 'one' in eu-west-1", "cluster 'two' in eu-west-1"]


def test_nothing_recognised_is_said():
    Path("a.yaml").write_text("a: b\n")
    assert inspect() == "nothing recognised\n"
    assert document() == {"schema_version": 1, "clusters": [], "unknown": []}


def test_values_of_strange_files_do_not_reach_the_terminal_raw(folder):
    (folder / "a.yaml").write_text(CLUSTER.replace("name: windows", 'name: "a\\e[31mb\\nc"'))
    assert "\x1b" not in inspect()
