"""What the files of one folder declare: a module before it is called."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from eksnetlint.readers.terraform.modules.origins import head
from eksnetlint.readers.terraform.modules.overrides import is_override, overridden
from eksnetlint.readers.terraform.modules.variables import Variable, variable_of
from eksnetlint.source.hcl_tree import Attribute, Block, Body, Literal
from eksnetlint.source.text import Source, Span
from eksnetlint.values import Reason

# The type of a block and its labels.
Declaration: TypeAlias = tuple[str, ...]

# How many labels say what is declared; of provider blocks there may be several of one name.
_LABELS = {"data": 2, "module": 1, "output": 1, "provider": 1, "resource": 2, "variable": 1}


@dataclass(frozen=True, slots=True, eq=False)
class ParsedFile:
    """A file of a module with its tree."""

    source: Source
    body: Body


@dataclass(slots=True, eq=False)
class Folder:
    """A module's declarations in the order of its files.

    ``path`` is relative to the scan root, "" for that itself. ``is_foreign``: its files were
    downloaded by Terraform and are not the user's. ``blocks`` has what can be referred to by type
    and labels. ``open_because`` says why something may be missing.
    """

    path: str
    is_foreign: bool
    files: Sequence[Source]
    blocks: dict[Declaration, Block] = field(default_factory=dict)
    variables: dict[str, Variable] = field(default_factory=dict)
    locals: dict[str, Attribute] = field(default_factory=dict)
    providers: list[Block] = field(default_factory=list)
    terraform: list[Block] = field(default_factory=list)
    open_because: Reason | None = None

    def of_type(self, kind: str) -> list[Block]:
        """The blocks of a type, such as ``module``."""
        return [block for declaration, block in self.blocks.items() if declaration[0] == kind]

    @property
    def span(self) -> Span:
        """Where the module begins: its terraform block, or its first file."""
        if self.terraform:
            return head(self.terraform[0])
        return self.files[0].place(0, 0)


def folder_of(path: str, files: Iterable[ParsedFile], *, is_foreign: bool) -> Folder:
    """Put the files of one folder together as Terraform does: in order, overrides last."""
    ordered = sorted(files, key=lambda file: (is_override(file.source.path), file.source.path))
    folder = Folder(path, is_foreign, [file.source for file in ordered])
    for file in ordered:
        if file.body.is_partial and folder.open_because is None:
            folder.open_because = Reason(f"{file.source.path} cannot be read to the end")
        add = _override if is_override(file.source.path) else _declare
        for block in file.body.blocks:
            add(folder, block)
    for block in folder.of_type("variable"):
        folder.variables[block.labels[0]] = variable_of(block)
    return folder


def _declare(folder: Folder, block: Block) -> None:
    if block.type == "locals":
        for name, attribute in block.body.attributes.items():
            folder.locals.setdefault(name, attribute)
        if block.body.is_partial:
            folder.open_because = folder.open_because or _partial(block)
    elif block.type == "terraform":
        folder.terraform.append(block)
    elif block.type == "provider":
        folder.providers.append(block)
    elif len(block.labels) == _LABELS.get(block.type):
        declaration = (block.type, *block.labels)
        if declaration in folder.blocks:
            # Terraform refuses this; one of the two is not evaluated here.
            twice = f"{'.'.join(declaration)} is declared twice"
            folder.open_because = folder.open_because or Reason(twice)
        folder.blocks.setdefault(declaration, block)


def _override(folder: Folder, block: Block) -> None:
    if block.type == "locals":
        folder.locals.update(block.body.attributes)
        return
    declaration = (block.type, *block.labels)
    if declaration in folder.blocks:
        folder.blocks[declaration] = overridden(folder.blocks[declaration], block)
    elif block.type == "provider":
        same = [other for other in folder.providers if _identity(other) == _identity(block)]
        for other in same:
            folder.providers[folder.providers.index(other)] = overridden(other, block)
        if not same:
            folder.providers.append(block)
    else:
        _declare(folder, block)


def _identity(provider: Block) -> tuple[list[str], object]:
    return provider.labels, alias_of(provider)


def alias_of(provider: Block) -> object:
    """The alias of a provider block; None for the default one."""
    alias = provider.body.attributes.get("alias")
    if alias is None:
        return None
    return alias.value.value if isinstance(alias.value, Literal) else alias


def _partial(block: Block) -> Reason:
    return Reason(f"the {block.type} block at {head(block)} cannot be read to the end")
