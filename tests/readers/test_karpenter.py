"""Karpenter's objects as node groups: v1, v1beta1 and what came before.

Sources: karpenter-provider-aws at 1d92708 (2026-08-21), pkg/apis/v1/ec2nodeclass.go,
pkg/providers/amifamily/windows.go and bootstrap/windows.go, pkg/providers/instancetype/types.go;
Karpenter documentation, "NodePools", "NodeClasses", "v1beta1 Migration" and "v1 Migration".
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from eksnetlint.model.bootstrap import Caller
from eksnetlint.model.cluster import Cluster
from eksnetlint.model.declared import NOTHING
from eksnetlint.model.linking import link
from eksnetlint.model.node_group import Dsr, NodeGroup, Os, Provisioner
from eksnetlint.readers.files import Input, read_files
from eksnetlint.values import Known, Unknown, Value, is_known, known_or

WINDOWS = {"key": "kubernetes.io/os", "operator": "In", "values": ["windows"]}
CUSTOM = "what a NodeClass with amiFamily Custom runs is not in these files"
DIFFER = "a NodePool and its class of nodes ask for different systems"
NO_CLASS = "the class of a NodePool's nodes is not in these files"
LINUX = {"key": "kubernetes.io/os", "operator": "In", "values": ["linux"]}


def node_pool(*requirements: dict[str, Any], **template: Any) -> dict[str, Any]:
    metadata = template.pop("metadata", {})
    spec = {
        "nodeClassRef": {"group": "karpenter.k8s.aws", "kind": "EC2NodeClass", "name": "nodes"},
        "requirements": list(requirements),
        **template,
    }
    return {
        "apiVersion": "karpenter.sh/v1",
        "kind": "NodePool",
        "metadata": {"name": "pool"},
        "spec": {"template": {"metadata": metadata, "spec": spec}},
    }


def node_class(alias: str | None = "windows2022@latest", **spec: Any) -> dict[str, Any]:
    terms = {"amiSelectorTerms": [{"alias": alias}]} if alias else {}
    return {
        "apiVersion": "karpenter.k8s.aws/v1",
        "kind": "EC2NodeClass",
        "metadata": {"name": "nodes"},
        "spec": {**terms, **spec},
    }


def cluster(*documents: dict[str, Any]) -> Cluster:
    texts = {f"{number}.yaml": json.dumps(item) for number, item in enumerate(documents)}
    inputs = [
        Input(name, lambda text=text: text.encode())  # type: ignore[misc]
        for name, text in texts.items()
    ]
    (found,) = link(read_files(inputs, "x:").reading.objects, NOTHING)
    return found


def group(*documents: dict[str, Any]) -> NodeGroup:
    (found,) = cluster(*documents).node_groups
    return found


def place(value: Value[Any]) -> str | None:
    return value.origin.span.text if value.origin.span else None


def why(value: Value[Any]) -> str:
    assert isinstance(value, Unknown)
    return value.reason.text


def test_a_node_pool_is_a_node_group():
    found = group(node_pool(WINDOWS), node_class())
    assert is_known(found.name, "pool")
    assert is_known(found.provisioner, Provisioner.KARPENTER)
    assert found.title == "NodePool 'pool'"
    assert found.span.text == '"name": "pool"'
    assert is_known(found.eni_count, 1)
    assert not found.eni_count.is_set


# EC2NodeClass, spec.amiSelectorTerms[].alias and spec.amiFamily; builds as in Karpenter's
# pkg/apis/v1/labels.go.
@pytest.mark.parametrize(
    ("spec", "year", "build", "where"),
    [
        ({"alias": "windows2019@latest"}, 2019, 17763, '"alias": "windows2019@latest"'),
        ({"alias": "windows2022@latest"}, 2022, 20348, '"alias": "windows2022@latest"'),
        ({"alias": "windows2025@latest"}, 2025, 26100, '"alias": "windows2025@latest"'),
        ({"alias": None, "amiFamily": "Windows2022"}, 2022, 20348, '"amiFamily": "Windows2022"'),
        (
            {"alias": "windows2022@latest", "amiFamily": "Windows2022"},
            2022,
            20348,
            '"amiFamily": "Windows2022"',
        ),
    ],
)
def test_the_class_tells_the_windows_version(spec, year, build, where):
    found = group(node_pool(WINDOWS), node_class(**spec))
    assert is_known(found.os, Os.WINDOWS)
    assert is_known(found.windows_version, year)
    assert is_known(found.windows_build, build)
    assert is_known(found.edition, "core")
    assert place(found.os) == place(found.windows_version) == where


@pytest.mark.parametrize(
    ("requirements", "spec", "os"),
    [
        ([], {}, Os.WINDOWS),
        ([], {"alias": "al2023@v20240625"}, Os.LINUX),
        ([], {"alias": "bottlerocket@v1.10.0"}, Os.LINUX),
        ([LINUX], {"alias": None, "amiFamily": "AL2"}, Os.LINUX),
        # v1beta1 had a family for Ubuntu ("v1 Migration").
        ([], {"alias": None, "amiFamily": "Ubuntu"}, Os.LINUX),
        (
            [WINDOWS, {"key": "kubernetes.io/arch", "operator": "In", "values": ["amd64"]}],
            {},
            Os.WINDOWS,
        ),
        # examples/v1/custom-family-with-alias.yaml
        ([LINUX], {"alias": "bottlerocket@latest", "amiFamily": "Custom"}, Os.LINUX),
        ([LINUX], {"alias": None, "amiFamily": "Custom"}, Os.LINUX),
        # Karpenter takes nodes of Custom for Linux, so what runs on them cannot be told.
        (
            [WINDOWS],
            {"alias": None, "amiFamily": "Custom"},
            CUSTOM,
        ),
        (
            [],
            {"alias": None, "amiFamily": "Custom"},
            CUSTOM,
        ),
        (
            [],
            {"alias": "windows2022@latest", "amiFamily": "Custom"},
            CUSTOM,
        ),
        ([LINUX], {}, DIFFER),
        (
            [WINDOWS],
            {"alias": "al2023@latest"},
            DIFFER,
        ),
        ([], {"alias": "${FAMILY}@latest"}, "a value is filled in by a template"),
        ([], {"alias": None}, "a NodeClass names no AMI family"),
        ([], {"alias": "plan9@latest"}, "a NodeClass has an AMI family that is not known"),
    ],
)
def test_the_pool_and_its_class_tell_the_system(requirements, spec, os):
    found = group(node_pool(*requirements), node_class(**spec)).os
    if isinstance(os, str):
        assert why(found) == os
    else:
        assert is_known(found, os)


@pytest.mark.parametrize("name", ["windows2028", "windows20H2", "windows"])
def test_another_windows_is_windows_of_an_unknown_version(name):
    found = group(node_pool(), node_class(f"{name}@latest"))
    assert is_known(found.os, Os.WINDOWS)
    assert isinstance(found.windows_version, Unknown)
    assert isinstance(found.dsr, Unknown)


@pytest.mark.parametrize(
    ("requirements", "os"), [([WINDOWS], Os.WINDOWS), ([LINUX], Os.LINUX), ([], None)]
)
def test_without_its_class_only_what_the_pool_asks_for_is_known(requirements, os):
    found = group(node_pool(*requirements))
    assert known_or(found.os, None) is os
    if os is not Os.LINUX:
        assert why(found.windows_version) == NO_CLASS
    assert isinstance(found.dsr, Unknown)
    assert isinstance(found.eni_count, Unknown)


def test_user_data_of_a_class_that_cannot_be_seen_is_hidden():
    found = group(node_pool(WINDOWS))
    assert found.bootstrap is not None
    assert is_known(found.bootstrap.caller, Caller.KARPENTER)
    assert why(found.bootstrap.script) == NO_CLASS
    assert found.bootstrap.calls.open_because is not None


def test_a_class_is_found_by_kind_and_name():
    other = {**node_class(), "metadata": {"name": "other"}}
    assert why(group(node_pool(), other).os) == NO_CLASS
    several = "classes of nodes share the name that a NodePool gives"
    assert why(group(node_pool(), node_class(), node_class("al2@latest")).os) == several


def test_of_classes_with_one_name_the_one_in_the_pool_s_file_is_meant():
    together = {"apiVersion": "v1", "kind": "List", "items": [node_pool(), node_class()]}
    assert is_known(group(together, node_class("al2@latest")).os, Os.WINDOWS)


# karpenter-provider-aws examples/v1/windows-custom-userdata.yaml has such a group, by mistake.
def test_the_group_of_the_reference_does_not_matter():
    reference = {"group": "karpenter.k8s.aws/v1", "kind": "EC2NodeClass", "name": "nodes"}
    found = group(node_pool(nodeClassRef=reference), node_class())
    assert is_known(found.os, Os.WINDOWS)


TYPES = {
    "key": "node.kubernetes.io/instance-type",
    "operator": "In",
    "values": ["m5.large", "t3.large"],
}
CATEGORY = {"key": "karpenter.k8s.aws/instance-category", "operator": "In", "values": ["m"]}


@pytest.mark.parametrize(
    ("requirements", "expected"),
    [
        ([TYPES], ("m5.large", "t3.large")),
        ([TYPES, WINDOWS], ("m5.large", "t3.large")),
        ([TYPES, CATEGORY], None),
        ([TYPES, TYPES], None),
        ([{**TYPES, "operator": "NotIn"}], None),
        ([{**TYPES, "values": ["m5.large", "${TYPE}"]}], None),
        ([CATEGORY], None),
        ([], None),
    ],
)
def test_instance_types_are_known_only_where_they_are_listed(requirements, expected):
    found = group(node_pool(*requirements), node_class()).instance_types
    assert known_or(found, None) == expected
    if expected:
        assert place(found) == '"m5.large"'


@pytest.mark.parametrize(
    ("pool", "spec", "expected", "where"),
    [
        ({}, {"kubelet": {"maxPods": 20}}, 20, '"maxPods": 20'),
        # v1beta1 has it in the pool.
        ({"kubelet": {"maxPods": 10}}, {}, 10, '"maxPods": 10'),
        ({"kubelet": {"maxPods": 10}}, {"kubelet": {"maxPods": 20}}, 10, '"maxPods": 10'),
        ({}, {"kubelet": {"maxPods": "${PODS}"}}, None, '"maxPods": "${PODS}"'),
        ({}, {}, 110, '"name": "pool"'),
        ({}, {"alias": "al2023@latest"}, None, '"name": "pool"'),
    ],
)
def test_the_number_of_pods_is_what_the_kubelet_is_told(pool, spec, expected, where):
    found = group(node_pool(**pool), node_class(**spec)).max_pods
    assert known_or(found, None) == expected
    assert place(found) == where
    assert found.is_set is (where != '"name": "pool"')


EDIT = (
    '$s = "$env:ProgramFiles\\Amazon\\EKS\\Start-EKSBootstrap.ps1"\n'
    "(Get-Content $s).replace('\"--proxy-mode=kernelspace\",', "
    '\'"--proxy-mode=kernelspace", "--enable-dsr=true",\') | Set-Content $s'
)


UNDEFINED = EDIT.split("\n")[1].replace("$s", "$EKSBootstrapScriptFile")


@pytest.mark.parametrize(
    ("spec", "state"),
    [
        ({"alias": "windows2019@latest"}, Dsr.NOT_CONFIGURED),
        ({"alias": "windows2019@latest", "userData": EDIT}, Dsr.ENABLED),
        ({"alias": "windows2022@latest", "userData": EDIT}, Dsr.ENABLED),
        # Karpenter defines that variable after the user data.
        (
            {
                "alias": "windows2022@latest",
                "userData": EDIT.replace("$s", "$EKSBootstrapScriptFile").split("\n")[1],
            },
            Dsr.INEFFECTIVE,
        ),
        (
            {"alias": "windows2019@latest", "userData": "mkdir C:\\temp"},
            Dsr.NOT_CONFIGURED,
        ),
        ({"alias": "windows2019@latest", "userData": "${USER_DATA}"}, None),
        ({"alias": "windows2019@latest", "userData": "{{ .userData }}"}, None),
        ({"alias": None, "amiFamily": "Windows2019", "amiSelectorTerms": [{"id": "ami-1"}]}, None),
        ({"alias": "windows2022@latest"}, None),
        ({"alias": None, "amiFamily": "Custom", "userData": EDIT}, None),
    ],
)
def test_user_data_tells_whether_dsr_is_on(spec, state):
    assert known_or(group(node_pool(), node_class(**spec)).dsr, None) is state


def test_the_interfaces_are_those_that_carry_addresses():
    one = {"networkCardIndex": 0, "deviceIndex": 0, "interfaceType": "interface"}
    efa = {"networkCardIndex": 0, "deviceIndex": 1, "interfaceType": "efa-only"}
    two = {"networkCardIndex": 0, "deviceIndex": 2, "interfaceType": "interface"}
    found = [
        group(node_pool(), node_class(networkInterfaces=listed)).eni_count
        for listed in ([one], [one, efa], [one, efa, two])
    ]
    assert [known_or(item, None) for item in found] == [1, 1, 2]


def test_labels_and_taints_are_those_of_the_template():
    found = group(
        node_pool(
            {"key": "team", "operator": "In", "values": ["a", "b"]},
            metadata={"labels": {"pool": "legacy"}},
            taints=[{"key": "os", "value": "windows", "effect": "NoSchedule"}],
            startupTaints=[{"key": "agent", "effect": "NoExecute"}],
        ),
        node_class(),
    )
    assert {key: known_or(value, None) for key, value in found.labels.items.items()} == {
        "pool": "legacy",
        "karpenter.sh/nodepool": "pool",
    }
    # Pods need not tolerate startup taints (Karpenter documentation, "NodePools").
    assert [known_or(item.key, None) for item in found.taints.items] == ["os"]
    assert [item.key for item in found.requirements] == ["team"]


def provisioner(*requirements: dict[str, Any], **spec: Any) -> dict[str, Any]:
    return {
        "apiVersion": "karpenter.sh/v1alpha5",
        "kind": "Provisioner",
        "metadata": {"name": "default"},
        "spec": {"providerRef": {"name": "nodes"}, "requirements": list(requirements), **spec},
    }


def node_template(**spec: Any) -> dict[str, Any]:
    return {
        "apiVersion": "karpenter.k8s.aws/v1alpha1",
        "kind": "AWSNodeTemplate",
        "metadata": {"name": "nodes"},
        "spec": spec,
    }


@pytest.mark.parametrize(
    ("requirements", "spec", "os"),
    [
        ([WINDOWS], {"amiFamily": "Windows2022"}, Os.WINDOWS),
        # "v1beta1 Migration": Provisioners asked for Linux, templates took AL2 by default.
        ([], {}, Os.LINUX),
        ([], {"amiFamily": "Windows2022"}, None),
        ([LINUX], {"launchTemplate": "mine"}, Os.LINUX),
        ([WINDOWS], {"launchTemplate": "mine"}, None),
    ],
)
def test_provisioners_and_node_templates_are_read_too(requirements, spec, os):
    found = group(provisioner(*requirements, labels={"a": "b"}), node_template(**spec))
    assert known_or(found.os, None) is os
    assert set(found.labels.items) == {"a", "karpenter.sh/provisioner-name"}


def test_a_provisioner_gives_the_number_of_pods():
    pods = provisioner(WINDOWS, kubeletConfiguration={"maxPods": 30})
    assert is_known(group(pods, node_template(amiFamily="Windows2019")).max_pods, 30)


# EKS user guide, "Create a Node Pool for EKS Auto Mode": Linux only.
def test_auto_mode_runs_linux_only():
    reference = {"group": "eks.amazonaws.com", "kind": "NodeClass", "name": "default"}
    found = group(node_pool(nodeClassRef=reference))
    assert is_known(found.os, Os.LINUX)
    assert is_known(found.provisioner, Provisioner.AUTO_MODE)
    assert isinstance(group(node_pool(WINDOWS, nodeClassRef=reference)).os, Unknown)


def test_nodes_of_other_clouds_are_no_groups():
    reference = {"group": "karpenter.azure.com", "kind": "AKSNodeClass", "name": "default"}
    found = cluster(node_pool(WINDOWS, nodeClassRef=reference))
    assert found.node_groups == ()
    assert [is_known(pool.is_windows, True) for pool in found.node_pools] == [True]


def test_a_pool_is_windows_where_its_class_is():
    (pool,) = cluster(node_pool(), node_class()).node_pools
    assert is_known(pool.is_windows, True)
    assert isinstance(pool.name, Known)


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ({"role": "KarpenterNodeRole-shop"}, "KarpenterNodeRole-shop"),
        ({"role": "KarpenterNodeRole-${CLUSTER_NAME}"}, None),
        ({"instanceProfile": "nodes"}, None),
    ],
)
def test_the_class_names_the_role_of_its_nodes(spec: dict[str, Any], expected: str | None):
    role = group(node_pool(WINDOWS), node_class(**spec)).role
    assert (role is None) == ("role" not in spec)
    if role is not None:
        assert known_or(role.identity, None) == expected
        assert role.span.text.startswith('"role"')
        assert role.policies.open_because is not None
