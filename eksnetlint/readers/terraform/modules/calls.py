"""Calls of modules: into folders of the scan, or of modules that are not on disk."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from eksnetlint.readers.terraform.evaluation.expressions import evaluate
from eksnetlint.readers.terraform.functions.function import FileAccess
from eksnetlint.readers.terraform.modules.addresses import keyed, within
from eksnetlint.readers.terraform.modules.blocks import Owner, call_inputs
from eksnetlint.readers.terraform.modules.computed import computed_values
from eksnetlint.readers.terraform.modules.constants import Constants
from eksnetlint.readers.terraform.modules.expansion import Repetition
from eksnetlint.readers.terraform.modules.folder import Folder
from eksnetlint.readers.terraform.modules.folders import Folders
from eksnetlint.readers.terraform.modules.manifest import Installed
from eksnetlint.readers.terraform.modules.module import Computed, Module
from eksnetlint.readers.terraform.modules.origins import head, renamed
from eksnetlint.readers.terraform.modules.paths import joined
from eksnetlint.readers.terraform.modules.references import ModuleScope
from eksnetlint.readers.terraform.modules.remote import Remote
from eksnetlint.readers.terraform.modules.variables import Variable, settle
from eksnetlint.readers.terraform.modules.work import DEEPEST_MODULE, MOST_MODULES, Work
from eksnetlint.readers.terraform.resource import Contents, RemoteCall, Resource, StandIn
from eksnetlint.readers.terraform.types import TfValue
from eksnetlint.source.hcl_tree import Block
from eksnetlint.source.text import Span
from eksnetlint.values import Known, Reason, Unknown, at, conjunction

# Called with the source and version of a module; None for one that nothing is known of.
FindStandIn: TypeAlias = Callable[[str, str], "StandIn | None"]


def is_local(source: str) -> bool:
    """Whether a module's source is a path."""
    return source.startswith(("./", "../")) or source in (".", "..")


@dataclass(slots=True)
class RootRun:
    """The evaluation of one root: where its modules are found, and what it may cost."""

    root: str
    folders: Folders
    constants: Constants
    stand_in: FindStandIn
    more_values: Computed
    installed: Mapping[str, Installed] = field(default_factory=dict)
    work: Work = field(default_factory=Work)
    _computed: dict[str, Mapping[str, TfValue]] = field(default_factory=dict)

    @property
    def files(self) -> FileAccess:
        return self.constants.files

    def computed(self, resource: Resource) -> Mapping[str, TfValue]:
        """What can be told of a resource besides what is configured."""
        found = self._computed.get(resource.address)
        if found is None:
            own = computed_values(resource, self.constants)
            found = self._computed[resource.address] = {**self.more_values(resource), **own}
        return found

    def call(self, caller: Module, block: Block, repetition: Repetition) -> Module | Remote:
        """The module that one instance of a call leads to."""
        made = self._call(caller, block, repetition)
        source, version = made.source, made.version
        if self.work.root.modules < 0 or self.work.scan.modules < 0:
            return Remote(
                made, self.work.give_up(f"more than {MOST_MODULES} modules are not evaluated")
            )
        if len(caller.trail) >= DEEPEST_MODULE:
            deep = f"modules that are nested more than {DEEPEST_MODULE} deep are not evaluated"
            return Remote(made, self.work.give_up(deep))
        folder, path = self._found(caller, block.labels[0], source, version)
        if folder is not None:
            return self._module(caller, block, made, folder, path)
        name = f"module '{block.labels[0]}' (source {source or 'unknown'}) is not on disk"
        if is_local(source):
            return Remote(made, Reason(f"{name}: {path or 'that folder'} is not in the scan"))
        reason = Reason(f"{name}; run `terraform init`")
        return Remote(made, reason, self.stand_in(source, version) if source else None)

    def _call(self, caller: Module, block: Block, repetition: Repetition) -> RemoteCall:
        address = keyed(within(caller.address, f"module.{block.labels[0]}"), repetition.key)
        scope = ModuleScope(caller, repetition)
        return RemoteCall(
            address,
            _text(block, "source", scope),
            _text(block, "version", scope),
            caller.call or head(block),
            call_inputs(block, scope, Owner(address, self.work, caller.call)),
            conjunction([caller.exists, repetition.exists]),
        )

    def _found(
        self, caller: Module, name: str, source: str, version: str
    ) -> tuple[Folder | None, str]:
        """The folder a call leads to, and its path as Terraform gives it."""
        if is_local(source):
            path = posixpath.normpath(posixpath.join(caller.path, source))
            return self.folders.folder(joined(self.root, path)), path
        listed = self.installed.get(".".join([*caller.trail, name]))
        if listed is None or not listed.answers(source, version):
            return None, ""
        path = posixpath.normpath(listed.folder)
        return self.folders.folder(joined(self.root, path)), path

    def _module(
        self, caller: Module, block: Block, made: RemoteCall, folder: Folder, path: str
    ) -> Module:
        label = within(caller.address, f"module.{block.labels[0]}")
        inputs = CallInputs(made.inputs, made.address, label, head(block), self.constants)
        call = made.span if folder.is_foreign else None
        return Module(
            folder,
            self,
            made.address,
            path,
            inputs.value,
            made.exists,
            call,
            (*caller.trail, block.labels[0]),
        )


@dataclass(frozen=True, slots=True)
class CallInputs:
    """The values that a call gives to a module's variables."""

    inputs: Contents
    address: str
    label: str
    span: Span
    constants: Constants

    def value(self, variable: Variable) -> TfValue:
        """What a variable comes to."""
        name = variable.name
        given = self.inputs.attributes.get(name)
        if given is not None:
            given = renamed(given, f"input '{name}' of {self.label}")
        settled = settle(variable, given, self.constants)
        if settled is not None:
            return settled
        if self.inputs.open_because is not None:
            return Unknown(self.inputs.open_because, at(self.span))
        text = f"{self.label} gives no value for variable '{name}', which has no default"
        return Unknown(Reason(text), at(self.span))


def _text(block: Block, name: str, scope: ModuleScope) -> str:
    attribute = block.body.attributes.get(name)
    value = evaluate(attribute.value, scope) if attribute else None
    return value.value if isinstance(value, Known) and isinstance(value.value, str) else ""
