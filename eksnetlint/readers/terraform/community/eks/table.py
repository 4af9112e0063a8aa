"""What differs between the releases of the terraform-aws-modules/eks module."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from eksnetlint.readers.terraform.community.inputs import Constant
from eksnetlint.readers.terraform.community.versions import Range


class PlatformBy(Enum):
    """What tells a node group's user data which system it is for."""

    PLATFORM = "the input `platform`"
    EITHER = "the AMI type, else the input `platform`"
    AMI_TYPE = "the AMI type"


class ControllerPolicy(Enum):
    """Whether the cluster role gets AmazonEKSVPCResourceController."""

    ALWAYS = "always"
    BY_INPUT = "unless `enable_security_groups_for_pods` is false, or with Auto Mode"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupTable:
    """A module for one group of nodes.

    ``defaults`` are those of its own variables; ``passed`` is what the module above it passes
    where neither the group nor the input ``shared`` says anything.
    """

    defaults: Mapping[str, Constant]
    passed: Mapping[str, Constant] = field(default_factory=dict)
    shared: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EksTable:
    """The behaviour of a range of releases.

    ``names`` are the names of inputs that other releases call differently; ``root`` the defaults
    of the inputs of the module itself. ``swapped_years`` are the Windows years for which the
    parameter of the Core image leads to the Full one and the other way round. With
    ``bare_user_data`` Windows nodes get the user's text without a call of the bootstrap script too;
    with ``has_template_flag`` an input says whether managed groups use a launch template.
    """

    releases: Range
    names: Mapping[str, str]
    root: Mapping[str, Constant]
    managed: GroupTable
    self_managed: GroupTable
    fargate: GroupTable
    null_is_default: bool = False
    platform_by: PlatformBy
    self_managed_by: PlatformBy
    windows_years: tuple[int, ...] = ()
    swapped_years: tuple[int, ...] = ()
    bare_user_data: bool = True
    controller_policy: ControllerPolicy
    has_access_entries: bool = True
    aws_auth: bool = False
    has_template_flag: bool = True
    addon_settings: tuple[str, ...] = (
        "configuration_values",
        "resolve_conflicts",
        "resolve_conflicts_on_update",
        "service_account_role_arn",
    )
    addon_defaults: Mapping[str, Constant] = field(
        default_factory=lambda: {"resolve_conflicts_on_update": "OVERWRITE"}
    )

    def name(self, concept: str) -> str:
        """What these releases call an input."""
        return self.names.get(concept, concept)
