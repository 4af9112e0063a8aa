"""What Kubernetes manifests declare: every kind that is read, and what of it is known."""

from __future__ import annotations

from typing import TypeVar

import pytest

from eksnetlint.model.cni import CalicoInstallation, CniConfiguration, Holder, WindowsDataplane
from eksnetlint.model.labels import Labels
from eksnetlint.model.manifest import (
    Namespace,
    NodePool,
    Platform,
    PlatformSign,
    Service,
    ServiceAccount,
)
from eksnetlint.model.node_group import Os
from eksnetlint.model.policy import NetworkPolicy, PolicyKind, SecurityGroupPolicy
from eksnetlint.model.workload import Workload
from eksnetlint.readers.kubernetes.reader import read_kubernetes
from eksnetlint.source.text import Source
from eksnetlint.source.yaml import documents
from eksnetlint.values import Known, Unknown, Value, is_known

T = TypeVar("T")
FILLED_IN = "a value is filled in by a template"
CONTAINERS = "containers: [{name: web, image: shop:1}]"


def read(text: str, path: str = "app.yaml", namespace: Value[str] | None = None) -> list[object]:
    found: list[object] = []
    for document in documents(Source(path, text)):
        found += read_kubernetes(document, namespace).objects
    return found


def all_of(kind: type[T], text: str, path: str = "app.yaml") -> list[T]:
    return [item for item in read(text, path) if isinstance(item, kind)]


def the(kind: type[T], text: str) -> T:
    (found,) = all_of(kind, text)
    return found


def pod(spec: str, metadata: str = "{name: web, namespace: shop}") -> Workload:
    lines = "\n".join(f"  {line}" for line in f"{CONTAINERS}\n{spec}".strip().split("\n"))
    return the(Workload, f"apiVersion: v1\nkind: Pod\nmetadata: {metadata}\nspec:\n{lines}\n")


def written(value: Value[object]) -> str:
    assert value.origin.span is not None
    return value.origin.span.text


def reason(value: Value[object]) -> str:
    assert isinstance(value, Unknown)
    return value.reason.text


def labels(**items: str) -> Labels:
    return Labels({key: Known(value) for key, value in items.items()})


# Workloads

TEMPLATE = f"template: {{metadata: {{labels: {{app: web}}}}, spec: {{{CONTAINERS}}}}}"


@pytest.mark.parametrize(
    ("api_version", "kind", "body"),
    [
        ("v1", "Pod", f"spec: {{{CONTAINERS}}}"),
        ("v1", "PodTemplate", TEMPLATE),
        ("v1", "ReplicationController", f"spec: {{{TEMPLATE}}}"),
        ("apps/v1", "Deployment", f"spec: {{{TEMPLATE}}}"),
        ("apps/v1", "StatefulSet", f"spec: {{{TEMPLATE}}}"),
        ("apps/v1", "DaemonSet", f"spec: {{{TEMPLATE}}}"),
        ("apps/v1", "ReplicaSet", f"spec: {{{TEMPLATE}}}"),
        ("extensions/v1beta1", "Deployment", f"spec: {{{TEMPLATE}}}"),
        ("batch/v1", "Job", f"spec: {{{TEMPLATE}}}"),
        ("batch/v1", "CronJob", f"spec: {{jobTemplate: {{spec: {{{TEMPLATE}}}}}}}"),
        ("argoproj.io/v1alpha1", "Rollout", f"spec: {{{TEMPLATE}}}"),
        ("apps.kruise.io/v1alpha1", "CloneSet", f"spec: {{{TEMPLATE}}}"),
        ("serving.knative.dev/v1", "Service", f"spec: {{{TEMPLATE}}}"),
    ],
)
def test_every_kind_with_a_pod_template_is_a_workload(api_version, kind, body):
    text = f"apiVersion: {api_version}\nkind: {kind}\nmetadata: {{name: web, namespace: shop}}\n"
    found = the(Workload, text + body)
    assert is_known(found.kind, kind)
    assert is_known(found.name, "web")
    assert is_known(found.namespace, "shop")
    assert found.span.text == "name: web"
    assert found.title == f"{kind} shop/web"


