"""Clusters as the configuration describes them, and the paths it claims for each."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from fnmatch import fnmatchcase

from eksnetlint.mistakes import Mistake
from eksnetlint.model.declared import NOTHING, Declarations

_ANY_FOLDERS = "**"
_WILD = frozenset("*?[")


class BadClaim(Mistake):
    """A configuration that gives one thing to several clusters, or one cluster a thing twice."""


@dataclass(frozen=True, slots=True)
class ClaimedPath:
    """A file, a folder with all below it, or a pattern of such paths.

    ``*`` and ``?`` stand for characters of one name, ``**`` for any number of folders. ``path``
    starts at the root of the scan; ``place`` is the file and the line that say it.
    """

    path: str
    place: str

    def holds(self, path: str) -> bool:
        """Whether a file or a folder is meant, or lies in a folder that is."""
        wanted = self._parts
        reached = _skipping({0}, wanted)
        for part in path.split("/"):
            if len(wanted) in reached:
                return True
            steps = {
                at if wanted[at] == _ANY_FOLDERS else at + 1
                for at in reached
                if wanted[at] == _ANY_FOLDERS or fnmatchcase(part, wanted[at])
            }
            reached = _skipping(steps, wanted)
        return len(wanted) in reached

    @property
    def start(self) -> str:
        """The part before the first sign of a pattern, "" for the root of the scan."""
        plain: list[str] = []
        for part in self._parts:
            if _WILD & set(part):
                break
            plain.append(part)
        return "/".join(plain)

    @property
    def _parts(self) -> list[str]:
        return [] if self.path == "." else self.path.split("/")


def _skipping(reached: set[int], wanted: Sequence[str]) -> set[int]:
    """The places in a pattern with those behind ``**``, which may stand for no folder at all."""
    further = set(reached)
    for at in sorted(reached):
        while at < len(wanted) and wanted[at] == _ANY_FOLDERS:
            at += 1
            further.add(at)
    return further


@dataclass(frozen=True, slots=True)
class Claim:
    """A cluster of the configuration.

    Of a Terraform root that is evaluated for several environments, ``environment`` is the one
    that is meant, "" for roots with one evaluation. ``is_complete``: what is not in its files is
    not there. ``source`` names the configuration's file.
    """

    name: str
    source: str
    infrastructure: tuple[ClaimedPath, ...] = ()
    manifests: tuple[ClaimedPath, ...] = ()
    environment: str = ""
    declared: Declarations = NOTHING
    is_complete: bool = False

    @property
    def title(self) -> str:
        return f"cluster '{self.name}'"

    @property
    def paths(self) -> tuple[ClaimedPath, ...]:
        return self.infrastructure + self.manifests


def evaluation_of(folder: str, environment: str) -> str:
    """The title of a Terraform root that is evaluated for an environment."""
    return f"{folder or '.'} for {environment}"


def over(first: Declarations, second: Declarations) -> Declarations:
    """The facts of both; where both declare one, the first counts."""
    given = {part.name: getattr(first, part.name) for part in fields(first)}
    return replace(second, **{name: fact for name, fact in given.items() if fact is not None})


def as_seen(
    claims: Iterable[Claim], scanned: Sequence[str], unread: Sequence[str]
) -> tuple[Claim, ...]:
    """Claims, complete only where all of their paths were scanned and could be read.

    ``scanned`` are the files and folders that were asked for, ``unread`` files that were passed
    over, both from the root of the scan.
    """
    return tuple(
        replace(claim, is_complete=claim.is_complete and _is_seen(claim, scanned, unread))
        for claim in claims
    )


def _is_seen(claim: Claim, scanned: Sequence[str], unread: Sequence[str]) -> bool:
    if any(claimed.holds(path) for claimed in claim.paths for path in unread):
        return False
    return all(any(_lies_in(claimed.start, path) for path in scanned) for claimed in claim.paths)


def _lies_in(path: str, folder: str) -> bool:
    return folder == "." or posixpath.commonpath((path, folder)) == folder
