"""Which folders are root modules, and which of those are libraries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from eksnetlint.readers.terraform.modules.calls import is_local
from eksnetlint.readers.terraform.modules.folder import Folder
from eksnetlint.readers.terraform.modules.folders import Folders
from eksnetlint.readers.terraform.modules.manifest import installed
from eksnetlint.readers.terraform.modules.paths import is_foreign, joined
from eksnetlint.source.hcl_tree import Literal


def roots_of(folders: Folders) -> Sequence[Folder]:
    """The modules of the scan that no other one in it calls, in order.

    Of modules that call each other in a circle the first is taken for a root.
    """
    modules = {
        path: folder
        for path in folders.scanned
        if not is_foreign(path) and (folder := folders.folder(path)) is not None
    }
    calls = {path: set(_called(folders, folder)) for path, folder in modules.items()}
    called = {target for path, targets in calls.items() for target in targets if target != path}
    roots = [path for path in modules if path not in called]
    reached = _reached(roots, calls)
    for path in modules:
        if path not in reached:
            roots.append(path)
            reached |= _reached([path], calls)
    return [modules[path] for path in sorted(roots)]


def is_library(folders: Folders, folder: Folder) -> bool:
    """Whether a root is there for others to call: nothing in it says how or where it is applied."""
    applied = any(
        block.type in ("backend", "cloud")
        for terraform in folder.terraform
        for block in terraform.body.blocks
    )
    applied = applied or any(
        name in terraform.body.attributes
        for terraform in folder.terraform
        for name in ("backend", "cloud")
    )
    if applied or folder.providers or folders.values_of(folder.path):
        return False
    return any(variable.default is None for variable in folder.variables.values())


def _called(folders: Folders, folder: Folder) -> Iterator[str]:
    for block in folder.of_type("module"):
        source = block.body.attributes.get("source")
        path = source.value.value if source and isinstance(source.value, Literal) else None
        if isinstance(path, str) and is_local(path):
            yield joined(folder.path, path)
    for module in installed(folders.root, folder.path).values():
        yield joined(folder.path, module.folder)


def _reached(paths: Iterable[str], calls: dict[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    left = list(paths)
    while left:
        path = left.pop()
        if path not in reached:
            reached.add(path)
            left += calls.get(path, ())
    return reached
