"""Which workloads a policy selects."""

from __future__ import annotations

from eksnetlint.model.cluster import Cluster
from eksnetlint.model.labels import Labels
from eksnetlint.model.policy import NetworkPolicy, SecurityGroupPolicy
from eksnetlint.model.workload import Workload
from eksnetlint.source.text import Span
from eksnetlint.values import Known, Reason, Unknown, Value, conjunction, is_known, lift

_NO_NAMESPACE = Reason("the labels of a namespace are not in these files")
_NAMESPACE_NAMES = ("kubernetes.io/metadata.name", "projectcalico.org/name")
_NO_ACCOUNT = Reason("the labels of a ServiceAccount are not in these files")


def same_namespace(
    one: Value[str], one_span: Span, other: Value[str], other_span: Span
) -> Value[bool]:
    """Whether two objects are in one namespace.

    Manifests in one folder that name none are applied together, and so to the same one.
    """
    are_unset = not one.is_set and not other.is_set
    if are_unset and _folder(one_span) == _folder(other_span):
        return Known(True)
    return lift(lambda a, b: a == b, one, other)


def _folder(span: Span) -> str:
    return span.path.rpartition("/")[0]


def selects(policy: NetworkPolicy, workload: Workload, cluster: Cluster) -> Value[bool]:
    """Whether a network policy selects a workload's pods."""
    answers: list[Value[bool]] = []
    if policy.namespace is not None:
        here = same_namespace(policy.namespace, policy.span, workload.namespace, workload.span)
        if is_known(here, False):
            return here
        answers.append(here)
    answers.append(policy.selector.matches(workload.labels))
    if policy.namespace_selector is not None:
        labels = namespace_labels(workload, cluster)
        answers.append(policy.namespace_selector.matches(labels))
    if policy.account_selector is not None:
        answers.append(policy.account_selector.matches(account_labels(workload, cluster)))
    return conjunction(answers)


def namespace_labels(workload: Workload, cluster: Cluster) -> Labels:
    """The labels of a workload's namespace: those of its object, and its name.

    Kubernetes and Calico each add the name as a label ("Well-known labels"; Calico documentation,
    "Global network policy", namespaceSelector).
    """
    name = workload.namespace
    if isinstance(name, Unknown):
        return Labels(open_because=name.reason)
    named = dict.fromkeys(_NAMESPACE_NAMES, name)
    for namespace in cluster.namespaces:
        if is_known(namespace.name, name.value):
            labels = namespace.labels
            return Labels({**labels.items, **named}, labels.open_because)
    return Labels(named, _NO_NAMESPACE)


def account_labels(workload: Workload, cluster: Cluster) -> Labels:
    """The labels of a workload's ServiceAccount, as far as they are seen."""
    for account in cluster.service_accounts:
        same = conjunction(
            [
                lift(lambda a, b: a == b, account.name, workload.service_account),
                same_namespace(account.namespace, account.span, workload.namespace, workload.span),
            ]
        )
        if is_known(same, True):
            return account.labels
    return Labels(open_because=_NO_ACCOUNT)


def selects_for_security_groups(
    policy: SecurityGroupPolicy, workload: Workload, cluster: Cluster
) -> Value[bool]:
    """Whether a SecurityGroupPolicy selects a workload's pods; with no selector it selects none.

    Source: amazon-vpc-resource-controller-k8s, pkg/utils (filterPodSecurityGroups).
    """
    answers: list[Value[bool]] = [
        same_namespace(policy.namespace, policy.span, workload.namespace, workload.span)
    ]
    if policy.pod_selector is not None:
        answers.append(policy.pod_selector.matches(workload.labels))
    if policy.service_account_selector is not None:
        labels = account_labels(workload, cluster)
        answers.append(policy.service_account_selector.matches(labels))
    return conjunction(answers) if len(answers) > 1 else Known(False)
