"""What the name of an image says about it in its cluster."""

from __future__ import annotations

import pytest

from eksnetlint.model.cluster import Cluster
from eksnetlint.model.declared import declarations
from eksnetlint.model.image import NodeImage
from eksnetlint.model.image_facts import (
    ended,
    first_minor,
    is_for_any_kubernetes,
    is_offered,
    is_windows,
    made_for_minor,
    minors_behind,
    nearest_name,
    purpose,
)
from eksnetlint.model.linking import link
from eksnetlint.model.subjects import SUBJECTS
from eksnetlint.readers.files import Input, read_files
from eksnetlint.values import Known, Unknown

EKSCTL = """\
apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata: {{name: shop, region: eu-west-1{version}}}
nodeGroups:
  - {{name: windows, {group}}}
"""
KARPENTER = """\
apiVersion: karpenter.k8s.aws/v1
kind: EC2NodeClass
metadata: {{name: windows}}
spec: {{{spec}}}
"""
NAMED = "amiFamily: Windows2022, amiSelectorTerms: [{{name: {}, owner: {}}}]"
EKS = "Windows_Server-2022-English-Core-EKS_Optimized"


def images(text: str, *declared: str) -> tuple[Cluster, tuple[NodeImage, ...]]:
    objects = read_files([Input("a.yaml", text.encode)], "eksnetlint:").reading.objects
    (cluster,) = link(objects, declarations(declared))
    return cluster, SUBJECTS["node_image"].objects(cluster)


def of_eksctl(group: str, version: str = "", *declared: str) -> tuple[NodeImage, Cluster]:
    shown = f', version: "{version}"' if version else ""
    cluster, (image,) = images(EKSCTL.format(version=shown, group=group), *declared)
    return image, cluster


def of_karpenter(spec: str) -> tuple[NodeImage, Cluster]:
    """The last name in a class: that of the AMI, where there is one beside its family."""
    cluster, found = images(KARPENTER.format(spec=spec))
    return found[-1], cluster


WINDOWS_2025 = "amiFamily: WindowsServer2025CoreContainer"


def test_a_group_that_names_no_family_has_no_image() -> None:
    assert images(EKSCTL.format(version="", group="minSize: 1"))[1] == ()


def test_an_unseen_name_comes_near_to_none() -> None:
    found = nearest_name(*of_eksctl('amiFamily: "{{ .Values.family }}"'))
    assert isinstance(found, Known)
    assert found.value is None


def test_a_name_with_a_slip_has_the_place_of_its_family() -> None:
    found = nearest_name(*of_eksctl("amiFamily: WindowServer2022CoreContainer"))
    assert isinstance(found, Known)
    assert found.value == "WindowsServer2022CoreContainer"
    assert found.origin.span is not None
    assert found.origin.span.text == "amiFamily: WindowServer2022CoreContainer"


@pytest.mark.parametrize(
    ("version", "declared", "expected"),
    [
        ("1.34", (), False),
        ("1.35", (), True),
        ("1.36", (), True),
        ("", (), None),
        ("", ("kubernetes_version=1.34",), False),
        ("1.34", ("kubernetes_version=1.35",), True),
    ],
)
def test_an_image_is_offered_from_its_first_version_on(
    version: str, declared: tuple[str, ...], expected: bool | None
) -> None:
    found = is_offered(*of_eksctl(WINDOWS_2025, version, *declared))
    if expected is None:
        assert isinstance(found, Unknown)
        assert found.reason.declare == "kubernetes_version"
    else:
        assert isinstance(found, Known)
        assert found.value is expected


@pytest.mark.parametrize(
    ("image", "minor"),
    [
        (of_eksctl(WINDOWS_2025), 35),
        (of_eksctl("amiFamily: windowsserver2025fullcontainer"), 35),
        # All that EKS offers have these.
        (of_eksctl("amiFamily: WindowsServer2022CoreContainer"), None),
        (of_eksctl("amiFamily: WindowsServer2019CoreContainer"), None),
        (of_eksctl("amiFamily: Ubuntu2604"), None),
        # What the image is does not show.
        (of_eksctl(f"{WINDOWS_2025}, ami: ami-0123456789abcdef0"), None),
        (of_eksctl('amiFamily: "{{ .Values.family }}"'), None),
        (of_karpenter("amiSelectorTerms: [{alias: windows2025@latest}]"), 35),
        (of_karpenter("amiFamily: Windows2025, amiSelectorTerms: [{id: ami-1}]"), None),
        (
            of_karpenter(NAMED.format(EKS.replace("2022", "2025") + "-1.35-*", "amazon")),
            35,
        ),
    ],
)
def test_the_first_version_is_that_of_amazons_own_images(
    image: tuple[NodeImage, Cluster], minor: int | None
) -> None:
    found = first_minor(*image)
    assert isinstance(found, Known)
    assert found.value == minor


@pytest.mark.parametrize(
    ("name", "owner", "facts"),
    [
        (f"{EKS}-1.33-*", "amazon", (33, "EKS_Optimized", False, None)),
        (f"{EKS}-*", "amazon", (None, "EKS_Optimized", True, None)),
        (f"{EKS}-*", '"801119661308"', (None, "EKS_Optimized", True, None)),
        (f"{EKS}-*", "self", (None, None, False, None)),
        ("Windows_Server-2022-English-Core-Base-*", "amazon", (None, "Base", False, None)),
        (
            "Windows_Server-2004-English-Core-EKS_Optimized-1.20-*",
            "amazon",
            (20, "EKS_Optimized", False, "2004"),
        ),
        (
            "Windows_Server-2004-English-Core-EKS_Optimized-1.20-*",
            "self",
            (20, None, False, None),
        ),
    ],
)
def test_a_name_tells_version_and_purpose(
    name: str, owner: str, facts: tuple[int | None, str | None, bool, str | None]
) -> None:
    image, cluster = of_karpenter(NAMED.format(name, owner))
    read = (made_for_minor, purpose, is_for_any_kubernetes, ended)
    assert tuple(fact(image, cluster).value for fact in read) == facts  # type: ignore[union-attr]


def test_how_far_an_image_is_behind_needs_both_versions() -> None:
    text = EKSCTL.format(version=', version: "1.35"', group="minSize: 1") + "---\n"
    named = KARPENTER.format(spec=NAMED.format(f"{EKS}-1.33-*", "amazon"))
    cluster, found = images(text + named)
    behind = minors_behind(found[-1], cluster)
    assert isinstance(behind, Known)
    assert behind.value == 2
    assert minors_behind(found[0], cluster).value is None  # type: ignore[union-attr]
    alone, images_alone = images(named)
    assert isinstance(minors_behind(images_alone[-1], alone), Unknown)


def test_an_image_is_windows_by_its_name() -> None:
    assert is_windows(*of_eksctl(WINDOWS_2025)).value is True  # type: ignore[union-attr]
    assert is_windows(*of_eksctl("amiFamily: Bottlerocket")).value is False  # type: ignore[union-attr]
