"""Karpenter's NodePools and classes of nodes as node groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from eksnetlint.model.access import Role
from eksnetlint.model.bootstrap import Bootstrap, Caller
from eksnetlint.model.image import NodeImage
from eksnetlint.model.labels import Labels
from eksnetlint.model.manifest import NodePool
from eksnetlint.model.node_group import Dsr, NodeGroup, Os, Provisioner
from eksnetlint.model.placement import by_requirements
from eksnetlint.model.scheduling import NodeOperator
from eksnetlint.source.text import Span
from eksnetlint.values import Known, Reason, Unknown, Value, World, at, is_known, known_or, lift

_NO_CLASS = Reason("the class of a NodePool's nodes is not in these files")
_SEVERAL = Reason("classes of nodes share the name that a NodePool gives")
_DIFFER = Reason("a NodePool and its class of nodes ask for different systems")
_TYPES = Reason("Karpenter chooses the instance types of a NodePool")
_LINUX_PODS = Reason("Karpenter counts a Linux node's pods by its instance type")
_TYPE_LABEL = "node.kubernetes.io/instance-type"
_NARROWING = "karpenter.k8s.aws/instance-"
# The kinds that describe nodes on AWS; Auto Mode's runs Linux only (EKS user guide, "Create a
# Node Pool for EKS Auto Mode").
_AUTO_MODE = "NodeClass"
_AWS_KINDS = ("EC2NodeClass", "AWSNodeTemplate", _AUTO_MODE)
_SAYS_NOTHING: Value[None] = Known(None, is_set=False)
# karpenter-provider-aws pkg/providers/instancetype/types.go, pods.
_WINDOWS_MAX_PODS = 110


@dataclass(frozen=True, slots=True, eq=False)
class NodeClass:
    """An EC2NodeClass or AWSNodeTemplate: what nodes of the pools that name it are like.

    The facts are those of a node group; ``max_pods`` and ``role`` are None where it says nothing
    of them. ``ami_family`` is as Karpenter finds it, Custom included; ``alias_family`` what an
    alias stands for in the same words, and ``alias_version`` what is behind its ``@``.
    ``user_data_tag`` is the first tag in user data that Karpenter puts into tags itself.
    """

    span: Span
    kind: str
    name: Value[str]
    os: Value[Os]
    windows_version: Value[int | None]
    windows_build: Value[int | None]
    edition: Value[str | None]
    max_pods: Value[int] | None
    eni_count: Value[int]
    dsr: Value[Dsr]
    dsr_cause: Value[str]
    bootstrap: Bootstrap | None = None
    role: Role | None = None
    uses_efa: Value[bool] = Known(False, is_set=False)  # noqa: RUF009 - a frozen value
    ami_family: Value[str | None] = _SAYS_NOTHING
    alias_family: Value[str | None] = _SAYS_NOTHING
    alias_version: Value[str | None] = _SAYS_NOTHING
    user_data_tag: Value[str | None] = _SAYS_NOTHING
    images: tuple[NodeImage, ...] = ()

    @property
    def title(self) -> str:
        return f"{self.kind} '{known_or(self.name, '?')}'"


def nodes_of(pool: NodePool, classes: Sequence[NodeClass]) -> NodeGroup | None:
    """The nodes a pool makes; None on another cloud than AWS, and for what is only supposed."""
    if pool.class_kind is None:
        return None
    kind = known_or(pool.class_kind, _AWS_KINDS[0])
    if kind not in _AWS_KINDS:
        return None
    is_auto = kind == _AUTO_MODE
    found = class_of(pool, kind, classes)
    if isinstance(found, Reason):
        found = _unseen(pool, Os.LINUX if is_auto else None, found)
    os = _os(pool, found)
    maker = Provisioner.AUTO_MODE if is_auto else Provisioner.KARPENTER
    is_linux = is_known(os, Os.LINUX)
    none: Value[None] = Known(None, os.origin)
    return NodeGroup(
        span=pool.span,
        name=pool.name,
        provisioner=Known(maker, at(pool.span)),
        os=os,
        windows_version=none if is_linux else found.windows_version,
        windows_build=none if is_linux else found.windows_build,
        edition=none if is_linux else found.edition,
        instance_types=_instance_types(pool),
        eni_count=found.eni_count,
        max_pods=_max_pods(pool, os, found),
        dsr=found.dsr,
        dsr_cause=found.dsr_cause,
        bootstrap=found.bootstrap,
        role=found.role,
        labels=Labels({**pool.labels.items, **_name_label(pool)}, pool.labels.open_because),
        taints=pool.taints,
        requirements=pool.requirements,
        listed_types=_listed_types(pool),
        uses_efa=found.uses_efa,
    )


def joined(pool: NodePool, group: NodeGroup) -> NodePool:
    """A pool that is Windows also where only its class says so."""
    if isinstance(group.os, Unknown):
        return pool
    return replace(pool, is_windows=lift(lambda os: os is Os.WINDOWS, group.os))


def _name_label(pool: NodePool) -> dict[str, Value[str]]:
    kind = "provisioner-name" if pool.is_provisioner else "nodepool"
    return {f"karpenter.sh/{kind}": pool.name}


def class_of(pool: NodePool, kind: str, classes: Sequence[NodeClass]) -> NodeClass | Reason:
    """The class a pool names; of several, such as copies, the one in its own file."""
    name = known_or(pool.class_name, None)
    if name is None:
        return _NO_CLASS
    found = [item for item in classes if item.kind == kind and is_known(item.name, name)]
    here = [item for item in found if item.span.path == pool.span.path]
    if len(here or found) > 1:
        return _SEVERAL
    return (here or found)[0] if found else _NO_CLASS


def _unseen(pool: NodePool, os: Os | None, reason: Reason) -> NodeClass:
    """What is known of a class that cannot be told; Auto Mode's is Linux all the same."""
    unknown = Unknown(reason, pool.class_name.origin)
    return NodeClass(
        span=pool.span,
        kind="",
        name=pool.class_name,
        os=unknown if os is None else Known(os, at(pool.span)),
        windows_version=unknown,
        windows_build=unknown,
        edition=unknown,
        max_pods=None,
        eni_count=replace(unknown, is_set=False),
        dsr=unknown,
        dsr_cause=Known("its class of nodes cannot be seen", unknown.origin),
        bootstrap=None if os else _unseen_bootstrap(unknown),
    )


