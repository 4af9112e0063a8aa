"""Services and the node groups that their Windows pods can run on."""

from __future__ import annotations

import pytest

from eksnetlint.model.cluster import Cluster
from eksnetlint.model.declared import NOTHING
from eksnetlint.model.linking import link
from eksnetlint.model.service_pod_facts import (
    asks_for_ipv6,
    comes_through_nodes,
    pod_count,
    pods_have_dsr,
    pods_run_on_2019,
)
from eksnetlint.readers.files import Input, read_files
from eksnetlint.values import Known, Unknown, Value, is_known

DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: %s
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: a}], nodeSelector: {kubernetes.io/os: windows%s}}
"""
CLUSTER = """\
apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata: {name: shop, region: eu-west-1}
iam: {withOIDC: true}
managedNodeGroups:
- {name: linux, amiFamily: AmazonLinux2023}
"""
OLD = "- {name: old, amiFamily: WindowsServer2019CoreContainer}\n"
NEW = "- {name: new, amiFamily: WindowsServer2022CoreContainer}\n"


def service(spec: str = "", annotations: str = "{}") -> str:
    return (
        "apiVersion: v1\nkind: Service\n"
        f"metadata: {{name: web, namespace: shop, annotations: {annotations}}}\n"
        f"spec: {{selector: {{app: web}}, {spec}}}\n"
    )


def linked(*texts: str) -> Cluster:
    inputs = [Input(f"{n}.yaml", text.encode) for n, text in enumerate(texts)]
    (cluster,) = link(read_files(inputs, "x:").reading.objects, NOTHING)
    return cluster


def shown(value: Value[object]) -> object:
    return value.value if isinstance(value, Known) else "unknown"


# Kubernetes documentation, "IPv4/IPv6 dual-stack".
@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("", False),
        ("ipFamilies: [IPv4]", False),
        ("ipFamilies: [IPv4, IPv6]", True),
        ("ipFamilyPolicy: RequireDualStack", True),
        ("ipFamilyPolicy: PreferDualStack", False),
        ("ipFamilyPolicy: '${POLICY}'", "unknown"),
        ("ipFamilies: ['${FAMILY}']", "unknown"),
        ("ipFamilies: ['${FAMILY}'], ipFamilyPolicy: RequireDualStack", True),
        ("ipFamilies: [IPv6], ipFamilyPolicy: '${POLICY}'", True),
    ],
)
def test_whether_a_service_must_have_an_ipv6_address(spec, expected):
    cluster = linked(service(spec))
    assert shown(asks_for_ipv6(cluster.services[0], cluster)) == expected


def test_in_an_ipv6_cluster_the_service_is_not_what_asks():
    cluster = linked(
        service("ipFamilies: [IPv6]"), CLUSTER + "kubernetesNetworkConfig: {ipFamily: IPv6}\n"
    )
    assert is_known(asks_for_ipv6(cluster.services[0], cluster), False)


NLB = "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type"


@pytest.mark.parametrize(
    ("spec", "annotations", "expected"),
    [
        ("", "{}", False),
        ("type: NodePort", "{}", True),
        ("type: LoadBalancer", "{}", True),
        ("type: LoadBalancer", f"{{{NLB}: ip}}", False),
        ("type: LoadBalancer", f"{{{NLB}: '${{TARGET}}'}}", "unknown"),
        ("type: '${TYPE}'", "{}", "unknown"),
    ],
)
def test_whether_traffic_comes_by_way_of_the_nodes(spec, annotations, expected):
    cluster = linked(service(spec, annotations))
    assert shown(comes_through_nodes(cluster.services[0], cluster)) == expected


@pytest.mark.parametrize(
    ("groups", "dsr", "is_2019"),
    [
        (OLD, False, True),
        (NEW, "unknown", False),
        (OLD + NEW, "unknown", "unknown"),
        ("", "unknown", "unknown"),
    ],
)
def test_what_holds_for_every_group_of_the_pods(groups, dsr, is_2019):
    cluster = linked(service(), DEPLOYMENT % (1, ""), CLUSTER + groups)
    assert shown(pods_have_dsr(cluster.services[0], cluster)) == dsr
    assert shown(pods_run_on_2019(cluster.services[0], cluster)) == is_2019


DSR = (
    "nodeGroups:\n- name: dsr\n  amiFamily: WindowsServer2019CoreContainer\n"
    "  overrideBootstrapCommand: '& $EKSBootstrapScriptFile -EKSClusterName a"
    ' -KubeProxyExtraArgs "--enable-dsr=true"\'\n'
)


def test_groups_that_differ_leave_it_unknown_though_one_is_set_by_hand():
    whole = CLUSTER.replace("{name: shop,", "{name: shop, version: '1.34',")
    cluster = linked(service(), DEPLOYMENT % (1, ""), whole + DSR)
    assert is_known(pods_have_dsr(cluster.services[0], cluster), True)
    cluster = linked(service(), DEPLOYMENT % (1, ""), whole + OLD + DSR)
    assert isinstance(pods_have_dsr(cluster.services[0], cluster), Unknown)
    assert is_known(pods_run_on_2019(cluster.services[0], cluster), True)


def test_nothing_holds_where_there_may_be_other_groups():
    cluster = linked(service(), DEPLOYMENT % (1, ""))
    assert isinstance(pods_have_dsr(cluster.services[0], cluster), Unknown)
    assert isinstance(pods_run_on_2019(cluster.services[0], cluster), Unknown)


def test_a_service_without_windows_pods_has_no_groups():
    cluster = linked(service(), CLUSTER + OLD)
    assert isinstance(pods_have_dsr(cluster.services[0], cluster), Unknown)
    assert isinstance(pods_run_on_2019(cluster.services[0], cluster), Unknown)


# The label is documented with Kubernetes' well-known labels.
@pytest.mark.parametrize(
    ("build", "expected"), [("10.0.17763", True), ("10.0.20348", "unknown"), ("'${B}'", "unknown")]
)
def test_pods_can_ask_for_windows_server_2019_themselves(build, expected):
    cluster = linked(service(), DEPLOYMENT % (1, f", node.kubernetes.io/windows-build: {build}"))
    assert shown(pods_run_on_2019(cluster.services[0], cluster)) == expected


def test_where_the_files_differ_the_groups_are_told():
    cluster = linked(service(), DEPLOYMENT % (1, ""), CLUSTER + OLD)
    found = pods_have_dsr(cluster.services[0], cluster)
    assert [frame.note for frame in found.origin.frames] == ["its pods run on node group 'old'"]


@pytest.mark.parametrize(("replicas", "count"), [("3", 3), ("'${N}'", 0), ("", 0)])
def test_the_pods_behind_a_service_are_counted_as_far_as_they_are_told(replicas, count):
    cluster = linked(service(), DEPLOYMENT % (replicas, ""))
    found = pod_count(cluster.services[0], cluster)
    assert isinstance(found, Unknown)
    assert found.at_least == count


def test_the_replicas_of_several_workloads_add_up():
    other = (DEPLOYMENT % (4, "")).replace("name: web,", "name: more,")
    cluster = linked(service(), DEPLOYMENT % (3, ""), other)
    found = pod_count(cluster.services[0], cluster)
    assert isinstance(found, Unknown)
    assert found.at_least == 7
    assert [frame.span.text for frame in found.origin.frames] == ["replicas: 3", "replicas: 4"]
