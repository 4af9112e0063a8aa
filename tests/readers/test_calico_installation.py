"""The Installation of Calico's operator, in manifests and by charts."""

from __future__ import annotations

import pytest

from eksnetlint.model.cni import CalicoInstallation, ServicesEndpoint
from eksnetlint.readers.files import Input, read_files
from eksnetlint.readers.kubernetes.calico_installation import minor_of
from eksnetlint.source.text import Source
from eksnetlint.values import Known, Unknown, Value, is_known

HEAD = "apiVersion: operator.tigera.io/v1\nkind: Installation\nmetadata: {name: default}\nspec:"


def the(spec: str, text: str = HEAD) -> CalicoInstallation:
    objects = read_files([Input("a.yaml", f"{text} {spec}\n".encode)], "mark").reading.objects
    (found,) = (item for item in objects if isinstance(item, CalicoInstallation))
    return found


def place(value: Value[object]) -> str:
    assert value.origin.span is not None
    return value.origin.span.text


# Installation reference, Calico documentation.
def test_what_an_installation_leaves_out_has_its_defaults():
    found = the("{}")
    assert is_known(found.kubernetes_provider, None)
    assert is_known(found.variant, "Calico")
    assert is_known(found.linux_dataplane, "Iptables")
    assert is_known(found.encapsulation, None)
    assert is_known(found.bgp, None)
    assert is_known(found.has_windows_nodes, False)
    assert is_known(found.minor, None)
    assert not found.linux_dataplane.is_set


def test_what_an_installation_says_is_read_with_its_place():
    found = the(
        "\n  kubernetesProvider: EKS\n  variant: TigeraSecureEnterprise\n"
        "  windowsNodes:\n    cniLogDir: /k\n"
        "  calicoNetwork:\n    bgp: Disabled\n    linuxDataplane: BPF\n"
        "    ipPools:\n    - cidr: 10.0.0.0/8\n      encapsulation: VXLAN"
    )
    for value, text in (
        (found.kubernetes_provider, "kubernetesProvider: EKS"),
        (found.variant, "variant: TigeraSecureEnterprise"),
        (found.has_windows_nodes, "windowsNodes"),
        (found.bgp, "bgp: Disabled"),
        (found.linux_dataplane, "linuxDataplane: BPF"),
        (found.encapsulation, "encapsulation: VXLAN"),
    ):
        assert place(value) == text
    assert is_known(found.has_windows_nodes, True)


# tigera/operator, pkg/render/node.go, GetIPv4Pool; the CRD names the default.
@pytest.mark.parametrize(
    ("pools", "expected"),
    [
        ("[]", None),
        ("[{cidr: 'fd00::/48', encapsulation: None}]", None),
        ("[{cidr: 'fd00::/48'}, {cidr: 10.0.0.0/8, encapsulation: None}]", "None"),
        ("[{cidr: 10.0.0.0/8}]", "IPIP"),
        ("[{cidr: 10.0.0.0/8, encapsulation: VXLAN}, {cidr: 11.0.0.0/8}]", "VXLAN"),
        ("[{}]", None),
        ("'${POOLS}'", "unknown"),
        ("['${POOL}']", "unknown"),
        ("[{cidr: '${CIDR}'}]", "unknown"),
        ("[{cidr: 10.0.0.0/8, encapsulation: '${MODE}'}]", "unknown"),
    ],
)
def test_the_first_ipv4_pool_decides_the_encapsulation(pools, expected):
    found = the(f"{{calicoNetwork: {{ipPools: {pools}}}}}").encapsulation
    assert isinstance(found, Unknown) if expected == "unknown" else is_known(found, expected)


@pytest.mark.parametrize("spec", ["'${SPEC}'", "{calicoNetwork: '${NETWORK}'}"])
def test_what_is_filled_in_later_is_unknown(spec):
    found = the(spec)
    assert isinstance(found.bgp, Unknown)
    assert isinstance(found.linux_dataplane, Unknown)
    assert isinstance(found.encapsulation, Unknown)


@pytest.mark.parametrize(
    ("node", "expected"), [("'${NODES}'", "unknown"), ("{}", True), ("", False)]
)
def test_settings_for_windows_nodes_may_be_filled_in_later(node, expected):
    found = the(f"{{windowsNodes: {node}}}").has_windows_nodes
    assert isinstance(found, Unknown) if expected == "unknown" else is_known(found, expected)


SPAN = Source("a.yaml", "x").place(0, 1)


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("v3.27.0", 27),
        ("3.26.4", 26),
        ("3.31", 31),
        ("3.26.x", 26),
        ("v3.31.0-0.dev", 31),
        (">=3.26.0", None),
        ("3", None),
        ("v4.0.0", None),
        ("latest", None),
    ],
)
def test_the_version_of_a_chart_is_that_of_calico(version, expected):
    found = minor_of(Known(version), SPAN)
    assert isinstance(found, Unknown) if expected is None else is_known(found, expected)


def test_a_chart_without_a_version_may_bring_any():
    assert not minor_of(None, SPAN).is_set


RELEASE = """\
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: calico}
spec:
  chart:
    spec:
      chart: tigera-operator
      version: v3.26.4
  values:"""


def test_a_release_brings_the_version_of_its_chart():
    found = the("{installation: {calicoNetwork: {bgp: Enabled}}}", RELEASE)
    assert is_known(found.minor, 26)
    assert place(found.minor) == "version: v3.26.4"
    assert is_known(found.bgp, "Enabled")
    assert place(found.linux_dataplane) == "chart: tigera-operator"


def test_values_from_elsewhere_leave_what_is_not_given_open():
    found = the("{installation: {variant: Calico}}\n  valuesFrom: [{kind: Secret}]", RELEASE)
    assert is_known(found.variant, "Calico")
    assert isinstance(found.linux_dataplane, Unknown)
    assert isinstance(found.has_windows_nodes, Unknown)


def endpoints(values: str) -> list[ServicesEndpoint]:
    objects = read_files([Input("a.yaml", f"{RELEASE} {values}\n".encode)], "m").reading.objects
    return [item for item in objects if isinstance(item, ServicesEndpoint)]


# projectcalico/calico, charts/tigera-operator/values.yaml.
def test_a_release_may_give_the_address_of_the_api_server():
    (found,) = endpoints("{kubernetesServiceEndpoint: {host: a.example.com}}")
    assert is_known(found.host, "a.example.com")
    assert is_known(found.port, "6443")
    (found,) = endpoints("{kubernetesServiceEndpoint: {host: a.example.com, port: 443}}")
    assert is_known(found.port, "443")
    assert endpoints("{kubernetesServiceEndpoint: {port: 443}}") == []
    assert endpoints("{}\n  valuesFrom: [{kind: Secret}]") == []
