"""What follows about Calico: the address it is told, the policies for Windows pods."""

from __future__ import annotations

import pytest

from eksnetlint.model.calico_facts import (
    endpoint_flaw,
    foreign_network,
    missed_service_cidr,
    windows_policies,
)
from eksnetlint.model.cluster import Cluster
from eksnetlint.model.declared import NOTHING
from eksnetlint.model.linking import link
from eksnetlint.readers.files import Input, read_files
from eksnetlint.values import Known, Value, is_known

ENDPOINT = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: kubernetes-services-endpoint, namespace: tigera-operator}
data:
  KUBERNETES_SERVICE_%s
  KUBERNETES_SERVICE_%s
"""
ON_WINDOWS = """\
apiVersion: operator.tigera.io/v1
kind: Installation
metadata: {name: default}
spec: {kubernetesProvider: EKS, calicoNetwork: {windowsDataplane: HNS}}
"""
EKS = "0123.gr7.eu-west-1.eks.amazonaws.com"


def linked(*texts: str) -> Cluster:
    text = "---\n".join(texts).encode()
    (cluster,) = link(read_files([Input("a.yaml", lambda: text)], "x:").reading.objects, NOTHING)
    return cluster


@pytest.mark.parametrize(
    ("host", "port", "flaw", "line"),
    [
        (f"HOST: {EKS}", 'PORT: "443"', None, 0),
        (f"HOST: {EKS}", "PORT: '6443'", "KUBERNETES_SERVICE_PORT is not 443", 6),
        (f"HOST: https://{EKS}", "PORT: '443'", "KUBERNETES_SERVICE_HOST is a URL, not a host", 5),
        ("HOST: api.example.com", "PORT: '6443'", None, 0),
        ("HOST: ''", "PORT: '443'", "KUBERNETES_SERVICE_HOST is not given", 5),
        (f"HOST: {EKS}", "OTHER: a", "KUBERNETES_SERVICE_PORT is not given", 3),
        ("OTHER: a", "PORT: '443'", "KUBERNETES_SERVICE_HOST is not given", 3),
        ("HOST: '${HOST}'", "PORT: '6443'", None, 0),
        ("HOST: '${HOST}'", "PORT: ''", "KUBERNETES_SERVICE_PORT is not given", 6),
        (f"HOST: {EKS}", "PORT: '${PORT}'", None, 0),
    ],
)
def test_what_makes_the_address_of_the_api_server_useless(host, port, flaw, line):
    cluster = linked(ENDPOINT % (host, port), ON_WINDOWS)
    found = endpoint_flaw(cluster.services_endpoints[0], cluster)
    assert is_known(found, flaw)
    if flaw:
        assert found.origin.span is not None
        assert found.origin.span.first.line == line


def test_half_an_address_is_passed_over_without_windows():
    cluster = linked(ENDPOINT % (f"HOST: {EKS}", "OTHER: a"))
    assert is_known(endpoint_flaw(cluster.services_endpoints[0], cluster), None)


INSTALLATION = """\
apiVersion: operator.tigera.io/v1
kind: Installation
metadata: {name: default}
spec: {kubernetesProvider: EKS}
"""
PODS = """\
apiVersion: v1
kind: Pod
metadata: {name: orders, namespace: shop, labels: {app: orders}}
spec: {containers: [{name: a}], nodeSelector: {kubernetes.io/os: windows}}
"""


OF_KUBERNETES = "networking.k8s.io/v1"
OF_CALICO = "projectcalico.org/v3"


def policy(api: str, kind: str, spec: str) -> str:
    head = f"apiVersion: {api}\nkind: {kind}\nmetadata: {{name: p, namespace: shop}}"
    return f"{head}\nspec: {spec}\n"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (policy(OF_KUBERNETES, "NetworkPolicy", "{podSelector: {}}"), 1),
        (policy(OF_KUBERNETES, "NetworkPolicy", "{podSelector: {matchLabels: {app: web}}}"), 0),
        (policy(OF_KUBERNETES, "NetworkPolicy", "{podSelector: '${PODS}'}"), 0),
        (policy(OF_CALICO, "GlobalNetworkPolicy", "{selector: all()}"), 1),
        (policy(OF_CALICO, "StagedGlobalNetworkPolicy", "{selector: all()}"), 0),
    ],
)
def test_the_policies_that_are_known_to_select_windows_pods(text, count):
    cluster = linked(INSTALLATION, PODS, text)
    found = windows_policies(cluster.calico_installations[0], cluster)
    assert isinstance(found, Known)
    assert len(found.value) == count


TERRAFORM = """\
resource "aws_eks_cluster" "shop" {
  name = "shop"
  kubernetes_network_config {
    service_ipv4_cidr = %s
  }
}
resource "helm_release" "calico" {
  chart  = "tigera-operator"
  values = [yamlencode({ installation = { kubernetesProvider = "EKS", serviceCIDRs = %s } })]
}
"""


@pytest.mark.parametrize(
    ("own", "told", "missed"),
    [
        ('"10.200.0.0/16"', '["10.96.0.0/12"]', "10.200.0.0/16"),
        ('"10.100.0.0/16"', '["10.96.0.0/12"]', None),
        ('"10.100.0.0/16"', '["172.20.0.0/16", "10.100.0.0/16"]', None),
        ('"10.100.0.0/16"', '["fd00::/108"]', "10.100.0.0/16"),
        ('"10.100.0.0/16"', '["fd00::/108", "x"]', None),
        ('"10.100.0.0/16"', "[]", None),
        ('"10.100.0.0/16"', "var.ranges", None),
        ("var.own", '["10.96.0.0/12"]', None),
    ],
)
def test_the_service_cidr_that_calico_is_not_told(own, told, missed):
    text = (TERRAFORM % (own, told)).encode()
    objects = read_files([Input("main.tf", lambda: text)], "x:").reading.objects
    (cluster,) = link(objects, NOTHING)
    found = missed_service_cidr(cluster.calico_installations[0], cluster)
    assert is_known(found, missed)
    if missed:
        assert [frame.span.first.line for frame in found.origin.frames[:1]] == [9]


# tigera/operator, pkg/controller/installation/validation.go.
@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("ipPools: [{cidr: 10.0.0.0/8, encapsulation: VXLAN}]", "the encapsulation VXLAN"),
        ("ipPools: [{cidr: 10.0.0.0/8, encapsulation: IPIP}]", "the encapsulation IPIP"),
        ("ipPools: [{cidr: 10.0.0.0/8, encapsulation: None}], bgp: Enabled", "BGP"),
        ("ipPools: [{cidr: 10.0.0.0/8, encapsulation: None}], bgp: Disabled", None),
        ("ipPools: [{cidr: 10.0.0.0/8}], bgp: Enabled", "BGP"),
        ("ipPools: [{cidr: 10.0.0.0/8, encapsulation: '${MODE}'}], bgp: Enabled", "BGP"),
        ("ipPools: [{cidr: 10.0.0.0/8, encapsulation: '${MODE}'}]", None),
        ("ipPools: [{cidr: 10.0.0.0/8}]", None),
        ("bgp: Enabled", None),
    ],
)
def test_the_network_that_another_cni_does_not_have(spec, expected):
    def found(cni: str) -> Value[str | None]:
        text = f"spec: {{kubernetesProvider: EKS, {cni} calicoNetwork: {{{spec}}}}}\n"
        head = INSTALLATION.partition("spec")[0]
        cluster = linked(head + text)
        return foreign_network(cluster.calico_installations[0], cluster)

    assert is_known(found(""), expected)
    assert is_known(found("cni: {type: AmazonVPC},"), expected)
    assert is_known(found("cni: {type: Calico},"), None)
    assert is_known(found("cni: {type: '${CNI}'},"), None)
