"""The variables of a script, and the blocks that decide whether a statement surely runs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from eksnetlint.readers.userdata.model import Place
from eksnetlint.readers.userdata.strings import VARIABLE, variable_name
from eksnetlint.readers.userdata.values import Table, Text, Value, hole_at, size, written_at

_WINDOWS = {
    "env:programfiles": "C:\\Program Files",
    "env:programdata": "C:\\ProgramData",
    "env:systemdrive": "C:",
    "env:systemroot": "C:\\Windows",
    "env:windir": "C:\\Windows",
    "null": "",
    "true": "True",
    "false": "False",
}
# about_Automatic_Variables: set by PowerShell itself, to what cannot be seen here.
_AUTOMATIC = frozenset(
    [
        "$",
        "?",
        "^",
        "_",
        "args",
        "error",
        "event",
        "eventargs",
        "eventsubscriber",
        "executioncontext",
        "foreach",
        "home",
        "host",
        "input",
        "iscoreclr",
        "islinux",
        "ismacos",
        "iswindows",
        "lastexitcode",
        "matches",
        "myinvocation",
        "nestedpromptlevel",
        "ofs",
        "pid",
        "profile",
        "psboundparameters",
        "pscmdlet",
        "pscommandpath",
        "psculture",
        "psdebugcontext",
        "pshome",
        "psitem",
        "psscriptroot",
        "pssenderinfo",
        "psuiculture",
        "psversiontable",
        "pwd",
        "sender",
        "shellid",
        "stacktrace",
        "switch",
        "this",
    ]
)
_ASSIGNED = re.compile(rf"{VARIABLE}(?:\.\w+|\[[^\]\[\n]*\])?[ \t]*(?:[-+*/%]?=|\+\+|--)")
_NEARBY = 64


@dataclass(slots=True, eq=False)
class Block:
    """Statements that may not run, or (`is_deferred`) not when they are written or more than once.

    Not frozen: it collects the variables assigned in it.
    """

    parent: Block | None
    is_deferred: bool
    start: int
    depth: int
    function: str | None = None
    assigned: set[str] = field(default_factory=set)


def encloses(outer: Block | None, inner: Block | None) -> bool:
    """Whether whatever runs `inner` also runs the statements of `outer` around it."""
    if outer is None:
        return True
    steps = inner.depth - outer.depth if inner else -1
    if not 0 <= steps <= _NEARBY:
        return False
    for _ in range(steps):
        inner = inner.parent if inner else None
    return inner is outer


class Scope:
    """Values of variables while a script is run from top to bottom."""

    def __init__(self, text: str, predefined: Mapping[str, str]) -> None:
        self._text = text
        self._values: dict[str, Value] = {}
        self._predefined = {**_WINDOWS, **{name.lower(): v for name, v in predefined.items()}}
        self._last_assigned: dict[str, int] | None = None
        # What a variable is expanded to is copied; without a limit, doubling one is exponential.
        self._budget = 1_000_000 + 8 * len(text)
        self.clock = 0
        self.reads: dict[str, int] = {}

    def read(self, name: str, place: Place, block: Block | None) -> Value:
        self.reads[name] = self.clock
        if name.startswith("global:"):
            name = name.removeprefix("global:")
            self.reads[name] = self.clock
        if block and block.is_deferred and self._changes_later(name, place):
            return hole_at(place)
        value = self._values.get(name)
        if value is not None:
            return value if self.affords(value) else hole_at(place)
        known = self._predefined.get(name)
        if known is not None:
            return written_at(known, place)
        is_set_by_windows = ":" in name or name in _AUTOMATIC
        return hole_at(place, None if is_set_by_windows else name)

    def affords(self, value: Value) -> bool:
        """Whether the value may be copied once more."""
        if self._budget > 0:
            self._budget -= size(value)
        return self._budget > 0

    def assign(self, name: str, value: Value, block: Block | None) -> None:
        self.clock += 1
        name = name.removeprefix("global:")
        if isinstance(value, Text) and value.undefined:
            value = Text(value.pieces, value.string)
        self._values[name] = value
        if block:
            block.assigned.add(name)

    def forget(self, name: str, place: Place, block: Block | None) -> None:
        """The variable is set to something that cannot be seen."""
        self.assign(name, hole_at(place), block)

    def leave(self, block: Block) -> None:
        """What a block that may not have run assigned is not known after it."""
        for name in block.assigned:
            self._values[name] = hole_at(Place(block.start, block.start))

    def assigned_at(self, name: str) -> Place | None:
        """Where the value of a variable is written; None where nothing assigns one."""
        value = self._values.get(name)
        return value.place(Place(0, 0)) if isinstance(value, Text) else None

    def entries(self, name: str) -> Table | None:
        value = self._values.get(name)
        return value if isinstance(value, Table) else None

    def is_read_after(self, name: str, clock: int, *, at_all: bool) -> bool:
        read = self.reads.get(name)
        return read is not None and (at_all or read >= clock)

    def _changes_later(self, name: str, place: Place) -> bool:
        if self._last_assigned is None:
            # Comments and strings count too: taking more for changed only makes less known.
            self._last_assigned = {
                variable_name(found).removeprefix("global:"): found.start()
                for found in _ASSIGNED.finditer(self._text)
            }
        return self._last_assigned.get(name, -1) > place.start
