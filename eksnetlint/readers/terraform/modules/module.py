"""A module as it is called once: its variables, locals, outputs, resources and calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from eksnetlint.readers.terraform.evaluation.expressions import evaluate
from eksnetlint.readers.terraform.evaluation.scope import Budget
from eksnetlint.readers.terraform.functions.function import FileAccess
from eksnetlint.readers.terraform.modules.addresses import keyed, within
from eksnetlint.readers.terraform.modules.blocks import Owner, resource_contents
from eksnetlint.readers.terraform.modules.expansion import (
    Expansion,
    Repetition,
    Shape,
    expand,
    undone,
)
from eksnetlint.readers.terraform.modules.folder import Declaration, Folder
from eksnetlint.readers.terraform.modules.objects import (
    Outputs,
    ResourceAttributes,
    instances,
    pending,
)
from eksnetlint.readers.terraform.modules.origins import attribute_span, come_through, head
from eksnetlint.readers.terraform.modules.references import ModuleScope
from eksnetlint.readers.terraform.modules.remote import AnyOutput, Remote
from eksnetlint.readers.terraform.modules.variables import Variable
from eksnetlint.readers.terraform.modules.work import (
    MOST_MODULES,
    MOST_RESOURCES,
    Cells,
    Work,
    unknown_at,
)
from eksnetlint.readers.terraform.resource import Resource
from eksnetlint.readers.terraform.types import Pending, TfObject, TfValue, marked
from eksnetlint.source.hcl_tree import Block
from eksnetlint.source.text import Span
from eksnetlint.values import Known, Reason, Unknown, Value, at, conjunction

# What a resource or data source has besides what is configured, as far as it can be told.
Computed: TypeAlias = Callable[[Resource], "Mapping[str, TfValue]"]


class Run(Protocol):
    """The evaluation of one root."""

    @property
    def work(self) -> Work: ...

    @property
    def files(self) -> FileAccess: ...

    def computed(self, resource: Resource) -> Mapping[str, TfValue]: ...

    def call(self, caller: Module, block: Block, repetition: Repetition) -> Module | Remote: ...


@dataclass(frozen=True, slots=True)
class Resources:
    """The instances of a resource or data source."""

    expansion: Expansion
    items: Sequence[Resource]


@dataclass(frozen=True, slots=True)
class Calls:
    """The instances of a module call."""

    expansion: Expansion
    items: Sequence[Module | Remote]


@dataclass(slots=True, eq=False)
class Module:
    """``path`` is `path.module`; ``call`` the head of the user's call of a downloaded module.

    ``trail`` are the names of the calls that lead to it.
    """

    folder: Folder
    run: Run
    address: str
    path: str
    inputs: Callable[[Variable], TfValue]
    exists: Value[bool] = Known(True)  # noqa: RUF009 - a frozen value
    call: Span | None = None
    trail: tuple[str, ...] = ()
    _cells: Cells[TfValue] = field(init=False)
    _resources: dict[Declaration, Resources | None] = field(default_factory=dict)
    _calls: dict[str, Calls | None] = field(default_factory=dict)
    _objects: dict[Declaration, TfValue] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._cells = Cells(self.run.work)

    @property
    def files(self) -> FileAccess:
        return self.run.files

    @property
    def budget(self) -> Budget:
        return self.run.work.budget

    @property
    def open_because(self) -> Reason | None:
        return self.folder.open_because

    def variable(self, name: str) -> TfValue | None:
        variable = self.folder.variables.get(name)
        if variable is None:
            return None
        shown = self._shown(f"var.{name}")
        return self._cells.value(
            ("var", name), shown, lambda: self.inputs(variable), unknown_at(variable.span)
        )

    def local(self, name: str) -> TfValue | None:
        attribute = self.folder.locals.get(name)
        if attribute is None:
            return None

        span, note = attribute_span(attribute), f"local.{name}"

        def evaluated() -> TfValue:
            return come_through(evaluate(attribute.value, ModuleScope(self)), span, note)

        shown = self._shown(note)
        return self._cells.value(("local", name), shown, evaluated, unknown_at(span))

    def output(self, name: str) -> TfValue | None:
        block = self.folder.blocks.get(("output", name))
        attribute = block.body.attributes.get("value") if block else None
        if block is None or attribute is None:
            return None
        is_sensitive = block.body.attributes.get("sensitive")
        span, note = attribute_span(attribute), f"{self.address}.{name}"

        def evaluated() -> TfValue:
            value = come_through(evaluate(attribute.value, ModuleScope(self)), span, note)
            hides = is_sensitive and evaluate(is_sensitive.value, ModuleScope(self))
            return marked(value) if isinstance(hides, Known) and hides.value is True else value

        return self._cells.value(("output", name), note, evaluated, unknown_at(span))

    def resource(self, kind: str, type_: str, name: str) -> TfValue | None:
        declaration = (kind, type_, name)
        block = self.folder.blocks.get(declaration)
        if block is None:
            return None
        found = self.resources(declaration, block)
        if found is None:
            return Unknown(Reason(f"{self._shown(_local(declaration))} depends on itself"))
        if found.expansion.shape is Shape.UNSEEN:
            return pending(found.items[0], "")
        if declaration not in self._objects:
            objects = [self._object(item) for item in found.items]
            self._objects[declaration] = instances(found.expansion, objects)
        return self._objects[declaration]

    def resources(self, declaration: Declaration, block: Block) -> Resources | None:
        """The instances of a resource; None while their number is being worked out."""
        if declaration not in self._resources:
            self._resources[declaration] = None
            try:
                expansion = expand(block.body, ModuleScope(self), self.run.work)
            except RecursionError:
                del self._resources[declaration]
                raise
            if not self.run.work.makes_resources(len(expansion.repetitions)):
                expansion = undone(expansion, self.run.work, f"{MOST_RESOURCES} resources")
            made = [self._instance(declaration, block, it) for it in expansion.repetitions]
            self._resources[declaration] = Resources(expansion, made)
        return self._resources[declaration]

    def called(self, name: str) -> TfValue | None:
        block = self.folder.blocks.get(("module", name))
        if block is None:
            return None
        calls = self.calls(name, block)
        if calls is None:
            return Unknown(Reason(f"{self._shown(f'module.{name}')} depends on itself"))
        if calls.expansion.shape is Shape.UNSEEN:
            address = self._shown(f"module.{name}")
            reason = Reason(f"how many there are of {address} cannot be seen")
            return Pending(reason, at(head(block), address), address=address)
        if ("module", name) not in self._objects:
            objects = [_module_object(item) for item in calls.items]
            self._objects["module", name] = instances(calls.expansion, objects)
        return self._objects["module", name]

    def calls(self, name: str, block: Block) -> Calls | None:
        """The modules called by a block; None while their number is being worked out."""
        if name not in self._calls:
            self._calls[name] = None
            try:
                expansion = expand(block.body, ModuleScope(self), self.run.work)
                if not self.run.work.makes_modules(len(expansion.repetitions)):
                    expansion = undone(expansion, self.run.work, f"{MOST_MODULES} modules")
                made = [self.run.call(self, block, it) for it in expansion.repetitions]
            except RecursionError:
                del self._calls[name]
                raise
            self._calls[name] = Calls(expansion, made)
        return self._calls[name]

    def _instance(self, declaration: Declaration, block: Block, it: Repetition) -> Resource:
        kind, type_, name = declaration
        address = self._shown(keyed(_local(declaration), it.key))
        work = self.run.work
        contents = resource_contents(block, ModuleScope(self, it), Owner(address, work, self.call))
        span = self.call or head(block)
        exists = conjunction([self.exists, it.exists])
        return Resource(address, type_, name, span, contents, kind == "data", exists)

    def _object(self, resource: Resource) -> TfValue:
        attributes = ResourceAttributes(resource, lambda: self.run.computed(resource))
        return Known(TfObject(attributes))

    def _shown(self, address: str) -> str:
        return within(self.address, address)


def _local(declaration: Declaration) -> str:
    """The address of a resource in its module."""
    kind, type_, name = declaration
    return f"data.{type_}.{name}" if kind == "data" else f"{type_}.{name}"


def _module_object(item: Module | Remote) -> TfValue:
    if isinstance(item, Remote):
        return Known(TfObject(AnyOutput(item)))
    names = [block.labels[0] for block in item.folder.of_type("output")]
    return Known(TfObject(Outputs(names, item.output), item.open_because))
