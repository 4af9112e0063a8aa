"""Stands in for releases 8 to 17 of the terraform-aws-modules/eks module."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from eksnetlint.readers.terraform.community.aws_auth import (
    INSTANCE,
    LINUX_GROUPS,
    WINDOWS_GROUPS,
    MappedRole,
    config_map,
)
from eksnetlint.readers.terraform.community.eks.node_groups_17 import (
    fargate_profiles,
    managed_groups,
)
from eksnetlint.readers.terraform.community.eks.policies import policy_attachment
from eksnetlint.readers.terraform.community.eks.v17 import (
    CLUSTER_POLICIES,
    ROOT,
    WORKER_POLICIES,
)
from eksnetlint.readers.terraform.community.eks.workers import (
    Workers,
    launch_configuration_group,
    launch_template_group,
    looked_up_images,
    workers_of,
)
from eksnetlint.readers.terraform.community.inputs import (
    Inputs,
    as_text,
    from_contents,
    length,
)
from eksnetlint.readers.terraform.community.module import (
    UNSEEN,
    Module,
    block,
    existing,
    module_of,
)
from eksnetlint.readers.terraform.community.release import LazyValues
from eksnetlint.readers.terraform.resource import RemoteCall, Resource
from eksnetlint.readers.terraform.types import TfValue
from eksnetlint.values import Unknown, is_known

_LISTS = {
    "worker_groups": (launch_configuration_group, "workers"),
    "worker_groups_launch_template": (launch_template_group, "workers_launch_template"),
}
_OUTPUTS = {
    "cluster_id": "id",
    "cluster_arn": "arn",
    "cluster_endpoint": "endpoint",
    "cluster_certificate_authority_data": "certificate_authority",
    "cluster_oidc_issuer_url": "identity",
    "cluster_primary_security_group_id": "vpc_config",
}


def resources_of_17(call: RemoteCall, *, is_early: bool = False) -> tuple[Resource, ...]:
    """What the module itself declares; early are the releases before 13.

    These attach no policy for the VPC resource controller, and their ConfigMap is not told here.
    """
    place, root = _module(call)
    access = [] if is_early else [_aws_auth(place, root)]
    return existing(
        [
            *_cluster(place, root, is_early),
            *looked_up_images(place, root),
            *_workers(place, root),
            *managed_groups(place, root),
            *fargate_profiles(place, root),
            *access,
        ]
    )


def outputs_of_17(call: RemoteCall) -> Mapping[str, TfValue]:
    place = module_of(call)
    found: dict[str, Callable[[], TfValue]] = {
        name: partial(place.pending, "aws_eks_cluster", "this", attribute)
        for name, attribute in _OUTPUTS.items()
    }
    found["cluster_version"] = partial(_version, call)
    for role, name in (("workers", "worker"), ("cluster", "cluster")):
        for attribute in ("arn", "name"):
            maker = partial(place.pending, "aws_iam_role", role, attribute)
            found[f"{name}_iam_role_{attribute}"] = maker
    return LazyValues(found)


def _version(call: RemoteCall) -> TfValue:
    written = Inputs(call.span, from_contents(call.inputs)).value("cluster_version")
    asked = module_of(call).pending("aws_eks_cluster", "this", "version")
    return written if as_text(written) else asked


def _module(call: RemoteCall) -> tuple[Module, Inputs]:
    root = Inputs(call.span, from_contents(call.inputs), ROOT)
    return module_of(call).where(root.flag("create_eks")), root


def _cluster(place: Module, root: Inputs, is_early: bool) -> Iterator[Resource]:
    attributes = {
        "name": root.value("cluster_name"),
        "version": root.value("cluster_version"),
        "role_arn": place.pending("aws_iam_role", "cluster", "arn"),
    }
    network = {"service_ipv4_cidr": root.value("cluster_service_ipv4_cidr")}
    blocks = {"kubernetes_network_config": block(place.span, network)}
    yield place.resource("aws_eks_cluster", "this", attributes, blocks)
    for flag, role, policies in (
        ("manage_cluster_iam_resources", "cluster", CLUSTER_POLICIES),
        ("manage_worker_iam_resources", "workers", WORKER_POLICIES),
    ):
        here = place.where(root.flag(flag))
        yield here.resource("aws_iam_role", role, {})
        for name, policy in policies.items():
            if is_early and policy == "AmazonEKSVPCResourceController":
                continue
            takes_cni = root.flag("attach_worker_cni_policy")
            where = here.where(takes_cni) if policy == "AmazonEKS_CNI_Policy" else here
            yield policy_attachment(where, name, 0, policy, role)


def _workers(place: Module, root: Inputs) -> Iterator[Resource]:
    for name, (build, resource) in _LISTS.items():
        for workers in workers_of(place, root, name):
            if isinstance(workers, Workers):
                yield from build(workers)
            else:
                yield place.unseen("aws_autoscaling_group", resource, workers)


def _aws_auth(place: Module, root: Inputs) -> Resource:
    """The ConfigMap with the roles of workers and of whatever else the module makes."""
    roles: list[MappedRole] = []
    unseen: Unknown | None = None
    for name in _LISTS:
        for workers in workers_of(place, root, name):
            windows = workers.is_windows if isinstance(workers, Workers) else Unknown(UNSEEN)
            if isinstance(windows, Unknown):
                unseen = windows
            else:
                roles.append(_mapped(place, WINDOWS_GROUPS if windows.value else LINUX_GROUPS))
    groups = length(root.value("node_groups"))
    unseen = groups if isinstance(groups, Unknown) else unseen
    if not is_known(groups, 0):
        roles.append(_mapped(place, LINUX_GROUPS))
    here = place.where(root.flag("manage_aws_auth"))
    return config_map(here, "kubernetes_config_map", roles, root.value("map_roles"), unseen)


def _mapped(place: Module, groups: tuple[str, ...]) -> MappedRole:
    return MappedRole(place.pending("aws_iam_role", "workers", "arn"), INSTANCE, groups)
