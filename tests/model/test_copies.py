"""Folders that hold copies of one thing are told apart by their names."""

import pytest

from eksnetlint.model.copies import copy_of, example_of


@pytest.mark.parametrize(
    ("path", "copy"),
    [
        ("cluster.yaml", ""),
        ("deploy/web.yaml", ""),
        ("deploy/base/web.yaml", ""),
        ("dev/web.yaml", "dev"),
        ("apps/dev/web.yaml", "apps/dev"),
        ("apps/dev/web/deployment.yaml", "apps/dev"),
        ("envs/blue/web.yaml", "envs/blue"),
        ("environments/acme/apps/web.yaml", "environments/acme"),
        ("overlays/eu/web.yaml", "overlays/eu"),
        ("clusters/one/cluster.yaml", "clusters/one"),
        ("Clusters/one/cluster.yaml", "Clusters/one"),
        ("examples/01.yaml", "examples/01.yaml"),
        ("examples/windows/01.yaml", "examples/windows"),
        ("examples/dev/x/01.yaml", "examples/dev"),
        ("clusters/one/prod/web.yaml", "clusters/one/prod"),
        ("releases/v1.2/install.yaml", "releases/v1.2"),
        ("v1.18/install.yaml", "v1.18"),
        ("1.2.3/install.yaml", "1.2.3"),
        ("v2/install.yaml", "v2"),
        ("v1beta1/install.yaml", "v1beta1"),
        ("eu-west-1/cluster.yaml", "eu-west-1"),
        ("us-gov-east-1/cluster.yaml", "us-gov-east-1"),
        ("shop-prod/cluster.yaml", "shop-prod"),
        ("prod-eu/cluster.yaml", "prod-eu"),
        ("PROD/cluster.yaml", "PROD"),
        ("tests/fixtures/a.yaml", "tests/fixtures/a.yaml"),
        # No environments, only names that begin or end alike.
        ("product/web.yaml", ""),
        ("devices/web.yaml", ""),
        ("latest/web.yaml", ""),
        ("delivery/web.yaml", ""),
        ("v/web.yaml", ""),
        ("dev.yaml", ""),
        ("examples.yaml", ""),
    ],
)
def test_the_deepest_folder_that_is_a_copy_counts(path, copy):
    assert copy_of(path) == copy


@pytest.mark.parametrize(
    ("path", "example"),
    [
        ("examples/01.yaml", "examples/01.yaml"),
        ("examples/prod/cluster.yaml", "examples/prod"),
        ("docs/guide/cluster.yaml", "docs/guide"),
        ("tests/a/cluster.yaml", "tests/a"),
        ("Test/a/cluster.yaml", "Test/a"),
        ("prod/cluster.yaml", ""),
        ("envs/prod/cluster.yaml", ""),
        ("clusters/one/cluster.yaml", ""),
        ("cluster.yaml", ""),
    ],
)
def test_examples_and_tests_are_copies_whatever_their_clusters_names(path, example):
    assert example_of(path) == example
