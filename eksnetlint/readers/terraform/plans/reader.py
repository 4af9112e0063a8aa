"""A plan or state, as ``terraform show -json`` writes it, as an evaluated root module.

The format is that of Terraform's docs, "JSON Output Format", version 1.2 (Terraform 1.11).
"""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from eksnetlint.readers.reading import Flaw
from eksnetlint.readers.terraform.addresses import steps_of
from eksnetlint.readers.terraform.modules.work import DEEPEST_MODULE
from eksnetlint.readers.terraform.plans.references import (
    ModuleConfiguration,
    Target,
    names_instances,
)
from eksnetlint.readers.terraform.plans.values import Planned, contents_of
from eksnetlint.readers.terraform.resource import Resource, Root
from eksnetlint.source.json import JsonValue, read_json
from eksnetlint.source.text import Source
from eksnetlint.source.tree import Problem
from eksnetlint.values import Known, Reason, Unknown, Value, at

_TOO_DEEP = Reason("modules are nested too deep in the plan")
_PARTIAL = Reason("the plan is not complete")
_NO_REGION = Reason("the plan does not say the region")


@dataclass(frozen=True, slots=True)
class Plan:
    """A root made of a plan; None, with a flaw, where it cannot be read."""

    root: Root | None = None
    flaws: tuple[Flaw, ...] = ()


@dataclass(slots=True, eq=False)
class _Reader:
    """A plan that is being read: its changes by address, and the resources found so far."""

    changes: dict[str, Mapping[str, Any]]
    resources: list[Resource] = field(default_factory=list)
    indexes: dict[str, dict[object, str]] = field(default_factory=lambda: defaultdict(dict))
    open_because: Reason | None = None

    def read(
        self, module: JsonValue, configuration: ModuleConfiguration, only: str = "", depth: int = 0
    ) -> None:
        """The resources of a module and of those it calls, of one mode or of all."""
        if depth > DEEPEST_MODULE:
            self.open_because = _TOO_DEEP
            return
        parts = module.members()
        for item in parts["resources"].items() if "resources" in parts else ():
            if isinstance(item.value, dict) and only in ("", item.value.get("mode")):
                self._add(item, configuration)
        for child in parts["child_modules"].items() if "child_modules" in parts else ():
            address = child.value.get("address") if isinstance(child.value, dict) else None
            if isinstance(address, str):
                last = list(steps_of(address))[-1:]
                step = "".join(last[0]) if last else ""
                self.read(child, configuration.child(step), only, depth + 1)

    def _add(self, item: JsonValue, module: ModuleConfiguration) -> None:
        fields = item.value
        address, kind, name = (fields.get(key) for key in ("address", "type", "name"))
        if not (isinstance(address, str) and isinstance(kind, str) and isinstance(name, str)):
            return
        is_data = fields.get("mode") == "data"
        own = f"data.{kind}.{name}" if is_data else f"{kind}.{name}"
        configured = module.resources.get(own)
        index = fields.get("index")
        full = f"{module.address}.{own}" if module.address else own
        if isinstance(index, str | int):
            self.indexes[full][index] = address
        place = item.member("address") or item
        planned = Planned(
            item.member("values"),
            place.span,
            self.changes.get(address, {}).get("after_unknown"),
            fields.get("sensitive_values"),
            configured.get("expressions") if configured else None,
            _Resolver(self, module, index),
        )
        contents = contents_of(planned, place.span, is_configured=configured is not None)
        self.resources.append(Resource(address, kind, name, place.span, contents, is_data))


@dataclass(frozen=True, slots=True, eq=False)
class _Resolver:
    """Finds what an expression of a resource refers to, with the key where that is certain."""

    reader: _Reader
    module: ModuleConfiguration
    index: object

    def __call__(self, expression: object) -> Target | None:
        target = self.module.target(expression)
        if target is None:
            return None
        instances = self.reader.indexes.get(target.full_address, {})
        own = instances.get(self.index) if names_instances(expression) else None
        only = next(iter(instances.values())) if len(instances) == 1 else None
        address = own or only
        return Target("", address, target.attribute) if address else target


def read_plan(source: Source) -> Plan:
    """The resources that a plan or state tells of. Never raises for what is in it."""
    # Plans hold secrets, and often all on one line.
    document = read_json(Source(source.path, source.text, source.original, is_private=True))
    if isinstance(document, Problem):
        message = f"this plan cannot be read: {document.message}"
        return Plan(None, (Flaw("unparsable-file", message, document.span),))
    values = document.member("planned_values") or document.member("values")
    module = values.member("root_module") if values else None
    if values is None or module is None:
        return Plan()
    configuration = _mapping(document.value.get("configuration"))
    reader = _Reader(dict(_changes(document.value)))
    if document.value.get("complete") is False:
        reader.open_because = _PARTIAL
    top = ModuleConfiguration(_mapping(configuration.get("root_module")))
    reader.read(module, top)
    prior = document.member("prior_state", "values", "root_module")
    if prior is not None:
        reader.read(prior, top, "data")
    folder = posixpath.dirname(source.path)
    return Plan(
        Root(
            folder,
            source.path,
            values.span,
            tuple(reader.resources),
            region=_region(document, configuration),
            open_because=reader.open_because,
        )
    )


def _changes(document: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    changes = document.get("resource_changes")
    for item in changes if isinstance(changes, list) else ():
        address, change = _mapping(item).get("address"), _mapping(item).get("change")
        if isinstance(address, str):
            yield address, _mapping(change)


def _region(document: JsonValue, configuration: Mapping[str, Any]) -> Value[str]:
    """The region of the default provider, written there or in a variable."""
    expressions = _mapping(
        _mapping(_mapping(configuration.get("provider_config")).get("aws")).get("expressions")
    )
    region = _mapping(expressions.get("region"))
    path = ["configuration", "provider_config", "aws", "expressions", "region", "constant_value"]
    references = region.get("references")
    if isinstance(references, list) and len(references) == 1 and isinstance(references[0], str):
        path = ["variables", references[0].removeprefix("var."), "value"]
    found = document.member(*path)
    if found is None or not isinstance(found.value, str):
        return Unknown(_NO_REGION)
    return Known(found.value, at(found.span))


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
