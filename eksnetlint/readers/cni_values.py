"""What the values of the vpc-cni add-on and chart say beside the ConfigMap, and their names."""

from __future__ import annotations

from collections.abc import Iterator

from eksnetlint.aws.cni_keys import VARIABLES
from eksnetlint.model.cni import Holder, Level
from eksnetlint.model.cni_setting import meant_by
from eksnetlint.readers import fields
from eksnetlint.readers.reading import Flaw
from eksnetlint.source.scalars import Kind, kind_of
from eksnetlint.source.tree import Mapping, Scalar
from eksnetlint.spelling import nearest
from eksnetlint.values import Value

# The add-on's configuration schema forbids every other name at each of these levels. It was
# printed by `aws eks describe-addon-configuration` for v1.15.1 (AWS CLI reference) and v1.18.6
# (amazon-vpc-cni-k8s issue 3059). Newer names are those of the chart's values (1.23.1); a name
# that resembles none of them is passed over.
_TOP = frozenset(
    "affinity branchENICooldown cniConfig enableNetworkPolicy enableWindowsIpam "
    "enableWindowsPrefixDelegation eniConfig env extraEnv extraVolumeMounts extraVolumes "
    "fullnameOverride image imagePullSecrets init livenessProbe livenessProbeTimeoutSeconds "
    "minimumWindowsIPTarget nameOverride nodeAgent nodeSelector originalMatchLabels "
    "podAnnotations podLabels podMonitor podSecurityContext priorityClassName readinessProbe "
    "readinessProbeTimeoutSeconds resources securityContext serviceAccount tolerations "
    "updateStrategy warmWindowsIPTarget warmWindowsPrefixTarget".split()
)
_NODE_AGENT = frozenset(
    "conntrackCacheCleanupPeriod conntrackCacheTableSize enableCloudWatchLogs enableIpv6 enabled "
    "enablePolicyEventLogs healthProbeBindAddr image logLevel metricsBindAddr "
    "networkPolicyAgentLogFileLocation resources securityContext".split()
)


def environment_of(root: Mapping) -> dict[str, Value[str]] | None:
    """The environment that values give to aws-node; None where they give none that is seen."""
    env = fields.child(root, "env")
    if not isinstance(env, Mapping):
        return None
    return {
        key: fields.text(entry)
        for key, entry in env.fields.items()
        if not fields.is_absent(entry) and kind_of(entry.key) is not Kind.PLACEHOLDER
    }


def value_flaws(root: Mapping) -> Iterator[Flaw]:
    """The names that the add-on surely does not take, so that EKS refuses its configuration.

    Those that stand for a key of the ConfigMap amazon-vpc-cni are left to a rule, which says what
    stays off without it.
    """
    yield from _unknown(root, _TOP, "the vpc-cni add-on")
    for key, known in (("env", VARIABLES), ("nodeAgent", _NODE_AGENT)):
        inner = fields.child(root, key)
        if isinstance(inner, Mapping):
            yield from _unknown(inner, known, f"'{key}' of the vpc-cni add-on")


def _unknown(node: Mapping, known: frozenset[str], owner: str) -> Iterator[Flaw]:
    for key, entry in node.fields.items():
        if key in known or kind_of(entry.key) is not Kind.STRING:
            continue
        meant = _meant(key, known)
        if meant:
            yield Flaw("misspelt-field", _said(entry.key, owner, meant), entry.key.span)


def _meant(key: str, known: frozenset[str]) -> str | None:
    level = Level.ENVIRONMENT if known is VARIABLES else Level.TOP
    if known is not _NODE_AGENT and meant_by(key, level, Holder.ADD_ON):
        return None
    if known is VARIABLES and key in _TOP - VARIABLES:
        return f"{key} beside 'env'"
    # Names of variables are many and alike, so that a newer one is a slip away from an older one.
    if known is VARIABLES:
        return next((name for name in sorted(known) if name.lower() == key.lower()), None)
    return nearest(key, known)


def _said(key: Scalar, owner: str, meant: str) -> str:
    return (
        f"{owner} has no setting '{key.text}', so EKS refuses its configuration; did you mean "
        f"{meant}?"
    )
