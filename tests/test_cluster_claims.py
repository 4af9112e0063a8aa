"""The clusters of a configuration file, and what is told of wrong ones."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from eksnetlint.configuration import configuration
from eksnetlint.mistakes import Mistake
from eksnetlint.model import declared
from eksnetlint.model.claims import Claim, ClaimedPath
from eksnetlint.model.cluster import Join
from eksnetlint.model.declared import Engine
from eksnetlint.model.node_group import Dsr
from eksnetlint.resources import schemas_folder
from eksnetlint.shape import misshape

GUIDE = (Path(__file__).parents[1] / "docs" / "joining.md").read_text(encoding="utf-8")

CLUSTERS = """\
clusters:
  - name: prod
    infrastructure: [infra/prod]
    manifests:
      - apps/base
      - apps/*/prod
    facts:
      network_policy_engine: calico
      dsr: enabled
      windows_ipam: true
      prefix_delegation: false
      kubernetes_version: 1.30
    complete: true
  - name: dev
    manifests: [apps/base]
"""
TOML = """\
[[tool.eksnetlint.clusters]]
name = "prod"
infrastructure = ["infra/prod"]
facts = {windows_ipam = true, kubernetes_version = 1.30}

[[tool.eksnetlint.clusters]]
name = "dev"
manifests = ["apps/base"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (
        "infra/prod/main.tf",
        "infra/dev/main.tf",
        "apps/base/a.yaml",
        "apps/x/prod/b.yaml",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


def claims(folder: Path, text: str, name: str = "eksnetlint.yaml") -> tuple[Claim, ...]:
    (folder / name).write_text(text)
    return configuration(folder).clusters


def refused(folder: Path, text: str, name: str = "eksnetlint.yaml") -> str:
    """What is said of a wrong configuration, from the file's name on."""
    with pytest.raises(Mistake) as caught:
        claims(folder, text, name)
    return str(caught.value).removeprefix(f"{folder}/")


def test_a_cluster_has_paths_from_the_root_with_the_lines_that_say_them(folder):
    file = folder / "eksnetlint.yaml"
    prod, dev = claims(folder, CLUSTERS)
    assert (prod.name, prod.source, prod.title) == ("prod", "eksnetlint.yaml", "cluster 'prod'")
    assert prod.infrastructure == (ClaimedPath("infra/prod", f"{file}:3"),)
    assert prod.manifests == (
        ClaimedPath("apps/base", f"{file}:5"),
        ClaimedPath("apps/*/prod", f"{file}:6"),
    )
    assert dev.infrastructure == ()
    assert [one.path for one in dev.manifests] == ["apps/base"]
    assert (prod.is_complete, dev.is_complete) == (True, False)


def test_facts_are_those_of_the_command_line(folder):
    prod, dev = claims(folder, CLUSTERS)
    facts = prod.declared
    assert dev.declared == declared.NOTHING
    assert facts.network_policy_engine is not None
    assert facts.network_policy_engine.value is Engine.CALICO
    assert facts.dsr is not None
    assert facts.dsr.value is Dsr.ENABLED
    assert facts.windows_ipam is not None
    assert facts.windows_ipam.value is True
    assert facts.prefix_delegation is not None
    assert facts.prefix_delegation.value is False
    assert facts.kubernetes_minor is not None
    assert facts.kubernetes_minor.value == 30


def test_pyproject_may_say_the_same(folder):
    prod, dev = claims(folder, TOML, "pyproject.toml")
    assert (prod.name, dev.name, prod.source) == ("prod", "dev", "pyproject.toml")
    assert prod.declared.kubernetes_minor is not None
    assert prod.declared.kubernetes_minor.value == 30


def test_paths_start_where_the_configuration_lies(folder):
    own = folder / "apps" / "mine.yaml"
    own.write_text("clusters: [{name: a, infrastructure: [../infra], manifests: [., '**/prod']}]")
    for root, prefix in ((folder, ""), (folder / "apps", "../")):
        (claim,) = configuration(root, own).clusters
        assert [one.path for one in claim.infrastructure] == [f"{prefix}infra"]
        apps = "" if prefix else "apps/"
        assert [one.path for one in claim.manifests] == [apps.strip("/") or ".", f"{apps}**/prod"]


