"""terraform-aws-modules/eks 20: access entries instead of aws-auth; AMI types everywhere at last.

Read 2026-11-23 from github.com/terraform-aws-modules/terraform-aws-eks, tags v20.0.0 to v20.37.2:
variables.tf, main.tf, node_groups.tf, modules/*/main.tf, modules/*/variables.tf. Self-managed
groups take `ami_type` since v20.9.0; before, `platform` and the newest AL2 image count.
"""

from __future__ import annotations

from dataclasses import replace

from eksnetlint.readers.terraform.community.eks.table import (
    ControllerPolicy,
    EksTable,
    GroupTable,
    PlatformBy,
)
from eksnetlint.readers.terraform.community.versions import Range

_GROUP = {
    "create": True,
    "create_launch_template": True,
    "launch_template_id": "",
    "ami_id": "",
    "network_interfaces": [],
    "enable_efa_support": False,
    "cluster_ip_family": "ipv4",
    "iam_role_attach_cni_policy": True,
    "iam_role_additional_policies": {},
    "use_name_prefix": True,
    "min_size": 0,
    "max_size": 3,
    "desired_size": 1,
    "pre_bootstrap_user_data": "",
    "post_bootstrap_user_data": "",
    "bootstrap_extra_args": "",
    "user_data_template_path": "",
}
_MANAGED = {
    **_GROUP,
    "platform": "linux",
    "use_custom_launch_template": True,
    "enable_bootstrap_user_data": False,
    "capacity_type": "ON_DEMAND",
    "create_iam_role": True,
}
_SELF_MANAGED = {
    **_GROUP,
    "ami_type": "AL2_x86_64",
    "instance_type": "",
    "instance_requirements": {},
    "create_autoscaling_group": True,
    "use_mixed_instances_policy": False,
    "create_iam_instance_profile": True,
    "create_access_entry": True,
}

V20 = EksTable(
    releases=Range((20, 9, 0), (21, 0, 0)),
    names={
        "name": "cluster_name",
        "version": "cluster_version",
        "ip_family": "cluster_ip_family",
        "service_ipv4_cidr": "cluster_service_ipv4_cidr",
        "addons": "cluster_addons",
        "compute_config": "cluster_compute_config",
    },
    root={
        "create": True,
        "cluster_name": "",
        "cluster_ip_family": "ipv4",
        "cluster_compute_config": {},
        "authentication_mode": "API_AND_CONFIG_MAP",
        "enable_cluster_creator_admin_permissions": False,
        "create_iam_role": True,
        "create_node_iam_role": True,
        "enable_security_groups_for_pods": True,
        "iam_role_additional_policies": {},
    },
    managed=GroupTable(
        defaults=_MANAGED,
        passed={"min_size": 1, "capacity_type": None},
        shared="eks_managed_node_group_defaults",
    ),
    self_managed=GroupTable(
        defaults=_SELF_MANAGED,
        passed={"instance_type": "m6i.large"},
        shared="self_managed_node_group_defaults",
    ),
    fargate=GroupTable(
        defaults={"create": True, "create_iam_role": True}, shared="fargate_profile_defaults"
    ),
    platform_by=PlatformBy.EITHER,
    self_managed_by=PlatformBy.AMI_TYPE,
    windows_years=(2019, 2022),
    swapped_years=(2019, 2022),
    controller_policy=ControllerPolicy.BY_INPUT,
)

V20_BEFORE_AMI_TYPES = replace(
    V20,
    releases=Range((20, 0, 0), (20, 9, 0)),
    self_managed=GroupTable(
        defaults={**_SELF_MANAGED, "platform": "linux"},
        passed={"instance_type": "m6i.large"},
        shared="self_managed_node_group_defaults",
    ),
    platform_by=PlatformBy.PLATFORM,
    self_managed_by=PlatformBy.PLATFORM,
)