def test_the_labels_are_those_of_the_template():
    found = the(
        Workload,
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a, labels: {app: deployment}}\n"
        f"spec: {{{TEMPLATE}}}\n",
    )
    assert is_known(found.labels.is_one_of("app", (Known("web"),)), True)


@pytest.mark.parametrize(
    "text",
    [
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {}",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: }",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}",
        "apiVersion: apps/v1\nkind: Deployment\nspec: {template: {spec: {volumes: []}}}",
        "apiVersion: apps/v1\nkind: Deployment\nspec: {template: web}",
        "apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nspec: {workloadRef: {name: web}}",
        "apiVersion: example.com/v1\nkind: Pod\nspec: {containers: [{name: a}]}",
        "kind: Pod\nspec: {containers: [{name: a}]}",
        "apiVersion: v1\nspec: {containers: [{name: a}]}",
        "apiVersion: v1\nkind: [Pod]\nspec: {containers: [{name: a}]}",
        "apiVersion: v1\nkind: '{{ .kind }}'\nspec: {containers: [{name: a}]}",
        "- apiVersion: v1",
        "just text",
    ],
)
def test_what_has_no_pod_template_is_no_workload(text):
    assert all_of(Workload, text) == []


def test_a_list_gives_its_items():
    text = f"""\
apiVersion: v1
kind: List
items:
  - {{apiVersion: v1, kind: Pod, metadata: {{name: one}}, spec: {{{CONTAINERS}}}}}
  - apiVersion: v1
    kind: List
    items: [{{apiVersion: v1, kind: Pod, metadata: {{name: two}}, spec: {{{CONTAINERS}}}}}]
  - text
  - {{kind: Pod, metadata: {{name: no-version}}, spec: {{{CONTAINERS}}}}}
"""
    assert [item.title for item in all_of(Workload, text)] == ["Pod one", "Pod two"]


def test_a_typed_list_tells_its_items_what_they_are():
    text = f"""\
apiVersion: apps/v1
kind: DeploymentList
items:
  - {{metadata: {{name: one}}, spec: {{{TEMPLATE}}}}}
  - {{apiVersion: apps/v1, kind: Deployment, metadata: {{name: two}}, spec: {{{TEMPLATE}}}}}
"""
    assert [item.title for item in all_of(Workload, text)] == ["Deployment one", "Deployment two"]
    assert (
        len(all_of(Workload, f"apiVersion: v1\nkind: PodList\nitems: [{{spec: {{{CONTAINERS}}}}}]"))
        == 1
    )


def test_an_empty_list_is_empty():
    assert read("apiVersion: v1\nkind: List\nitems: []") == []
    assert read("apiVersion: v1\nkind: List\nitems:") == []


def test_json_is_read_like_yaml():
    text = '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[{}]}}'
    assert the(Workload, text).span.text == '"name":"a"'


def test_each_document_gives_its_objects():
    one = f"apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\nspec: {{{CONTAINERS}}}\n"
    assert len(all_of(Workload, f"---\n{one}---\n{one}...\n---\n")) == 2


@pytest.mark.parametrize(
    "metadata", ["{name: web}", "{name: web, namespace: }", "{name: web, namespace: ''}"]
)
def test_an_unset_namespace_is_chosen_when_the_manifest_is_applied(metadata):
    found = pod("", metadata)
    assert "chosen when it is applied" in reason(found.namespace)
    assert not found.namespace.is_set
    assert found.title == "Pod web"


@pytest.mark.parametrize("name", ["'{{ .Release.Namespace }}'", "'${NAMESPACE}'", "<namespace>"])
def test_a_templated_namespace_is_unknown(name):
    found = pod("", f"{{name: web, namespace: {name}}}")
    assert reason(found.namespace) == FILLED_IN
    assert found.namespace.is_set
    assert found.title == "Pod ?/web"


