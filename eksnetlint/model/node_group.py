"""Node groups: what a group of nodes is declared to be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from eksnetlint.model.access import Role
from eksnetlint.model.labels import Labels
from eksnetlint.model.scheduling import NodeRequirement
from eksnetlint.model.taints import Taints
from eksnetlint.source.text import Span
from eksnetlint.values import Known, Reason, Value

UNDOCUMENTED_DSR = Reason(
    "whether the Windows Server 2022 and 2025 AMIs start kube-proxy with DSR is not documented",
    "dsr",
)
_LABELS_UNSEEN = Labels(open_because=Reason("the labels of a node group cannot be seen"))
_TAINTS_UNSEEN = Taints(open_because=Reason("the taints of a node group cannot be seen"))


class Os(Enum):
    """An operating system; EITHER for a workload that does not say."""

    WINDOWS = "windows"
    LINUX = "linux"
    EITHER = "either"


class Provisioner(Enum):
    """What creates the nodes."""

    EKSCTL = "eksctl"
    EKSCTL_MANAGED = "eksctl-managed"
    MANAGED = "managed"
    SELF_MANAGED = "self-managed"
    KARPENTER = "karpenter"
    AUTO_MODE = "auto-mode"


class Dsr(Enum):
    """Whether kube-proxy on the nodes uses Direct Server Return."""

    ENABLED = "enabled"
    DISABLED = "disabled"
    INEFFECTIVE = "ineffective"
    NOT_CONFIGURED = "not-configured"


@dataclass(frozen=True, slots=True, eq=False)
class NodeGroup:
    """A group of nodes. ``windows_version`` is a year, ``windows_build`` a build number.

    ``max_pods`` is the number of pods a kubelet is told to allow; ``eni_count`` the number of
    network interfaces a node starts with; ``dsr_cause`` a phrase that tells how ``dsr`` is known;
    ``role`` the IAM role of the nodes, None where nothing is known of it. ``labels`` are those its
    nodes are given; of what ``requirements`` leave, the provisioner chooses further ones to suit
    the pods that wait.
    """

    span: Span
    name: Value[str]
    provisioner: Value[Provisioner]
    os: Value[Os]
    windows_version: Value[int | None]
    windows_build: Value[int | None]
    edition: Value[str | None]
    instance_types: Value[tuple[str, ...]]
    eni_count: Value[int]
    max_pods: Value[int]
    dsr: Value[Dsr]
    dsr_cause: Value[str]
    role: Role | None = None
    labels: Labels = _LABELS_UNSEEN
    taints: Taints = _TAINTS_UNSEEN
    requirements: tuple[NodeRequirement, ...] = ()

    @property
    def title(self) -> str:
        name = self.name.value if isinstance(self.name, Known) else "?"
        makers = (Provisioner.KARPENTER, Provisioner.AUTO_MODE)
        is_pool = isinstance(self.provisioner, Known) and self.provisioner.value in makers
        return f"{'NodePool' if is_pool else 'node group'} '{name}'"
