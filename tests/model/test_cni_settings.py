"""One value for each setting of the VPC CNI; what contradicts is told with its places."""

from __future__ import annotations

import pytest

from eksnetlint.model.cluster import Cluster
from eksnetlint.model.cluster_facts import windows_ipam
from eksnetlint.model.cni_settings import cni_conflicts, pod_eni
from eksnetlint.model.declared import NOTHING
from eksnetlint.model.linking import link
from eksnetlint.readers.files import Input, read_files
from eksnetlint.values import Known, Unknown, is_known

CONFIG_MAP = (
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: amazon-vpc-cni, namespace: kube-system}\n"
    "data: {enable-windows-ipam: 'false'}\n"
)
RELEASE = (
    "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: cni}\n"
    "spec:\n  chart: {spec: {chart: aws-vpc-cni}}\n"
    "  values: {enableWindowsIpam: 'true', env: {ENABLE_POD_ENI: 'true'}}\n"
)


def aws_node(*variables: str) -> str:
    env = "".join(f"\n        - {variable}" for variable in variables)
    return (
        "apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: aws-node, namespace: kube-system}\n"
        "spec:\n  template:\n    spec:\n      containers:\n      - name: aws-node\n"
        f"        env:{env}\n      - name: aws-eks-nodeagent\n"
        "        env: [{name: ENABLE_POD_ENI, value: x}]\n"
    )


def linked(*texts: str) -> Cluster:
    text = "---\n".join(texts).encode()
    (cluster,) = link(read_files([Input("a.yaml", lambda: text)], "x:").reading.objects, NOTHING)
    return cluster


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ((aws_node("{name: ENABLE_POD_ENI, value: 'true'}"),), True),
        ((aws_node("{name: ENABLE_POD_ENI, value: 'yes'}"),), False),
        ((aws_node("{name: ENABLE_POD_ENI, valueFrom: {configMapKeyRef: {name: a}}}"),), None),
        ((aws_node("{name: WARM_ENI_TARGET, value: '1'}"),), None),
        ((RELEASE,), True),
        ((RELEASE, aws_node("{name: ENABLE_POD_ENI, value: 'false'}")), None),
        ((CONFIG_MAP,), None),
        ((), None),
    ],
)
def test_whether_linux_pods_get_interfaces_of_their_own(texts, expected):
    pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a}]}\n"
    answer = pod_eni(linked(pod, *texts))
    assert isinstance(answer, Unknown) if expected is None else is_known(answer, expected)


def test_the_daemon_set_says_nothing_about_the_config_map():
    cluster = linked(aws_node(), RELEASE)
    assert is_known(windows_ipam(cluster), True)
    assert isinstance(windows_ipam(linked(aws_node())), Unknown)


def test_two_places_that_contradict_are_a_conflict_with_both_spans():
    found = cni_conflicts(linked(CONFIG_MAP, RELEASE))
    assert isinstance(found, Known)
    (conflict,) = found.value
    assert conflict.title == "enable-windows-ipam (false or true)"
    spans = [frame.span.text for frame in found.origin.frames]
    assert spans == ["enable-windows-ipam: 'false'", "enableWindowsIpam: 'true'"]
    assert isinstance(windows_ipam(linked(CONFIG_MAP, RELEASE)), Unknown)


def test_places_that_agree_are_no_conflict():
    same = CONFIG_MAP.replace("'false'", "'true'")
    assert is_known(cni_conflicts(linked(same, RELEASE)), ())
    assert is_known(windows_ipam(linked(same, RELEASE)), True)


def test_a_variable_set_differently_is_a_conflict():
    daemon_set = aws_node("{name: ENABLE_POD_ENI, value: 'false'}")
    found = cni_conflicts(linked(RELEASE, daemon_set))
    assert isinstance(found, Known)
    assert [item.setting for item in found.value] == ["ENABLE_POD_ENI"]


def test_two_words_for_the_same_are_no_conflict():
    same = CONFIG_MAP.replace("'false'", "'True'")
    assert is_known(cni_conflicts(linked(same, RELEASE)), ())


def test_two_manifests_are_no_conflict():
    other = CONFIG_MAP.replace("'false'", "'true'")
    assert is_known(cni_conflicts(linked(CONFIG_MAP, other)), ())


def test_digits_are_numbers_and_not_words():
    one = CONFIG_MAP.replace("enable-windows-ipam: 'false'", "warm-ip-target: '1'")
    release = RELEASE.replace("enableWindowsIpam: 'true'", "warmWindowsIPTarget: 0")
    found = cni_conflicts(linked(one, release))
    assert isinstance(found, Known)
    assert [item.title for item in found.value] == ["warm-ip-target (1 or 0)"]
