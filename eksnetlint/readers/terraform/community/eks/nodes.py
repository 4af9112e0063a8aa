"""One group of nodes, whether the module above it is called or its own module directly."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from eksnetlint.aws.ami_families import ami_type
from eksnetlint.readers.terraform.community.eks.table import EksTable, PlatformBy
from eksnetlint.readers.terraform.community.inputs import Inputs, as_text, equals, is_null
from eksnetlint.readers.terraform.community.module import Module
from eksnetlint.readers.terraform.types import TfValue
from eksnetlint.values import Known, Unknown, Value, is_known, negation


class System(Enum):
    """What the module tells apart in user data."""

    WINDOWS = "windows"
    LINUX = "linux"
    AL2023 = "al2023"
    BOTTLEROCKET = "bottlerocket"
    OTHER = "other"


_PREFIXES = {
    "WINDOWS_": System.WINDOWS,
    "AL2_": System.LINUX,
    "AL2023_": System.AL2023,
    "BOTTLEROCKET_": System.BOTTLEROCKET,
}


@dataclass(frozen=True, slots=True)
class NodeModule:
    """A call of one of the modules for a group of nodes."""

    place: Module
    inputs: Inputs
    table: EksTable
    is_managed: bool

    @property
    def version(self) -> TfValue:
        return self.inputs.value(self.table.name("version"))

    @property
    def has_own_image(self) -> Value[bool]:
        """Whether the user names an image."""
        return negation(equals(self.inputs.value("ami_id"), ""))

    @property
    def system(self) -> Value[System]:
        """The system the user data is for."""
        by = self.table.platform_by if self.is_managed else self.table.self_managed_by
        if by is not PlatformBy.PLATFORM:
            kind = self.inputs.value("ami_type")
            if isinstance(kind, Unknown):
                return kind
            found = self._of_type(as_text(kind))
            if found or by is PlatformBy.AMI_TYPE:
                return Known(found or System.OTHER, kind.origin, kind.is_set)
        platform = self.inputs.value("platform")
        if isinstance(platform, Unknown):
            return platform
        system = {item.value: item for item in System}.get(as_text(platform), System.OTHER)
        return Known(system, platform.origin, platform.is_set)

    @property
    def refused_type(self) -> TfValue | None:
        """An AMI type of Windows that the module has no entry for, so that Terraform stops.

        Where the AMI type chooses the image or the user data, a table of the module must have it.
        """
        kind = self.inputs.value("ami_type")
        by = self.table.platform_by if self.is_managed else self.table.self_managed_by
        if by is not PlatformBy.AMI_TYPE or not is_known(self.has_own_image, False):
            return None
        known = ami_type(as_text(kind))
        is_windows = known is not None and known.is_windows
        return kind if is_windows and not self._knows_year(as_text(kind)) else None

    def _of_type(self, kind: str) -> System | None:
        if kind.startswith("WINDOWS_") and not self._knows_year(kind):
            return None
        return next((found for start, found in _PREFIXES.items() if kind.startswith(start)), None)

    def _knows_year(self, kind: str) -> bool:
        return any(f"_{year}_" in kind for year in self.table.windows_years)

    @property
    def name(self) -> TfValue:
        name = self.inputs.value("name")
        return name if not is_null(name) else Known("", name.origin, is_set=False)