def _unseen_bootstrap(unknown: Unknown) -> Bootstrap:
    caller = Known(Caller.KARPENTER, unknown.origin)
    return Bootstrap(unknown, caller, World((), unknown.reason), unknown, unknown)


def _os(pool: NodePool, found: NodeClass) -> Value[Os]:
    """The system that a pool and its class leave.

    Provisioners asked for Linux by default (Karpenter documentation, "v1beta1 Migration"). With
    amiFamily ``Custom`` Karpenter takes nodes for Linux ones, whatever runs on them
    (karpenter-provider-aws pkg/providers/instancetype/types.go, getOS).
    """
    asked = _asked(pool)
    if isinstance(found.os, Unknown):
        is_sure = is_known(asked, Os.LINUX) if asked else False
        is_sure = is_sure or (not found.kind and isinstance(asked, Known))
        return asked if asked and is_sure else found.os
    if isinstance(asked, Known) and asked.value is not found.os.value:
        return Unknown(_DIFFER, asked.origin.through(*found.os.origin.frames))
    return found.os


def _asked(pool: NodePool) -> Value[Os] | None:
    if isinstance(pool.is_windows, Unknown):
        return pool.is_windows
    asked = by_requirements(pool.requirements)
    if asked is None and pool.is_provisioner:
        return Known(Os.LINUX, at(pool.span), is_set=False)
    return asked


def _instance_types(pool: NodePool) -> Value[tuple[str, ...]]:
    """The types that a pool lists, where nothing else narrows them down."""
    asked = [item for item in pool.requirements if item.key == _TYPE_LABEL]
    unknown = Unknown(_TYPES, at(pool.span), is_set=False)
    if not _lists_types(pool):
        return replace(unknown, origin=asked[0].origin) if asked else unknown
    values = asked[0].values
    hidden = next((value for value in values if isinstance(value, Unknown)), None)
    names = tuple(value.value for value in values if isinstance(value, Known))
    return hidden or Known(names, asked[0].origin)


def _listed_types(pool: NodePool) -> tuple[Value[str], ...]:
    asked = (item for item in pool.requirements if item.key == _TYPE_LABEL)
    return next(asked).values if _lists_types(pool) else ()


def _lists_types(pool: NodePool) -> bool:
    """Whether one requirement names the types, and none narrows them down."""
    asked = [item for item in pool.requirements if item.key == _TYPE_LABEL]
    others = [item for item in pool.requirements if item.key.startswith(_NARROWING)]
    return len(asked) == 1 and not others and is_known(asked[0].operator, NodeOperator.IN)


def _max_pods(pool: NodePool, os: Value[Os], found: NodeClass) -> Value[int]:
    # Up to v1beta1 it is the pool that says so, and v1's annotation keeps it that way.
    written = pool.max_pods or found.max_pods
    if written is not None:
        return written
    if is_known(os, Os.WINDOWS) and found.kind:
        return Known(_WINDOWS_MAX_PODS, at(pool.span), is_set=False)
    reason = _LINUX_PODS if is_known(os, Os.LINUX) else _NO_CLASS
    return Unknown(reason, at(pool.span), is_set=False)
