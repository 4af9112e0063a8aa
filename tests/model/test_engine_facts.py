"""Which engines for network policies are known to be there at once."""

from __future__ import annotations

import pytest

from eksnetlint.model.cluster import Cluster
from eksnetlint.model.declared import declarations
from eksnetlint.model.engine_facts import has_several_policy_engines, policy_engines
from eksnetlint.model.linking import link
from eksnetlint.readers.files import Input, read_files
from eksnetlint.values import Known, is_known

VPC_CNI = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: amazon-vpc-cni, namespace: kube-system}
data:
  enable-network-policy-controller: "%s"
"""
CALICO = """\
apiVersion: operator.tigera.io/v1
kind: Installation
metadata: {name: default}
spec: {kubernetesProvider: EKS}
"""
CILIUM = """\
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: cilium, namespace: kube-system}
spec: {template: {spec: {containers: [{name: a}]}}}
"""


def linked(*texts: str, facts: tuple[str, ...] = ()) -> Cluster:
    text = "---\n".join(texts).encode()
    objects = read_files([Input("a.yaml", lambda: text)], "x:").reading.objects
    (cluster,) = link(objects, declarations(facts))
    return cluster


@pytest.mark.parametrize(
    ("texts", "names"),
    [
        ((VPC_CNI % "true",), ["vpc-cni"]),
        ((VPC_CNI % "false", CALICO), ["calico"]),
        ((VPC_CNI % "${ON}", CALICO), ["calico"]),
        ((VPC_CNI % "true", CALICO), ["vpc-cni", "calico"]),
        ((CILIUM, CALICO), ["calico", "cilium"]),
        ((CILIUM,), ["cilium"]),
    ],
)
def test_the_engines_that_are_known_to_be_there(texts, names):
    cluster = linked(*texts)
    found = policy_engines(cluster)
    assert isinstance(found, Known)
    assert [engine.value for engine in found.value] == names
    assert is_known(has_several_policy_engines(cluster), len(names) > 1)


def test_they_are_told_with_their_places():
    found = has_several_policy_engines(linked(VPC_CNI % "true", CALICO))
    assert [frame.span.text for frame in found.origin.frames] == [
        'enable-network-policy-controller: "true"',
        "name: default",
    ]
    assert found.origin.frames[1].note == "Calico is installed"


def test_a_declared_engine_is_the_only_one():
    cluster = linked(VPC_CNI % "true", CALICO, facts=("network_policy_engine=calico",))
    assert is_known(has_several_policy_engines(cluster), False)


def in_folders(*paths: str) -> Cluster:
    texts = (VPC_CNI % "true", CALICO)
    inputs = [Input(path, text.encode) for path, text in zip(paths, texts, strict=True)]
    (cluster,) = link(read_files(inputs, "x:").reading.objects, declarations(()))
    return cluster


def test_engines_in_folders_of_their_own_may_be_for_two_clusters():
    assert is_known(has_several_policy_engines(in_folders("k8s/cni.yaml", "k8s/calico.yaml")), True)
    apart = in_folders("shop/cni.yaml", "bank/calico.yaml")
    assert is_known(has_several_policy_engines(apart), False)
