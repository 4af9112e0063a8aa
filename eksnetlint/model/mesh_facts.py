"""Which service mesh the files ask to put its proxy, a Linux container, into a workload's pods."""

from __future__ import annotations

from eksnetlint.model.cluster import Cluster
from eksnetlint.model.labels import Labels
from eksnetlint.model.manifest import Namespace
from eksnetlint.model.workload import Workload
from eksnetlint.values import Known, Reason, Unknown, Value, is_known, known_or

_NO_NAMESPACE = Reason("the labels of a namespace are not in these files")
_NONE: Value[str | None] = Known(None)

# Istio's injector: the selectors of its webhooks (istio manifests/charts/istio-control/
# istio-discovery/templates/mutatingwebhook.yaml) and injectRequired in pkg/kube/inject/inject.go,
# as of 2026-08-22.
_INJECT = "sidecar.istio.io/inject"
_INJECTION = "istio-injection"
_REVISION = "istio.io/rev"
_DATAPLANE = "istio.io/dataplane-mode"
_ISTIO_SKIPS = frozenset({"kube-system", "kube-public", "kube-node-lease", "local-path-storage"})


def linux_sidecar(workload: Workload, cluster: Cluster) -> Value[str | None]:
    """The mesh whose Linux proxy the files ask for in its pods; null where they ask for none.

    Istio passes over pods on the host network. Linkerd has proxies for Windows too, and which one
    it uses is not in manifests (Buoyant Enterprise for Linkerd, "Windows containers").
    """
    if not is_known(workload.host_network, False):
        return _NONE
    name = known_or(workload.namespace, "")
    namespace = cluster.namespaces_by_name.get(name)
    return _NONE if name in _ISTIO_SKIPS else _istio(workload, namespace)


def _istio(workload: Workload, namespace: Namespace | None) -> Value[str | None]:
    """By label, which beats the annotation; an annotation alone calls no webhook."""
    labels, annotations = workload.labels.items, workload.pod.annotations.items
    own = labels.get(_INJECT) or annotations.get(_INJECT)
    if isinstance(own, Unknown):
        return own
    if own is not None and own.value == "false":
        return _NONE
    by_label = labels.get(_REVISION) if _INJECT not in labels else None
    if _INJECT in labels and is_known(labels[_INJECT], "true"):
        by_label = own
    if namespace is None:
        if by_label is not None:
            return _istio_by(by_label)
        is_asked = own is not None and own.value == "true"
        return Unknown(_NO_NAMESPACE, own.origin) if own and is_asked else _NONE
    if _is_ambient(workload.labels) or _is_ambient(namespace.labels):
        return _NONE
    return _istio_in(namespace.labels, by_label)


def _istio_in(labels: Labels, by_label: Value[str] | None) -> Value[str | None]:
    """In a namespace with known labels: ``istio-injection`` beats a revision, both beat the pod."""
    enabled, revision = labels.items.get(_INJECTION), labels.items.get(_REVISION)
    if enabled is not None:
        if isinstance(enabled, Unknown):
            return enabled
        return _istio_by(enabled) if enabled.value == "enabled" else _NONE
    chosen = revision or by_label
    return _NONE if chosen is None else _istio_by(chosen)


def _istio_by(label: Value[str]) -> Value[str | None]:
    return Known("Istio", label.origin)


def _is_ambient(labels: Labels) -> bool:
    return known_or(labels.items.get(_DATAPLANE, Known("")), "ambient") == "ambient"
