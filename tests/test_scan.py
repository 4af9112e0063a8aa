"""The whole flow: what is read, what belongs together, and the account of it."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from eksnetlint.choice import choose
from eksnetlint.discovery import NotFound
from eksnetlint.finding import Finding, Report
from eksnetlint.model.cluster import Join
from eksnetlint.model.declared import declarations
from eksnetlint.rulebook import load_rules
from eksnetlint.scan import Settings, scan

CLUSTER = """\
apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata: {name: shop, region: eu-west-1}
managedNodeGroups:
  - {name: linux}
nodeGroups:
  - {name: windows, amiFamily: WindowsServer2019CoreContainer}
"""
POD = """\
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  hostNetwork: true
  nodeSelector: {kubernetes.io/os: windows}
  containers: [{name: a, image: b}]
"""
DSR = "windows-dsr-not-enabled"
HOST = "windows-host-network-without-host-process"


def scanned(*paths: str, pedantic: bool = False, facts: tuple[str, ...] = ()) -> Report:
    rules = load_rules()
    chosen = choose(rules, (), (), pedantic=pedantic)
    given = tuple(Path(path) for path in paths or (".",))
    return scan(Settings(given, rules, chosen, declarations(facts)))


def told(found: tuple[Finding, ...]) -> list[tuple[str, str, int]]:
    return [(item.rule.id, item.span.path, item.span.first.line) for item in found]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(**texts: str) -> None:
    """Write files, with "/" for "__" in their names."""
    for name, text in texts.items():
        path = Path(name.replace("__", "/") + ".yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def test_findings_come_with_their_places():
    write(cluster=CLUSTER, apps__web=POD)
    report = scanned()
    assert told(report.findings) == [(HOST, "apps/web.yaml", 5), (DSR, "cluster.yaml", 7)]
    assert [item.span.text for item in report.findings] == [
        "hostNetwork: true",
        "amiFamily: WindowsServer2019CoreContainer",
    ]


def test_findings_are_sorted_by_place():
    write(b=CLUSTER.replace("shop", "b"), a=CLUSTER.replace("shop", "a"), c=POD * 1)
    paths = [item.span.path for item in scanned().findings]
    assert paths == sorted(paths)


def test_the_account_counts_what_was_read_and_skipped(folder):
    write(cluster=CLUSTER, other="a: b\n", chart__templates__a=POD, chart__Chart="name: a\n")
    (folder / "picture.yaml").write_bytes(b"\0\1\2")
    report = scanned()
    assert report.files_read == 1
    assert report.skipped == {
        "Helm chart templates": 1,
        "binary": 1,
        "not about EKS or Kubernetes": 2,
    }


def test_the_account_tells_the_clusters_and_what_belongs_to_them():
    write(cluster=CLUSTER, apps__web=POD)
    (cluster,) = scanned().clusters
    assert cluster.title == "cluster 'shop' in eu-west-1"
    assert cluster.counts == {"node group": 2, "workload": 1}
    assert cluster.paths == ("apps/web.yaml", "cluster.yaml")
    assert cluster.join == Join.INFERRED.value


def test_nothing_relevant_is_an_empty_report():
    write(other="a: b\n")
    report = scanned()
    assert (report.findings, report.open, report.clusters) == ((), (), ())
    assert report.files_read == 0


def test_an_empty_folder_is_an_empty_report():
    assert scanned().files_read == 0


def test_templates_of_a_chart_are_left_out_unless_they_are_named():
    write(chart__Chart="name: a\n", chart__templates__deep__web=POD, chart__values="a: b\n")
    assert scanned().findings == ()
    assert scanned("chart/templates").files_read == 1
    assert told(scanned("chart/templates/deep/web.yaml").findings) == [
        (HOST, "chart/templates/deep/web.yaml", 5)
    ]


def test_a_folder_of_templates_without_a_chart_is_read():
    write(templates__web=POD)
    assert scanned().files_read == 1


def test_patches_of_a_kustomization_are_no_pods():
    write(base__kustomization="patches: [{path: web.yaml}]\n", base__web=POD)
    report = scanned()
    assert report.findings == ()
    assert report.skipped == {"kustomize patches": 1}


def test_one_finding_is_told_once_for_a_file_given_twice():
    write(cluster=CLUSTER)
    assert len(scanned("cluster.yaml", ".", "./cluster.yaml").findings) == 1


def test_a_file_that_copies_itself_by_aliases_is_told_once():
    write(
        cluster=CLUSTER
        + "  - &a {name: two, amiFamily: WindowsServer2019CoreContainer}\n  - *a\n  - *a\n"
    )
    assert [line for _, _, line in told(scanned().findings)] == [7, 8]


def test_declared_facts_settle_open_verdicts():
    write(cluster=CLUSTER.replace("2019", "2022"))
    assert [item.rule.id for item in scanned().open] == [DSR]
    assert scanned(facts=("dsr=enabled",)).open == ()
    assert scanned(facts=("dsr=enabled",)).findings == ()
    report = scanned(facts=("dsr=disabled",))
    assert [item.rule.id for item in report.findings] == [DSR]


def test_pedantic_rules_run_only_where_they_are_asked_for():
    linux = POD.replace("windows", "linux").replace("hostNetwork", "hostPID")
    write(web=linux)
    assert scanned().findings == ()
    assert [item.rule.id for item in scanned(pedantic=True).findings] == [
        "namespace-without-network-policy"
    ]


def test_standard_input_is_read_under_its_name(monkeypatch):
    write(cluster=CLUSTER)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(POD.encode())))
    assert told(scanned("-").findings) == [(HOST, "<stdin>", 5)]


def test_standard_input_and_files_are_read_together(monkeypatch):
    write(cluster=CLUSTER)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(POD.encode())))
    assert {path for _, path, _ in told(scanned("-", "cluster.yaml").findings)} == {
        "<stdin>",
        "cluster.yaml",
    }


def test_a_path_that_is_not_there_stops_the_run():
    with pytest.raises(NotFound, match=r"nowhere: no such file or folder"):
        scanned("nowhere")


def test_files_of_one_cluster_are_judged_together():
    linux, _, windows = CLUSTER.partition("nodeGroups:\n  - {name: windows")
    head = linux.partition("managed")[0]
    write(linux=linux, windows=f"{head}nodeGroups:\n  - {{name: windows{windows}")
    report = scanned()
    assert [item.rule.id for item in report.findings] == [DSR]
    assert len(report.clusters) == 1
    assert [item.rule.id for item in scanned("windows.yaml").findings] == [
        "no-linux-capacity",
        DSR,
    ]


def test_copies_for_several_environments_are_told_apart():
    dev, prod = (CLUSTER.replace("shop", name) for name in ("dev", "prod"))
    write(clusters__dev__cluster=dev, clusters__prod__cluster=prod, clusters__dev__web=POD)
    titles = {cluster.title: cluster.counts for cluster in scanned().clusters}
    assert titles == {
        "cluster 'dev' in eu-west-1": {"node group": 2, "workload": 1},
        "cluster 'prod' in eu-west-1": {"node group": 2},
    }
