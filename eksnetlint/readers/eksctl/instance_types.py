"""The instance types that a node group of an eksctl file may use."""

from __future__ import annotations

from dataclasses import dataclass

from eksnetlint.readers import fields
from eksnetlint.source.text import Span
from eksnetlint.source.tree import Mapping
from eksnetlint.values import Known, Reason, Unknown, Value, at, is_known

# eksctl pkg/apis/eksctl.io/v1alpha5: DefaultNodeType.
_DEFAULT = "m5.large"
_PATHS = (("instancesDistribution", "instanceTypes"), ("instanceTypes",), ("instanceType",))


@dataclass(frozen=True, slots=True)
class InstanceTypes:
    """All types of a group as one value, and one by one, each at its own place."""

    together: Value[tuple[str, ...]]
    listed: tuple[Value[str], ...] = ()


def instance_types_of(group: Mapping, span: Span) -> InstanceTypes:
    """The types a group lists, else eksctl's default; unknown where others choose them."""
    for key in ("instanceSelector", "launchTemplate"):
        entry = fields.field(group, key)
        if entry and not fields.field(group, "instanceType"):
            reason = Reason("a node group's instance types are chosen outside the file")
            return InstanceTypes(Unknown(reason, at(entry.span)))
    for path in _PATHS:
        entry = fields.field(group, *path)
        # "mixed" stands for what instancesDistribution lists.
        if entry is None or is_known(fields.text(entry), "mixed"):
            continue
        nodes = fields.items(entry.value)
        listed = tuple(map(fields.node_text, nodes)) if nodes else (fields.text(entry),)
        unknown = next((item for item in listed if isinstance(item, Unknown)), None)
        known = tuple(item.value for item in listed if isinstance(item, Known))
        return InstanceTypes(unknown or Known(known, at(entry.span)), listed)
    default = Known(_DEFAULT, at(span), is_set=False)
    return InstanceTypes(Known((_DEFAULT,), at(span), is_set=False), (default,))
