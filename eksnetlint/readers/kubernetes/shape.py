"""The shape of Kubernetes objects: misspelt fields and values of the wrong type.

kubectl asks for strict validation unless told otherwise (`kubectl apply --help`, --validate;
KEP-2885, stable since Kubernetes 1.27), and the API server then refuses the object. A client that
does not ask gets a warning, and the server drops the field.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator

from eksnetlint.readers.kubernetes.objects import KubernetesObject
from eksnetlint.readers.reading import Flaw
from eksnetlint.readers.shape import Mismatch, Schema, Shape, Slip, described
from eksnetlint.resources import schemas_folder


def shape_flaws(thing: KubernetesObject) -> Iterator[Flaw]:
    """The flaws of an object whose kind and version are known; nothing for any other."""
    schema = _kinds().get((thing.group, thing.version, thing.kind))
    if schema is None:
        return
    for found in _shape().flaws(thing.root, schema, f"the {thing.kind}"):
        if isinstance(found, Slip):
            yield Flaw("misspelt-field", _said_of_slip(found), found.key.span)
        else:
            yield Flaw("wrong-type", _said_of_type(found), found.span)


def _said_of_slip(slip: Slip) -> str:
    # Only label selectors are closed, and this is what people forget in them.
    hint = f"did you mean '{slip.meant}'?" if slip.meant else "labels go under 'matchLabels'."
    effect = f", and then {slip.without}" if slip.without else ""
    return (
        f"{slip.owner} has no field '{slip.key.text}'; {hint} kubectl refuses the object; "
        f"where validation is not strict, the field is dropped{effect}"
    )


def _said_of_type(mismatch: Mismatch) -> str:
    found = described(mismatch.value, mismatch.wanted)
    return (
        f"{mismatch.name} must be {mismatch.wanted}, and this is {found}; "
        "the API server refuses the object"
    )


@functools.cache
def _shape() -> Shape:
    text = (schemas_folder() / "kubernetes.schema.json").read_text(encoding="utf-8")
    return Shape(json.loads(text), forgives_misplaced=False)


@functools.cache
def _kinds() -> dict[tuple[str, str, str], Schema]:
    """The schema of each group, version and kind."""
    document = _shape().document
    found: dict[tuple[str, str, str], Schema] = {}
    for case in document["allOf"]:
        names = case["if"]["properties"]
        group, _, version = names["apiVersion"]["const"].rpartition("/")
        definition = case["then"]["$ref"].rpartition("/")[2]
        found[group, version, names["kind"]["const"]] = document["$defs"][definition]
    return found
