"""Which files a scan looks at."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from eksnetlint.mistakes import Mistake

_SUFFIXES = (".yaml", ".yml", ".json", ".tf", ".tofu", ".tfvars")
_NAMES = ("Kustomization", "terragrunt.hcl")
# A file of a Terraform module says little without the others of its folder.
_OF_MODULES = (".tf", ".tofu", ".tfvars", ".tf.json", ".tofu.json", ".tfvars.json")
LEFT_OUT = frozenset({".git", ".hg", ".svn", ".terraform", "node_modules", "__pycache__", ".tox"})
_VENV = "pyvenv.cfg"
# `git ls-files` in a checkout that may be hostile: none of its hooks or monitors is run.
_GIT = (
    "git",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "safe.directory=*",
)
_GIT_SECONDS = 60


class NotFound(Mistake):
    """A path on the command line that is not there or cannot be read."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read. ``path`` is relative to the root; ``is_explicit``: named by the user."""

    file: Path
    path: str
    is_explicit: bool = False


@dataclass(frozen=True, slots=True)
class Discovery:
    """The files in order, and how many were left out by which reason."""

    root: Path
    files: tuple[Found, ...]
    skipped: dict[str, int] = field(default_factory=dict)


def root_of(paths: Iterable[Path]) -> Path:
    """The repository the first path is in: the nearest folder upward with a ``.git``.

    ``.git`` is a file in worktrees and submodules. Outside any repository it is the working
    directory.
    """
    for path in paths:
        try:
            start = path.resolve()
        except (OSError, RuntimeError):
            # A link that leads to itself; reading it says so.
            break
        for folder in (start, *start.parents):
            if (folder / ".git").exists():
                return folder
        break
    return Path.cwd().resolve()


def discover(paths: Iterable[Path], *, ignores: bool = True) -> Discovery:
    """Find the files. Raises NotFound for a path that is not there."""
    given = list(paths)
    for path in given:
        _check(path)
    root = root_of(given)
    found: dict[Path, Found] = {}
    for path in given:
        for file in _files(path, ignores=ignores):
            found.setdefault(file, Found(file, relative(file, root), not path.is_dir()))
    for file in [*found]:
        if found[file].is_explicit and file.name.endswith(_OF_MODULES):
            for other in _beside(file):
                found.setdefault(other, Found(other, relative(other, root)))
    return Discovery(root, tuple(sorted(found.values(), key=lambda item: item.path)))


def _check(path: Path) -> None:
    try:
        path.stat()
    except OSError as error:
        what = (error.strerror or str(error)).lower()
        if os.path.islink(path):
            what = "a broken link"
        elif isinstance(error, FileNotFoundError):
            what = "no such file or folder"
        raise NotFound(f"{path}: {what}") from error
    if not os.access(path, os.R_OK):
        raise NotFound(f"{path}: permission denied")


def relative(file: Path, root: Path) -> str:
    """A path as all outputs show it: from the root, with forward slashes."""
    return Path(os.path.relpath(file, root)).as_posix()


def _files(path: Path, *, ignores: bool) -> Iterator[Path]:
    if not path.is_dir():
        # A pipe, such as the shell's <(command), has no name but the one it was given.
        yield path.resolve() if path.is_file() else path.absolute()
        return
    folder = path.resolve()
    # A folder of which git ignores everything was named on purpose.
    names = (_listed_by_git(folder) if ignores else None) or _walked(folder, ignores=ignores)
    for file in names:
        if _is_candidate(file) and (not ignores or not _is_left_out(file, folder)):
            yield from _resolved(file, folder)


def _beside(file: Path) -> Iterator[Path]:
    """The other files of the Terraform module that a file is a part of."""
    folder = file.parent
    try:
        names = os.listdir(folder)
    except OSError:
        return
    for name in names:
        if name.endswith(_OF_MODULES):
            yield from _resolved(folder / name, folder)


def _is_candidate(file: Path) -> bool:
    return file.suffix.lower() in _SUFFIXES or file.name in _NAMES


def _is_left_out(file: Path, folder: Path) -> bool:
    return bool(LEFT_OUT & set(file.relative_to(folder).parts[:-1]))


def _resolved(file: Path, folder: Path) -> Iterator[Path]:
    # A link out of the tree leads to a file nobody asked for; one inside it is read once.
    try:
        target = file.resolve(strict=True)
    except (OSError, RuntimeError):
        return
    if target.is_file() and (target == file or target.is_relative_to(folder)):
        yield target


def _listed_by_git(folder: Path) -> list[Path] | None:
    """What git tracks or does not ignore; None where there is no repository or no git."""
    if not any((parent / ".git").exists() for parent in (folder, *folder.parents)):
        return None
    command = [*_GIT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, check=True, timeout=_GIT_SECONDS
        )
    except (OSError, subprocess.SubprocessError):
        return None
    names = [name for name in os.fsdecode(done.stdout).split("\0") if name]
    environments = tuple(name.removesuffix(_VENV) for name in names if name.endswith("/" + _VENV))
    files: list[Path] = []
    for name in names:
        path = folder / name
        if path.is_dir() and not path.is_symlink():
            # A repository inside the repository: git lists only its folder.
            files.extend(_listed_by_git(path) or _walked(path, ignores=True))
        elif not environments or not name.startswith(environments):
            files.append(path)
    return files


def _walked(folder: Path, *, ignores: bool) -> Iterator[Path]:
    for current, folders, names in os.walk(folder):
        if ignores:
            folders[:] = [name for name in folders if name not in LEFT_OUT]
            folders[:] = [
                name for name in folders if not os.path.exists(f"{current}/{name}/{_VENV}")
            ]
        folders.sort()
        for name in names:
            yield Path(current, name)
