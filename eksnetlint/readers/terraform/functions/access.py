"""The files of a scan, as a root module may read them."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from eksnetlint.readers.terraform.types import LONGEST, Refused, TfValue, Unseen, Unsupported
from eksnetlint.values import Reason, Unknown

# Called with the path and text of a template and its variables.
Render: TypeAlias = Callable[[str, str, Mapping[str, TfValue]], TfValue]

_MOST_FILES = 10_000
_OUTSIDE = Reason("a file outside the files given is not read")


def render_nothing(_path: str, _template: str, _variables: Mapping[str, TfValue]) -> TfValue:
    """Stands in where nothing can render templates."""
    return Unknown(Reason("templates are not evaluated here"))


@dataclass(frozen=True, slots=True)
class NoFiles:
    """Stands in where an expression may read nothing."""

    def absolute(self, path: str) -> str:
        return self.relative(path)

    def relative(self, path: str) -> str:  # noqa: ARG002
        raise Unseen(Unknown(_OUTSIDE))

    def read(self, path: str) -> bytes:  # noqa: ARG002
        raise Unseen(Unknown(_OUTSIDE))

    def exists(self, path: str) -> bool:  # noqa: ARG002
        raise Unseen(Unknown(_OUTSIDE))

    def within(self, folder: str) -> Sequence[str]:  # noqa: ARG002
        raise Unseen(Unknown(_OUTSIDE))

    def render(self, path: str, template: str, variables: Mapping[str, TfValue]) -> TfValue:
        return render_nothing(path, template, variables)


@dataclass(frozen=True, slots=True)
class ScanFolder:
    """Files below ``root``, the scan root; relative paths start at ``folder``, the root module."""

    root: Path
    folder: Path
    render_with: Render = render_nothing

    def absolute(self, path: str) -> str:
        """The path from the root of the file system, as if Terraform ran in ``folder``."""
        return posixpath.normpath(posixpath.join(self.folder.resolve().as_posix(), path))

    def relative(self, path: str) -> str:
        return self._place(path).relative_to(self.root.resolve()).as_posix()

    def read(self, path: str) -> bytes:
        place = self._place(path)
        if not place.is_file():
            raise Unsupported("no file exists at that path" if not place.exists() else "not a file")
        try:
            with place.open("rb") as stream:
                content = stream.read(LONGEST + 1)
        except OSError as error:
            raise Unsupported("the file cannot be read") from error
        if len(content) > LONGEST:
            raise Unsupported("the file is too large to be evaluated")
        return content

    def exists(self, path: str) -> bool:
        place = self._place(path)
        if place.exists() and not place.is_file():
            raise Refused("the path is not one of a regular file")
        return place.is_file()

    def within(self, folder: str) -> Sequence[str]:
        """Links to files are followed, those to folders are not; in no order."""
        top = self._place(folder)
        found: list[str] = []
        for parent, _, names in os.walk(top):
            found += [Path(parent, name).relative_to(top).as_posix() for name in names]
            if len(found) > _MOST_FILES:
                raise Unsupported("the folder has too many files to be evaluated")
        return [path for path in found if (top / path).is_file()]

    def render(self, path: str, template: str, variables: Mapping[str, TfValue]) -> TfValue:
        return self.render_with(path, template, variables)

    def _place(self, path: str) -> Path:
        """The file a path leads to, links followed; Unseen for one outside the scan root."""
        if "\0" in path:
            raise Refused("the path is not valid")
        if path.startswith("~"):
            raise Unseen(Unknown(_OUTSIDE))
        try:
            place = (self.folder / path).resolve()
        except (OSError, RuntimeError, ValueError) as error:
            raise Refused("the path is not valid") from error
        if not place.is_relative_to(self.root.resolve()):
            raise Unseen(Unknown(_OUTSIDE))
        return place
