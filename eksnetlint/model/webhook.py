"""Which pods the webhook of the VPC resource controller takes for Windows pods."""

from __future__ import annotations

from eksnetlint.model.cluster import Cluster
from eksnetlint.model.placement import OS_LABELS
from eksnetlint.model.workload import Workload
from eksnetlint.values import Known, Reason, Unknown, Value, conjunction, disjunction, is_known

_WINDOWS: tuple[Value[str], ...] = (Known("windows"),)
_RUNTIME_CLASS = Reason("the RuntimeClass of a pod is not in these files")


def is_seen_by_webhook(workload: Workload, _: Cluster) -> Value[bool]:
    """Whether the webhook gives the pods the address of a Windows pod.

    It looks at the nodeSelector alone, under both names of the label, and passes pods on the host
    network by; affinity, ``os.name`` and tolerations do not count. A RuntimeClass does, for its
    labels are in the nodeSelector by then: that admission plugin runs before webhooks are called.
    Sources: amazon-vpc-resource-controller-k8s at b8d4251, webhooks/core/pod_webhook.go, WhichPod
    and hasWindowsNodeSelector; kubernetes pkg/kubeapiserver/options/plugins.go.
    """
    asks = _asks_for_windows(workload)
    answer = conjunction([workload.is_ordinary, asks])
    return asks if is_known(answer, True) else answer


def _asks_for_windows(workload: Workload) -> Value[bool]:
    scheduling = workload.scheduling
    selector, name = scheduling.node_selector, scheduling.runtime_class
    answers: list[Value[bool]] = []
    for label in OS_LABELS:
        answer = selector.is_one_of(label, _WINDOWS)
        origin = selector.items[label].origin if label in selector.items else None
        if isinstance(answer, Known):
            answers.append(Known(answer.value, origin or scheduling.selector_place))
        else:
            answers.append(Unknown(answer.reason, origin or scheduling.selector_place))
    if name is not None:
        reason = name.reason if isinstance(name, Unknown) else _RUNTIME_CLASS
        answers.append(Unknown(reason, name.origin))
    result = disjunction(answers)
    if isinstance(result, Known) and not result.value:
        return Known(False, scheduling.selector_place)
    return result
