"""Evaluates the calls of the test tables: literals, lists, objects and nested calls."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from unicodedata import normalize

from eksnetlint.readers.terraform.functions import call
from eksnetlint.readers.terraform.functions.access import ScanFolder
from eksnetlint.readers.terraform.numerals import parse_number
from eksnetlint.readers.terraform.types import TfObject, TfValue
from eksnetlint.values import Known, Unknown

FILES = Path(__file__).with_name("files")
CONTEXT = ScanFolder(FILES, FILES)
_TOKEN = re.compile(
    r'\s*(?:(?P<string>"(?:[^"\\]|\\.)*")|(?P<number>-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)'
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<mark>\.\.\.|[][(){},=]))"
)
_WORDS = {"true": True, "false": False, "null": None}


def evaluate(expression: str) -> TfValue:
    """What an expression of literals and calls comes to; an error in a part is one of the whole."""
    try:
        return _Parser(expression).value()
    except _Failed as failed:
        return failed.unknown


class _Failed(Exception):
    def __init__(self, unknown: Unknown) -> None:
        self.unknown = unknown


class _Parser:
    def __init__(self, text: str) -> None:
        self._tokens = list(_TOKEN.finditer(text))
        assert "".join(match[0] for match in self._tokens).strip() == text.strip(), text
        self._at = 0

    def _next(self) -> re.Match[str]:
        self._at += 1
        return self._tokens[self._at - 1]

    def _takes(self, mark: str) -> bool:
        found = self._at < len(self._tokens) and self._tokens[self._at]["mark"] == mark
        self._at += found
        return found

    def value(self) -> TfValue:
        token = self._next()
        if token["string"]:
            return Known(_unquoted(token["string"]))
        if token["number"]:
            return Known(parse_number(token["number"]))
        if token["mark"] == "[":
            return Known(tuple(self._list("]")))
        if token["mark"] == "{":
            return Known(TfObject(self._object()))
        if self._takes("("):
            result = call(token["name"], self._list(")"), CONTEXT)
            if isinstance(result, Unknown):
                raise _Failed(result)
            return result
        return Known(_WORDS[token["name"]])

    def _list(self, end: str) -> list[TfValue]:
        items = []
        while not self._takes(end):
            items.append(self.value())
            if self._takes("..."):
                spread: Any = items.pop()
                items.extend(spread.value)
            self._takes(",")
        return items

    def _object(self) -> dict[str, TfValue]:
        items = {}
        while not self._takes("}"):
            token = self._next()
            key = _unquoted(token["string"]) if token["string"] else token["name"]
            assert self._takes("=")
            items[key] = self.value()
            self._takes(",")
        return items


def _unquoted(text: str) -> str:
    plain = json.loads(text).replace("$${", "${").replace("%%{", "%{")
    return normalize("NFC", plain)
