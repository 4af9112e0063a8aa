"""The facts that rules may name: all there, each of a type, each with a value."""

from __future__ import annotations

from enum import Enum

import pytest

from eksnetlint.model.cluster import Cluster
from eksnetlint.model.declared import NOTHING, declarations
from eksnetlint.model.facts import FactType, fact, fact_types, meaning, values_of
from eksnetlint.model.linking import link
from eksnetlint.model.meanings import MEANINGS
from eksnetlint.model.node_group import Dsr, NodeGroup, Os
from eksnetlint.model.subjects import SUBJECTS
from eksnetlint.model.workload import Workload
from eksnetlint.readers.files import Input, read_files
from eksnetlint.values import Known, Unknown, known_or

EVERYTHING = """\
apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata: {name: shop, region: eu-west-1}
vpc: {cidr: 10.0.0.0/16}
nodeGroups:
  - {name: linux}
  - {name: windows, amiFamily: WindowsServer2022CoreContainer, containerRuntime: containerd}
accessConfig:
  accessEntries:
    - {principalARN: "arn:aws:iam::111122223333:role/windows", type: EC2_WINDOWS}
iamIdentityMappings:
  - {arn: "arn:aws:iam::111122223333:role/windows", groups: [system:nodes]}
---
apiVersion: karpenter.sh/v1
kind: NodePool
metadata: {name: more}
spec: {template: {spec: {nodeClassRef: {kind: EC2NodeClass, name: more}}}}
---
apiVersion: karpenter.k8s.aws/v1
kind: EC2NodeClass
metadata: {name: more}
spec: {amiSelectorTerms: [{alias: windows2022@latest}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: vpc-resource-controller, namespace: kube-system}
spec: {template: {spec: {containers: [{name: controller}]}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    metadata: {labels: {app: web}}
    spec: {nodeSelector: {kubernetes.io/os: windows}, containers: [{name: web}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny, namespace: shop}
spec: {podSelector: {}}
---
apiVersion: vpcresources.k8s.aws/v1beta1
kind: SecurityGroupPolicy
metadata: {name: groups, namespace: shop}
spec: {podSelector: {}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: amazon-vpc-cni, namespace: kube-system}
data: {enable-windows-ipam: "true"}
---
apiVersion: operator.tigera.io/v1
kind: Installation
metadata: {name: default}
spec: {calicoNetwork: {windowsDataplane: HNS}}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{port: 80}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: kubernetes-services-endpoint, namespace: tigera-operator}
data: {KUBERNETES_SERVICE_HOST: abc.eks.amazonaws.com, KUBERNETES_SERVICE_PORT: "443"}
---
apiVersion: node.k8s.io/v1
kind: RuntimeClass
metadata: {name: windows}
handler: runhcs-wcow-process
"""
NOTHING_KNOWN = """\
apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata: {name: "{{ .a }}", region: "{{ .b }}", version: "{{ .c }}"}
nodeGroups:
  - {name: "{{ .d }}", amiFamily: "{{ .e }}", instanceType: "{{ .f }}"}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: "{{ .g }}", namespace: "{{ .h }}"}
spec:
  template:
    metadata: {labels: "{{ .i }}"}
    spec: {nodeSelector: "{{ .j }}", hostNetwork: "{{ .k }}", containers: [{name: "{{ .l }}"}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: "{{ .m }}", namespace: "{{ .n }}"}
spec: {podSelector: "{{ .o }}"}
"""


def linked(text: str) -> Cluster:
    objects = read_files([Input("a.yaml", text.encode)], "eksnetlint:").reading.objects
    (cluster,) = link(objects, NOTHING)
    return cluster


ALL = [(subject, name) for subject in SUBJECTS for name in fact_types(subject)]


@pytest.mark.parametrize("text", [EVERYTHING, NOTHING_KNOWN], ids=["known", "hidden"])
@pytest.mark.parametrize(("subject", "name"), ALL, ids=".".join)
def test_every_fact_has_a_value_of_its_type(subject, name, text):
    cluster = linked(text)
    expected = fact_types(subject)[name]
    for thing in SUBJECTS[subject].objects(cluster):
        value = fact(subject, thing, cluster, name)
        assert isinstance(value, Known | Unknown)
        found = None if isinstance(value, Unknown) else value.value
        if found is None:
            assert isinstance(value, Unknown) or expected.is_optional
            continue
        assert isinstance(found, expected.kind)
        parts = found if isinstance(found, tuple) else ()
        assert all(isinstance(item, expected.items or object) for item in parts)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_subject_is_found_in_a_cluster_that_has_it(subject):
    assert SUBJECTS[subject].objects(linked(EVERYTHING))


