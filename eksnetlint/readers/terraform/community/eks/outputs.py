"""The outputs of the module and of the modules inside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from eksnetlint.readers.terraform.community.eks.cluster import ClusterModule
from eksnetlint.readers.terraform.community.eks.groups import (
    FARGATE,
    MANAGED,
    SELF_MANAGED,
    Kind,
    group_calls,
)
from eksnetlint.readers.terraform.community.inputs import Inputs, as_text, chosen
from eksnetlint.readers.terraform.community.module import UNSEEN, Module
from eksnetlint.readers.terraform.community.release import LazyValues
from eksnetlint.readers.terraform.types import TfObject, TfValue
from eksnetlint.values import Known, Reason, at

# Output: what resource it comes from, which instance of it, and the first attribute asked for.
_CLUSTER = {
    "cluster_arn": "arn",
    "cluster_certificate_authority_data": "certificate_authority",
    "cluster_endpoint": "endpoint",
    "cluster_id": "id",
    "cluster_oidc_issuer_url": "identity",
    "cluster_platform_version": "platform_version",
    "cluster_status": "status",
    "cluster_primary_security_group_id": "vpc_config",
    "cluster_service_cidr": "kubernetes_network_config",
    "cluster_ip_family": "kubernetes_network_config",
    "oidc_provider": "identity",
}
_OTHERS = {
    "cluster_security_group_arn": ("aws_security_group", "cluster", "arn"),
    "cluster_security_group_id": ("aws_security_group", "cluster", "id"),
    "node_security_group_arn": ("aws_security_group", "node", "arn"),
    "node_security_group_id": ("aws_security_group", "node", "id"),
    "oidc_provider_arn": ("aws_iam_openid_connect_provider", "oidc_provider", "arn"),
    "cluster_iam_role_name": ("aws_iam_role", "this", "name"),
    "cluster_iam_role_arn": ("aws_iam_role", "this", "arn"),
    "node_iam_role_name": ("aws_iam_role", "eks_auto", "name"),
    "node_iam_role_arn": ("aws_iam_role", "eks_auto", "arn"),
    "cloudwatch_log_group_name": ("aws_cloudwatch_log_group", "this", "name"),
    "cloudwatch_log_group_arn": ("aws_cloudwatch_log_group", "this", "arn"),
}
_GROUP = {
    "iam_role_arn": ("aws_iam_role", "this", "arn"),
    "iam_role_name": ("aws_iam_role", "this", "name"),
    "launch_template_id": ("aws_launch_template", "this", "id"),
    "launch_template_arn": ("aws_launch_template", "this", "arn"),
}
_MANAGED = {
    "node_group_arn": ("aws_eks_node_group", "this", "arn"),
    "node_group_id": ("aws_eks_node_group", "this", "id"),
    "node_group_status": ("aws_eks_node_group", "this", "status"),
}
_SELF_MANAGED = {
    "autoscaling_group_arn": ("aws_autoscaling_group", "this", "arn"),
    "autoscaling_group_id": ("aws_autoscaling_group", "this", "id"),
    "autoscaling_group_name": ("aws_autoscaling_group", "this", "name"),
    "iam_instance_profile_arn": ("aws_iam_instance_profile", "this", "arn"),
}
# By the folder inside the module.
OF_FOLDERS: Mapping[str, Mapping[str, tuple[str, str, str]]] = {
    "aws-auth": {},
    "capability": {},
    "eks-managed-node-group": {**_GROUP, **_MANAGED},
    "self-managed-node-group": {**_GROUP, **_SELF_MANAGED},
    "fargate-profile": {
        "fargate_profile_arn": ("aws_eks_fargate_profile", "this", "arn"),
        "fargate_profile_id": ("aws_eks_fargate_profile", "this", "id"),
        "iam_role_arn": ("aws_iam_role", "this", "arn"),
        "iam_role_name": ("aws_iam_role", "this", "name"),
    },
}


_MAPS = {
    "eks_managed_node_groups": (MANAGED, "eks-managed-node-group", "create_iam_role"),
    "self_managed_node_groups": (
        SELF_MANAGED,
        "self-managed-node-group",
        "create_iam_instance_profile",
    ),
    "fargate_profiles": (FARGATE, "fargate-profile", "create_iam_role"),
}
_MORE = Reason("not all outputs of a module's groups are known")


def cluster_outputs(module: ClusterModule) -> Mapping[str, TfValue]:
    """What other modules get of the cluster; an input that is passed through stays itself."""
    makers: dict[str, Callable[[], TfValue]] = {
        name: partial(module.of_cluster, attribute) for name, attribute in _CLUSTER.items()
    }
    for name, where in _OTHERS.items():
        makers[name] = partial(module.place.pending, *where)
    makers["cluster_name"] = partial(_through, module, "name")
    makers["cluster_version"] = partial(_through, module, "version")
    for name, (kind, folder, flag) in _MAPS.items():
        makers[name] = partial(_groups, module, kind, folder, flag)
    return LazyValues(makers)


def _through(module: ClusterModule, concept: str) -> TfValue:
    written = module.value(concept)
    return written if as_text(written) else module.of_cluster(concept)


def _groups(module: ClusterModule, kind: Kind, folder: str, flag: str) -> TfValue:
    """The outputs of the groups, by their keys."""
    found: dict[str, TfValue] = {}
    unseen: Reason | None = None
    for key, place, inputs in group_calls(module, kind):
        if key is None or not isinstance(inputs, Inputs):
            unseen = UNSEEN
            continue
        outputs = outputs_of(place, OF_FOLDERS[folder])
        role = outputs["iam_role_arn"]
        outputs["iam_role_arn"] = chosen(inputs.flag(flag), role, inputs.value("iam_role_arn"))
        found[key] = Known(TfObject(outputs, _MORE), at(place.span))
    return Known(TfObject(found, unseen), at(module.place.span))


def outputs_of(place: Module, outputs: Mapping[str, tuple[str, str, str]]) -> dict[str, TfValue]:
    """Outputs that are attributes of resources."""
    return {name: place.pending(*where) for name, where in outputs.items()}
