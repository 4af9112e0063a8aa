"""The configuration file: where it lies, what it says, and what is told of a wrong one."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from eksnetlint.configuration import RootValues, configuration
from eksnetlint.configuration_file import BadConfiguration
from eksnetlint.resources import schemas_folder

ROOTS = """\
terraform:
  roots:
    - path: infra
      var_files: [common.tfvars]
      vars: {region: eu-west-1}
      environments:
        dev: {var_files: [envs/dev.tfvars]}
        prod:
          var_files: [envs/prod.tfvars]
          vars: {region: us-east-1}
"""
TOML = """\
[project]
name = "path"

[tool.eksnetlint]
%s
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "infra" / "envs").mkdir(parents=True)
    for name in ("common", "envs/dev", "envs/prod"):
        (tmp_path / "infra" / f"{name}.tfvars").touch()
    return tmp_path


def refused(folder: Path, text: str, name: str = "eksnetlint.yaml") -> str:
    """What is said of a wrong configuration, from the file's name on."""
    (folder / name).write_text(text)
    with pytest.raises(BadConfiguration) as caught:
        configuration(folder)
    return str(caught.value).removeprefix(f"{folder}/")


def values(folder: Path, variables: str) -> dict[str, str]:
    text = f"terraform: {{roots: [{{path: infra, vars: {variables}}}]}}"
    (folder / "eksnetlint.yaml").write_text(text)
    return dict(configuration(folder).roots[0].variables)


def test_without_a_file_nothing_is_configured(folder):
    assert configuration(folder).roots == ()


def test_an_empty_file_configures_nothing(folder):
    (folder / "eksnetlint.yaml").write_text("# later\n")
    assert configuration(folder).roots == ()


@pytest.mark.parametrize("name", ["eksnetlint.yaml", "eksnetlint.yml", ".eksnetlint.yaml"])
def test_each_environment_is_an_evaluation_with_what_holds_for_all(folder, name):
    (folder / name).write_text(ROOTS)
    infra = folder / "infra"
    common = infra / "common.tfvars"
    assert configuration(folder).roots == (
        RootValues(infra, "dev", (common, infra / "envs/dev.tfvars"), (("region", "eu-west-1"),)),
        RootValues(infra, "prod", (common, infra / "envs/prod.tfvars"), (("region", "us-east-1"),)),
    )


def test_a_root_without_environments_is_one_evaluation(folder):
    (folder / "eksnetlint.yaml").write_text("terraform: {roots: [{path: infra}]}")
    assert configuration(folder).roots == (RootValues(folder / "infra"),)


def test_pyproject_may_say_the_same(folder):
    text = """\
[[tool.eksnetlint.terraform.roots]]
path = "infra"
vars = {version = 1.30, names = ["a"]}
environments.dev.var_files = ["envs/dev.tfvars"]
"""
    (folder / "pyproject.toml").write_text(text)
    infra = folder / "infra"
    variables = (("version", "1.30"), ("names", '["a"]'))
    wanted = RootValues(infra, "dev", (infra / "envs/dev.tfvars",), variables)
    assert configuration(folder).roots == (wanted,)


def test_a_pyproject_without_the_table_is_not_even_parsed(folder):
    (folder / "pyproject.toml").write_text("broken [ toml")
    assert configuration(folder).roots == ()


def test_a_file_named_by_the_user_is_taken_before_the_one_at_the_root(folder):
    (folder / "eksnetlint.yaml").write_text("nonsense: true")
    own = folder / "infra" / "mine.toml"
    own.write_text('terraform.roots = [{path = "envs"}]')
    assert configuration(folder, own).roots == (RootValues(folder / "infra" / "envs"),)


