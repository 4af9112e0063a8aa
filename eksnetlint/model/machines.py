"""The machines that a provisioner is left to choose for a node group."""

from __future__ import annotations

from collections.abc import Callable

from eksnetlint.aws.instances import Architecture, families, instance_limits, instance_types
from eksnetlint.model.cluster import Cluster
from eksnetlint.model.node_group import NodeGroup
from eksnetlint.model.scheduling import NodeOperator, NodeRequirement
from eksnetlint.values import Known, Origin, Value, at, is_known

_ARCHITECTURES = ("kubernetes.io/arch", "beta.kubernetes.io/arch")
_TYPES = ("node.kubernetes.io/instance-type", "beta.kubernetes.io/instance-type")
_FAMILY = "karpenter.k8s.aws/instance-family"
# Of AWS's own processors, Graviton, all are Arm; the others in the list are intel and amd.
_MAKER = "karpenter.k8s.aws/instance-cpu-manufacturer"


def allows_x86(group: NodeGroup, _: Cluster) -> Value[bool]:
    """Whether what it asks of machines leaves any with x86 processors.

    Types and families that the tables do not have may be x86.
    """
    for requirement in group.requirements:
        excludes = _EXCLUDES.get(requirement.key)
        if excludes and _all_excluded(requirement, excludes):
            return Known(False, _place(requirement))
    return Known(True, at(group.span), is_set=False)


def _all_excluded(requirement: NodeRequirement, excludes: Callable[[str], bool]) -> bool:
    if not requirement.values or not is_known(requirement.operator, NodeOperator.IN):
        return False
    return all(isinstance(value, Known) and excludes(value.value) for value in requirement.values)


def _place(requirement: NodeRequirement) -> Origin:
    return requirement.values[0].origin


def _other_architecture(name: str) -> bool:
    return name != "amd64"


def _other_type(name: str) -> bool:
    limits = instance_limits(name)
    return limits is not None and limits.architecture is not Architecture.X86_64


def _other_family(name: str) -> bool:
    if name not in families():
        return False
    return _other_type(next(item for item in instance_types() if item.startswith(f"{name}.")))


def _other_maker(name: str) -> bool:
    return name == "aws"


_EXCLUDES: dict[str, Callable[[str], bool]] = {
    **dict.fromkeys(_ARCHITECTURES, _other_architecture),
    **dict.fromkeys(_TYPES, _other_type),
    _FAMILY: _other_family,
    _MAKER: _other_maker,
}
