from __future__ import annotations

import pytest

from eksnetlint.mistakes import Mistake
from eksnetlint.readers.terraform.modules.settings import RootSetting
from eksnetlint.values import Unknown
from tests.readers.terraform.modules.projects import (
    chain,
    known,
    project,
    reason,
    resource,
    root,
)

MAIN = """\
variable "size" {
  default = "m5.large"
}
variable "name" {}
resource "aws_x" "this" {
  size = var.size
  name = var.name
}
"""


def values(files: dict[str, str], *settings: RootSetting) -> tuple[object, object]:
    found = resource(root({"main.tf": MAIN, **files}, *settings), "aws_x.this").contents
    return found.attribute("size"), found.attribute("name")


def test_a_variable_without_a_value_is_unknown():
    _, name = values({})
    assert reason(name) == (
        "variable 'name' has no default and no value in these files;"
        " give one with --var or --var-file"
    )


def test_a_file_that_somebody_may_choose_makes_a_default_uncertain():
    size, name = values({"envs/prod.tfvars": 'size = "m5.xlarge"\nname = "prod"\n'})
    assert reason(size) == ("envs/prod.tfvars also sets variable 'size'; say which with --var-file")
    assert reason(name) == "envs/prod.tfvars sets variable 'name'; say which with --var-file"


def test_a_file_that_says_the_same_changes_nothing():
    size, _ = values({"prod.tfvars": 'size = "m5.large"\n'})
    assert known(size) == "m5.large"  # type: ignore[arg-type]


def test_once_a_file_is_chosen_the_others_do_not_count():
    files = {"prod.tfvars": 'size = "a"\n', "dev.tfvars": 'size = "b"\nname = "dev"\n'}
    size, name = values(files, RootSetting(None, ("prod.tfvars",)))
    assert known(size) == "a"  # type: ignore[arg-type]
    assert isinstance(name, Unknown)


def test_files_of_a_module_below_are_not_for_the_one_above():
    files = {
        "examples/main.tf": 'module "m" {\n  source = "./m"\n}\n',
        "examples/terraform.tfvars": 'size = "other"\n',
        "examples/m/x.tf": "",
        "examples/m/envs/x.tfvars": 'size = "other"\n',
    }
    found = project({"main.tf": MAIN, **files})
    (top,) = [item for item in found.roots if not item.folder]
    assert known(resource(top, "aws_x.this").contents.attribute("size")) == "m5.large"


def test_a_root_is_evaluated_once_for_each_setting():
    files = {
        "main.tf": MAIN,
        "dev.tfvars": 'name = "dev"\n',
        "prod.tfvars": 'name = "prod"\n',
    }
    settings = [
        RootSetting(".", ("dev.tfvars",)),
        RootSetting("", ("prod.tfvars",), (("size", "big"),)),
        RootSetting("./", (), (("name", "told"),), title="by hand"),
    ]
    roots = project(files, *settings).roots
    assert [item.title for item in roots] == [
        ". with dev.tfvars",
        ". with prod.tfvars, size=big",
        "by hand",
    ]
    names = [known(resource(item, "aws_x.this").contents.attribute("name")) for item in roots]
    assert names == ["dev", "prod", "told"]


def test_other_roots_keep_their_own_values():
    files = {"a/main.tf": MAIN, "b/main.tf": MAIN}
    first, second = project(files, RootSetting("b", (), (("name", "told"),))).roots
    assert isinstance(resource(first, "aws_x.this").contents.attribute("name"), Unknown)
    assert known(resource(second, "aws_x.this").contents.attribute("name")) == "told"


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        (
            RootSetting("nowhere"),
            "nowhere: there are no Terraform files in this folder",
        ),
        (
            RootSetting(None, ("nowhere.tfvars",)),
            "--var-file nowhere.tfvars: there is no such file",
        ),
        (
            RootSetting(None, (), (("nothing", "1"),)),
            "--var nothing: the root module declares no variable of that name",
        ),
        (
            RootSetting(None, (), (("list", "[1"),)),
            "--var list: '[1' is not an expression of Terraform's",
        ),
        (
            RootSetting(None, (), (("list", "[x.y]"),)),
            "--var list: 'x.y' cannot be referred to here, where only constants may stand",
        ),
    ],
)
def test_a_setting_that_names_what_is_not_there_is_a_mistake(setting: RootSetting, message: str):
    files = {"main.tf": MAIN + 'variable "list" {\n  type = list(string)\n}\n'}
    with pytest.raises(Mistake) as caught:
        project(files, setting)
    assert str(caught.value) == message


def test_a_setting_without_a_folder_needs_a_single_root():
    with pytest.raises(Mistake) as caught:
        project({"a/main.tf": MAIN, "b/main.tf": MAIN}, RootSetting(None, (), (("name", "x"),)))
    assert str(caught.value) == (
        "values for variables need to say which root module they are for: there are 2 (a, b)"
    )


def test_a_value_that_does_not_fit_the_type_is_unknown():
    files = {
        "main.tf": """\
            variable "size" {
              type    = number
              default = "big"
            }
            resource "aws_x" "this" { a = var.size }
            """
    }
    value = resource(root(files), "aws_x.this").contents.attribute("a")
    assert isinstance(value, Unknown)
    assert chain(value)[0][0] == "main.tf:5:27"


def test_what_a_broken_file_may_set_is_unknown():
    size, name = values({"terraform.tfvars": 'name = "x"\nsize = [\n'})
    assert known(name) == "x"  # type: ignore[arg-type]
    assert reason(size) == "terraform.tfvars cannot be read to the end"
