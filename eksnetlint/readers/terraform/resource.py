"""What a configuration declares once it is evaluated, whatever it was read from.

The HCL evaluator, plan files and the tables of known modules make these; the readers of AWS
resources and of Kubernetes objects take them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from eksnetlint.readers.terraform.types import TfValue
from eksnetlint.source.text import Span
from eksnetlint.values import DECLARED, Known, Origin, Reason, Unknown, Value, World, at


@dataclass(frozen=True, slots=True, eq=False)
class Contents:
    """The attributes and nested blocks of a block; with ``open_because`` it may have others.

    The first frame of an attribute's origin is the attribute itself, name and value; frames
    behind it lead to where the value was written. Dynamic blocks are among ``blocks``; their
    ``origin`` leads to the item each is made for.
    """

    span: Span
    attributes: Mapping[str, TfValue] = field(default_factory=dict)
    blocks: Mapping[str, World[Contents]] = field(default_factory=dict)
    open_because: Reason | None = None
    origin: Origin = DECLARED

    def attribute(self, name: str) -> TfValue:
        """An attribute as it is written; null, located at the block, where it is not."""
        value = self.attributes.get(name)
        if value is not None:
            return value
        if self.open_because is not None:
            return Unknown(self.open_because, at(self.span))
        return Known(None, at(self.span), is_set=False)

    def nested(self, name: str) -> World[Contents]:
        """The nested blocks of a type."""
        return self.blocks.get(name) or World((), self.open_because)


@dataclass(frozen=True, slots=True, eq=False)
class Resource:
    """An instance of a resource or data source.

    ``address`` is Terraform's: ``module.win["a"].aws_eks_node_group.this[0]``; where the keys
    cannot be seen they are left off. ``span`` is where it is declared in the user's own files.
    """

    address: str
    type: str
    name: str
    span: Span
    contents: Contents
    is_data: bool = False
    exists: Value[bool] = Known(True)  # noqa: RUF009 - a frozen value


@dataclass(frozen=True, slots=True, eq=False)
class RemoteCall:
    """A call of a module that is not on disk. ``version`` is the constraint as written, or "".

    ``inputs`` may be evaluated only as they are asked for.
    """

    address: str
    source: str
    version: str
    span: Span
    inputs: Contents
    exists: Value[bool] = Known(True)  # noqa: RUF009 - a frozen value


@dataclass(frozen=True, slots=True)
class StandIn:
    """What is known of a module that is not on disk: its outputs, and what it would declare.

    ``outputs`` looks at no input it does not need, so that references between modules do not run
    in circles. What is not among them cannot be seen.
    """

    outputs: Callable[[RemoteCall], Mapping[str, TfValue]]
    resources: Callable[[RemoteCall], tuple[Resource, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Root:
    """A root module, evaluated with one set of values for its variables.

    ``folder`` is relative to the scan root, "" for that itself. ``unresolved`` are the calls
    nothing is known of. ``open_because`` says why resources may be missing, but for those calls.
    In a library variables come from callers who are not in the scan.
    """

    folder: str
    title: str
    span: Span
    resources: tuple[Resource, ...]
    unresolved: tuple[RemoteCall, ...] = ()
    region: Value[str] = Unknown(Reason("the region is not in these files"))  # noqa: RUF009
    is_library: bool = False
    open_because: Reason | None = None
