"""Helm's notation for settings."""

import pytest

from eksnetlint.readers.terraform.kubernetes.settings import is_string, list_of, path_of


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("a", ["a"]),
        ("a.b", ["a", "b"]),
        (r"nodeSelector.kubernetes\.io/os", ["nodeSelector", "kubernetes.io/os"]),
        ("a[0].b", ["a", 0, "b"]),
        ("a[1][2]", ["a", 1, 2]),
        ("", None),
        ("[0]", None),
        ("a[x]", None),
        ("a[", None),
    ],
)
def test_a_name_is_a_path(name: str, path: list[str | int] | None):
    assert path_of(name) == path


@pytest.mark.parametrize(
    ("text", "items"),
    [("{}", []), ("{a}", ["a"]), (r"{a,b\,c}", ["a", "b,c"]), ("a,b", None), ("{a", None)],
)
def test_braces_make_a_list(text: str, items: list[str] | None):
    assert list_of(text) == items


@pytest.mark.parametrize("text", ["true", "false", "null", "0", "1", "-17"])
def test_words_and_numbers_are_typed(text: str):
    assert not is_string(text)


@pytest.mark.parametrize("text", ["", "yes", "01", "1.5", "9" * 30, "9223372036854775808"])
def test_all_else_is_a_string(text: str):
    assert is_string(text)
