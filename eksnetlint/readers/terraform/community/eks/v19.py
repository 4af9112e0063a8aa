"""terraform-aws-modules/eks 18 and 19: groups in maps, aws-auth written by the module.

Read 2026-11-23 from github.com/terraform-aws-modules/terraform-aws-eks, tags v18.0.0 to v18.31.2
and v19.0.0 to v19.21.0: variables.tf, main.tf, node_groups.tf, modules/*/main.tf,
modules/*/variables.tf. `use_custom_launch_template` came with 19; 18 goes by the template's name,
and knows no `configuration_values` of add-ons.
"""

from __future__ import annotations

from dataclasses import replace

from eksnetlint.readers.terraform.community.eks.table import (
    ControllerPolicy,
    GroupTable,
)
from eksnetlint.readers.terraform.community.eks.v20 import V20_BEFORE_AMI_TYPES
from eksnetlint.readers.terraform.community.versions import Range

_OLDER = V20_BEFORE_AMI_TYPES
_ROOT = {
    "create": True,
    "cluster_name": "",
    "create_iam_role": True,
    "create_aws_auth_configmap": False,
    "manage_aws_auth_configmap": False,
}

V19 = replace(
    _OLDER,
    releases=Range((19, 0, 0), (20, 0, 0)),
    root={**_ROOT, "iam_role_additional_policies": {}},
    bare_user_data=False,
    controller_policy=ControllerPolicy.ALWAYS,
    has_access_entries=False,
    aws_auth=True,
    addon_defaults={"resolve_conflicts": "OVERWRITE"},
)

V18 = replace(
    V19,
    releases=Range((18, 0, 0), (19, 0, 0)),
    root={**_ROOT, "iam_role_additional_policies": []},
    managed=GroupTable(
        defaults={**_OLDER.managed.defaults, "launch_template_name": ""},
        passed=_OLDER.managed.passed,
        shared=_OLDER.managed.shared,
    ),
    has_template_flag=False,
    addon_settings=("resolve_conflicts", "service_account_role_arn"),
    addon_defaults={},
)
