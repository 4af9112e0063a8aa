"""Node groups: what a group of nodes is declared to be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from eksnetlint.model.access import Role
from eksnetlint.model.bootstrap import Bootstrap
from eksnetlint.model.eksctl_setting import EksctlSetting
from eksnetlint.model.image import NodeImage
from eksnetlint.model.labels import Labels
from eksnetlint.model.network import Subnet
from eksnetlint.model.scheduling import NodeRequirement
from eksnetlint.model.taints import Taints
from eksnetlint.source.text import Span
from eksnetlint.values import Known, Reason, Unknown, Value, World

UNDOCUMENTED_DSR = Reason(
    "whether the Windows Server 2022 and 2025 AMIs start kube-proxy with DSR is not documented",
    "dsr",
)
_NO_USER_DATA: Value[None] = Known(None, is_set=False)
_LABELS_UNSEEN = Labels(open_because=Reason("the labels of a node group cannot be seen"))
_IMAGE_UNSEEN = Unknown(Reason("whether a node group has an image of its own is not read"))
_TAINTS_UNSEEN = Taints(open_because=Reason("the taints of a node group cannot be seen"))
_SUBNETS_UNSEEN: World[Subnet] = World((), Reason("the subnets of a node group cannot be seen"))
_NO_NUMBER: Known[None] = Known(None, is_set=False)
_NO_EFA: Known[bool] = Known(False, is_set=False)


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
    ``bootstrap`` what the user data does, None where the nodes are not known to be Windows ones;
    ``role`` the IAM role of the nodes, None where nothing is known of it; ``image`` what they start
    from, None where no file names it, or another object does; ``settings`` what eksctl checks in
    its file; ``user_data_os`` the system that its user data is written for. ``labels`` are those
    its nodes are given; of what ``requirements`` leave, the provisioner chooses further ones to
    suit the pods that wait.

    ``listed_types`` are the instance types one by one, each at its own place, and none where
    something else narrows them down; ``ignored_max_pods`` a number of pods that is written where
    nothing hands it to the kubelet; ``subnets`` those its nodes may be in; ``uses_efa`` says
    whether they start with an Elastic Fabric Adapter; ``has_own_image`` that the user names the
    AMI and not a kind of AMI that EKS looks up.
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
    bootstrap: Bootstrap | None = None
    role: Role | None = None
    image: NodeImage | None = None
    settings: tuple[EksctlSetting, ...] = ()
    has_own_image: Value[bool] = _IMAGE_UNSEEN
    user_data_os: Value[Os | None] = _NO_USER_DATA
    labels: Labels = _LABELS_UNSEEN
    taints: Taints = _TAINTS_UNSEEN
    requirements: tuple[NodeRequirement, ...] = ()
    subnets: World[Subnet] = _SUBNETS_UNSEEN
    listed_types: tuple[Value[str], ...] = ()
    ignored_max_pods: Value[int | None] = _NO_NUMBER
    uses_efa: Value[bool] = _NO_EFA

    @property
    def title(self) -> str:
        name = self.name.value if isinstance(self.name, Known) else "?"
        makers = (Provisioner.KARPENTER, Provisioner.AUTO_MODE)
        is_pool = isinstance(self.provisioner, Known) and self.provisioner.value in makers
        return f"{'NodePool' if is_pool else 'node group'} '{name}'"
