"""What a kind of object is that rules judge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from eksnetlint.model.cluster import Cluster
from eksnetlint.values import Value

Function = Callable[..., Value[Any]]


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of object that rules judge: its class, its objects in a cluster, its functions."""

    kind: type
    objects: Callable[[Cluster], tuple[Any, ...]]
    functions: dict[str, Function]


def named(*functions: Function) -> dict[str, Function]:
    """Functions by their names."""
    return {function.__name__: function for function in functions}
