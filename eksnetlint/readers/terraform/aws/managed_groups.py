"""Managed node groups: ``aws_eks_node_group``."""

from __future__ import annotations

from dataclasses import replace

from eksnetlint.model.bootstrap import Caller
from eksnetlint.model.node_group import NodeGroup, Os, Provisioner
from eksnetlint.readers.terraform.aws.attributes import (
    each_string,
    items,
    only,
    string,
    strings,
    written,
)
from eksnetlint.readers.terraform.aws.clusters import minor_of
from eksnetlint.readers.terraform.aws.images import (
    Image,
    image_of_id,
    image_of_os,
    image_of_type,
    unseen_image,
)
from eksnetlint.readers.terraform.aws.inventory import Inventory
from eksnetlint.readers.terraform.aws.node_groups import Parts, assembled
from eksnetlint.readers.terraform.aws.scheduling import group_labels, group_taints
from eksnetlint.readers.terraform.aws.scripts import Script, script_of
from eksnetlint.readers.terraform.aws.subnets import named_subnets
from eksnetlint.readers.terraform.aws.templates import NodeTemplate, template_of
from eksnetlint.readers.terraform.resource import Contents, Resource
from eksnetlint.readers.terraform.texts import placed
from eksnetlint.readers.terraform.types import HOLE, Pending, TfValue
from eksnetlint.values import Known, Reason, Unknown, Value, at, is_known, lift

_MADE_UP = Reason("Terraform makes up the name of a node group")
_CUSTOM = Reason(
    "an aws_eks_node_group without ami_type may be Windows through its launch template"
)
_TWO_IMAGES = Reason("a node group has an AMI type, and an image in its launch template")
_CHOSEN = Reason("a node group's instance types come from a launch template that cannot be seen")
_INTERFACES = Reason("a node group's interfaces are described in a launch template")
# EKS API reference, CreateNodegroup (2017-11-01): instanceTypes.
_DEFAULT_TYPES = ("t3.medium",)


Template = NodeTemplate | Unknown | None


def managed_group_of(resource: Resource, inventory: Inventory) -> NodeGroup:
    """A managed node group as EKS would make it."""
    template = _template(resource, inventory)
    image, is_own = _image(resource, template, inventory)
    # EKS adds its own call of the bootstrap script unless the image is the user's (EKS user guide,
    # "Customize managed nodes with launch templates").
    script: Script | Unknown | None = (
        script_of(template.user_data, called_after=not is_own)
        if isinstance(template, NodeTemplate)
        else template
    )
    parts = Parts(
        name=name_of(resource, "node_group_name", "node_group_name_prefix"),
        provisioner=Provisioner.MANAGED,
        image=image,
        script=script,
        instance_types=_instance_types(resource, template),
        eni_count=_eni_count(resource, template),
        beside=_beside(template) if not is_own else Known(None, at(resource.span)),
        subnets=named_subnets(items(written(resource.contents, "subnet_ids")), inventory),
        listed_types=_listed_types(resource, template),
        template=template if isinstance(template, NodeTemplate) else None,
        caller=None if is_own else _caller(template, image),
        unused=template.unused if isinstance(template, NodeTemplate) else (),
        version=_version(resource),
    )
    group = assembled(resource, parts)
    if inventory.root.is_library and not group.os.is_set:
        # Its callers may well choose an image that suits the user data.
        group = replace(group, user_data_os=Known(None, is_set=False))
    return replace(
        group,
        has_own_image=_has_own_image(resource, template),
        labels=group_labels(resource, script),
        taints=group_taints(resource, script),
    )


def name_of(resource: Resource, whole: str, prefix: str) -> Value[str]:
    """The name of a group; an asterisk stands for a part that cannot be seen."""
    name = written(resource.contents, whole)
    if name is not None:
        return _pattern(name)
    beginning = written(resource.contents, prefix)
    if beginning is not None:
        return lift(lambda text: f"{text}*", _pattern(beginning))
    return Unknown(_MADE_UP, at(resource.span))


