"""Services in front of pods: which pods, and how traffic comes to them."""

from __future__ import annotations

import pytest

from eksnetlint.model.cluster import Cluster
from eksnetlint.model.declared import NOTHING
from eksnetlint.model.linking import link
from eksnetlint.model.manifest import Service
from eksnetlint.model.service_facts import service_windows_workloads, service_workloads
from eksnetlint.readers.files import Input, read_files
from eksnetlint.values import Known, Unknown, is_known

DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    metadata: {labels: {app: web, tier: front}}
    spec: {containers: [{name: a}], nodeSelector: {kubernetes.io/os: windows}}
"""


def service(spec: str = "{}", meta: str = "namespace: shop") -> str:
    return f"apiVersion: v1\nkind: Service\nmetadata: {{name: web, {meta}}}\nspec: {spec}\n"


def linked(*texts: str) -> Cluster:
    text = "---\n".join(texts).encode()
    (cluster,) = link(read_files([Input("a.yaml", lambda: text)], "x:").reading.objects, NOTHING)
    return cluster


def the(spec: str = "{}", meta: str = "namespace: shop") -> Service:
    return linked(service(spec, meta)).services[0]


# Kubernetes documentation, "Service": selectors, Services without selectors, ExternalName.
@pytest.mark.parametrize(
    ("spec", "meta", "expected"),
    [
        ("{selector: {app: web}}", "namespace: shop", ["Deployment shop/web"]),
        ("{selector: {app: web, tier: front}}", "namespace: shop", ["Deployment shop/web"]),
        ("{selector: {app: web, tier: back}}", "namespace: shop", []),
        ("{selector: {app: web}}", "namespace: other", []),
        ("{selector: {}}", "namespace: shop", []),
        ("{}", "namespace: shop", []),
        ("{selector: {app: web}, type: ExternalName}", "namespace: shop", []),
        ("{selector: {app: web}, clusterIP: None}", "namespace: shop", ["Deployment shop/web"]),
    ],
)
def test_the_workloads_behind_a_service(spec, meta, expected):
    cluster = linked(DEPLOYMENT, service(spec, meta))
    for fact in (service_workloads, service_windows_workloads):
        found = fact(cluster.services[0], cluster)
        assert isinstance(found, Known)
        assert [item.title for item in found.value] == expected


@pytest.mark.parametrize(
    ("spec", "meta"),
    [
        ("{selector: {app: '{{ .app }}'}}", "namespace: shop"),
        ("{selector: '{{ .selector }}'}", "namespace: shop"),
        ("'{{ .spec }}'", "namespace: shop"),
        ("{selector: {app: web}}", "a: b"),
    ],
)
def test_a_service_that_may_be_in_front_of_windows_pods_leaves_it_unknown(spec, meta):
    cluster = linked(DEPLOYMENT, service(spec, meta))
    assert isinstance(service_windows_workloads(cluster.services[0], cluster), Unknown)
    assert is_known(service_workloads(cluster.services[0], cluster), ())


# Kubernetes API reference, ServiceSpec.
def test_the_defaults_of_a_service():
    found = the()
    assert is_known(found.type, "ClusterIP")
    assert is_known(found.session_affinity, "None")
    assert is_known(found.external_traffic_policy, "Cluster")
    assert is_known(found.ip_family_policy, "SingleStack")
    assert isinstance(found.ip_families, Unknown)
    assert is_known(found.load_balancer_targets, None)
    assert not found.type.is_set


def test_what_a_service_says_is_read_with_its_place():
    found = the(
        "\n  type: LoadBalancer\n  sessionAffinity: ClientIP\n  externalTrafficPolicy: Local\n"
        "  ipFamilies: [IPv4, IPv6]\n  ipFamilyPolicy: RequireDualStack"
    )
    for value, text in (
        (found.type, "type: LoadBalancer"),
        (found.session_affinity, "sessionAffinity: ClientIP"),
        (found.external_traffic_policy, "externalTrafficPolicy: Local"),
        (found.ip_family_policy, "ipFamilyPolicy: RequireDualStack"),
    ):
        assert value.origin.span is not None
        assert value.origin.span.text == text
    assert is_known(found.ip_families, ("IPv4", "IPv6"))


# AWS Load Balancer Controller documentation, "NLB", traffic routing.
NLB = "service.beta.kubernetes.io/aws-load-balancer-"


@pytest.mark.parametrize(
    ("annotations", "spec", "expected"),
    [
        ("{}", "{type: LoadBalancer}", "instance"),
        (f"{{{NLB}type: nlb}}", "{type: LoadBalancer}", "instance"),
        (f"{{{NLB}type: nlb-ip}}", "{type: LoadBalancer}", "ip"),
        (f"{{{NLB}nlb-target-type: ip}}", "{type: LoadBalancer}", "ip"),
        (
            f"{{{NLB}nlb-target-type: instance, {NLB}type: external}}",
            "{type: LoadBalancer}",
            "instance",
        ),
        (f"{{{NLB}nlb-target-type: ip}}", "{type: NodePort}", None),
        ("{}", "{type: LoadBalancer, loadBalancerClass: eks.amazonaws.com/nlb}", "unknown"),
        ("'{{ .annotations }}'", "{type: LoadBalancer}", "unknown"),
        (f"{{{NLB}nlb-target-type: '${{TARGETS}}'}}", "{type: LoadBalancer}", "unknown"),
        (f"{{{NLB}type: '${{TYPE}}'}}", "{type: LoadBalancer}", "unknown"),
        ("{}", "{type: '${TYPE}'}", "unknown"),
        ("{}", "'${SPEC}'", "unknown"),
    ],
)
def test_the_targets_of_a_load_balancer(annotations, spec, expected):
    found = the(spec, f"namespace: shop, annotations: {annotations}").load_balancer_targets
    assert isinstance(found, Unknown) if expected == "unknown" else is_known(found, expected)
