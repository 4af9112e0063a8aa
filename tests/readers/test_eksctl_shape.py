"""What is wrong with the shape of an eksctl file: misspelt fields and values of the wrong type."""

from __future__ import annotations

import pytest

from eksnetlint.readers.eksctl.shape import shape_flaws
from eksnetlint.readers.reading import Flaw
from eksnetlint.source.text import Source
from eksnetlint.source.tree import Mapping
from eksnetlint.source.yaml import documents

HEAD = "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\n"


def flaws(text: str) -> list[Flaw]:
    (document,) = documents(Source("cluster.yaml", HEAD + text))
    assert isinstance(document.root, Mapping)
    return sorted(shape_flaws(document.root), key=lambda flaw: flaw.span.order)


def flaw(text: str) -> Flaw:
    (found,) = flaws(text)
    return found


# Misspelt fields


@pytest.mark.parametrize(
    ("text", "key", "meant"),
    [
        ("managedNodeGroup: []", "managedNodeGroup", "managedNodeGroups"),
        ("nodeGroup: []", "nodeGroup", "nodeGroups"),
        ("metadata: {nam: a}", None, None),
        ("metadata: {regoin: eu-west-1}", "regoin", "region"),
        ("nodeGroups: [{maxPodPerNode: 9}]", "maxPodPerNode", "maxPodsPerNode"),
        ("nodeGroups:\n  - name: a\n    amiFamiliy: Bottlerocket", "amiFamiliy", "amiFamily"),
        ("nodeGroups: [{preBootstrapCommand: []}]", "preBootstrapCommand", "preBootstrapCommands"),
        (
            "nodeGroups: [{overideBootstrapCommand: a}]",
            "overideBootstrapCommand",
            "overrideBootstrapCommand",
        ),
        ("managedNodeGroups: [{instanceTpyes: []}]", "instanceTpyes", "instanceTypes"),
        ("kubernetesNetworkConfig: {ipFamilly: IPv6}", "ipFamilly", "ipFamily"),
        (
            "addons: [{name: vpc-cni, configurationValue: ''}]",
            "configurationValue",
            "configurationValues",
        ),
        (
            "iam: {vpcResourceControlerPolicy: true}",
            "vpcResourceControlerPolicy",
            "vpcResourceControllerPolicy",
        ),
        ("fargateProfiles: [{name: a, selector: []}]", "selector", "selectors"),
        (
            "fargateProfiles: [{selectors: [{namespaces: a, namespce: b}]}]",
            "namespce",
            "namespace",
        ),
        ("vpc: {subnets: {privat: {}}}", "privat", "private"),
        (
            "nodeGroups: [{instancesDistribution: {instanceType: [a]}}]",
            None,
            None,
        ),
        ("nodeGroups: [{taints: [{key: a, efect: b}]}]", "efect", "effect"),
    ],
)
def test_a_near_miss_is_found_at_its_key(text, key, meant):
    if key is None:
        # Too short for a slip, or a name that is right elsewhere.
        assert flaws(text) == []
        return
    found = flaw(text)
    assert found.rule == "misspelt-field"
    assert found.span.text == key
    assert f"has no field '{key}'" in found.message
    assert f"did you mean '{meant}'?" in found.message


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("NodeGroups: [{name: a}]", "nodeGroups"),
        ("nodegroups: [{name: a}]", "nodeGroups"),
        ("nodeGroups: [{AMIFamily: Bottlerocket}]", "amiFamily"),
        ("VPC: {cidr: 10.0.0.0/16}", "vpc"),
        ("iam: {withOidc: true}", "withOIDC"),
    ],
)
def test_the_wrong_case_is_a_misspelling_eksctl_ignores(text, meant):
    found = flaw(text)
    assert found.rule == "misspelt-field"
    assert "silently ignores it" in found.message
    assert f"did you mean '{meant}'?" in found.message


def test_a_slip_is_one_eksctl_refuses():
    assert "eksctl refuses the file" in flaw("nodeGroups: [{maxPodPerNode: 9}]").message


def test_a_message_names_the_owner():
    assert flaw("nodeGroup: []").message.startswith("the file has no field")
    assert flaw("metadata: {regoin: a}").message.startswith("'metadata' has no field")
    assert flaw("nodeGroups: [{amiFamliy: a}]").message.startswith("'nodeGroups' has no field")


@pytest.mark.parametrize(
    "text",
    [
        "fieldOfTomorrow: {anything: [1]}",
        "nodeGroups: [{name: a, warpDrive: {factor: 9}}]",
        "metadata: {name: a, owner: someone}",
        # Known elsewhere, so in the wrong place rather than misspelt.
        "nodeGroups: [{region: eu-west-1}]",
        "metadata: {instanceType: m5.large}",
        # Free-form mappings take any name.
        "nodeGroups: [{labels: {instancetypes: a}, tags: {nodeGroup: b}}]",
        "nodeGroups: [{kubeletExtraConfig: {maxPod: 8}}]",
        "nodeGroups: [{taints: {amiFamly: 'a:NoSchedule'}}]",
        "vpc: {subnets: {private: {eu-west-1a: {id: subnet-1}}}}",
        # Templates and merge keys are no fields.
        "nodeGroups: [{'{{ .nodeGroup }}': a}]",
        "nodeGroups: [{'${amiFamly}': a}]",
        "nodeGroups: [{<<: {name: a}}]",
    ],
)
def test_what_may_be_newer_or_somebody_s_own_is_nothing(text):
    assert flaws(text) == []


