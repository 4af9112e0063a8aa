"""The labels that a group's nodes have, as far as files tell."""

from __future__ import annotations

from collections.abc import Collection

from eksnetlint.aws.instances import Architecture, instance_limits
from eksnetlint.model.labels import Labels
from eksnetlint.model.node_group import NodeGroup, Os, Provisioner
from eksnetlint.model.placement import BUILD_LABEL, OS_LABELS
from eksnetlint.model.scheduling import NodeOperator, NodeRequirement
from eksnetlint.values import Known, Reason, Unknown, Value, is_known, known_or, lift

_LABELLED_ELSEWHERE = Reason("nodes may be given labels by something that is not in these files")
_OPEN = Labels(open_because=_LABELLED_ELSEWHERE)

_ARCHITECTURE_LABELS = ("kubernetes.io/arch", "beta.kubernetes.io/arch")
_TYPE_LABELS = ("node.kubernetes.io/instance-type", "beta.kubernetes.io/instance-type")
_ARCHITECTURES = {Architecture.X86_64: "amd64", Architecture.ARM64: "arm64"}
# Nodes of Fargate and Auto Mode and hybrid nodes carry it, those of groups do not; the VPC CNI's
# own DaemonSet tells them apart by it (amazon-vpc-cni-k8s, config/master/aws-k8s-cni.yaml).
_COMPUTE_LABEL = "eks.amazonaws.com/compute-type"


def labels_of(group: NodeGroup, key: str, given: Collection[str]) -> tuple[Labels, ...]:
    """The possibilities for one label of a group's nodes.

    ``given`` are the labels that some group is declared to give. Any other may be put on nodes by
    hand or by an agent, so that a node is not known to be without it.
    """
    value = group.labels.items.get(key)
    if value is not None:
        return (Labels({key: value}),)
    fixed = _fixed(group, key)
    if fixed is not None:
        return (fixed,)
    asked = [item for item in group.requirements if item.key == key]
    if asked:
        return _chosen(asked, key)
    types = group.instance_types
    if key in _TYPE_LABELS and isinstance(types, Known):
        return tuple(Labels({key: Known(name, types.origin)}) for name in types.value)
    if key in _ARCHITECTURE_LABELS:
        return _architectures(group, key)
    if group.labels.open_because:
        return (Labels(open_because=group.labels.open_because),)
    is_absent = key in given and not _is_given_to_all(group, key)
    return (Labels() if is_absent else _OPEN,)


def _is_given_to_all(group: NodeGroup, key: str) -> bool:
    """Whether Kubernetes, or what provisions the group, gives such labels to every node."""
    domain = key.partition("/")[0]
    if domain.endswith(("kubernetes.io", "k8s.io")):
        return True
    is_pool = known_or(group.provisioner, None) in (Provisioner.KARPENTER, Provisioner.AUTO_MODE)
    return is_pool and domain in ("karpenter.sh", "karpenter.k8s.aws", "eks.amazonaws.com")


def _chosen(asked: list[NodeRequirement], key: str) -> tuple[Labels, ...]:
    """The values a provisioner may choose among, to suit a pod."""
    listed = [item for item in asked if is_known(item.operator, NodeOperator.IN)]
    if len(listed) != 1 or len(asked) != 1:
        return (_OPEN,)
    return tuple(Labels({key: value}) for value in listed[0].values)


def _fixed(group: NodeGroup, key: str) -> Labels | None:
    """Labels that follow from the system.

    Source: kubernetes.io/docs/reference/labels-annotations-taints.
    """
    if key in OS_LABELS:
        return Labels({key: lift(lambda os: os.value, group.os)})
    if key == BUILD_LABEL:
        return _build(group)
    if key in _ARCHITECTURE_LABELS and is_known(group.os, Os.WINDOWS):
        # There is no EKS AMI of Windows for Arm.
        return Labels({key: Known("amd64", group.os.origin)})
    if key == _COMPUTE_LABEL:
        auto: Value[str] = Known("auto")
        is_auto = is_known(group.provisioner, Provisioner.AUTO_MODE)
        return Labels({key: auto}) if is_auto else Labels()
    return None


def _build(group: NodeGroup) -> Labels:
    build = group.windows_build
    if isinstance(build, Unknown):
        return Labels(open_because=build.reason)
    if build.value is None:
        return Labels() if is_known(group.os, Os.LINUX) else _OPEN
    return Labels({BUILD_LABEL: Known(f"10.0.{build.value}", build.origin)})


def _architectures(group: NodeGroup, key: str) -> tuple[Labels, ...]:
    if isinstance(group.instance_types, Unknown):
        return (_OPEN,)
    limits = [instance_limits(name) for name in group.instance_types.value]
    named = {_ARCHITECTURES.get(item.architecture) if item else None for item in limits}
    if None in named:
        return (_OPEN,)
    return tuple(Labels({key: Known(name)}) for name in sorted(filter(None, named)))
