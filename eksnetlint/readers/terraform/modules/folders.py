"""The folders of a scan that are modules, and the files of values beside them."""

from __future__ import annotations

import os
import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from eksnetlint.readers.documents import decode
from eksnetlint.readers.reading import Flaw
from eksnetlint.readers.terraform.modules.folder import Folder, ParsedFile, folder_of
from eksnetlint.readers.terraform.modules.paths import (
    is_configuration,
    is_foreign,
    is_values,
    joined,
)
from eksnetlint.readers.terraform.modules.second_opinions import PatientAsk
from eksnetlint.readers.terraform.modules.terragrunt import FILE_NAME, Terragrunt, terragrunt_of
from eksnetlint.source.hcl import LARGEST, HclFile, parse_hcl
from eksnetlint.source.hcl_json import parse_json
from eksnetlint.source.hcl_tree import Body
from eksnetlint.source.text import Source

# Read from disk of one folder; real ones have some dozens.
_MOST_FILES = 300


class Folders:
    """Reads folders as they are asked for, from the sources of the scan and from disk.

    A module is all of a folder, of which a scan may have been given one file; nothing outside the
    scan root is read.
    """

    def __init__(self, sources: Iterable[Source], root: Path) -> None:
        self.root = root
        self.flaws: list[Flaw] = []
        self.comments: list[tuple[Source, str, int, int]] = []
        self._scanned: dict[str, dict[str, Source]] = defaultdict(dict)
        self._folders: dict[str, Folder | None] = {}
        self._parsed: dict[str, Body] = {}
        self._ask = PatientAsk()
        self._terragrunt: list[Source] = []
        for source in sources:
            folder, _, name = source.path.rpartition("/")
            if name == FILE_NAME:
                self._terragrunt.append(source)
            if is_configuration(name) or is_values(name):
                self._scanned[folder][name] = source
        # The folders with files of the scan, in order; others are read as they are called.
        self.scanned: Sequence[str] = sorted(self._scanned)
        self._completed: set[str] = set()

    def folder(self, path: str) -> Folder | None:
        """The module in a folder; None where there is none, or none inside the scan root."""
        if path not in self._folders:
            self._folders[path] = self._read(path)
        return self._folders[path]

    def is_module(self, path: str) -> bool:
        """Whether there are configuration files in a folder; nothing is parsed for it."""
        return any(map(is_configuration, self._found(path)))

    def values(self, path: str) -> Sequence[Source]:
        """The files of values in a folder, by name."""
        found = self._found(path)
        return [found[name] for name in sorted(found) if is_values(name)]

    def values_of(self, path: str) -> Sequence[Source]:
        """The files of values in a module's folder and in those below that are no modules."""
        return self._values_of_modules.get(path, ())

    @cached_property
    def _values_of_modules(self) -> Mapping[str, Sequence[Source]]:
        found: dict[str, list[Source]] = {}
        for path in self.scanned:
            module = next((place for place in _upwards(path) if self.is_module(place)), None)
            if module is not None:
                found.setdefault(module, []).extend(self.values(path))
        return found

    def terragrunt(self, path: str) -> Sequence[Terragrunt]:
        """What Terragrunt's files give to a module."""
        return self._terragrunt_of_modules.get(path, ())

    @cached_property
    def _terragrunt_of_modules(self) -> Mapping[str, Sequence[Terragrunt]]:
        found: dict[str, list[Terragrunt]] = {}
        for source in self._terragrunt:
            told = terragrunt_of(parse_hcl(source, self._ask))
            if told.folder is not None:
                module = joined(source.path.rpartition("/")[0], told.folder)
                found.setdefault(module, []).append(told)
        return found

    def source(self, path: str) -> Source | None:
        """A file of values by its path."""
        folder, _, name = path.rpartition("/")
        return self._found(folder).get(name) or _load(self.root, path)

    def body(self, source: Source) -> Body:
        """A file's tree; what it cannot be read for is noted the first time."""
        body = self._parsed.get(source.path)
        if body is None:
            body = self._parsed[source.path] = self._parse(source)
        return body

    def _parse(self, source: Source) -> Body:
        is_json = source.path.endswith(".json")
        file: HclFile = parse_json(source) if is_json else parse_hcl(source, self._ask)
        if not is_foreign(source.path):
            for problem in file.problems:
                message = f"this file cannot be read: {problem.message}"
                self.flaws.append(Flaw("unparsable-file", message, problem.span))
            self.comments += [(source, text, start, end) for text, start, end in file.comments]
        return file.body

    def _read(self, path: str) -> Folder | None:
        found = self._found(path)
        names = [name for name in found if is_configuration(name)]
        taken = [name for name in names if _twin(name) not in names]
        files = [ParsedFile(found[name], self.body(found[name])) for name in taken]
        return folder_of(path, files, is_foreign=is_foreign(path)) if files else None

    def _found(self, path: str) -> dict[str, Source]:
        """The files of a folder by name, those of the scan and those beside them on disk."""
        found = self._scanned[path]
        if path in self._completed or path == ".." or path.startswith(("../", "/")):
            return found
        self._completed.add(path)
        for name in _listed(self.root, path):
            if name not in found and len(found) < _MOST_FILES:
                source = _load(self.root, posixpath.join(path, name))
                if source is not None:
                    found[name] = source
        return found


def _upwards(path: str) -> Iterator[str]:
    """A folder and those above it, up to the scan root."""
    while path:
        yield path
        path = path.rpartition("/")[0]
    yield ""


def _twin(name: str) -> str:
    """The file that OpenTofu reads in a file's stead, where there is one."""
    for suffix in (".tf", ".tf.json"):
        if name.endswith(suffix):
            return name.removesuffix(suffix) + suffix.replace(".tf", ".tofu")
    return ""


def _listed(root: Path, path: str) -> Iterator[str]:
    try:
        names = sorted(os.listdir(root / path))
    except (OSError, ValueError):
        return
    yield from (name for name in names if is_configuration(name) or is_values(name))


def _load(root: Path, path: str) -> Source | None:
    """A file inside the scan root, links followed; None where it cannot be read.

    What is no text, or too long, becomes a source all the same: something is there.
    """
    try:
        place = (root / path).resolve()
        if not place.is_relative_to(root.resolve()) or not place.is_file():
            return None
        with place.open("rb") as stream:
            content = stream.read(LARGEST * 2)
    except (OSError, RuntimeError, ValueError):
        return None
    source = decode(path, content)
    return (
        source if isinstance(source, Source) else Source(path, content.decode("utf-8", "replace"))
    )