def test_a_namespace_from_outside_replaces_the_written_one():
    text = f"apiVersion: v1\nkind: Pod\nmetadata: {{name: a, namespace: b}}\nspec: {{{CONTAINERS}}}"
    (found,) = (item for item in read(text, namespace=Known("c")) if isinstance(item, Workload))
    assert is_known(found.namespace, "c")


def test_a_generated_name_is_the_place_of_a_job():
    found = pod("", "{generateName: web-}")
    assert found.span.text == "generateName: web-"
    assert reason(found.name) == "an object has no name"


def test_the_place_without_metadata_is_the_kind():
    assert (
        the(Workload, f"apiVersion: v1\nkind: Pod\nspec: {{{CONTAINERS}}}").span.text == "kind: Pod"
    )


@pytest.mark.parametrize(("value", "answer"), [("true", True), ("false", False), ("yes", True)])
def test_the_host_s_network(value, answer):
    found = pod(f"hostNetwork: {value}")
    assert is_known(found.host_network, answer)
    assert written(found.host_network) == f"hostNetwork: {value}"
    assert is_known(found.is_ordinary, not answer)


def test_pods_have_networks_of_their_own_by_default():
    found = pod("").host_network
    assert is_known(found, False)
    assert not found.is_set


@pytest.mark.parametrize("value", ["'{{ .hostNetwork }}'", "${HOST_NETWORK}", "'true'", "1", "[]"])
def test_a_host_network_that_is_no_boolean_is_unknown(value):
    assert isinstance(pod(f"hostNetwork: {value}").host_network, Unknown)


PROCESS = "securityContext: {windowsOptions: {hostProcess: %s}}"


@pytest.mark.parametrize(
    "spec",
    [
        PROCESS % "true",
        f"containers: [{{{PROCESS % 'true'}}}]",
        f"containers: [{{name: a}}, {{{PROCESS % 'true'}}}]",
        f"initContainers: [{{{PROCESS % 'true'}}}]",
        f"{PROCESS % 'false'}\ninitContainers: [{{{PROCESS % 'true'}}}]",
        f"{PROCESS % '${ON}'.join(chr(39) * 2)}\ninitContainers: [{{{PROCESS % 'true'}}}]",
    ],
)
def test_one_host_process_container_makes_a_host_process_pod(spec):
    assert is_known(pod(spec).host_process, True)


def test_a_host_process_is_found_at_its_place():
    found = pod("securityContext:\n  windowsOptions:\n    hostProcess: true").host_process
    assert written(found) == "hostProcess: true"


@pytest.mark.parametrize("spec", ["", PROCESS % "false", "securityContext: {windowsOptions: {}}"])
def test_other_pods_are_no_host_processes(spec):
    assert is_known(pod(spec).host_process, False)


@pytest.mark.parametrize(
    "spec",
    [
        PROCESS % "'{{ .on }}'",
        "securityContext: {windowsOptions: '{{ .options }}'}",
        "securityContext: ${CONTEXT}",
        "initContainers: [{securityContext: '{{ .context }}'}]",
    ],
)
def test_a_templated_host_process_is_unknown(spec):
    assert reason(pod(spec).host_process) == FILLED_IN


@pytest.mark.parametrize("key", ["serviceAccountName", "serviceAccount"])
def test_a_service_account_is_named_under_either_key(key):
    assert is_known(pod(f"{key}: runner").service_account, "runner")


def test_the_default_service_account():
    found = pod("").service_account
    assert is_known(found, "default")
    assert not found.is_set


def test_labels_are_known_one_by_one():
    found = pod(
        "", "{name: a, labels: {app: web, tier: '${TIER}', 'k-${X}': y, version: 1.10}}"
    ).labels
    assert is_known(found.is_one_of("app", (Known("web"),)), True)
    assert is_known(found.is_one_of("version", (Known("1.10"),)), True)
    assert reason(found.is_one_of("tier", (Known("web"),))) == FILLED_IN
    assert is_known(found.has("tier"), True)
    # One of the keys is a template, so any other may be there.
    assert reason(found.has("other")) == FILLED_IN


