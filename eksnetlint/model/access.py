"""Who may join or use a cluster, and with which IAM policies."""

from __future__ import annotations

from dataclasses import dataclass

from eksnetlint.source.text import Span
from eksnetlint.values import Known, Reason, Unknown, Value, World

_NO_NAME = Reason("the name of a role cannot be seen")
_NOT_READ = Reason("who has access to the cluster is not in these files")


def _shown(identity: Value[str]) -> str:
    return identity.value.rpartition("/")[2] if isinstance(identity, Known) else "a role"


@dataclass(frozen=True, slots=True, eq=False)
class Role:
    """An IAM role.

    ``identity`` is the same text wherever the role is named: its ARN, or its address in Terraform
    where that is made there. ``policies`` are the names of the policies attached to it, the last
    part of an ARN; ``has_inline_policies`` says that it has others that have no ARN.
    ``is_made_here`` is true where the files make it, and do not only name it; ``name`` is then
    the name it is given.
    """

    span: Span
    identity: Value[str]
    policies: World[Value[str]]
    has_inline_policies: Value[bool] = Known(False)  # noqa: RUF009 - a frozen value
    is_made_here: bool = False
    name: Value[str] = Unknown(_NO_NAME)  # noqa: RUF009 - a frozen value


@dataclass(frozen=True, slots=True, eq=False)
class AccessEntry:
    """An access entry of EKS. ``type`` is EC2_WINDOWS, EC2_LINUX, STANDARD …

    ``policies`` are the names of the access policies associated with it.
    """

    span: Span
    principal: Value[str]
    type: Value[str]
    groups: Value[tuple[str, ...]]
    user_name: Value[str | None]
    policies: tuple[Value[str], ...] = ()

    @property
    def title(self) -> str:
        return f"access entry of {_shown(self.principal)}"


@dataclass(frozen=True, slots=True, eq=False)
class RoleMapping:
    """A role in the ConfigMap aws-auth.

    ``role`` is what `Role.identity` is; ``role_name`` is the last part of an ARN, which is often
    seen where the account is not.
    """

    span: Span
    role: Value[str]
    user_name: Value[str | None]
    groups: Value[tuple[str, ...]]
    role_name: Value[str] = Unknown(_NO_NAME)  # noqa: RUF009 - a frozen value

    @property
    def title(self) -> str:
        name = self.role_name if isinstance(self.role_name, Known) else self.role
        return f"mapping of {_shown(name)} in aws-auth"


@dataclass(frozen=True, slots=True, eq=False)
class AuthConfigMap:
    """The ConfigMap aws-auth, or the part of it that is written in one place."""

    span: Span
    mappings: World[RoleMapping]

    @property
    def title(self) -> str:
        return "ConfigMap aws-auth"


@dataclass(frozen=True, slots=True, eq=False)
class Access:
    """Who has access to a cluster. ``cluster_role`` is the role of the control plane."""

    entries: World[AccessEntry] = World((), _NOT_READ)  # noqa: RUF009 - a frozen value
    mappings: World[RoleMapping] = World((), _NOT_READ)  # noqa: RUF009 - a frozen value
    cluster_role: Role | None = None
