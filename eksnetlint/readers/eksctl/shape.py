"""The shape of an eksctl file: misspelt fields and values of the wrong type."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from typing import Any

import jsonschema

from eksnetlint.readers.reading import Flaw
from eksnetlint.readers.shape import TYPE_NAMES, Shape, Slip, described
from eksnetlint.resources import schemas_folder
from eksnetlint.source.plain import plain
from eksnetlint.source.tree import Mapping, Node, Sequence


def shape_flaws(root: Mapping) -> Iterator[Flaw]:
    """Flaws of a ClusterConfig, in no order. An unknown field may be newer than the schema."""
    shape = _shape()
    for found in shape.flaws(root, shape.document, "the file"):
        if isinstance(found, Slip):
            yield _misspelt(found)
    # A placeholder is null there, which eksctl and so the schema allows everywhere.
    for error in _validator().iter_errors(plain(root)):
        yield _wrong_type(root, error)


@functools.cache
def _shape() -> Shape:
    text = (schemas_folder() / "eksctl.schema.json").read_text(encoding="utf-8")
    return Shape(json.loads(text), forgives_misplaced=True)


@functools.cache
def _validator() -> jsonschema.protocols.Validator:
    return jsonschema.Draft202012Validator(_shape().document)


def _wrong_type(root: Mapping, error: jsonschema.ValidationError) -> Flaw:
    *parents, last = [str(part) for part in error.absolute_path] or [""]
    node: Node = root
    for part in parents:
        node = _step(node, part)
    field = _field_name(list(error.absolute_path))
    if isinstance(node, Mapping) and last in node.fields:
        span, value = node.fields[last].span, node.fields[last].value
    else:
        value = _step(node, last)
        span = value.span
    wanted = _wanted(error)
    found = described(value, wanted)
    message = f"{field} must be {wanted}, and this is {found}; eksctl refuses the file"
    return Flaw("wrong-type", message, span)


def _step(node: Node, part: str) -> Node:
    if isinstance(node, Sequence):
        return node.items[int(part)]
    return node.fields[part].value if isinstance(node, Mapping) else node


def _field_name(path: list[str | int]) -> str:
    names = [part for part in path if isinstance(part, str)]
    if not names:
        return "the file"
    return f"'{names[-1]}'" if path[-1] == names[-1] else f"each of '{names[-1]}'"


def _wanted(error: jsonschema.ValidationError) -> str:
    alternatives = [error] if not error.context else list(error.context)
    wanted: list[str] = []
    for alternative in alternatives:
        types: Any = alternative.validator_value if alternative.validator == "type" else []
        names = [types] if isinstance(types, str) else types
        known = [TYPE_NAMES[name] for name in names if name in TYPE_NAMES]
        wanted += [name for name in known if name not in wanted]
    return " or ".join(wanted) or "something else"


def _misspelt(slip: Slip) -> Flaw:
    assert slip.meant is not None
    name, meant = slip.key.text, slip.meant
    effect = "silently ignores it" if meant.lower() == name.lower() else "refuses the file"
    message = f"{slip.owner} has no field '{name}', so eksctl {effect}; did you mean '{meant}'?"
    return Flaw("misspelt-field", message, slip.key.span)
