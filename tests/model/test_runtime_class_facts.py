"""What follows about RuntimeClasses: whose nodes they ask for, and whether they can be created."""

from __future__ import annotations

import pytest

from eksnetlint.model.cluster import Cluster
from eksnetlint.model.declared import NOTHING, Declarations, declarations
from eksnetlint.model.facts import fact
from eksnetlint.model.linking import link
from eksnetlint.readers.files import Input, read_files
from eksnetlint.values import Unknown

CLASS = """\
apiVersion: node.k8s.io/%s
kind: RuntimeClass
metadata: {name: own}
handler: docker
scheduling: {nodeSelector: {%s}}
"""


def linked(text: str, declared: Declarations = NOTHING) -> Cluster:
    (cluster,) = link(read_files([Input("a.yaml", text.encode)], "x:").reading.objects, declared)
    return cluster


def of(name: str, cluster: Cluster) -> object:
    value = fact("runtime_class", cluster.runtime_classes[0], cluster, name)
    return value.reason.text if isinstance(value, Unknown) else value.value


@pytest.mark.parametrize(
    ("selector", "answer"),
    [
        ("kubernetes.io/os: windows", True),
        ("beta.kubernetes.io/os: windows", True),
        ("node.kubernetes.io/windows-build: 10.0.20348", True),
        ("kubernetes.io/os: linux", False),
        ("pool: legacy", False),
        ("kubernetes.io/os: '${A}'", "a value is filled in by a template"),
    ],
)
def test_it_is_for_windows_by_its_labels(selector, answer):
    assert of("is_for_windows", linked(CLASS % ("v1", selector))) == answer


@pytest.mark.parametrize(
    ("version", "kubernetes", "answer"),
    [
        ("v1", None, True),
        ("v1beta1", None, False),
        ("v1alpha1", None, False),
        ("v1beta1", "1.24", True),
        ("v1beta1", "1.25", False),
    ],
)
def test_versions_of_the_api_end(version, kubernetes, answer):
    declared = declarations([f"kubernetes_version={kubernetes}"]) if kubernetes else NOTHING
    assert of("is_served", linked(CLASS % (version, ""), declared)) is answer


def test_its_version_is_where_it_is_written():
    (found,) = linked(CLASS % ("v1beta1", "")).runtime_classes
    assert found.version.origin.span
    assert found.version.origin.span.text == "apiVersion: node.k8s.io/v1beta1"
    assert found.title == "RuntimeClass 'own'"
