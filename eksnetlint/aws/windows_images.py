"""Which Windows build a container image is for, as its tag tells, and which builds can run it."""

import datetime
import re

WINDOWS_IMAGES_AS_OF = datetime.date(2026, 11, 23)

# Tags of Microsoft's base images, which images built on them keep, by build ("Windows Server
# release information" and "Base image lifecycle policy", learn.microsoft.com).
_BUILDS = {
    "ltsc2016": 14393,
    "1709": 16299,
    "1803": 17134,
    "1809": 17763,
    "ltsc2019": 17763,
    "1903": 18362,
    "1909": 18363,
    "2004": 19041,
    "20h2": 19042,
    "ltsc2022": 20348,
    "ltsc2025": 26100,
}
# Windows Server releases that EKS has AMIs of (EKS user guide, "Create nodes with optimized
# Windows AMIs", as of 2026-01-26).
_WITH_AMIS = frozenset({17763, 20348, 26100})
# Whether an older image runs on such a host with process isolation is not settled.
_UNSETTLED = frozenset({(20348, 26100)})

_RELEASE = re.compile(
    r"(?:\A|[-_.])(?:(?:windows(?:servercore)?|servercore|nanoserver|win)[-_]?)?"
    r"(?P<long>ltsc20\d\d)(?=\Z|[-_.])"
    r"|(?:\A|[-_.])(?:windows(?:servercore)?|servercore|nanoserver|win)[-_]?"
    r"(?P<short>1709|1803|1809|1903|1909|2004|20h2)(?=\Z|[-_.])",
    re.IGNORECASE,
)
# The base images themselves; their tags may have no word before the number.
_BASE = re.compile(
    r"mcr\.microsoft\.com/windows(?:/(?:server|servercore|nanoserver))?:"
    r"(?P<short>1709|1803|1809|1903|1909|2004|20h2)(?:-KB\d+)?(?:-amd64)?\Z"
    r"|mcr\.microsoft\.com/windows(?:/(?:server|servercore|nanoserver))?:"
    r"10\.0\.(?P<build>\d{5})\.\d+(?:-amd64)?\Z",
    re.IGNORECASE,
)


def image_build(image: str) -> int | None:
    """The Windows build that an image's tag names; None where it names none that is known.

    A tag without one can stand for images of several builds, of which each node takes its own.
    """
    base = _BASE.match(image)
    if base:
        number = base["build"]
        return _known_build(int(number)) if number else _BUILDS[base["short"].lower()]
    tag = image.partition("@")[0].rpartition("/")[2].partition(":")[2]
    named = {match["long"] or match["short"] for match in _RELEASE.finditer(tag)}
    builds = {_BUILDS.get(name.lower()) for name in named}
    return builds.pop() if len(builds) == 1 else None


def _known_build(number: int) -> int | None:
    return number if number in _BUILDS.values() else None


def can_run(image: int, host: int) -> bool | None:
    """Whether a host of a build runs images of another with process isolation; None if unsettled.

    The builds must be equal ("Windows container version compatibility", learn.microsoft.com), and
    Kubernetes has no Hyper-V isolation. Nothing is said of builds that are newer than the table.
    """
    if image == host:
        return True
    known = frozenset(_BUILDS.values())
    if host not in known or image not in known or (image, host) in _UNSETTLED:
        return None
    return False


def has_ami(image: int) -> bool:
    """Whether EKS has AMIs that images of a build could run on."""
    return image in _WITH_AMIS