def test_two_configurations_are_refused(folder):
    (folder / "pyproject.toml").write_text(TOML % "")
    message = refused(folder, "", "eksnetlint.yml")
    assert message == (
        f"there are eksnetlint.yml and pyproject.toml in {folder}; keep one configuration"
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("eu-west-1", "eu-west-1"),
        ("1.30", "1.30"),
        ("'1.30'", "1.30"),
        ("3", "3"),
        ("true", "true"),
        ("null", "null"),
        ("[a, 1.5, 2]", '["a", "1.5", 2]'),
        ("{a: {b: no}}", '{"a": {"b": false}}'),
        ("['${x}%{y}']", '["$${x}%%{y}"]'),
        ("'${x}'", "${x}"),
    ],
)
def test_values_are_written_as_terraform_takes_them_as_arguments(folder, value, text):
    assert values(folder, f"{{a: {value}}}") == {"a": text}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("terrafrom: {}", "1: there is no key 'terrafrom' here; did you mean 'terraform'?"),
        (
            "terraform:\n  roots:\n    - path: infra\n      var_file: [a]\n",
            "4: there is no key 'var_file' here; did you mean 'var_files'?",
        ),
        (
            "terraform:\n  roots:\n    - path: infra\n      var_files: a.tfvars\n",
            "4: terraform.roots.0.var_files: 'a.tfvars' is not of type 'array'",
        ),
        ("terraform:\n  roots:\n    - vars: {}\n", "3: terraform.roots.0: 'path' is a required"),
        ("a: [", "1: "),
        ("- a", "1: a configuration is one YAML document, a mapping"),
        ("{}\n---\n{}", "1: a configuration is one YAML document, a mapping"),
        (
            "terraform: {}\nterraform: {}",
            "2: 'terraform' is already in line 1; the value there is lost",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line(folder, text, message):
    assert refused(folder, text).startswith(f"eksnetlint.yaml:{message}")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("selct = 1", "5: there is no key 'selct' here"),
        ('terraform.roots = [{path = "infra", var = 1}]', "5: there is no key 'var' here"),
        ("terraform = 3", "5: terraform: 3 is not of type 'object'"),
        ("a = ", "5: "),
    ],
)
def test_a_mistake_in_pyproject_is_told_with_its_line(folder, text, message):
    assert refused(folder, TOML % text, "pyproject.toml").startswith(f"pyproject.toml:{message}")


def test_what_is_not_there_is_told_with_its_line(folder):
    message = refused(folder, "terraform:\n  roots:\n    - path: infra\n    - path: infar\n")
    assert message == "eksnetlint.yaml:4: there is no folder infar beside this file"
    files = "    var_files:\n    - common.tfvars\n    - x.tfvars\n"
    text = f"terraform:\n  roots:\n  - path: infra\n{files}"
    assert refused(folder, text) == (
        f"eksnetlint.yaml:6: there is no file {folder}/infra/x.tfvars;"
        " var_files start at the folder of their root module"
    )


def test_what_is_not_there_is_told_with_its_line_in_pyproject(folder):
    text = TOML % '[[tool.eksnetlint.terraform.roots]]\npath = "infra"\nvar_files = ["x"]'
    assert refused(folder, text, "pyproject.toml").startswith("pyproject.toml:7: there is no file")
    text = TOML % '[[tool.eksnetlint.terraform.roots]]\npath = "infar"'
    assert refused(folder, text, "pyproject.toml") == (
        "pyproject.toml:6: there is no folder infar beside this file"
    )


def test_a_named_file_that_is_not_there_is_told(folder):
    with pytest.raises(BadConfiguration, match=r"x\.yaml: cannot be read: No such file"):
        configuration(folder, folder / "x.yaml")


def test_bytes_that_are_no_text_are_told(folder):
    (folder / "eksnetlint.yaml").write_bytes(b"a: \xff")
    with pytest.raises(BadConfiguration, match=r"eksnetlint\.yaml: is not UTF-8"):
        configuration(folder)


def test_the_schema_is_one_and_explains_every_key():
    schema = json.loads((schemas_folder() / "config.schema.json").read_text())
    jsonschema.Draft7Validator.check_schema(schema)
    todo = [schema]
    while todo:
        part = todo.pop()
        for name, child in part.get("properties", {}).items():
            assert child.get("description", "").endswith("."), name
            todo.append(child)
        more = [part.get("items"), part.get("additionalProperties")]
        todo += [child for child in more if isinstance(child, dict)]
