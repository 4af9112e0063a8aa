"""The subnets nodes are in."""

from __future__ import annotations

from dataclasses import dataclass

from eksnetlint.source.text import Span
from eksnetlint.values import Known, Value, World, known_or


@dataclass(frozen=True, slots=True, eq=False)
class Reservation:
    """A range of a subnet's addresses kept for prefixes or for explicit use (``kind``)."""

    span: Span
    cidr_block: Value[str]
    kind: Value[str]


@dataclass(frozen=True, slots=True, eq=False)
class Subnet:
    """A subnet with its IPv4 range; ``identity`` is its id, or its address in Terraform."""

    span: Span
    identity: Value[str]
    cidr_block: Value[str | None]
    reservations: World[Reservation]

    @property
    def key(self) -> tuple[object, ...]:
        """The same for the same subnet, wherever it is named."""
        return (known_or(self.identity, None), self.span.order)

    @property
    def title(self) -> str:
        return f"subnet {self.identity.value if isinstance(self.identity, Known) else '?'}"
