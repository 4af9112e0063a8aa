"""The shape of eksctl files: what eksctl's own decoder takes and refuses."""

import json
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest
import yaml

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "schemas" / "eksctl.schema.json").read_text(encoding="utf-8")
)


def wrong_places(text: str) -> list[str]:
    validator = jsonschema.Draft202012Validator(SCHEMA)
    return sorted(error.json_path for error in validator.iter_errors(yaml.safe_load(text)))


def objects(schema: object) -> Iterator[dict[str, object]]:
    if isinstance(schema, dict):
        if "properties" in schema or "additionalProperties" in schema:
            yield schema
        for part in schema.values():
            yield from objects(part)


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_an_object_is_either_of_known_names_or_free_form() -> None:
    for schema in objects(SCHEMA):
        assert ("properties" in schema) != ("additionalProperties" in schema), schema


def test_no_unknown_field_is_an_error() -> None:
    assert all(schema.get("additionalProperties") is not False for schema in objects(SCHEMA))
    assert wrong_places("nodeGroups: [{name: a, fieldOfTomorrow: 1}]\nfieldOfTomorrow: 2") == []


def test_every_reference_leads_somewhere_and_every_definition_is_used() -> None:
    used = {part.split('"')[0] for part in json.dumps(SCHEMA).split('"#/$defs/')[1:]}
    assert used == set(SCHEMA["$defs"])


# eksctl: json "cannot unmarshal number into Go struct field ClusterMeta.metadata.version".
@pytest.mark.parametrize("version", ["1.30", "1.31", "1"])
def test_an_unquoted_version_is_wrong(version: str) -> None:
    assert wrong_places(f"metadata: {{name: a, version: {version}}}") == ["$.metadata.version"]
    assert wrong_places(f"metadata: {{name: a, version: '{version}'}}") == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("nodeGroups: [{maxPodsPerNode: '110'}]", "$.nodeGroups[0].maxPodsPerNode"),
        ("nodeGroups: [{amiFamily: 2022}]", "$.nodeGroups[0].amiFamily"),
        ("nodeGroups: [{privateNetworking: 'true'}]", "$.nodeGroups[0].privateNetworking"),
        ("nodeGroups: [{preBootstrapCommands: echo}]", "$.nodeGroups[0].preBootstrapCommands"),
        ("nodeGroups: [{labels: {windows: true}}]", "$.nodeGroups[0].labels.windows"),
        ("nodeGroups: [{taints: {os: 1}}]", "$.nodeGroups[0].taints.os"),
        ("managedNodeGroups: [{taints: {os: 'x:NoSchedule'}}]", "$.managedNodeGroups[0].taints"),
        ("managedNodeGroups: {name: a}", "$.managedNodeGroups"),
        ("managedNodeGroups: [{instanceTypes: m5.large}]", "$.managedNodeGroups[0].instanceTypes"),
        ("addons: [{configurationValues: {env: {}}}]", "$.addons[0].configurationValues"),
        ("iam: {vpcResourceControllerPolicy: 'yes'}", "$.iam.vpcResourceControllerPolicy"),
        ("kubernetesNetworkConfig: IPv4", "$.kubernetesNetworkConfig"),
    ],
)
def test_a_value_eksctl_cannot_decode_is_wrong(text: str, place: str) -> None:
    assert wrong_places(text) == [place]


@pytest.mark.parametrize(
    "text",
    [
        "nodeGroups: [{taints: {os: 'windows:NoSchedule'}}]",
        "nodeGroups: [{taints: [{key: os, value: windows, effect: NoSchedule}]}]",
        "managedNodeGroups: [{taints: [{key: os, value: windows, effect: NoSchedule}]}]",
        "nodeGroups: [{kubeletExtraConfig: {maxPods: 8, evictionHard: {}}}]",
        "nodeGroups:\nmetadata:\n  version:\n  tags:\n",
        "nodeGroups: [{maxPodsPerNode: 110.0}]",
        "vpc: {subnets: {private: {us-west-2a: {id: subnet-1}}}}",
        "instanceSelector: {vCPUs: 2}",
    ],
)
def test_a_value_eksctl_decodes_is_fine(text: str) -> None:
    assert wrong_places(text) == []
