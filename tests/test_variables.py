"""Values of Terraform's variables on the command line, and what they change."""

from __future__ import annotations

from pathlib import Path

import pytest

from eksnetlint.configuration import RootValues
from eksnetlint.readers.terraform.modules.settings import RootSetting
from eksnetlint.variables import BadVariable, Option, options, root_settings


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "infra" / "envs").mkdir(parents=True)
    (tmp_path / "apps").mkdir()
    for name in ("infra/envs/dev.tfvars", "infra/a.tfvars", "common.tfvars", "a:b.tfvars"):
        (tmp_path / name).touch()
    return tmp_path


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("region=eu-west-1", Option(None, (), (("region", "eu-west-1"),))),
        ("tags={a = 1}", Option(None, (), (("tags", "{a = 1}"),))),
        ("empty=", Option(None, (), (("empty", ""),))),
        ("url=http://a:80/?b=c", Option(None, (), (("url", "http://a:80/?b=c"),))),
        ("infra:a-b_c=1", Option(Path("infra"), (), (("a-b_c", "1"),))),
        ("infra/envs:a=b:c=d", Option(Path("infra/envs"), (), (("a", "b:c=d"),))),
        (".:a=1", Option(Path(), (), (("a", "1"),))),
    ],
)
def test_a_value_is_for_a_variable_of_the_root_in_front(text, wanted):
    assert options([text], []) == [wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("common.tfvars", Option(None, (Path("common.tfvars"),))),
        ("infra:common.tfvars", Option(Path("infra"), (Path("common.tfvars"),))),
        ("infra:envs/dev.tfvars", Option(Path("infra"), (Path("infra/envs/dev.tfvars"),))),
        ("a:b.tfvars", Option(None, (Path("a:b.tfvars"),))),
        ("apps:a:b.tfvars", Option(Path("apps"), (Path("a:b.tfvars"),))),
    ],
)
def test_a_file_starts_here_or_at_its_root(text, wanted):
    assert options([], [text]) == [wanted]


@pytest.mark.parametrize("text", ["region", "=a", "infra:=a", "1a=b", "a b=c", "infra:a"])
def test_what_is_no_value_is_refused(text):
    with pytest.raises(BadVariable, match=r"^--var takes \[FOLDER:\]NAME=VALUE, not '"):
        options([text], [])


def test_what_is_not_there_is_refused():
    with pytest.raises(BadVariable, match=r"^--var: there is no folder 'infar'$"):
        options(["infar:a=1"], [])
    with pytest.raises(BadVariable, match=r"^--var-file x\.tfvars: no such file$"):
        options([], ["x.tfvars"])
    with pytest.raises(BadVariable, match=r"there is no file x\.tfvars, here or in infra$"):
        options([], ["infra:x.tfvars"])


def test_options_for_one_root_are_one_evaluation(folder):
    given = options(["infra:a=1", "infra:b=2"], ["infra:common.tfvars", "infra:a.tfvars"])
    files = ("common.tfvars", "infra/a.tfvars")
    wanted = RootSetting("infra", files, (("a", "1"), ("b", "2")))
    assert root_settings([], given, folder) == (wanted,)


def test_without_a_folder_the_only_root_is_meant(folder):
    given = options(["a=1"], [])
    assert root_settings([], given, folder) == (RootSetting(None, (), (("a", "1"),)),)


def test_the_folder_the_scan_starts_at_has_no_name(folder):
    given = options([".:a=1"], [])
    assert root_settings([], given, folder) == (RootSetting("", (), (("a", "1"),)),)


def test_options_are_added_to_every_evaluation_that_is_configured(folder):
    infra, dev = folder / "infra", folder / "infra" / "envs" / "dev.tfvars"
    configured = [RootValues(infra, "dev", (dev,), (("a", "1"),)), RootValues(infra, "prod")]
    for text in ("infra:a=2", "a=2"):
        assert root_settings(configured, options([text], []), folder) == (
            RootSetting(
                "infra", ("infra/envs/dev.tfvars",), (("a", "1"), ("a", "2")), "infra for dev"
            ),
            RootSetting("infra", (), (("a", "2"),), "infra for prod"),
        )


def test_options_for_another_root_stand_beside_what_is_configured(folder):
    configured = [RootValues(folder / "infra")]
    given = options(["apps:a=1"], [])
    assert [one.folder for one in root_settings(configured, given, folder)] == ["infra", "apps"]


def test_where_several_roots_are_configured_the_folder_must_be_named(folder):
    configured = [RootValues(folder / "infra"), RootValues(folder)]
    with pytest.raises(BadVariable) as caught:
        root_settings(configured, options(["a=1"], []), folder)
    assert str(caught.value) == ("--var and --var-file need a folder in front, one of ., infra")
