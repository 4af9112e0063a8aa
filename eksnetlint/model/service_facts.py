"""What follows about a Service: the workloads behind it."""

from __future__ import annotations

from eksnetlint.model.cluster import Cluster
from eksnetlint.model.manifest import Service
from eksnetlint.model.policy_facts import os_frame
from eksnetlint.model.selection import same_namespace
from eksnetlint.model.workload import Workload
from eksnetlint.values import Frame, Known, Origin, Unknown, Value, conjunction, is_known


def service_workloads(service: Service, cluster: Cluster) -> Value[tuple[Workload, ...]]:
    """The workloads whose pods a Service is known to send traffic to, of whatever system."""
    candidates = cluster.workloads_by_namespace.candidates(service.namespace)
    found = [item for item in candidates if is_known(is_behind(service, item), True)]
    return Known(tuple(found), Origin((Frame(service.span),)))


def service_windows_workloads(service: Service, cluster: Cluster) -> Value[tuple[Workload, ...]]:
    """The workloads with ordinary Windows pods behind it; unknown where one may be."""
    found: list[Workload] = []
    unknown: Unknown | None = None
    for workload in cluster.windows_candidates.candidates(service.namespace):
        answer = is_behind(service, workload)
        if not is_known(answer, False):
            answer = conjunction([workload.is_ordinary_windows, answer])
        if isinstance(answer, Unknown):
            unknown = unknown or answer
        elif answer.value:
            found.append(workload)
    place = Origin((Frame(service.span),))
    if unknown and not found:
        return Unknown(unknown.reason, place.through(*unknown.origin.frames))
    return Known(tuple(found), Origin(tuple(map(os_frame, found))) if found else place)


def is_behind(service: Service, workload: Workload) -> Value[bool]:
    """Whether a Service sends traffic to a workload's pods; without a selector it does to none.

    Source: Kubernetes documentation, "Service", Services without selectors, type: ExternalName.
    """
    if service.selector is None or is_known(service.type, "ExternalName"):
        return Known(False)
    here = same_namespace(service.namespace, service.span, workload.namespace, workload.span)
    return conjunction([here, service.selector.matches(workload.labels)])
