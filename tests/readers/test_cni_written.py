"""Settings of the VPC CNI as they are written: name, place, type and spans."""

from __future__ import annotations

import pytest

from eksnetlint.model.cni import CniSetting, Holder, Level, ScalarType
from eksnetlint.model.declared import NOTHING
from eksnetlint.model.linking import link
from eksnetlint.readers.files import Input, read_files
from eksnetlint.values import Known, Unknown, is_known, known_or


def settings(text: str) -> list[CniSetting]:
    name = "main.tf" if "resource" in text else "a.yaml"
    objects = read_files([Input(name, text.encode)], "eksnetlint:").reading.objects
    (cluster,) = link(objects, NOTHING)
    return [item for part in cluster.cni_configurations for item in part.written]


CONFIG_MAP = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: amazon-vpc-cni, namespace: kube-system}
data:
  enable-windows-ipam: "true"
  warm-ip-target: 1
  minimum-ip-target:
  "${KEY}": a
  more: {a: b}
"""
EKSCTL = """\
apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata: {name: a, region: b}
addons:
- name: vpc-cni
  configurationValues: |
    enableWindowsIpam: "${IPAM}"
    nodeAgent: {enabled: true}
    env: {ENABLE_POD_ENI: true}
"""
ADD_ON = """\
resource "aws_eks_addon" "cni" {
  cluster_name = "shop"
  addon_name   = "vpc-cni"
  configuration_values = %s
}
"""
DAEMON_SET = """\
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: aws-node, namespace: kube-system}
spec:
  template:
    spec:
      containers:
      - name: aws-node
        env:
        - name: ENABLE_POD_ENI
          value: "true"
        - name: MY_NODE_NAME
          valueFrom: {fieldRef: {fieldPath: spec.nodeName}}
      - name: aws-eks-nodeagent
        env: [{name: ENABLE_POD_ENI, value: x}]
"""


def test_the_data_of_a_config_map_is_read_key_by_key():
    first, second = settings(CONFIG_MAP)
    assert is_known(first.holder, Holder.CONFIG_MAP)
    assert is_known(first.level, Level.DATA)
    assert (first.name, first.text) == (
        Known("enable-windows-ipam", first.name.origin),
        Known("true", first.text.origin),
    )
    assert first.span.text == 'enable-windows-ipam: "true"'
    assert first.name.origin.span is not None
    assert first.name.origin.span.text == "enable-windows-ipam"
    assert first.title == "'enable-windows-ipam'"
    assert [known_or(item.type, None) for item in (first, second)] == [
        ScalarType.STRING,
        ScalarType.NUMBER,
    ]


def test_a_config_map_of_another_name_has_no_settings_that_matter():
    assert settings(CONFIG_MAP.replace("amazon-vpc-cni", "cni")) == []
    assert settings(CONFIG_MAP.replace("amazon-vpc-cni", "'{{ .name }}'"))


def test_the_values_of_an_add_on_are_read_at_both_levels():
    top, variable = settings(EKSCTL)
    assert is_known(top.holder, Holder.ADD_ON)
    assert is_known(top.level, Level.TOP)
    assert isinstance(top.text, Unknown)
    assert isinstance(top.type, Unknown)
    assert is_known(variable.level, Level.ENVIRONMENT)
    assert is_known(variable.name, "ENABLE_POD_ENI")
    assert is_known(variable.type, ScalarType.BOOLEAN)
    assert variable.span.text == "ENABLE_POD_ENI: true"


def test_a_variable_of_the_daemon_set_is_read_in_its_own_container_only():
    (found,) = settings(DAEMON_SET)
    assert is_known(found.holder, Holder.DAEMON_SET)
    assert is_known(found.level, Level.ENVIRONMENT)
    assert is_known(found.name, "ENABLE_POD_ENI")
    assert is_known(found.text, "true")
    assert found.name.origin.span is not None
    assert found.name.origin.span.text == "ENABLE_POD_ENI"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("true", ScalarType.BOOLEAN),
        ('"true"', ScalarType.STRING),
        ('"1"', ScalarType.STRING),
        ("1", ScalarType.NUMBER),
        ("1.5", ScalarType.NUMBER),
        ("tostring(true)", ScalarType.STRING),
        ("tonumber(1)", ScalarType.NUMBER),
        ("var.x", None),
    ],
)
@pytest.mark.parametrize("form", ["jsonencode({ enableWindowsIpam = %s })", None])
def test_terraform_s_types_are_kept(value, expected, form):
    form = form or "jsonencode(merge({}, { enableWindowsIpam = %s }))"
    (found,) = settings(ADD_ON % (form % value))
    assert known_or(found.type, None) is expected


def test_json_in_a_string_has_the_types_of_json():
    (found,) = settings(ADD_ON % '"{\\"enableWindowsIpam\\": true}"')
    assert is_known(found.type, ScalarType.BOOLEAN)
    (found,) = settings(ADD_ON % '"{\\"enableWindowsIpam\\": \\"true\\"}"')
    assert is_known(found.type, ScalarType.STRING)


@pytest.mark.parametrize("body", ["var.x", "jsonencode(var.x)", '""', "null"])
def test_what_cannot_be_seen_gives_no_settings(body):
    assert settings(ADD_ON % body) == []


def test_what_may_not_exist_gives_no_settings():
    text = ADD_ON % 'jsonencode({ enableWindowsIpam = "true" })'
    assert settings(text.replace("cluster_name", "count = var.x\n  cluster_name")) == []
