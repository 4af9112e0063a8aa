"""What the facts mean that are fields of the model; those of functions are in their docstrings."""

from __future__ import annotations

from collections.abc import Mapping

_NODE_GROUP = {
    "name": "The name of the group.",
    "provisioner": "What creates its nodes.",
    "os": "The operating system of its nodes.",
    "windows_version": "The year of its Windows Server release; null for Linux.",
    "windows_build": "The build number of its Windows Server release; null for Linux.",
    "edition": "core or full, the edition of Windows Server; null for Linux.",
    "instance_types": "The EC2 instance types its nodes may have.",
    "eni_count": "The number of network interfaces a node starts with.",
    "max_pods": "The number of pods its kubelets allow.",
    "uses_efa": "Whether a node starts with an Elastic Fabric Adapter.",
    "ignored_max_pods": "A number of pods that no kubelet is told; null where none is written.",
    "dsr_cause": "A phrase that tells how it is known whether kube-proxy uses DSR.",
    "user_data_os": "The system that its user data is written for; null where none shows.",
    "has_own_image": "Whether the user names its AMI, and not a kind of AMI that EKS looks up.",
}

_INSTANCE_TYPE = {
    "name": "The instance type as it is written.",
    "os": "The operating system of the group's nodes.",
    "provisioner": "What creates the group's nodes.",
    "max_pods": "The number of pods the group's kubelets allow.",
}

_SUBNET = {
    "identity": "The id of the subnet, or its address in Terraform.",
    "cidr_block": "Its range of IPv4 addresses; null where it has none.",
}

_WORKLOAD = {
    "kind": "The kind of the object, such as Deployment.",
    "name": "The name of the object.",
    "namespace": "The namespace it is in; unknown where none is written.",
    "os": "The operating system its pods are for; either where nothing says so.",
    "os_cause": "A phrase for what decides the operating system.",
    "host_network": "Whether its pods ask for the node's network.",
    "host_process": "Whether its pods are HostProcess pods.",
    "service_account": "The service account its pods run under.",
    "placement_conflict": "Whether its pods are asked onto both systems, so that they run nowhere.",
    "replicas": "The number of pods it asks for; null where it does not say.",
}

_NAMESPACE = {
    "name": "The name of the namespace.",
}

_NETWORK_POLICY = {
    "kind": "The kind of the object, such as NetworkPolicy.",
    "defined_by": "Who defines the kind, which decides who can enforce it.",
    "name": "The name of the policy.",
    "namespace": "The namespace it is in; unknown where none is written.",
    "ingress": "What it does by itself to incoming traffic.",
    "egress": "What it does by itself to outgoing traffic.",
    "tier": "Calico's tier; null where there is none.",
    "order": "Calico's order; null where there is none.",
    "is_for_hosts": "Whether it concerns host endpoints alone, and no pods.",
    "skipped_on_windows": "The parts for which Calico leaves a rule out on Windows nodes.",
}

_SERVICE = {
    "name": "The name of the Service.",
    "namespace": "The namespace it is in; unknown where none is written.",
    "takes_ports": "Whether kube-proxy balances it: false for headless and ExternalName ones.",
    "type": "ClusterIP, NodePort, LoadBalancer or ExternalName.",
    "ip_families": "The address families it asks for.",
    "ip_family_policy": "SingleStack, PreferDualStack or RequireDualStack.",
    "session_affinity": "None or ClientIP.",
    "external_traffic_policy": "Cluster or Local.",
    "load_balancer_targets": "instance or ip; null without a load balancer.",
}

_SECURITY_GROUP_POLICY = {
    "name": "The name of the policy.",
    "namespace": "The namespace it is in; unknown where none is written.",
    "group_count": "The number of its security groups.",
}

_CNI_CONFIGURATION = {
    "holder": "Where the settings are written.",
    "name": "The name of the ConfigMap.",
    "namespace": "The namespace of the ConfigMap; unknown where none is written.",
    "preserves": "Whether updates of the add-on keep what others have changed.",
}

_CNI_SETTING = {
    "holder": "What it is written in.",
    "level": "data for a ConfigMap, env for a variable of aws-node, top for any other value.",
    "name": "The name it is written under.",
    "text": "Its value as text.",
    "type": "The type its value is written in.",
}

_SERVICES_ENDPOINT = {
    "host": "The host at which Calico reaches the API server; null where none is given.",
    "port": "The port at which Calico reaches the API server; null where none is given.",
}

