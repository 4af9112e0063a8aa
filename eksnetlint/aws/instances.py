"""How many interfaces and IPv4 addresses each EC2 instance type has, as of a date."""

import datetime
import enum
import functools
from dataclasses import dataclass
from pathlib import Path

LIMITS_AS_OF = datetime.date(2026, 3, 20)
_TABLE = Path(__file__).with_name("instance_limits.tsv")


class Hypervisor(enum.Enum):
    NITRO = "nitro"
    XEN = "xen"
    NONE = "none"  # bare metal


class Architecture(enum.Enum):
    X86_64 = "x86_64"
    ARM64 = "arm64"
    MAC = "mac"  # Apple hardware, Intel or Arm: no EKS AMI runs on either


@dataclass(frozen=True, slots=True)
class InstanceLimits:
    """The limits of one instance type; ``ipv4_per_eni`` counts the interface's primary address."""

    instance_type: str
    max_enis: int
    ipv4_per_eni: int
    hypervisor: Hypervisor
    architecture: Architecture

    @property
    def is_bare_metal(self) -> bool:
        return self.hypervisor is Hypervisor.NONE

    @property
    def supports_prefix_delegation(self) -> bool:
        """Whether the VPC resource controller gives its interfaces /28 prefixes.

        Source: aws/amazon-vpc-resource-controller-k8s, ``IsNitroInstance`` in pkg/utils/helper.go.
        """
        return self.hypervisor is not Hypervisor.XEN


def instance_limits(instance_type: str) -> InstanceLimits | None:
    """The limits of a type such as ``t3.large``; None for a type the table does not have.

    A type missing here may be newer than ``LIMITS_AS_OF``. Source:
    aws/amazon-vpc-resource-controller-k8s, pkg/aws/vpc/limits.go.
    """
    row = _rows().get(instance_type)
    if row is None:
        return None
    architecture, hypervisor, max_enis, ipv4_per_eni = row
    return InstanceLimits(
        instance_type=instance_type,
        max_enis=int(max_enis),
        ipv4_per_eni=int(ipv4_per_eni),
        hypervisor=Hypervisor(hypervisor),
        architecture=Architecture(architecture),
    )


def instance_types() -> tuple[str, ...]:
    """Every instance type in the table, sorted."""
    return tuple(sorted(_rows()))


@functools.cache
def _rows() -> dict[str, list[str]]:
    # Rows stay text: a scan asks for a handful of types, and building all takes longer.
    rows: dict[str, list[str]] = {}
    for line in _TABLE.read_text(encoding="ascii").splitlines():
        if line.startswith("#"):
            continue
        family, *limits, sizes = line.split("\t")
        for size in sizes.split(" "):
            rows[f"{family}.{size}"] = limits
    return rows
