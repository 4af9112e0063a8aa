"""Facts that users declare, and what they get wrong."""

import re
from dataclasses import fields

import pytest

from eksnetlint.model.declared import (
    KEYS,
    NOTHING,
    BadDeclaration,
    Declarations,
    Engine,
    declarations,
)
from eksnetlint.model.node_group import Dsr
from eksnetlint.values import DECLARED, Known


@pytest.mark.parametrize(
    ("pair", "name", "value"),
    [
        ("network_policy_engine=vpc-cni", "network_policy_engine", Engine.VPC_CNI),
        ("network_policy_engine=calico", "network_policy_engine", Engine.CALICO),
        ("network_policy_engine=cilium", "network_policy_engine", Engine.CILIUM),
        ("network_policy_engine=none", "network_policy_engine", Engine.NONE),
        ("dsr=enabled", "dsr", Dsr.ENABLED),
        ("dsr=disabled", "dsr", Dsr.DISABLED),
        ("windows_ipam=true", "windows_ipam", True),
        ("windows_ipam=false", "windows_ipam", False),
        ("prefix_delegation=true", "prefix_delegation", True),
        ("kubernetes_version=1.33", "kubernetes_minor", 33),
        ("kubernetes_version=1.9", "kubernetes_minor", 9),
    ],
)
def test_a_declared_fact_is_known_without_a_place(pair, name, value):
    expected = {field.name: None for field in fields(Declarations)}
    found = declarations([pair])
    assert {key: getattr(found, key) for key in expected} == {
        **expected,
        name: Known(value, DECLARED),
    }


def test_nothing_declared_is_nothing():
    assert declarations([]) == NOTHING


def test_the_last_of_equal_keys_counts():
    assert declarations(["dsr=enabled", "dsr=disabled"]).dsr == Known(Dsr.DISABLED)


@pytest.mark.parametrize(
    ("pair", "message"),
    [
        ("dsr", "a fact is written key=value, and 'dsr' has no '='"),
        ("", "a fact is written key=value, and '' has no '='"),
        ("drs=enabled", "there is no fact 'drs'; known are network_policy_engine, dsr"),
        ("windows_ipma=true", "there is no fact 'windows_ipma'; did you mean 'windows_ipam'?"),
        (
            "kubernetes_versoin=1.3",
            "there is no fact 'kubernetes_versoin'; did you mean 'kubernetes_version'?",
        ),
        ("dsr=ineffective", "'ineffective' is no value of dsr: it is one of enabled, disabled"),
        ("windows_ipam=yes", "'yes' is no value of windows_ipam: it is one of true, false"),
        ("windows_ipam=", "'' is no value of windows_ipam: it is one of true, false"),
        ("kubernetes_version=33", "'33' is no kubernetes_version such as 1.33"),
        ("kubernetes_version=1.", "'1.' is no kubernetes_version such as 1.33"),
        ("kubernetes_version=1.33.2", "'1.33.2' is no kubernetes_version such as 1.33"),
        ("kubernetes_version=2.1", "'2.1' is no kubernetes_version such as 1.33"),
        ("kubernetes_version=v1.33", "'v1.33' is no kubernetes_version such as 1.33"),
    ],
)
def test_a_mistake_is_told_in_a_sentence(pair, message):
    with pytest.raises(BadDeclaration, match="^" + re.escape(message)):
        declarations([pair])


def test_every_key_that_is_named_can_be_declared():
    for key in KEYS:
        with pytest.raises(BadDeclaration, match=key):
            declarations([f"{key}=nonsense"])
