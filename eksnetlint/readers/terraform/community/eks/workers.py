"""The worker groups of release 17: Auto Scaling groups of launch configurations or templates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from eksnetlint.readers.terraform.community.eks.v17 import GROUP
from eksnetlint.readers.terraform.community.inputs import (
    Given,
    Inputs,
    chosen,
    constant,
    equals,
    is_null,
    layered,
    member,
    otherwise,
)
from eksnetlint.readers.terraform.community.launch import launch_blocks, overrides_of
from eksnetlint.readers.terraform.community.module import Module, block
from eksnetlint.readers.terraform.community.text import composed, is_written
from eksnetlint.readers.terraform.community.windows import bootstrapping
from eksnetlint.readers.terraform.resource import Contents, Resource
from eksnetlint.readers.terraform.types import TfValue
from eksnetlint.values import Known, Reason, Unknown, Value, World, conjunction, is_known, negation

_SIZES = {
    "min_size": "asg_min_size",
    "max_size": "asg_max_size",
    "desired_capacity": "asg_desired_capacity",
}
_TEMPLATE = Reason("a node group has a user data template of its own, which is not read")
_REST = Unknown(Reason("the user data of a Linux node is not composed here"))
_WINDOWS = "Windows_Server-2019-English-Core-EKS_Optimized-"
_LOOKED_UP = {
    "eks_worker": ("worker_ami_name_filter", "amazon-eks-node-", "-v*"),
    "eks_worker_windows": ("worker_ami_name_filter_windows", _WINDOWS, "-*"),
}


@dataclass(frozen=True, slots=True)
class Workers:
    """One worker group. ``shared`` are the settings that hold for all of them."""

    place: Module
    number: int
    group: TfValue
    inputs: Inputs
    shared: Inputs
    root: Inputs

    @property
    def is_windows(self) -> Value[bool]:
        return self.inputs.equals("platform", "windows")

    @property
    def name(self) -> TfValue:
        unnamed = Known(str(self.number), self.group.origin)
        return otherwise(member(self.group, "name"), unnamed)


def workers_of(place: Module, root: Inputs, name: str) -> Iterator[Workers | TfValue]:
    """The groups of one of the lists; a value for those that cannot be seen."""
    defaults = {**GROUP, "platform": "linux"}
    platform = root.value("default_platform")
    common = layered(root.value("workers_group_defaults"))

    def shared(setting: str) -> TfValue | None:
        found = common(setting)
        return platform if found is None and setting == "platform" else found

    def given(group: TfValue) -> Given:
        own = layered(group)
        return lambda setting: own(setting) or shared(setting)

    for number, (here, key, group) in enumerate(place.each(root.value(name))):
        if key is None:
            yield group
            continue
        inputs = Inputs(here.span, given(group), defaults)
        every = Inputs(here.span, shared, defaults)
        yield Workers(here, number, group, inputs, every, root)


def launch_configuration_group(workers: Workers) -> Iterator[Resource]:
    """What workers.tf declares for a group."""
    place, number = workers.place, workers.number
    attributes = {
        "image_id": _image(workers),
        "instance_type": workers.inputs.value("instance_type"),
        "user_data_base64": _user_data(workers),
        **_unused_inputs(workers),
    }
    kind = "aws_launch_configuration"
    yield place.resource(kind, "workers", attributes, key=number)
    source = {"launch_configuration": place.pending(kind, "workers", "id", number)}
    yield _scaling_group(workers, "workers", source, {})


def launch_template_group(workers: Workers) -> Iterator[Resource]:
    """What workers_launch_template.tf declares for a group."""
    place, number = workers.place, workers.number
    attributes = {
        "image_id": _image(workers),
        "instance_type": workers.inputs.value("instance_type"),
        "user_data": _user_data(workers),
        **_unused_inputs(workers),
    }
    kind, name = "aws_launch_template", "workers_launch_template"
    interface = {"network_interfaces": block(place.span, {})}
    yield place.resource(kind, name, attributes, interface, key=number)
    identifier = place.pending(kind, name, "id", number)
    yield _scaling_group(workers, name, {}, _launch(workers, identifier))


def _scaling_group(
    workers: Workers,
    name: str,
    source: Mapping[str, TfValue],
    blocks: Mapping[str, World[Contents]],
) -> Resource:
    place = workers.place
    cluster = workers.root.value("cluster_name")
    attributes = {
        "name_prefix": composed(place.span, cluster, "-", workers.name),
        **{attribute: workers.inputs.value(size) for attribute, size in _SIZES.items()},
        **source,
    }
    of_cluster = place.pending("aws_eks_cluster", "this", "name")
    key = composed(place.span, "kubernetes.io/cluster/", of_cluster)
    tag = {"key": key, "value": constant("owned", place.span)}
    everything = {**blocks, "tag": block(place.span, tag)}
    return place.resource("aws_autoscaling_group", name, attributes, everything, key=workers.number)


def _launch(workers: Workers, identifier: TfValue) -> dict[str, World[Contents]]:
    """A policy mixes instance types where the group itself asks for it."""
    span = workers.place.span
    own = member(workers.group, "override_instance_types")
    strategy = workers.inputs.value("on_demand_allocation_strategy")
    absent = constant(None, span)
    plain = conjunction((equals(otherwise(own, absent), None), equals(strategy, None)))
    types = workers.inputs.value("override_instance_types")
    return launch_blocks(span, negation(plain), identifier, lambda: overrides_of(types, span))


def _image(workers: Workers) -> TfValue:
    own = member(workers.group, "ami_id")
    if own is not None:
        return own
    return chosen(
        workers.is_windows,
        _default_image(workers, "ami_id_windows", "eks_worker_windows"),
        _default_image(workers, "ami_id", "eks_worker"),
    )


def _default_image(workers: Workers, setting: str, source: str) -> TfValue:
    written = workers.shared.value(setting)
    origin = workers.inputs.value("platform").origin
    found = workers.place.pending("aws_ami", source, "id", origin=origin, is_data=True)
    return chosen(negation(equals(written, "", None)), written, found)


def looked_up_images(place: Module, root: Inputs) -> Iterator[Resource]:
    """The images that groups without one of their own start from."""
    version = root.value("cluster_version")
    for name, (setting, before, after) in _LOOKED_UP.items():
        own = root.value(setting)
        pattern = chosen(equals(own, "", None), composed(place.span, before, version, after), own)
        values = Known((pattern,), pattern.origin, is_set=False)
        named = {"name": constant("name", place.span), "values": values}
        yield place.resource(
            "aws_ami", name, {}, {"filter": block(place.span, named)}, is_data=True
        )


def _unused_inputs(workers: Workers) -> dict[str, TfValue]:
    """What templates/userdata_windows.tpl makes nothing of."""
    own = workers.inputs.value("userdata_template_file")
    written = workers.inputs.value("bootstrap_extra_args")
    if not is_known(workers.is_windows, True) or not is_null(own) or not is_written(written):
        return {}
    return {"bootstrap_extra_args": written}


def _user_data(workers: Workers) -> TfValue:
    own = workers.inputs.value("userdata_template_file")
    if not is_null(own):
        return Unknown(_TEMPLATE, own.origin)
    span = workers.place.span
    before, kubelet, after = (
        otherwise(workers.inputs.value(name), constant("", span))
        for name in ("pre_userdata", "kubelet_extra_args", "additional_userdata")
    )
    name = workers.place.pending("aws_eks_cluster", "this", "name")
    call: list[str | TfValue] = ["-EKSClusterName ", name, ' -KubeletExtraArgs "', kubelet, '"']
    windows = bootstrapping(span, [before, "\n"], call, [after, "\n"])
    linux = composed(span, "#!/bin/bash\n/etc/eks/bootstrap.sh ", _REST, is_base64=True)
    return chosen(workers.is_windows, windows, linux)
