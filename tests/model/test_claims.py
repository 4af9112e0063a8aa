"""The paths a cluster claims, the facts it declares, and when it is complete."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from eksnetlint.model.claims import Claim, ClaimedPath, as_seen, over
from eksnetlint.model.declared import declarations


@pytest.mark.parametrize(
    ("pattern", "path", "is_held"),
    [
        (".", "a.yaml", True),
        (".", "deep/a.yaml", True),
        ("apps", "apps", True),
        ("apps", "apps/a.yaml", True),
        ("apps", "apps/deep/a.yaml", True),
        ("apps", "apps.yaml", False),
        ("apps", "apps2/a.yaml", False),
        ("apps", "more/apps/a.yaml", False),
        ("apps/a.yaml", "apps/a.yaml", True),
        ("apps/a.yaml", "apps", False),
        ("apps/*", "apps/a.yaml", True),
        ("apps/*", "apps/deep/a.yaml", True),
        ("apps/*.yaml", "apps/a.yaml", True),
        ("apps/*.yaml", "apps/deep/a.yaml", False),
        ("apps/*/prod", "apps/web/prod/a.yaml", True),
        ("apps/*/prod", "apps/prod/a.yaml", False),
        ("apps/*/prod", "apps/web/dev/prod/a.yaml", False),
        ("apps/**/prod", "apps/prod/a.yaml", True),
        ("apps/**/prod", "apps/web/dev/prod/a.yaml", True),
        ("apps/**/prod", "apps/web/a.yaml", False),
        ("**/prod", "prod/a.yaml", True),
        ("**/prod", "a/b/prod", True),
        ("**/*.yaml", "a.yaml", True),
        ("apps/**", "apps/a/b.yaml", True),
        ("apps/**", "other/b.yaml", False),
        ("app?", "apps/a.yaml", True),
        ("app?", "app/a.yaml", False),
        ("region-[ab]", "region-a/x.yaml", True),
        ("Apps", "apps/x.yaml", False),
        ("../shared", "../shared/a.yaml", True),
        ("../shared", "shared/a.yaml", False),
    ],
)
def test_a_path_holds_what_it_names_and_what_lies_below(pattern, path, is_held):
    assert ClaimedPath(pattern, "").holds(path) is is_held


NAMES = st.sampled_from(["a", "b", "ab"])
PATHS = st.lists(NAMES, min_size=1, max_size=5).map("/".join)
PATTERNS = st.lists(NAMES | st.sampled_from(["*", "**", "a*", "?"]), min_size=1, max_size=5)


@given(PATTERNS, PATHS)
@example(["**", "**", "a"], "b/a")
@example(["a", "**"], "a")
def test_patterns_mean_what_the_expression_written_out_means(pattern, path):
    signs = {"**": r"(?:[^/]+/)*", "*": "[^/]*/", "a*": "a[^/]*/", "?": "[^/]/"}
    written = "".join(signs.get(part, f"{part}/") for part in pattern)
    wanted = re.match(written, path + "/") is not None
    assert ClaimedPath("/".join(pattern), "").holds(path) is wanted


def test_a_hostile_pattern_takes_no_time():
    pattern = ClaimedPath("/".join(["**", "*a*a*a*a*a*a*a*a*b"] * 40), "")
    assert not pattern.holds("/".join(["a" * 60] * 60))


@pytest.mark.parametrize(
    ("path", "start"),
    [(".", ""), ("a/b", "a/b"), ("a/*/b", "a"), ("**/b", ""), ("a/b?", "a"), ("[ab]", "")],
)
def test_a_pattern_starts_where_it_is_plain(path, start):
    assert ClaimedPath(path, "").start == start


def test_of_two_declarations_of_a_fact_the_first_counts():
    first = declarations(["dsr=enabled", "windows_ipam=true"])
    second = declarations(["dsr=disabled", "kubernetes_version=1.33"])
    assert over(first, second) == declarations(
        ["dsr=enabled", "windows_ipam=true", "kubernetes_version=1.33"]
    )


@pytest.mark.parametrize(
    ("scanned", "unread", "is_complete"),
    [
        (["."], [], True),
        (["infra", "apps/prod"], [], True),
        (["infra", "apps"], [], True),
        (["infra"], [], False),
        (["infra/main.tf", "apps"], [], False),
        (["infra", "apps/prod/web"], [], False),
        ([], [], False),
        (["."], ["apps/prod/chart/templates/a.yaml"], False),
        (["."], ["apps/dev/chart/templates/a.yaml"], True),
        (["."], ["infra/broken.yaml"], False),
    ],
)
def test_a_claim_is_complete_where_all_of_it_was_read(scanned, unread, is_complete):
    infra, apps = ClaimedPath("infra", ""), ClaimedPath("apps/prod/**/*.yaml", "")
    claim = Claim("prod", "eksnetlint.yaml", (infra,), (apps,), is_complete=True)
    (seen,) = as_seen([claim], scanned, unread)
    assert seen.is_complete is is_complete


def test_a_claim_that_is_not_complete_does_not_become_so():
    claim = Claim("prod", "eksnetlint.yaml", (ClaimedPath("infra", ""),))
    assert as_seen([claim], ["."], []) == (claim,)