@pytest.mark.parametrize(
    "metadata",
    ["{name: a, labels: '{{ .labels }}'}", "{name: a, labels: '${LABELS}'}", "'{{ .m }}'"],
)
def test_templated_labels_may_be_any(metadata):
    assert reason(pod("", metadata).labels.has("app")) == FILLED_IN


@pytest.mark.parametrize("metadata", ["{name: a}", "{name: a, labels: }", "{name: a, labels: {}}"])
def test_no_labels_are_none(metadata):
    assert is_known(pod("", metadata).labels.has("app"), False)


def test_the_system_of_a_workload_and_its_cause():
    found = pod("nodeSelector:\n  kubernetes.io/os: windows")
    assert is_known(found.os, Os.WINDOWS)
    assert written(found.os) == "kubernetes.io/os: windows"
    assert is_known(found.os_cause, "nodeSelector kubernetes.io/os")


# Services, namespaces, accounts


def service(spec: str) -> Service:
    return the(Service, f"apiVersion: v1\nkind: Service\nmetadata: {{name: a}}\nspec: {spec}\n")


@pytest.mark.parametrize(
    "spec",
    [
        "{}",
        "{ports: [{port: 80}]}",
        "{type: LoadBalancer}",
        "{clusterIP: 10.0.0.1}",
        "{clusterIP: ''}",
        "",
    ],
)
def test_an_ordinary_service_takes_ports(spec):
    assert is_known(service(spec).takes_ports, True)


@pytest.mark.parametrize(
    "spec",
    [
        "{clusterIP: None}",
        "{clusterIP: 'None', type: ClusterIP}",
        "{type: ExternalName, externalName: a.example.com}",
        "{type: '${TYPE}', clusterIP: None}",
    ],
)
def test_a_headless_or_external_service_takes_none(spec):
    assert is_known(service(spec).takes_ports, False)


@pytest.mark.parametrize("spec", ["{type: '${TYPE}'}", "{clusterIP: '{{ .ip }}'}"])
def test_a_templated_service_is_unknown(spec):
    assert reason(service(spec).takes_ports) == FILLED_IN


def test_a_service_of_another_group_is_none():
    assert all_of(Service, "apiVersion: serving.knative.dev/v1\nkind: Service\nspec: {}") == []


def test_a_namespace_and_its_labels():
    found = the(Namespace, "apiVersion: v1\nkind: Namespace\nmetadata: {name: a, labels: {b: c}}")
    assert is_known(found.name, "a")
    assert is_known(found.labels.has("b"), True)
    assert found.span.text == "name: a"


def test_a_service_account_and_its_labels():
    found = the(
        ServiceAccount,
        "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: a, namespace: n, labels: {b: c}}",
    )
    assert is_known(found.name, "a")
    assert is_known(found.namespace, "n")
    assert is_known(found.labels.has("b"), True)


# Policies


def policy(api_version: str, kind: str, spec: str) -> NetworkPolicy:
    return the(
        NetworkPolicy,
        f"apiVersion: {api_version}\nkind: {kind}\n"
        f"metadata: {{name: deny, namespace: shop}}\nspec: {spec}\n",
    )


@pytest.mark.parametrize("group", ["networking.k8s.io/v1", "extensions/v1beta1"])
def test_a_network_policy_of_kubernetes(group):
    found = policy(group, "NetworkPolicy", "{podSelector: {matchLabels: {app: web}}}")
    assert is_known(found.defined_by, PolicyKind.KUBERNETES)
    assert found.title == "NetworkPolicy shop/deny"
    assert found.span.text == "name: deny"
    assert is_known(found.selector.matches(labels(app="web")), True)
    assert is_known(found.selector.matches(labels(app="till")), False)


@pytest.mark.parametrize(
    "spec", ["{}", "{podSelector: {}}", "{podSelector: }", "{podSelector: null}", ""]
)
def test_a_network_policy_without_requirements_selects_all_pods(spec):
    found = policy("networking.k8s.io/v1", "NetworkPolicy", spec)
    assert is_known(found.selector.matches(labels(app="web")), True)
    assert is_known(found.selector.matches(Labels()), True)


