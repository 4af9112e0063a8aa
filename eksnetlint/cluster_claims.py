"""The part ``clusters`` of the configuration: which files belong to which cluster."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from eksnetlint.discovery import LEFT_OUT, relative
from eksnetlint.model.claims import BadClaim, Claim, ClaimedPath
from eksnetlint.model.declared import BadDeclaration, Declarations, declarations
from eksnetlint.spelling import nearest

KeyPath: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a list of clusters stands, and what it is checked against.

    ``root`` is the folder that a scan's paths start at, ``folder`` that of the configuration.
    ``environments`` are those that Terraform roots are evaluated for; ``place_of`` tells the file
    and the line of what a path of keys leads to.
    """

    root: Path
    folder: Path
    source: str
    environments: Collection[str]
    place_of: Callable[[Sequence[str | int]], str]


def claims_of(items: Sequence[Mapping[str, Any]], around: Surroundings) -> tuple[Claim, ...]:
    """The clusters of a configuration of the right shape.

    Raises BadClaim with file and line for a path that matches nothing, a name or infrastructure
    that is given twice, and facts and environments that there are not.
    """
    claims: list[Claim] = []
    for number, item in enumerate(items):
        here: KeyPath = ("clusters", number)
        claim = _claim(item, here, around)
        if any(other.name == claim.name for other in claims):
            place = around.place_of((*here, "name"))
            raise BadClaim(f"{place}: there are two clusters '{claim.name}'")
        for other in claims:
            _refuse_overlap(claim, other)
        claims.append(claim)
    return tuple(claims)


def _claim(item: Mapping[str, Any], here: KeyPath, around: Surroundings) -> Claim:
    claim = Claim(
        name=item["name"],
        source=around.source,
        infrastructure=tuple(_paths(item, here, "infrastructure", around)),
        manifests=tuple(_paths(item, here, "manifests", around)),
        environment=_environment(item, here, around),
        declared=_facts(item, here, around),
        is_complete=item.get("complete", False),
    )
    if not claim.paths:
        what = "has no paths; give `infrastructure`, `manifests` or both"
        raise BadClaim(f"{around.place_of((*here, 'name'))}: {claim.title} {what}")
    return claim


def _paths(
    item: Mapping[str, Any], here: KeyPath, key: str, around: Surroundings
) -> Iterator[ClaimedPath]:
    folder = around.folder.resolve()
    for number, text in enumerate(item.get(key, ())):
        place = around.place_of((*here, key, number))
        path = relative(Path(os.path.normpath(folder / text)), around.root)
        claimed = ClaimedPath(path, place)
        if posixpath.isabs(text):
            what = f"'{text}' is absolute; paths start at the folder of this file"
            raise BadClaim(f"{place}: {_written(here)}.{key}: {what}")
        if not _matches_something(claimed, around.root):
            raise BadClaim(f"{place}: {_written(here)}.{key}: nothing matches '{text}'")
        yield claimed


def _written(path: KeyPath) -> str:
    """A path of keys as a user would write it: clusters[0]."""
    return "".join(f"[{part}]" if isinstance(part, int) else part for part in path)


def _matches_something(claimed: ClaimedPath, root: Path) -> bool:
    start = root / claimed.start
    if start.is_file():
        return claimed.holds(claimed.start)
    for current, folders, names in os.walk(start):
        folders[:] = [name for name in folders if name not in LEFT_OUT]
        here = relative(Path(current), root)
        if any(claimed.holds(posixpath.normpath(posixpath.join(here, name))) for name in names):
            return True
    return False


def _environment(item: Mapping[str, Any], here: KeyPath, around: Surroundings) -> str:
    name: str = item.get("environment", "")
    if not name or name in around.environments:
        return name
    meant = nearest(name, list(around.environments))
    hint = f"did you mean '{meant}'?" if meant else "they are the names in terraform.roots"
    place = around.place_of((*here, "environment"))
    raise BadClaim(f"{place}: there is no environment '{name}'; {hint}")


def _facts(item: Mapping[str, Any], here: KeyPath, around: Surroundings) -> Declarations:
    pairs: list[str] = []
    for key, value in item.get("facts", {}).items():
        text = str(value).lower() if isinstance(value, bool) else str(value)
        pairs.append(f"{key}={text}")
        try:
            declarations(pairs[-1:])
        except BadDeclaration as error:
            raise BadClaim(f"{around.place_of((*here, 'facts', key))}: {error}") from error
    return declarations(pairs)


def _refuse_overlap(claim: Claim, other: Claim) -> None:
    """One root is one cluster, or one for each environment it is evaluated for."""
    if claim.environment and other.environment and claim.environment != other.environment:
        return
    for own in claim.infrastructure:
        for its in other.infrastructure:
            if own.holds(its.path) or its.holds(own.path):
                raise BadClaim(
                    f"{own.place}: '{own.path}' is infrastructure of '{other.name}' already"
                    f" ('{its.path}'); what declares a cluster declares one"
                )
