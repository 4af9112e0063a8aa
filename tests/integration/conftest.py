"""What the integration tests share: a copy of the working tree and two small clusters."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

from tests.integration.commands import ROOT, commit_all, run, run_well

_TROUBLE = pytest.StashKey[str]()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what needs the package registry where none answers; in CI it runs all the same."""
    marker = item.get_closest_marker("network")
    if marker is None or os.environ.get("CI"):
        return
    if _TROUBLE not in item.config.stash:
        item.config.stash[_TROUBLE] = _registry_trouble()
    if trouble := item.config.stash[_TROUBLE]:
        pytest.skip(f"NOT VERIFIED: {marker.args[0]}; no package registry: {trouble}")


def _registry_trouble() -> str:
    """Why packages cannot be had, in pip's words; empty if they can."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pip = [sys.executable, "-m", "pip", "--retries=0", "--timeout=15", "--no-cache-dir"]
        wanted = ["download", "--quiet", "--no-deps", "--dest=.", "hatchling"]
        answer = run(*pip, *wanted, cwd=folder, home=folder)
    lines = answer.stderr.strip().splitlines() or ["pip gave no reason"]
    return lines[-1] if answer.returncode else ""


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty home folder."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def repository(tmp_path_factory: pytest.TempPathFactory, home: Path) -> Path:
    """A git repository of its own with the working tree as a commit would hold it."""
    if not (ROOT / ".git").exists():
        pytest.skip("NOT VERIFIED: anything about packaging; this is no git checkout")
    copy = tmp_path_factory.mktemp("repository")
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    for name in run_well(*listing, cwd=ROOT, home=home).split("\0"):
        # A file that was deleted but not yet committed is still listed.
        if name and (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, copy / name)
    commit_all(copy, home)
    return copy


@pytest.fixture
def bad_cluster() -> str:
    """An eksctl file; its line 12 allows more pods than a t3.medium has addresses for."""
    return """\
apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata:
  name: demo
  region: eu-west-1
nodeGroups:
  - name: linux
    instanceType: m5.large
  - name: windows
    amiFamily: WindowsServer2022CoreContainer
    instanceType: t3.medium
    maxPodsPerNode: 500
"""


@pytest.fixture
def good_cluster(bad_cluster: str) -> str:
    """The same without the mistake."""
    return bad_cluster.replace("    maxPodsPerNode: 500\n", "")
