"""Values of Terraform's variables that a user gives on the command line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from eksnetlint.configuration import RootValues
from eksnetlint.discovery import relative
from eksnetlint.mistakes import Mistake
from eksnetlint.model.claims import evaluation_of
from eksnetlint.readers.terraform.modules.settings import RootSetting

_NAME = re.compile(r"[^\W\d][\w-]*")


class BadVariable(Mistake):
    """A value or a file of variables that is not written as it must be, or not there."""


@dataclass(frozen=True, slots=True)
class Option:
    """One ``--var`` or ``--var-file``: for the root module in a folder, or for the only one."""

    folder: Path | None
    variable_files: tuple[Path, ...] = ()
    variables: tuple[tuple[str, str], ...] = ()


def settings_for(
    configured: Sequence[RootValues], values: Iterable[str], files: Iterable[str], root: Path
) -> tuple[RootSetting, ...]:
    """What the command line and the configuration say of Terraform's variables. Raises Mistake.

    ``root`` is where the paths of files start.
    """
    return root_settings(configured, options(values, files), root)


def options(values: Iterable[str], files: Iterable[str]) -> list[Option]:
    """Read ``[FOLDER:]NAME=VALUE`` and ``[FOLDER:]FILE`` texts. Raises BadVariable."""
    return [*map(_file, files), *map(_value, values)]


def _value(text: str) -> Option:
    left, equals, value = text.partition("=")
    folder, colon, name = left.rpartition(":")
    if not equals or not _NAME.fullmatch(name):
        raise BadVariable(f"--var takes [FOLDER:]NAME=VALUE, not '{text}'")
    return Option(_folder(folder, "--var") if colon else None, (), ((name, value),))


def _file(text: str) -> Option:
    if Path(text).is_file():
        return Option(None, (Path(text),))
    # A colon may be in the names as well.
    for colon in (match.start() for match in re.finditer(":", text)):
        folder, name = Path(text[:colon]), text[colon + 1 :]
        if folder.is_dir() and name:
            for path in (Path(name), folder / name):
                if path.is_file():
                    return Option(folder, (path,))
            raise BadVariable(f"--var-file {text}: there is no file {name}, here or in {folder}")
    raise BadVariable(f"--var-file {text}: no such file")


def _folder(name: str, option: str) -> Path:
    folder = Path(name)
    if not folder.is_dir():
        raise BadVariable(f"{option}: there is no folder '{name}'")
    return folder


def root_settings(
    configured: Sequence[RootValues], given: Sequence[Option], root: Path
) -> tuple[RootSetting, ...]:
    """What to evaluate root modules with; ``root`` is where the paths of files start.

    An option changes every evaluation of its root module that the configuration asks for. One
    that names no folder is for the only root module there is. Raises BadVariable where the
    configuration names several.
    """
    settings = [_configured(values, root) for values in configured]
    folders = sorted({setting.folder or "." for setting in settings})
    for option in _united(given, root):
        if option.folder is None and len(folders) > 1:
            names = ", ".join(folders)
            raise BadVariable(f"--var and --var-file need a folder in front, one of {names}")
        meant = [one for one in settings if option.folder in (None, one.folder)]
        settings = [_extended(one, option) if one in meant else one for one in settings]
        if not meant:
            settings.append(option)
    return tuple(settings)


def _configured(values: RootValues, root: Path) -> RootSetting:
    files = tuple(relative(file.resolve(), root) for file in values.variable_files)
    folder = _path(values.path, root)
    title = evaluation_of(folder, values.environment) if values.environment else ""
    return RootSetting(folder, files, values.variables, title)


def _united(given: Iterable[Option], root: Path) -> list[RootSetting]:
    """The options for each folder as one."""
    united: dict[str | None, RootSetting] = {}
    for option in given:
        folder = None if option.folder is None else _path(option.folder, root)
        files = tuple(relative(file.resolve(), root) for file in option.variable_files)
        setting = RootSetting(folder, files, option.variables, "")
        before = united.get(folder)
        united[folder] = _extended(before, setting) if before else setting
    return list(united.values())


def _extended(setting: RootSetting, by: RootSetting) -> RootSetting:
    return replace(
        setting,
        variable_files=setting.variable_files + by.variable_files,
        variables=setting.variables + by.variables,
    )


def _path(folder: Path, root: Path) -> str:
    path = relative(folder.resolve(), root)
    return "" if path == "." else path
