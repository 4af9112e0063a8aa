"""The environment of the VPC CNI's DaemonSet aws-node."""

from __future__ import annotations

from collections.abc import Iterator

from eksnetlint.model.cni import CniConfiguration, CniSetting, Holder
from eksnetlint.readers import fields
from eksnetlint.readers.cni_written import variable_of
from eksnetlint.readers.kubernetes.objects import KubernetesObject, is_named
from eksnetlint.source.tree import Node
from eksnetlint.values import Known, Reason, Unknown, Value, at

_NO_CONFIG_MAP = Reason("the DaemonSet aws-node does not show the ConfigMap amazon-vpc-cni")
_ELSEWHERE = Reason("a variable of aws-node comes from another object")


def aws_node_of(thing: KubernetesObject) -> CniConfiguration | None:
    """The settings in the environment of the container aws-node, if the object is its DaemonSet."""
    if (thing.group, thing.kind) != ("apps", "DaemonSet") or not is_named(thing.name, "aws-node"):
        return None
    containers = fields.child(thing.root, "spec", "template", "spec", "containers")
    environment: dict[str, Value[str]] = {}
    written: tuple[CniSetting, ...] = ()
    holder = Known(Holder.DAEMON_SET, at(thing.span))
    for container in fields.items(containers):
        name = fields.field(container, "name")
        if name and is_named(fields.text(name), "aws-node"):
            environment = _environment(container)
            written = tuple(_written(container, holder))
    return CniConfiguration(thing.span, holder, {}, _NO_CONFIG_MAP, environment, written)


def _written(container: Node, holder: Value[Holder]) -> Iterator[CniSetting]:
    for variable in fields.items(fields.child(container, "env")):
        name, value = fields.field(variable, "name"), fields.field(variable, "value")
        setting = variable_of(name, value, holder) if name and value else None
        if setting is not None:
            yield setting


def _environment(container: Node) -> dict[str, Value[str]]:
    found: dict[str, Value[str]] = {}
    for variable in fields.items(fields.child(container, "env")):
        name, value = fields.field(variable, "name"), fields.field(variable, "value")
        text = fields.text(name) if name else None
        if name and isinstance(text, Known):
            missing = Unknown(_ELSEWHERE, at(name.span))
            found[text.value] = fields.text(value) if value else missing
    return found
