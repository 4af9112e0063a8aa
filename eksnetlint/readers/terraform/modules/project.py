"""All the root modules of a scan, each evaluated with the values it is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eksnetlint.mistakes import Mistake
from eksnetlint.readers.reading import Flaw
from eksnetlint.readers.terraform.evaluation.rendering import scan_folder
from eksnetlint.readers.terraform.modules.calls import FindStandIn, RootRun
from eksnetlint.readers.terraform.modules.constants import Constants
from eksnetlint.readers.terraform.modules.folder import Folder
from eksnetlint.readers.terraform.modules.folders import Folders
from eksnetlint.readers.terraform.modules.inputs import inputs_of
from eksnetlint.readers.terraform.modules.manifest import installed
from eksnetlint.readers.terraform.modules.module import Computed, Module
from eksnetlint.readers.terraform.modules.paths import joined
from eksnetlint.readers.terraform.modules.roots import is_library, roots_of
from eksnetlint.readers.terraform.modules.settings import RootSetting
from eksnetlint.readers.terraform.modules.survey import surveyed
from eksnetlint.readers.terraform.modules.work import Work, scan_allowance
from eksnetlint.readers.terraform.resource import Resource, Root, StandIn
from eksnetlint.readers.terraform.types import TfValue
from eksnetlint.source.text import Source


@dataclass(frozen=True, slots=True, eq=False)
class Project:
    """The roots of a scan, what is wrong with its files, and the comments in them.

    A comment is its file, its text with the marker, and its start and end offsets.
    """

    roots: tuple[Root, ...]
    flaws: tuple[Flaw, ...] = ()
    comments: tuple[tuple[Source, str, int, int], ...] = ()


def no_stand_in(_source: str, _version: str) -> StandIn | None:
    """Where nothing is known of any module that is not on disk."""
    return None


def no_values(_resource: Resource) -> Mapping[str, TfValue]:
    """Where nothing is known of resources but what is configured."""
    return {}


def evaluate_project(
    sources: Sequence[Source],
    root: Path,
    settings: Sequence[RootSetting] = (),
    stand_in: FindStandIn = no_stand_in,
    more_values: Computed = no_values,
) -> Project:
    """Evaluate the Terraform files of a scan; ``root`` is the scan root, where they lie on disk.

    A root without a setting of its own is evaluated once, with the files of values that Terraform
    reads by itself. ``stand_in`` knows modules that are not on disk, by source and version;
    ``more_values`` what resources and data sources have besides what is configured.

    Raises Mistake for a setting that names what is not there.
    """
    folders = Folders(sources, root)
    allowance = scan_allowance()
    evaluated: list[Root] = []
    for folder, setting in _asked(folders, settings):
        work = Work(allowance)
        evaluated.append(_evaluate(folders, folder, setting, stand_in, more_values, work))
    return Project(tuple(evaluated), tuple(folders.flaws), tuple(folders.comments))


def _asked(
    folders: Folders, settings: Sequence[RootSetting]
) -> Sequence[tuple[Folder, RootSetting | None]]:
    """Each root with each of the settings asked for."""
    roots = roots_of(folders)
    own: dict[str, list[RootSetting]] = {}
    named: dict[str, Folder] = {folder.path: folder for folder in roots}
    for setting in settings:
        folder = _named(folders, roots, setting)
        named.setdefault(folder.path, folder)
        own.setdefault(folder.path, []).append(setting)
    return [
        (folder, setting)
        for path, folder in sorted(named.items())
        for setting in own.get(path, [None])
    ]


def _named(folders: Folders, roots: Sequence[Folder], setting: RootSetting) -> Folder:
    if setting.folder is None:
        if len(roots) == 1:
            return roots[0]
        found = ", ".join(folder.path or "." for folder in roots[:5]) or "none"
        raise Mistake(
            "values for variables need to say which root module they are for:"
            f" there are {len(roots)} ({found})"
        )
    folder = folders.folder(joined("", setting.folder))
    if folder is None:
        raise Mistake(f"{setting.folder}: there are no Terraform files in this folder")
    return folder


def _evaluate(
    folders: Folders,
    folder: Folder,
    setting: RootSetting | None,
    stand_in: FindStandIn,
    more_values: Computed,
    work: Work,
) -> Root:
    files = scan_folder(folders.root, folders.root / folder.path, work.budget)
    constants = Constants(files, work.budget)
    found = installed(folders.root, folder.path)
    run = RootRun(folder.path, folders, constants, stand_in, more_values, found, work)
    inputs = inputs_of(folders, folder, setting, constants)
    module = Module(folder, run, "", ".", inputs.value)
    survey = surveyed(module)
    title = (setting or RootSetting(None)).title_for(folder.path)
    return Root(
        folder.path,
        title,
        folder.span,
        tuple(survey.resources),
        tuple(survey.unresolved),
        survey.region,
        is_library(folders, folder) and setting is None,
        survey.open_because,
    )
