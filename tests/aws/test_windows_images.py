"""Which Windows build an image is for, as its tag tells, and what can run it."""

from __future__ import annotations

import pytest

from eksnetlint.aws.windows_images import can_run, has_ami, image_build


@pytest.mark.parametrize(
    ("image", "build"),
    [
        ("mcr.microsoft.com/windows/servercore:ltsc2016", 14393),
        ("mcr.microsoft.com/windows/servercore/iis:windowsservercore-ltsc2019", 17763),
        ("mcr.microsoft.com/windows/servercore:ltsc2022-amd64", 20348),
        ("mcr.microsoft.com/windows/server:ltsc2025", 26100),
        ("mcr.microsoft.com/windows/nanoserver:1809", 17763),
        ("mcr.microsoft.com/windows/nanoserver:1809-KB4512578-amd64", 17763),
        ("mcr.microsoft.com/windows/nanoserver:10.0.20348.1607", 20348),
        ("mcr.microsoft.com/windows/servercore:20H2", 19042),
        ("mcr.microsoft.com/dotnet/aspnet:8.0-nanoserver-1809", 17763),
        ("mcr.microsoft.com/dotnet/framework/aspnet:4.8-windowsservercore-ltsc2022", 20348),
        ("registry.k8s.io/pause:3.9-windows-ltsc2022-amd64", 20348),
        ("registry.k8s.io/pause:3.6-windows-1809-amd64", 17763),
        ("golang:1.24-windowsservercore-ltsc2022@sha256:0123", 20348),
        ("registry.example.com:5000/orders:1.4-win1809", 17763),
        ("registry.example.com/orders:1.4_LTSC2019", 17763),
    ],
)
def test_a_tag_with_a_release_tells_the_build(image, build):
    assert image_build(image) == build


@pytest.mark.parametrize(
    "image",
    [
        # One tag for images of several builds.
        "mcr.microsoft.com/dotnet/framework/aspnet:4.8",
        "mcr.microsoft.com/dotnet/aspnet:8.0",
        "golang:1.24-windowsservercore",
        # A number that is a release only beside a word for Windows.
        "registry.example.com/orders:1809",
        "registry.example.com/orders:1.0-2004",
        "registry.example.com/ltsc2019/orders:1.4",
        "registry.example.com/orders:alltsc2019x",
        # Newer than the table, two at once, none.
        "registry.example.com/orders:1.4-ltsc2028",
        "registry.example.com/orders:1.4-ltsc2019-ltsc2022",
        "mcr.microsoft.com/windows/nanoserver:10.0.31000.1",
        "registry.example.com/orders@sha256:0123",
        "registry.example.com:5000/orders",
    ],
)
def test_any_other_tag_tells_none(image):
    assert image_build(image) is None


# Source: Microsoft Learn, "Windows container version compatibility".
@pytest.mark.parametrize(
    ("image", "host", "answer"),
    [
        (17763, 17763, True),
        (17763, 20348, False),
        (20348, 17763, False),
        (17763, 26100, False),
        (26100, 20348, False),
        (20348, 26100, None),
        (26100, 31000, None),
        (31000, 31000, True),
    ],
)
def test_an_image_runs_on_its_own_build(image, host, answer):
    assert can_run(image, host) is answer


def test_only_some_releases_have_amis():
    assert [build for build in (14393, 17763, 19042, 20348, 26100) if has_ami(build)] == [
        17763,
        20348,
        26100,
    ]
