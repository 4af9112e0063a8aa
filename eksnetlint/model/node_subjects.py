"""Nodes and what they are made from: what rules may ask of them."""

from __future__ import annotations

from collections.abc import Mapping

from eksnetlint.model import (
    bootstrap_arguments,
    bootstrap_facts,
    capacity,
    eksctl_setting_facts,
    eni_config,
    image_facts,
    instance_type_facts,
    karpenter_facts,
    machines,
    node_group_facts,
    pod_nodes,
    role_facts,
    runtime_class_facts,
)
from eksnetlint.model.cluster import Cluster
from eksnetlint.model.eksctl_setting import EksctlSetting
from eksnetlint.model.image import NodeImage
from eksnetlint.model.instance_type import InstanceType
from eksnetlint.model.karpenter import NodeClass
from eksnetlint.model.manifest import NodePool
from eksnetlint.model.node_group import NodeGroup
from eksnetlint.model.scheduling import RuntimeClass
from eksnetlint.model.subject import Subject, named


def _images(cluster: Cluster) -> tuple[NodeImage, ...]:
    images = [group.image for group in cluster.node_groups]
    images += [image for node_class in cluster.node_classes for image in node_class.images]
    return tuple(image for image in images if image is not None)


def _eksctl_settings(cluster: Cluster) -> tuple[EksctlSetting, ...]:
    return tuple(setting for group in cluster.node_groups for setting in group.settings)


NODE_SUBJECTS: Mapping[str, Subject] = {
    "node_group": Subject(
        NodeGroup,
        lambda cluster: cluster.node_groups,
        named(
            capacity.pod_capacity,
            capacity.idle_addresses,
            machines.allows_x86,
            eni_config.eni_config,
            node_group_facts.dsr,
            node_group_facts.is_dsr_on,
            bootstrap_facts.has_linux_user_data,
            bootstrap_facts.has_untagged_user_data,
            bootstrap_facts.inner_tag,
            bootstrap_facts.bootstrap_caller,
            bootstrap_facts.calls_bootstrap,
            bootstrap_facts.shows_bootstrap_call,
            bootstrap_facts.win_dsr_gate,
            bootstrap_facts.passes_enable_dsr,
            bootstrap_facts.has_futile_dsr_setting,
            bootstrap_facts.refuses_gate,
            bootstrap_facts.unused_inputs,
            bootstrap_arguments.lone_cluster_argument,
            bootstrap_arguments.stray_argument,
            bootstrap_arguments.repeated_parameter,
            bootstrap_arguments.misspelt_parameter,
            bootstrap_arguments.meant_parameter,
            bootstrap_arguments.container_runtime,
            bootstrap_arguments.dns_cluster_ip,
            bootstrap_arguments.given_service_range,
            bootstrap_arguments.covers_service_range,
            bootstrap_arguments.is_told_service_range,
            role_facts.node_role_name,
            role_facts.linux_groups_of_its_role,
            role_facts.shows_windows_entry,
            role_facts.says_its_access,
            role_facts.has_windows_access,
            pod_nodes.is_tainted,
            pod_nodes.stray_workloads,
        ),
    ),
    "instance_type": Subject(
        InstanceType,
        lambda cluster: cluster.instance_types,
        named(
            instance_type_facts.group,
            instance_type_facts.is_listed,
            instance_type_facts.table_date,
            instance_type_facts.meant,
            instance_type_facts.architecture,
            instance_type_facts.neuron_chip,
            instance_type_facts.is_left_behind,
            instance_type_facts.supports_prefix_delegation,
            instance_type_facts.single_addresses,
            instance_type_facts.pod_capacity,
        ),
    ),
    "node_image": Subject(
        NodeImage,
        _images,
        named(
            image_facts.is_windows,
            image_facts.nearest_name,
            image_facts.ended,
            image_facts.made_for_minor,
            image_facts.minors_behind,
            image_facts.version,
            image_facts.is_for_any_kubernetes,
            image_facts.is_offered,
            image_facts.first_minor,
            image_facts.purpose,
        ),
    ),
    "eksctl_setting": Subject(EksctlSetting, _eksctl_settings, named(eksctl_setting_facts.refusal)),
    "node_class": Subject(
        NodeClass,
        lambda cluster: cluster.node_classes,
        named(
            karpenter_facts.windows_alias_version,
            karpenter_facts.contradicted_family,
            karpenter_facts.max_pods,
        ),
    ),
    "node_pool": Subject(
        NodePool,
        lambda cluster: cluster.node_pools,
        named(
            karpenter_facts.asked_os,
            karpenter_facts.class_os,
            karpenter_facts.class_family,
            karpenter_facts.class_group_version,
            karpenter_facts.is_auto_mode,
            karpenter_facts.class_group,
            karpenter_facts.class_kind,
            karpenter_facts.max_pods,
        ),
    ),
    "runtime_class": Subject(
        RuntimeClass,
        lambda cluster: cluster.runtime_classes,
        named(runtime_class_facts.is_for_windows, runtime_class_facts.is_served),
    ),
}
