"""Terraform's files and plans read into the model."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

from eksnetlint.model.cluster import ClusterDeclaration
from eksnetlint.readers.reading import Declared, Reading
from eksnetlint.readers.terraform.aws.reader import read_aws
from eksnetlint.readers.terraform.community.registry import stand_in_of
from eksnetlint.readers.terraform.kubernetes.reader import read_kubernetes_resources
from eksnetlint.readers.terraform.modules.project import evaluate_project
from eksnetlint.readers.terraform.modules.settings import RootSetting
from eksnetlint.readers.terraform.plans.merging import merged
from eksnetlint.readers.terraform.plans.reader import read_plan
from eksnetlint.readers.terraform.resource import Root
from eksnetlint.source.text import Source

# The text of a comment with its marker, and where it starts and ends.
WrittenComment: TypeAlias = tuple[Source, str, int, int]


@dataclass(slots=True)
class TerraformReading:
    """What the files declare, the roots it was evaluated from, and the comments in the files."""

    reading: Reading = field(default_factory=Reading)
    roots: tuple[Root, ...] = ()
    comments: tuple[WrittenComment, ...] = ()


def read_terraform(
    sources: Sequence[Source],
    plans: Sequence[Source],
    root: Path,
    settings: Sequence[RootSetting] = (),
) -> TerraformReading:
    """Evaluate the root modules and plans, and read what they declare.

    ``root`` is the folder the paths of sources start at. Raises Mistake for settings that fit no
    root module.
    """
    project = evaluate_project(sources, root, settings, stand_in_of)
    reading = Reading(flaws=list(project.flaws))
    planned = []
    for source in plans:
        plan = read_plan(source)
        reading.flaws.extend(plan.flaws)
        planned += [plan.root] if plan.root else []
    roots = merged(project.roots, planned)
    paths = [source.path for source in sources]
    for one in roots:
        found = Reading()
        for part in (read_aws(one), read_kubernetes_resources(one)):
            found.extend(part.objects, part.flaws)
        reading.extend(_joined(found.objects, one, paths), found.flaws)
    return TerraformReading(reading, tuple(roots), tuple(project.comments))


def _joined(found: Iterable[Declared], root: Root, paths: Sequence[str]) -> Iterator[Declared]:
    """The objects of a root; where it declares one cluster, all others are that cluster's own."""
    objects = list(found)
    folders = {root.folder, *(posixpath.dirname(item.span.path) for item in root.resources)}
    files = frozenset(path for path in paths if posixpath.dirname(path) in folders)
    others = tuple(item for item in objects if not isinstance(item, ClusterDeclaration))
    is_one = len(objects) - len(others) == 1
    for item in objects:
        if isinstance(item, ClusterDeclaration):
            members = others if is_one else ()
            yield replace(item, members=members, root=root.title, folder=root.folder, files=files)
        elif not is_one:
            yield item
