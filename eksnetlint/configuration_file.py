"""A configuration file, YAML or TOML, read with the lines of its keys."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eksnetlint.mistakes import Mistake
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

PROJECT = "pyproject.toml"
_TABLE = "[tool.eksnetlint"


class BadConfiguration(Mistake):
    """A configuration file that cannot be read or says something that is not understood."""


@dataclass(frozen=True, slots=True)
class Document:
    """A configuration of the right shape, and the line of what a path of keys leads to."""

    file: Path
    table: Mapping[str, Any]
    line_of: Callable[[Sequence[str | int]], int]

    def refuse(self, path: Sequence[str | int], message: str) -> BadConfiguration:
        return BadConfiguration(f"{self.file}:{self.line_of(path)}: {message}")


def read_configuration(file: Path) -> Document:
    """The file's configuration, of the right shape. Raises BadConfiguration with the line."""
    text = _read(file)
    return _from_toml(file, text) if file.suffix == ".toml" else _from_yaml(file, text)


def has_table(file: Path) -> bool:
    return file.is_file() and _TABLE in file.read_text(encoding="utf-8", errors="replace")


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadConfiguration(f"{file}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise BadConfiguration(f"{file}: is not UTF-8") from error


def _from_yaml(file: Path, text: str) -> Document:
    found = list(documents(Source(str(file), text)))
    if not found:
        return Document(file, {}, lambda _: 1)
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
    return Document(file, table, lambda path: node_at(root, list(path)).span.first.line)


def _exact(node: Node) -> Any:
    """A tree as plain values, with fractions as they are written: 1.30 is often a version."""
    if isinstance(node, Tree):
        return {key: _exact(entry.value) for key, entry in node.fields.items()}
    if isinstance(node, Items):
        return [_exact(item) for item in node.items]
    return node.text if kind_of(node) is Kind.NUMBER else plain(node, is_final=True)


def _from_toml(file: Path, text: str) -> Document:
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
    is_project = file.name == PROJECT
    table: dict[str, Any] = (
        document.get("tool", {}).get("eksnetlint", {}) if is_project else document
    )
    wrong = _misshape(table)
    if wrong:
        keys = (*wrong.path, wrong.key) if wrong.key else wrong.path
        raise BadConfiguration(f"{file}:{_line_of(keys, text)}: {wrong.message}")
    return Document(file, table, lambda path: _line_of(path, text))


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
