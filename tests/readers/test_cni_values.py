"""The names that the vpc-cni add-on takes, and the environment it is given."""

from __future__ import annotations

import json

import pytest

from eksnetlint.model.cluster import ClusterDeclaration
from eksnetlint.readers.eksctl.reader import read_eksctl
from eksnetlint.readers.reading import Flaw, Reading
from eksnetlint.source.text import Source
from eksnetlint.source.yaml import documents
from eksnetlint.values import is_known


def reading(values: str, name: str = "vpc-cni") -> Reading:
    text = (
        "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: {name: a, region: b}\n"
        f"addons:\n- name: {name}\n  configurationValues: |\n    {values}\n"
    )
    (document,) = documents(Source("cluster.yaml", text))
    return read_eksctl(document)


def flaw(values: str) -> Flaw:
    (found,) = reading(values).flaws
    return found


# EKS refuses each (amazon-vpc-cni-k8s issue 2726 for the settings under env).
@pytest.mark.parametrize(
    ("values", "key", "meant"),
    [
        ('{"enableNetworkPolicies": "true"}', "enableNetworkPolicies", None),
        ('{"eniconfig": {}}', "eniconfig", "eniConfig"),
        ('{"env": {"eniConfig": {}}}', "eniConfig", "eniConfig beside 'env'"),
        ('{"env": {"enable_pod_eni": "true"}}', "enable_pod_eni", "ENABLE_POD_ENI"),
        (
            '{"nodeAgent": {"enablePolicyEventLog": "true"}}',
            "enablePolicyEventLog",
            "enablePolicyEventLogs",
        ),
        (
            "livenessProbeTimeoutSecond: 9",
            "livenessProbeTimeoutSecond",
            "livenessProbeTimeoutSeconds",
        ),
    ],
)
def test_a_setting_the_add_on_does_not_have(values, key, meant):
    if meant is None:
        assert reading(values).flaws == []
        return
    found = flaw(values)
    assert found.rule == "misspelt-field"
    assert found.span.text.strip('"') == key
    assert f"has no setting '{key}', so EKS refuses its configuration" in found.message
    assert f"did you mean {meant}?" in found.message


@pytest.mark.parametrize(
    "values",
    [
        '{"enableWindowsIpam": "true", "warmWindowsPrefixTarget": 1}',
        '{"nodeAgent": {"enabled": true}}',
        '{"env": {"ENABLE_POD_ENI": "true", "VARIABLE_OF_TOMORROW": "1", "WARM_IP_TARGETS": "1"}}',
        '{"settingOfTomorrow": true, "env": "${ENV}"}',
        '{"${KEY}": "true"}',
        "${VALUES}",
        # A rule tells these, with what stays off without them.
        '{"enableWindowsIPAM": "true", "enable-windows-ipam": "true", "warm-ip-target": 1}',
        '{"env": {"enableWindowsIpam": "true", "ENABLE_WINDOWS_IPAM": "true"}}',
        "- a",
    ],
)
def test_what_the_add_on_may_take_is_passed_over(values):
    assert reading(values).flaws == []


def test_other_add_ons_have_other_settings():
    assert reading('{"enableWindowsIPAM": "true"}', "coredns").flaws == []


def test_the_environment_of_an_add_on_is_read():
    values = {"env": {"ENABLE_POD_ENI": "true", "WARM_ENI_TARGET": None}}
    found = reading(json.dumps(values)).objects[0]
    assert isinstance(found, ClusterDeclaration)
    environment = found.cni[0].environment
    assert environment is not None
    assert is_known(environment["ENABLE_POD_ENI"], "true")
    assert "WARM_ENI_TARGET" not in environment
    assert environment["ENABLE_POD_ENI"].origin.span is not None
    assert environment["ENABLE_POD_ENI"].origin.span.text == '"ENABLE_POD_ENI": "true"'
