"""Node groups of an eksctl file, managed and self-managed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from eksnetlint.aws.ami_families import AmiFamily, ami_family
from eksnetlint.aws.image_names import Naming
from eksnetlint.model.image import NodeImage
from eksnetlint.model.node_group import NodeGroup, Os, Provisioner
from eksnetlint.readers import fields
from eksnetlint.readers.dsr import dsr_of
from eksnetlint.readers.eksctl.access import node_role_of
from eksnetlint.readers.eksctl.bootstrap import Bootstrap, bootstrap_of
from eksnetlint.readers.eksctl.instance_types import instance_types_of
from eksnetlint.readers.eksctl.joining import joining_of
from eksnetlint.readers.eksctl.labels import group_labels, group_taints
from eksnetlint.readers.eksctl.settings import settings_of
from eksnetlint.source.scalars import integer_of
from eksnetlint.source.text import Span
from eksnetlint.source.tree import Entry, Mapping
from eksnetlint.values import Known, Reason, Unknown, Value, at, is_known, known_or, lift

T = TypeVar("T")

_CUSTOM_IMAGE = Reason("a node group's image comes from a launch template or a custom AMI")
_UNKNOWN_FAMILY = Reason("a node group has an AMI family that is not known")
# Words for the newest image of the family (eksctl documentation, "Custom AMI support").
_LOOKED_UP = frozenset({"auto", "auto-ssm", "static"})
# eksctl pkg/apis/eksctl.io/v1alpha5: DefaultNodeImageFamily (since 0.201.0).
_DEFAULT_FAMILY = "AmazonLinux2023"
# The kubelet's own default (k8s.io/kubelet config/v1beta1, MaxPods).
_DEFAULT_MAX_PODS = 110


def node_group_of(group: Mapping, is_managed: bool) -> NodeGroup:
    """A node group as eksctl would make it."""
    name = fields.field(group, "name")
    span = name.span if name else group.span
    family = _family_name(group, span, is_managed)
    os = _os(family)
    is_windows = isinstance(os, Known) and os.value is Os.WINDOWS
    bootstrap = bootstrap_of(group, is_managed) if is_windows else None
    version = _of_family(family, lambda ami: ami.windows_version)
    template = fields.field(group, "launchTemplate")
    is_custom = bool(_own_image(group) or template)
    dsr = dsr_of(version, os, bootstrap, is_custom=is_custom)
    provisioner = Provisioner.EKSCTL_MANAGED if is_managed else Provisioner.EKSCTL
    known_as = fields.text(name) if name else Unknown(Reason("a node group has no name"), at(span))
    made = NodeGroup(
        span=span,
        name=known_as,
        provisioner=Known(provisioner, at(span)),
        os=os,
        windows_version=version,
        windows_build=_of_family(family, lambda ami: ami.windows_build),
        edition=_of_family(family, lambda ami: ami.edition.value if ami.edition else None),
        instance_types=instance_types_of(group, span).together,
        eni_count=_eni_count(template, span),
        max_pods=_max_pods(group, span, is_managed and is_windows, bootstrap),
        dsr=dsr.state,
        dsr_cause=dsr.cause,
    )
    if is_windows:
        place = os.origin.span or span
        joining = joining_of(group, is_managed, bootstrap, place, is_custom=is_custom)
        made = replace(made, bootstrap=joining, settings=settings_of(group, known_as, is_managed))
    return _described(made, group, is_managed)


def _described(made: NodeGroup, group: Mapping, is_managed: bool) -> NodeGroup:
    """The group with what its file says of it besides."""
    span = made.span
    is_ignored = is_managed and is_known(made.os, Os.WINDOWS)
    return replace(
        made,
        image=_image(group, made.name),
        user_data_os=Known(None, at(span), is_set=False),
        role=node_role_of(group),
        has_own_image=_has_own_image(group, fields.field(group, "launchTemplate"), span),
        labels=group_labels(group, made.name, is_managed),
        taints=group_taints(group, is_managed),
        listed_types=instance_types_of(group, span).listed,
        uses_efa=_uses_efa(group, span),
        ignored_max_pods=_ignored_max_pods(group, span, is_ignored),
    )


def _image(group: Mapping, name: Value[str]) -> NodeImage | None:
    """The image by its family, unless a custom AMI or a launch template may bring another."""
    entry = fields.field(group, "amiFamily")
    if entry is None:
        return None
    is_own = bool(_own_image(group) or fields.field(group, "launchTemplate"))
    return NodeImage(
        entry.span,
        Known(Naming.FAMILY, at(entry.span)),
        fields.text(entry),
        holder=lift(lambda text: f"node group '{text}'", name),
        is_from_amazon=not is_own,
    )


def _eni_count(template: Entry | None, span: Span) -> Value[int]:
    # eksctl has no field of its own that would give a node a second interface.
    if template:
        reason = Reason("a node group's interfaces are described in a launch template")
        return Unknown(reason, at(template.span))
    return Known(1, at(span), is_set=False)


def _family_name(group: Mapping, span: Span, is_managed: bool) -> Value[str]:
    entry = fields.field(group, "amiFamily")
    if entry:
        return fields.text(entry)
    image = _own_image(group) or (fields.field(group, "launchTemplate") if is_managed else None)
    if image:
        return Unknown(_CUSTOM_IMAGE, at(image.span))
    return Known(_DEFAULT_FAMILY, at(span), is_set=False)


def _own_image(group: Mapping) -> Entry | None:
    entry = fields.field(group, "ami")
    return entry if entry and known_or(fields.text(entry), "") not in _LOOKED_UP else None


def _has_own_image(group: Mapping, template: Entry | None, span: Span) -> Value[bool]:
    image = _own_image(group)
    if image:
        return Known(True, at(image.span))
    if template:
        return Unknown(_CUSTOM_IMAGE, at(template.span))
    return Known(False, at(span), is_set=False)


def _os(family: Value[str]) -> Value[Os]:
    if isinstance(family, Unknown):
        return family
    known = ami_family(family.value)
    # A newer Windows family than the table has is still a Windows family.
    if known.is_windows if known else family.value.lower().startswith("windowsserver"):
        return Known(Os.WINDOWS, family.origin, family.is_set)
    if known is None:
        return Unknown(_UNKNOWN_FAMILY, family.origin)
    return Known(Os.LINUX, family.origin, family.is_set)


def _of_family(family: Value[str], part: Callable[[AmiFamily], T | None]) -> Value[T | None]:
    if isinstance(family, Unknown):
        return family
    known = ami_family(family.value)
    if known is None:
        return Unknown(_UNKNOWN_FAMILY, family.origin)
    return Known(part(known), family.origin, family.is_set)


def _max_pods(
    group: Mapping, span: Span, is_ignored: bool, bootstrap: Bootstrap | None
) -> Value[int]:
    """What the kubelet is told; eksctl passes ``maxPodsPerNode`` to no managed Windows group."""
    default = Known(_DEFAULT_MAX_PODS, at(span), is_set=False)
    entry = fields.field(group, "maxPodsPerNode")
    written = fields.integer(entry) if entry and not is_ignored else default
    if bootstrap is None:
        return written
    argument = bootstrap.read.max_pods
    if argument is None:
        # A bootstrap call of the user's own that does not hand eksctl's arguments on drops it.
        return default if bootstrap.read.calls else written
    number = integer_of(argument.text) if argument.text is not None else None
    place = at(bootstrap.span(argument.place))
    if number is None:
        return Unknown(Reason("--max-pods is computed in the user data"), place)
    return written if is_known(written, number) else Known(number, place)


def _uses_efa(group: Mapping, span: Span) -> Value[bool]:
    entry = fields.field(group, "efaEnabled")
    return fields.boolean(entry) if entry else Known(False, at(span), is_set=False)


def _ignored_max_pods(group: Mapping, span: Span, is_ignored: bool) -> Value[int | None]:
    """``maxPodsPerNode`` where eksctl drops it; it refuses it beside a launch template.

    What the kubelet allows by itself is no loss.
    Source: eksctl pkg/nodebootstrap/windows_managed.go, and validation.go for the template.
    """
    entry = fields.field(group, "maxPodsPerNode")
    if entry is None or not is_ignored or fields.field(group, "launchTemplate"):
        return Known(None, at(span), is_set=False)
    return lift(
        lambda number: None if number == _DEFAULT_MAX_PODS else number, fields.integer(entry)
    )