@pytest.mark.parametrize(
    ("subject", "name", "expected"),
    [
        ("node_group", "name", FactType(str)),
        ("node_group", "os", FactType(Os)),
        ("node_group", "dsr", FactType(Dsr)),
        ("node_group", "max_pods", FactType(int)),
        ("node_group", "windows_version", FactType(int, is_optional=True)),
        ("node_group", "edition", FactType(str, is_optional=True)),
        ("node_group", "instance_types", FactType(tuple, str)),
        ("node_group", "pod_capacity", FactType(int)),
        ("cluster", "windows_node_groups", FactType(tuple, NodeGroup)),
        ("cluster", "service_count", FactType(int)),
        ("cluster", "windows_ipam", FactType(bool)),
        ("network_policy", "windows_workloads", FactType(tuple, Workload)),
    ],
)
def test_the_type_of_a_fact_is_that_of_its_value(subject, name, expected):
    assert fact_types(subject)[name] == expected


@pytest.mark.parametrize(
    ("subject", "name"),
    [
        ("node_group", "span"),
        ("node_group", "title"),
        ("cluster", "node_groups"),
        ("cluster", "declared"),
        ("workload", "labels"),
        # None there stands for a cluster-wide policy: no rule compares it.
        ("network_policy", "selector"),
    ],
)
def test_what_is_no_value_is_no_fact(subject, name):
    assert name not in fact_types(subject)


def test_names_are_words_with_underscores():
    assert all(name.isidentifier() and name == name.lower() for _, name in ALL)


def test_a_function_comes_before_the_field_it_is_named_after():
    cluster = linked(EVERYTHING)
    group = cluster.node_groups[1]
    assert SUBJECTS["node_group"].functions["dsr"](group, cluster) == fact(
        "node_group", group, cluster, "dsr"
    )


def test_a_name_that_is_no_fact_is_a_bug():
    cluster = linked(EVERYTHING)
    with pytest.raises(AttributeError):
        fact("node_group", cluster.node_groups[0], cluster, "nothing")


class Plain(Enum):
    ONE = "one"
    TWO = "two"


@pytest.mark.parametrize(
    ("kind", "words"), [(Plain, ("one", "two")), (str, None), (int, None), (tuple, None)]
)
def test_the_words_of_an_enumeration(kind, words):
    assert values_of(kind) == words


# --- facts of objects and their cluster ----------------------------------------------------


def known(subject: str, name: str, text: str, index: int = 0) -> object:
    """A fact of one object: titles for objects, words for enumerations, "unknown"."""
    cluster = linked(text)
    value = fact(subject, SUBJECTS[subject].objects(cluster)[index], cluster, name)
    if isinstance(value, Unknown):
        return "unknown"
    if isinstance(value.value, tuple):
        return [getattr(item, "title", item) for item in value.value]
    return value.value


WORKLOAD = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: %s, namespace: shop}
spec:
  template:
    metadata: {labels: {app: %s}}
    spec: {nodeSelector: {kubernetes.io/os: %s}, containers: [{name: a}]}
