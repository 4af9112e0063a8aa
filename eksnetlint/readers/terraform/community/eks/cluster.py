"""The cluster the module declares, with its role, add-ons and access entries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from eksnetlint.readers.terraform.community.eks.policies import additional_attachments, attachments
from eksnetlint.readers.terraform.community.eks.table import ControllerPolicy, EksTable
from eksnetlint.readers.terraform.community.inputs import (
    Inputs,
    attributes_of,
    chosen,
    constant,
    length,
    member,
    otherwise,
    truth,
)
from eksnetlint.readers.terraform.community.module import Module, block, optional
from eksnetlint.readers.terraform.resource import Contents, Resource
from eksnetlint.readers.terraform.types import TfValue
from eksnetlint.values import Known, Unknown, Value, World, conjunction, is_known, lift, negation

_STANDARD = ("AmazonEKSClusterPolicy",)
_CONTROLLER = ("AmazonEKSVPCResourceController",)
_AUTO_MODE = (
    "AmazonEKSComputePolicy",
    "AmazonEKSBlockStoragePolicy",
    "AmazonEKSLoadBalancingPolicy",
    "AmazonEKSNetworkingPolicy",
)
_ACCESS_ENTRY = ("principal_arn", "kubernetes_groups", "user_name")


@dataclass(frozen=True, slots=True)
class ClusterModule:
    """One call of the module; ``place`` exists where its input `create` is true."""

    place: Module
    inputs: Inputs
    table: EksTable

    def value(self, concept: str) -> TfValue:
        """An input, whatever the release calls it."""
        return self.inputs.value(self.table.name(concept))

    def of_cluster(self, attribute: str) -> TfValue:
        """An attribute of the cluster as other resources take it."""
        return self.place.pending("aws_eks_cluster", "this", attribute)

    @property
    def auto_mode(self) -> Value[bool]:
        enabled = member(self.value("compute_config"), "enabled")
        return truth(otherwise(enabled, constant(False, self.place.span)))

    @property
    def is_local(self) -> Value[bool]:
        """Whether it is a local cluster on Outposts, which takes self-managed groups alone."""
        return lift(lambda count: count > 0, length(self.inputs.value("outpost_config")))


def cluster_resources(module: ClusterModule) -> Iterator[Resource]:
    """The cluster and what belongs to it, except for nodes."""
    yield _cluster(module)
    yield from _role(module)
    yield from _addons(module)
    if module.table.has_access_entries:
        yield from _access_entries(module)


def _cluster(module: ClusterModule) -> Resource:
    place, inputs = module.place, module.inputs
    creates_role = inputs.flag("create_iam_role")
    role = place.pending("aws_iam_role", "this", "arn")
    attributes = {
        "name": module.value("name"),
        "version": module.value("version"),
        "role_arn": chosen(creates_role, role, inputs.value("iam_role_arn")),
    }
    if "bootstrap_self_managed_addons" in module.table.root:
        attributes["bootstrap_self_managed_addons"] = inputs.value("bootstrap_self_managed_addons")
    network = {
        name: module.value(name) for name in ("ip_family", "service_ipv4_cidr", "service_ipv6_cidr")
    }
    blocks = {
        "kubernetes_network_config": optional(negation(module.is_local), place.span, network),
        "compute_config": _compute(module),
        "outpost_config": _outpost(module),
    }
    if module.table.has_access_entries:
        mode = {"authentication_mode": inputs.value("authentication_mode")}
        blocks["access_config"] = block(place.span, mode)
    return place.resource("aws_eks_cluster", "this", attributes, blocks)


def _outpost(module: ClusterModule) -> World[Contents]:
    span = module.inputs.value("outpost_config").origin.span or module.place.span
    return optional(module.is_local, span, {})


def _compute(module: ClusterModule) -> World[Contents]:
    config = module.value("compute_config")
    if isinstance(config, Unknown):
        return World((), config.reason)
    if is_known(length(config), 0):
        return World(())
    span = config.origin.span or module.place.span
    attributes = attributes_of(config, ("enabled", "node_pools"), span)
    attributes["enabled"] = otherwise(attributes["enabled"], constant(False, span))
    return block(span, attributes)


def _role(module: ClusterModule) -> Iterator[Resource]:
    place = module.place.where(module.inputs.flag("create_iam_role"))
    name = module.inputs.value("iam_role_name")
    yield place.resource("aws_iam_role", "this", {"name": name})
    auto = module.auto_mode
    yield from attachments(place, "this", _STANDARD)
    yield from attachments(place.where(auto), "this", _AUTO_MODE)
    policy = module.table.controller_policy
    if policy is ControllerPolicy.ALWAYS:
        yield from attachments(place, "this", _CONTROLLER)
    elif policy is ControllerPolicy.BY_INPUT:
        wanted = module.inputs.flag("enable_security_groups_for_pods")
        conditions = conjunction((wanted, negation(auto), negation(module.is_local)))
        yield from attachments(place.where(conditions), "this", _CONTROLLER)
    more = module.inputs.value("iam_role_additional_policies")
    yield from additional_attachments(place, more)


def _addons(module: ClusterModule) -> Iterator[Resource]:
    place = module.place.where(negation(module.is_local))
    for here, key, entry in place.each(module.value("addons")):
        if key is None:
            yield place.unseen("aws_eks_addon", "this", entry)
            continue
        early = truth(otherwise(member(entry, "before_compute"), constant(False, here.span)))
        attributes = {
            "cluster_name": module.of_cluster("name"),
            "addon_name": otherwise(member(entry, "name"), Known(key, entry.origin)),
            "addon_version": otherwise(member(entry, "addon_version"), _newest(here, key)),
            **attributes_of(entry, module.table.addon_settings, here.span),
            **_addon_defaults(module, entry, here),
        }
        kind = "before_compute" if is_known(early, True) else "this"
        yield here.resource("aws_eks_addon", kind, attributes, key=key)


def _addon_defaults(module: ClusterModule, entry: TfValue, place: Module) -> dict[str, TfValue]:
    """What an add-on is given where its entry does not say otherwise."""
    return {
        name: otherwise(member(entry, name), constant(default, place.span))
        for name, default in module.table.addon_defaults.items()
    }


def _newest(place: Module, key: str) -> TfValue:
    return place.pending("aws_eks_addon_version", "this", "version", key, is_data=True)


def _access_entries(module: ClusterModule) -> Iterator[Resource]:
    yield _creator(module)
    for here, key, entry in module.place.each(module.inputs.value("access_entries")):
        if key is None:
            yield here.unseen("aws_eks_access_entry", "this", entry)
            continue
        attributes = {
            "cluster_name": module.of_cluster("name"),
            "type": otherwise(member(entry, "type"), constant("STANDARD", here.span)),
            **attributes_of(entry, _ACCESS_ENTRY, here.span),
        }
        yield here.resource("aws_eks_access_entry", "this", attributes, key=key)


def _creator(module: ClusterModule) -> Resource:
    """The entry of whoever applies the configuration, which an input asks for."""
    place = module.place.where(module.inputs.flag("enable_cluster_creator_admin_permissions"))
    who = place.pending("aws_iam_session_context", "current", "issuer_arn", is_data=True)
    attributes = {
        "cluster_name": module.of_cluster("name"),
        "principal_arn": who,
        "type": constant("STANDARD", place.span),
    }
    return place.resource("aws_eks_access_entry", "this", attributes, key="cluster_creator")
