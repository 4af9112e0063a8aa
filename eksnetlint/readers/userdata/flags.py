"""The command-line flags inside a string, as kube-proxy and the kubelet read them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from eksnetlint.readers.userdata.model import HOLE, Argument, Place
from eksnetlint.readers.userdata.values import Origin, Text

# strconv.ParseBool, which the flag library behind both programs (spf13/pflag) uses.
_BOOLEANS = {
    **dict.fromkeys(("1", "t", "T", "TRUE", "true", "True"), True),
    **dict.fromkeys(("0", "f", "F", "FALSE", "false", "False"), False),
}
_FLAG = re.compile(rf"(?<![\w-])--([A-Za-z][\w-]*|{HOLE}[\w-]*)")
_BARE_VALUE = re.compile(r"[^\s\"']*")
_NEXT_WORD = re.compile(r"[ \t]+([^\s\"'-][^\s\"']*)")
_FREE_HOLE = re.compile(rf"(?:^|(?<=[\s\"',(])|(?<=--)){HOLE}")


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag; `place` covers it with its value; `is_attached` when the value follows a `=`."""

    name: str
    value: str | None
    is_attached: bool
    place: Place
    value_place: Place

    @property
    def argument(self) -> Argument:
        seen = self.value is not None and HOLE not in self.value
        return Argument(self.value if seen else None, self.value_place)

    @property
    def switch(self) -> bool | None:
        """Its meaning as a boolean flag; None when it cannot be told."""
        if self.is_attached:
            return _BOOLEANS.get(self.value or "")
        # A boolean flag takes no separate value: what follows "--flag" is another argument.
        return None if self.value is not None and _BOOLEANS.get(self.value) is False else True


@dataclass(frozen=True, slots=True)
class Flags:
    """The flags of one string, in order, and the first hole that could hold further flags."""

    flags: tuple[Flag, ...]
    hole: Place | None

    def last(self, name: str) -> Flag | None:
        """The flag that counts when one is given more than once."""
        return next((flag for flag in reversed(self.flags) if flag.name == name), None)

    def argument(self, name: str) -> Argument | None:
        flag = self.last(name)
        if flag:
            return flag.argument
        return Argument(None, self.hole) if self.hole else None

    def gate(self, gate: str) -> Argument | None:
        """The value a feature gate is given by `--feature-gates`."""
        for flag in reversed(self.flags):
            if flag.name == "feature-gates" and flag.value is not None:
                found = _gate(flag, flag.value, gate)
                if found:
                    return found
        return None


def flags_of(text: Text) -> Flags:
    """Reads the flags of a string in time linear in its length."""
    origin, string = Origin(text), text.string
    flags: list[Flag] = []
    taken = 0
    hole: Place | None = None
    for found in _FLAG.finditer(string):
        if found.start() < taken:
            continue
        flag, taken = _flag(string, found, origin)
        flags.append(flag)
        if hole is None and flag.name.startswith(HOLE):
            hole = flag.place
    if hole is None and (free := _FREE_HOLE.search(string)):
        hole = origin.place(free.start(), free.end())
    return Flags(tuple(flags), hole)


def _flag(string: str, found: re.Match[str], origin: Origin) -> tuple[Flag, int]:
    # component-base lets "_" stand for "-" in the names of flags.
    name, start, end = found[1].replace("_", "-"), found.start(), found.end()
    if string[end : end + 1] == "=":
        low, high, stop = _attached(string, end + 1)
        value_place = origin.place(low, high)
        return Flag(name, string[low:high], True, origin.place(start, stop), value_place), stop
    place = origin.place(start, end)
    if after := _NEXT_WORD.match(string, end):
        value = after[1].rstrip(",")
        low = after.start(1)
        value_place = origin.place(low, low + len(value))
        return Flag(name, value, False, place, value_place), end
    return Flag(name, None, False, place, place), end


def _attached(string: str, start: int) -> tuple[int, int, int]:
    """Where a value after `=` starts and ends, and where the flag ends, its quotes included."""
    quote = string[start : start + (2 if string[start : start + 1] == "\\" else 1)]
    if quote in ("'", '"', "\\'", '\\"'):
        closing = string.find(quote, start + len(quote))
        if closing >= 0:
            return start + len(quote), closing, closing + len(quote)
    matched = _BARE_VALUE.match(string, start)
    end = matched.end() if matched else start
    while end > start and string[end - 1] == ",":
        end -= 1
    return start, end, end


def _gate(flag: Flag, value: str, gate: str) -> Argument | None:
    offset = 0
    found: Argument | None = None
    for entry in value.split(","):
        name, equals, setting = entry.partition("=")
        if equals and name.strip() == gate:
            place = flag.value_place
            if place.end - place.start == len(value):
                low = place.start + offset + len(name) + 1
                place = Place(low, low + len(setting))
            meaning = _BOOLEANS.get(setting.strip())
            found = Argument(None if meaning is None else str(meaning).lower(), place)
        offset += len(entry) + 1
    if found is None and HOLE in value:
        return Argument(None, flag.value_place)
    return found
