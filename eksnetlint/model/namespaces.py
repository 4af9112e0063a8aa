"""Objects found by their namespace, so that large clusters need not compare all with all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

from eksnetlint.values import Known, Value

T = TypeVar("T")


class ByNamespace(Generic[T]):
    """Objects in the order given, found by the namespaces they may be in.

    An object without a namespace of its own (a cluster-wide one), or with one that cannot be
    seen, may be in every namespace.
    """

    def __init__(self, items: Iterable[T], namespace_of: Callable[[T], Value[str] | None]) -> None:
        self._items: list[T] = []
        self._named: dict[str, list[int]] = {}
        self._anywhere: list[int] = []
        for number, item in enumerate(items):
            self._items.append(item)
            namespace = namespace_of(item)
            if isinstance(namespace, Known):
                self._named.setdefault(namespace.value, []).append(number)
            else:
                self._anywhere.append(number)

    def candidates(self, namespace: Value[str] | None) -> Iterator[T]:
        """The objects that may be in a namespace; all of them where it is not known."""
        if not isinstance(namespace, Known):
            yield from self._items
            return
        numbers = sorted([*self._named.get(namespace.value, ()), *self._anywhere])
        for number in numbers:
            yield self._items[number]