"""
NAMESPACE = "apiVersion: v1\nkind: Namespace\nmetadata: {name: %s}\n"
POLICY = """\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny, namespace: shop}
spec: {podSelector: %s}
"""
WINDOWS, LINUX = WORKLOAD % ("w", "w", "windows"), WORKLOAD % ("l", "l", "linux")
HIDDEN = WORKLOAD % ("h", "'{{ .app }}'", "windows")
HOST = (WORKLOAD % ("host", "w", "windows")).replace(
    "spec: {node", "spec: {hostNetwork: true, node"
)
SELECTS_W = POLICY % "{matchLabels: {app: w}}"
WEB = "Deployment shop/w"


def joined(*documents: str) -> str:
    return "---\n".join(documents)


@pytest.mark.parametrize(
    ("name", "documents", "expected"),
    [
        ("is_system", [WINDOWS], False),
        ("is_system", [WINDOWS.replace("shop", "kube-system")], True),
        ("is_declared", [WINDOWS], False),
        ("is_declared", [WINDOWS, NAMESPACE % "shop"], True),
        ("is_declared", [WINDOWS, NAMESPACE % "other"], False),
        ("windows_workloads", [WINDOWS, LINUX, HOST], [WEB]),
        ("other_workloads", [WINDOWS, LINUX], ["Deployment shop/l"]),
        ("every_windows_pod_is_selected", [WINDOWS], False),
        ("every_windows_pod_is_selected", [WINDOWS, POLICY % "{}"], True),
        ("every_windows_pod_is_selected", [WINDOWS, LINUX, SELECTS_W], True),
        ("every_windows_pod_is_selected", [WINDOWS, HIDDEN, SELECTS_W], "unknown"),
        ("every_windows_pod_is_selected", [LINUX], True),
        ("every_windows_pod_is_selected", [WINDOWS, HOST, SELECTS_W], True),
        ("every_other_pod_is_selected", [WINDOWS, LINUX, SELECTS_W], False),
        ("every_other_pod_is_selected", [WINDOWS, LINUX, POLICY % "{}"], True),
    ],
)
def test_what_follows_about_a_namespace(name, documents, expected):
    assert known("namespace", name, joined(*documents)) == expected


@pytest.mark.parametrize(
    ("documents", "expected"),
    [
        ([POLICY % "{}", WINDOWS], [WEB]),
        ([POLICY % "{}", LINUX], []),
        ([POLICY % "{}", HOST], []),
        ([SELECTS_W, HIDDEN], "unknown"),
        ([SELECTS_W, HIDDEN, WINDOWS], [WEB]),
        ([SELECTS_W, LINUX], []),
    ],
)
def test_the_windows_workloads_a_policy_selects(documents, expected):
    assert known("network_policy", "windows_workloads", joined(*documents)) == expected
    groups = documents[0].replace("networking.k8s.io/v1", "vpcresources.k8s.aws/v1beta1")
    groups = groups.replace("NetworkPolicy", "SecurityGroupPolicy")
    found = known("security_group_policy", "windows_workloads", joined(groups, *documents[1:]))
    assert found == expected


def test_a_policy_s_workloads_are_located_with_what_makes_them_windows():
    cluster = linked(joined(SELECTS_W, WINDOWS))
    value = fact("network_policy", cluster.network_policies[0], cluster, "windows_workloads")
    assert [(frame.span.text, frame.note) for frame in value.origin.frames] == [
        ("name: deny", ""),
        (
            "kubernetes.io/os: windows",
            "Deployment shop/w runs on Windows (nodeSelector kubernetes.io/os)",
        ),
    ]


@pytest.mark.parametrize(
    ("flag", "expected"), [("true", True), ("1", True), ("false", False), ("yes", False)]
)
def test_one_configuration_s_own_settings(flag, expected):
    text = f"""\
apiVersion: v1
kind: ConfigMap
metadata: {{name: amazon-vpc-cni, namespace: kube-system}}
data: {{enable-windows-ipam: "{flag}", enable-windows-prefix-delegation: "{flag}"}}
"""
    for name in ("windows_ipam", "prefix_delegation"):
        assert known("cni_configuration", name, text) is expected


@pytest.mark.parametrize(
    "family", ["WindowsServer2019CoreContainer", "WindowsServer2022FullContainer"]
)
@pytest.mark.parametrize("state", [Dsr.ENABLED, Dsr.DISABLED])
def test_a_declaration_settles_dsr_where_the_file_leaves_it_open(family, state):
    head = EVERYTHING.partition("nodeGroups")[0]
    text = f"{head}nodeGroups: [{{name: w, amiFamily: {family}}}]\n"
    objects = read_files([Input("a.yaml", text.encode)], "eksnetlint:").reading.objects
    (cluster,) = link(objects, declarations([f"dsr={state.value}"]))
    group = cluster.node_groups[0]
    value = fact("node_group", group, cluster, "dsr")
    assert value == Known(state, group.dsr.origin)
    is_on = fact("node_group", group, cluster, "is_dsr_on")
    assert known_or(is_on, None) is (state is Dsr.ENABLED)


def test_without_a_declaration_dsr_is_what_the_file_says():
    text = EVERYTHING.replace("2022", "2019")
    assert known("node_group", "dsr", text, 1) is Dsr.NOT_CONFIGURED
    assert known("node_group", "dsr", EVERYTHING, 1) == "unknown"


@pytest.mark.parametrize(("subject", "name"), ALL)
def test_every_fact_says_what_it_means_in_one_sentence(subject: str, name: str) -> None:
    assert meaning(subject, name).endswith(".")


@pytest.mark.parametrize("subject", SUBJECTS)
def test_no_meaning_is_given_for_a_field_that_is_no_fact(subject: str) -> None:
    functions = SUBJECTS[subject].functions
    assert MEANINGS[subject].keys() == fact_types(subject).keys() - functions.keys()
