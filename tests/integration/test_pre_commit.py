"""The pre-commit hook starts on the right files and fails on a bad repository only."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.integration.commands import ROOT, SCRIPTS, Completed, commit_all, run

MANIFEST = ROOT / ".pre-commit-hooks.yaml"
PRE_COMMIT = SCRIPTS / "pre-commit"


@pytest.fixture(scope="module")
def hook() -> dict[str, Any]:
    (only,) = yaml.safe_load(MANIFEST.read_text())
    assert isinstance(only, dict)
    return only


def starts(hook: dict[str, Any], path: str) -> bool:
    """Whether a change of the file starts the hook, decided as pre-commit does."""
    return bool(re.search(hook["files"], path)) and not re.search(hook["exclude"], path)


def try_repo(repository: Path, cluster: str, folder: Path, home: Path) -> Completed:
    (folder / "clusters").mkdir()
    (folder / "clusters" / "demo.yaml").write_text(cluster)
    commit_all(folder, home)
    options = ["--all-files", "--verbose"]
    return run(PRE_COMMIT, "try-repo", repository, "eksnetlint", *options, cwd=folder, home=home)


@pytest.mark.parametrize("file", ["hooks", "config"])
def test_pre_commit_accepts_the_file(file: str, tmp_path: Path) -> None:
    check = {"hooks": "validate-manifest", "config": "validate-config"}[file]
    path = ROOT / f".pre-commit-{file}.yaml"
    completed = run(PRE_COMMIT, check, path, cwd=tmp_path, home=tmp_path)
    assert completed.returncode == 0, completed.stdout + completed.stderr


def test_hook_judges_the_whole_repository_in_one_process(hook: dict[str, Any]) -> None:
    assert hook["pass_filenames"] is False
    assert hook["require_serial"] is True


def test_users_arguments_cannot_drop_the_subcommand(hook: dict[str, Any]) -> None:
    assert hook["entry"] == "eksnetlint scan"
    assert "args" not in hook


@pytest.mark.parametrize(
    "path",
    [
        "cluster.yaml",
        "clusters/prod/cluster.yml",
        "with space/é.yaml",
        "main.tf",
        "modules/eks/main.tf.json",
        "prod.tfvars",
        "prod.tfvars.json",
        "terragrunt.hcl",
        "live/prod/terragrunt.hcl",
        "main.tofu",
        "eksnetlint.yaml",
        ".eksnetlint.yml",
        "infra/eksnetlint.toml",
        "pyproject.toml",
    ],
)
def test_hook_starts_on(path: str, hook: dict[str, Any]) -> None:
    assert starts(hook, path)


@pytest.mark.parametrize(
    "path",
    [
        "README.md",
        "package.json",
        "app.py",
        "cluster.yaml.j2",
        "notes.yaml.txt",
        "plan.tfplan",
        "terraform.tfstate",
        ".terraform.lock.hcl",
        "policy.hcl",
        "sub/pyproject.toml",
        "my-eksnetlint.toml",
        ".terraform/modules/eks/main.tf",
        "infra/.terraform/modules/eks/main.tf",
        "web/node_modules/x/a.yaml",
        "charts/app/templates/deployment.yaml",
    ],
)
def test_hook_does_not_start_on(path: str, hook: dict[str, Any]) -> None:
    assert not starts(hook, path)


@pytest.mark.network("the pre-commit hook fails on a bad repository")
def test_hook_fails_on_a_bad_repository_and_names_the_rule(
    repository: Path, bad_cluster: str, tmp_path: Path, home: Path
) -> None:
    completed = try_repo(repository, bad_cluster, tmp_path, home)
    assert completed.returncode == 1, completed.stdout + completed.stderr
    assert "windows-max-pods-exceed-addresses" in completed.stdout
    assert "clusters/demo.yaml:12" in completed.stdout


@pytest.mark.network("the pre-commit hook passes a good repository")
def test_hook_passes_a_good_repository(
    repository: Path, good_cluster: str, tmp_path: Path, home: Path
) -> None:
    completed = try_repo(repository, good_cluster, tmp_path, home)
    assert completed.returncode == 0, completed.stdout + completed.stderr
    assert "Passed" in completed.stdout
