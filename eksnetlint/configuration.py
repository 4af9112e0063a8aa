"""The configuration file: what holds for every scan of a repository."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eksnetlint.discovery import root_of
from eksnetlint.mistakes import Mistake
from eksnetlint.model.claims import Claim
from eksnetlint.readers.documents import duplicate_keys
from eksnetlint.source.plain import node_at, plain
from eksnetlint.source.scalars import Kind, kind_of
from eksnetlint.source.text import Source
from eksnetlint.source.tree import Mapping as Tree
from eksnetlint.source.tree import Node
from eksnetlint.source.tree import Sequence as Items
from eksnetlint.source.yaml import documents

if TYPE_CHECKING:
    from eksnetlint.shape import Misshape

NAMES = ("eksnetlint.yaml", "eksnetlint.yml", ".eksnetlint.yaml")
_PROJECT = "pyproject.toml"
_TABLE = "[tool.eksnetlint"


class BadConfiguration(Mistake):
    """A configuration file that cannot be read or says something that is not understood."""


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
class _Document:
    """A configuration of the right shape, and the line of what a path of keys leads to."""

    file: Path
    table: Mapping[str, Any]
    line_of: Callable[[Sequence[str | int]], int]

    def refuse(self, path: Sequence[str | int], message: str) -> BadConfiguration:
        return BadConfiguration(f"{self.file}:{self.line_of(path)}: {message}")


@dataclass(frozen=True, slots=True)
class Configuration:
    """What a configuration file says."""

    roots: tuple[RootValues, ...] = ()
    clusters: tuple[Claim, ...] = ()


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
        if _has_table(root / _PROJECT):
            found.append(root / _PROJECT)
        if len(found) > 1:
            names = " and ".join(path.name for path in found)
            raise BadConfiguration(f"there are {names} in {root}; keep one configuration")
        if not found:
            return Configuration()
        file = found[0]
    text = _read(file)
    document = _from_toml(file, text) if file.suffix == ".toml" else _from_yaml(file, text)
    roots = tuple(_roots(document))
    return Configuration(roots, _clusters(document, roots, root))


def _clusters(document: _Document, roots: Sequence[RootValues], root: Path) -> tuple[Claim, ...]:
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


def _has_table(file: Path) -> bool:
    return file.is_file() and _TABLE in file.read_text(encoding="utf-8", errors="replace")


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadConfiguration(f"{file}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise BadConfiguration(f"{file}: is not UTF-8") from error


def _from_yaml(file: Path, text: str) -> _Document:
    found = list(documents(Source(str(file), text)))
    if not found:
        return _Document(file, {}, lambda _: 1)
    problem, root = found[0].problem, found[0].root
    if problem:
        raise BadConfiguration(f"{file}:{problem.span.first.line}: {problem.message}")
    if len(found) > 1 or not isinstance(root, Tree):
        raise BadConfiguration(f"{file}:1: a configuration is one YAML document, a mapping")
    for flaw in duplicate_keys(root):
        raise BadConfiguration(f"{file}:{flaw.span.first.line}: {flaw.message}")
    table: dict[str, Any] = _exact(root)
    wrong = _misshape(table)
    if wrong:
        node = node_at(root, list(wrong.path))
        if wrong.key and isinstance(node, Tree):
            node = node.fields[wrong.key].key
        raise BadConfiguration(f"{file}:{node.span.first.line}: {wrong.message}")
    return _Document(file, table, lambda path: node_at(root, list(path)).span.first.line)


def _exact(node: Node) -> Any:
    """A tree as plain values, with fractions as they are written: 1.30 is often a version."""
    if isinstance(node, Tree):
        return {key: _exact(entry.value) for key, entry in node.fields.items()}
    if isinstance(node, Items):
        return [_exact(item) for item in node.items]
    return node.text if kind_of(node) is Kind.NUMBER else plain(node, is_final=True)


def _from_toml(file: Path, text: str) -> _Document:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    try:
        document = tomllib.loads(text, parse_float=str)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r" \(at line (\d+), column \d+\)$", str(error))
        line = f":{place[1]}" if place else ""
        message = str(error)[: place.start()] if place else str(error)
        raise BadConfiguration(f"{file}{line}: {message}") from error
    is_project = file.name == _PROJECT
    table: dict[str, Any] = (
        document.get("tool", {}).get("eksnetlint", {}) if is_project else document
    )
    wrong = _misshape(table)
    if wrong:
        keys = (*wrong.path, wrong.key) if wrong.key else wrong.path
        raise BadConfiguration(f"{file}:{_line_of(keys, text)}: {wrong.message}")
    return _Document(file, table, lambda path: _line_of(path, text))


def _misshape(table: Mapping[str, Any]) -> Misshape | None:
    # Scans without a configuration need no JSON Schema.
    from eksnetlint.shape import misshape

    return misshape(table, "config.schema.json")


def _line_of(path: Sequence[str | int], text: str) -> int:
    """The first line that names the last key on the way; TOML's reader tells no places."""
    start = max(text.find(_TABLE), 0)
    for key, number in pairwise(path):
        if isinstance(key, str) and isinstance(number, int):
            header = re.compile(rf"^\s*\[\[(?:[^\]]*\.)?{re.escape(key)}\]\]", re.MULTILINE)
            start = dict(enumerate(m.start() for m in header.finditer(text))).get(number, start)
    for key in (part for part in reversed(path) if isinstance(part, str)):
        match = re.compile(rf"(?<![\w-]){re.escape(key)}[\"']?\s*[=\].]").search(text, start)
        if match:
            start = match.start()
            break
    return text.count("\n", 0, start) + 1


def _roots(document: _Document) -> Iterator[RootValues]:
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
    document: _Document, folder: Path, item: Mapping[str, Any], place: tuple[str | int, ...]
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
