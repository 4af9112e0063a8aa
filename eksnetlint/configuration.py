"""The configuration file: what holds for every scan of a repository."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eksnetlint.choice import NO_SETTINGS, RuleSettings
from eksnetlint.configuration_file import (
    PROJECT,
    BadConfiguration,
    Document,
    has_table,
    read_configuration,
)
from eksnetlint.discovery import root_of
from eksnetlint.model.claims import Claim

if TYPE_CHECKING:
    pass

NAMES = ("eksnetlint.yaml", "eksnetlint.yml", ".eksnetlint.yaml")


@dataclass(frozen=True, slots=True)
class RootValues:
    """Values for one evaluation of a Terraform root module: ``path`` leads to its folder.

    ``environment`` names the evaluation, "" where there is only one. Of values for one variable
    the last file's counts, and what ``variables`` gives as ``-var`` would, more than any file.
    """

    path: Path
    environment: str = ""
    variable_files: tuple[Path, ...] = ()
    variables: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Configuration:
    """What a configuration file says."""

    roots: tuple[RootValues, ...] = ()
    clusters: tuple[Claim, ...] = ()
    rules: RuleSettings = NO_SETTINGS


def configuration_for(paths: Iterable[Path], file: Path | None) -> tuple[Path, Configuration]:
    """The root of a scan of these paths, and the configuration that holds for it.

    ``file`` is the one that the user names. Raises Mistake.
    """
    root = root_of(path for path in paths if str(path) != "-")
    return root, configuration(root, file)


def configuration(root: Path, file: Path | None = None) -> Configuration:
    """The configuration in a file, else in the one that lies at the root of the scan.

    Raises BadConfiguration, or BadClaim, with the file and the line; also where there are two
    such files.
    """
    if file is None:
        found = [root / name for name in NAMES if (root / name).is_file()]
        if has_table(root / PROJECT):
            found.append(root / PROJECT)
        if len(found) > 1:
            names = " and ".join(path.name for path in found)
            raise BadConfiguration(f"there are {names} in {root}; keep one configuration")
        if not found:
            return Configuration()
        file = found[0]
    document = read_configuration(file)
    roots = tuple(_roots(document))
    return Configuration(roots, _clusters(document, roots, root), _rule_settings(document))


def _rule_settings(document: Document) -> RuleSettings:
    table = document.table
    folders = tuple(document.file.parent / name for name in table.get("rules", ()))
    for number, folder in enumerate(folders):
        if not folder.is_dir():
            message = f"there is no folder {folder}; rules are folders beside this file"
            raise document.refuse(("rules", number), message)
    named = {
        name: f"{document.file}:{document.line_of((key, number))}"
        for key in ("ignore", "select")
        for number, name in enumerate(table.get(key, ()))
    }
    return RuleSettings(
        folders=folders,
        select=tuple(table.get("select", ())),
        ignore=tuple(table.get("ignore", ())),
        pedantic=bool(table.get("pedantic", False)),
        min_confidence=table.get("min_confidence", "low"),
        places=named,
    )


def _clusters(document: Document, roots: Sequence[RootValues], root: Path) -> tuple[Claim, ...]:
    if "clusters" not in document.table:
        return ()
    # Most configurations have no clusters.
    from eksnetlint.cluster_claims import Surroundings, claims_of

    around = Surroundings(
        root=root.resolve(),
        folder=document.file.parent,
        source=document.file.name,
        environments=[one.environment for one in roots if one.environment],
        place_of=lambda path: f"{document.file}:{document.line_of(path)}",
    )
    return claims_of(document.table["clusters"], around)


def _roots(document: Document) -> Iterator[RootValues]:
    for number, item in enumerate(document.table.get("terraform", {}).get("roots", ())):
        place: tuple[str | int, ...] = ("terraform", "roots", number)
        folder = document.file.parent / item["path"]
        if not folder.is_dir():
            message = f"there is no folder {item['path']} beside this file"
            raise document.refuse((*place, "path"), message)
        shared = _files(document, folder, item, place)
        environments: Mapping[str, Mapping[str, Any]] = item.get("environments") or {"": {}}
        for name, own in environments.items():
            files = _files(document, folder, own, (*place, "environments", name))
            values = {**item.get("vars", {}), **own.get("vars", {})}
            variables = tuple((key, _argument(value)) for key, value in values.items())
            yield RootValues(folder, name, shared + files, variables)


def _files(
    document: Document, folder: Path, item: Mapping[str, Any], place: tuple[str | int, ...]
) -> tuple[Path, ...]:
    """The files of variables of a root module or an environment."""
    found = tuple(folder / name for name in item.get("var_files", ()))
    for number, path in enumerate(found):
        if not path.is_file():
            message = f"there is no file {path}; var_files start at the folder of their root module"
            raise document.refuse((*place, "var_files", number), message)
    return found


def _argument(value: object) -> str:
    """A value as it would be given to Terraform's ``-var``: a text, else an expression."""
    if isinstance(value, str):
        return value
    # A JSON text is an expression in which only strings with templates mean something else.
    return json.dumps(value, default=str).replace("${", "$${").replace("%{", "%%{")
