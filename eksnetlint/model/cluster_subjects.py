"""Clusters, their settings and who has access: what rules may ask of them."""

from __future__ import annotations

from collections.abc import Mapping

from eksnetlint.model import (
    access_facts,
    access_worlds,
    calico_facts,
    cluster_facts,
    cni_facts,
    cni_ownership,
    cni_setting_facts,
    cni_settings,
    cni_targets,
    engine_facts,
    legacy_facts,
    linux_only,
    pod_nodes,
    role_facts,
    service_range,
    subnet_facts,
)
from eksnetlint.model.access import AccessEntry, RoleMapping
from eksnetlint.model.cluster import Cluster
from eksnetlint.model.cni import CalicoInstallation, CniConfiguration, CniSetting, ServicesEndpoint
from eksnetlint.model.legacy import LegacyController
from eksnetlint.model.network import Subnet
from eksnetlint.model.subject import Subject, named

_CLUSTER = named(
    cluster_facts.platform,
    cluster_facts.shows_other_platform,
    cluster_facts.kubernetes_minor,
    cluster_facts.ip_family,
    cluster_facts.is_whole,
    cluster_facts.is_declared,
    cluster_facts.made_by_eksctl,
    cluster_facts.windows_node_groups,
    cluster_facts.shows_windows,
    cluster_facts.has_linux_capacity,
    cluster_facts.windows_ipam,
    cluster_facts.windows_ipam_cause,
    cluster_facts.prefix_delegation,
    cluster_facts.service_count,
    cluster_facts.shows_many_services,
    cluster_facts.has_network_policies,
    cluster_facts.enforces_policies_on_windows,
    access_worlds.authentication_mode,
    legacy_facts.shows_legacy_controller,
    role_facts.shows_cluster_role,
    role_facts.lets_controller_assign_addresses,
    cni_settings.pod_eni,
    cni_settings.cni_conflicts,
    linux_only.is_on_outpost,
    service_range.service_ranges,
    service_range.shows_service_range,
    service_range.dns_addresses,
    service_range.has_own_service_range,
    cni_targets.warm_ip_target,
    cni_targets.minimum_ip_target,
    cni_targets.leaves_no_warm_address,
    cni_setting_facts.has_unread_windows_ipam,
    pod_nodes.settles_windows_nodes,
    engine_facts.policy_engines,
    engine_facts.has_several_policy_engines,
    linux_only.is_made_elsewhere,
)


CLUSTER_SUBJECTS: Mapping[str, Subject] = {
    "cluster": Subject(Cluster, lambda cluster: (cluster,), _CLUSTER),
    "subnet": Subject(
        Subnet,
        lambda cluster: cluster.node_subnets,
        named(
            subnet_facts.prefix_count,
            subnet_facts.prefix_groups,
            subnet_facts.other_groups,
            subnet_facts.has_prefix_reservation,
        ),
    ),
    "cni_configuration": Subject(
        CniConfiguration,
        lambda cluster: cluster.cni_configurations,
        named(
            cni_facts.windows_ipam,
            cni_facts.prefix_delegation,
            cni_facts.speaks_of_windows,
            cni_facts.place,
        ),
    ),
    "cni_setting": Subject(
        CniSetting,
        lambda cluster: tuple(
            setting for item in cluster.cni_configurations for setting in item.written
        ),
        named(
            cni_setting_facts.key,
            cni_setting_facts.meant,
            cni_setting_facts.effect,
            cni_setting_facts.refusal,
            cni_setting_facts.resembled_key,
            cni_setting_facts.is_moot,
            cni_setting_facts.is_on,
            cni_setting_facts.is_off,
            cni_setting_facts.is_misread,
            cni_setting_facts.is_target,
            cni_setting_facts.is_for_windows,
            cni_setting_facts.number,
            cni_setting_facts.add_on_type,
            cni_setting_facts.is_refused,
            cni_setting_facts.is_overridden,
            cni_setting_facts.overriding_key,
            cni_ownership.is_undone_by_add_on,
        ),
    ),
    "access_entry": Subject(
        AccessEntry,
        lambda cluster: access_worlds.entries_of(cluster).items,
        {
            "windows_node_groups": access_facts.entry_windows_groups,
            "linux_node_groups": access_facts.entry_linux_groups,
            "type_meant": access_facts.type_meant,
            "additions": access_facts.additions,
        },
    ),
    "role_mapping": Subject(
        RoleMapping,
        lambda cluster: access_worlds.mappings_of(cluster).items,
        {
            "windows_node_groups": access_facts.mapping_windows_groups,
            "is_for_windows": access_facts.is_for_windows,
            "makes_nodes": access_facts.makes_nodes,
            "is_overruled": access_facts.is_overruled,
            "has_entry": access_facts.has_entry,
            "grants_kube_proxy": access_facts.grants_kube_proxy,
            "shows_path": access_facts.shows_path,
        },
    ),
    "legacy_controller": Subject(
        LegacyController, lambda cluster: cluster.all_legacy_controllers, {}
    ),
    "services_endpoint": Subject(
        ServicesEndpoint,
        lambda cluster: cluster.services_endpoints,
        named(calico_facts.endpoint_flaw),
    ),
    "calico_installation": Subject(
        CalicoInstallation,
        lambda cluster: cluster.calico_installations,
        named(
            calico_facts.windows_policies,
            calico_facts.foreign_network,
            calico_facts.missed_service_cidr,
        ),
    ),
}
