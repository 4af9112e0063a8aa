"""Rule packs that are installed beside the program, as Python packages.

A pack registers a folder of rule documents under the entry-point group ``eksnetlint.rules``; its
value is the folder as a package path, such as ``acme_rules.documents``. The folder is found
without importing anything: documents are data. Functions that give further facts are code, and
have a group of their own, ``eksnetlint.facts``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eksnetlint.mistakes import Mistake
from eksnetlint.model.added_facts import BadFact, add_facts

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

_RULES = "eksnetlint.rules"
_FACTS = "eksnetlint.facts"


class BadPack(Mistake):
    """An installed pack that cannot be used."""


def installed_packs() -> tuple[Path, ...]:
    """The folders of rule documents of installed packs, whose facts are there afterwards.

    Raises BadPack for a folder that is not there or facts that are none.
    """
    if not _is_any_registered():
        return ()
    from importlib.metadata import entry_points

    for point in sorted(entry_points(group=_FACTS)):
        _add_facts(point)
    return tuple(_folder(point) for point in sorted(entry_points(group=_RULES)))


def _is_any_registered() -> bool:
    # importlib.metadata alone takes a tenth of a small scan; most people have no pack.
    return any(b"[eksnetlint." in file.read_bytes() for file in _registrations())


def _registrations() -> Iterator[Path]:
    for entry in dict.fromkeys(sys.path):
        yield from Path(entry).glob("*.dist-info/entry_points.txt")
        yield from Path(entry).glob("*.egg-info/entry_points.txt")


def _folder(point: EntryPoint) -> Path:
    from importlib.util import find_spec

    top, *rest = point.value.split(".")
    spec = find_spec(top)
    for location in (spec and spec.submodule_search_locations) or ():
        folder = Path(location, *rest)
        if folder.is_dir():
            return folder
    raise BadPack(f"pack '{point.name}' ({_RULES}) names {point.value}, which is no folder")


def _add_facts(point: EntryPoint) -> None:
    try:
        facts: Mapping[str, Any] = point.load()
        add_facts(facts)
    except (ImportError, AttributeError, BadFact) as error:
        raise BadPack(f"pack '{point.name}' ({_FACTS}, {point.value}): {error}") from error
