"""The house holds: imports run down, modules stay small, and nothing is loaded without need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from eksnetlint import resources

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "eksnetlint"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST = 250
# Tables of dated facts may be as long as the facts are many.
TABLES = PACKAGE / "aws"
NAMELESS = {"base", "common", "helper", "helpers", "manager", "misc", "util", "utils"}

CLUSTER = """\
apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata: {name: demo, region: eu-west-1}
nodeGroups:
  - {name: windows, amiFamily: WindowsServer2022CoreContainer, instanceType: m5.large}
"""

SCAN = """\
import sys
from eksnetlint.cli import main
sys.argv = ["eksnetlint", "scan", "--exit-zero", "cluster.yaml"]
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print(*sys.modules, sep="\\n", file=sys.stderr)
"""


def named(module: Path) -> str:
    return module.relative_to(PACKAGE).as_posix()


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The modules that a scan of one eksctl file has loaded at its end."""
    folder = tmp_path_factory.mktemp("scan")
    (folder / "cluster.yaml").write_text(CLUSTER)
    command = [sys.executable, "-c", SCAN]
    completed = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return set(completed.stderr.splitlines())


def test_imports_run_down_only() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    completed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert completed.returncode == 0, completed.stdout


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_a_module_fits_in_two_screens(module: Path) -> None:
    assert TABLES in module.parents or len(module.read_text().splitlines()) <= LONGEST


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_a_module_is_named_for_what_it_is(module: Path) -> None:
    assert module.stem not in NAMELESS


# Terraform's grammar and the network; the shape of eksctl files is what needs jsonschema.
@pytest.mark.parametrize("library", ["hcl2", "lark", "tree_sitter", "ssl"])
def test_a_scan_without_terraform_does_not_load(library: str, loaded: set[str]) -> None:
    assert "eksnetlint.scan" in loaded
    assert library not in loaded


def test_folders_of_rules_and_schemas_are_there() -> None:
    assert any(resources.rules_folder().glob("*.yaml"))
    assert any(resources.schemas_folder().glob("*.json"))
