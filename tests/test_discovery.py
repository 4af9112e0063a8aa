"""Which files a scan looks at, and what they are called."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from eksnetlint.discovery import NotFound, discover, root_of


def write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("a: b\n")


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def names(*paths: Path, ignores: bool = True) -> list[str]:
    return [found.path for found in discover(paths, ignores=ignores).files]


@pytest.fixture
def repository(tmp_path):
    git(tmp_path, "init", "--quiet")
    return tmp_path


@pytest.fixture(params=["a repository", "a plain folder"])
def folder(request, tmp_path, monkeypatch):
    """A folder with and without git, since both must look at the same files."""
    if request.param == "a repository":
        git(tmp_path, "init", "--quiet")
    # Paths are told from the working directory where there is no repository.
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_candidates_are_known_by_their_names(folder):
    wanted = ["a.yaml", "b.yml", "c.json", "D.YAML", "e/f/g.Json", "h/Kustomization"]
    wanted += ["main.tf", "a.tofu", "a.tf.json", "a.tofu.json", "b.auto.tfvars", "b.tfvars.json"]
    wanted += ["live/terragrunt.hcl"]
    others = ["readme.md", "yaml", "i.yaml.bak", "kustomization", ".terraform.lock.hcl"]
    write(folder, *wanted, *others, "terraform.tfstate", "main.tf.bak", "tfvars")
    assert names(folder) == sorted(wanted)


@pytest.mark.parametrize("named", ["main.tf", "prod.tfvars", "more.tf.json"])
def test_a_file_of_a_terraform_module_brings_the_others_of_its_folder(folder, named):
    write(folder, "a/main.tf", "a/more.tf.json", "a/prod.tfvars", "a/app.yaml", "a/b/c.tf", "d.tf")
    found = discover([folder / "a" / named]).files
    assert [item.path for item in found] == ["a/main.tf", "a/more.tf.json", "a/prod.tfvars"]
    assert [item.path for item in found if item.is_explicit] == [f"a/{named}"]


def test_another_file_brings_no_others(folder):
    write(folder, "main.tf", "app.yaml", "web.yaml")
    assert names(folder / "app.yaml") == ["app.yaml"]


def test_files_are_in_the_order_of_their_paths(folder):
    write(folder, "b/a.yaml", "a/b.yaml", "c.yaml", "a.yaml")
    assert names(folder) == ["a.yaml", "a/b.yaml", "b/a.yaml", "c.yaml"]


@pytest.mark.parametrize(
    "name",
    [
        ".terraform/modules/a/cluster.yaml",
        "deep/.terraform/a.yaml",
        "node_modules/a/b.yaml",
        "web/node_modules/a.yaml",
        ".hg/a.yaml",
        ".svn/a.yaml",
        ".tox/py/a.yaml",
        "__pycache__/a.json",
    ],
)
def test_what_tools_keep_for_themselves_is_left_out(folder, name):
    write(folder, "a.yaml", name)
    assert names(folder) == ["a.yaml"]
    assert names(folder, ignores=False) == sorted(["a.yaml", name])


def test_what_git_keeps_for_itself_is_left_out(repository):
    write(repository, "a.yaml", ".git/hooks/b.yaml")
    assert names(repository) == ["a.yaml"]


@pytest.mark.parametrize("name", ["venv", ".venv", "env-3.12", "tools/python"])
def test_virtual_environments_are_left_out_whatever_their_name(folder, name):
    write(folder, "a.yaml", f"{name}/pyvenv.cfg", f"{name}/lib/site-packages/b.yaml")
    assert names(folder) == ["a.yaml"]
    assert f"{name}/lib/site-packages/b.yaml" in names(folder, ignores=False)


def test_a_folder_of_such_a_name_is_read_where_it_is_asked_for(folder):
    write(folder, "node_modules/a/b.yaml")
    assert names(folder / "node_modules") == ["node_modules/a/b.yaml"]
    assert names(folder / "node_modules" / "a") == ["node_modules/a/b.yaml"]


def test_ignored_files_are_left_out_and_untracked_ones_are_not(repository):
    write(
        repository, "tracked.yaml", "untracked.yaml", "ignored.yaml", "build/a.yaml", "sub/x.yaml"
    )
    (repository / ".gitignore").write_text("ignored.yaml\nbuild/\n")
    (repository / "sub" / ".gitignore").write_text("x.yaml\n")
    git(repository, "add", "tracked.yaml")
    assert names(repository) == ["tracked.yaml", "untracked.yaml"]
    assert names(repository, ignores=False) == [
        "build/a.yaml",
        "ignored.yaml",
        "sub/x.yaml",
        "tracked.yaml",
        "untracked.yaml",
    ]


def test_a_tracked_file_is_not_ignored_whatever_the_patterns_say(repository):
    write(repository, "a.yaml")
    git(repository, "add", "a.yaml")
    (repository / ".gitignore").write_text("*.yaml\n")
    assert names(repository) == ["a.yaml"]


def test_a_tracked_file_that_is_gone_is_none(repository):
    write(repository, "a.yaml", "b.yaml")
    git(repository, "add", ".")
    (repository / "b.yaml").unlink()
    assert names(repository) == ["a.yaml"]


def test_a_named_file_is_always_read(repository):
    write(repository, "ignored.yaml", "notes.txt", "node_modules/a.yaml")
    (repository / ".gitignore").write_text("ignored.yaml\n")
    for name in ("ignored.yaml", "notes.txt", "node_modules/a.yaml"):
        (found,) = discover([repository / name]).files
        assert found.path == name
        assert found.is_explicit


def test_a_found_file_is_not_explicit(folder):
    write(folder, "a.yaml")
    assert [found.is_explicit for found in discover([folder]).files] == [False]


def test_a_file_named_twice_is_read_once(folder):
    write(folder, "a.yaml")
    assert names(folder / "a.yaml", folder, folder / "." / "a.yaml") == ["a.yaml"]
    (found,) = discover([folder / "a.yaml", folder]).files
    assert found.is_explicit


@pytest.mark.parametrize(
    "name", ["große Straße.yaml", 'quote".yaml', "back\\slash.yaml", "a\nb.yaml"]
)
def test_unusual_names_are_read(folder, name):
    write(folder, name)
    assert names(folder) == [name]


def test_a_name_that_is_no_text_is_read(folder):
    raw = os.fsencode(folder) + b"/\xff.yaml"
    try:
        with open(raw, "w") as file:
            file.write("a: b\n")
    except OSError:
        pytest.skip("this file system takes no such names")
    assert len(names(folder)) == 1


# Links and strange files


def test_a_dangling_link_is_passed_over(folder):
    write(folder, "a.yaml")
    (folder / "b.yaml").symlink_to("nowhere.yaml")
    assert names(folder) == ["a.yaml"]


def test_looping_links_are_passed_over(folder):
    write(folder, "a.yaml")
    (folder / "b.yaml").symlink_to("c.yaml")
    (folder / "c.yaml").symlink_to("b.yaml")
    (folder / "self").symlink_to(".")
    (folder / "deep").mkdir()
    (folder / "deep" / "up.yaml").symlink_to("..")
    assert names(folder) == ["a.yaml"]
    assert names(folder, ignores=False) == ["a.yaml"]


def test_a_link_inside_the_tree_is_read_once(folder):
    write(folder, "a/b.yaml")
    (folder / "c.yaml").symlink_to("a/b.yaml")
    assert names(folder) == ["a/b.yaml"]


def test_a_link_out_of_the_tree_is_not_followed(folder, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    write(outside, "a.yaml", "b/c.yaml")
    write(folder, "d.yaml")
    (folder / "e.yaml").symlink_to(outside / "a.yaml")
    (folder / "f").symlink_to(outside)
    assert names(folder) == ["d.yaml"]
    assert names(folder, ignores=False) == ["d.yaml"]


def test_a_named_link_out_of_the_tree_is_followed(folder, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    write(outside, "a.yaml")
    (folder / "e.yaml").symlink_to(outside / "a.yaml")
    assert len(names(folder / "e.yaml")) == 1


def test_a_folder_named_like_a_file_is_a_folder(folder):
    write(folder, "x.yaml/a.yaml")
    (folder / "y.yaml").mkdir()
    assert names(folder) == ["x.yaml/a.yaml"]
    assert names(folder / "x.yaml") == ["x.yaml/a.yaml"]
    assert names(folder / "y.yaml") == []


def test_a_pipe_in_the_tree_is_passed_over(folder):
    write(folder, "a.yaml")
    os.mkfifo(folder / "b.yaml")
    assert names(folder) == ["a.yaml"]


@pytest.mark.skipif(not os.path.isdir("/dev/fd"), reason="no /dev/fd here")
def test_a_pipe_from_the_shell_is_read_under_its_name():
    reader, writer = os.pipe()
    os.write(writer, b"a: b\n")
    os.close(writer)
    (found,) = discover([Path(f"/dev/fd/{reader}")]).files
    assert found.file.read_bytes() == b"a: b\n"
    assert found.is_explicit
    os.close(reader)


# Repositories in repositories


def test_a_repository_inside_follows_its_own_rules(repository):
    write(repository, "a.yaml", "inner/b.yaml", "inner/c.yaml")
    git(repository / "inner", "init", "--quiet")
    (repository / "inner" / ".gitignore").write_text("c.yaml\n")
    assert names(repository) == ["a.yaml", "inner/b.yaml"]


def test_a_submodule_is_read(repository, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    git(other, "init", "--quiet")
    write(other, "b.yaml")
    git(other, "add", ".")
    git(other, "commit", "--quiet", "-m", "b")
    allowed = ("-c", "protocol.file.allow=always")
    git(repository, *allowed, "submodule", "--quiet", "add", str(other), "inner")
    assert names(repository) == ["inner/b.yaml"]


def test_hooks_and_monitors_of_a_repository_are_not_run(repository):
    write(repository, "a.yaml")
    monitor = repository / "monitor"
    monitor.write_text(f"#!/bin/sh\ntouch {repository}/ran\n")
    monitor.chmod(0o755)
    git(repository, "config", "core.fsmonitor", str(monitor))
    assert names(repository) == ["a.yaml"]
    assert not (repository / "ran").exists()


def test_a_repository_that_is_broken_is_walked(tmp_path):
    write(tmp_path, "a.yaml", ".git/config", "node_modules/b.yaml")
    assert names(tmp_path) == ["a.yaml"]


# Roots and paths


def test_paths_are_told_from_the_repository(repository, monkeypatch):
    write(repository, "a/b/c.yaml")
    monkeypatch.chdir(repository / "a")
    for path in (repository, Path("."), Path("b"), Path("b/c.yaml"), Path("../a/b")):
        assert names(path) == ["a/b/c.yaml"]
    assert discover([Path("b")]).root == repository.resolve()


def test_outside_a_repository_paths_are_told_from_the_working_directory(tmp_path, monkeypatch):
    write(tmp_path, "a/b.yaml")
    monkeypatch.chdir(tmp_path / "a")
    assert names(tmp_path) == ["b.yaml"]
    monkeypatch.chdir(tmp_path)
    assert names(Path("a")) == ["a/b.yaml"]


def test_a_worktree_has_a_file_for_git(repository, tmp_path_factory):
    write(repository, "a.yaml")
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "-m", "a")
    worktree = tmp_path_factory.mktemp("trees") / "tree"
    git(repository, "worktree", "add", "--quiet", str(worktree))
    assert (worktree / ".git").is_file()
    assert root_of([worktree]) == worktree.resolve()
    assert names(worktree) == ["a.yaml"]


def test_no_path_at_all_is_the_working_directory(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert root_of([]) == tmp_path.resolve()
    assert discover([]).files == ()


# What is not there


def test_a_path_that_is_not_there_is_a_mistake(folder):
    with pytest.raises(NotFound, match=r"nowhere\.yaml: no such file or folder"):
        discover([folder / "nowhere.yaml"])


def test_a_named_broken_link_is_a_mistake(folder):
    (folder / "a.yaml").symlink_to("nowhere.yaml")
    with pytest.raises(NotFound, match=r"a\.yaml: a broken link"):
        discover([folder / "a.yaml"])


def test_a_named_looping_link_is_a_mistake(folder):
    (folder / "a.yaml").symlink_to("a.yaml")
    with pytest.raises(NotFound, match=r"a\.yaml: a broken link"):
        discover([folder / "a.yaml"])


def test_a_name_that_no_file_can_have_is_a_mistake(folder):
    with pytest.raises(NotFound, match="aaa: file name too long"):
        discover([folder / ("a" * 5000)])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_named_file_that_may_not_be_read_is_a_mistake(folder):
    write(folder, "a.yaml")
    (folder / "a.yaml").chmod(0)
    with pytest.raises(NotFound, match=r"a\.yaml: permission denied"):
        discover([folder / "a.yaml"])
