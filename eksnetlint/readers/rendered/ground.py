"""The folder that rendering may read from, and nothing outside it."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_LARGEST = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Ground:
    """A folder; places in it are relative to it, with forward slashes.

    ``root`` is where the paths start that are shown.
    """

    folder: Path
    root: Path

    def shown(self, place: str) -> str:
        """A place as all outputs show it."""
        return Path(os.path.relpath(self.folder / place, self.root)).as_posix()

    def place_of(self, path: str) -> str:
        """The place of a path that is shown."""
        return Path(os.path.relpath(self.root / path, self.folder)).as_posix()

    def is_folder(self, place: str) -> bool:
        return self._real(place) is not None and (self.folder / place).is_dir()

    def content(self, place: str) -> bytes | None:
        """The bytes of a file; None for what is no file here, or is huge."""
        file = self._real(place)
        try:
            if file is None or not file.is_file() or file.stat().st_size > _LARGEST:
                return None
            return file.read_bytes()
        except OSError:
            return None

    def _real(self, place: str) -> Path | None:
        # A link may lead out of it, though its name does not.
        if leaves(place):
            return None
        try:
            real = (self.folder / place).resolve(strict=True)
        except (OSError, RuntimeError, ValueError):
            return None
        return real if real.is_relative_to(self.folder) else None


def ground_of(root: Path, paths: Iterable[str]) -> Ground:
    """The root, or the folder around all paths where one of them is outside the root."""
    resolved = root.resolve()
    if not any(path.startswith("../") for path in paths):
        return Ground(resolved, resolved)
    folders = [os.path.dirname(os.path.abspath(resolved / path)) for path in paths]
    return Ground(Path(os.path.commonpath(folders)).resolve(), resolved)


def leaves(place: str) -> bool:
    """Whether a place, by its name, is outside."""
    return posixpath.isabs(place) or posixpath.normpath(place).split("/")[0] == ".."
