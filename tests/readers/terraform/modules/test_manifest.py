from __future__ import annotations

import pytest

from eksnetlint.readers.terraform.modules.manifest import Installed, satisfies


@pytest.mark.parametrize(
    ("version", "constraint", "expected"),
    [
        ("21.0.1", "21.0.1", True),
        ("21.0.1", "= 21.0.1", True),
        ("21.0.1", "21.0.2", False),
        ("21.3.0", "~> 21.0", True),
        ("22.0.0", "~> 21.0", False),
        ("21.0.9", "~> 21.0.3", True),
        ("21.1.0", "~> 21.0.3", False),
        ("21.0.2", "~> 21.0.3", False),
        ("3.5.0", "~> 3", True),
        ("2.0.0", "~> 3", False),
        ("20.8.4", ">= 20.8, < 21", True),
        ("21.0.0", ">= 20.8, < 21", False),
        ("1.0.0", "!= 1.0.0", False),
        ("1.0", "<= 1.0.0", True),
        ("1.0.1", "> 1.0", True),
        ("1.0.0", "nonsense", True),
        ("nonsense", "1.0.0", True),
    ],
)
def test_a_version_satisfies_a_constraint(version: str, constraint: str, expected: bool):
    assert satisfies(version, constraint) is expected


@pytest.mark.parametrize(
    ("noted", "written"),
    [
        ("registry.terraform.io/a/b/aws", "a/b/aws"),
        ("a/b/aws", "a/b/aws"),
        ("git::https://github.com/a/b.git?ref=v1", "github.com/a/b?ref=v1"),
        ("git::https://github.com/a/b.git//sub?ref=v1", "github.com/a/b//sub?ref=v1"),
        ("git::ssh://git@github.com/a/b.git", "git@github.com:a/b.git"),
        ("git::https://example.com/a.git", "git::https://example.com/a.git"),
    ],
)
def test_a_source_is_the_same_however_it_is_written(noted: str, written: str):
    assert Installed(noted, "", ".").answers(written, "")
    assert not Installed(noted, "", ".").answers(f"{written}x", "")
