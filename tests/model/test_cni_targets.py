"""The numbers of addresses that count in the end, whoever writes the ConfigMap."""

from __future__ import annotations

import pytest

from eksnetlint.model.cluster import Cluster
from eksnetlint.model.cni_targets import (
    integer_in,
    is_overridden,
    leaves_no_warm_address,
    minimum_ip_target,
    warm_ip_target,
)
from eksnetlint.model.declared import NOTHING
from eksnetlint.model.linking import link
from eksnetlint.readers.files import Input, read_files
from eksnetlint.values import Known, Unknown, Value, known_or

CLUSTER = 'resource "aws_eks_cluster" "shop" { name = "shop" }\n'
NODE = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a}]}\n---\n"


def manifest(data: str) -> str:
    name = "metadata: {name: amazon-vpc-cni, namespace: kube-system}"
    return f"apiVersion: v1\nkind: ConfigMap\n{name}\ndata: {{{data}}}\n"


def whole(data: str) -> str:
    return (
        f'{CLUSTER}resource "kubernetes_config_map_v1" "cni" {{\n'
        '  metadata {\n    name = "amazon-vpc-cni"\n    namespace = "kube-system"\n  }\n'
        f"  data = {{ {data} }}\n}}\n"
    )


def keys(data: str) -> str:
    return whole(data).replace(CLUSTER, "").replace("config_map_v1", "config_map_v1_data")


def add_on(values: str) -> str:
    return (
        f'{CLUSTER}resource "aws_eks_addon" "cni" {{\n  cluster_name = aws_eks_cluster.shop.name\n'
        f'  addon_name = "vpc-cni"\n  configuration_values = {values}\n}}\n'
    )


def linked(text: str) -> Cluster:
    name = "main.tf" if "resource" in text else "a.yaml"
    found = read_files([Input(name, text.encode)], "eksnetlint:").reading.objects
    (cluster,) = link(found, NOTHING)
    return cluster


def number(value: Value[int]) -> int | None:
    return known_or(value, None)


@pytest.mark.parametrize(
    ("text", "warm", "minimum"),
    [
        (manifest("warm-ip-target: '5', minimum-ip-target: '0'"), 5, 0),
        # EKS may have put the key there already.
        (manifest("warm-ip-target: '5'"), 5, None),
        (manifest("windows-warm-ip-target: '5'"), None, None),
        (manifest("warm-ip-target: five, minimum-ip-target: '-2'"), 0, -2),
        (manifest("warm-ip-target: '${A}', minimum-ip-target: '1'"), None, 1),
        (whole("warm-ip-target = 5"), 5, 0),
        (whole("windows-minimum-ip-target = 8"), 0, 8),
        (whole("minimum-ip-target = 2, windows-minimum-ip-target = 8"), 0, 2),
        (add_on("jsonencode({})"), 1, 3),
        (add_on("jsonencode({ warmWindowsIPTarget = 0 })"), 0, 3),
        (add_on("var.x"), None, None),
        (add_on("jsonencode({ minimumWindowsIPTarget = var.x })"), 1, None),
        # What is written comes before the add-on's default.
        (add_on("jsonencode({})") + keys("warm-ip-target = 7"), 7, 3),
        (add_on("jsonencode({})") + keys("windows-warm-ip-target = 7"), 1, 3),
        (add_on("jsonencode({ warmWindowsIPTarget = 2 })") + keys("warm-ip-target = 7"), None, 3),
        (NODE, None, None),
    ],
)
def test_the_targets_are_what_the_config_map_has_in_the_end(text, warm, minimum):
    cluster = linked(text)
    assert (number(warm_ip_target(cluster)), number(minimum_ip_target(cluster))) == (warm, minimum)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (whole("minimum-ip-target = 8"), True),
        (whole("windows-minimum-ip-target = 8"), True),
        (whole('warm-ip-target = "", minimum-ip-target = 8'), True),
        (whole('warm-ip-target = "one", minimum-ip-target = 8'), True),
        # 0 counts as 1, and a negative number as the default.
        (whole("warm-ip-target = 0, minimum-ip-target = 8"), False),
        (whole("warm-ip-target = -1, minimum-ip-target = 8"), False),
        (whole("windows-warm-ip-target = 1, minimum-ip-target = 8"), False),
        # Neither of them, so that the defaults take effect.
        (whole("enable-windows-ipam = true"), False),
        (whole("minimum-ip-target = 0"), False),
        (add_on("jsonencode({ minimumWindowsIPTarget = 8 })"), False),
        (manifest("minimum-ip-target: '8'"), None),
        (manifest("minimum-ip-target: '8', warm-ip-target: '1'"), False),
    ],
)
def test_a_minimum_without_a_warm_target_leaves_no_warm_address(text, expected):
    assert known_or(leaves_no_warm_address(linked(text)), None) is expected


def test_a_key_is_overridden_by_the_shorter_one_wherever_that_is_written():
    cluster = linked(manifest("warm-ip-target: '1', windows-warm-ip-target: '5'"))
    found = is_overridden(cluster, "windows-warm-ip-target")
    assert isinstance(found, Known)
    assert found.value
    assert found.origin.span is not None
    assert found.origin.span.text == "warm-ip-target: '1'"
    found = is_overridden(linked(add_on("jsonencode({})")), "windows-minimum-ip-target")
    assert known_or(found, None) is True
    cluster = linked(whole("windows-warm-ip-target = 5"))
    assert known_or(is_overridden(cluster, "windows-warm-ip-target"), None) is False
    assert known_or(is_overridden(cluster, "warm-ip-target"), None) is False
    cluster = linked(manifest("windows-warm-ip-target: '5'"))
    found = is_overridden(cluster, "windows-warm-ip-target")
    assert isinstance(found, Unknown)
    assert "may keep it" in found.reason.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5", 5),
        ("+5", 5),
        ("-5", -5),
        ("007", 7),
        ("", None),
        (" 5", None),
        ("5.0", None),
        ("0x5", None),
        ("1_000", None),
        ("five", None),
    ],
)
def test_numbers_are_those_that_go_reads(text, expected):
    assert integer_in(text) == expected


def test_manifests_with_and_without_a_target_are_alternatives():
    both = linked(NODE + manifest("warm-ip-target: '5'") + "---\n" + manifest("branch: '1'"))
    assert isinstance(warm_ip_target(both), Unknown)
    assert isinstance(is_overridden(both, "windows-warm-ip-target"), Unknown)
