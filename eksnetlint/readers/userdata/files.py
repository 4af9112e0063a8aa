"""Reading and writing files, as far as the bootstrap script is concerned."""

from __future__ import annotations

from eksnetlint.readers.userdata.journal import Write
from eksnetlint.readers.userdata.model import Place
from eksnetlint.readers.userdata.run import Run
from eksnetlint.readers.userdata.values import (
    Content,
    Replacement,
    Series,
    Text,
    Value,
    as_text,
    hole_at,
)

#: Where the EKS optimized Windows AMIs keep it (Amazon EKS User Guide, bootstrap script).
BOOTSTRAP_SCRIPT = "c:\\program files\\amazon\\eks\\start-eksbootstrap.ps1"
_NAME = "start-eksbootstrap.ps1"


def path_of(text: Text) -> str:
    return text.string.strip().strip("\"'").replace("/", "\\").lower()


def is_bootstrap_path(text: Text) -> bool:
    return path_of(text).rpartition("\\")[2] == _NAME


def names_bootstrap(text: Text) -> bool:
    return _NAME in text.string.lower()


def content_of(value: Value) -> Content | None:
    """The file content in a value: alone, or as the only item of an array."""
    if isinstance(value, Series) and len(value.items) == 1:
        value = value.items[0]
    return value if isinstance(value, Content) else None


def change(value: Value, old: Value, new: Value, place: Place, *, matches_case: bool) -> Value:
    """A search and replace in the content of a file."""
    content = content_of(value)
    if content is None:
        return hole_at(place)
    replacement = Replacement(as_text(old, place), as_text(new, place), matches_case)
    return Content(content.path, (*content.changes, replacement), content.is_open)


def append(content: Content, added: Value, place: Place) -> Content:
    """The content with something before or after it."""
    change = Replacement(None, as_text(added, place), False)
    return Content(content.path, (*content.changes, change), content.is_open)


def write(run: Run, target: Text, value: Value, place: Place, *, appends: bool) -> None:
    """Records that a value is written to a file, where it can bear on the bootstrap script."""
    content = content_of(value)
    if content is None or content.path is None:
        _overwrite(run, target, value, place, appends=appends)
        return
    if is_bootstrap_path(content.path):
        run.copies.add(path_of(target))
    doubt = None
    if appends:
        doubt = "the changed script is appended to, not written over, the script"
    elif content.is_open:
        doubt = "the script is written while the same pipeline still reads it"
    run.journal.writes.append(
        Write(
            place, content.path, target, content.changes, doubt, run.block, run.journal.next_order()
        )
    )
    for change_ in content.changes:
        run.journal.settle(change_.new)
        if change_.old:
            run.journal.settle(change_.old)


def _overwrite(run: Run, target: Text, value: Value, place: Place, *, appends: bool) -> None:
    """Text whose effect inside a script is not followed; its flags stay open questions."""
    if is_bootstrap_path(target):
        deed = "extended" if appends else "replaced"
        run.journal.doubt(place, f"the bootstrap script is {deed} in a way that is not followed")
    elif not target.is_seen and run.journal.mentions_in(value):
        run.journal.doubt(place, "the file it is written to cannot be seen")
