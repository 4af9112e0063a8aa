"""The VPC resource controller that used to run on the nodes of a cluster."""

from __future__ import annotations

from dataclasses import dataclass

from eksnetlint.model.workload import Workload
from eksnetlint.source.text import Span
from eksnetlint.values import Known, Reason, Unknown, Value, at, is_known, lift

_NO_NAMESPACE = Reason("the namespace of the Deployment vpc-resource-controller is not written")
# amazon-vpc-resource-controller-k8s pkg/config/type.go, OldVPCControllerDeploymentName; 2026-08.
_NAME = "vpc-resource-controller"
_NAMESPACE = "kube-system"


@dataclass(frozen=True, slots=True, eq=False)
class LegacyController:
    """Something that brings the old controller into the cluster.

    ``what`` is a phrase for it, ``is_found`` whether it comes to be where the control plane looks.
    """

    span: Span
    what: Value[str]
    is_found: Value[bool]

    @property
    def title(self) -> str:
        return f"Deployment {_NAMESPACE}/{_NAME}"


def legacy_controller_of(workload: Workload) -> LegacyController | None:
    """The old controller, if a workload is its Deployment; None for any other workload."""
    if not is_known(workload.kind, "Deployment") or not is_known(workload.name, _NAME):
        return None
    namespace = workload.namespace
    if isinstance(namespace, Unknown) and not namespace.is_set:
        namespace = Unknown(_NO_NAMESPACE, at(workload.span))
    return LegacyController(
        span=workload.span,
        what=Known("this manifest", at(workload.span)),
        is_found=lift(lambda name: name == _NAMESPACE, namespace),
    )
