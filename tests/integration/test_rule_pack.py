"""The sample rule pack, installed beside the program, is used through its entry points."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from tests.integration.commands import ROOT, Completed, run, run_well

CLUSTER = """\
apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata: {name: shop, region: eu-west-1}
nodeGroups:
  - name: linux
  - name: windows
    amiFamily: WindowsServer2022CoreContainer
"""
RULE = "acme-windows-nodes-without-owner"


@pytest.fixture(scope="module")
def packages(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of installed packages that holds the pack."""
    folder = tmp_path_factory.mktemp("pack")
    shutil.copytree(ROOT / "examples" / "rule-pack", folder / "source")
    install = ("install", "--quiet", "--no-deps", "--no-index", "--no-build-isolation")
    target = folder / "packages"
    command = (sys.executable, "-m", "pip", *install, "--target", target, folder / "source")
    run_well(*command, cwd=folder, home=home)
    return target


def eksnetlint(*words: str, packages: Path, home: Path, cwd: Path) -> Completed:
    env = {"PYTHONPATH": f"{ROOT}:{packages}"}
    return run(sys.executable, "-m", "eksnetlint", *words, cwd=cwd, home=home, env=env)


def test_an_installed_pack_s_rule_finds_what_it_is_for(packages, home, tmp_path):
    (tmp_path / "cluster.yaml").write_text(CLUSTER)
    words = ("scan", "cluster.yaml", "--select", RULE, "--output-format", "json")
    found = eksnetlint(*words, packages=packages, home=home, cwd=tmp_path)
    assert found.returncode == 1, found.stderr
    (finding,) = json.loads(found.stdout)["findings"]
    place = finding["region"]
    assert (finding["rule"], place["start_line"], place["start_column"]) == (RULE, 6, 5)
    assert "'windows'" in finding["message"]


def test_an_installed_pack_s_examples_and_facts_are_told(packages, home, tmp_path):
    tried = eksnetlint("rules", "test", packages=packages, home=home, cwd=tmp_path)
    assert (tried.returncode, tried.stdout) == (0, ""), tried.stdout
    told = eksnetlint("facts", "node_group", packages=packages, home=home, cwd=tmp_path)
    assert "node_group.owner  (text, or null)" in told.stdout
    schema = eksnetlint("rules", "schema", packages=packages, home=home, cwd=tmp_path)
    assert "node_group.owner" in schema.stdout
    assert RULE in eksnetlint("rules", packages=packages, home=home, cwd=tmp_path).stdout


def test_without_the_pack_its_rule_is_unknown(home, tmp_path):
    env = {"PYTHONPATH": str(ROOT)}
    words = (sys.executable, "-m", "eksnetlint", "explain", RULE)
    found = run(*words, cwd=tmp_path, home=home, env=env)
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr.startswith(f"eksnetlint: there is no rule '{RULE}'")


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("acme_rules.documents", "acme_rules.nowhere", "pack 'acme' (eksnetlint.rules) names "),
        ("facts:FACTS", "facts:NONE", "pack 'acme' (eksnetlint.facts, acme_rules.facts:NONE): "),
        ("facts:FACTS", "facts:OWNER", "facts are a mapping of subjects to lists of functions"),
    ],
)
def test_a_pack_that_cannot_be_used_stops_the_run(packages, home, tmp_path, before, after, message):
    copy = tmp_path / "packages"
    shutil.copytree(packages, copy)
    (registration,) = copy.glob("*.dist-info/entry_points.txt")
    text = registration.read_text()
    assert before in text
    registration.write_text(text.replace(before, after))
    found = eksnetlint("scan", ".", packages=copy, home=home, cwd=tmp_path)
    assert (found.returncode, found.stdout) == (2, "")
    assert message in found.stderr
    assert "Traceback" not in found.stderr
