"""Which files and folders are what, by their paths."""

from __future__ import annotations

import posixpath

_CONFIGURATION = (".tf", ".tofu", ".tf.json", ".tofu.json")
_VALUES = (".tfvars", ".tfvars.json")
# What Terraform downloads it puts here.
_DOWNLOADED = ".terraform"


def is_configuration(name: str) -> bool:
    return name.endswith(_CONFIGURATION) and not _is_hidden(name)


def is_values(name: str) -> bool:
    return name.endswith(_VALUES) and not _is_hidden(name)


def _is_hidden(name: str) -> bool:
    """Terraform passes over hidden files and those that editors keep aside."""
    return name.startswith((".", "#"))


def is_foreign(path: str) -> bool:
    """Whether a path is of something that Terraform downloaded, not of the user's own files."""
    return _DOWNLOADED in path.split("/")


def joined(folder: str, path: str) -> str:
    """A path written in a folder, relative to the scan root, "" for that itself."""
    normal = posixpath.normpath(posixpath.join(folder, path))
    return "" if normal == "." else normal
