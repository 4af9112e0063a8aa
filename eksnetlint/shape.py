"""The shape of documents that users write, checked by JSON Schemas."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jsonschema

from eksnetlint.resources import schemas_folder
from eksnetlint.spelling import nearest


@dataclass(frozen=True, slots=True)
class Misshape:
    """What is wrong with a document: the path of keys to it, and the key itself if one is."""

    message: str
    path: tuple[str | int, ...]
    key: str | None = None


def misshape(document: Mapping[str, Any], schema: str) -> Misshape | None:
    """The first thing that is wrong by the schema of that file name; None for a sound one."""
    text = (schemas_folder() / schema).read_text(encoding="utf-8")
    rules = json.loads(text)
    validator = jsonschema.validators.validator_for(rules)(rules)
    errors = list(validator.iter_errors(document))
    # A misspelt key is why the right one is missing, so it is told first.
    misspelt = next((error for error in errors if _unknown_key(error)), None)
    error = misspelt or jsonschema.exceptions.best_match(errors)
    if error is None:
        return None
    path = tuple(error.absolute_path)
    unknown = _unknown_key(error)
    if unknown:
        meant = nearest(unknown, _known_keys(error))
        hint = f"; did you mean '{meant}'?" if meant else ""
        return Misshape(f"there is no key '{unknown}' here{hint}", path, unknown)
    return Misshape(f"{_dotted(path)}: {error.message}" if path else error.message, path)


def _dotted(path: Sequence[str | int]) -> str:
    return ".".join(str(part) for part in path)


def _unknown_key(error: jsonschema.ValidationError) -> str | None:
    if error.validator != "additionalProperties" or not isinstance(error.instance, dict):
        return None
    known = _known_keys(error)
    return next((key for key in error.instance if key not in known), None)


def _known_keys(error: jsonschema.ValidationError) -> list[str]:
    return list(error.schema.get("properties", ())) if isinstance(error.schema, dict) else []