def _pattern(name: TfValue) -> Value[str]:
    text = placed(name) if isinstance(name, Unknown) else None
    if text is None or not text.text.strip(f"{HOLE}-_"):
        return string(name)
    return Known(text.text.replace(HOLE, "*"), name.origin)


def _template(resource: Resource, inventory: Inventory) -> Template:
    block = only(resource.contents, "launch_template")
    return template_of(block, inventory) if isinstance(block, Contents) else block


def _image(resource: Resource, template: Template, inventory: Inventory) -> tuple[Image, bool]:
    """The image, and whether the group brings one of its own."""
    kind = written(resource.contents, "ami_type")
    name = string(kind) if kind is not None else None
    if name is not None and not is_known(name, "CUSTOM"):
        return image_of_type(name), False
    if isinstance(template, Unknown):
        return unseen_image(Unknown(_CUSTOM, template.origin)), True
    image_id = template.image_id if template else None
    if image_id is not None:
        return image_of_id(image_id, inventory), True
    if name is not None:
        return unseen_image(Unknown(_CUSTOM, name.origin)), True
    # EKS API reference, Nodegroup (2017-11-01): amiType, which was AL2 before it was AL2023.
    return image_of_os(Os.LINUX, at(resource.span), is_set=False), False


def _version(resource: Resource) -> Value[int] | None:
    """The Kubernetes version of the group, or of the release of its image: 1.33-2026.10.14."""
    value = written(resource.contents, "version", "release_version")
    return None if value is None else minor_of(value)


def _beside(template: Template) -> Value[str | None]:
    """What names an image beside an AMI type; EKS refuses both (EKS API, LaunchTemplate)."""
    image_id = template.image_id if isinstance(template, NodeTemplate) else None
    if image_id is None:
        return Known(None, is_set=False)
    if isinstance(image_id, Unknown) and not isinstance(image_id, Pending):
        # It may turn out to be null.
        return image_id
    what = "the image_id of its launch template"
    place = image_id.origin.span
    return Known(what, at(place, what) if place else image_id.origin)


def _caller(template: Template, image: Image) -> Value[Caller]:
    """EKS, unless the launch template has an image too, which EKS refuses."""
    image_id = template.image_id if isinstance(template, NodeTemplate) else None
    if image_id is not None:
        return Unknown(_TWO_IMAGES, image_id.origin)
    return Known(Caller.EKS, image.os.origin)


def _has_own_image(resource: Resource, template: Template) -> Value[bool]:
    """Whether it names its image, by AMI type CUSTOM or in its launch template."""
    kind = written(resource.contents, "ami_type")
    if kind is not None:
        return lift(lambda name: name == "CUSTOM", string(kind))
    if isinstance(template, Unknown):
        return template
    image = template.image_id if template else None
    return Known(image is not None, image.origin if image is not None else at(resource.span))


def _instance_types(resource: Resource, template: Template) -> Value[tuple[str, ...]]:
    value = written(resource.contents, "instance_types")
    types = strings(value) if value is not None else None
    if types is not None and not is_known(types, ()):
        return types
    if isinstance(template, Unknown):
        return Unknown(_CHOSEN, template.origin)
    chosen = template.instance_types if template else None
    return chosen or Known(_DEFAULT_TYPES, at(resource.span), is_set=False)


def _listed_types(resource: Resource, template: Template) -> tuple[Value[str], ...]:
    listed = each_string(written(resource.contents, "instance_types"))
    if listed or isinstance(template, Unknown):
        return listed
    if template and template.instance_types:
        return template.listed_types
    return tuple(Known(name, at(resource.span), is_set=False) for name in _DEFAULT_TYPES)


def _eni_count(resource: Resource, template: Template) -> Value[int]:
    if isinstance(template, Unknown):
        return Unknown(_INTERFACES, template.origin, at_least=1)
    return template.eni_count if template else Known(1, at(resource.span), is_set=False)
