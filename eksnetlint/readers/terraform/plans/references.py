"""What the expressions of a plan's configuration refer to.

A plan says of an expression only which things it names (Terraform docs, JSON Output Format), and
nothing of locals and dynamic blocks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from eksnetlint.readers.terraform.addresses import steps_of

_OF_INSTANCES = ("each", "count")
# On the way through variables and outputs; people stay under twenty.
_MOST_REFERENCES = 100


@dataclass(frozen=True, slots=True)
class Target:
    """An attribute of a resource: the address of its module, its own address, and the name."""

    module: str
    address: str
    attribute: str

    @property
    def full_address(self) -> str:
        return f"{self.module}.{self.address}" if self.module else self.address


# Without slots, so that its resources can be sorted once.
@dataclass(frozen=True, eq=False)
class ModuleConfiguration:
    """The configuration of a module as it is called at one address."""

    content: Mapping[str, Any]
    address: str = ""
    parent: ModuleConfiguration | None = None
    call: Mapping[str, Any] | None = None

    def child(self, step: str) -> ModuleConfiguration:
        """A module it calls, by its name and key: ``eks`` or ``eks[0]``."""
        calls = self.content.get("module_calls")
        call = _mapping(_mapping(calls).get(step.partition("[")[0]))
        address = f"{self.address}.module.{step}" if self.address else f"module.{step}"
        return ModuleConfiguration(_mapping(call.get("module")), address, self, call)

    @cached_property
    def resources(self) -> Mapping[str, Mapping[str, Any]]:
        """Its resources by their addresses in the module, without keys."""
        found = self.content.get("resources")
        return {
            item["address"]: item
            for item in (found if isinstance(found, list) else ())
            if isinstance(item, dict) and isinstance(item.get("address"), str)
        }

    def target(self, expression: object) -> Target | None:
        """The one thing that an expression takes its value from; None where that is not plain."""
        found = set(self._targets(expression, set()))
        return found.pop() if len(found) == 1 else None

    def _targets(self, expression: object, seen: set[tuple[str, str]]) -> Iterator[Target | None]:
        """What is referred to, each way gone once; None for what cannot be told."""
        for reference in _longest(_references(expression)):
            steps = list(steps_of(reference))
            first = steps[0][0] if steps else ""
            if first in _OF_INSTANCES or (self.address, reference) in seen:
                continue
            seen.add((self.address, reference))
            if len(seen) > _MOST_REFERENCES or len(steps) < 2:
                yield None
            elif first == "var":
                yield from self._of_variable(steps[1][0], seen)
            elif first == "module":
                yield from self._of_output(steps, seen)
            else:
                yield self._resource(steps)

    def _of_variable(self, name: str, seen: set[tuple[str, str]]) -> Iterator[Target | None]:
        expressions = _mapping(self.call.get("expressions")) if self.call else {}
        if self.parent is None or name not in expressions:
            yield None
            return
        yield from self.parent._targets(expressions[name], seen)

    def _of_output(
        self, steps: Sequence[tuple[str, str]], seen: set[tuple[str, str]]
    ) -> Iterator[Target | None]:
        child = self.child("".join(steps[1]))
        output = _mapping(child.content.get("outputs")).get(steps[2][0] if steps[2:] else "")
        if not isinstance(output, dict):
            yield None
            return
        yield from child._targets(output.get("expression"), seen)

    def _resource(self, steps: Sequence[tuple[str, str]]) -> Target | None:
        length = 3 if steps[0][0] == "data" else 2
        if len(steps) <= length or steps[0][0] in ("local", "path", "terraform", "self"):
            return None
        address = ".".join("".join(step) for step in steps[:length])
        return Target(self.address, address, steps[length][0])


def names_instances(expression: object) -> bool:
    """Whether an expression takes part in what tells instances apart."""
    return any(reference.startswith(("each.", "count.")) for reference in _references(expression))


def _references(expression: object) -> list[str]:
    found = _mapping(expression).get("references")
    return [item for item in found if isinstance(item, str)] if isinstance(found, list) else []


def _longest(references: Sequence[str]) -> Iterator[str]:
    """A plan lists ``a.b.c`` with all it begins with; only the whole is of interest."""
    for one in references:
        if not any(other.startswith((f"{one}.", f"{one}[")) for other in references):
            yield one


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
