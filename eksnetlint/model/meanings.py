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
    "dsr_cause": "A phrase that tells how it is known whether kube-proxy uses DSR.",
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
}

_CNI_CONFIGURATION = {
    "holder": "Where the settings are written.",
}

_SERVICES_ENDPOINT = {
    "host": "The host at which Calico reaches the API server; null where none is given.",
    "port": "The port at which Calico reaches the API server; null where none is given.",
}

_CALICO_INSTALLATION = {
    "windows_dataplane": "Calico's dataplane on Windows nodes.",
    "service_cidrs": "The ranges of Service addresses Calico is told.",
    "cni_type": "The CNI plugin that Calico is told to use.",
}

MEANINGS: Mapping[str, Mapping[str, str]] = {
    "cluster": {},
    "node_group": _NODE_GROUP,
    "workload": _WORKLOAD,
    "namespace": _NAMESPACE,
    "network_policy": _NETWORK_POLICY,
    "service": _SERVICE,
    "security_group_policy": _SECURITY_GROUP_POLICY,
    "cni_configuration": _CNI_CONFIGURATION,
    "services_endpoint": _SERVICES_ENDPOINT,
    "calico_installation": _CALICO_INSTALLATION,
}