@pytest.mark.parametrize(
    "spec", ["{podSelector: {app: web}}", "{podSelector: '{{ .selector }}'}", "{podSelector: [a]}"]
)
def test_a_selector_that_cannot_be_read_leaves_it_unknown(spec):
    found = policy("networking.k8s.io/v1", "NetworkPolicy", spec)
    assert isinstance(found.selector.matches(labels(app="web")), Unknown)


def test_a_templated_spec_may_select_anything():
    found = policy("networking.k8s.io/v1", "NetworkPolicy", "'{{ .spec }}'")
    assert isinstance(found.selector.matches(labels(app="web")), Unknown)


@pytest.mark.parametrize("group", ["projectcalico.org/v3", "crd.projectcalico.org/v1"])
@pytest.mark.parametrize(
    ("kind", "defined_by", "is_cluster_wide"),
    [
        ("NetworkPolicy", PolicyKind.CALICO, False),
        ("GlobalNetworkPolicy", PolicyKind.CALICO, True),
        ("StagedNetworkPolicy", PolicyKind.STAGED, False),
        ("StagedGlobalNetworkPolicy", PolicyKind.STAGED, True),
    ],
)
def test_the_policies_of_calico(group, kind, defined_by, is_cluster_wide):
    found = policy(group, kind, "{selector: app == 'web'}")
    assert is_known(found.defined_by, defined_by)
    assert (found.namespace is None) is is_cluster_wide
    assert is_known(found.selector.matches(labels(app="web")), True)
    assert is_known(found.selector.matches(labels(app="till")), False)


def test_a_staged_kubernetes_policy_has_a_kubernetes_selector():
    found = policy(
        "projectcalico.org/v3",
        "StagedKubernetesNetworkPolicy",
        "{podSelector: {matchLabels: {a: b}}}",
    )
    assert is_known(found.defined_by, PolicyKind.STAGED)
    assert is_known(found.selector.matches(labels(a="c")), False)


def test_a_calico_policy_with_a_templated_spec_may_select_anything():
    found = policy("projectcalico.org/v3", "NetworkPolicy", "'{{ .spec }}'")
    assert isinstance(found.selector.matches(labels(app="web")), Unknown)


def test_a_cilium_policy_selects_endpoints():
    found = policy(
        "cilium.io/v2", "CiliumNetworkPolicy", "{endpointSelector: {matchLabels: {a: b}}}"
    )
    assert is_known(found.defined_by, PolicyKind.OTHER)
    assert is_known(found.namespace or Known(""), "shop")
    assert is_known(found.selector.matches(labels(a="b")), True)
    assert is_known(found.selector.matches(labels(a="c")), False)


@pytest.mark.parametrize(
    "spec",
    [
        "{}",
        "{nodeSelector: {}}",
        "{endpointSelector: {matchLabels: {'k8s:app': web}}}",
        "{endpointSelector: {matchLabels: {'any:app': web}}}",
        "{endpointSelector: {matchExpressions: [{key: 'k8s:app', operator: Exists}]}}",
        "{endpointSelector: {matchLabels: {io.kubernetes.pod.namespace: shop}}}",
        "{endpointSelector: {matchLabels: {io.cilium.k8s.policy.serviceaccount: web}}}",
    ],
)
def test_what_only_cilium_can_evaluate_is_unknown(spec):
    found = policy("cilium.io/v2", "CiliumNetworkPolicy", spec)
    assert "not evaluated" in reason(found.selector.matches(labels(app="web")))


