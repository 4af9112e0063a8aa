"""The files that give values to a root's variables."""

from __future__ import annotations

from collections.abc import Sequence

from eksnetlint.readers.terraform.modules.folders import Folders
from eksnetlint.source.text import Source

_FIRST = ("terraform.tfvars", "terraform.tfvars.json")
_AUTOMATIC = (".auto.tfvars", ".auto.tfvars.json")


def automatic(folders: Folders, folder: str) -> Sequence[Source]:
    """The files that Terraform reads by itself, in its order: later ones win."""
    files = {_name(source): source for source in folders.values(folder)}
    first = [files[name] for name in _FIRST if name in files]
    return first + [files[name] for name in sorted(files) if name.endswith(_AUTOMATIC)]


def chosen(folders: Folders, folder: str) -> Sequence[Source]:
    """The other files in the folder or below it, of which a user names one: ``envs/prod.tfvars``.

    What is in a module's own folder is for that module.
    """
    read = {source.path for source in automatic(folders, folder)}
    return [source for source in folders.values_of(folder) if source.path not in read]


def _name(source: Source) -> str:
    return source.path.rpartition("/")[2]