_CALICO_INSTALLATION = {
    "windows_dataplane": "Calico's dataplane on Windows nodes.",
    "service_cidrs": "The ranges of Service addresses Calico is told.",
    "cni_type": "The CNI plugin that Calico is told to use.",
    "kubernetes_provider": "Whose Kubernetes Calico is told it is; null where it is to find out.",
    "variant": "Calico, or the name of a variant of it.",
    "linux_dataplane": "Calico's dataplane on Linux nodes.",
    "encapsulation": "The encapsulation of its first IPv4 pool; null without such a pool.",
    "bgp": "Enabled or Disabled; null where the operator decides.",
    "has_windows_nodes": "Whether it has settings for Windows nodes.",
    "minor": "The 27 of Calico 3.27, by a chart's version; null for a manifest.",
}

_NODE_IMAGE = {
    "naming": "Whose word its name is.",
    "name": "The name or pattern it has in the file; ${...} stands for what cannot be seen.",
    "holder": "A phrase for what starts from it.",
    "is_for_nodes": "Whether what starts from it is sure to be nodes of a cluster.",
    "beside": "What else names an image where EKS allows one of the two; else null.",
    "asked_edition": "The edition of Windows Server that a module is asked for; else null.",
    "edition": "The edition of Windows Server that starts; null for Linux.",
    "is_unknown_to_module": "Whether the release of the EKS module has no entry for the image.",
}

_EKSCTL_SETTING = {
    "field": "The name of the field.",
    "group": "The name of the node group it is in.",
}

_NODE_CLASS = {
    "name": "The name of the object.",
    "os": "The operating system of its nodes.",
    "windows_version": "The year of its Windows Server release; null for Linux.",
    "windows_build": "The build number of its Windows Server release; null for Linux.",
    "edition": "core or full, the edition of Windows Server; null for Linux.",
    "eni_count": "The number of network interfaces a node starts with.",
    "dsr": "Whether its user data makes kube-proxy use DSR.",
    "dsr_cause": "A phrase that tells how it is known whether kube-proxy uses DSR.",
    "ami_family": "The AMI family as Karpenter finds it; null where there is none.",
    "alias_family": "The AMI family that its alias stands for; null without an alias.",
    "alias_version": "What stands behind the @ of its alias; null without an alias.",
    "uses_efa": "Whether its nodes start with an Elastic Fabric Adapter.",
    "user_data_tag": "A powershell tag in user data that Karpenter puts into tags; else null.",
}

_NODE_POOL = {
    "name": "The name of the object.",
    "is_windows": "Whether it, or the class of its nodes, asks for Windows only.",
    "class_name": "The name of the class that describes its nodes.",
}

_ACCESS_ENTRY = {
    "principal": "The IAM role or user it is for.",
    "type": "EC2_WINDOWS, EC2_LINUX, FARGATE_LINUX, STANDARD or another type of EKS.",
    "groups": "The Kubernetes groups that are written in it.",
    "user_name": "The Kubernetes user name that is written in it; null for EKS's own.",
}

_ROLE_MAPPING = {
    "role": "The IAM role it is for.",
    "role_name": "The name of that role, the last part of its ARN.",
    "user_name": "The Kubernetes user name its bearers get; null where none is written.",
    "groups": "The Kubernetes groups its bearers are in.",
}

_LEGACY_CONTROLLER = {
    "what": "A phrase for what brings it into the cluster, this command or this manifest.",
    "is_found": "Whether it comes to be where the control plane looks for it.",
}

_WINDOWS_CONTAINER = {
    "name": "The name of the container.",
    "image": "The image it runs.",
}

_RUNTIME_CLASS = {
    "name": "The name of the RuntimeClass.",
    "handler": "The handler of the container runtime that runs its pods.",
    "version": "The version of its API group, such as v1.",
}

MEANINGS: Mapping[str, Mapping[str, str]] = {
    "cluster": {},
    "node_group": _NODE_GROUP,
    "instance_type": _INSTANCE_TYPE,
    "subnet": _SUBNET,
    "workload": _WORKLOAD,
    "namespace": _NAMESPACE,
    "network_policy": _NETWORK_POLICY,
    "service": _SERVICE,
    "security_group_policy": _SECURITY_GROUP_POLICY,
    "cni_configuration": _CNI_CONFIGURATION,
    "cni_setting": _CNI_SETTING,
    "services_endpoint": _SERVICES_ENDPOINT,
    "windows_container": _WINDOWS_CONTAINER,
    "runtime_class": _RUNTIME_CLASS,
    "calico_installation": _CALICO_INSTALLATION,
    "node_image": _NODE_IMAGE,
    "eksctl_setting": _EKSCTL_SETTING,
    "node_class": _NODE_CLASS,
    "node_pool": _NODE_POOL,
    "access_entry": _ACCESS_ENTRY,
    "role_mapping": _ROLE_MAPPING,
    "legacy_controller": _LEGACY_CONTROLLER,
}
