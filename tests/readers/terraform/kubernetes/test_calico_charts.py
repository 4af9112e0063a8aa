"""What Calico's chart brings besides the dataplane, and what commands may change of it."""

import pytest

from eksnetlint.model.cni import CalicoInstallation, ServicesEndpoint
from eksnetlint.values import Unknown, is_known
from tests.readers.terraform.kubernetes.written import only, place, read

_CALICO = """
resource "helm_release" "calico" {
  chart = "tigera-operator"
  %s
}
"""


def _installation(body: str) -> CalicoInstallation:
    return only(read(_CALICO % body), CalicoInstallation)


@pytest.mark.parametrize(
    ("version", "minor"),
    [('"v3.26.1"', 26), ('"3.31.0"', 31), ('"~> 3.26"', None), ("var.version", None)],
)
def test_the_version_of_the_chart(version, minor):
    found = _installation(f"version = {version}").minor
    assert isinstance(found, Unknown) if minor is None else is_known(found, minor)


def test_the_version_is_told_with_its_place():
    assert place(_installation('version = "v3.26.1"').minor) == 'version = "v3.26.1"'
    assert not _installation("").minor.is_set


_ENDPOINT = 'values = ["kubernetesServiceEndpoint: {%s}"]'


# projectcalico/calico, charts/tigera-operator/values.yaml.
@pytest.mark.parametrize(
    ("values", "host", "port"),
    [
        ("host: a.example.com, port: 443", "a.example.com", "443"),
        ("host: a.example.com", "a.example.com", "6443"),
    ],
)
def test_the_chart_writes_the_address_of_the_api_server(values, host, port):
    found = only(read(_CALICO % (_ENDPOINT % values)), ServicesEndpoint)
    assert is_known(found.host, host)
    assert is_known(found.port, port)


@pytest.mark.parametrize("values", ["port: 443", "host: '', port: 443", ""])
def test_without_a_host_the_chart_writes_no_address(values):
    objects = read(_CALICO % (_ENDPOINT % values))
    assert not any(isinstance(item, ServicesEndpoint) for item in objects)


def test_a_release_that_may_not_be_there_writes_no_certain_address():
    body = 'count = var.is_on ? 1 : 0\nvalues = ["kubernetesServiceEndpoint: {host: a}"]'
    text = 'variable "is_on" { type = bool }\n' + _CALICO % body
    assert not any(isinstance(item, ServicesEndpoint) for item in read(text))


_COMMAND = """
provisioner "local-exec" {
  command = "kubectl patch installation default --patch '%s'"
}
"""


def _patched(patch: str) -> CalicoInstallation:
    return _installation(_COMMAND % patch.replace('"', '\\"'))


def test_a_command_leaves_what_it_names_open():
    found = _patched('{"spec": {"serviceCIDRs": ["$X"], "windowsDataplane": "HNS"}}')
    assert isinstance(found.service_cidrs, Unknown)
    assert is_known(found.linux_dataplane, "Iptables")
    assert is_known(found.has_windows_nodes, False)


def test_a_command_that_may_set_anything_leaves_all_open_that_is_not_written():
    body = _COMMAND % "$PATCH" + 'values = ["installation: {variant: Calico}"]'
    found = _installation(body)
    for value in (found.service_cidrs, found.bgp, found.encapsulation, found.linux_dataplane):
        assert isinstance(value, Unknown)
    assert is_known(found.variant, "Calico")
