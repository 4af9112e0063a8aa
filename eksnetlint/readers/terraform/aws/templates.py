"""Launch templates and launch configurations: what they give the nodes that start from them."""

from __future__ import annotations

from dataclasses import dataclass

from eksnetlint.readers.terraform.aws.attributes import string, within, written
from eksnetlint.readers.terraform.aws.inventory import Inventory
from eksnetlint.readers.terraform.resource import Contents
from eksnetlint.readers.terraform.types import Pending, TfValue
from eksnetlint.source.text import Span
from eksnetlint.values import (
    Frame,
    Known,
    Origin,
    Reason,
    Unknown,
    Value,
    at,
    disjunction,
    is_known,
    lift,
)

_ELSEWHERE = Reason("a node group's launch template is not in these files")
#: Inputs of terraform-aws-modules/eks for user data.
UNUSED = ("bootstrap_extra_args", "post_bootstrap_user_data", "pre_bootstrap_user_data")
_WHICH = Reason("which launch template a node group uses cannot be told")


@dataclass(frozen=True, slots=True, eq=False)
class NodeTemplate:
    """A launch template or launch configuration. ``span`` is where the group names it."""

    span: Span
    contents: Contents

    @property
    def image_id(self) -> TfValue | None:
        return written(self.contents, "image_id")

    @property
    def user_data(self) -> TfValue | None:
        value = written(self.contents, "user_data", "user_data_base64")
        text = string(value) if value is not None else None
        return None if isinstance(text, Known) and not text.value.strip() else value

    @property
    def unused(self) -> tuple[Known[str], ...]:
        """The inputs of a module for user data that its template leaves out of it.

        A module's stand-in puts them among the attributes; a launch template has none of them.
        """
        found = ((name, self.contents.attributes.get(name)) for name in UNUSED)
        return tuple(Known(name, value.origin) for name, value in found if value is not None)

    @property
    def profile(self) -> TfValue | None:
        """The instance profile: a block of a launch template, a name in a configuration."""
        inside = within(self.contents, "iam_instance_profile", "arn", "name")
        return inside if inside is not None else written(self.contents, "iam_instance_profile")

    @property
    def eni_count(self) -> Value[int]:
        """How many interfaces a node starts with; without a block EC2 makes one.

        An EFA-only interface has no addresses (EC2 user guide, "Elastic Fabric Adapter").
        """
        interfaces = self.contents.nested("network_interfaces")
        with_addresses = [item for item in interfaces.items if not _is_bare(item)]
        count = len(with_addresses)
        second = with_addresses[min(count, 2) - 1] if count else self.contents
        template = Frame(self.span, "the group's launch template")
        origin = at(second.span).through(*second.origin.frames, template)
        if interfaces.open_because is not None:
            return Unknown(interfaces.open_because, origin, at_least=max(count, 1))
        return Known(max(count, 1), origin, is_set=count > 0)

    @property
    def uses_efa(self) -> Value[bool]:
        """Whether one of its interfaces is an Elastic Fabric Adapter."""
        interfaces = self.contents.nested("network_interfaces")
        kinds = (written(item, "interface_type") for item in interfaces.items)
        answers = (lift(_is_efa, string(kind)) for kind in kinds if kind is not None)
        return disjunction(answers)

    @property
    def instance_types(self) -> Value[tuple[str, ...]] | None:
        """Its one instance type; None where it leaves that to the group."""
        requirements = self.contents.nested("instance_requirements")
        if requirements.items:
            reason = Reason("a node group's instance types are chosen by requirements")
            return Unknown(reason, at(requirements.items[0].span))
        value = written(self.contents, "instance_type")
        if value is not None:
            return single(string(value))
        if requirements.open_because is not None:
            return Unknown(requirements.open_because, at(self.contents.span))
        return None

    @property
    def listed_types(self) -> tuple[Value[str], ...]:
        """Its one instance type where it names one."""
        value = written(self.contents, "instance_type")
        is_chosen = self.contents.nested("instance_requirements").items
        return () if value is None or is_chosen else (string(value),)


def _is_efa(kind: str) -> bool:
    return kind in ("efa", "efa-only")


def _is_bare(interface: Contents) -> bool:
    kind = written(interface, "interface_type")
    return kind is not None and is_known(string(kind), "efa-only")


def single(value: Value[str]) -> Value[tuple[str, ...]]:
    """A value as a list of one."""
    if isinstance(value, Unknown):
        return value
    return Known((value.value,), value.origin, value.is_set)


def template_of(reference: Contents, inventory: Inventory) -> NodeTemplate | Unknown:
    """The launch template a block of a group names, by id or by name."""
    value = written(reference, "id", "launch_template_id", "name", "launch_template_name")
    if value is None:
        return Unknown(_ELSEWHERE, at(reference.span))
    return _referred(value, "aws_launch_template", inventory)


def configuration_of(value: TfValue, inventory: Inventory) -> NodeTemplate | Unknown:
    """The launch configuration an Auto Scaling group names."""
    return _referred(value, "aws_launch_configuration", inventory)


def _referred(value: TfValue, kind: str, inventory: Inventory) -> NodeTemplate | Unknown:
    found = [item for item in inventory.referred(value, (kind,), ("name",)) if not item.is_data]
    span = value.origin.span
    if len(found) == 1:
        return NodeTemplate(span or found[0].span, found[0].contents)
    if found:
        return Unknown(_WHICH, value.origin)
    is_hidden = isinstance(value, Unknown) and not isinstance(value, Pending)
    reason = value.reason if isinstance(value, Unknown) and is_hidden else _ELSEWHERE
    return Unknown(reason, value.origin if span else Origin())
