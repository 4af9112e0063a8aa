"""Pods, and what concerns them: what rules may ask of them."""

from __future__ import annotations

from collections.abc import Mapping

from eksnetlint.model import (
    candidates,
    container_facts,
    linux_only,
    mesh_facts,
    namespace_facts,
    pod_facts,
    pod_nodes,
    policy_facts,
    service_facts,
    service_pod_facts,
    webhook,
)
from eksnetlint.model.container_use import ContainerUse
from eksnetlint.model.manifest import Service
from eksnetlint.model.namespace_use import NamespaceUse
from eksnetlint.model.policy import NetworkPolicy, SecurityGroupPolicy
from eksnetlint.model.subject import Subject, named
from eksnetlint.model.workload import Workload

POD_SUBJECTS: Mapping[str, Subject] = {
    "workload": Subject(
        Workload,
        lambda cluster: cluster.workloads,
        named(
            webhook.is_seen_by_webhook,
            candidates.candidate_groups,
            candidates.possible_groups,
            linux_only.fargate_profile,
            linux_only.linux_only_compute,
            pod_facts.is_given_address,
            pod_facts.pod_eni,
            pod_facts.asks_for_address,
            pod_facts.dns_policy,
            pod_facts.old_os_label,
            pod_facts.refused_settings,
            pod_facts.ordinary_containers,
            pod_facts.pod_security,
            pod_nodes.is_kept_from_all,
            pod_nodes.kept_out_cause,
            pod_nodes.only_tolerates_windows,
            pod_nodes.strays_onto,
            mesh_facts.linux_sidecar,
        ),
    ),
    "windows_container": Subject(
        ContainerUse,
        lambda cluster: cluster.windows_containers,
        named(
            container_facts.workload,
            container_facts.image_build,
            container_facts.shares_kernel,
            container_facts.has_ami,
            container_facts.asked_builds,
            container_facts.fits_asked_builds,
            container_facts.unfit_groups,
            container_facts.has_fit_groups,
        ),
    ),
    "namespace": Subject(
        NamespaceUse,
        lambda cluster: cluster.namespace_uses,
        named(
            namespace_facts.is_system,
            namespace_facts.is_declared,
            namespace_facts.windows_workloads,
            namespace_facts.other_workloads,
            namespace_facts.unselected_windows_workloads,
            namespace_facts.unselected_other_workloads,
            namespace_facts.every_windows_pod_is_selected,
            namespace_facts.every_other_pod_is_selected,
        ),
    ),
    "network_policy": Subject(
        NetworkPolicy,
        lambda cluster: cluster.network_policies,
        {
            "workloads": policy_facts.policy_workloads,
            "windows_workloads": policy_facts.policy_windows_workloads,
            "is_enforced_on_windows": policy_facts.is_enforced_on_windows,
            "unenforced_workloads": policy_facts.policy_unenforced_workloads,
        },
    ),
    "service": Subject(
        Service,
        lambda cluster: cluster.services,
        {
            "workloads": service_facts.service_workloads,
            "windows_workloads": service_facts.service_windows_workloads,
            **named(
                service_pod_facts.asks_for_ipv6,
                service_pod_facts.comes_through_nodes,
                service_pod_facts.pods_have_dsr,
                service_pod_facts.pods_run_on_2019,
                service_pod_facts.pod_count,
            ),
        },
    ),
    "security_group_policy": Subject(
        SecurityGroupPolicy,
        lambda cluster: cluster.security_group_policies,
        {
            "workloads": policy_facts.group_policy_workloads,
            "windows_workloads": policy_facts.group_policy_windows_workloads,
        },
    ),
}
