"""The facts that rules may name: which there are, of what type, and how each is had.

A fact is a field of a subject's dataclass, or a function of the subject and its cluster. A
function comes before a field of the same name.
"""

from __future__ import annotations

import inspect
import typing
from dataclasses import dataclass, fields
from enum import Enum
from typing import Any

from eksnetlint.model.cluster import Cluster
from eksnetlint.model.meanings import MEANINGS
from eksnetlint.model.subject import Function
from eksnetlint.model.subjects import SUBJECTS
from eksnetlint.values import Known, Unknown, Value


@dataclass(frozen=True, slots=True)
class FactType:
    """The type of a fact's value; ``items`` is what a list holds, None for a single value."""

    kind: type
    items: type | None = None
    is_optional: bool = False


def fact(subject: str, thing: Any, cluster: Cluster, name: str) -> Value[Any]:
    """The value of a fact of one object. Raises AttributeError for a name that is no fact."""
    function = SUBJECTS[subject].functions.get(name)
    if subject == "cluster" and function:
        return function(cluster)
    value: Value[Any] = function(thing, cluster) if function else getattr(thing, name)
    return value


def fact_types(subject: str) -> dict[str, FactType]:
    """The names and types of a subject's facts."""
    found: dict[str, FactType] = {}
    hints = typing.get_type_hints(SUBJECTS[subject].kind)
    for field in fields(SUBJECTS[subject].kind):
        add = _fact_type(hints[field.name])
        if add:
            found[field.name] = add
    for name, function in SUBJECTS[subject].functions.items():
        returned = type_of(function)
        if returned:
            found[name] = returned
    return found


def meaning(subject: str, name: str) -> str:
    """What a fact means, in one sentence. Raises KeyError for a name that is no fact."""
    function = SUBJECTS[subject].functions.get(name)
    if function is None:
        return MEANINGS[subject][name]
    return " ".join((inspect.getdoc(function) or "").partition("\n\n")[0].split())


def type_of(function: Function) -> FactType | None:
    """The type of the fact that a function gives, None where it is annotated to give none."""
    return _fact_type(typing.get_type_hints(function).get("return"))


def _fact_type(hint: Any) -> FactType | None:
    """The type inside ``Value[...]``, None for anything else."""
    members = typing.get_args(hint)
    known = next((item for item in members if typing.get_origin(item) is Known), None)
    if known is None or Unknown not in members:
        return None
    inner = typing.get_args(known)[0]
    options = [item for item in typing.get_args(inner) if item is not type(None)]
    if typing.get_origin(inner) is tuple:
        return FactType(tuple, options[0])
    if options and type(None) in typing.get_args(inner):
        return FactType(options[0], is_optional=True)
    return FactType(inner)


def values_of(kind: type) -> tuple[str, ...] | None:
    """The words an enumeration allows, None for any other type."""
    return tuple(item.value for item in kind) if issubclass(kind, Enum) else None
