"""Where a module call takes its module from: a registry address or a repository."""

from __future__ import annotations

import re
from dataclasses import dataclass

# The registry's address of a module leads to the repository of a name made from it
# (Terraform documentation, "Publish modules": terraform-<PROVIDER>-<NAME>).
_REGISTRY = re.compile(r"(?:[\w.-]+\.\w+(?::\d+)?/)?([\w-]+)/([\w-]+)/([\w-]+)")
_REPOSITORY = re.compile(
    r"(?:[\w.+-]+://)?(?:[\w.-]+(?::[^@/]*)?@)?github\.com(?::\d+)?[:/]+"
    r"([\w-]+)/terraform-([a-z0-9]+)-([\w-]+?)(?:\.git)?"
)
_FORCED = re.compile(r"git::")
_ARCHIVE = re.compile(r"/(?:archive|releases)/.*")
_LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class ModuleSource:
    """A public module: ``terraform-aws-modules/eks/aws`` and the folder inside it, or "".

    ``version`` is the tag a repository is taken at, None for a registry address.
    """

    name: str
    folder: str = ""
    version: str | None = None


def module_source(source: str) -> ModuleSource | None:
    """What a ``source`` argument points to; None for what is no public module.

    Source: Terraform documentation, "Module sources", 2026-03.
    """
    if len(source) > _LONGEST or source.startswith((".", "/")):
        return None
    address, _, query = source.strip().partition("?")
    scheme, colon, rest = _FORCED.sub("", address).rpartition("://")
    whole, _, folder = rest.partition("//")
    whole, folder = whole.rstrip("/"), folder.strip("/")
    registry = None if colon else _REGISTRY.fullmatch(whole)
    if registry and not whole.startswith(("github.com/", "git@")):
        return ModuleSource("/".join(registry.groups()), folder)
    repository = _REPOSITORY.fullmatch(scheme + colon + _ARCHIVE.sub("", whole))
    if repository is None:
        return None
    owner, provider, name = repository.groups()
    return ModuleSource(f"{owner}/{name}/{provider}", folder, _tag(query))


def _tag(query: str) -> str:
    for part in query.split("&"):
        name, _, value = part.partition("=")
        if name == "ref":
            return value.removeprefix("refs/tags/")
    return ""