def test_a_misspelling_in_an_anchor_is_told_once():
    text = "nodeGroups:\n  - &a {name: a, maxPodPerNode: 9}\n  - {<<: *a, name: b}\n"
    assert {found.span.order for found in flaws(text)} == {flaws(text)[0].span.order}


# Wrong types


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        (
            "metadata: {name: a, version: 1.30}",
            "version: 1.30",
            "'version' must be a string, and this is the number '1.30' (quote it)",
        ),
        (
            "metadata: {name: 1234}",
            "name: 1234",
            "'name' must be a string, and this is the number '1234' (quote it)",
        ),
        (
            "nodeGroups:\n  - labels: {windows: true}",
            "windows: true",
            "'windows' must be a string, and this is the boolean 'true' (quote it)",
        ),
        (
            "nodeGroups: [{labels: {windows: yes}}]",
            "windows: yes",
            "'windows' must be a string, and this is the boolean 'yes' (quote it)",
        ),
        (
            "nodeGroups: [{maxPodsPerNode: '110'}]",
            "maxPodsPerNode: '110'",
            "'maxPodsPerNode' must be a whole number, and this is the string '110'",
        ),
        (
            "nodeGroups: [{desiredCapacity: 1.5}]",
            "desiredCapacity: 1.5",
            "'desiredCapacity' must be a whole number, and this is the number '1.5'",
        ),
        (
            "managedNodeGroups: [{spot: 'true'}]",
            "spot: 'true'",
            "'spot' must be true or false, and this is the string 'true'",
        ),
        (
            "managedNodeGroups:\n  - instanceTypes: m5.large",
            "instanceTypes: m5.large",
            "'instanceTypes' must be a list, and this is the string 'm5.large'",
        ),
        (
            "managedNodeGroups:\n  name: a",
            "managedNodeGroups",
            "'managedNodeGroups' must be a list, and this is a mapping",
        ),
        (
            "metadata: [a]",
            "metadata",
            "'metadata' must be a mapping, and this is a list",
        ),
        (
            "nodeGroups:\n  - windows\n",
            "windows",
            "each of 'nodeGroups' must be a mapping, and this is the string 'windows'",
        ),
        (
            "nodeGroups:\n  - - name: a\n",
            "- name: a",
            "each of 'nodeGroups' must be a mapping, and this is a list",
        ),
        (
            "availabilityZones: [1]",
            "1",
            "each of 'availabilityZones' must be a string, and this is the number '1' (quote it)",
        ),
        (
            "nodeGroups: [{taints: windows}]",
            "taints: windows",
            "'taints' must be a mapping or a list, and this is the string 'windows'",
        ),
    ],
)
def test_a_wrong_type_is_found_at_its_value(text, place, message):
    found = flaw(text)
    assert found.rule == "wrong-type"
    assert found.span.text == place
    assert message in found.message


@pytest.mark.parametrize(
    "text", ["nodeGroups: [{maxPodsPerNode: true}]", "nodeGroups: [{spot: 1}]", "addons: 5"]
)
def test_only_what_must_be_a_string_is_to_be_quoted(text):
    assert all("(quote it)" not in found.message for found in flaws(text))


@pytest.mark.parametrize(
    "value", ["", "~", "null", "'{{ .x }}'", "{{ .x }}", "${X}", "<version>", "$X", "!Ref X"]
)
@pytest.mark.parametrize(
    "field",
    [
        "metadata: {line}",
        "nodeGroups: {line}",
        "autoModeConfig: {line}",
        "nodeGroups:\n  - {line}",
        "nodeGroups:\n  - maxPodsPerNode: {line}",
        "nodeGroups:\n  - labels: {line}",
        "nodeGroups:\n  - labels:\n      a: {line}",
        "nodeGroups:\n  - taints: {line}",
        "nodeGroups:\n  - taints:\n      - {line}",
        "availabilityZones:\n  - {line}",
        "vpc:\n  subnets:\n    private:\n      a: {line}",
    ],
)
def test_null_and_placeholders_are_never_wrong(field, value):
    assert flaws(field.replace("{line}", value)) == []


@pytest.mark.parametrize(
    "text",
    [
        "metadata: {version: '1.30'}",
        'metadata: {version: "1.30"}',
        "metadata: {version: !!str 1.30}",
        "nodeGroups: [{maxPodsPerNode: 0x10}]",
        "nodeGroups: [{labels: {a: on-premises, b: 2024-01-01, c: 1.2.3}}]",
    ],
)
def test_right_types_are_fine(text):
    assert flaws(text) == []


def test_each_flaw_is_told_and_the_rest_still_checked():
    text = (
        "metadata: {name: a, version: 1.30, regoin: x}\n"
        "nodeGroups: [windows, {maxPodPerNode: 9}, {name: 7}]\n"
    )
    assert [(found.rule, found.span.text) for found in flaws(text)] == [
        ("wrong-type", "version: 1.30"),
        ("misspelt-field", "regoin"),
        ("wrong-type", "windows"),
        ("misspelt-field", "maxPodPerNode"),
        ("wrong-type", "name: 7"),
    ]