@pytest.mark.parametrize(
    ("api_version", "kind"),
    [
        ("policy.networking.k8s.io/v1alpha1", "AdminNetworkPolicy"),
        ("policy.networking.k8s.io/v1alpha1", "BaselineAdminNetworkPolicy"),
        ("policy.networking.k8s.io/v1alpha2", "ClusterNetworkPolicy"),
        ("networking.k8s.aws/v1alpha1", "ClusterNetworkPolicy"),
        ("cilium.io/v2", "CiliumClusterwideNetworkPolicy"),
    ],
)
def test_cluster_wide_kinds_may_select_any_pod(api_version, kind):
    found = policy(api_version, kind, "{subject: {nodes: {}}}")
    assert found.namespace is None
    assert is_known(found.defined_by, PolicyKind.OTHER)
    assert "not evaluated" in reason(found.selector.matches(labels(app="web")))


@pytest.mark.parametrize(
    ("api_version", "kind"),
    [
        ("example.com/v1", "NetworkPolicy"),
        ("projectcalico.org/v3", "NetworkSet"),
        ("projectcalico.org/v3", "HostEndpoint"),
        ("crd.antrea.io/v1beta1", "ClusterGroup"),
    ],
)
def test_other_kinds_are_no_policies(api_version, kind):
    assert all_of(NetworkPolicy, f"apiVersion: {api_version}\nkind: {kind}\nspec: {{}}") == []


def group_policy(spec: str) -> SecurityGroupPolicy:
    return the(
        SecurityGroupPolicy,
        "apiVersion: vpcresources.k8s.aws/v1beta1\nkind: SecurityGroupPolicy\n"
        f"metadata: {{name: db, namespace: shop}}\nspec: {spec}\n",
    )


def test_a_security_group_policy_has_two_selectors():
    found = group_policy(
        "{podSelector: {matchLabels: {a: b}}, serviceAccountSelector: {matchLabels: {c: d}}}"
    )
    assert found.title == "SecurityGroupPolicy shop/db"
    assert found.span.text == "name: db"
    assert found.pod_selector is not None
    assert found.service_account_selector is not None
    assert is_known(found.pod_selector.matches(labels(a="b")), True)
    assert is_known(found.service_account_selector.matches(labels(a="b")), False)


@pytest.mark.parametrize("spec", ["{securityGroups: {groupIds: [sg-1]}}", "{podSelector: }"])
def test_a_selector_that_is_not_given_is_none(spec):
    found = group_policy(spec)
    assert found.pod_selector is None
    assert found.service_account_selector is None


def test_an_empty_pod_selector_is_given():
    found = group_policy("{podSelector: {}}").pod_selector
    assert found is not None
    assert is_known(found.matches(Labels()), True)


def test_a_templated_security_group_policy_may_select_anything():
    found = group_policy("'{{ .spec }}'").pod_selector
    assert found is not None
    assert reason(found.matches(Labels())) == FILLED_IN


# CNI


def config_map(metadata: str, data: str) -> list[CniConfiguration]:
    text = f"apiVersion: v1\nkind: ConfigMap\nmetadata: {metadata}\n{data}\n"
    return all_of(CniConfiguration, text)


def test_the_config_map_of_the_cni_is_known_by_name():
    (found,) = config_map(
        "{name: amazon-vpc-cni, namespace: kube-system}", "data:\n  enable-windows-ipam: 'true'"
    )
    assert is_known(found.holder, Holder.CONFIG_MAP)
    assert found.span.text == "name: amazon-vpc-cni"
    flag = found.flag("enable-windows-ipam")
    assert is_known(flag, True)
    assert written(flag) == "enable-windows-ipam: 'true'"


@pytest.mark.parametrize("key", ["enable-windows-ipam", "enable-windows-prefix-delegation"])
def test_the_config_map_of_the_cni_is_known_by_its_keys(key):
    (found,) = config_map("{name: '{{ .name }}'}", f"data: {{{key}: 'true'}}")
    assert is_known(found.flag(key), True)


@pytest.mark.parametrize("metadata", ["{name: other}", "{name: '{{ .name }}'}"])
def test_other_config_maps_say_nothing(metadata):
    assert config_map(metadata, "data: {warm-ip-target: '1'}") == []


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("'1'", True),
        ("T", True),
        ("'TRUE'", True),
        ("'0'", False),
        ("'False'", False),
        # Go's ParseBool takes neither; an unquoted boolean never gets past the API server.
        ("'yes'", False),
        ("'on'", False),
        ("'true '", False),
        ("'tRUE'", False),
        ("''", False),
    ],
)
def test_a_flag_is_what_go_reads(text, answer):
    (found,) = config_map("{name: amazon-vpc-cni}", f"data: {{enable-windows-ipam: {text}}}")
    assert is_known(found.flag("enable-windows-ipam"), answer)


