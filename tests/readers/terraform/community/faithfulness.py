"""Holds what a stand-in says against what the module's own sources come to."""

from __future__ import annotations

import io
import re
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path

from eksnetlint.readers.terraform.community import stand_in_of
from eksnetlint.readers.terraform.modules.project import evaluate_project
from eksnetlint.readers.terraform.resource import Contents, Resource, Root
from eksnetlint.readers.terraform.texts import decoded
from eksnetlint.readers.terraform.types import TfObject, TfSet, TfValue, reveal
from eksnetlint.readers.userdata import UserData, read_user_data
from eksnetlint.source.text import Source
from eksnetlint.values import Unknown, World, is_known

# The stand-in leaves others out, or knows them by another name where nobody looks at that.
NODES = (
    "aws_autoscaling_group",
    "aws_eks_fargate_profile",
    "aws_eks_node_group",
    "aws_launch_configuration",
    "aws_launch_template",
)
COMPARED = (*NODES, "aws_eks_addon", "aws_eks_cluster", "aws_eks_access_entry")
# Where the module finds out by itself, or names things in a way that nobody looks at.
LEFT_OUT = frozenset(
    "addon_version cluster_name fargate_profile_name node_group_name_prefix name_prefix tag".split()
)
# Inputs without effect, kept so that a rule can say so; no resource has them.
WITHOUT_EFFECT = frozenset(
    "pre_bootstrap_user_data bootstrap_extra_args post_bootstrap_user_data".split()
)
_SOURCE = re.compile(r'source\s*=\s*"((?:\.\./)+\.\.|\.\./\.\.)(?:/|//)?((?:modules/)?[\w-]*)/?"')
REGISTRY = "terraform-aws-modules/eks/aws"


def unpacked(repository: Path, tag: str, folder: Path) -> None:
    """Puts the files of a tag into a folder."""
    archive = subprocess.run(
        ["git", "-C", str(repository), "archive", tag], check=True, capture_output=True
    ).stdout
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        files.extractall(folder, filter="data")


def contradictions(text: str, module: Path, version: str) -> list[str]:
    """Where a stand-in says otherwise than the module; the text calls it with `source = "@"`."""
    folder = module / "as-called"
    folder.mkdir(exist_ok=True)
    (folder / "main.tf").write_text(
        re.sub(r'"@(//)?', r'"./..\1', text).replace('"./..//', '"./../')
    )
    real = _root(folder / "main.tf", module)
    given = re.sub(r'"@([^"]*)"', rf'"{REGISTRY}\1"\n  version = "{version}"', text)
    (ours,) = evaluate_project([Source("as-called/main.tf", given)], module, (), stand_in_of).roots
    return [*_differences(real, ours)]


def _root(main: Path, module: Path) -> Root:
    files = [main, *module.glob("*.tf"), *module.glob("modules/*/*.tf")]
    sources = [Source(path.relative_to(module).as_posix(), path.read_text()) for path in files]
    folder = main.parent.relative_to(module).as_posix()
    return next(root for root in evaluate_project(sources, module).roots if root.folder == folder)


def _differences(real: Root, ours: Root) -> Iterator[str]:
    unknown = tuple(f"{call.address}." for call in ours.unresolved)
    theirs = {
        item.address: item
        for item in real.resources
        if item.type in COMPARED and not item.address.startswith(unknown)
    }
    found = {item.address: item for item in ours.resources if item.type in COMPARED}
    for address in sorted(theirs.keys() | found.keys()):
        if address not in found:
            # Where it may not exist, its address has no key.
            if is_known(theirs[address].exists, True):
                yield f"{address} is missing"
        elif address not in theirs:
            if not isinstance(found[address].exists, Unknown):
                yield f"{address} is made up"
        else:
            yield from _different(address, theirs[address], found[address])


def _different(address: str, real: Resource, ours: Resource) -> Iterator[str]:
    for truth in (True, False):
        if is_known(real.exists, truth) and is_known(ours.exists, not truth):
            yield f"{address} exists: {truth}, not {not truth}"
    yield from _different_contents(address, real.contents, ours.contents)


def _different_contents(place: str, real: Contents, ours: Contents) -> Iterator[str]:
    for name, value in ours.attributes.items():
        theirs = real.attribute(name)
        if name in WITHOUT_EFFECT:
            continue
        if name in LEFT_OUT or isinstance(theirs, Unknown) or isinstance(value, Unknown):
            yield from _different_scripts(f"{place}.{name}", theirs, value)
        elif plain(theirs) != plain(value):
            yield f"{place}.{name}: {plain(theirs)}, not {plain(value)}"
    for name, world in ours.blocks.items():
        if name not in LEFT_OUT:
            yield from _different_blocks(f"{place}.{name}", real.nested(name), world)


def _different_blocks(place: str, real: World[Contents], ours: World[Contents]) -> Iterator[str]:
    if real.open_because or ours.open_because:
        return
    if len(real.items) != len(ours.items):
        yield f"{place}: {len(real.items)} of them, not {len(ours.items)}"
        return
    for one, other in zip(real.items, ours.items, strict=True):
        yield from _different_contents(place, one, other)


def _different_scripts(place: str, real: TfValue, ours: TfValue) -> Iterator[str]:
    one, other = decoded(real), decoded(ours)
    if "user_data" in place and one is not None and other is not None:
        theirs, found = read_user_data(one.text), read_user_data(other.text)
        if _facts(theirs) != _facts(found):
            yield f"{place}: {_facts(theirs)}, not {_facts(found)}"


def _facts(script: UserData) -> object:
    calls = [
        {name: argument.text for name, argument in call.arguments.items()}
        for call in script.calls
        if call.arguments
    ]
    for call in calls:
        call.pop("eksclustername", None)
    # A text that is hidden in part passes for PowerShell until something else shows.
    is_windows = script.is_powershell and bool(calls)
    return is_windows, script.dsr.state, calls, script.max_pods and script.max_pods.text


def plain(value: TfValue) -> object:
    """A value as plain Python; an empty string is none, as providers take it."""
    value = reveal(value)
    text = decoded(value)
    if isinstance(value, Unknown):
        return "?"
    content = value.value
    if isinstance(content, TfObject):
        return {key: plain(item) for key, item in content.items.items()} or None
    if isinstance(content, tuple | TfSet):
        inside = content.items if isinstance(content, TfSet) else content
        return [plain(item) for item in inside] or None
    if isinstance(content, str) and text is not None and text.text:
        return _facts(read_user_data(text.text)) if "\n" in text.text else content
    return None if content == "" else content


def examples(module: Path) -> Iterator[tuple[str, str]]:
    """The module's own examples and tests, as texts that call it with `source = "@"`."""
    for main in sorted(module.glob("*s/*/*.tf")):
        if main.parent.parent.name in ("examples", "tests") and "module" in main.read_text():
            text = _SOURCE.sub(_called, main.read_text())
            if '"@' in text:
                yield main.relative_to(module).as_posix(), text


def _called(match: re.Match[str]) -> str:
    return f'source = "@{"//" + match[2] if match[2] else ""}"'
