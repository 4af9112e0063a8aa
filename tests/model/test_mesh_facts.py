"""Which mesh is asked to put a Linux proxy into pods.

The table is that of Istio's injector: the selectors of its webhooks, and injectRequired.
"""

from __future__ import annotations

import pytest

from eksnetlint.model.cluster import Cluster
from eksnetlint.model.declared import NOTHING
from eksnetlint.model.facts import fact
from eksnetlint.model.linking import link
from eksnetlint.readers.files import Input, read_files
from eksnetlint.values import Unknown

NAMESPACE = "apiVersion: v1\nkind: Namespace\nmetadata: {name: %s, labels: %s}\n---\n"
POD = """\
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: %s, labels: %s, annotations: %s}
spec:
  hostNetwork: %s
  containers: [{name: a}]
"""
INJECT = "{sidecar.istio.io/inject: '%s'}"
NO_NAMESPACE = "the labels of a namespace are not in these files"
FILLED_IN = "a value is filled in by a template"


def linked(text: str) -> Cluster:
    (cluster,) = link(read_files([Input("a.yaml", text.encode)], "x:").reading.objects, NOTHING)
    return cluster


def sidecar(
    namespace: str | None,
    labels: str = "{}",
    annotations: str = "{}",
    host_network: str = "false",
    name: str = "shop",
) -> object:
    before = "" if namespace is None else NAMESPACE % (name, namespace)
    cluster = linked(before + POD % (name, labels, annotations, host_network))
    value = fact("workload", cluster.workloads[0], cluster, "linux_sidecar")
    return value.reason.text if isinstance(value, Unknown) else value.value


@pytest.mark.parametrize(
    ("namespace", "labels", "annotations", "mesh"),
    [
        ("{istio-injection: enabled}", "{}", "{}", "Istio"),
        ("{istio-injection: disabled}", "{}", "{}", None),
        ("{istio-injection: disabled}", INJECT % "true", "{}", None),
        ("{istio-injection: disabled, istio.io/rev: a}", "{}", "{}", None),
        ("{istio.io/rev: a}", "{}", "{}", "Istio"),
        ("{istio-injection: enabled}", INJECT % "false", "{}", None),
        ("{istio.io/rev: a}", INJECT % "false", "{}", None),
        ("{istio-injection: enabled}", "{}", INJECT % "false", None),
        ("{istio-injection: enabled}", INJECT % "true", INJECT % "false", "Istio"),
        ("{istio-injection: enabled}", INJECT % "yes", "{}", "Istio"),
        ("{}", "{}", "{}", None),
        ("{}", INJECT % "true", "{}", "Istio"),
        ("{}", "{istio.io/rev: a}", "{}", "Istio"),
        ("{}", "{}", INJECT % "true", None),
        (None, "{}", "{}", None),
        (None, INJECT % "true", "{}", "Istio"),
        (None, "{istio.io/rev: a}", "{}", "Istio"),
        (None, "{}", INJECT % "true", NO_NAMESPACE),
        (None, INJECT % "false", "{}", None),
        # Ambient mode has no sidecars.
        ("{istio.io/rev: a, istio.io/dataplane-mode: ambient}", "{}", "{}", None),
        # Filled in later.
        ("{istio-injection: '${A}'}", "{}", "{}", FILLED_IN),
        ("{istio-injection: enabled}", INJECT % "${A}", "{}", FILLED_IN),
        # Linkerd has proxies for Windows.
        (None, "{}", "{linkerd.io/inject: enabled}", None),
    ],
)
def test_istio_injects_as_its_webhooks_say(namespace, labels, annotations, mesh):
    assert sidecar(namespace, labels, annotations) == mesh


def test_pods_on_the_host_network_and_in_system_namespaces_are_passed_over():
    assert sidecar("{istio-injection: enabled}", host_network="true") is None
    assert sidecar("{istio-injection: enabled}", host_network="'${A}'") is None
    assert sidecar("{istio-injection: enabled}", name="kube-system") is None


def test_of_two_namespaces_with_one_name_nothing_is_told():
    two = NAMESPACE % ("shop", "{istio-injection: enabled}") + NAMESPACE % ("shop", "{}")
    cluster = linked(two + POD % ("shop", "{}", "{}", "false"))
    assert fact("workload", cluster.workloads[0], cluster, "linux_sidecar").value is None  # type: ignore[union-attr]