@pytest.mark.parametrize("data", ["", "data:", "data: {}", "data: {warm-ip-target: '1'}"])
def test_a_flag_nobody_wrote_is_off(data):
    (found,) = config_map("{name: amazon-vpc-cni}", data)
    assert is_known(found.flag("enable-windows-ipam"), False)
    assert not found.flag("enable-windows-ipam").is_set


@pytest.mark.parametrize(
    "data",
    [
        "data: '{{ .data }}'",
        "data: {{ toYaml .data }}",
        "data: {enable-windows-ipam: '${ON}'}",
        "data: {'${KEY}': 'true'}",
    ],
)
def test_a_templated_flag_is_unknown(data):
    (found,) = config_map("{name: amazon-vpc-cni}", data)
    assert reason(found.flag("enable-windows-ipam")) == FILLED_IN


def installation(spec: str) -> CalicoInstallation:
    return the(
        CalicoInstallation,
        "apiVersion: operator.tigera.io/v1\nkind: Installation\n"
        f"metadata: {{name: default}}\nspec: {spec}\n",
    )


@pytest.mark.parametrize(
    ("text", "dataplane"), [("HNS", WindowsDataplane.HNS), ("Disabled", WindowsDataplane.DISABLED)]
)
def test_the_windows_dataplane_of_calico(text, dataplane):
    found = installation(f"\n  calicoNetwork:\n    windowsDataplane: {text}").windows_dataplane
    assert is_known(found, dataplane)
    assert written(found) == f"windowsDataplane: {text}"


@pytest.mark.parametrize("spec", ["{}", "", "{calicoNetwork: {}}", "{calicoNetwork: }"])
def test_the_windows_dataplane_is_disabled_by_default(spec):
    found = installation(spec).windows_dataplane
    assert is_known(found, WindowsDataplane.DISABLED)
    assert not found.is_set
    assert written(found) == "name: default"


@pytest.mark.parametrize(
    "spec",
    [
        "'{{ .spec }}'",
        "{calicoNetwork: '{{ .network }}'}",
        "{calicoNetwork: {windowsDataplane: '${DATAPLANE}'}}",
        "{calicoNetwork: {windowsDataplane: hns}}",
    ],
)
def test_a_windows_dataplane_that_cannot_be_read_is_unknown(spec):
    assert isinstance(installation(spec).windows_dataplane, Unknown)


def test_the_service_addresses_of_calico():
    found = installation("{serviceCIDRs: [10.100.0.0/16]}").service_cidrs
    assert is_known(found, ("10.100.0.0/16",))
    assert is_known(installation("{}").service_cidrs, ())
    assert isinstance(installation("{serviceCIDRs: ['${CIDR}']}").service_cidrs, Unknown)
    assert isinstance(installation("'${SPEC}'").service_cidrs, Unknown)


def test_an_installation_of_another_group_is_none():
    text = "apiVersion: example.com/v1\nkind: Installation\nspec: {}"
    assert all_of(CalicoInstallation, text) == []


# Karpenter


def node_pool(requirements: str) -> NodePool:
    return the(
        NodePool,
        "apiVersion: karpenter.sh/v1\nkind: NodePool\nmetadata: {name: a}\n"
        f"spec: {{template: {{spec: {{requirements: {requirements}}}}}}}\n",
    )


