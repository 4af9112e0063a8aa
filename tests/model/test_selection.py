"""Which workloads policies select: namespaces, labels, service accounts."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eksnetlint.model.cluster import Cluster
from eksnetlint.model.declared import NOTHING
from eksnetlint.model.linking import link
from eksnetlint.model.namespaces import ByNamespace
from eksnetlint.model.policy_facts import policy_workloads
from eksnetlint.model.selection import (
    selects,
    selects_for_security_groups,
)
from eksnetlint.readers.files import Input, read_files
from eksnetlint.values import Known, Reason, Unknown, Value


def word(value: Value[bool]) -> str:
    return "unknown" if isinstance(value, Unknown) else "true" if value.value else "false"


def linked(**files: str) -> Cluster:
    """Files by name, with ``__`` for a slash, as the one cluster they make."""
    inputs = [Input(f"{name.replace('__', '/')}.yaml", text.encode) for name, text in files.items()]
    (cluster,) = link(read_files(inputs, "eksnetlint:").reading.objects, NOTHING)
    return cluster


def workload(meta: str = "namespace: shop", labels: str = "{app: web}", pod: str = "") -> str:
    return (
        f"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: web, {meta}}}\nspec:\n"
        f"  template:\n    metadata:\n      labels: {labels}\n    spec:\n"
        f"      containers: [{{name: web}}]\n{pod}"
    )


def policy(meta: str = "namespace: shop", selector: str = "{}") -> str:
    return (
        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n"
        f"metadata: {{name: deny, {meta}}}\nspec:\n  podSelector: {selector}\n"
    )


def group_policy(spec: str, meta: str = "namespace: shop") -> str:
    return (
        "apiVersion: vpcresources.k8s.aws/v1beta1\nkind: SecurityGroupPolicy\n"
        f"metadata: {{name: groups, {meta}}}\nspec: {{{spec}}}\n"
    )


def account(labels: str = "{role: api}", meta: str = "namespace: shop") -> str:
    return (
        "apiVersion: v1\nkind: ServiceAccount\n"
        f"metadata: {{name: robot, {meta}, labels: {labels}}}\n"
    )


def selected(cluster: Cluster) -> str:
    return word(selects(cluster.network_policies[0], cluster.workloads[0], cluster))


@pytest.mark.parametrize(
    ("meta", "other_meta", "expected"),
    [
        ("namespace: shop", "namespace: shop", "true"),
        ("namespace: shop", "namespace: other", "false"),
        ("namespace: shop", "a: b", "unknown"),
        ("a: b", "namespace: shop", "unknown"),
        ("a: b", "a: b", "true"),
        ("namespace: '{{ .x }}'", "namespace: shop", "unknown"),
        ("namespace: '{{ .x }}'", "namespace: '{{ .x }}'", "unknown"),
    ],
)
def test_a_policy_selects_in_its_own_namespace(meta, other_meta, expected):
    assert selected(linked(a=workload(meta), b=policy(other_meta))) == expected


def test_manifests_without_a_namespace_in_two_folders_may_be_in_two():
    assert selected(linked(one__a=workload("a: b"), two__b=policy("a: b"))) == "unknown"


@pytest.mark.parametrize(
    ("labels", "selector", "expected"),
    [
        ("{app: web}", "{}", "true"),
        ("{app: web}", "{matchLabels: {app: web}}", "true"),
        ("{app: web}", "{matchLabels: {app: db}}", "false"),
        ("{app: web}", "{matchLabels: {app: web, tier: x}}", "false"),
        ("{app: '{{ .x }}'}", "{matchLabels: {app: web}}", "unknown"),
        ("{app: web, '{{ .k }}': x}", "{matchLabels: {app: web}}", "true"),
        ("{app: web, '{{ .k }}': x}", "{matchLabels: {tier: x}}", "unknown"),
        ("'{{ .all }}'", "{matchLabels: {tier: x}}", "unknown"),
        ("{app: web}", "{matchLabels: {app: '{{ .x }}'}}", "unknown"),
        ("{app: web}", "'{{ .x }}'", "unknown"),
        ("{app: web}", "{matchExpressions: [{key: app, operator: In, values: [web]}]}", "true"),
        ("{app: web}", "{matchExpressions: [{key: app, operator: NotIn, values: [web]}]}", "false"),
        ("{app: web}", "{matchExpressions: [{key: tier, operator: DoesNotExist}]}", "true"),
        ("{app: web}", "{matchExpressions: [{key: app, operator: Like}]}", "unknown"),
    ],
)
def test_a_policy_selects_by_labels(labels, selector, expected):
    assert selected(linked(a=workload(labels=labels), b=policy(selector=selector))) == expected


def test_another_namespace_decides_before_hidden_labels_do():
    files = {"a": workload(labels="'{{ .x }}'"), "b": policy("namespace: other", "'{{ .y }}'")}
    assert selected(linked(**files)) == "false"


def test_a_cluster_wide_policy_selects_in_every_namespace():
    text = (
        "apiVersion: projectcalico.org/v3\nkind: GlobalNetworkPolicy\n"
        "metadata: {name: deny}\nspec: {selector: app == 'web'}\n"
    )
    assert selected(linked(a=workload(), b=text)) == "true"


# --- security groups -----------------------------------------------------------------------


def group_selected(spec: str, meta: str = "namespace: shop", pod: str = "", **more: str) -> str:
    cluster = linked(a=workload(pod=pod), b=group_policy(spec, meta), **more)
    found = selects_for_security_groups(
        cluster.security_group_policies[0], cluster.workloads[0], cluster
    )
    return word(found)


PODS = "podSelector: {matchLabels: {app: web}}"
NOT_PODS = "podSelector: {matchLabels: {app: db}}"
ACCOUNTS = "serviceAccountSelector: {matchLabels: {role: api}}"
ROBOT = "      serviceAccountName: robot\n"


@pytest.mark.parametrize(
    ("spec", "meta", "expected"),
    [
        (PODS, "namespace: shop", "true"),
        (NOT_PODS, "namespace: shop", "false"),
        (PODS, "namespace: other", "false"),
        (PODS, "a: b", "unknown"),
        ("podSelector: {}", "namespace: shop", "true"),
        ("securityGroups: {groupIds: [sg-1]}", "namespace: shop", "false"),
        (ACCOUNTS, "namespace: shop", "unknown"),
        (ACCOUNTS, "namespace: other", "false"),
        (f"{NOT_PODS}, {ACCOUNTS}", "namespace: shop", "false"),
        (f"{PODS}, {ACCOUNTS}", "namespace: shop", "unknown"),
    ],
)
def test_a_security_group_policy_selects_by_what_it_gives(spec, meta, expected):
    assert group_selected(spec, meta, ROBOT) == expected


@pytest.mark.parametrize(
    ("spec", "account_text", "expected"),
    [
        (ACCOUNTS, account(), "true"),
        (ACCOUNTS, account("{role: db}"), "false"),
        (ACCOUNTS, account("'{{ .x }}'"), "unknown"),
        (ACCOUNTS, account(meta="namespace: other"), "unknown"),
        (ACCOUNTS, account().replace("robot", "human"), "unknown"),
        (f"{PODS}, {ACCOUNTS}", account(), "true"),
        (f"{NOT_PODS}, {ACCOUNTS}", account(), "false"),
        (f"{PODS}, {ACCOUNTS}", account("{role: db}"), "false"),
    ],
)
def test_a_security_group_policy_selects_by_the_pods_service_account(spec, account_text, expected):
    assert group_selected(spec, pod=ROBOT, c=account_text) == expected


def test_a_pod_without_an_account_has_the_default_one():
    text = account().replace("robot", "default")
    assert group_selected(ACCOUNTS, c=text) == "true"


# --- Windows pods --------------------------------------------------------------------------

WINDOWS = "      nodeSelector: {kubernetes.io/os: windows}\n"
LINUX = "      nodeSelector: {kubernetes.io/os: linux}\n"
HIDDEN = "      nodeSelector: {kubernetes.io/os: '{{ .os }}'}\n"
HOST = "      hostNetwork: true\n"
MAYBE_HOST = "      hostNetwork: '{{ .host }}'\n"


def ordinary_windows(cluster):
    """Whether the first workload counts as one with ordinary Windows pods."""
    first = cluster.workloads[0]
    is_candidate = first in cluster.windows_candidates.candidates(first.namespace)
    return word(first.is_ordinary_windows) if is_candidate else "false"


@pytest.mark.parametrize(
    ("pod", "expected"),
    [
        (WINDOWS, "true"),
        (LINUX, "false"),
        ("", "false"),
        (HIDDEN, "unknown"),
        (WINDOWS + HOST, "false"),
        (WINDOWS + MAYBE_HOST, "unknown"),
        (LINUX + MAYBE_HOST, "false"),
        (HIDDEN + HOST, "false"),
    ],
)
def test_an_ordinary_windows_workload(pod, expected):
    assert word(linked(a=workload(pod=pod)).workloads[0].is_ordinary_windows) == expected


def candidates(cluster: Cluster) -> list[str]:
    found = cluster.windows_candidates.candidates(None)
    return [item.os_cause.value for item in found if isinstance(item.os_cause, Known)]


def test_a_hidden_system_alone_is_taken_for_linux():
    assert candidates(linked(a=workload(pod=HIDDEN), b=workload(pod=LINUX))) == []


@pytest.mark.parametrize(
    "other",
    [
        workload(pod=WINDOWS + HOST),
        "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\n"
        "metadata: {name: x, region: y}\n"
        "nodeGroups: [{name: w, amiFamily: WindowsServer2022CoreContainer}]\n",
    ],
    ids=["workload", "node group"],
)
def test_beside_windows_a_hidden_system_may_be_windows(other):
    found = candidates(linked(a=workload(pod=HIDDEN), b=other))
    assert found == ["nodeSelector kubernetes.io/os"]


# --- found by namespace --------------------------------------------------------------------

METAS = {
    "shop": "namespace: shop",
    "other": "namespace: other",
    "unset": "a: b",
    "hidden": "namespace: '{{ .x }}'",
}
NAMESPACES: list[Value[str] | None] = [
    None,
    Known("a"),
    Known("b"),
    Unknown(Reason("not named"), is_set=False),
]


@given(st.lists(st.sampled_from(NAMESPACES)), st.sampled_from(NAMESPACES))
def test_candidates_are_all_that_may_be_in_a_namespace_in_order(namespaces, wanted):
    items = list(enumerate(namespaces))
    found = list(ByNamespace(items, lambda item: item[1]).candidates(wanted))
    assert found == [
        item
        for item in items
        if not (isinstance(item[1], Known) and isinstance(wanted, Known) and item[1] != wanted)
    ]


@pytest.mark.parametrize("metas", list(product(METAS, repeat=3)), ids=" / ".join)
def test_looking_by_namespace_finds_every_selected_workload(metas):
    one, two, three = (METAS[name] for name in metas)
    text = f"{workload(one)}---\n{workload(two).replace('web, ', 'other, ', 1)}"
    cluster = linked(a=text, b=policy(three))
    by_hand = [
        item.title
        for item in cluster.workloads
        if word(selects(cluster.network_policies[0], item, cluster)) == "true"
    ]
    found = policy_workloads(cluster.network_policies[0], cluster)
    assert isinstance(found, Known)
    assert [item.title for item in found.value] == by_hand


# Calico documentation, "Global network policy", namespaceSelector and serviceAccountSelector;
# Kubernetes documentation, "Well-known labels", kubernetes.io/metadata.name.


def namespace(labels: str = "{team: a}", name: str = "shop") -> str:
    return f"apiVersion: v1\nkind: Namespace\nmetadata: {{name: {name}, labels: {labels}}}\n"


def global_policy(spec: str) -> str:
    return (
        "apiVersion: projectcalico.org/v3\nkind: GlobalNetworkPolicy\n"
        f"metadata: {{name: deny}}\nspec: {{{spec}}}\n"
    )


@pytest.mark.parametrize(
    ("selector", "object_labels", "expected"),
    [
        ("team == 'a'", "{team: a}", "true"),
        ("team == 'a'", "{team: b}", "false"),
        ("team == 'a'", "{}", "false"),
        ("team == 'a'", "{team: '{{ .team }}'}", "unknown"),
        ("team == 'a'", None, "unknown"),
        ("projectcalico.org/name == 'shop'", None, "true"),
        ("projectcalico.org/name != 'shop'", None, "false"),
        ("kubernetes.io/metadata.name in {'shop', 'till'}", "{}", "true"),
        ("all()", None, "true"),
        ("has(team", "{}", "unknown"),
    ],
)
def test_a_global_policy_selects_by_the_labels_of_namespaces(selector, object_labels, expected):
    made = global_policy(f'namespaceSelector: "{selector}"')
    files = {"a": workload(), "b": made}
    if object_labels is not None:
        files["c"] = namespace(object_labels)
    assert selected(linked(**files)) == expected


def test_the_namespace_of_another_name_does_not_matter():
    made = global_policy("namespaceSelector: team == 'a'")
    assert selected(linked(a=workload(), b=made, c=namespace(name="till"))) == "unknown"


def test_a_namespace_that_is_not_known_has_unknown_labels():
    made = global_policy("namespaceSelector: projectcalico.org/name == 'shop'")
    assert selected(linked(a=workload("a: b"), b=made)) == "unknown"


@pytest.mark.parametrize(
    ("selector", "expected"),
    [("role == 'api'", "true"), ("role == 'db'", "false"), ("has(other)", "false")],
)
def test_a_calico_policy_selects_by_service_account(selector, expected):
    made = global_policy(f"selector: app == 'web', serviceAccountSelector: {selector}")
    pod_spec = "      serviceAccountName: robot\n"
    files = {"a": workload(pod=pod_spec), "b": made}
    assert selected(linked(**files, c=account())) == expected
    assert selected(linked(**files)) == "unknown"


# network-policy-api, AdminNetworkPolicy, Subject; amazon-network-policy-controller-k8s, CRDs.
@pytest.mark.parametrize(
    "kind",
    [
        "policy.networking.k8s.io/v1alpha1 AdminNetworkPolicy",
        "policy.networking.k8s.io/v1alpha1 BaselineAdminNetworkPolicy",
        "networking.k8s.aws/v1alpha1 ClusterNetworkPolicy",
    ],
)
@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("{namespaces: {}}", "true"),
        ("{namespaces: {matchLabels: {kubernetes.io/metadata.name: shop}}}", "true"),
        ("{namespaces: {matchLabels: {team: b}}}", "false"),
        ("{pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: web}}}}", "true"),
        ("{pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: db}}}}", "false"),
        ("{pods: {namespaceSelector: {matchLabels: {team: b}}, podSelector: {}}}", "false"),
        ("'{{ .subject }}'", "unknown"),
        ("{}", "unknown"),
        ("{nodes: {}}", "unknown"),
    ],
)
def test_cluster_wide_policies_select_by_their_subject(kind, subject, expected):
    api_version, name = kind.split()
    made = (
        f"apiVersion: {api_version}\nkind: {name}\nmetadata: {{name: p}}\n"
        f"spec: {{subject: {subject}}}\n"
    )
    assert selected(linked(a=workload(), b=made, c=namespace())) == expected


# The commonest check for missing policies ("ensure all pods have a network policy") was seen to
# err in these four ways. Each pod here is, or is not, selected all the same.


def pod(labels: str, namespace: str = "shop") -> str:
    return (
        f"apiVersion: v1\nkind: Pod\nmetadata: {{name: web, namespace: {namespace}{labels}}}\n"
        "spec: {containers: [{name: a}]}\n"
    )


def test_a_policy_in_another_namespace_selects_no_pod_here():
    made = policy("namespace: other", "{matchLabels: {app: web}}")
    assert selected(linked(a=pod(", labels: {app: web}"), b=made)) == "false"


def test_a_selector_of_expressions_alone_does_not_select_every_pod():
    made = policy(selector="{matchExpressions: [{key: app, operator: In, values: [db]}]}")
    assert selected(linked(a=pod(", labels: {app: web}"), b=made)) == "false"
    assert selected(linked(a=pod(", labels: {app: db}"), b=made)) == "true"


def test_a_pod_without_labels_is_not_selected_by_labels():
    made = policy(selector="{matchLabels: {app: web}}")
    assert selected(linked(a=pod(""), b=made)) == "false"
    assert selected(linked(a=pod(""), b=policy(selector="{}"))) == "true"


@pytest.mark.parametrize(
    ("kind", "spec"),
    [
        ("cilium.io/v2 CiliumNetworkPolicy", "{endpointSelector: {matchLabels: {app: web}}}"),
        ("projectcalico.org/v3 NetworkPolicy", "{selector: app == 'web'}"),
        ("crd.projectcalico.org/v1 NetworkPolicy", "{selector: app == 'web'}"),
        (
            "networking.k8s.aws/v1alpha1 ApplicationNetworkPolicy",
            "{podSelector: {matchLabels: {app: web}}}",
        ),
    ],
)
def test_policies_of_other_vendors_select_pods_too(kind, spec):
    api_version, name = kind.split()
    made = (
        f"apiVersion: {api_version}\nkind: {name}\n"
        f"metadata: {{name: p, namespace: shop}}\nspec: {spec}\n"
    )
    assert selected(linked(a=pod(", labels: {app: web}"), b=made)) == "true"
    assert selected(linked(a=pod(", labels: {app: db}"), b=made)) == "false"
