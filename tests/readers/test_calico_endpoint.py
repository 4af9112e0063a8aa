"""The ConfigMap that tells Calico on Windows where the API server is."""

from __future__ import annotations

from eksnetlint.model.cni import ServicesEndpoint
from eksnetlint.model.declared import declarations
from eksnetlint.model.linking import link
from eksnetlint.readers.files import Input, read_files
from eksnetlint.values import Known, Unknown

CONFIG_MAP = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: kubernetes-services-endpoint
  namespace: tigera-operator
data:
"""


def endpoint(data: str) -> ServicesEndpoint:
    objects = read_files([Input("a.yaml", (CONFIG_MAP + data).encode)], "mark").reading.objects
    (cluster,) = link(objects, declarations([]))
    (found,) = cluster.services_endpoints
    return found


def test_host_and_port_are_read_at_their_places():
    found = endpoint("  KUBERNETES_SERVICE_HOST: abc.eks.amazonaws.com\n")
    assert isinstance(found.host, Known)
    assert found.host.value == "abc.eks.amazonaws.com"
    assert found.host.origin.span is not None
    assert found.host.origin.span.first.line == 7
    assert isinstance(found.port, Known)
    assert found.port.value is None
    assert not found.port.is_set


def test_what_a_template_fills_in_is_unknown():
    assert isinstance(endpoint("  KUBERNETES_SERVICE_HOST: ${HOST}\n").host, Unknown)


def test_another_config_map_is_none():
    text = CONFIG_MAP.replace("kubernetes-services-endpoint", "other") + "  a: b\n"
    objects = read_files([Input("a.yaml", text.encode)], "mark").reading.objects
    assert not any(isinstance(item, ServicesEndpoint) for item in objects)