@pytest.mark.parametrize(
    ("requirements", "answer"),
    [
        ("[{key: kubernetes.io/os, operator: In, values: [windows]}]", True),
        ("[{key: kubernetes.io/os, operator: NotIn, values: [linux]}]", True),
        ("[{key: kubernetes.io/os, operator: In, values: [linux]}]", False),
        ("[{key: kubernetes.io/os, operator: In, values: [windows, linux]}]", False),
        ("[{key: kubernetes.io/arch, operator: In, values: [amd64]}]", False),
        ("[]", False),
    ],
)
def test_a_node_pool_is_windows_where_it_asks_for_nothing_else(requirements, answer):
    assert is_known(node_pool(requirements).is_windows, answer)


@pytest.mark.parametrize(
    "requirements",
    ["[{key: kubernetes.io/os, operator: In, values: ['${OS}']}]"],
)
def test_a_templated_node_pool_is_unknown(requirements):
    assert reason(node_pool(requirements).is_windows) == FILLED_IN


def test_a_provisioner_is_a_node_pool():
    found = the(
        NodePool,
        "apiVersion: karpenter.sh/v1alpha5\nkind: Provisioner\nmetadata: {name: a}\n"
        "spec: {requirements: [{key: kubernetes.io/os, operator: In, values: [windows]}]}\n",
    )
    assert is_known(found.is_windows, True)


# Platforms

CLAIM = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n"


def signs(text: str, path: str = "app.yaml") -> list[tuple[Platform, str]]:
    return [(sign.platform, sign.what) for sign in all_of(PlatformSign, text, path)]


@pytest.mark.parametrize(
    ("annotation", "platform"),
    [
        ("eks.amazonaws.com/role-arn: a", Platform.EKS),
        ("service.beta.kubernetes.io/aws-load-balancer-type: nlb", Platform.EKS),
        ("alb.ingress.kubernetes.io/scheme: internal", Platform.EKS),
        ("volume: ebs.csi.aws.com", Platform.EKS),
        ("volume: disk.csi.azure.com", Platform.OTHER),
        ("service.beta.kubernetes.io/azure-load-balancer-internal: 'true'", Platform.OTHER),
        ("cloud.google.com/neg: '{}'", Platform.OTHER),
        ("openshift.io/scc: restricted", Platform.OTHER),
    ],
)
def test_a_sign_tells_the_platform(annotation, platform):
    text = f"{CLAIM}  annotations:\n    {annotation}\n"
    (found,) = signs(text)
    assert found[0] is platform
    (sign,) = all_of(PlatformSign, text)
    assert sign.span.text == found[1]


@pytest.mark.parametrize(
    "text",
    [
        CLAIM,
        CLAIM + "# on AKS use disk.csi.azure.com\n",
        CLAIM + "  labels: {a: b}  # not eks.amazonaws.com\n",
        "# see https://docs.aws.amazon.com/eks and eks.amazonaws.com\n" + CLAIM,
    ],
)
def test_a_comment_is_no_sign(text):
    assert signs(text) == []


def test_signs_behind_a_comment_count():
    text = CLAIM + "  # disk.csi.azure.com\n  annotations: {disk.csi.azure.com/a: b}\n"
    assert signs(text) == [(Platform.OTHER, "disk.csi.azure.com")]


def test_signs_of_two_platforms_are_both_told():
    text = f"{CLAIM}  annotations: {{eks.amazonaws.com/a: b, cloud.google.com/c: d}}\n"
    assert {platform for platform, _ in signs(text)} == {Platform.EKS, Platform.OTHER}


@pytest.mark.parametrize("path", ["aks/app.yaml", "deploy/Azure/app.yaml", "a/gke/b/app.yaml"])
def test_a_folder_of_another_platform_is_a_sign(path):
    text = f"{CLAIM}  annotations: {{eks.amazonaws.com/a: b}}\n"
    assert signs(text, path) == [(Platform.OTHER, "the folder it is in")]


@pytest.mark.parametrize("path", ["app-on-aks/app.yaml", "aks.yaml", "azurelike/app.yaml"])
def test_other_folders_are_none(path):
    assert signs(CLAIM, path) == []


def test_a_document_without_objects_gives_no_signs():
    assert read("apiVersion: example.com/v1\nkind: Thing\nspec: eks.amazonaws.com\n") == []
