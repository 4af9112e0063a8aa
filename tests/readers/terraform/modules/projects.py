"""Small projects in memory or in a folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from textwrap import dedent

from eksnetlint.readers.terraform.modules.project import Project, evaluate_project
from eksnetlint.readers.terraform.modules.settings import RootSetting
from eksnetlint.readers.terraform.resource import Contents, Resource, Root
from eksnetlint.readers.terraform.types import TfValue
from eksnetlint.source.text import Source
from eksnetlint.values import Known

NOWHERE = Path("/nowhere")


def project(files: Mapping[str, str], *settings: RootSetting) -> Project:
    """The evaluation of some files that are not on disk."""
    return evaluate_project(sources(files), NOWHERE, settings)


def root(files: Mapping[str, str] | str, *settings: RootSetting) -> Root:
    """The only root of some files; of a text alone, which is ``main.tf``."""
    (only,) = project({"main.tf": files} if isinstance(files, str) else files, *settings).roots
    return only


def sources(files: Mapping[str, str]) -> Sequence[Source]:
    return [Source(path, dedent(text)) for path, text in files.items()]


def resource(root: Root, address: str) -> Resource:
    (found,) = [item for item in root.resources if item.address == address]
    return found


def contents(files: Mapping[str, str] | str) -> Contents:
    """What ``aws_x.this`` is configured with."""
    return resource(root(files), "aws_x.this").contents


def known(value: TfValue) -> object:
    assert isinstance(value, Known), value
    return value.value


def reason(value: object) -> str:
    return value.reason.text  # type: ignore[attr-defined,no-any-return]


def chain(value: TfValue) -> list[tuple[str, str, str]]:
    """Each place a value came through: where, its text, and the note."""
    return [(str(it.span), it.span.text, it.note) for it in value.origin.frames]
