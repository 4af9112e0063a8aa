"""What a pod template says of the pod and its containers, beside its place among the nodes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from eksnetlint.model.labels import Labels
from eksnetlint.source.text import Span
from eksnetlint.values import Known, Origin, Value

# What the VPC resource controller hands out (amazon-vpc-resource-controller-k8s,
# pkg/config/type.go): addresses on Windows nodes, interfaces on Linux nodes.
ADDRESS = "vpc.amazonaws.com/PrivateIPv4Address"
POD_ENI = "vpc.amazonaws.com/pod-eni"

_DNS_DEFAULT: Value[str] = Known("ClusterFirst", is_set=False)


@dataclass(frozen=True, slots=True, eq=False)
class Container:
    """A container or init container; ``image`` is None where none is written.

    ``host_process`` is what it says of itself, None where it leaves that to the pod.
    """

    span: Span
    name: Value[str]
    image: Value[str] | None
    host_process: Value[bool] | None

    @property
    def title(self) -> str:
        return self.name.value if isinstance(self.name, Known) else "?"


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting by its path below the pod spec, such as ``securityContext.runAsUser``."""

    path: str
    origin: Origin

    @property
    def title(self) -> str:
        return self.path


@dataclass(frozen=True, slots=True)
class PodSpec:
    """A pod spec as far as the network and Windows are concerned.

    ``host_process`` is what the pod's own security context says, None where it says nothing.
    ``resources`` are what its containers ask of the VPC resource controller, by name;
    ``linux_settings`` what only Linux pods may have, gathered where ``os.name`` is set.
    """

    annotations: Labels = field(default_factory=Labels)
    dns_policy: Value[str] = _DNS_DEFAULT
    containers: tuple[Container, ...] = ()
    host_process: Value[bool] | None = None
    resources: Mapping[str, Value[str]] = field(default_factory=dict)
    linux_settings: tuple[Setting, ...] = ()
