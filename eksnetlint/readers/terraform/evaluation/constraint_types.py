"""The types a variable may be declared with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from eksnetlint.readers.terraform.contents import Kind
from eksnetlint.readers.terraform.types import TfValue


class Shape(Enum):
    """The collections of items that are all of one type."""

    LIST = "list"
    SET = "set"
    MAP = "map"


@dataclass(frozen=True, slots=True)
class AnyType:
    """Whatever is given; a type that cannot be read too."""


@dataclass(frozen=True, slots=True)
class Primitive:
    """``string``, ``number`` or ``bool``."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class Collection:
    """``list(T)``, ``set(T)`` or ``map(T)``."""

    shape: Shape
    item: Constraint


@dataclass(frozen=True, slots=True)
class TupleType:
    """``tuple([T, U])``."""

    items: tuple[Constraint, ...]


@dataclass(frozen=True, slots=True)
class AttributeType:
    """An attribute of an object; one without a default is null where it is not given."""

    constraint: Constraint
    is_optional: bool = False
    default: TfValue | None = None


@dataclass(frozen=True, slots=True)
class ObjectType:
    """``object({ name = T })``."""

    attributes: Mapping[str, AttributeType]


Constraint: TypeAlias = "AnyType | Primitive | Collection | TupleType | ObjectType"
