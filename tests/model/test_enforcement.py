"""Whether policies take effect on pods; each table names the document it is drawn from."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from eksnetlint.model.cluster import Cluster
from eksnetlint.model.declared import declarations
from eksnetlint.model.enforcement import Enforcement, Outcome, enforcements
from eksnetlint.model.facts import fact
from eksnetlint.model.linking import link
from eksnetlint.readers.files import Input, read_files
from eksnetlint.values import Known, Unknown, Value

GROUP = (
    "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\n"
    "metadata: {name: shop, region: eu-west-1}\n"
)
NODES = "managedNodeGroups: [{name: l}, {name: w, amiFamily: WindowsServer2022CoreContainer}]\n"
ENGINE_ON = "addons: [{name: vpc-cni, configurationValues: '{enableNetworkPolicy: \"true\"}'}]\n"
VPC_CNI = GROUP + ENGINE_ON
WITHOUT_ENGINE = GROUP + "addons: [{name: vpc-cni}]\n"
WINDOWS = "nodeSelector: {kubernetes.io/os: windows}"
LINUX = "nodeSelector: {kubernetes.io/os: linux}"
LINUX_ONLY = "the VPC CNI enforces policies on Linux nodes only"


def workload(pod: str = LINUX, kind: str = "apps/v1 Deployment", name: str = "web") -> str:
    api_version, kind = kind.split()
    return (
        f"apiVersion: {api_version}\nkind: {kind}\nmetadata: {{name: {name}, namespace: shop}}\n"
        f"spec:\n  template:\n    metadata: {{labels: {{app: {name}}}}}\n    spec:\n"
        f"      {pod}\n      containers: [{{name: a}}]\n"
    )


def pod(spec: str = LINUX) -> str:
    return (
        "apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop, labels: {app: web}}\n"
        f"spec:\n  {spec}\n  containers: [{{name: a}}]\n"
    )


def policy(
    kind: str = "networking.k8s.io/v1 NetworkPolicy",
    spec: str = "{podSelector: {matchLabels: {app: web}}, policyTypes: [Ingress, Egress]}",
) -> str:
    api_version, kind = kind.split()
    meta = "{name: p}" if "Global" in kind else "{name: p, namespace: shop}"
    return f"apiVersion: {api_version}\nkind: {kind}\nmetadata: {meta}\nspec: {spec}\n"


def calico(kind: str = "NetworkPolicy", spec: str = "types: [Ingress, Egress]") -> str:
    return policy(f"projectcalico.org/v3 {kind}", f"{{selector: app == 'web', {spec}}}")


def installation(spec: str = "") -> str:
    return (
        "apiVersion: operator.tigera.io/v1\nkind: Installation\nmetadata: {name: default}\n"
        f"spec: {{kubernetesProvider: EKS, {spec}}}\n"
    )


ON_WINDOWS = installation("serviceCIDRs: [10.0.0.0/16], calicoNetwork: {windowsDataplane: HNS}")


def linked(*documents: str, declare: Sequence[str] = ()) -> Cluster:
    text = "---\n".join(documents).encode()
    reading = read_files([Input("a.yaml", lambda: text)], "eksnetlint:").reading
    (cluster,) = link(reading.objects, declarations(declare))
    return cluster


def found(*documents: str, declare: Sequence[str] = ()) -> Enforcement:
    first, *_ = enforcements(linked(*documents, declare=declare))
    return first


def word(value: Value[Outcome]) -> str:
    return "unknown" if isinstance(value, Unknown) else value.value.value


def outcome(*documents: str, declare: Sequence[str] = ()) -> str:
    result = found(*documents, declare=declare)
    assert word(result.ingress) == word(result.egress)
    assert result.because
    return word(result.ingress)


# EKS user guide, "Limit Pod traffic with Kubernetes network policies", considerations;
# amazon-vpc-cni-k8s, Network Policy FAQ (Windows nodes, host networking).
@pytest.mark.parametrize(
    ("manifest", "expected"),
    [
        (workload(LINUX), "enforced"),
        (workload(WINDOWS), "not enforced"),
        (workload("hostNetwork: true"), "not enforced"),
        (workload(WINDOWS + "\n      hostNetwork: true"), "not enforced"),
        (workload("hostNetwork: '{{ .host }}'"), "unknown"),
        (workload(WINDOWS + "\n      hostNetwork: '{{ .host }}'"), "not enforced"),
        # A Pod that no controller owns is passed over, which a manifest does not tell.
        (pod(LINUX), "unknown"),
        (pod(WINDOWS), "not enforced"),
        (workload("restartPolicy: Always"), "enforced"),
    ],
)
def test_the_engine_of_the_vpc_cni(manifest, expected):
    assert outcome(VPC_CNI, policy(), manifest) == expected


def test_pods_that_may_run_on_either_system_leave_it_unknown():
    result = found(VPC_CNI + NODES, policy(), workload("restartPolicy: Always"))
    assert word(result.ingress) == "unknown"
    assert "Linux or on Windows" in result.because


# Calico documentation, "Windows", requirements and limitations; Installation reference.
@pytest.mark.parametrize(
    ("engine", "expected"),
    [
        (ON_WINDOWS, "enforced"),
        (installation("serviceCIDRs: [10.0.0.0/16]"), "not enforced"),
        (installation("calicoNetwork: {windowsDataplane: Disabled}"), "not enforced"),
        (installation("calicoNetwork: {windowsDataplane: HNS}"), "unknown"),
        (
            installation("cni: {type: Calico}, calicoNetwork: {windowsDataplane: HNS}"),
            "not enforced",
        ),
        (installation("calicoNetwork: {windowsDataplane: '{{ .dataplane }}'}"), "unknown"),
        (workload(WINDOWS, "apps/v1 DaemonSet", "calico-node-windows"), "enforced"),
        (workload(LINUX, "apps/v1 DaemonSet", "calico-node"), "unknown"),
    ],
)
@pytest.mark.parametrize("made", [policy(), calico(), calico("GlobalNetworkPolicy")])
def test_calico_on_windows(engine, expected, made):
    assert outcome(made, workload(WINDOWS), engine) == expected


@pytest.mark.parametrize("made", [policy(), calico(), calico("GlobalNetworkPolicy")])
@pytest.mark.parametrize(
    "engine", [ON_WINDOWS, installation(), workload(LINUX, "apps/v1 DaemonSet", "calico-node")]
)
def test_calico_on_linux(engine, made):
    assert outcome(made, workload(LINUX), engine) == "enforced"


# Calico documentation, "Stage network policies"; "Global network policy", Spec.
@pytest.mark.parametrize(
    ("made", "because"),
    [
        (calico("StagedNetworkPolicy"), "a staged policy is only logged"),
        (calico("StagedGlobalNetworkPolicy"), "a staged policy is only logged"),
        (
            policy("projectcalico.org/v3 StagedKubernetesNetworkPolicy"),
            "a staged policy is only logged",
        ),
        (
            calico("GlobalNetworkPolicy", "doNotTrack: true, applyOnForward: true"),
            "it is for host endpoints, not for pods",
        ),
    ],
)
def test_calico_policies_that_restrict_no_pod(made, because):
    result = found(made, workload(LINUX), ON_WINDOWS)
    assert word(result.ingress) == "not enforced"
    assert result.because == because


@pytest.mark.parametrize("pod_spec", [WINDOWS, LINUX])
def test_no_policy_holds_on_the_host_network(pod_spec):
    result = found(policy(), workload(f"{pod_spec}\n      hostNetwork: true"), ON_WINDOWS)
    assert word(result.ingress) == "not enforced"
    assert "host network" in result.because
    assert result.origin.span is not None
    assert result.origin.span.text == "hostNetwork: true"


# EKS user guide, "Fargate profile components" and "wildcards"; network policies, considerations.
@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ("namespace: shop", "not enforced"),
        ("namespace: sh*", "not enforced"),
        ("namespace: other", "enforced"),
        ("namespace: shop, labels: {app: web}", "not enforced"),
        ("namespace: shop, labels: {app: w?b}", "not enforced"),
        ("namespace: shop, labels: {app: web, tier: x}", "enforced"),
        ("namespace: '${NAMESPACE}'", "unknown"),
        ("namespace: other, labels: '${LABELS}'", "enforced"),
    ],
)
def test_nothing_is_enforced_on_fargate(selector, expected):
    cluster = VPC_CNI + f"fargateProfiles: [{{name: f, selectors: [{{{selector}}}]}}]\n"
    assert outcome(cluster, policy(), workload(LINUX)) == expected


@pytest.mark.parametrize(
    ("documents", "declare", "os", "expected"),
    [
        ((), (), LINUX, "unknown"),
        ((), (), WINDOWS, "unknown"),
        ((), ("network_policy_engine=none",), LINUX, "not enforced"),
        ((), ("network_policy_engine=vpc-cni",), LINUX, "enforced"),
        ((), ("network_policy_engine=vpc-cni",), WINDOWS, "not enforced"),
        ((), ("network_policy_engine=calico",), LINUX, "enforced"),
        ((), ("network_policy_engine=calico",), WINDOWS, "enforced"),
        ((), ("network_policy_engine=cilium",), LINUX, "enforced"),
        ((), ("network_policy_engine=cilium",), WINDOWS, "not enforced"),
        # Another engine may be installed by other means.
        ((WITHOUT_ENGINE,), (), LINUX, "unknown"),
        ((WITHOUT_ENGINE,), (), WINDOWS, "unknown"),
        ((workload(LINUX, "apps/v1 DaemonSet", "cilium"),), (), LINUX, "enforced"),
        ((VPC_CNI, ON_WINDOWS), (), WINDOWS, "enforced"),
        ((VPC_CNI, ON_WINDOWS), ("network_policy_engine=vpc-cni",), WINDOWS, "not enforced"),
    ],
)
def test_which_engine_it_is(documents, declare, os, expected):
    assert outcome(policy(), workload(os), *documents, declare=declare) == expected


def test_an_engine_that_is_off_is_told():
    result = found(policy(), workload(LINUX), WITHOUT_ENGINE)
    assert "not switched on here" in result.because
    assert result.because.endswith("declare `network_policy_engine`")


# Each kind is for the engine that brings it along; amazon-network-policy-controller-k8s, CRDs.
@pytest.mark.parametrize(
    ("kind", "os", "documents", "expected"),
    [
        ("networking.k8s.aws/v1alpha1 ApplicationNetworkPolicy", LINUX, (VPC_CNI,), "enforced"),
        (
            "networking.k8s.aws/v1alpha1 ApplicationNetworkPolicy",
            WINDOWS,
            (VPC_CNI,),
            "not enforced",
        ),
        (
            "networking.k8s.aws/v1alpha1 ApplicationNetworkPolicy",
            LINUX,
            (WITHOUT_ENGINE,),
            "not enforced",
        ),
        ("networking.k8s.aws/v1alpha1 ApplicationNetworkPolicy", LINUX, (), "unknown"),
    ],
)
def test_policies_of_the_vpc_cni(kind, os, documents, expected):
    assert outcome(policy(kind), workload(os), *documents) == expected


def test_cilium_policies_are_for_cilium_alone():
    spec = "{endpointSelector: {matchLabels: {app: web}}, ingress: [{}], egress: [{}]}"
    made = policy("cilium.io/v2 CiliumNetworkPolicy", spec)
    agent = workload(LINUX, "apps/v1 DaemonSet", "cilium")
    assert outcome(made, workload(LINUX), agent) == "enforced"
    assert outcome(made, workload(WINDOWS), agent) == "not enforced"
    assert outcome(made, workload(LINUX), ON_WINDOWS) == "unknown"
    declare = ("network_policy_engine=calico",)
    assert outcome(made, workload(LINUX), ON_WINDOWS, declare=declare) == "not enforced"


def test_who_takes_an_admin_network_policy_is_not_evaluated():
    kind = "policy.networking.k8s.io/v1alpha1 AdminNetworkPolicy"
    made = policy(kind, "{subject: {namespaces: {}}, ingress: [{}], egress: [{}]}")
    assert outcome(made, workload(LINUX), VPC_CNI) == "unknown"
    declare = ("network_policy_engine=none",)
    assert outcome(made, workload(LINUX), declare=declare) == "not enforced"


# Directions


def test_a_direction_that_the_policy_leaves_alone_is_told():
    made = policy(spec="{podSelector: {}, policyTypes: [Ingress]}")
    for manifest in (workload(WINDOWS), workload(LINUX)):
        assert word(found(VPC_CNI, made, manifest).egress) == "not restricted"


def test_a_direction_that_cannot_be_seen_is_unknown_unless_nothing_is_enforced():
    made = policy(spec="{podSelector: {}, policyTypes: '{{ .types }}'}")
    assert word(found(VPC_CNI, made, workload(LINUX)).egress) == "unknown"
    assert word(found(VPC_CNI, made, workload(WINDOWS)).egress) == "not enforced"


# Selection


def test_a_policy_says_nothing_about_pods_it_does_not_select():
    made = policy(spec="{podSelector: {matchLabels: {app: other}}}")
    assert list(enforcements(linked(VPC_CNI, made, workload(LINUX)))) == []


def test_where_selection_is_unknown_so_is_enforcement_unless_nothing_enforces_it():
    made = policy(spec="{podSelector: {matchLabels: {app: '{{ .app }}'}}}")
    assert word(found(VPC_CNI, made, workload(LINUX)).ingress) == "unknown"
    assert word(found(VPC_CNI, made, workload(WINDOWS)).ingress) == "not enforced"


# EKS user guide, "Assign security groups to individual Pods", considerations.
def pod_eni_is(text: str) -> str:
    values = f'{{"env": {{"ENABLE_POD_ENI": "{text}"}}}}'
    return f"addons: [{{name: vpc-cni, configurationValues: '{values}'}}]\n"


GROUPS = (
    "apiVersion: vpcresources.k8s.aws/v1beta1\nkind: SecurityGroupPolicy\n"
    "metadata: {name: sgp, namespace: shop}\n"
    "spec: {podSelector: {}, securityGroups: {groupIds: [sg-1]}}\n"
)


@pytest.mark.parametrize(
    ("documents", "expected"),
    [
        ((workload(WINDOWS),), "not enforced"),
        ((workload(LINUX),), "unknown"),
        ((workload("hostNetwork: true"),), "not enforced"),
        ((workload(LINUX), GROUP + pod_eni_is("true")), "enforced"),
        ((workload(LINUX), GROUP + pod_eni_is("false")), "not enforced"),
        ((workload(WINDOWS), GROUP + pod_eni_is("true")), "not enforced"),
        (
            (
                workload(LINUX),
                GROUP + "fargateProfiles: [{name: f, selectors: [{namespace: shop}]}]\n",
            ),
            "enforced",
        ),
    ],
)
def test_security_groups_for_pods(documents, expected):
    assert outcome(GROUPS, *documents) == expected


# Places


def test_a_policy_without_effect_points_at_what_decides():
    result = found(VPC_CNI, policy(), workload(WINDOWS))
    assert result.because == LINUX_ONLY
    assert result.origin.span is not None
    assert result.origin.span.text == 'enableNetworkPolicy: "true"'


def test_a_missing_windows_dataplane_points_at_the_installation():
    result = found(policy(), workload(WINDOWS), installation())
    assert result.because == "Calico's Windows dataplane is disabled"
    assert result.origin.span is not None
    assert result.origin.span.text == "name: default"


def test_missing_service_cidrs_are_told():
    refused = "cni: {type: Calico}, calicoNetwork: {windowsDataplane: HNS}"
    assert "serviceCIDRs" in found(policy(), workload(WINDOWS), installation(refused)).because
    open_one = installation("calicoNetwork: {windowsDataplane: HNS}")
    assert "serviceCIDRs" in found(policy(), workload(WINDOWS), open_one).because
    declare = ("network_policy_engine=calico",)
    assert outcome(policy(), workload(WINDOWS), open_one, declare=declare) == "enforced"


def test_the_workloads_without_enforcement_are_a_fact_of_the_policy():
    other = workload(LINUX).replace("name: web", "name: api")
    cluster = linked(VPC_CNI, policy(), workload(WINDOWS), other)
    found = fact("network_policy", cluster.network_policies[0], cluster, "unenforced_workloads")
    assert isinstance(found, Known)
    assert [item.title for item in found.value] == ["Deployment shop/web"]
    assert [frame.note for frame in found.origin.frames] == [
        "",
        f"Deployment shop/web: {LINUX_ONLY}",
    ]