ONE = "clusters:\n  - name: prod\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            f"{ONE}    manifests:\n      - apps/base\n      - apps/prod\n",
            "5: clusters[0].manifests: nothing matches 'apps/prod'",
        ),
        (
            f"{ONE}    infrastructure: [infra/*.tf]\n",
            "3: clusters[0].infrastructure: nothing matches 'infra/*.tf'",
        ),
        (
            f"{ONE}    manifests: [/apps]\n",
            "3: clusters[0].manifests: '/apps' is absolute; paths start at the folder of this file",
        ),
        (
            f"{ONE}    manifest: [apps]\n",
            "3: there is no key 'manifest' here; did you mean 'manifests'?",
        ),
        (
            f"{ONE}    manifests: [apps]\n    facts:\n      windows_ipma: true\n",
            "5: there is no key 'windows_ipma' here; did you mean 'windows_ipam'?",
        ),
        (
            f"{ONE}    manifests: [apps]\n    facts:\n      dsr: maybe\n",
            "5: clusters.0.facts.dsr: 'maybe' is not one of ['enabled', 'disabled']",
        ),
        (
            f"{ONE}    manifests: [apps]\n    facts:\n      kubernetes_version: 2.1\n",
            "5: '2.1' is no kubernetes_version such as 1.33",
        ),
        (
            f"{ONE}    manifests: [apps]\n    complete: true\n",
            "2: clusters.0: 'infrastructure' is a dependency of 'complete'",
        ),
        (ONE, "2: cluster 'prod' has no paths; give `infrastructure`, `manifests` or both"),
        (
            f"{ONE}    manifests: [apps]\n  - name: prod\n    manifests: [apps]\n",
            "4: there are two clusters 'prod'",
        ),
        (
            f"{ONE}    infrastructure: [infra]\n  - name: dev\n    infrastructure: [infra/dev]\n",
            "5: 'infra/dev' is infrastructure of 'prod' already ('infra');"
            " what declares a cluster declares one",
        ),
        (
            f"{ONE}    infrastructure: [infra/dev]\n"
            "  - name: dev\n    infrastructure: ['infra/*']\n",
            "5: 'infra/*' is infrastructure of 'prod' already ('infra/dev');"
            " what declares a cluster declares one",
        ),
        (
            f"{ONE}    infrastructure: [infra]\n    environment: prdo\n"
            "terraform: {roots: [{path: infra/prod, environments: {prod: {}}}]}\n",
            "4: there is no environment 'prdo'; did you mean 'prod'?",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line(folder, text, message):
    assert refused(folder, text) == f"eksnetlint.yaml:{message}"


def test_a_mistake_in_pyproject_is_told_with_its_line(folder):
    text = TOML.replace("infra/prod", "infra/prd")
    assert refused(folder, text, "pyproject.toml") == (
        "pyproject.toml:3: clusters[0].infrastructure: nothing matches 'infra/prd'"
    )
    text = TOML.replace("apps/base", "apps/bsae")
    assert refused(folder, text, "pyproject.toml") == (
        "pyproject.toml:8: clusters[1].manifests: nothing matches 'apps/bsae'"
    )


def test_two_clusters_may_share_infrastructure_in_different_environments(folder):
    roots = "terraform: {roots: [{path: infra/prod, environments: {a: {}, b: {}}}]}\n"
    one = "  - {name: %s, infrastructure: [infra/prod], environment: %s}\n"
    a, b = claims(folder, f"{roots}clusters:\n{one % ('one', 'a')}{one % ('two', 'b')}")
    assert (a.environment, b.environment) == ("a", "b")
    assert "infrastructure of 'one' already" in refused(
        folder, f"{roots}clusters:\n{one % ('one', 'a')}{one % ('two', 'a')}"
    )


def test_what_lies_in_folders_that_are_never_read_matches_nothing(folder):
    (folder / "apps/node_modules").mkdir()
    (folder / "apps/node_modules/c.yaml").touch()
    message = refused(folder, f"{ONE}    manifests: ['**/c.yaml']\n")
    assert message.endswith("nothing matches '**/c.yaml'")


def test_the_schema_knows_the_facts_of_the_command_line():
    schema: Any = json.loads((schemas_folder() / "config.schema.json").read_text())
    facts = schema["properties"]["clusters"]["items"]["properties"]["facts"]["properties"]
    assert tuple(facts) == declared.KEYS
    assert facts["network_policy_engine"]["enum"] == [engine.value for engine in Engine]
    for value in facts["dsr"]["enum"]:
        assert declared.declarations([f"dsr={value}"]).dsr is not None


def test_the_guide_shows_configurations_of_the_right_shape():
    examples = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    assert len(examples) == 2
    for text in examples:
        assert misshape(yaml.safe_load(text), "config.schema.json") is None


def test_the_guide_explains_every_key_and_every_join():
    schema: Any = json.loads((schemas_folder() / "config.schema.json").read_text())
    keys = schema["properties"]["clusters"]["items"]["properties"]
    assert set(re.findall(r"^\| `(\w+)` \|", GUIDE, re.MULTILINE)) == set(keys)
    for join in set(Join) - {Join.CONFIGURED}:
        assert f"| `{join.value}` |" in GUIDE
