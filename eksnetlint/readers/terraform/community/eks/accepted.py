"""The inputs of the module's releases, as far as they tell the releases apart.

Read 2026-11-23 from variables.tf of github.com/terraform-aws-modules/terraform-aws-eks, all tags
from v17.0.0 to v21.19.0. Terraform refuses an input a module does not have.
"""

from __future__ import annotations

_KNOWN_TO = {
    (17,): """
        attach_worker_cni_policy aws_auth_additional_labels
        cluster_create_endpoint_private_access_sg_rule cluster_create_security_group
        cluster_create_timeout cluster_delete_timeout cluster_egress_cidrs
        cluster_endpoint_private_access_cidrs cluster_endpoint_private_access_sg
        cluster_iam_role_name cluster_log_kms_key_id cluster_log_retention_in_days
        cluster_update_timeout create_eks create_fargate_pod_execution_role default_platform
        eks_oidc_root_ca_thumbprint fargate_pod_execution_role_name fargate_subnets iam_path
        kubeconfig_api_version kubeconfig_aws_authenticator_additional_args
        kubeconfig_aws_authenticator_command kubeconfig_aws_authenticator_command_args
        kubeconfig_aws_authenticator_env_variables kubeconfig_file_permission kubeconfig_name
        kubeconfig_output_path manage_aws_auth manage_cluster_iam_resources
        manage_worker_iam_resources map_accounts map_roles map_users node_groups
        node_groups_defaults permissions_boundary subnets wait_for_cluster_timeout
        worker_additional_security_group_ids worker_ami_name_filter
        worker_ami_name_filter_windows worker_ami_owner_id worker_ami_owner_id_windows
        worker_create_cluster_primary_security_group_rules
        worker_create_initial_lifecycle_hooks worker_create_security_group worker_groups
        worker_groups_launch_template worker_security_group_id worker_sg_ingress_from_port
        workers_additional_policies workers_egress_cidrs workers_group_defaults
        workers_role_name write_kubeconfig
    """,
    (17, 18, 19, 20): """
        cluster_enabled_log_types cluster_encryption_config cluster_endpoint_private_access
        cluster_endpoint_public_access cluster_endpoint_public_access_cidrs cluster_name
        cluster_security_group_id cluster_service_ipv4_cidr cluster_version
    """,
    (17, 21): """
        timeouts
    """,
    (18,): """
        node_security_group_ntp_ipv4_cidr_block node_security_group_ntp_ipv6_cidr_block
    """,
    (18, 19): """
        aws_auth_accounts aws_auth_fargate_profile_pod_execution_role_arns
        aws_auth_node_iam_role_arns_non_windows aws_auth_node_iam_role_arns_windows
        aws_auth_roles aws_auth_users cluster_iam_role_dns_suffix create_aws_auth_configmap
        manage_aws_auth_configmap
    """,
    (18, 19, 20): """
        attach_cluster_encryption_policy cluster_additional_security_group_ids cluster_addons
        cluster_encryption_policy_description cluster_encryption_policy_name
        cluster_encryption_policy_path cluster_encryption_policy_tags
        cluster_encryption_policy_use_name_prefix cluster_identity_providers cluster_ip_family
        cluster_security_group_additional_rules cluster_security_group_description
        cluster_security_group_name cluster_security_group_tags
        cluster_security_group_use_name_prefix cluster_timeouts
        create_cluster_primary_security_group_tags create_cluster_security_group
        eks_managed_node_group_defaults fargate_profile_defaults
        self_managed_node_group_defaults
    """,
    (18, 19, 20, 21): """
        cloudwatch_log_group_kms_key_id cloudwatch_log_group_retention_in_days
        control_plane_subnet_ids create create_cloudwatch_log_group create_cni_ipv6_iam_policy
        create_iam_role create_kms_key create_node_security_group custom_oidc_thumbprints
        eks_managed_node_groups enable_kms_key_rotation iam_role_additional_policies
        iam_role_arn iam_role_description iam_role_name iam_role_path
        iam_role_permissions_boundary iam_role_tags iam_role_use_name_prefix
        kms_key_administrators kms_key_aliases kms_key_deletion_window_in_days
        kms_key_description kms_key_enable_default_policy kms_key_override_policy_documents
        kms_key_owners kms_key_service_users kms_key_source_policy_documents kms_key_users
        node_security_group_additional_rules node_security_group_description
        node_security_group_id node_security_group_name node_security_group_tags
        node_security_group_use_name_prefix prefix_separator putin_khuylo
        self_managed_node_groups subnet_ids
    """,
    (19, 20): """
        cluster_addons_timeouts cluster_service_ipv6_cidr
    """,
    (19, 20, 21): """
        cloudwatch_log_group_tags dataplane_wait_duration include_oidc_root_ca_thumbprint
        node_security_group_enable_recommended_rules outpost_config
    """,
    (20,): """
        bootstrap_self_managed_addons cluster_compute_config cluster_force_update_version
        cluster_remote_network_config cluster_upgrade_policy cluster_zonal_shift_config
        enable_efa_support enable_node_custom_tags_permissions enable_security_groups_for_pods
        node_iam_role_policy_statements
    """,
    (20, 21): """
        access_entries authentication_mode cloudwatch_log_group_class create_node_iam_role
        enable_auto_mode_custom_tags enable_cluster_creator_admin_permissions
        node_iam_role_additional_policies node_iam_role_description node_iam_role_name
        node_iam_role_path node_iam_role_permissions_boundary node_iam_role_tags
        node_iam_role_use_name_prefix
    """,
    (21,): """
        additional_security_group_ids addons addons_timeouts attach_encryption_policy
        compute_config control_plane_scaling_config create_auto_mode_iam_resources
        create_primary_security_group_tags create_security_group deletion_protection
        enabled_log_types encryption_config encryption_policy_description
        encryption_policy_name encryption_policy_path encryption_policy_tags
        encryption_policy_use_name_prefix endpoint_private_access endpoint_public_access
        endpoint_public_access_cidrs force_update_version identity_providers ip_family
        kms_key_rotation_period_in_days kubernetes_version name region remote_network_config
        security_group_additional_rules security_group_description security_group_id
        security_group_name security_group_tags security_group_use_name_prefix
        service_ipv4_cidr service_ipv6_cidr upgrade_policy zonal_shift_config
    """,
}
_RELEASES = {name: majors for majors, names in _KNOWN_TO.items() for name in names.split()}


def accepts(major: int, inputs: frozenset[str]) -> bool:
    """Whether some release of a major version has all of these inputs, as far as is known."""
    return all(major in _RELEASES.get(name, (major,)) for name in inputs)
