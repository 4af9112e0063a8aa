"""Calls made at random, of arguments that mostly fit."""

from __future__ import annotations

import json
from random import Random

from eksnetlint.readers.terraform.functions import FUNCTIONS
from eksnetlint.readers.terraform.functions.function import Parameter

_TEXTS: list[str] = json.loads(
    r"""["", "a", "b", "ab c", "é", "e\u0301x", "10", "1.5", "-3", "true", "null", "a,b,,c", "x\ny",
    "  pad ", "win-2022", "{\"a\":1}", "[1]", "a: b\nc: [1, x]", "10.0.0.0/16", "%s", "%d-%v",
    "/a+/", "[a-z]+", "(\\w)(\\d)?", "sub", "👍🏽z", "<&>", "\"q\"", "utf-8", "0x1f", "$1"]"""
)
_NUMBERS = ["0", "1", "2", "-1", "3", "10", "1.5", "0.1", "-2.75", "100000000", "255"]
# Without result here, or with one that depends on files.
_LEFT_OUT = frozenset(
    "abspath base64gzip bcrypt list map pathexpand plantimestamp sensitive templatefile"
    " templatestring timestamp uuid".split()
)
_NAMES = [name for name in FUNCTIONS if name not in _LEFT_OUT and not name.startswith("file")]


def random_calls(seed: int, count: int) -> list[str]:
    """Calls as text, the same for the same seed."""
    maker = _Maker(Random(seed))
    return [maker.call(0) for _ in range(count)]


class _Maker:
    def __init__(self, random: Random) -> None:
        self._random = random

    def call(self, depth: int) -> str:
        name = self._random.choice(sorted(_NAMES))
        function = FUNCTIONS[name]
        parameters = list(function.parameters)
        if function.rest:
            parameters += [function.rest] * self._random.randint(0, 3)
        return f"{name}({', '.join(self._argument(name, each, depth) for each in parameters)})"

    def _argument(self, name: str, parameter: Parameter, depth: int) -> str:
        wanted = getattr(parameter, "__name__", "")
        if self._random.random() < 0.12:
            return self._literal(depth + 1)
        if wanted == "plain_text":
            return self._text()
        if wanted in ("number_of", "integer"):
            return self._random.choice(_NUMBERS)
        if wanted == "table" or name in ("lookup", "merge", "values"):
            return self._object(depth + 1)
        return self._list() if self._random.random() < 0.6 else self._literal(depth + 1)

    def _text(self) -> str:
        return json.dumps(self._random.choice(_TEXTS), ensure_ascii=False)

    def _list(self) -> str:
        make = self._random.choice([self._text, lambda: self._random.choice(_NUMBERS)])
        return f"[{', '.join(make() for _ in range(self._random.randint(0, 4)))}]"

    def _object(self, depth: int) -> str:
        keys = self._random.sample(["a", "b", "c", "d"], self._random.randint(0, 3))
        return f"{{{', '.join(f'{key} = {self._literal(depth + 1)}' for key in keys)}}}"

    def _literal(self, depth: int) -> str:
        chance = self._random.random()
        if chance < 0.35 or depth > 3:
            return self._text()
        if chance < 0.62:
            return self._random.choice([*_NUMBERS, "true", "false", "null"])
        if chance < 0.8:
            items = (self._literal(depth + 1) for _ in range(self._random.randint(0, 4)))
            return f"[{', '.join(items)}]"
        return self._object(depth) if chance < 0.9 else self.call(depth + 1)
