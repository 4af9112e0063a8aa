"""Resources and modules as values: what `aws_subnet.a` and `module.win` are in an expression."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from eksnetlint.readers.terraform.modules.expansion import Expansion, Shape
from eksnetlint.readers.terraform.modules.origins import renamed
from eksnetlint.readers.terraform.resource import Contents, Resource
from eksnetlint.readers.terraform.types import Pending, TfObject, TfValue
from eksnetlint.values import Known, Reason, Unknown, at


class ResourceAttributes(Mapping[str, TfValue]):
    """What is configured, what can be computed of the rest, and Pending for all other names.

    What is configured as null, or as no block at all, AWS may fill in. Only what is configured is
    gone through; nested blocks are lists of objects.
    """

    def __init__(self, resource: Resource, computed: Callable[[], Mapping[str, TfValue]]) -> None:
        self._resource = resource
        self._computed = computed

    def __getitem__(self, name: str) -> TfValue:
        resource = self._resource
        value = _configured(resource.contents, name)
        if value is not None:
            return renamed(value, f"{resource.address}.{name}")
        blocks = self._nested(name, resource.contents)
        if blocks is not None:
            return blocks
        value = self._computed().get(name)
        return self._pending(name) if value is None else value

    def __iter__(self) -> Iterator[str]:
        yield from self._resource.contents.attributes
        yield from self._resource.contents.blocks

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _nested(self, name: str, contents: Contents) -> TfValue | None:
        """The nested blocks of a type; None where there are none."""
        world = contents.blocks.get(name)
        if world is None or (not world.items and world.open_because is None):
            return None
        if world.open_because is not None:
            return Unknown(world.open_because, at(contents.span))
        return Known(tuple(self._object(name, inner) for inner in world.items))

    def _object(self, name: str, contents: Contents) -> TfValue:
        return Known(TfObject(_BlockAttributes(self, name, contents)))

    def _pending(self, name: str) -> TfValue:
        return pending(self._resource, name)


class _BlockAttributes(Mapping[str, TfValue]):
    """What a nested block is configured with; other attributes are computed with the resource."""

    def __init__(self, owner: ResourceAttributes, name: str, contents: Contents) -> None:
        self._owner = owner
        self._name = name
        self._contents = contents

    def __getitem__(self, name: str) -> TfValue:
        value = _configured(self._contents, name)
        if value is not None:
            return renamed(value, f"{self._owner._resource.address}.{self._name}")
        blocks = self._owner._nested(name, self._contents)
        return self._owner._pending(self._name) if blocks is None else blocks

    def __iter__(self) -> Iterator[str]:
        yield from self._contents.attributes
        yield from self._contents.blocks

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _configured(contents: Contents, name: str) -> TfValue | None:
    """An attribute that is configured as something; None for null."""
    value = contents.attributes.get(name)
    return None if isinstance(value, Known) and value.value is None else value


class Outputs(Mapping[str, TfValue]):
    """The outputs of a module by name, each looked at only when it is asked for."""

    def __init__(self, names: Sequence[str], value: Callable[[str], TfValue | None]) -> None:
        self._names = names
        self._value = value

    def __getitem__(self, name: str) -> TfValue:
        value = self._value(name)
        if value is None:
            raise KeyError(name)
        return value

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def pending(resource: Resource, attribute: str) -> Pending:
    """An attribute of a resource, or with "" all of it, that is not configured."""
    full = f"{resource.address}.{attribute}" if attribute else resource.address
    when = "when Terraform reads it" if resource.is_data else "after `terraform apply`"
    reason = Reason(f"{full} is known only {when}")
    origin = at(resource.span, resource.address)
    return Pending(reason, origin, address=resource.address, attribute=attribute)


def instances(expansion: Expansion, items: Sequence[TfValue]) -> TfValue:
    """The value of a block with instances: one object, a list of them, or a map by key."""
    if expansion.shape is Shape.SINGLE:
        return items[0]
    if expansion.shape is Shape.COUNTED:
        return Known(tuple(items))
    pairs = zip(expansion.repetitions, items, strict=True)
    named = {str(it.key): item for it, item in pairs if it.key is not None}
    return Known(TfObject(named, expansion.open_because))
