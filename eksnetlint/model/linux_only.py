"""Where Windows cannot run at all, and where something else may run Linux."""

from __future__ import annotations

from eksnetlint.model.cluster import Cluster
from eksnetlint.model.scheduling import NodeOperator
from eksnetlint.model.workload import Workload
from eksnetlint.values import Known, Reason, Unknown, Value, agreed, at, is_known, known_or

COMPUTE_LABEL = "eks.amazonaws.com/compute-type"
# The label's values: EKS user guide, "Control if a workload is deployed on EKS Auto Mode nodes",
# "Configure a CNI for hybrid nodes", and "Fargate Pod configuration".
_COMPUTE = {"auto": "EKS Auto Mode", "hybrid": "EKS Hybrid Nodes", "fargate": "Fargate"}
_DIFFERENT = Reason("files of one cluster differ in where its control plane runs")
_NOT_SEEN = Reason("where the control plane runs is not in these files")


def is_on_outpost(cluster: Cluster) -> Value[bool]:
    """Whether the control plane runs on an Outpost, which makes it a local cluster."""
    answers = [item.is_on_outpost for item in cluster.declarations]
    seen = [item for item in answers if isinstance(item, Known) or item.is_set]
    return agreed(seen, _DIFFERENT if seen else _NOT_SEEN)


def is_made_elsewhere(cluster: Cluster) -> Value[bool]:
    """Whether its files only add to a cluster, which may have nodes that are not in them.

    An eksctl file may make the cluster, whatever it was written for.
    """
    if cluster.is_complete:
        return Known(False)
    answers = [
        is_known(item.is_whole, False) and not is_known(item.made_by_eksctl, True)
        for item in cluster.declarations
    ]
    return Known(all(answers))


def fargate_profile(workload: Workload, cluster: Cluster) -> Value[str | None]:
    """The Fargate profile that takes its pods; null where none does."""
    unknown: Unknown | None = None
    for profile in cluster.fargate_profiles:
        answer = profile.takes(workload)
        if is_known(answer, True):
            return Known(known_or(profile.name, "?"), at(profile.span, "the Fargate profile"))
        if isinstance(answer, Unknown):
            unknown = unknown or answer
    return unknown or Known(None, at(workload.span))


def linux_only_compute(workload: Workload, _cluster: Cluster) -> Value[str | None]:
    """The compute that its pods ask EKS for and that runs Linux only; else null."""
    scheduling = workload.scheduling
    required = scheduling.required
    terms = [term for term in required.terms if not term.is_empty] if required else []
    # Any of the terms is enough for a node, so only a single one decides.
    asked = [*scheduling.selector_requirements, *(terms[0].requirements if len(terms) == 1 else ())]
    for requirement in asked:
        if requirement.key == COMPUTE_LABEL and is_known(requirement.operator, NodeOperator.IN):
            names = {_COMPUTE.get(known_or(value, "")) for value in requirement.values}
            if len(names) == 1 and None not in names:
                return Known(names.pop(), requirement.origin)
    return Known(None, at(workload.span))
