"""Which workloads a policy selects."""

from __future__ import annotations

from eksnetlint.model.cluster import Cluster
from eksnetlint.model.policy import NetworkPolicy, SecurityGroupPolicy
from eksnetlint.model.workload import Workload
from eksnetlint.source.text import Span
from eksnetlint.values import Known, Reason, Unknown, Value, conjunction, is_known, lift

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


def selects(policy: NetworkPolicy, workload: Workload) -> Value[bool]:
    """Whether a network policy selects a workload's pods."""
    if policy.namespace is None:
        return policy.selector.matches(workload.labels)
    here = same_namespace(policy.namespace, policy.span, workload.namespace, workload.span)
    if is_known(here, False):
        return here
    return conjunction([here, policy.selector.matches(workload.labels)])


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
        answers.append(_selects_account(policy, workload, cluster))
    return conjunction(answers) if len(answers) > 1 else Known(False)


def _selects_account(
    policy: SecurityGroupPolicy, workload: Workload, cluster: Cluster
) -> Value[bool]:
    assert policy.service_account_selector is not None
    for account in cluster.service_accounts:
        same = conjunction(
            [
                lift(lambda a, b: a == b, account.name, workload.service_account),
                same_namespace(account.namespace, account.span, workload.namespace, workload.span),
            ]
        )
        if is_known(same, True):
            return policy.service_account_selector.matches(account.labels)
    return Unknown(_NO_ACCOUNT, workload.service_account.origin)
