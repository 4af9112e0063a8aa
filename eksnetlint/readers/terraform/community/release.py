"""What a range of releases of one module does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from eksnetlint.readers.terraform.community.versions import Range
from eksnetlint.readers.terraform.resource import RemoteCall, Resource
from eksnetlint.readers.terraform.types import TfValue


class LazyValues(Mapping[str, TfValue]):
    """Values by name, each made only when it is asked for: calls may refer to one another."""

    def __init__(self, makers: Mapping[str, Callable[[], TfValue]]) -> None:
        self._makers = makers

    def __getitem__(self, name: str) -> TfValue:
        return self._makers[name]()

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


def any_inputs(_inputs: frozenset[str]) -> bool:
    """For releases that are not told apart by their inputs."""
    return True


def if_pinned(_inputs: frozenset[str]) -> bool:
    """For releases that nobody gets who does not ask for them."""
    return False


@dataclass(frozen=True, slots=True)
class Release:
    """A range of releases; ``accepts`` tells whether they have all inputs of some names."""

    range: Range
    resources: Callable[[RemoteCall], tuple[Resource, ...]]
    outputs: Callable[[RemoteCall], Mapping[str, TfValue]]
    accepts: Callable[[frozenset[str]], bool] = any_inputs
