"""Names of EKS's Windows images: whose words they are, and what one that does not exist means."""

from __future__ import annotations

import datetime
import re
from enum import Enum

from eksnetlint.aws.ami_families import Support, ami_families, ami_types
from eksnetlint.spelling import nearest

# Karpenter's families: karpenter-provider-aws pkg/apis/v1/ec2nodeclass.go, at 1d92708.
KARPENTER_FAMILIES_AS_OF = datetime.date(2026, 8, 21)
# Ends of the releases: EKS user guide, "Create nodes with optimized Windows AMIs", as of 2026-01.
ENDED_RELEASES = {
    "1909": datetime.date(2020, 12, 8),
    "2004": datetime.date(2021, 12, 14),
    "20H2": datetime.date(2022, 8, 9),
}

# The oldest version in extended support, as of 2026-11-23 (EKS user guide, "Understand the
# Kubernetes version lifecycle on EKS"): 1.30 ended on 2026-07-23.
OLDEST_OFFERED_MINOR = 31

_KARPENTER_FAMILIES = ("Windows2019", "Windows2022", "Windows2025")
_SUPPORTED_FAMILIES = tuple(
    item.name
    for item in ami_families()
    if item.is_windows and item.support is Support.SUPPORTED and item.windows_version
)
_TYPES = tuple(item.name for item in ami_types() if item.is_windows)
_YEARS = frozenset(item.windows_version for item in ami_types() if item.windows_version)
_ENDED = re.compile(rf"windowsserver({'|'.join(ENDED_RELEASES)})\w+container", re.I)
_ENDED_AMI = re.compile(
    rf"Windows_Server-({'|'.join(ENDED_RELEASES)})-\w+-Core-EKS_Optimized", re.I
)
_MINOR = re.compile(r"EKS_Optimized-1\.(\d{2})(?![\d*?$])", re.I)
_ANY_VERSION = re.compile(r"Windows_Server-.+-EKS_Optimized-?\*+", re.I)
_PURPOSE = re.compile(r"Windows_Server-\w+-[A-Za-z]+-(?:Core|Full)-([A-Za-z][A-Za-z_-]*)")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
# What the names of the tools are made of, in small letters.
_WORDS = frozenset(
    ("windows", "server", "core", "full", "container", "containers", "x", "86", "64", "latest")
)
FOR_EKS = "EKS_Optimized"
# What is written for a part of a name that cannot be seen.
HIDDEN = "${...}"


class Naming(Enum):
    """Whose word the name of an image is."""

    FAMILY = "AMI family of eksctl"
    TYPE = "AMI type of EKS"
    KARPENTER_FAMILY = "AMI family of Karpenter"
    KARPENTER_ALIAS = "alias of Karpenter"
    PARAMETER = "parameter of Systems Manager"
    AMI = "name of an AMI"


_KNOWN: dict[Naming, tuple[str, ...]] = {
    Naming.FAMILY: _SUPPORTED_FAMILIES,
    Naming.TYPE: _TYPES,
    Naming.KARPENTER_FAMILY: _KARPENTER_FAMILIES,
    Naming.KARPENTER_ALIAS: tuple(name.lower() for name in _KARPENTER_FAMILIES),
}


def nearest_image(naming: Naming, name: str) -> str | None:
    """The Windows image that a name comes nearest to which is none.

    None for a name that exists, has ended, or may be newer than the tables: only slips of letters,
    and names that describe a release of the tables or an older one, are sure not to exist.
    """
    known = _KNOWN.get(naming, ())
    if _exists(naming, name, known) or ended_release(naming, name):
        return None
    same_numbers = [item for item in known if _numbers(item) == _numbers(name)]
    return nearest(name, same_numbers) or _described(name, known)


def _exists(naming: Naming, name: str, known: tuple[str, ...]) -> bool:
    # eksctl alone compares without regard to case (strings.EqualFold, normalizeAMIFamily).
    if naming is Naming.FAMILY:
        return name.lower() in {item.lower() for item in known}
    return name in known


def _numbers(name: str) -> str:
    return "".join(re.findall(r"\d", name))


def _described(name: str, known: tuple[str, ...]) -> str | None:
    """The image whose release and edition a name gives in words of another order, or tool."""
    words = [word.lower() for word in _WORD.findall(name)]
    years = [int(word) for word in words if re.fullmatch(r"20\d\d", word)]
    others = {word for word in words if not re.fullmatch(r"20\d\d", word)}
    if len(years) != 1 or "windows" not in others or not others <= _WORDS:
        return None
    if years[0] not in _YEARS and years[0] > max(_YEARS):
        return None
    edition = "full" if "full" in others else "core"
    year = min(item for item in _YEARS if item >= years[0])
    named = [item for item in known if str(year) in item]
    return next((item for item in named if edition in item.lower()), next(iter(named), None))


def ended_release(naming: Naming, name: str) -> str | None:
    """The release of Windows Server that a name gives, and AWS makes no AMIs of any more."""
    is_family = naming is Naming.FAMILY
    match = _ENDED.fullmatch(name) if is_family else _ENDED_AMI.search(name)
    return match[1].upper() if match else None


def minor_in(name: str) -> int | None:
    """The 33 of an EKS image for Kubernetes 1.33; None where the name does not tell it."""
    match = _MINOR.search(name)
    return int(match[1]) if match else None


def is_for_any_version(name: str) -> bool:
    """Whether a pattern matches EKS images for all versions of Kubernetes."""
    return _ANY_VERSION.fullmatch(name) is not None


def purpose_in(name: str) -> str | None:
    """What a Windows AMI of Amazon's is made for by its name, such as Base or ``FOR_EKS``.

    None where the name does not get that far (EC2 user guide, "AWS Windows AMI reference").
    """
    match = _PURPOSE.search(name)
    if match is None:
        return None
    purpose = match[1].rstrip("-_")
    if purpose.lower().startswith(FOR_EKS.lower()):
        return FOR_EKS
    # A pattern may end in the middle of a word.
    is_cut = name[match.end() : match.end() + 1] in ("*", "?", "$") and not match[1].endswith("-")
    return None if is_cut or FOR_EKS.lower().startswith(purpose.lower()) else purpose
