"""What follows about RuntimeClasses."""

from __future__ import annotations

from eksnetlint.model.cluster import Cluster
from eksnetlint.model.cluster_facts import kubernetes_minor
from eksnetlint.model.placement import BUILD_LABEL, OS_LABELS
from eksnetlint.model.scheduling import RuntimeClass
from eksnetlint.values import Known, Value, known_or, lift

# The first minor without node.k8s.io/v1beta1 (Kubernetes documentation, "Deprecated API Migration
# Guide"). EKS ended 1.24, the last one with it, on 2025-01-31 (EKS user guide, "Kubernetes
# versions").
_FIRST_WITHOUT_BETA = 25


def is_for_windows(runtime_class: RuntimeClass, _: Cluster) -> Value[bool]:
    """Whether it asks for Windows nodes, by the label for the system or for the build."""
    labels = runtime_class.node_selector.items
    if BUILD_LABEL in labels:
        return Known(True, labels[BUILD_LABEL].origin)
    named = next((labels[label] for label in OS_LABELS if label in labels), None)
    return Known(False) if named is None else lift(lambda name: name == "windows", named)


def is_served(runtime_class: RuntimeClass, cluster: Cluster) -> Value[bool]:
    """Whether API servers that EKS still runs know its API version.

    An unknown Kubernetes version is one that EKS still runs.
    """
    minor = known_or(kubernetes_minor(cluster), _FIRST_WITHOUT_BETA)
    is_old = minor < _FIRST_WITHOUT_BETA
    return lift(lambda version: is_old or version == "v1", runtime_class.version)
