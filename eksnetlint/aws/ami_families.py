"""What an AMI family or AMI type says about a node: OS, Windows build, edition, EKS versions."""

import datetime
import enum
from dataclasses import dataclass

AMI_FAMILIES_AS_OF = datetime.date(2026, 8, 21)
AMI_TYPES_AS_OF = datetime.date(2026, 11, 17)

_EKSCTL = "eksctl-io/eksctl pkg/apis/eksctl.io/v1alpha5/types.go"
_EKS_API = "EKS API AMITypes, botocore 1.44.5 data/eks/2017-11-01/service-2.json"


class Edition(enum.Enum):
    CORE = "core"
    FULL = "full"


class Support(enum.Enum):
    """What the reader of the name, eksctl or the EKS API, does with it."""

    SUPPORTED = "supported"
    DEPRECATED = "deprecated"  # refused, as a family that was
    REMOVED = "removed"  # refused, as a name that never was


@dataclass(frozen=True, slots=True)
class AmiFamily:
    """One value of eksctl's ``amiFamily`` or of the EKS API's ``amiType``.

    ``windows_version`` is the year of a long-term release, None for a semi-annual one;
    ``windows_build`` is what a container image must match; on Linux both are None. The minors are
    those of Kubernetes 1.x, inclusive, and None where eksctl draws no line (it is the source for
    the AMI types too: the API states none). ``source`` and ``as_of`` say who stated ``support``.
    """

    name: str
    is_windows: bool
    support: Support
    source: str
    as_of: datetime.date
    windows_version: int | None = None
    windows_build: int | None = None
    edition: Edition | None = None
    first_minor: int | None = None
    last_minor: int | None = None


def ami_family(name: str) -> AmiFamily | None:
    """The eksctl family of that name; None for an unknown one, which may be newer than the table.

    Case does not count: eksctl compares with ``strings.EqualFold`` (``normalizeAMIFamily`` in
    pkg/apis/eksctl.io/v1alpha5/validation.go).
    """
    return _FAMILIES.get(name.lower())


def ami_type(name: str) -> AmiFamily | None:
    """The EKS AMI type of that name; None for ``CUSTOM``, which names no AMI, and unknown ones.

    Case counts: the API has ``WINDOWS_CORE_2022_x86_64``, not ``WINDOWS_CORE_2022_X86_64``.
    """
    return _TYPES.get(name)


def ami_families() -> tuple[AmiFamily, ...]:
    """All eksctl families of the table."""
    return tuple(_FAMILIES.values())


def ami_types() -> tuple[AmiFamily, ...]:
    """All AMI types of the table."""
    return tuple(_TYPES.values())


# Year, build, first Kubernetes minor. Builds: Windows Server release information,
# https://learn.microsoft.com/windows-server/get-started/windows-server-release-info
# Minors: eksctl pkg/ami/ssm_resolver.go. The EKS user guide starts 2022 at 1.24, one later.
_LONG_TERM = (
    (2019, 17763, None),
    (2022, 20348, 23),
    (2025, 26100, 35),
)

# Name, build, support, the eksctl release that ended it, its date.
_SEMI_ANNUAL = (
    ("1909", 18363, Support.REMOVED, "0.43.0", datetime.date(2021, 3, 31)),
    ("2004", 19041, Support.DEPRECATED, "0.109.0", datetime.date(2022, 8, 19)),
    ("20H2", 19042, Support.DEPRECATED, "0.109.0", datetime.date(2022, 8, 19)),
)

# Name, first and last Kubernetes minor (pkg/ami/ssm_resolver.go; AmazonLinux2EOLVersion).
_LINUX_FAMILIES = (
    ("AmazonLinux2023", None, None),
    ("AmazonLinux2", None, 32),
    ("Bottlerocket", None, None),
    ("BottlerocketFips", None, None),
    ("Ubuntu2604", 35, None),
    ("UbuntuPro2604", 35, None),
    ("Ubuntu2404", 31, None),
    ("UbuntuPro2404", 31, None),
    ("Ubuntu2204", 29, None),
    ("UbuntuPro2204", 29, None),
    ("Ubuntu2004", 21, 29),
    ("UbuntuPro2004", 27, 29),
)

_LINUX_TYPES = (
    ("AL2023_x86_64_STANDARD", None),
    ("AL2023_x86_64_NEURON", None),
    ("AL2023_x86_64_NVIDIA", None),
    ("AL2023_ARM_64_STANDARD", None),
    ("AL2023_ARM_64_NVIDIA", None),
    ("AL2_x86_64", 32),
    ("AL2_x86_64_GPU", 32),
    ("AL2_ARM_64", 32),
    ("BOTTLEROCKET_x86_64", None),
    ("BOTTLEROCKET_x86_64_FIPS", None),
    ("BOTTLEROCKET_x86_64_NVIDIA", None),
    ("BOTTLEROCKET_x86_64_NVIDIA_FIPS", None),
    ("BOTTLEROCKET_ARM_64", None),
    ("BOTTLEROCKET_ARM_64_FIPS", None),
    ("BOTTLEROCKET_ARM_64_NVIDIA", None),
    ("BOTTLEROCKET_ARM_64_NVIDIA_FIPS", None),
)


def _families() -> dict[str, AmiFamily]:
    eksctl = (Support.SUPPORTED, _EKSCTL, AMI_FAMILIES_AS_OF)
    families = [
        AmiFamily(
            f"WindowsServer{year}{edition.value.capitalize()}Container",
            True,
            *eksctl,
            windows_version=year,
            windows_build=build,
            edition=edition,
            first_minor=first_minor,
        )
        for year, build, first_minor in _LONG_TERM
        for edition in Edition
    ]
    families += [
        AmiFamily(
            f"WindowsServer{name}CoreContainer",
            True,
            support,
            f"eksctl {release} release notes",
            as_of,
            windows_build=build,
            edition=Edition.CORE,
        )
        for name, build, support, release, as_of in _SEMI_ANNUAL
    ]
    families += [
        AmiFamily(name, False, *eksctl, first_minor=first_minor, last_minor=last_minor)
        for name, first_minor, last_minor in _LINUX_FAMILIES
    ]
    ubuntu_1804 = ("eksctl 0.208.0 release notes", datetime.date(2025, 5, 12))
    families.append(AmiFamily("Ubuntu1804", False, Support.REMOVED, *ubuntu_1804))
    return {family.name.lower(): family for family in families}


def _types() -> dict[str, AmiFamily]:
    eks_api = (Support.SUPPORTED, _EKS_API, AMI_TYPES_AS_OF)
    types = [
        AmiFamily(
            f"WINDOWS_{edition.value.upper()}_{year}_x86_64",
            True,
            *eks_api,
            windows_version=year,
            windows_build=build,
            edition=edition,
            first_minor=first_minor,
        )
        for year, build, first_minor in _LONG_TERM
        for edition in Edition
    ]
    types += [
        AmiFamily(name, False, *eks_api, last_minor=last_minor) for name, last_minor in _LINUX_TYPES
    ]
    return {ami.name: ami for ami in types}


_FAMILIES = _families()
_TYPES = _types()
