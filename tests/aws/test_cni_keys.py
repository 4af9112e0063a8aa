"""The table of settings: names that agree, and which key is read before which."""

from __future__ import annotations

import pytest

from eksnetlint.aws.cni_keys import KEYS, VALUE_NAMES, KeyKind, before, fallback_of


def test_every_key_is_found_by_its_own_name_and_by_the_chart_s():
    assert all(key.name == name for name, key in KEYS.items())
    assert all(key.value_name == name for name, key in VALUE_NAMES.items())
    assert VALUE_NAMES["warmWindowsIPTarget"] is KEYS["warm-ip-target"]


def test_what_the_chart_knows_it_writes_a_default_for():
    assert all((key.default is None) is (key.value_name is None) for key in KEYS.values())


def test_the_add_on_takes_flags_as_strings_and_the_rest_as_numbers():
    strings = {key.name for key in KEYS.values() if key.is_string}
    assert strings == {key.name for key in KEYS.values() if key.kind is KeyKind.FLAG}
    assert "branch-eni-cooldown" not in strings


@pytest.mark.parametrize("name", ["warm-ip-target", "minimum-ip-target", "warm-prefix-target"])
def test_a_target_is_read_before_the_one_for_windows(name: str):
    assert fallback_of(name) == f"windows-{name}"
    assert before(f"windows-{name}") == name
    assert before(name) is None
    assert fallback_of(f"windows-{name}") is None


@pytest.mark.parametrize("name", ["enable-windows-ipam", "branch-eni-cooldown", "windows-b", ""])
def test_other_names_have_neither(name: str):
    assert fallback_of(name) is None
    assert before(name) is None
