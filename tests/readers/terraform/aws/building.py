"""Root modules made of texts, and what is read from them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from textwrap import dedent

from eksnetlint.model.cluster import ClusterDeclaration
from eksnetlint.model.node_group import NodeGroup
from eksnetlint.readers.terraform.aws import read_aws
from eksnetlint.readers.terraform.modules.project import evaluate_project
from eksnetlint.readers.terraform.resource import Root
from eksnetlint.source.text import Source
from eksnetlint.values import Reason, Unknown, Value

NO_VALUE = "has no default and no value in these files"
# A provider with its settings makes a root module, a variable without default leaves it open.
_PROVIDER = 'provider "aws" { region = "eu-west-1" }\nvariable "x" {}\n'


def root(text: str, *, is_library: bool = False, open_because: Reason | None = None) -> Root:
    """A root module of one file, which has a variable ``x`` that has no value."""
    source = Source("main.tf", dedent(text))
    project = evaluate_project([source, Source("provider.tf", _PROVIDER)], Path("."))
    (found,) = project.roots
    return replace(found, is_library=is_library, open_because=open_because)


def clusters(
    text: str, *, is_library: bool = False, open_because: Reason | None = None
) -> list[ClusterDeclaration]:
    """The clusters of a root module."""
    reading = read_aws(root(text, is_library=is_library, open_because=open_because))
    return [item for item in reading.objects if isinstance(item, ClusterDeclaration)]


def group(text: str) -> NodeGroup:
    """The only node group of a root module."""
    (found,) = (item for one in clusters(text) for item in one.node_groups)
    return found


def written(value: Value[object]) -> str:
    """The text a value is written at."""
    assert value.origin.span is not None, value
    return value.origin.span.text


def line(value: Value[object]) -> int:
    """The line a value is written in."""
    assert value.origin.span is not None, value
    return value.origin.span.first.line


def reason(value: Value[object]) -> str:
    """Why a value is unknown."""
    assert isinstance(value, Unknown), value
    return value.reason.text
