"""The wheel holds the program, its rules and its schemas, and works away from the checkout."""

from __future__ import annotations

import json
import re
import sys
import tarfile
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

import eksnetlint
from eksnetlint import resources
from tests.integration.commands import ROOT, Completed, Word, run, run_well


@pytest.fixture(scope="module")
def distributions(
    repository: Path, home: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """Paths of sdist and wheel by file ending; the wheel is built from the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    # Without isolation the backend of the development environment builds, so no network is needed.
    build: list[Word] = [sys.executable, "-m", "build", "--no-isolation", "--outdir", folder]
    run_well(*build, cwd=repository, home=home)
    return {path.suffix: path for path in folder.iterdir()}


@pytest.fixture(scope="module")
def wheel_names(distributions: dict[str, Path]) -> set[str]:
    with ZipFile(distributions[".whl"]) as wheel:
        return set(wheel.namelist())


@pytest.fixture(scope="module")
def installed_python(
    distributions: dict[str, Path], home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The interpreter of an empty environment into which the wheel was installed."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    install: list[Word] = [python, "-m", "pip", "install", "--quiet", distributions[".whl"]]
    run_well(*install, cwd=folder, home=home)
    return python


def scan_as_json(python: Path, folder: Path, home: Path) -> Completed:
    program = python.with_name("eksnetlint")
    return run(program, "scan", "--output-format", "json", cwd=folder, home=home)


def test_version_is_the_same_in_package_and_project() -> None:
    stated = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert stated is not None
    assert stated[1] == eksnetlint.__version__


def test_resources_are_found_beside_the_package_in_a_checkout() -> None:
    assert resources.rules_folder() == ROOT / "rules"
    assert resources.schemas_folder() == ROOT / "schemas"


@pytest.mark.parametrize("folder", ["rules", "schemas"])
def test_wheel_carries_every_resource_inside_the_package(
    folder: str, wheel_names: set[str], repository: Path
) -> None:
    files = (path for path in (repository / folder).rglob("*") if path.is_file())
    wanted = {f"eksnetlint/{path.relative_to(repository).as_posix()}" for path in files}
    assert wanted
    assert wanted <= wheel_names


def test_wheel_takes_no_other_name_at_the_top(wheel_names: set[str]) -> None:
    tops = {name.partition("/")[0] for name in wheel_names}
    assert tops == {"eksnetlint", f"eksnetlint-{eksnetlint.__version__}.dist-info"}


def test_sdist_can_be_tested_by_a_packager(distributions: dict[str, Path]) -> None:
    with tarfile.open(distributions[".gz"]) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    assert {"LICENSE", "Makefile", "README.md", "action.yml", "tests/conftest.py"} <= names


@pytest.mark.network("the wheel installs and finds a mistake away from the checkout")
def test_installed_program_finds_the_line_of_a_mistake(
    installed_python: Path, bad_cluster: str, tmp_path: Path, home: Path
) -> None:
    (tmp_path / "cluster.yaml").write_text(bad_cluster)
    completed = scan_as_json(installed_python, tmp_path, home)
    assert completed.returncode == 1, completed.stderr
    places = {
        (finding["rule"], finding["path"], finding["region"]["start_line"])
        for finding in json.loads(completed.stdout)["findings"]
    }
    assert ("windows-max-pods-exceed-addresses", "cluster.yaml", 12) in places


@pytest.mark.network("the installed program is content with a good cluster")
def test_installed_program_is_content_with_a_good_cluster(
    installed_python: Path, good_cluster: str, tmp_path: Path, home: Path
) -> None:
    (tmp_path / "cluster.yaml").write_text(good_cluster)
    completed = scan_as_json(installed_python, tmp_path, home)
    assert completed.returncode == 0, completed.stdout + completed.stderr
    assert json.loads(completed.stdout)["findings"] == []


@pytest.mark.network("the installed package runs as `python -m eksnetlint`")
def test_installed_package_runs_as_a_module(
    installed_python: Path, tmp_path: Path, home: Path
) -> None:
    module: list[Word] = [installed_python, "-m", "eksnetlint"]
    assert eksnetlint.__version__ in run_well(*module, "--version", cwd=tmp_path, home=home)
