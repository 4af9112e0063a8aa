"""What is known of the instance types that node groups may use."""

from __future__ import annotations

import pytest

from eksnetlint.aws.instances import Architecture, families
from eksnetlint.aws.windows_types import LEFT_BEHIND, NEURON_CHIPS, STILL_SUPPORTED
from eksnetlint.model import instance_type_facts as facts
from eksnetlint.model.cluster import Cluster
from eksnetlint.model.declared import declarations
from eksnetlint.model.instance_type import InstanceType
from eksnetlint.model.linking import link
from eksnetlint.readers.files import Input, read_files
from eksnetlint.values import Known, Unknown, Value

GROUP = """\
apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata: {name: shop, region: eu-west-1}
nodeGroups:
  - name: windows
    amiFamily: WindowsServer2022CoreContainer
"""
POOL = """\
apiVersion: karpenter.sh/v1
kind: NodePool
metadata: {name: windows}
spec:
  template:
    spec:
      nodeClassRef: {group: karpenter.k8s.aws, kind: EC2NodeClass, name: windows}
      requirements:
        - {key: kubernetes.io/os, operator: In, values: [windows]}
        - %s
"""


def cluster(text: str, *declared: str) -> Cluster:
    objects = read_files([Input("a.yaml", text.encode)], "eksnetlint:").reading.objects
    (found,) = link(objects, declarations(declared))
    return found


def only(name: str, *declared: str) -> tuple[InstanceType, Cluster]:
    found = cluster(f"{GROUP}    instanceType: '{name}'\n", *declared)
    (item,) = found.instance_types
    return item, found


def known(value: Value[object]) -> object:
    assert isinstance(value, Known), value
    return value.value


def test_each_type_of_a_group_has_its_own_place():
    found = cluster(
        GROUP + "    instancesDistribution:\n      instanceTypes: [m5.large, t3.small]\n"
    )
    assert [item.text for item in found.instance_types] == ["m5.large", "t3.small"]
    assert [item.span.text for item in found.instance_types] == ["m5.large", "t3.small"]
    assert [item.title for item in found.instance_types] == [
        "instance type m5.large of node group 'windows'",
        "instance type t3.small of node group 'windows'",
    ]
    assert found.instance_types is found.instance_types


def test_a_type_that_cannot_be_seen_is_left_out():
    text = "    instancesDistribution:\n      instanceTypes: [m5.large, '{{ .type }}']\n"
    assert [item.text for item in cluster(GROUP + text).instance_types] == ["m5.large"]


def test_a_default_is_a_type_that_nobody_wrote():
    (item,) = cluster(GROUP).instance_types
    assert item.text == "m5.large"
    assert not item.name.is_set


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("m5.large", None),
        ("m5.larg", "m5.large"),
        ("m5.lagre", "m5.large"),
        ("m5.2xlarg", "m5.2xlarge"),
        ("M5.large", "m5.large"),
        ("m5.Large", "m5.large"),
        ("m5.large ", "m5.large"),
        ("m5large", "m5.large"),
        ("m5-large", "m5.large"),
        ("m7i-flexlarge", "m7i-flex.large"),
        # What may be new is no slip: a size of the usual form, or a family.
        ("m5.3xlarge", None),
        ("m5.metal-48xl", None),
        ("m5.nano", None),
        ("m55.large", None),
        ("mm5.large", None),
        ("x99.larg", None),
        # Two types are as near.
        ("m5.xxlarge", None),
        # Too far from any.
        ("m5.big", None),
        ("small", None),
        ("mixed", None),
        ("m5.", None),
    ],
)
def test_only_what_can_be_no_new_type_is_a_slip(name, meant):
    item, found = only(name)
    assert known(facts.meant(item, found)) == meant


def test_the_facts_of_a_type_come_from_the_table():
    item, found = only("t2.large", "prefix_delegation=true")
    assert known(facts.is_listed(item, found)) is True
    assert known(facts.architecture(item, found)) is Architecture.X86_64
    assert known(facts.single_addresses(item, found)) == 11
    assert known(facts.supports_prefix_delegation(item, found)) is False
    assert known(facts.pod_capacity(item, found)) == 11
    assert known(facts.table_date(item, found)) == "2026-03-20"
    assert known(facts.group(item, found)) is item.group
    assert known(facts.architecture(only("m6g.large")[0], found)) is Architecture.ARM64


def test_the_capacity_of_a_type_follows_the_mode():
    item, found = only("t3.large", "prefix_delegation=true")
    assert known(facts.pod_capacity(item, found)) == 176
    item, found = only("t3.large", "prefix_delegation=false")
    assert known(facts.pod_capacity(item, found)) == 11
    item, found = only("t3.large")
    capacity = facts.pod_capacity(item, found)
    assert isinstance(capacity, Unknown)
    assert (capacity.at_least, capacity.at_most) == (11, 176)


def test_nothing_is_known_of_a_newer_type():
    item, found = only("m99.large")
    assert known(facts.is_listed(item, found)) is False
    for fact in (facts.architecture, facts.single_addresses, facts.supports_prefix_delegation):
        value = fact(item, found)
        assert isinstance(value, Unknown)
        assert "m99.large" in value.reason.text


@pytest.mark.parametrize(
    ("name", "chip", "left_behind"),
    [
        ("inf2.xlarge", "Inferentia", False),
        ("trn1n.32xlarge", "Trainium", False),
        ("m4.large", None, True),
        ("m4.16xlarge", None, False),
        ("m6a.large", None, False),
        ("m5.large", None, False),
    ],
)
def test_families_that_windows_has_trouble_with(name, chip, left_behind):
    item, found = only(name)
    assert known(facts.neuron_chip(item, found)) == chip
    assert known(facts.is_left_behind(item, found)) is left_behind


def test_the_families_named_are_those_of_the_table():
    assert families() >= LEFT_BEHIND
    assert {item.partition(".")[0] for item in STILL_SUPPORTED} <= LEFT_BEHIND
    neuron = {name for name in families() if name.startswith(("inf", "trn"))}
    assert neuron <= NEURON_CHIPS.keys()


def test_types_that_a_pool_narrows_down_are_not_looked_at():
    listed = "{key: node.kubernetes.io/instance-type, operator: In, values: [m6g.large, m5.large]}"
    assert [item.text for item in cluster(POOL % listed).instance_types] == [
        "m6g.large",
        "m5.large",
    ]
    more = listed + "\n        - {key: karpenter.k8s.aws/instance-cpu, operator: Gt, values: ['4']}"
    assert cluster(POOL % more).instance_types == ()
