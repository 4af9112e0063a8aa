"""What is read of the Kubernetes resources in Terraform files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent
from typing import TypeVar

from eksnetlint.readers.reading import Flaw
from eksnetlint.readers.terraform.kubernetes.reader import read_kubernetes_resources
from eksnetlint.readers.terraform.modules.project import evaluate_project
from eksnetlint.source.text import Source
from eksnetlint.values import Value

T = TypeVar("T")

_VARIABLE = re.compile(r"\bvar\.(\w+)")


def read(
    text: str, more: Mapping[str, str] | None = None, root: Path | None = None
) -> list[object]:
    """The objects in a file; variables it does not declare itself have no value.

    ``more`` are further Terraform files; other files lie below ``root``.
    """
    text = dedent(text)
    missing = [name for name in _VARIABLE.findall(text) if f'variable "{name}"' not in text]
    text += "".join(f'\nvariable "{name}" {{}}\n' for name in dict.fromkeys(missing))
    sources = [Source(path, dedent(content)) for path, content in (more or {}).items()]
    project = evaluate_project([Source("main.tf", text), *sources], root or Path("/nowhere"))
    assert not project.flaws
    return [item for root in project.roots for item in read_kubernetes_resources(root).objects]


def flaws(text: str) -> list[Flaw]:
    """What is wrong with the shape of the objects in a file."""
    project = evaluate_project([Source("main.tf", dedent(text))], Path("/nowhere"))
    return [item for root in project.roots for item in read_kubernetes_resources(root).flaws]


def only(objects: list[object], kind: type[T]) -> T:
    """The one object of a kind."""
    found = [item for item in objects if isinstance(item, kind)]
    assert len(found) == 1, found
    return found[0]


def place(value: Value[T]) -> str:
    """The text a value points at."""
    span = value.origin.span
    assert span is not None
    return span.text


def chain(value: Value[T]) -> list[str]:
    """The texts of the places a value came through."""
    return [frame.span.text for frame in value.origin.frames]
