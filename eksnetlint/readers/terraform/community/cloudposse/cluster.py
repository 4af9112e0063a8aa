"""cloudposse/terraform-aws-eks-cluster 4.

Read 2026-11-23 from github.com/cloudposse/terraform-aws-eks-cluster, tags 4.0.0 to v4.11.0:
main.tf, auth.tf. Its name comes from cloudposse/label/null, which is not followed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from eksnetlint.readers.terraform.community.cloudposse.label import LABELLED, enabled_module
from eksnetlint.readers.terraform.community.inputs import (
    Constant,
    Inputs,
    as_text,
    attributes_of,
    chosen,
    constant,
    member,
    otherwise,
    truth,
)
from eksnetlint.readers.terraform.community.module import (
    Module,
    block,
    existing,
    module_of,
    optional,
)
from eksnetlint.readers.terraform.community.release import Release
from eksnetlint.readers.terraform.community.versions import Range
from eksnetlint.readers.terraform.resource import RemoteCall, Resource
from eksnetlint.readers.terraform.types import TfValue
from eksnetlint.values import Known, Unknown, at

_CLUSTER: Mapping[str, Constant] = {
    "kubernetes_version": "1.21",
    "kubernetes_network_ipv6_enabled": False,
    "addons": [],
    "access_entry_map": {},
}
_ADDON = (
    "addon_version",
    "configuration_values",
    "resolve_conflicts_on_update",
    "service_account_role_arn",
)


def _cluster(call: RemoteCall) -> tuple[Resource, ...]:
    place, inputs = enabled_module(call, _CLUSTER)
    ipv6 = inputs.flag("kubernetes_network_ipv6_enabled")
    network = {
        "ip_family": chosen(ipv6, constant("ipv6", place.span), constant("ipv4", place.span)),
        "service_ipv4_cidr": inputs.value("service_ipv4_cidr"),
    }
    mode = otherwise(
        member(inputs.value("access_config"), "authentication_mode"), constant("API", place.span)
    )
    blocks = {
        "kubernetes_network_config": block(place.span, network),
        "access_config": block(place.span, {"authentication_mode": mode}),
    }
    compute = inputs.value("auto_mode_compute_config")
    off = constant(False, place.span)
    auto = truth(otherwise(member(compute, "enabled"), off))
    pools = otherwise(
        member(compute, "node_pools"), constant(["general-purpose", "system"], place.span)
    )
    pooled = {"enabled": constant(True, place.span), "node_pools": pools}
    blocks["compute_config"] = optional(auto, compute.origin.span or place.span, pooled)
    attributes = {
        "name": Unknown(LABELLED, at(place.span)),
        "version": inputs.value("kubernetes_version"),
    }
    cluster = place.resource("aws_eks_cluster", "default", attributes, blocks)
    return existing([cluster, *_addons(place, inputs), *_entries(place, inputs)])


def _addons(place: Module, inputs: Inputs) -> Iterator[Resource]:
    found: dict[str, Resource] = {}
    for addon in _each_addon(place, inputs):
        # The module makes a map of them by name; what it refuses is here once.
        found.setdefault(addon.address, addon)
    yield from found.values()


def _each_addon(place: Module, inputs: Inputs) -> Iterator[Resource]:
    for here, key, addon in place.each(inputs.value("addons")):
        name = member(addon, "addon_name")
        if key is None or name is None:
            yield here.unseen("aws_eks_addon", "cluster", addon)
            continue
        attributes = {
            "cluster_name": place.pending("aws_eks_cluster", "default", "name"),
            "addon_name": name,
            **attributes_of(addon, _ADDON, here.span),
        }
        yield here.resource("aws_eks_addon", "cluster", attributes, key=as_text(name) or key)


def _entries(place: Module, inputs: Inputs) -> Iterator[Resource]:
    for here, key, entry in place.each(inputs.value("access_entry_map")):
        if key is None:
            yield here.unseen("aws_eks_access_entry", "map", entry)
            continue
        attributes = {
            "cluster_name": place.pending("aws_eks_cluster", "default", "id"),
            "principal_arn": Known(key, entry.origin),
            "type": otherwise(member(entry, "type"), constant("STANDARD", here.span)),
            **attributes_of(entry, ("kubernetes_groups",), here.span),
        }
        yield here.resource("aws_eks_access_entry", "map", attributes, key=key)
    nodes = inputs.value("access_entries_for_nodes")
    for name, kind in (("linux", "EC2_LINUX"), ("windows", "EC2_WINDOWS")):
        roles = otherwise(member(nodes, kind), constant([], place.span))
        for here, key, role in place.each(roles):
            if key is None:
                yield here.unseen("aws_eks_access_entry", name, role)
                continue
            attributes = {
                "cluster_name": place.pending("aws_eks_cluster", "default", "id"),
                "principal_arn": role,
                "type": constant(kind, here.span),
            }
            yield here.resource("aws_eks_access_entry", name, attributes, key=int(key))


def _cluster_outputs(call: RemoteCall) -> Mapping[str, TfValue]:
    place = module_of(call)
    names = {
        "eks_cluster_id": "id",
        "eks_cluster_arn": "arn",
        "eks_cluster_endpoint": "endpoint",
        "eks_cluster_version": "version",
        "eks_cluster_certificate_authority_data": "certificate_authority",
        "eks_cluster_identity_oidc_issuer": "identity",
        "eks_cluster_managed_security_group_id": "vpc_config",
    }
    found: dict[str, TfValue] = {
        name: place.pending("aws_eks_cluster", "default", attribute)
        for name, attribute in names.items()
    }
    found["eks_cluster_role_arn"] = place.pending("aws_iam_role", "default", "arn")
    return found


CLUSTER: Mapping[str, tuple[Release, ...]] = {
    "": (Release(Range((4, 0, 0), (5, 0, 0)), _cluster, _cluster_outputs),)
}
