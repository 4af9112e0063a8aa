"""terraform-aws-modules/eks 21: the maps of defaults and `platform` are gone, types are strict.

Read 2026-11-23 from github.com/terraform-aws-modules/terraform-aws-eks, tags v21.0.0 to v21.19.0:
variables.tf, main.tf, node_groups.tf, modules/*/main.tf, modules/*/variables.tf. Windows Server
2025 came with 21.17.0; 21.24.1 (2026-07-31) put Core and Full of 2019 and 2022 right (pull request
3737).
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
    "ami_type": "AL2023_x86_64_STANDARD",
    "network_interfaces": [],
    "enable_efa_support": False,
    "cluster_ip_family": "ipv4",
    "iam_role_attach_cni_policy": True,
    "iam_role_additional_policies": {},
    "use_name_prefix": True,
    "min_size": 1,
    "max_size": 3,
    "desired_size": 1,
    "pre_bootstrap_user_data": "",
    "post_bootstrap_user_data": "",
    "bootstrap_extra_args": "",
    "user_data_template_path": "",
}

V21 = EksTable(
    releases=Range((21, 24, 1), (22, 0, 0)),
    names={"version": "kubernetes_version"},
    root={
        "create": True,
        "name": "",
        "ip_family": "ipv4",
        "authentication_mode": "API_AND_CONFIG_MAP",
        "enable_cluster_creator_admin_permissions": False,
        "create_iam_role": True,
        "create_node_iam_role": True,
        "create_auto_mode_iam_resources": False,
        "iam_role_additional_policies": {},
        "bootstrap_self_managed_addons": False,
    },
    managed=GroupTable(
        defaults={
            **_GROUP,
            "use_custom_launch_template": True,
            "enable_bootstrap_user_data": False,
            "capacity_type": "ON_DEMAND",
            "create_iam_role": True,
        }
    ),
    self_managed=GroupTable(
        defaults={
            **_GROUP,
            "instance_type": "m6i.large",
            "create_autoscaling_group": True,
            "use_mixed_instances_policy": False,
            "create_iam_instance_profile": True,
            "create_access_entry": True,
        }
    ),
    fargate=GroupTable(defaults={"create": True, "create_iam_role": True}),
    null_is_default=True,
    platform_by=PlatformBy.AMI_TYPE,
    self_managed_by=PlatformBy.AMI_TYPE,
    windows_years=(2019, 2022, 2025),
    controller_policy=ControllerPolicy.NEVER,
)

V21_SWAPPED = replace(V21, releases=Range((21, 17, 0), (21, 24, 1)), swapped_years=(2019, 2022))

V21_BEFORE_2025 = replace(
    V21_SWAPPED, releases=Range((21, 0, 0), (21, 17, 0)), windows_years=(2019, 2022)
)
