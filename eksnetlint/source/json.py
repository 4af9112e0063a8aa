"""JSON text of any size, with positions only for what is asked for.

A tree of all nodes, as there is of YAML, takes seconds for the megabytes that programs write.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from eksnetlint.source.text import Source, Span
from eksnetlint.source.tree import Problem

_scan = json.JSONDecoder(parse_float=Decimal).raw_decode
_SPACE = re.compile(r"[ \t\r\n]*")
# A key with a longer value is shown alone.
_LONGEST_PLACE = 200


@dataclass(frozen=True, slots=True, eq=False)
class JsonValue:
    """A value as Python has it, fractions as Decimal, and where it stands with its key.

    What has no key begins where its key would. What is inside is found by scanning again.
    """

    source: Source
    key_start: int
    key_end: int
    start: int
    end: int
    value: Any = field(repr=False)

    @property
    def span(self) -> Span:
        """The key and the value; the key alone where the value is long."""
        if self.end - self.key_start > _LONGEST_PLACE:
            return self.head
        is_flat = "\n" not in self.source.text[self.key_start : self.end]
        return self.source.place(self.key_start, self.end) if is_flat else self.head

    @property
    def head(self) -> Span:
        """The key alone; the first character of what has none."""
        end = self.key_end if self.key_start < self.start else self.start + 1
        return self.source.place(self.key_start, end)

    def members(self) -> dict[str, JsonValue]:
        """The values of an object by their keys, of two with one key the last; {} for others."""
        found: dict[str, JsonValue] = {}
        text = self.source.text
        if not isinstance(self.value, dict):
            return found
        at = _behind_space(text, self.start + 1)
        while text[at] == '"':
            key, key_end = _scan(text, at)
            start = _behind_space(text, _behind_space(text, key_end) + 1)
            value, end = _scan(text, start)
            found[key] = JsonValue(self.source, at, key_end, start, end, value)
            at = _next(text, end)
        return found

    def items(self) -> list[JsonValue]:
        """The values of a list; [] for others."""
        found: list[JsonValue] = []
        text = self.source.text
        if not isinstance(self.value, list):
            return found
        at = _behind_space(text, self.start + 1)
        while text[at] != "]":
            value, end = _scan(text, at)
            found.append(JsonValue(self.source, at, end, at, end, value))
            at = _next(text, end)
        return found

    def member(self, *path: str) -> JsonValue | None:
        """The value at a path of keys; None where a key is missing."""
        found: JsonValue | None = self
        for key in path:
            if found is None or not isinstance(found.value, dict) or key not in found.value:
                return None
            found = found.members().get(key)
        return found


def read_json(source: Source) -> JsonValue | Problem:
    """The value that a text is, or why it is none."""
    text = source.text
    start = _behind_space(text, 0)
    try:
        value = json.loads(text, parse_float=Decimal)
    except json.JSONDecodeError as error:
        message = error.msg[:1].lower() + error.msg[1:]
        return Problem(message, source.place(error.pos, min(error.pos + 1, len(text))))
    except RecursionError:
        return Problem("nested too deep", source.place(start, start + 1))
    except ValueError:
        # Python converts no whole numbers of thousands of digits.
        return Problem("a number is too long", source.place(start, start + 1))
    return JsonValue(source, start, start, start, len(text.rstrip(" \t\r\n")), value)


def _behind_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    assert match is not None
    return match.end()


def _next(text: str, end: int) -> int:
    """Where the next member or item begins, or the closing bracket stands."""
    at = _behind_space(text, end)
    return _behind_space(text, at + 1) if text[at] == "," else at
