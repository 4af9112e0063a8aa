"""How many interfaces and IPv4 addresses each EC2 instance type has, as of a date.

``eksnetlint.aws.regenerate`` makes the table.
"""

import datetime
import enum
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

LIMITS_AS_OF = datetime.date(2026, 3, 20)
TABLE = Path(__file__).with_name("instance_limits.tsv")


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
    def family(self) -> str:
        """The ``m5`` of m5.large."""
        return self.instance_type.partition(".")[0]

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
    return _limits(instance_type, row) if row is not None else None


def limits_in(table: str) -> dict[str, InstanceLimits]:
    """The limits of each type in the text of a table."""
    return {name: _limits(name, row) for name, row in _read(table)}


def instance_types() -> tuple[str, ...]:
    """Every instance type in the table, sorted."""
    return tuple(sorted(_rows()))


@functools.cache
def families() -> frozenset[str]:
    """Every family in the table."""
    return frozenset(name.partition(".")[0] for name in _rows())


@functools.cache
def _rows() -> Mapping[str, list[str]]:
    # Rows stay text: a scan asks for a handful of types, and building all takes longer.
    return dict(_read(TABLE.read_text(encoding="ascii")))


def _read(table: str) -> Iterator[tuple[str, list[str]]]:
    for line in table.splitlines():
        if line.startswith("#"):
            continue
        family, *limits, sizes = line.split("\t")
        for size in sizes.split(" "):
            yield f"{family}.{size}", limits


def _limits(instance_type: str, row: list[str]) -> InstanceLimits:
    architecture, hypervisor, max_enis, ipv4_per_eni = row
    return InstanceLimits(
        instance_type=instance_type,
        max_enis=int(max_enis),
        ipv4_per_eni=int(ipv4_per_eni),
        hypervisor=Hypervisor(hypervisor),
        architecture=Architecture(architecture),
    )
