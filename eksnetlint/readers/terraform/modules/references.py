"""What the names in a module mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from eksnetlint.readers.terraform.evaluation.scope import Budget
from eksnetlint.readers.terraform.functions.function import FileAccess
from eksnetlint.readers.terraform.modules.expansion import Repetition
from eksnetlint.readers.terraform.types import TfObject, TfValue
from eksnetlint.source.text import Span
from eksnetlint.values import Known, Reason, Unknown, at


class Names(Protocol):
    """A module, as far as its expressions can refer to it; None for what it does not declare."""

    @property
    def files(self) -> FileAccess: ...

    @property
    def budget(self) -> Budget: ...

    @property
    def path(self) -> str: ...

    @property
    def open_because(self) -> Reason | None: ...

    def variable(self, name: str) -> TfValue | None: ...

    def local(self, name: str) -> TfValue | None: ...

    def resource(self, kind: str, type_: str, name: str) -> TfValue | None: ...

    def called(self, name: str) -> TfValue | None: ...


_WORKSPACE = Reason("which workspace is selected is not in these files")


@dataclass(frozen=True, slots=True)
class ModuleScope:
    """The surroundings of an expression in a module, in one instance of a block."""

    module: Names
    repetition: Repetition = Repetition()  # noqa: RUF009 - a frozen value
    iterators: Mapping[str, TfValue] = field(default_factory=dict)

    @property
    def files(self) -> FileAccess:
        return self.module.files

    @property
    def budget(self) -> Budget:
        return self.module.budget

    def iterating(self, name: str, key: TfValue, value: TfValue) -> ModuleScope:
        """The scope inside a block that a `dynamic` one makes."""
        item = Known(TfObject({"key": key, "value": value}))
        return replace(self, iterators={**self.iterators, name: item})

    def reference(self, names: Sequence[str], span: Span) -> tuple[TfValue, int]:
        root = names[0]
        if root in self.iterators:
            return self.iterators[root], 1
        taken = _TAKEN.get(root, 2)
        if len(names) < taken:
            text = f"'{'.'.join(names)}' says too little to refer to anything"
            return Unknown(Reason(text), at(span)), len(names)
        value = self._named(names)
        if value is None:
            value = self._undeclared(".".join(names[:taken]), span)
        return value, taken

    def _named(self, names: Sequence[str]) -> TfValue | None:
        root, name = names[0], names[1]
        if root == "var":
            return self.module.variable(name)
        if root == "local":
            return self.module.local(name)
        if root == "module":
            return self.module.called(name)
        if root in ("data", "resource"):
            return self.module.resource(root, name, names[2])
        if root in ("each", "count"):
            return self._repeated(root, name)
        if root == "path":
            return self._path(name)
        if root == "terraform":
            return Unknown(_WORKSPACE)
        if root in ("self", "ephemeral"):
            return Unknown(Reason(f"{root}.{name} is known only while Terraform runs"))
        return self.module.resource("resource", root, name)

    def _repeated(self, root: str, name: str) -> TfValue | None:
        if root == "count":
            return self.repetition.index if name == "index" else None
        if self.repetition.each is None or name not in ("key", "value"):
            return None
        return self.repetition.each[name == "value"]

    def _path(self, name: str) -> TfValue | None:
        if name == "cwd":
            return Known(self.files.absolute("."))
        return {"module": Known(self.module.path), "root": Known(".")}.get(name)

    def _undeclared(self, name: str, span: Span) -> TfValue:
        # No Invalid: Terraform refuses such a name even inside `try`.
        missing = Reason(f"{name} is declared nowhere in this module")
        return Unknown(self.module.open_because or missing, at(span))


# How many names of a path say what it refers to, where that is not two.
_TAKEN = {"data": 3, "ephemeral": 3, "resource": 3}
